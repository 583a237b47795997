"""Writers side by side on PostgreSQL: together they leave what one after the other would.

No lock is common to all of them but for the moment of the commit. What a writer is going to change
it holds (stories, notes); what it decided by - which stored articles share keys with its own - it
asks again in its turn, when nobody else can commit: another answer means that somebody was quicker,
and the whole transaction is done again (Kung and Robinson, On Optimistic Methods for Concurrency
Control, 1981). So two copies that arrive at once cannot both stay new. Names that are given once
(ids, slugs, published ids) are unique in the schema, and a clash is done again likewise.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import BindParameter, Connection, bindparam, select, text

from ..errors import StoreError
from ..model import Article, ArticleId, Edge
from ..silence import APPLICATION, telling
from . import schema
from .articles import batches, sharing

_WRITERS = 0x6665_6564_6D69_6C6C  # "feedmill": the advisory lock of all who write, and
_TURN = _WRITERS + 1  # that of who commits


class OvertakenError(StoreError):
    """Another writer was quicker: what was decided by has changed. To be done again."""


def enter(connection: Connection, *, alone: bool) -> None:
    """Begin to write on PostgreSQL: beside others, or alone, after all who have begun.

    Whoever falls silent in a transaction, as behind a cut network, is thrown out by the server.
    """
    connection.execute(_ALONE if alone else _BESIDE, {"lock": _WRITERS})


_ALONE = text(f"SELECT {telling()}, pg_advisory_xact_lock(:lock)")
_BESIDE = text(f"SELECT {telling()}, pg_advisory_xact_lock_shared(:lock)")


def end_silent(connection: Connection) -> int:
    """End the transactions that wait for a client of ours that has said nothing for long; how many.

    What the server cannot tell by itself: a process that is paused in the midst of several
    statements sent at once. It is not idle, and its kernel still answers for it.
    """
    return connection.scalar(_END_SILENT, {"ours": APPLICATION}) or 0


_END_SILENT = text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = current_user"
    " AND datname = current_database() AND application_name = :ours"
    " AND wait_event = 'ClientRead' AND xact_start IS NOT NULL"
    " AND state_change < clock_timestamp() - interval '15 s'"
)


@dataclass(slots=True)
class Beside:
    """What one transaction holds and has asked, from its beginning to its commit."""

    connection: Connection
    _held: set[str] = field(default_factory=set)  # stories
    _asked: list[tuple[tuple[int, ...], int, datetime, Counter[int]]] = field(default_factory=list)
    _seen: dict[ArticleId, str] = field(default_factory=dict)  # fingerprints of candidates
    _leant_on: set[ArticleId] = field(default_factory=set)  # that a decision was made by
    _own: set[ArticleId] = field(default_factory=set)
    _numbers: set[int] = field(default_factory=set)  # of its own articles

    def hold_note(self, name: str) -> None:
        """From now on nobody else reads or writes the note, also one that is not there yet."""
        number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
        self.connection.execute(_HOLD, {"lock": number})

    def hold_stories_of(self, ids: Sequence[ArticleId]) -> None:
        """Nobody else changes the stories these articles are in."""
        self._hold(lambda: self._stories_of(ids))

    def hold_stories_about(self, event: str, limit: int) -> None:
        """Nobody else changes the stories of this happening."""
        table = schema.story
        about = select(table.c.id).where(table.c.event == event, table.c.shown)
        first = about.order_by(table.c.published, table.c.id).limit(limit)
        self._hold(lambda: self.connection.scalars(first))

    def hold_story(self, number: str) -> None:
        """Nobody else changes this story."""
        self._hold(lambda: [number])

    def _stories_of(self, ids: Sequence[ArticleId]) -> Iterable[str]:
        for batch in batches(ids):
            yield from self.connection.scalars(_STORIES_OF, {"ids": batch})

    def _hold(self, wanted: Callable[[], Iterable[str]]) -> None:
        # asked again after the wait: who was waited for may have moved them elsewhere
        while fresh := sorted(set(wanted()) - self._held):
            self.connection.execute(_HOLD_STORIES, {"ids": fresh})
            self._held.update(fresh)

    def saw(self, keys: Iterable[int], each: int, since: datetime, shared: Counter[int]) -> None:
        """Which stored articles share keys with one of ours."""
        self._asked.append((tuple(keys), each, since, shared))

    def compared(self, candidates: Iterable[Article]) -> None:
        """What our article is compared with."""
        self._seen.update((one.id, one.fingerprint) for one in candidates)

    def decided(self, edges: Iterable[Edge]) -> None:
        """What came of it."""
        ends = {end for edge in edges for end in (edge.a, edge.b)}
        self._leant_on.update(ends & self._seen.keys())

    def wrote(self, article: ArticleId, number: int) -> None:
        """An article of our own."""
        self._own.add(article)
        self._numbers.add(number)

    def take_turn(self) -> None:
        """Nobody else commits a change from now on until we have.

        OvertakenError when what we decided by is no longer so.
        """
        self.connection.execute(_HOLD, {"lock": _TURN})
        for keys, each, since, then in self._asked:
            for number, count in sharing(self.connection, keys, each, since).items():
                if number not in self._numbers and count > then[number]:
                    raise OvertakenError("another writer stored an article that shares keys")
        for batch in batches(self._leant_on - self._own):
            for name, fingerprint in self.connection.execute(_FINGERPRINTS, {"ids": batch}):
                if fingerprint != self._seen[name]:
                    raise OvertakenError("another writer revised an article that was compared")


_HOLD = text("SELECT pg_advisory_xact_lock(:lock)")
_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_HOLD_STORIES = (
    select(schema.story.c.id)
    .where(schema.story.c.id.in_(_IDS))
    .order_by(schema.story.c.id)
    .with_for_update(key_share=True)  # rows that only refer to a story may be added meanwhile
)
_STORIES_OF = (
    select(schema.member.c.story)
    .join_from(schema.member, schema.article)
    .where(schema.article.c.id.in_(_IDS))
)
_FINGERPRINTS = select(schema.article.c.id, schema.article.c.fingerprint).where(
    schema.article.c.id.in_(_IDS)
)
