"""The store fixtures, which a test module takes by assignment, and short ways to fill a store.

What the contract holds for, it holds for on every database: SQLite in a file and in memory, and
PostgreSQL where it is installed (`tests.postgres` starts it).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.model import Article, Group, GroupKind, Membership, SourceId, Story
from aggregator.store import Intake, Store, open_store
from tests import build
from tests.postgres import Server

KINDS = ("file", "memory", "postgresql")


@pytest.fixture(params=KINDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        address = server.database(request.getfixturevalue("migrated"))
        yield address
        server.drop(address)
    elif request.param == "memory":
        yield "sqlite:///:memory:"
    else:
        yield f"sqlite:///{tmp_path}/store.db"


@pytest.fixture(params=["file", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database, with several doors, that has no tables yet."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgres")
        address = server.database()
        yield address
        server.drop(address)
    else:
        yield f"sqlite:///{tmp_path}/store.db"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store in which the sources `mill` and `weir` are adopted."""
    opened = open_store(store_url)
    with opened.writing() as write:
        write.adopt([build.source("mill"), build.source("weir")], build.NOW)
    yield opened
    opened.close()


def hold(write: Intake, *articles: Article, keys: frozenset[int] = frozenset({1})) -> None:
    """Store articles with an entry each."""
    for article in articles:
        write.put_article(article, build.entry(article.entry_id), keys)


def group(kind: GroupKind, slug: str = "", because: str = "a rule") -> Membership:
    """Membership in a group that is titled after its slug."""
    return Membership(group=Group(kind=kind, slug=slug, title=slug.title()), because=because)


def places(
    *topics: str, author: str = "", sources: tuple[str, ...] = ("mill",)
) -> tuple[Membership, ...]:
    """The memberships a story usually has."""
    return (
        group("all"),
        *(group("topic", slug) for slug in topics),
        *((group("author", author),) if author else ()),
        *(group("source", SourceId(slug)) for slug in sources),
    )


def publish(write: Intake, *stories: Story) -> None:
    """Store stories with all their articles."""
    for story in stories:
        hold(write, *story.articles)
        write.put_story(story)
