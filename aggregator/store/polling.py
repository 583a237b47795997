"""Statements about sources and when they are due. Each function: one question or one change."""

import json
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, func, insert, select, update

from ..errors import StoreError
from ..hosts import host_of
from ..model import Feed, PollState, Source, SourceId
from ..text.slug import slugify, source_slug
from . import schema
from .changes import Changes
from .codec import POLL_STATE, SOURCE
from .leases import bucket_of

RHYTHM = 20  # publishing times that tell how often a source has news
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_FAR = timedelta(days=2)  # no clock is wrong by so much that has been set


def adopt(
    connection: Connection, sources: Sequence[Source], now: datetime, changes: Changes
) -> tuple[Source, ...]:
    """Make these the sources there are; return them with the ids they have for good.

    A known url keeps its id whatever the title says now; a taken id gets "-2", "-3" ... The second
    of two equal urls is left out. Sources no longer given are retired: their articles stay.
    """
    table = schema.source
    rows = {
        row.url: row
        for row in connection.execute(
            select(table.c.id, table.c.url, table.c.seq, table.c.retired, table.c.config)
        )
    }
    taken = {row.id for row in rows.values()}
    numbers: dict[str, int] = {}
    adopted: dict[str, Source] = {}
    for given in sources:
        if given.url in adopted:
            continue
        known = rows.get(given.url)
        number = SourceId(known.id) if known else _free_id(given, taken, numbers)
        taken.add(number)
        adopted[given.url] = replace(given, id=number)
    _insert(connection, [one for one in adopted.values() if one.url not in rows], adopted, changes)
    for seq, one in enumerate(adopted.values()):
        row = rows.get(one.url)
        if row is None:
            continue
        before = SOURCE.load(row.config)
        if (row.seq, row.retired, before) == (seq, False, one):
            continue
        values = {"seq": seq, "retired": False, "config": SOURCE.dump(one)}
        connection.execute(update(table).where(table.c.id == one.id).values(**values))
        if row.retired:
            _set_due(connection, poll_state(connection, one.id), retired=False)
        if row.retired or row.seq != seq or _published(before) != _published(one):
            changes.everything = True
    _put_in_buckets(connection)
    _bring_back(connection, now)
    _retire(connection, [r.id for r in rows.values() if not r.retired and r.url not in adopted])
    changes.everything |= any(not r.retired and r.url not in adopted for r in rows.values())
    return tuple(adopted.values())


def _published(given: Source) -> Source:
    """What of a source's configuration shows in documents: not how it is asked."""
    return replace(given, every=None, headers=(), kind=None, distrust=frozenset())


def _insert(
    connection: Connection, fresh: Sequence[Source], adopted: dict[str, Source], changes: Changes
) -> None:
    if not fresh:
        return
    places = {url: seq for seq, url in enumerate(adopted)}
    connection.execute(
        insert(schema.source),
        [
            {
                "id": one.id,
                "url": one.url,
                "seq": places[one.url],
                "retired": False,
                "config": SOURCE.dump(one),
            }
            for one in fresh
        ],
    )
    connection.execute(
        insert(schema.poll_state),
        [{"source": one.id, "due": _AT_ONCE, "bucket": bucket_at(one.url)} for one in fresh],
    )
    changes.everything = True


def _retire(connection: Connection, ids: Sequence[str]) -> None:
    if not ids:
        return
    rows = [{"of": number} for number in ids]
    of: BindParameter[str] = bindparam("of")
    connection.execute(
        update(schema.source).where(schema.source.c.id == of).values(retired=True), rows
    )
    connection.execute(
        update(schema.poll_state).where(schema.poll_state.c.source == of).values(due=None), rows
    )


def bucket_at(url: str) -> int:
    """The bucket of an address: that of its host; every local file is a host of its own."""
    return bucket_of(host_of(url) or url)


def _put_in_buckets(connection: Connection) -> None:
    """Give a bucket to sources that have none: a Feedmill of before buckets has stored them."""
    table = schema.poll_state
    rows = connection.execute(
        select(table.c.source, schema.source.c.url, table.c.state)
        .join_from(table, schema.source)
        .where(table.c.bucket.is_(None))
    ).all()
    for row in rows:
        url = POLL_STATE.load(row.state).url if row.state else row.url
        connection.execute(
            update(table).where(table.c.source == row.source).values(bucket=bucket_at(url))
        )


