"""Which groups a story is in, in which order, and the reason for each."""

import re
from dataclasses import replace

from aggregator.classify import Learned, Lesson, learn
from aggregator.config import Topic
from aggregator.group import fields_of, groups_of, lesson_of, taught
from aggregator.model import Category, Membership, Person, SourceId, Story
from aggregator.text.weights import weigh
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


def test_a_category_of_the_source_is_the_second_kind_of_evidence() -> None:
    copy = build.copy(categories=(Category(term="Water"),))
    story = build.story(lead=build.article(categories=(Category(term="Mill"),)), copies=(copy,))
    assert reasons(of(story, topic("mill", "gauge"), topic("water"))) == {
        "mill": "content: gauge",
        "water": "configured for the source weir",
    }
    assert reasons(of(build.story(lead=story.lead), topic("mill", "absent"))) == {
        "mill": "its category 'Mill'"
    }


def learned_of(*slugs: str) -> Learned:
    """Mills are written about in one way, everything else in another."""
    mills = weigh("The old mill", "the mill stays open through winter, said the town council")
    rest = weigh("Coach dismissed", "after five defeats in a row at home the club has parted")
    lessons = [
        Lesson(words=words, topics=frozenset(of), source=f"s{n % 3}")
        for n in range(30)
        for words, of in ((mills, slugs), (rest, ("sport",)))
    ]
    return learn(Learned(), lessons, set(slugs))


def of_mills() -> Story:
    return build.story(lead=build.article(text="The town council keeps it open through winter."))


def like(story: Story, *topics: Topic, learned: Learned) -> dict[str, str]:
    return reasons(groups_of(story, topics, SOURCES, {}, learned))


def test_what_reads_like_a_topic_is_the_third_kind_of_evidence() -> None:
    found = like(of_mills(), topic("mill"), learned=learned_of("mill"))
    assert re.fullmatch(r"reads like it, \d+% sure: .*mill.*", found["mill"])
    assert like(of_mills(), topic("mill", "winter"), learned=learned_of("mill")) == {
        "mill": "content: winter"
    }


def test_a_topic_may_refuse_to_learn() -> None:
    shut = Topic.model_validate({"slug": "mill", "learn": False})
    assert like(of_mills(), shut, learned=learned_of("mill")) == {}
    assert taught([shut, topic("river", "river* OR -gauge")]) == {"river"}


def test_an_express_no_of_the_rule_holds_against_categories_and_likeness() -> None:
    lead = build.article(title="Winter", categories=(Category(term="Mill"),))
    story = build.story(lead=lead)
    assert reasons(of(story, topic("mill", "absent NOT author:ada"))) == {}
    assert like(of_mills(), topic("mill", "absent -author:ada"), learned=learned_of("mill")) == {}


def test_a_topic_above_holds_what_reads_like_one_below() -> None:
    found = like(of_mills(), topic("land"), topic("land/mill"), learned=learned_of("land/mill"))
    assert found["land"].startswith("as land/mill: reads like it")


def test_what_does_not_read_like_it_is_unfiled() -> None:
    story = build.story(lead=build.article(title="Coach dismissed", text="after five defeats"))
    assert like(story, topic("mill"), learned=learned_of("mill")) == {}


def test_a_story_teaches_what_it_earned_and_not_what_was_guessed() -> None:
    story = build.story(lead=build.article(categories=(Category(term="Mill"),)))
    lesson = lesson_of(story, [topic("land"), topic("land/mill"), topic("x")], SOURCES)
    assert lesson.topics == {"land", "land/mill"}
    assert lesson.source == "mill"
    assert lesson.words == weigh(story.lead.title, story.lead.text)


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


def test_an_author_whom_only_a_copy_names_has_the_copys_reason() -> None:
    lead = build.article(authors=(), author_because="nobody is named")
    copy = build.copy(authors=(ADA,), author_because="the text is signed: “Ada Miller”")
    story = build.story(lead=lead, copies=(copy,), authors=(ADA,), evidence="copy")
    assert reasons(of(story, ada="ada"), "author") == {
        "ada": "the text is signed: “Ada Miller” (in the copy from weir)"
    }


def test_an_editors_decision_is_the_reason_whatever_the_articles_say() -> None:
    story = build.story(lead=build.article(author_because="named by the source"), evidence="pin")
    assert reasons(of(story, ada="ada"), "author") == {"ada": "an editor's decision"}


def test_a_source_that_is_no_longer_configured_keeps_its_group() -> None:
    story = build.story(lead=build.article(source="gone"), copies=(build.copy(),))
    found = [one for one in of(story) if one.group.kind == "source"]
    assert [(one.group.slug, one.group.title) for one in found] == [
        (SourceId("gone"), "gone"), (SourceId("weir"), "Weir"),
    ]  # fmt: skip
    assert found[0].because == "leads the story: https://gone.example/1"
    assert found[1].because == "carries a copy: https://weir.example/2"


def test_a_topic_without_title_is_called_by_its_last_level() -> None:
    assert topic("science/deep-sea").name == "Deep sea"
    assert topic("science", title="The sciences").name == "The sciences"
