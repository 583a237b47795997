"""Knots: what is tied together in too great a number is added to and never torn apart."""

import pytest

from aggregator import editing, neighbourhood
from aggregator.config import Config
from aggregator.deduplicate import adjoin
from aggregator.identify import Arrival
from aggregator.model import ArticleId, Edge, Pin, Source, SourceId, Story, Verdict
from aggregator.placing import Rules, place
from aggregator.store import Store, View, open_store
from tests.build import NOW, at, entry
from tests.corpus.pairs import edited, furnished, texts, truncated

TEXTS = texts()
MADE = (
    TEXTS["en-lock"], furnished(TEXTS["en-lock"]), edited(TEXTS["en-lock"]),
    TEXTS["en-lock/copy1"], truncated(TEXTS["en-lock"]),
)  # fmt: skip


def edge(a: str, b: str, score: float = 0.8, *, merges: bool = True) -> Edge:
    return Edge(a=ArticleId(min(a, b)), b=ArticleId(max(a, b)), how="edited", score=score,
                merges=merges)  # fmt: skip


def joined(names: str, stories: list[str], *edges: Edge, pins: tuple[Pin, ...] = ()) -> set[str]:
    """The partition as words, one letter an article."""
    return {"".join(story) for story in adjoin(names, stories, edges, pins)}


# ---- adding to a knot, as a function of values ---------------------------------------------------


def test_who_joins_goes_where_it_is_agreed_with_most() -> None:
    edges = [edge("x", "a"), edge("x", "b"), edge("x", "c", 0.9)]
    assert joined("x", ["ab", "cd"], *edges) == {"abx", "cd"}
    assert joined("x", ["ab", "cd"]) == {"ab", "cd", "x"}


def test_who_is_spoken_against_by_more_than_agree_stays_alone() -> None:
    against = [edge("x", other, 0.4, merges=False) for other in "bc"]
    assert joined("x", ["abc"], edge("x", "a"), *against) == {"abc", "x"}
    assert joined("x", ["abc"], edge("x", "a"), *against[:1]) == {"abcx"}


def test_pins_overrule_what_edges_say() -> None:
    split = Pin(id=1, kind="split", article=ArticleId("x"), at=NOW)
    merge = Pin(id=2, kind="merge", article=ArticleId("x"), other=ArticleId("c"), at=NOW)
    assert joined("x", ["ab", "cd"], edge("x", "a"), pins=(split,)) == {"ab", "cd", "x"}
    assert joined("x", ["ab", "cd"], pins=(merge,)) == {"ab", "cdx"}


def test_who_was_in_a_story_and_agrees_no_more_leaves_it() -> None:
    assert joined("b", ["abc"]) == {"ac", "b"}


# ---- through the store ---------------------------------------------------------------------------


class Planet:
    """Twelve sources that all carry one article, in a store in memory."""

    def __init__(self) -> None:
        self.store: Store = open_store("sqlite:///:memory:")
        given = [
            Source(id=SourceId(f"s{n}"), url=f"https://s{n}.example/feed", rank=n)
            for n in range(12)
        ]
        with self.store.writing() as write:
            self.rules = Rules.of(Config(), write.adopt(given, NOW))

    def arrive(self, *numbers: int) -> list[Verdict]:
        verdicts = []
        for number in numbers:
            article = MADE[number % 5].at(
                f"s{number}", published=at(minutes=number), first_seen=at(minutes=number)
            )
            with self.store.writing() as write:
                arrival = Arrival(entry=entry(article.entry_id), article=article)
                verdicts.append(place(write, arrival, rules=self.rules, now=NOW))
        return verdicts

    def stories(self) -> tuple[Story, ...]:
        with self.store.reading() as read:
            return read.stories(View(), limit=50)


@pytest.fixture
def planet(monkeypatch: pytest.MonkeyPatch) -> Planet:
    """A planet where more than four articles are too many to be decided together."""
    monkeypatch.setattr(neighbourhood, "_MOST_RELATED", 4)
    return Planet()


def test_a_story_grows_whole_beyond_what_is_decided_together(planet: Planet) -> None:
    verdicts = planet.arrive(*range(12))
    (story,) = planet.stories()
    assert len(story.articles) == 12
    assert {verdict.story for verdict in verdicts} == {story.id}
    assert story.lead.source == "s11"  # the highest rank leads here too


def test_what_an_editor_hid_stays_hidden_though_its_story_is_large(planet: Planet) -> None:
    planet.arrive(*range(8))
    (story,) = planet.stories()
    editing.pin(planet.store, planet.rules, "hide", story.copies[0].article.id, now=NOW)
    assert planet.stories() == ()
    planet.arrive(*range(8, 12))
    assert planet.stories() == ()


def test_a_split_from_a_large_story_stands_and_can_be_undone(planet: Planet) -> None:
    planet.arrive(*range(8))
    (story,) = planet.stories()
    away = story.copies[2].article.id
    pin, _ = editing.pin(planet.store, planet.rules, "split", away, now=NOW)
    planet.arrive(*range(8, 12))
    assert sorted(len(one.articles) for one in planet.stories()) == [1, 11]
    editing.unpin(planet.store, planet.rules, pin.id, now=NOW)
    assert [len(one.articles) for one in planet.stories()] == [12]


def test_an_author_given_to_a_large_story_stays(planet: Planet) -> None:
    planet.arrive(*range(8))
    (story,) = planet.stories()
    given = story.lead.id
    editing.pin(planet.store, planet.rules, "author", given, value="Berta Holm", now=NOW)
    planet.arrive(*range(8, 12))
    assert [person.name for person in planet.stories()[0].authors] == ["Berta Holm"]
