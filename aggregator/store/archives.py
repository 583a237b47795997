"""What of each group's feed was laid down in archive documents (RFC 5005), and what waits for it.

`Publication.archives` and `Intake.archives` are this; what changes something needs the latter.
A story waits in a group from the moment it came into it until a document holds it, and waits once
more when it left, so that a later document says so.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)

from ..model import GroupKind, Story, StoryId, Tombstone
from . import hydrate, schema
from .articles import batches
from .changes import ALL, Changes
from .dialect import upsert

Key = tuple[GroupKind, str]
"""Kind and slug of a group; ("all", "") has every story."""

_THROUGH = "archived"  # the row of `meta` that says which changes were looked at
_ADDRESS = "archives of"  # the note that says where the site was
_archive = schema.archive
_filed = schema.filed
_grave = schema.tombstone
_meta = schema.meta.c
_news = schema.news.c
_place = schema.membership
_story = schema.story.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """How a story stands in a group's archive: in document `number` (None: it waits); `gone`: the
    last thing said, or to be said, is that it left."""

    group: Key
    story: StoryId
    number: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An archive document that stands as it is from now on; `stories` are those it has to tell."""

    group: Key
    number: int
    body: bytes
    stories: tuple[StoryId, ...]


class Archives:
    """The archive documents of all groups; `changes` is there in a transaction that writes."""

    def __init__(self, connection: Connection, changes: Changes | None = None) -> None:
        self._connection = connection
        self._changes = changes
        self._sqlite = connection.dialect.name == "sqlite"

    def last(self, group: Key) -> int:
        """The number of a group's newest archive document; 0 when it has none."""
        numbers = select(func.max(_archive.c.number)).where(_of(_archive, group))
        return self._connection.scalar(numbers) or 0

    def document(self, group: Key, number: int) -> Closed | None:
        """An archive document as it was written."""
        row = self._connection.execute(
            select(_archive).where(_of(_archive, group), _archive.c.number == number)
        ).one_or_none()
        if row is None:
            return None
        stories = tuple(map(StoryId, row.stories.split()))
        return Closed(group=group, number=number, body=zlib.decompress(row.body), stories=stories)

    def withdrawn(self, ids: Sequence[StoryId]) -> tuple[Tombstone, ...]:
        """What is told of those of these stories that are shown no more, and not as another's."""
        rows = self._connection.execute(_WITHDRAWN, {"ids": list(ids)})
        return tuple(Tombstone(uri=row.uri, when=row.at, comment=row.comment) for row in rows)

    def address(self) -> str:
        """Where the site was when they were begun; "" before."""
        note = schema.note.c
        return self._connection.scalar(select(note.text).where(note.name == _ADDRESS)) or ""

    # ---- what is new to them -------------------------------------------------------------------

    def through(self) -> int:
        """All changes up to this version were looked at; -1: none was."""
        found = self._connection.scalar(select(_meta.value).where(_meta.name == _THROUGH))
        return -1 if found is None else found

    def news(self, limit: int) -> tuple[tuple[StoryId, ...], int]:
        """Stories that changed since, of whole versions, and the version they reach up to."""
        after = self.through()
        changed = select(_news.story, _news.version).where(_news.version > after)
        rows = self._connection.execute(changed.order_by(_news.version).limit(limit + 1)).all()
        if not rows:
            return (), after
        upto: int = rows[-1].version
        if len(rows) > limit and rows[0].version < upto:
            upto -= 1  # it may be cut; but a single one that is longer than `limit` is taken whole
        whole = self._connection.execute(changed.where(_news.version <= upto))
        return tuple(StoryId(row.story) for row in whole), upto

    def places(self, ids: Sequence[StoryId]) -> frozenset[tuple[Key, StoryId]]:
        """The groups in which these stories are shown now."""
        found: set[tuple[Key, StoryId]] = set()
        for batch in batches(ids):
            shown = select(_story.id).where(_story.id.in_(batch), _story.shown)
            numbers = [StoryId(one) for one in self._connection.scalars(shown)]
            found.update((ALL, number) for number in numbers)
            rows = self._connection.execute(_PLACES, {"ids": numbers})
            found.update(((row.kind, row.slug), StoryId(row.story)) for row in rows)
        return frozenset(found)

    def filed(self, ids: Sequence[StoryId]) -> tuple[Filed, ...]:
        """How these stories stand, in each group that ever held them."""
        found: list[Filed] = []
        for batch in batches(ids):
            rows = self._connection.execute(select(_filed).where(_filed.c.story.in_(batch)))
            found.extend(map(_read, rows))
        return tuple(found)

    def waiting(self, group: Key) -> tuple[Filed, ...]:
        """What waits in a group."""
        rows = self._connection.execute(
            select(_filed).where(_of(_filed, group), _filed.c.number.is_(None))
        )
        return tuple(map(_read, rows))

    def newest(self, group: Key, limit: int) -> tuple[frozenset[StoryId], datetime | None]:
        """The stories of a group that were listed last, and since when; None: they are all."""
        table = schema.story if group == ALL else _place
        number = table.c.id if group == ALL else table.c.story
        within = () if group == ALL else (_of(table, group),)
        rows = self._connection.execute(
            select(number, table.c.listed)
            .where(*within, table.c.shown)
            .order_by(table.c.listed.desc(), number.desc())
            .limit(limit + 1)
        ).all()
        since = rows[limit - 1][1] if len(rows) > limit else None
        return frozenset(StoryId(row[0]) for row in rows[:limit]), since

    def graves(self, group: Key, ids: Sequence[StoryId]) -> Mapping[StoryId, Tombstone]:
        """The tombstones of these stories in a group: who left it otherwise has none there."""
        found: dict[StoryId, Tombstone] = {}
        for batch in batches(ids):
            rows = self._connection.execute(_GRAVES.where(_of(_grave, group)), {"ids": batch})
            for row in rows:
                grave = Tombstone(uri=row.uri, when=row.at, comment=row.comment)
                found[StoryId(row.story)] = grave
        return found

    def listed(self, ids: Sequence[StoryId]) -> tuple[StoryId, ...]:
        """These stories in the order in which they were listed, the earliest first."""
        found: list[tuple[datetime, str]] = []
        for batch in batches(ids):
            rows = self._connection.execute(
                select(_story.listed, _story.id).where(_story.id.in_(batch))
            )
            found.extend((row.listed, row.id) for row in rows)
        return tuple(StoryId(number) for _, number in sorted(found))

    def stories(self, ids: Sequence[StoryId]) -> tuple[Story, ...]:
        """These stories, shown or not; one that was merged into another is left out."""
        return hydrate.by_id(self._connection, ids)

    def uris(self, ids: Sequence[StoryId]) -> Mapping[StoryId, str]:
        """The published ids of these stories."""
        found: dict[StoryId, str] = {}
        for batch in batches(ids):
            rows = self._connection.execute(
                select(_story.id, _story.uri).where(_story.id.in_(batch))
            )
            found.update((StoryId(row.id), row.uri) for row in rows)
        return found

    # ---- writing -------------------------------------------------------------------------------

    def put(self, rows: Iterable[Filed]) -> None:
        """Note how stories stand."""
        values = [
            {"kind": kind, "slug": slug, "story": one.story, "number": one.number, "gone": one.gone}
            for one in rows
            for kind, slug in (one.group,)
        ]
        if values:
            self._connection.execute(upsert(_filed, self._sqlite), values)

    def drop(self, rows: Iterable[Filed]) -> None:
        """Forget what waited and left before any document told of it."""
        named = tuple_(_filed.c.story, _filed.c.kind, _filed.c.slug)
        for batch in batches((one.story, *one.group) for one in rows):
            self._connection.execute(delete(_filed).where(named.in_(batch)))

    def close(self, one: Closed) -> None:
        """Lay a document down. The feed of its group names it from now on."""
        kind, slug = one.group
        self._connection.execute(
            insert(_archive),
            {
                "kind": kind,
                "slug": slug,
                "number": one.number,
                "stories": " ".join(one.stories),
                "body": zlib.compress(one.body),
            },
        )
        for batch in batches(one.stories):
            within = (_of(_filed, one.group), _filed.c.story.in_(batch))
            self._connection.execute(update(_filed).where(*within).values(number=one.number))
        if self._changes is not None:
            self._changes.touch(kind, slug)

    def advance(self, through: int) -> None:
        """Note that all changes up to this version were looked at."""
        counted = upsert(schema.meta, self._sqlite)
        self._connection.execute(counted, {"name": _THROUGH, "value": through})

    def clear(self, address: str) -> None:
        """Forget everything: the site is at another address, and every document with it."""
        self._connection.execute(delete(_archive))
        self._connection.execute(delete(_filed))
        self.advance(-1)
        noted = upsert(schema.note, self._sqlite)
        self._connection.execute(noted, {"name": _ADDRESS, "text": address})


def _of(table: Table, group: Key) -> ColumnElement[bool]:
    kind, slug = group
    return (table.c.kind == kind) & (table.c.slug == slug)


def _read(row: Row[Any]) -> Filed:
    return Filed(
        group=(row.kind, row.slug), story=StoryId(row.story), number=row.number, gone=row.gone
    )


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PLACES = select(_place.c.kind, _place.c.slug, _place.c.story).where(
    _place.c.story.in_(_IDS), _place.c.shown
)
_GRAVES = (
    select(_grave.c.story, _story.uri, _grave.c.at, _grave.c.comment)
    .join_from(_grave, schema.story)
    .where(_grave.c.story.in_(_IDS))
)
_WITHDRAWN = (
    select(_story.uri, _grave.c.at, _grave.c.comment)
    .join_from(_grave, schema.story)
    .where(_grave.c.story.in_(_IDS), _of(_grave, ALL), ~_story.shown, _story.moved.is_(None))
    .order_by(_story.uri)
)
