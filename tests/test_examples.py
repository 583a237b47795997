"""The sample feeds, read as on the first run, come out as a reader would have them."""

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from aggregator.config import parse_config
from aggregator.model import Article, Story
from aggregator.store import View
from aggregator.text.urls import canonical
from tests.samples import ROOT, polled

EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (ROOT / "examples/expected.toml").read_text(encoding="utf-8")
)


def titled(cases: list[dict[str, Any]]) -> list[Any]:
    """The cases as parameters."""
    return [pytest.param(case, id=title_of(case)) for case in cases]


def title_of(case: dict[str, Any]) -> str:
    return str(case.get("title") or case.get("name") or case.get("why") or case.get("fault"))


@cache
def stories(*, backwards: bool = False) -> tuple[Story, ...]:
    """All stories of the sample feeds under the shipped configuration, no network."""
    store, _ = polled(backwards=backwards)
    with store.reading() as read:
        found = read.stories(View(), limit=500)
    store.close()
    return found


def articles(link: str, *, backwards: bool = False) -> Iterator[tuple[Story, Article]]:
    for story in stories(backwards=backwards):
        for article in story.articles:
            if canonical(article.link) == canonical(link):
                yield story, article


def story_of(link: str, *, backwards: bool = False) -> Story:
    found = {story.id: story for story, _ in articles(link, backwards=backwards)}
    assert len(found) == 1, f"{link} is in {len(found)} stories"
    return next(iter(found.values()))


def authors(story: Story) -> tuple[str, ...]:
    return tuple(person.name for person in story.authors)


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("case", EXPECTED["stories"], ids=title_of)
def test_copies_are_one_story(case: dict[str, Any], backwards: bool) -> None:
    story = story_of(case["entries"][0], backwards=backwards)
    assert all(story_of(link, backwards=backwards) == story for link in case["entries"])
    assert len(story.articles) == len(case.get("sources", case["entries"]))
    assert story.lead.title == case["title"]
    assert canonical(story.lead.link) == canonical(case["entries"][0])
    assert {article.source for article in story.articles} >= set(case.get("sources", ()))


@pytest.mark.parametrize("case", EXPECTED["stories"], ids=title_of)
def test_a_copy_says_how_it_is_one(case: dict[str, Any]) -> None:
    (copy,) = story_of(case["entries"][0]).copies
    said = {"same-link": {"same-link", "same-text"}}.get(case["how"], {case["how"]})
    assert copy.how in said
    assert copy.because


@pytest.mark.parametrize("case", titled(EXPECTED["stories"]))
def test_a_story_is_credited_to_who_wrote_it(case: dict[str, Any]) -> None:
    story = story_of(case["entries"][0])
    assert authors(story) == ((case["author"],) if case["author"] else ())
    posted = {person.name for person in story.contributors}
    assert posted == ({case["contributor"]} if "contributor" in case else set())


@pytest.mark.parametrize("case", EXPECTED["stories"], ids=title_of)
def test_a_story_is_in_the_topics_of_its_copies(case: dict[str, Any]) -> None:
    story = story_of(case["entries"][0])
    topics = {one.group.slug for one in story.memberships if one.group.kind == "topic"}
    assert topics == set(case["topics"])


@pytest.mark.parametrize("case", EXPECTED["apart"], ids=title_of)
def test_what_only_looks_alike_stays_apart(case: dict[str, Any]) -> None:
    one, two = (story_of(link) for link in case["entries"])
    assert one.id != two.id


def test_nothing_else_is_one_story() -> None:
    copies = sum(len(case.get("sources", case["entries"])) - 1 for case in EXPECTED["stories"])
    assert sum(len(story.copies) for story in stories()) == copies


def test_no_author_has_two_addresses() -> None:
    slugs: dict[str, set[str]] = {}
    for story in stories():
        for one in story.memberships:
            if one.group.kind == "author":
                slugs.setdefault(one.group.title, set()).add(one.group.slug)
    assert {name: found for name, found in slugs.items() if len(found) > 1} == {}
    assert not [slug for found in slugs.values() for slug in found if slug.endswith("-2")]


@pytest.mark.parametrize("case", titled(EXPECTED["people"]))
def test_one_person_is_one_author(case: dict[str, Any]) -> None:
    found = [story_of(link) for link in case["entries"]]
    assert [authors(story) for story in found] == [(case["name"],)] * len(found)
    slugs = {
        one.group.slug for story in found for one in story.memberships if one.group.kind == "author"
    }
    assert len(slugs) == 1
    slug = slugs.pop()
    feed = [s for s in stories() if any(m.group.slug == slug for m in s.memberships)]
    assert {story.id for story in feed} == {story.id for story in found}


@pytest.mark.parametrize("case", titled(EXPECTED["repairs"]))
def test_a_fault_is_repaired(case: dict[str, Any]) -> None:
    _, article = next(articles(case["entry"]))
    if "title" in case:
        assert article.title == case["title"]
    assert article.title.startswith(case.get("begins", ""))
    if case.get("undated"):
        assert not article.dated
        assert article.published == article.first_seen


def test_the_furniture_of_the_farm_is_not_text() -> None:
    for story, article in articles("https://brightly-daily.example/hand-the-night-back/"):
        assert "Related Articles" not in article.text
        assert "Back to top" not in article.text
        assert "appeared first" not in article.text
        assert "sailors made it home" in article.text
        assert story.lead != article


def test_the_order_of_arrival_does_not_change_the_stories() -> None:
    def partition(found: tuple[Story, ...]) -> set[frozenset[tuple[str, str]]]:
        return {frozenset((a.source, a.link) for a in story.articles) for story in found}

    assert partition(stories()) == partition(stories(backwards=True))


def test_every_topic_and_every_format_of_the_samples_is_at_work() -> None:
    slugs = {one.group.slug for story in stories() for one in story.memberships}
    config = parse_config((ROOT / "config.toml").read_text(encoding="utf-8"))
    assert {topic.slug for topic in config.topics} <= slugs
