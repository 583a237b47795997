"""Statements about articles, their entries and what they are found by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from ..model import Article, ArticleId, Entry, SourceId
from . import schema, spans
from .codec import ARTICLE, clean_text, fold, pack_keys, squeeze, unpack_keys, unsqueeze
from .dialect import insert_new

_BATCH = 500  # values in one IN list; SQLite takes 32,766 variables in a statement
_STEP = 16  # look-ups are padded to a multiple, so that few statements are ever prepared
_END = (1 << 63) - 1  # behind every article
_MOST_KEYS = 240  # look-ups in one statement; SQLite joins at most 500 selects

T = TypeVar("T")


def batches(values: Iterable[T], size: int = _BATCH) -> Iterator[list[T]]:
    """The values once each, in their order, in lists short enough for one statement."""
    once = list(dict.fromkeys(values))
    for start in range(0, len(once), size):
        yield once[start : start + size]


# written once: to build a statement costs more than to run it
_DOCUMENTS = select(schema.article.c.id, schema.article.c.document).where(
    schema.article.c.id.in_(bindparam("ids", expanding=True))
)
_DOCUMENT = select(schema.article.c.number, schema.article.c.document).where(
    schema.article.c.id == bindparam("id")
)
_BY_URL, _BY_FINGERPRINT = (
    select(schema.article.c.number, schema.article.c.document).where(
        column.in_(bindparam("values", expanding=True)),
        schema.article.c.source == bindparam("source"),
    )
    for column in (schema.article.c.url, schema.article.c.fingerprint)
)
_ENTRIES = (
    select(schema.article.c.id, schema.entry.c.original)
    .join_from(schema.article, schema.entry)
    .where(schema.article.c.id.in_(bindparam("ids", expanding=True)))
)
_NEW_ARTICLE = insert(schema.article)
_NEW_ENTRY = insert(schema.entry)


def get(connection: Connection, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
    """The stored ones among these, in the order asked for."""
    found: dict[str, Article] = {}
    for batch in batches(ids):
        for name, document in connection.execute(_DOCUMENTS, {"ids": batch}).all():
            found[name] = ARTICLE.load(document)
    return tuple(found[number] for number in dict.fromkeys(ids) if number in found)


def known(
    connection: Connection, source: SourceId, ids: Sequence[ArticleId]
) -> dict[ArticleId, Article]:
    """Those of `source` among these ids."""
    return {one.id: one for one in get(connection, ids) if one.source == source}


def find(
    connection: Connection, source: SourceId, urls: Iterable[str], fingerprints: Iterable[str]
) -> tuple[Article, ...]:
    """The source's articles of one of these canonical urls or texts, in order of arrival."""
    found: dict[int, str] = {}
    for chosen, values in ((_BY_URL, urls), (_BY_FINGERPRINT, fingerprints)):
        for batch in batches(filter(None, values)):
            rows = connection.execute(chosen, {"source": source, "values": batch})
            found.update((row.number, row.document) for row in rows)
    return tuple(ARTICLE.load(found[number]) for number in sorted(found))


def entry(connection: Connection, number: ArticleId) -> Entry | None:
    """What the source wrote."""
    packed = connection.scalar(
        select(schema.entry.c.original).join(schema.article).where(schema.article.c.id == number)
    )
    return None if packed is None else unsqueeze(packed)


def entries(connection: Connection, ids: Sequence[ArticleId]) -> dict[ArticleId, Entry]:
    """What the sources wrote, of those that are stored."""
    found: dict[ArticleId, Entry] = {}
    for batch in batches(ids):
        rows = connection.execute(_ENTRIES, {"ids": batch})
        found.update((ArticleId(row.id), unsqueeze(row.original)) for row in rows)
    return found


def put(
    connection: Connection, given: Article, original: Entry, keys: frozenset[int]
) -> tuple[Article | None, Article, int]:
    """Insert or update in place; return (what was there, what is there now, its row's number).

    `first_seen` of the first arrival stays, and with it the `published` of an article without a
    date of its own.
    """
    row = connection.execute(_DOCUMENT, {"id": given.id}).one_or_none()
    if row is None:
        result = connection.execute(_NEW_ARTICLE, _columns(given))
        number: int = result.inserted_primary_key[0]  # type: ignore[index]
        _put_entry(connection, number, original, frozenset(map(fold, keys)), first=True)
        return None, given, number
    before = ARTICLE.load(row.document)
    given = replace(given, first_seen=before.first_seen, absent=before.absent)
    if not given.dated and not before.dated:
        given = replace(given, published=before.published)
    if given != before:
        connection.execute(
            update(schema.article)
            .where(schema.article.c.number == row.number)
            .values(**_columns(given))
        )
    _put_entry(connection, row.number, original, frozenset(map(fold, keys)), first=False)
    return before, given, row.number


def _columns(given: Article) -> dict[str, Any]:
    return {
        "id": given.id,
        "source": given.source,
        "url": given.url,
        "link": given.link if given.link != given.url else None,
        "fingerprint": given.fingerprint,
        "published": given.published,
        "first_seen": given.first_seen,
        "dated": given.dated,
        "held": bool(given.held),
        "document": ARTICLE.dump(given),
    }


def _put_entry(
    connection: Connection, number: int, original: Entry, keys: frozenset[int], *, first: bool
) -> None:
    """The entry as written, and its look-up rows."""
    table = schema.entry
    values = {"original": squeeze(original), "keys": pack_keys(keys)}
    before: frozenset[int] = frozenset()
    if first:
        connection.execute(_NEW_ENTRY, {"article": number, **values})
    else:
        packed = connection.scalar(select(table.c["keys"]).where(table.c.article == number))
        before = unpack_keys(packed or b"")
        connection.execute(update(table).where(table.c.article == number).values(**values))
    _put_look_up(connection, number, keys, before)


