"""Stories that tell of one happening are linked: by ties, within days, in any order."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from aggregator.events import events
from aggregator.model import Edge, Story, StoryId
from tests.build import article, at


def told(name: str, event: str = "", hours: float = -2) -> Story:
    lead = article(name, source=name, published=at(hours=hours))
    return Story(
        id=StoryId(name), uri=f"urn:x:{name}", lead=lead, published=lead.published,
        updated=lead.published, listed=lead.published, event=event,
    )  # fmt: skip


def tie(one: Story, other: Story, score: float = 0.5) -> Edge:
    a, b = sorted((one.lead.id, other.lead.id))
    return Edge(a=a, b=b, how="reworded", score=score, because=(), merges=False)


def test_who_stands_alone_is_in_no_event() -> None:
    assert events([told("a"), told("b")], []) == {"a": "", "b": ""}


def test_two_that_are_tied_are_one_event_named_after_the_first() -> None:
    a, b = told("a", hours=-2), told("b", hours=-5)
    assert events([a, b], [tie(a, b)]) == {"a": "b", "b": "b"}


def test_an_event_keeps_the_id_that_most_bear() -> None:
    a, b, c = told("a", hours=-9), told("b", "b"), told("c", "b")
    edges = [tie(a, b), tie(b, c), tie(a, c)]
    assert set(events([a, b, c], edges).values()) == {"b"}


def test_any_order_gives_the_same_events() -> None:
    a, b, c, d = (told(name) for name in "abcd")
    edges = [tie(a, b, 0.6), tie(b, c, 0.4), tie(c, d, 0.6)]
    outcomes = {tuple(sorted(events(order, edges).items())) for order in permutations([a, b, c, d])}
    assert len(outcomes) == 1


def test_links_of_links_make_no_event() -> None:
    a, b, c, d = (told(name) for name in "abcd")
    found = events([a, b, c, d], [tie(a, b, 0.9), tie(b, c, 0.4), tie(c, d, 0.9)])
    assert found["a"] != found["d"] or found["a"] == ""


def test_weeks_apart_is_another_happening() -> None:
    a, b = told("a"), told("b", hours=-24 * 14)
    assert events([a, b], [tie(a, b, 0.9)]) == {"a": "", "b": ""}
    near = replace(b, lead=replace(b.lead, published=a.lead.published - timedelta(days=6)))
    assert events([a, near], [tie(a, near, 0.9)])["a"] != ""
