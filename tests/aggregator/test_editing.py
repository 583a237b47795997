"""Editors' decisions in any sequence, among arrivals, re-clusterings and restarts."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator import editing
from aggregator.config import Config
from aggregator.identify import Arrival
from aggregator.model import Article, ArticleId, Pin, Source, Story
from aggregator.placing import Rules, place
from aggregator.reclustering import recluster
from aggregator.store import Store, View, open_store
from tests.build import NOW, at, entry
from tests.corpus.pairs import furnished, texts

TEXTS = texts()
ARTICLES = (
    TEXTS["en-bank"].at("mill"),
    furnished(TEXTS["en-bank"]).at("weir"),
    TEXTS["en-bank/copy1"].at("lock"),
    TEXTS["en-lock"].at("mill"),
    furnished(TEXTS["en-lock"]).at("lock"),
)
SOURCES = ("lock", "mill", "weir")

Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["arrive", "arrive", "merge", "merge", "split", "undo", "recluster", "restart"]
        ),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=14,
)


class Desk:
    """An editor before a store in a file."""

    def __init__(self, folder: str) -> None:
        self.url = f"sqlite:///{Path(folder) / 'desk.db'}"
        self.store: Store = open_store(self.url)
        given = [Source(id=name, url=f"https://{name}.example/feed") for name in SOURCES]
        with self.store.writing() as write:
            self.rules = Rules.of(Config(), write.adopt(given, NOW))
        self.arrived: dict[ArticleId, Article] = {}

    def do(self, step: Step) -> None:
        what, first, second = step
        here = sorted(self.arrived)
        match what:
            case "arrive":
                self.arrive(ARTICLES[first])
            case "restart":
                self.store.close()
                self.store = open_store(self.url)
            case "recluster":
                recluster(self.store, self.rules, since=at(days=-30), now=NOW, apply=True)
            case "undo" if pins := self.pins():
                editing.unpin(self.store, self.rules, pins[first % len(pins)].id, now=NOW)
            case "merge" if here:
                self.pin("merge", here[first % len(here)], here[second % len(here)])
            case "split" if here:
                self.pin("split", here[first % len(here)])

    def arrive(self, article: Article) -> None:
        self.arrived[article.id] = article
        with self.store.writing() as write:
            arrival = Arrival(entry=entry(article.entry_id), article=article)
            place(write, arrival, rules=self.rules, now=NOW)

    def pin(self, kind: str, article: str, other: str = "") -> None:
        editing.pin(self.store, self.rules, kind, article, other=other, now=NOW)

    def pins(self) -> tuple[Pin, ...]:
        return tuple(editing.pins(self.store))

    def stories(self) -> tuple[Story, ...]:
        with self.store.reading() as read:
            return read.stories(View(), limit=100)

    def partition(self) -> set[frozenset[ArticleId]]:
        return {frozenset(a.id for a in story.articles) for story in self.stories()}


def afresh(articles: list[Article], pins: tuple[Pin, ...]) -> set[frozenset[ArticleId]]:
    """What the same articles and the decisions that stand come to, one after the other."""
    with TemporaryDirectory() as folder:
        desk = Desk(folder)
        for article in articles:
            desk.arrive(article)
        for pin in pins:
            desk.pin(pin.kind, pin.article, pin.other or "")
        found = desk.partition()
        desk.store.close()
        return found


@settings(deadline=None, max_examples=25)
@example(
    [
        ("arrive", 0, 0),
        ("arrive", 3, 0),
        ("merge", 0, 1),
        ("split", 0, 0),
        ("undo", 1, 0),
        ("recluster", 0, 0),
        ("restart", 0, 0),
        ("arrive", 1, 0),
        ("arrive", 4, 0),
    ]
)
@given(STEPS)
def test_stories_follow_from_the_articles_and_the_decisions_that_stand(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(folder)
        uris: dict[str, str] = {}
        for step in steps:
            desk.do(step)
            stories = desk.stories()
            # every article is in one story, and no published id is ever another story's
            assert sorted(a.id for s in stories for a in s.articles) == sorted(desk.arrived)
            assert all(uris.setdefault(story.uri, story.id) == story.id for story in stories)
        articles = [one for one in ARTICLES if one.id in desk.arrived]
        assert desk.partition() == afresh(articles, desk.pins())
        before = desk.stories()
        assert not recluster(
            desk.store, desk.rules, since=at(days=-30), now=NOW, apply=True
        ).changes
        assert desk.stories() == before
        desk.store.close()
