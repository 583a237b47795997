"""Which groups a story is in, in which order, and the reason for each."""

from dataclasses import replace

from aggregator.config import Topic
from aggregator.group import fields_of, groups_of, topic_title
from aggregator.model import Category, Membership, Person, SourceId, Story
from tests import build

ADA = Person(name="Ada Miller")
MILL = build.source("mill")
WEIR = build.source("weir", topics=("water",))
SOURCES = {one.id: one for one in (MILL, WEIR)}


def topic(slug: str, match: str | None = None, title: str = "") -> Topic:
    return Topic.model_validate(
        {"slug": slug, "title": title} | ({"match": match} if match else {})
    )


def of(story: Story, *topics: Topic, **slugs: str) -> tuple[Membership, ...]:
    by_name = {person: slugs[person.name.split()[0].lower()] for person in story.authors if slugs}
    return groups_of(story, topics, SOURCES, by_name)


def reasons(memberships: tuple[Membership, ...], kind: str = "topic") -> dict[str, str]:
    return {one.group.slug: one.because for one in memberships if one.group.kind == kind}


def test_a_story_is_in_the_river_its_topics_its_authors_and_its_sources_in_this_order() -> None:
    story = build.story(copies=(build.copy(),))
    groups = [(one.group.kind, one.group.slug) for one in of(story, topic("water"), ada="ada")]
    assert groups == [
        ("all", ""), ("topic", "water"), ("author", "ada"), ("source", "mill"), ("source", "weir"),
    ]  # fmt: skip
    assert all(one.because for one in of(story, topic("water"), ada="ada"))


def test_topics_stand_in_the_order_of_the_configuration() -> None:
    found = reasons(of(build.story(), topic("river", "river"), topic("mill", "mill")))
    assert list(found) == ["river", "mill"]


def test_a_rule_gives_the_words_that_matched() -> None:
    found = reasons(of(build.story(), topic("mill", '"old mill" OR gauge'), topic("x", "absent")))
    assert found == {"mill": 'content: "old mill"; content: gauge'}


def test_a_story_belongs_to_every_topic_that_any_of_its_copies_earns() -> None:
    story = build.story(copies=(build.copy(title="Weir news"),))
    found = reasons(of(story, topic("weir", "title:weir"), topic("mill", "title:mill")))
    assert found == {"weir": "title: weir (in the copy from weir)", "mill": "title: mill"}


def test_what_the_lead_earns_is_said_of_the_lead() -> None:
    story = build.story(copies=(build.copy(),))
    assert reasons(of(story, topic("mill", "mill"))) == {"mill": "title: mill"}


def test_a_source_can_be_configured_for_a_topic() -> None:
    story = build.story(copies=(build.copy(),))
    assert reasons(of(story, topic("water"))) == {"water": "configured for the source weir"}
    assert reasons(of(build.story(), topic("water"))) == {}


def test_the_matching_words_explain_more_than_the_configuration() -> None:
    story = build.story(copies=(build.copy(),))
    assert reasons(of(story, topic("water", "river"))) == {"water": "content: river"}


def test_what_is_below_a_topic_is_in_it_too() -> None:
    topics = (topic("land/river/gauge", "gauge"), topic("land"), topic("landing"))
    assert reasons(of(build.story(), *topics)) == {
        "land/river/gauge": "content: gauge",
        "land": "as land/river/gauge: content: gauge",
    }


def test_a_topic_above_keeps_its_own_reason() -> None:
    found = reasons(of(build.story(), topic("land", "council"), topic("land/river", "river")))
    assert found["land"] == "content: council"


def test_rules_see_who_is_credited_who_is_claimed_and_who_contributed() -> None:
    lead = replace(
        build.article(),
        claimed_authors=(Person(name="Desk", email="desk@mill.example"),),
        contributors=(Person(name="Photo Phil"),),
    )
    story = build.story(lead=lead, authors=(Person(name="Real Writer", uri="https://r.example/"),))
    rule = 'author:"real writer" author:desk@mill.example author:phil author:https://r.example/'
    assert reasons(of(story, topic("x", rule)))
    assert not reasons(of(story, topic("x", "mill NOT author:desk")))


def test_rules_see_categories_source_and_language() -> None:
    lead = build.article(categories=(Category(term="c1", label="Local Government"),))
    story = build.story(lead=lead)
    rule = 'category:c1 category:"local government" source:mill source:mill.example lang:en'
    assert reasons(of(story, topic("x", rule)))


def test_an_article_without_text_is_judged_by_its_summary() -> None:
    fields = fields_of(build.article(text="", summary="In short"), (), None)
    assert fields["content"] == "In short"
    assert fields["source"] == ("mill", "mill.example")


def test_each_credited_author_has_a_group_once() -> None:
    authors = (ADA, Person(name="Bo Weir"), Person(name="A. Miller"), Person(name="Nobody"))
    story = build.story(authors=authors)
    slugs = {authors[0]: "ada", authors[1]: "bo", authors[2]: "ada"}
    found = [one for one in groups_of(story, (), SOURCES, slugs) if one.group.kind == "author"]
    assert [(one.group.slug, one.group.title) for one in found] == [
        ("ada", "Ada Miller"), ("bo", "Bo Weir"),
    ]  # fmt: skip
    assert found[0].because == "credited by claimed"


def test_the_words_that_name_the_author_are_the_reason() -> None:
    story = build.story(lead=build.article(author_because='the text says "By Ada Miller"'))
    assert reasons(of(story, ada="ada"), "author") == {"ada": 'the text says "By Ada Miller"'}


def test_a_source_that_is_no_longer_configured_keeps_its_group() -> None:
    story = build.story(lead=build.article(source="gone"), copies=(build.copy(),))
    found = [one for one in of(story) if one.group.kind == "source"]
    assert [(one.group.slug, one.group.title) for one in found] == [
        (SourceId("gone"), "gone"), (SourceId("weir"), "Weir"),
    ]  # fmt: skip
    assert found[0].because == "leads the story: https://gone.example/1"
    assert found[1].because == "carries a copy: https://weir.example/2"


def test_a_topic_without_title_is_called_by_its_last_level() -> None:
    assert topic_title(topic("science/deep-sea")) == "Deep sea"
    assert topic_title(topic("science", title="The sciences")) == "The sciences"
