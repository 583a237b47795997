"""Statements that count what is published by day (UTC). Each function answers one question."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    func,
    literal_column,
    select,
    type_coerce,
)

from ..model import GroupKind
from . import schema
from .changes import ALL, EMPTIED
from .listing import chosen_of
from .views import View

_story = schema.story
_place = schema.membership
# milliseconds, as times are stored; written out, as PostgreSQL groups by equal expressions only
_DAY: ColumnElement[int] = literal_column("86400000", BigInteger)
_FIRST = date(1970, 1, 1)


def newest(connection: Connection) -> datetime | None:
    """When the newest published story was listed: the end of one index."""
    latest: datetime | None = connection.scalar(
        select(func.max(_story.c.listed)).where(_story.c.shown)
    )
    return latest


def daily(connection: Connection, view: View, since: datetime) -> Mapping[date, int]:
    """The published stories of a view by the day they were listed on, from a moment on."""
    if len(view.groups) <= 1:
        kind, slug = view.groups[0] if view.groups else ALL
        listed: ColumnElement[datetime] = _place.c.listed
        chosen = select(_day(listed), func.count()).where(
            _place.c.kind == kind, _place.c.slug == slug, _place.c.shown
        )
    else:
        inner = chosen_of(view, sqlite=connection.dialect.name == "sqlite")[0].subquery("chosen")
        listed = inner.c.listed
        chosen = select(_day(listed), func.count())
    counted = chosen.where(listed >= since).group_by(_day(listed))
    return {_date(day): stories for day, stories in connection.execute(counted)}


def daily_by_group(
    connection: Connection, kind: GroupKind, since: datetime
) -> Mapping[str, Mapping[date, int]]:
    """The same of every group of a kind, by slug; one without stories since then is left out.

    The stories of the time drive it, however long the groups' own past is.
    """
    day = _day(_story.c.listed)
    rows = connection.execute(
        select(_place.c.slug, day, func.count())
        .join_from(_story, _place, _place.c.story == _story.c.id)
        .where(_story.c.shown, _story.c.listed >= since, _place.c.kind == kind)
        .group_by(_place.c.slug, day)
    )
    found: dict[str, dict[date, int]] = {}
    for slug, number, stories in rows:
        found.setdefault(slug, {})[_date(number)] = stories
    return found


def between(connection: Connection, start: datetime, end: datetime) -> int:
    """How many published stories were listed from `start` on and before `end`: an index's range."""
    within = (_story.c.shown, _story.c.listed >= start, _story.c.listed < end)
    return connection.scalar(select(func.count()).where(*within)) or 0


def touched(connection: Connection, after: int, limit: int) -> frozenset[date] | None:
    """The days on which the stories were listed that changed after a version of the store: those
    that came and those that went. None when more than `limit` changed, or some were let go."""
    counter = schema.meta.c
    emptied = connection.scalar(select(counter.value).where(counter.name == EMPTIED))
    if emptied is not None and emptied > after:
        return None
    rows = connection.scalars(
        select(_story.c.listed)
        .join_from(schema.news, _story, schema.news.c.story == _story.c.id)
        .where(schema.news.c.version > after)
        .limit(limit + 1)
    ).all()
    return None if len(rows) > limit else frozenset(one.date() for one in rows)


def _day(listed: ColumnElement[datetime]) -> ColumnElement[int]:
    return type_coerce(listed, BigInteger) // _DAY


def _date(day: int) -> date:
    return _FIRST + timedelta(days=day)
