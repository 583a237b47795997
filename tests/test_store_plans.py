"""How SQLite answers what is asked often: by an index, whatever the number of rows."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from aggregator.model import ArticleId, SourceId, StoryId
from aggregator.store import Cursor, Intake, Publication, View, open_store
from aggregator.store.news import Place
from aggregator.text.query import asked
from tests.build import NOW, article, entry, source, story
from tests.stores import publish

OFTEN: dict[str, Callable[[Intake], object]] = {
    "due": lambda write: write.due(NOW, 9),
    "next due": lambda write: write.next_due(),
    "poll state": lambda write: write.poll_state(SourceId("mill")),
    "rhythm": lambda write: write.rhythm(SourceId("mill")),
    "held entries": lambda write: write.held_entries(SourceId("mill")),
    "articles": lambda write: write.articles([ArticleId("a"), ArticleId("b")]),
    "entry": lambda write: write.entry(ArticleId("a")),
    "find": lambda write: write.find(SourceId("mill"), urls=["u"], fingerprints=["f"]),
    "candidates": lambda write: write.candidates({1, 2}, since=NOW, limit=9),
    "put article": lambda write: write.put_article(article("1"), entry(), frozenset({1, 2})),
    "edges": lambda write: write.edges_of([ArticleId("a"), ArticleId("b")]),
    "pins": lambda write: write.pins([ArticleId("a")]),
    "stories of": lambda write: write.stories_of([ArticleId("a")]),
    "put story": lambda write: write.put_story(story("1")),
    "withdraw": lambda write: write.withdraw(
        story("1").id, into=StoryId("other"), comment="", now=NOW
    ),
    "author slug": lambda write: write.author_slug("key", "Ada"),
    "traces": lambda write: write.past.about([article("1"), article("2")]),
    "expired": lambda write: write.past.expired(NOW, 9),
    "torn": lambda write: write.past.torn([ArticleId("a")]),
    "let go": lambda write: write.past.let_go([article("1")]),
}
VIEWS = [View(), View(topic="a"), View(topic="a", author="b"), View(topic="a", source="c")]
SOUGHT = asked("mill -weir")
PAGES: dict[str, Callable[[Publication], object]] = {
    "due in": lambda read: read.due_in(7, NOW, 9),
    "due buckets": lambda read: read.due_buckets(NOW, 9),
    **{
        f"page {number}": lambda read, view=view: read.stories(  # type: ignore[misc]
            view, limit=9, before=Cursor(listed=NOW, id=StoryId("x"))
        )
        for number, view in enumerate(VIEWS)
    },
    **{f"updated {n}": lambda read, view=v: read.updated(view) for n, v in enumerate(VIEWS)},  # type: ignore[misc]
    **{
        f"tombstones {n}": lambda read, view=v: read.tombstones(view, NOW)  # type: ignore[misc]
        for n, v in enumerate(VIEWS)
    },
    **{f"daily {n}": lambda read, view=v: read.daily(view, NOW) for n, v in enumerate(VIEWS)},  # type: ignore[misc]
    "daily by group": lambda read: read.daily_by_group("source", NOW),
    "newest": lambda read: read.newest(),
    "listed between": lambda read: read.listed_between(NOW, NOW),
    "listed days touched": lambda read: read.listed_days_touched(0, 9),
    **{
        f"search {n}": lambda read, view=v: read.stories(  # type: ignore[misc]
            replace(view, words=SOUGHT), limit=9, before=Cursor(listed=NOW, id=StoryId("x"))
        )
        for n, v in enumerate(VIEWS)
    },
    "archive": lambda read: read.archives.document(("topic", "a"), 1),
    "last archive": lambda read: read.archives.last(("topic", "a")),
    "waiting": lambda read: read.archives.waiting(("topic", "a")),
    "filed": lambda read: read.archives.filed([StoryId("x"), StoryId("y")]),
    "withdrawn": lambda read: read.archives.withdrawn([StoryId("x")]),
    "graves": lambda read: read.archives.graves(("topic", "a"), [StoryId("x")]),
    "newest of a topic": lambda read: read.archives.newest(("topic", "a"), 9),
    "newest of all": lambda read: read.archives.newest(("all", ""), 9),
    "news for archives": lambda read: read.archives.news(9),
    "version": lambda read: read.version(View(topic="a")),
    "find story": lambda read: read.find("x"),
    "moved": lambda read: read.moved(StoryId("x")),
    "news": lambda read: read.hub.news(
        View(topic="a", source="c"), after=Place(version=0), window=50, limit=50
    ),
    "news of all": lambda read: read.hub.news(View(), after=Place(version=0), window=50, limit=50),
    "wishes": lambda read: read.hub.wishes(NOW, 9),
    "behind": lambda read: read.hub.behind("u", 9, NOW, 9),
    "subscribed": lambda read: read.hub.subscribed("c", "u"),
    "expired": lambda read: read.hub.has_expired(NOW),
    "of a host": lambda read: read.hub.count("h"),
    "verdicts": lambda read: read.verdicts(ArticleId("x")),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one story, to be copied."""
    path = tmp_path_factory.mktemp("plans") / "filled.db"
    opened = open_store(f"sqlite:///{path}")
    with opened.writing() as write:
        write.adopt([source("mill")], NOW)
        publish(write, story("1"))
    opened.close()
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "store.db"))


def _plans(path: Path, ask: Callable[[Intake, Publication], object]) -> list[str]:
    """What SQLite does for each statement of `ask`, one line a step."""
    opened = open_store(f"sqlite:///{path}")
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, sql: str, given: object, *_: object) -> None:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((sql, given[0] if isinstance(given, list) else given))

    with opened.writing() as write, opened.reading() as read:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            ask(write, read)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        steps = [
            f"{step[3]}   <- {sql}"
            for sql, given in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)  # type: ignore[arg-type]
        ]
    engine.dispose()
    opened.close()
    return steps


TABLES = (
    "SCAN article", "SCAN story", "SCAN member", "SCAN edge", "SCAN entry", "SCAN poll",
    "SCAN news", "SCAN filed", "SCAN archive", "SCAN trace", "SCAN near", "SCAN verdict",
    "SCAN subscription", "SCAN asking", "SCAN tombstone", "SCAN grp",
)  # fmt: skip


@pytest.mark.parametrize("question", [*OFTEN, *PAGES])
def test_what_is_asked_often_reads_no_table_from_end_to_end(path: Path, question: str) -> None:
    def ask(write: Intake, read: Publication) -> None:
        if question in OFTEN:
            OFTEN[question](write)
        else:
            PAGES[question](read)

    steps = _plans(path, ask)
    assert steps
    assert [step for step in steps if step.startswith(TABLES)] == []


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_is_not_sorted_but_read_off_an_index(path: Path, view: View) -> None:
    steps = _plans(path, lambda _, read: read.stories(view, limit=9))
    chosen = [step for step in steps if "LIMIT" in step]
    assert chosen
    assert [step for step in chosen if "TEMP B-TREE" in step] == []
