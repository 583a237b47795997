"""What intake asks and writes: one transaction, from `Store.write` or `Store.writing()`.

Effect: the database. Each method is one question or one change; statements live beside it. Beside
other writers (PostgreSQL) it holds the stories and notes it reads: nobody else changes them until
it has ended.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from ..model import (
    Article,
    ArticleId,
    Edge,
    Entry,
    Pin,
    PinKind,
    PollState,
    Source,
    SourceId,
    Story,
    StoryId,
    Verdict,
)
from . import articles, hydrate, notebook, polling, stories
from .archives import Archives
from .beside import Beside
from .changes import Changes
from .leases import Lease, Leases
from .past import Past
from .subscribers import Subscribers


class Intake:
    """One transaction that writes. What it reads includes what it has written."""

    def __init__(self, connection: Connection, beside: Beside | None) -> None:
        self._connection = connection
        self._beside = beside  # None: nobody else writes
        self._changes = Changes()
        self._notes: dict[str, str | None] = {}  # as this transaction knows them
        self._rewritten: set[str] = set()  # written down at its end, once each
        self.hub = Subscribers(connection, self._changes)
        self.archives = Archives(connection, self._changes)
        self.leases = Leases(connection)
        self.past = Past(connection, self._changes)

    def settle(self, under: Lease | None) -> None:
        """Give what was changed its new version; `Store` calls it before the commit.

        LeaseLostError when it was done under a lease that somebody else has taken over.
        """
        if under is not None:
            self.leases.confirm(under)
        notebook.put_notes(
            self._connection, {name: self._notes[name] or "" for name in self._rewritten}
        )
        if self._beside is not None and self._changes:
            self._beside.take_turn()
        self._changes.write(self._connection)

    # ---- sources and when they are due -------------------------------------------------------

    def adopt(self, sources: Sequence[Source], now: datetime) -> tuple[Source, ...]:
        """Make these the sources there are; return them with the ids they have for good.

        A known url keeps its id; a taken id gets "-2", "-3" ...; sources no longer given are
        retired: not polled, their articles stay.
        """
        return polling.adopt(self._connection, sources, now, self._changes)

    def due(self, now: datetime, limit: int) -> tuple[SourceId, ...]:
        """The sources to ask now, never-polled ones first, then the longest overdue."""
        return polling.due(self._connection, now, limit)

    def next_due(self) -> datetime | None:
        """When the first source is due, 1970 for at once; None when none ever is."""
        return polling.next_due(self._connection)

    def poll_state(self, id: SourceId) -> PollState:
        """What polls found out, a fresh one before the first; StoreError for an unknown source."""
        return polling.poll_state(self._connection, id)

    def put_poll_state(self, state: PollState, *, bucket: int | None = None) -> None:
        """Store what a poll found out; its `next_poll` is when the source is due, in the visits of
        `bucket` where that is not the one of its host."""
        polling.put_poll_state(self._connection, state, self._changes, bucket)

    def rhythm(self, id: SourceId, limit: int = polling.RHYTHM) -> tuple[datetime, ...]:
        """When the newest dated articles of a source were published, newest first."""
        return polling.rhythm(self._connection, id, limit)

    def held_entries(self, id: SourceId) -> int:
        """How many distinct entries of a source are stored."""
        return polling.held_entries(self._connection, id)

    # ---- articles ----------------------------------------------------------------------------

    def article(self, id: ArticleId) -> Article | None:
        """One article."""
        return next(iter(articles.get(self._connection, [id])), None)

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        """The stored ones among these, in the order asked for."""
        return articles.get(self._connection, ids)

    def entry(self, id: ArticleId) -> Entry | None:
        """What the source wrote."""
        return articles.entry(self._connection, id)

    def known(self, source: SourceId, ids: Sequence[ArticleId]) -> dict[ArticleId, Article]:
        """Those of `source` among these ids."""
        return articles.known(self._connection, source, ids)

    def find(
        self, source: SourceId, *, urls: Iterable[str] = (), fingerprints: Iterable[str] = ()
    ) -> tuple[Article, ...]:
        """The source's articles of one of these canonical urls or texts, in order of arrival."""
        return articles.find(self._connection, source, urls, fingerprints)

    def put_article(self, article: Article, entry: Entry, keys: frozenset[int]) -> None:
        """Insert or update in place; the first `first_seen` stays.

        `keys` (64-bit) are what `candidates` finds it by from now on.
        """
        before, after, number = articles.put(self._connection, article, entry, keys)
        self._changes.articles = True
        if self._beside is not None:
            self._beside.wrote(article.id, number)
        if before is not None and before != after:
            stories.article_changed(self._connection, article.id, self._changes)

    def arrived(self, since: datetime) -> tuple[ArticleId, ...]:
        """The articles first seen since then, in order of arrival."""
        return articles.arrived(self._connection, since)

    def put_keys(self, id: ArticleId, keys: frozenset[int]) -> None:
        """Have a stored article found by these keys from now on; equal ones change nothing."""
        articles.put_keys(self._connection, id, keys)

    def candidates(
        self,
        keys: Iterable[int],
        *,
        since: datetime,
        limit: int,
        each: int = 50,
        before: ArticleId | None = None,
    ) -> tuple[Article, ...]:
        """Articles first seen since then that share keys: most shared keys first, then by id.

        Of each key only the newest `each` arrivals are looked at; where the limit cuts between
        those that share equally many, the newest arrivals are taken. `before` asks as of the
        arrival of that stored article: what came later is not there yet.
        """
        keys = tuple(keys)
        shared = articles.sharing(self._connection, keys, each, since, before)
        found = articles.candidates(self._connection, shared, since, limit)
        if self._beside is not None:
            self._beside.saw(keys, each, since, shared)
            self._beside.compared(found)
        return found

    # ---- decisions ---------------------------------------------------------------------------

    def put_edges(self, edges: Iterable[Edge]) -> None:
        """Store decisions about pairs of stored articles; the last about a pair stands."""
        edges = tuple(edges)
        if self._beside is not None:
            self._beside.decided(edges)
        notebook.put_edges(self._connection, edges)

    def drop_edge(self, a: ArticleId, b: ArticleId) -> None:
        """Forget the decision about a pair."""
        notebook.drop_edge(self._connection, a, b)

    def drop_edges(self, article: ArticleId) -> None:
        """Forget all decisions about one article."""
        notebook.drop_edges(self._connection, article)

    def edges_of(self, ids: Sequence[ArticleId]) -> tuple[Edge, ...]:
        """All decisions that one of these articles is in, ordered by pair."""
        return notebook.edges_of(self._connection, ids)

    def put_verdicts(self, verdicts: Iterable[Verdict], now: datetime) -> None:
        """Record decisions about stored articles; `unchanged` is not recorded."""
        notebook.put_verdicts(self._connection, verdicts, now)

    def add_pin(
        self, kind: PinKind, article: ArticleId, other: ArticleId | None, value: str, now: datetime
    ) -> Pin:
        """Store an editor's decision and give it its number."""
        return notebook.add_pin(self._connection, kind, article, other=other, value=value, now=now)

    def pins(self, ids: Sequence[ArticleId] | None = None) -> tuple[Pin, ...]:
        """Editors' decisions, oldest first: all, or those that name one of these articles."""
        return notebook.pins(self._connection, ids)

    def drop_pin(self, id: int) -> Pin | None:
        """Undo an editor's decision; what it was, None when there is none of this number."""
        return notebook.drop_pin(self._connection, id)

    # ---- stories -----------------------------------------------------------------------------

    def story(self, id: StoryId) -> Story | None:
        """One story, also when hidden; None when merged into another."""
        if self._beside is not None:
            self._beside.hold_story(id)
        return next(iter(hydrate.by_id(self._connection, [id])), None)

    def hold(self, ids: Sequence[ArticleId]) -> None:
        """Let nobody else change the stories these articles are in, before one of them changes."""
        if self._beside is not None:
            self._beside.hold_stories_of(ids)

    def stories_of(self, ids: Sequence[ArticleId]) -> tuple[Story, ...]:
        """The stories these articles are in, each once, by id, hidden ones included."""
        self.hold(ids)
        return hydrate.of_articles(self._connection, ids)

    def stories_about(self, event: str, *, limit: int) -> tuple[Story, ...]:
        """The published stories of one happening, earliest first."""
        if self._beside is not None:
            self._beside.hold_stories_about(event, limit)
        return hydrate.of_event(self._connection, event, limit)

    def uri_taken(self, uri: str) -> StoryId | None:
        """The story that has, or once had, this published id."""
        return stories.uri_taken(self._connection, uri)

    def new_story_id(self, seed: ArticleId) -> StoryId:
        """The id that follows from the seed article, or the next that no story has ever had."""
        return stories.new_story_id(self._connection, seed)

    def put_story(self, story: Story, *, now: datetime | None = None) -> None:
        """Insert or update; an equal story changes nothing. Its articles must be stored.

        Articles that were in other stories move here. With `now`, a story that ceases to be shown
        leaves tombstones. StoreError when its published id is another than at first.
        """
        stories.put(self._connection, story, now, self._changes)

    def withdraw(
        self, story: StoryId, *, into: StoryId | None, comment: str, now: datetime
    ) -> None:
        """Show a story no longer; a tombstone stays in each group it was in.

        Merged `into` another, it gives up its articles and its address leads there from now on.
        """
        stories.withdraw(
            self._connection, story, self._changes, into=into, comment=comment, now=now
        )

    # ---- small memory ------------------------------------------------------------------------

    def author_slug(self, key: str, name: str) -> str:
        """The slug of the person whom `key` identifies: the same at every call."""
        return notebook.author_slug(self._connection, key, name)

    def get_note(self, name: str) -> str | None:
        """A small learned state, as JSON text."""
        if name not in self._notes:
            if self._beside is not None:
                self._beside.hold_note(name)
            self._notes[name] = notebook.get_note(self._connection, name)
        return self._notes[name]

    def put_note(self, name: str, json_text: str) -> None:
        """Keep a small learned state under a name; the last of a transaction is stored."""
        self._notes[name] = json_text
        self._rewritten.add(name)