def put_keys(connection: Connection, name: ArticleId, keys: frozenset[int]) -> None:
    """Have a stored article found by these keys; equal ones change nothing."""
    table, wanted = schema.entry, frozenset(map(fold, keys))
    row = connection.execute(
        select(table.c.article, table.c["keys"])
        .join(schema.article)
        .where(schema.article.c.id == name)
    ).one_or_none()
    if row is None or (before := unpack_keys(row[1])) == wanted:
        return
    packed = {"keys": pack_keys(wanted)}
    connection.execute(update(table).where(table.c.article == row.article).values(**packed))
    _put_look_up(connection, row.article, wanted, before)


def _put_look_up(
    connection: Connection, number: int, keys: frozenset[int], before: frozenset[int]
) -> None:
    """The look-up rows of one article; only those that differ are touched."""
    look_up = schema.article_key
    if stale := before - keys:
        connection.execute(
            delete(look_up).where(
                look_up.c.key == bindparam("stale"), look_up.c.article == bindparam("number")
            ),
            [{"stale": key, "number": number} for key in sorted(stale)],
        )
    if fresh := keys - before:
        connection.execute(
            insert_new(look_up, connection.dialect.name == "sqlite"),
            [{"key": key, "article": number} for key in sorted(fresh)],
        )


def arrived(connection: Connection, since: datetime) -> tuple[ArticleId, ...]:
    """The articles first seen since then, in order of arrival."""
    table = schema.article
    found = connection.scalars(
        select(table.c.id).where(table.c.first_seen >= since).order_by(table.c.number)
    )
    return tuple(map(ArticleId, found))


def sharing(
    connection: Connection,
    keys: Iterable[int],
    each: int,
    since: datetime,
    before: ArticleId | None = None,
) -> Counter[int]:
    """The numbers of the articles that share keys, and how many; of each key its newest `each`.

    Such as came long before `since` may be left out.
    """
    bound = _END if before is None else _number_of(connection, before)
    shared: Counter[int] = Counter()
    wanted = sorted(set(map(fold, keys)))
    if connection.dialect.name != "sqlite":
        span = {"floor": spans.floor(connection, since), "bound": bound}
        rows = connection.execute(spans.SHARING, {"keys": wanted, "each": each, **span})
        return Counter({row.article: row.shared for row in rows})
    for batch in batches(wanted, _MOST_KEYS):
        padded = [*batch, *([None] * (-len(batch) % _STEP))]
        asked = {f"k{place}": key for place, key in enumerate(padded)} | {
            "each": each,
            "bound": bound,
        }
        for number, count in connection.execute(_look_up(len(padded)), asked).all():
            shared[number] += count
    return shared


def candidates(
    connection: Connection, shared: Counter[int], since: datetime, limit: int
) -> tuple[Article, ...]:
    """Those first seen since then: most shared keys first, then by id.

    Of those that share equally many the newest are taken: the cost follows from the keys and the
    limit, not from what is stored.
    """
    ranked = sorted(shared, key=lambda number: (-shared[number], -number))
    found: list[tuple[int, str, str]] = []
    for batch in batches(ranked, limit):
        rows = connection.execute(_RECENT, {"numbers": batch, "since": since}).all()
        recent = {row.number: row for row in rows}
        found += [
            (-shared[number], recent[number].id, recent[number].document)
            for number in batch
            if number in recent
        ]
        if len(found) >= limit:
            break
    return tuple(ARTICLE.load(document) for _, _, document in sorted(found[:limit]))


def _number_of(connection: Connection, name: ArticleId) -> int:
    """An article's place in the order of arrival; behind all others when it is not stored."""
    row = connection.execute(_DOCUMENT, {"id": name}).one_or_none()
    return _END if row is None else row.number


@lru_cache(maxsize=_MOST_KEYS // _STEP)
def _look_up(size: int) -> Select[Any]:
    """The numbers of the newest articles of each of `size` keys, and how many of the keys each has;
    built once for every size.

    One short index range for each key, whatever the number of rows that a frequent key has.
    """
    table = schema.article_key
    newest = [
        select(
            select(table.c.article)
            .where(table.c.key == bindparam(f"k{place}"), table.c.article < bindparam("bound"))
            .order_by(table.c.article.desc())
            .limit(bindparam("each"))
            .subquery(f"s{place}")
        )
        for place in range(size)
    ]
    found = union_all(*newest).subquery("found")
    return select(found.c.article, func.count()).group_by(found.c.article)


_RECENT = select(schema.article.c.number, schema.article.c.id, schema.article.c.document).where(
    schema.article.c.number.in_(bindparam("numbers", expanding=True)),
    schema.article.c.first_seen >= bindparam("since"),
)


def matching(connection: Connection, wanted: str) -> tuple[ArticleId, ...]:
    """Ids of the articles with this id, url or link."""
    table = schema.article
    wanted = clean_text(wanted)
    ways = (table.c.id == wanted, table.c.url == wanted, table.c.link == wanted)
    rows = connection.scalars(
        union_all(*(select(table.c.id, table.c.number).where(way) for way in ways)).order_by(
            literal_column("2")
        )
    )
    return tuple(ArticleId(number) for number in dict.fromkeys(rows))


def count(connection: Connection) -> int:
    """How many articles are stored."""
    return connection.scalar(select(func.count()).select_from(schema.article)) or 0
