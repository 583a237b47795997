"""Statements about what was decided and learned: edges, verdicts, pins, authors' slugs, notes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, or_, select

from ..model import ArticleId, Edge, Pin, PinKind, StoryId, Verdict
from ..text.slug import slugify
from . import schema
from .articles import batches
from .codec import REASONS, clean_text
from .dialect import upsert


def put_edges(connection: Connection, edges: Iterable[Edge]) -> None:
    """Store decisions about pairs; the last one about a pair stands."""
    rows = [
        {
            "a": min(edge.a, edge.b),
            "b": max(edge.a, edge.b),
            "how": edge.how,
            "score": edge.score,
            "because": REASONS.dump(edge.because),
            "merges": edge.merges,
        }
        for edge in sorted(edges, key=lambda edge: sorted((edge.a, edge.b)))
    ]
    if rows:
        connection.execute(upsert(schema.edge, connection.dialect.name == "sqlite"), rows)


def drop_edge(connection: Connection, a: ArticleId, b: ArticleId) -> None:
    """Forget the decision about a pair."""
    table = schema.edge
    first, second = min(a, b), max(a, b)
    connection.execute(delete(table).where(table.c.a == first, table.c.b == second))


def drop_edges(connection: Connection, number: ArticleId) -> None:
    """Forget all decisions about one article."""
    table = schema.edge
    connection.execute(delete(table).where(or_(table.c.a == number, table.c.b == number)))


def edges_of(connection: Connection, ids: Sequence[ArticleId]) -> tuple[Edge, ...]:
    """All decisions that one of these articles is in, ordered by pair."""
    found = {}
    for batch in batches(ids):
        for row in connection.execute(_EDGES, {"ids": batch}):
            found[(row.a, row.b)] = Edge(
                a=row.a,
                b=row.b,
                how=row.how,
                score=row.score,
                because=REASONS.load(row.because),
                merges=row.merges,
            )
    return tuple(found[pair] for pair in sorted(found))


# written once: to build a statement costs more than to run it
_OF_EDGE = schema.edge.c
_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_EDGES = select(schema.edge).where(or_(_OF_EDGE.a.in_(_IDS), _OF_EDGE.b.in_(_IDS)))


def put_verdicts(connection: Connection, verdicts: Iterable[Verdict], now: datetime) -> None:
    """Record what was decided on arrival; that nothing had changed is not recorded."""
    rows = [
        {
            "at": now,
            "article": verdict.article,
            "kind": verdict.kind,
            "story": verdict.story,
            "how": verdict.how,
            "score": verdict.score,
            "because": REASONS.dump(verdict.because),
        }
        for verdict in verdicts
        if verdict.kind != "unchanged"
    ]
    if rows:
        connection.execute(insert(schema.verdict), rows)


def verdicts(connection: Connection, number: ArticleId) -> tuple[tuple[datetime, Verdict], ...]:
    """All that was decided about one article, oldest first."""
    table = schema.verdict
    rows = connection.execute(
        select(table).where(table.c.article == number).order_by(table.c.number)
    )
    return tuple(
        (
            row.at,
            Verdict(
                kind=row.kind,
                article=number,
                story=StoryId(row.story) if row.story else None,
                how=row.how,
                score=row.score,
                because=REASONS.load(row.because),
            ),
        )
        for row in rows
    )


def add_pin(
    connection: Connection,
    kind: PinKind,
    article: ArticleId,
    *,
    other: ArticleId | None,
    value: str,
    now: datetime,
) -> Pin:
    """Store an editor's decision and give it its number."""
    values = {"kind": kind, "article": article, "other": other, "value": value, "at": now}
    result = connection.execute(insert(schema.pin).values(**values))
    number = result.inserted_primary_key[0]  # type: ignore[index]
    return _pin(connection, number)


def _pin(connection: Connection, number: int) -> Pin:
    return _pins(connection, number=number)[0]


def _pins(connection: Connection, *, number: int) -> tuple[Pin, ...]:
    table = schema.pin
    rows = connection.execute(select(table).where(table.c.id == number))
    return tuple(Pin(**row._mapping) for row in rows)


def pins(connection: Connection, ids: Sequence[ArticleId] | None) -> tuple[Pin, ...]:
    """Editors' decisions, oldest first: all, or those that name one of these articles."""
    table = schema.pin
    if ids is None:
        rows = connection.execute(select(table).order_by(table.c.id))
        return tuple(Pin(**row._mapping) for row in rows)
    found = {}
    for batch in batches(ids):
        for row in connection.execute(_PINS, {"ids": batch}):
            found[row.id] = Pin(**row._mapping)
    return tuple(found[number] for number in sorted(found))


_PINS = select(schema.pin).where(or_(schema.pin.c.article.in_(_IDS), schema.pin.c.other.in_(_IDS)))


def drop_pin(connection: Connection, number: int) -> Pin | None:
    """Undo an editor's decision; what it was, None when there is none of this number."""
    found = _pins(connection, number=number)
    connection.execute(delete(schema.pin).where(schema.pin.c.id == number))
    return found[0] if found else None


def author_slug(connection: Connection, key: str, name: str) -> str:
    """The slug of the person whom `key` identifies: the same at every call."""
    table = schema.author
    key = clean_text(key)
    given: str | None = connection.scalar(select(table.c.slug).where(table.c.key == key))
    if given is not None:
        return given
    wanted = slugify(name) or slugify(key) or "author"
    numbered = (table.c.slug > f"{wanted}-") & (table.c.slug < f"{wanted}.")  # "." follows "-"
    taken = set(connection.scalars(select(table.c.slug).where((table.c.slug == wanted) | numbered)))
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    connection.execute(insert(table).values(key=key, slug=free, name=name))
    return free


def get_note(connection: Connection, name: str) -> str | None:
    """A small learned state, as JSON text."""
    table = schema.note
    return connection.scalar(select(table.c.text).where(table.c.name == name))


def put_note(connection: Connection, name: str, json_text: str) -> None:
    """Keep a small learned state under a name."""
    put_notes(connection, {name: json_text})


def put_notes(connection: Connection, notes: Mapping[str, str]) -> None:
    """Keep small learned states under their names."""
    rows = [{"name": name, "text": notes[name]} for name in sorted(notes)]
    if rows:
        connection.execute(upsert(schema.note, connection.dialect.name == "sqlite"), rows)