def _bring_back(connection: Connection, now: datetime) -> None:
    """Have sources asked that were last asked in the future: a clock was wrong then, and they would
    wait until it is right."""
    table = schema.poll_state
    late = connection.execute(
        select(table.c.source, table.c.state).where(table.c.due > now + _FAR)
    ).all()
    for row in late:
        last = POLL_STATE.load(row.state).last_poll if row.state else None
        if last is not None and last > now + _FAR / 2:
            connection.execute(update(table).where(table.c.source == row.source).values(due=now))


def _free_id(given: Source, taken: Set[str], numbers: dict[str, int]) -> SourceId:
    """An id nobody has. `numbers` has the last of each name: a list may call all it names alike."""
    wanted = given.id or slugify(given.title) or source_slug(given.url)
    number = numbers.get(wanted, 1)
    free = wanted if number == 1 else f"{wanted}-{number}"
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    numbers[wanted] = number
    return SourceId(free)


def due(connection: Connection, now: datetime, limit: int) -> tuple[SourceId, ...]:
    """The sources to ask now, longest overdue first, never-polled ones before all."""
    table = schema.poll_state
    found = connection.scalars(
        select(table.c.source)
        .where(table.c.due <= now)
        .order_by(table.c.due, table.c.source)
        .limit(limit)
    )
    return tuple(SourceId(number) for number in found)


def next_due(connection: Connection) -> datetime | None:
    """When the first source is due (1970: at once); None when none ever is."""
    first: datetime | None = connection.scalar(select(func.min(schema.poll_state.c.due)))
    return first


def poll_state(connection: Connection, number: SourceId) -> PollState:
    """What polls found out; a fresh state for a source never polled; StoreError when unknown."""
    row = connection.execute(
        select(schema.source.c.url, schema.poll_state.c.state)
        .join_from(schema.source, schema.poll_state)
        .where(schema.source.c.id == number)
    ).one_or_none()
    if row is None:
        raise StoreError(f"{number}: no such source is stored")
    return POLL_STATE.load(row.state) if row.state else PollState(source=number, url=row.url)


def put_poll_state(
    connection: Connection, state: PollState, changes: Changes, bucket: int | None = None
) -> None:
    """Store what a poll found out, and with it when and in which bucket the source is due: by
    default in that of its host."""
    if state.feed is not None and state.feed.entries:
        state = replace(state, feed=replace(state.feed, entries=()))
    before = poll_state(connection, state.source)
    retired = connection.scalar(
        select(schema.source.c.retired).where(schema.source.c.id == state.source)
    )
    _set_due(connection, state, retired=bool(retired), bucket=bucket)
    if _head(before.feed) != _head(state.feed) and held_entries(connection, state.source):
        changes.everything = True  # the head stands in the atom:source of its every entry


def _set_due(
    connection: Connection, state: PollState, *, retired: bool, bucket: int | None = None
) -> None:
    never = retired or state.gone or state.paused
    connection.execute(
        update(schema.poll_state)
        .where(schema.poll_state.c.source == state.source)
        .values(
            state=POLL_STATE.dump(state),
            due=None if never else state.next_poll or _AT_ONCE,
            bucket=bucket_at(state.url) if bucket is None else bucket,
        )
    )


def _head(feed: Feed | None) -> Feed | None:
    """What of a document's head is ever published: not what changes with every poll."""
    if feed is None:
        return None
    return replace(feed, updated=None, entries=(), removed=(), hints=Feed().hints)


def rhythm(connection: Connection, number: SourceId, limit: int) -> tuple[datetime, ...]:
    """When the source's newest dated articles were published, newest first; also such as are no
    longer kept: who was silent for long is not to be asked more often for it."""
    table = schema.article
    times: list[datetime] = list(
        connection.scalars(
            select(table.c.published)
            .where(table.c.source == number, table.c.dated)
            .order_by(table.c.published.desc())
            .limit(limit)
        )
    )
    if len(times) < limit:
        note = schema.note.c
        noted = connection.scalar(select(note.text).where(note.name == rhythm_note(number)))
        past = [_AT_ONCE + timedelta(milliseconds=one) for one in json.loads(noted or "[]")]
        times += [one for one in past if one not in times]
        times = sorted(times, reverse=True)[:limit]
    return tuple(times)


def rhythm_note(number: SourceId) -> str:
    """The note of the times of articles that are no longer kept: a list of milliseconds."""
    return f"rhythm:{number}"


def held_entries(connection: Connection, number: SourceId) -> int:
    """How many distinct entries of the source are stored."""
    table = schema.article
    return (
        connection.scalar(select(func.count()).select_from(table).where(table.c.source == number))
        or 0
    )
