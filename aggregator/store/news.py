"""Which stories of a view changed since a version: for those who are told only what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from ..model import Story, StoryId, Tombstone
from . import hydrate, schema
from .listing import chosen_of, graves_in, version
from .views import View

_LOOK = 400  # changed stories looked at in one question, few enough for one statement
_news = schema.news


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """How far somebody was told: all changes up to `version`, and of the one after it those of the
    stories up to `story`. One transaction may bring more than one document holds."""

    version: int
    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A story that is to be shown anew, or its tombstone; `place` is behind it."""

    place: Place
    story: Story | None = None
    removed: Tombstone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Changes in the order they were made; who has them has all up to `through`."""

    changes: tuple[Change, ...]
    through: Place


def news_of(connection: Connection, view: View, *, after: Place, window: int, limit: int) -> News:
    """What changed in a view after a place: new stories, and changes of its `window` newest.

    An old story that changes is in no document of the feed, so it is no news to its subscribers.
    At most `limit` changes, of which one question looks at some hundreds: `through` may lie before
    the end even when there are none.
    """
    rows = connection.execute(
        select(_news)
        .where(
            _news.c.version > after.version,
            or_(
                _news.c.version > after.version + 1,
                and_(_news.c.version == after.version + 1, _news.c.story > after.story),
            ),
        )
        .order_by(_news.c.version, _news.c.story)
        .limit(_LOOK)
    ).all()
    places = {row.story: Place(version=row.version - 1, story=row.story) for row in rows}
    fresh = {row.story for row in rows if row.first > after.version}
    shown = _shown(connection, view, list(places), fresh, window)
    graves = _buried(connection, view, list(places))
    told = [number for number in places if number in shown or number in graves]
    stories = {one.id: one for one in hydrate.by_id(connection, map(StoryId, told[:limit]))}
    changes = tuple(
        Change(
            place=places[number],
            story=stories.get(StoryId(number)) if number in shown else None,
            removed=graves.get(number),
        )
        for number in told[:limit]
    )
    if len(told) > limit:
        through = changes[-1].place
    elif len(rows) == _LOOK:
        through = places[rows[-1].story]
    else:
        through = Place(version=max(version(connection, View()), after.version))
    return News(changes=changes, through=through)


def _shown(
    connection: Connection, view: View, ids: Sequence[str], fresh: set[str], window: int
) -> set[str]:
    """Those of the view that are new to it, or in its newest document."""
    if not ids:
        return set()
    chosen, (listed, number) = chosen_of(view, sqlite=connection.dialect.name == "sqlite")
    since: datetime | None = connection.scalar(
        chosen.with_only_columns(listed).order_by(listed.desc(), number.desc()).offset(window - 1)
        .limit(1)
    )  # fmt: skip
    rows = connection.execute(chosen.with_only_columns(number, listed).where(number.in_(ids))).all()
    return {one for one, when in rows if one in fresh or since is None or when >= since}


def _buried(connection: Connection, view: View, ids: Sequence[str]) -> dict[str, Tombstone]:
    graves, _ = graves_in(view)
    rows = connection.execute(graves.where(schema.story.c.id.in_(ids)))
    return {
        row.id: Tombstone(uri=row.uri, when=row.at, comment=row.comment) for row in rows
    }  # fmt: skip
