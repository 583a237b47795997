"""Where PostgreSQL keeps what is heavy: tables cut by time, begun anew and dropped as a whole.

Articles are numbered as they come. At the beginning of a span their numbers go on at the day (since
1970) times 2**32, so a range of numbers is a range of time, and the tables whose rows bear an
article's number are cut by it without a further column. Late moving is harmless: an article then
stands in the span before. A number is given only where a span is there to take it.

SQLite has one table of each, and none of this is asked of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, select, text

from . import schema

HEAVY = ("article_key", "entry")
"""The tables that are cut; each has a column `article`."""

_DAY = 1 << 32  # numbers of a day
OLDEST = _DAY
"""Numbers below are of before the first span: their rows are taken out one by one."""

_LONGEST = timedelta(days=28)
_SHARE = 12  # of the time that is kept: so much more than that is on the disk at most
_SLACK = timedelta(days=1)  # between when an article came and when it got its number
_PATIENCE = "SET LOCAL lock_timeout = '5s'"  # who reads is not held up behind us for longer


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Articles from the day `first` to before the day `end`, in days since 1970."""

    first: int
    end: int

    def table(self, name: str) -> str:
        """The part of a table that holds it."""
        return f"{name}_{self.first}_{self.end}"


def length(keep: timedelta | None) -> timedelta:
    """How long a span is, by how long articles are kept: a twelfth, 1 to 28 whole days."""
    if keep is None:
        return _LONGEST
    return min(max(timedelta(days=(keep / _SHARE).days), timedelta(days=1)), _LONGEST)


def stored(connection: Connection) -> tuple[Span, ...]:
    """The spans there are, in order; the first is of before there were any."""
    found = re.compile(rf"{HEAVY[0]}_(\d+)_(\d+)")
    names = (found.fullmatch(name) for name in connection.scalars(_PARTS, {"of": HEAVY[0]}))
    return tuple(sorted(Span(first=int(one[1]), end=int(one[2])) for one in names if one))


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether new articles are to stand in another span from now on."""
    return connection.dialect.name != "sqlite" and (
        _day(now) >= stored(connection)[-1].end or _is_behind(connection)
    )


def begin(connection: Connection, now: datetime, keep: timedelta | None) -> None:
    """Make the tables of a span that begins today, when the last one is over."""
    if _day(now) < stored(connection)[-1].end:
        return
    span = Span(first=_day(now), end=_day(now) + length(keep).days)
    connection.execute(text(_PATIENCE))
    for name in HEAVY:
        part = span.table(name)
        # made first and attached then: that keeps nobody from reading and writing the others
        connection.execute(text(f"CREATE TABLE {part} (LIKE {name} INCLUDING ALL)"))
        connection.execute(
            text(
                f"ALTER TABLE {name} ATTACH PARTITION {part} "
                f"FOR VALUES FROM ({span.first * _DAY}) TO ({span.end * _DAY})"
            )
        )


def move_on(connection: Connection) -> None:
    """Number new articles into the last span. Its tables must be committed: a sequence is moved at
    once, and not moved back when a transaction fails."""
    if _is_behind(connection):
        first = stored(connection)[-1].first * _DAY
        connection.execute(_MOVE, {"first": first})


def empty(connection: Connection) -> tuple[Span, ...]:
    """The spans that no article is in any more, but the one in which new ones stand."""
    if connection.dialect.name == "sqlite" or _is_behind(connection):
        return ()
    return tuple(one for one in stored(connection)[:-1] if not _has_articles(connection, one))


def drop(connection: Connection, gone: Sequence[Span]) -> None:
    """Give the room of these back at once."""
    connection.execute(text(_PATIENCE))
    for span in gone:
        for name in HEAVY:
            connection.execute(text(f"DROP TABLE {span.table(name)}"))


def floor(connection: Connection, since: datetime) -> int:
    """The first number of the span in which articles came at that time, or of an earlier one.

    By an article that surely came before it, not by the calendar: the moving may have been late.
    """
    number: int | None = connection.scalar(_BEFORE, {"before": since - _SLACK})
    return 0 if number is None else number // _DAY * _DAY


def _day(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).days


def _is_behind(connection: Connection) -> bool:
    last = stored(connection)[-1]
    return last.first > 0 and connection.scalars(_LAST).one() < last.first * _DAY


def _has_articles(connection: Connection, span: Span) -> bool:
    number = schema.article.c.number
    inside = select(number).where(number >= span.first * _DAY, number < span.end * _DAY).limit(1)
    return connection.scalar(inside) is not None


_PARTS = text(
    "SELECT part.relname FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid "
    "WHERE inhparent = CAST(:of AS regclass)"
)
_LAST = text("SELECT last_value FROM article_number_seq")
_MOVE = text("SELECT setval('article_number_seq', :first, false)")
_BEFORE = (
    select(schema.article.c.number)
    .where(schema.article.c.first_seen <= bindparam("before"))
    .order_by(schema.article.c.first_seen.desc())
    .limit(1)
)
SHARING = text(
    "SELECT near.article, count(*) AS shared FROM unnest(CAST(:keys AS bigint[])) AS wanted (key) "
    "CROSS JOIN LATERAL (SELECT article FROM article_key WHERE key = wanted.key "
    "AND article >= :floor AND article < :bound ORDER BY article DESC LIMIT :each) AS near "
    "GROUP BY near.article"
)
"""The newest articles of each key, and how many of the keys each has: planned once for all keys,
span after span from the last until there are enough."""
CLEAR = text(
    "DELETE FROM article_key_0_1 AS stored "
    "USING unnest(CAST(:keys AS bigint[]), CAST(:articles AS bigint[])) AS gone (key, article) "
    "WHERE stored.key = gone.key AND stored.article = gone.article"
)
"""What articles of before the first span are found by: a statement for many rows."""
