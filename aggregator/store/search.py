"""The words of what is published: story ids in, an index kept right; a `Query` in, stories out.

SQLite has FTS5, PostgreSQL a tsvector. Both are given words that `text.fold` has already cut, so
that a search finds in both what a topic's rule would find. Nothing of a query is syntax to them:
the words of a folded text are letters, digits, '+' and '#'.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Connection, Select, bindparam, literal_column, select, text

from ..model import Article, Story, StoryId
from ..text.fold import fold
from ..text.query import FIELDS, All, Node, Not, OneOf, Query, Term
from . import hydrate, schema
from .articles import batches
from .dialect import upsert

VERSION = 1
"""Of what is written here. When it grows, the index is made anew as the store is opened."""

NEWEST = 10_000
"""Of more stories that match, so many are looked at, the last to come first."""

_LONGEST = 40  # letters of a word that count
_MOST = 16_000  # words of a field: PostgreSQL tells no places behind that
_BYTES = 250_000  # of a field: PostgreSQL takes at most a megabyte for all of them
_GAP = "#"  # a word that nobody can ask for: phrases end there; and every story has it in `lang`
_STORED = schema.meta.c

Row = dict[str, Any]


def prepare(connection: Connection) -> None:
    """Index everything anew when an older version did it, or none."""
    known = select(_STORED.value).where(_STORED.name == "search")
    if connection.scalar(known) == VERSION:
        return
    connection.execute(text("DELETE FROM search"))
    shown = select(schema.story.c.id).where(schema.story.c.shown).order_by(schema.story.c.seq)
    renew(connection, connection.scalars(shown).all())
    counted = upsert(schema.meta, connection.dialect.name == "sqlite")
    connection.execute(counted, {"name": "search", "value": VERSION})


def renew(connection: Connection, ids: Iterable[str]) -> None:
    """Make the index say of these stories what they say now; of those not shown, nothing."""
    sqlite = connection.dialect.name == "sqlite"
    for batch in batches(ids):
        rows = connection.execute(_SHOWN, {"ids": batch}).all()
        shown = {row.id: row.seq for row in rows if row.shown}
        stories = hydrate.by_id(connection, map(StoryId, shown))
        wanted = [{"seq": shown[one.id]} | _fields(one) for one in stories]
        gone = {row.seq for row in rows} - {row["seq"] for row in wanted}
        if sqlite:
            _renew_fts(connection, wanted, gone)
        else:
            _renew_vectors(connection, wanted, gone)


def matching(query: Query, *, sqlite: bool) -> Select[Any]:
    """The `seq` of the newest stories that a query finds."""
    seq: ColumnElement[int] = literal_column("rowid" if sqlite else "seq")
    if sqlite:
        given = text("search MATCH :sought").bindparams(sought=_for_fts(query.root))
    else:
        given = text("words @@ CAST(:sought AS tsquery)").bindparams(
            sought=_for_vectors(query.root)
        )
    found = select(seq.label("seq")).select_from(text("search")).where(given)
    return found.order_by(seq.desc()).limit(NEWEST)


# ---- what is indexed ---------------------------------------------------------------------------


def _fields(story: Story) -> dict[str, str]:
    """The folded words of each field of the `match` language. A copy's title counts as well."""
    people = (*story.authors, *story.contributors)
    topics = (one.group for one in story.memberships if one.group.kind == "topic")
    sources = (one.group for one in story.memberships if one.group.kind == "source")
    lead = story.lead
    values: dict[str, Iterable[str | None]] = {
        "title": (one.title for one in story.articles),
        "content": (lead.text or lead.summary,),
        "author": (word for one in people for word in (one.name, one.uri)),
        "category": (
            *_categories(lead),
            *(word for one in topics for word in (one.slug, one.title)),
        ),
        "source": (
            *(one.source for one in story.articles),
            *(word for one in sources for word in (one.slug, one.title)),
        ),
        "lang": (_GAP, lead.language),
    }
    return {name: _words(values[name]) for name in FIELDS}


def _categories(article: Article) -> Iterator[str | None]:
    for category in article.categories:
        yield category.term
        yield category.label


def _words(values: Iterable[str | None]) -> str:
    """Distinct values as cut words, a gap between them."""
    folded = (fold(value) if value != _GAP else value for value in values if value)
    joined = f" {_GAP} ".join(word for word in dict.fromkeys(folded) if word)
    return " ".join(_bounded(joined.split()))


def _bounded(words: Iterable[str]) -> Iterator[str]:
    left = _BYTES
    for word in islice(words, _MOST):
        left -= len(word.encode()) + 1
        if left < 0:
            return
        yield word[:_LONGEST]


_SHOWN = select(schema.story.c.id, schema.story.c.seq, schema.story.c.shown).where(
    schema.story.c.id.in_(bindparam("ids", expanding=True))
)

# ---- SQLite ------------------------------------------------------------------------------------

_COLUMNS = ", ".join(FIELDS)
_KNOWN_FTS = text(
    f"SELECT rowid AS seq, {_COLUMNS} FROM search WHERE rowid IN :seqs"  # noqa: S608
).bindparams(bindparam("seqs", expanding=True))
_PUT_FTS = text(
    f"INSERT OR REPLACE INTO search (rowid, {_COLUMNS}) "  # noqa: S608
    f"VALUES (:seq, {', '.join(f':{name}' for name in FIELDS)})"
)
_DROP_FTS = text("DELETE FROM search WHERE rowid = :seq")


def _renew_fts(connection: Connection, wanted: Sequence[Row], gone: Iterable[int]) -> None:
    seqs = [row["seq"] for row in wanted]
    stored = connection.execute(_KNOWN_FTS, {"seqs": seqs}).all()
    known = {row.seq: dict(row._mapping) for row in stored}
    if changed := [row for row in wanted if known.get(row["seq"]) != row]:
        connection.execute(_PUT_FTS, changed)
    if gone:
        connection.execute(_DROP_FTS, [{"seq": seq} for seq in sorted(gone)])


def _for_fts(node: Node) -> str:
    """A node in FTS5's language: phrases in quotes, so that no word of it is an operator."""
    match node:
        case Term():
            words, prefix = _asked(node)
            return f'({{{" ".join(node.fields)}}} : "{" ".join(words)}"{" *" if prefix else ""})'
        case Not():
            return _for_fts(All((node,)))
        case OneOf(parts):
            return f"({' OR '.join(map(_for_fts, parts))})"
        case All(parts):
            # FTS5 has "one NOT other" only
            wanted = [_for_fts(part) for part in parts if not isinstance(part, Not)]
            unwanted = [_for_fts(part.part) for part in parts if isinstance(part, Not)]
            whole = " AND ".join(wanted) or f'lang : "{_GAP}"'
            return f"(({whole}) NOT ({' OR '.join(unwanted)}))" if unwanted else f"({whole})"
        case never:
            assert_never(never)


# ---- PostgreSQL --------------------------------------------------------------------------------

_PUT_VECTOR = text(
    "INSERT INTO search (seq, words) VALUES (:seq, CAST(:words AS tsvector)) "
    "ON CONFLICT (seq) DO UPDATE SET words = excluded.words "
    "WHERE search.words IS DISTINCT FROM excluded.words"
)
_DROP_VECTOR = text("DELETE FROM search WHERE seq = :seq")


def _renew_vectors(connection: Connection, wanted: Sequence[Row], gone: Iterable[int]) -> None:
    if wanted:
        rows = [{"seq": row["seq"], "words": _vector(row)} for row in wanted]
        connection.execute(_PUT_VECTOR, rows)
    if gone:
        connection.execute(_DROP_VECTOR, [{"seq": seq} for seq in sorted(gone)])


def _vector(row: Row) -> str:
    """A tsvector as text: each word with its field's name before it, and its places."""
    return " ".join(
        f"'{name}:{word}':{place}"
        for name in FIELDS
        for place, word in enumerate(row[name].split(), 1)
    )


def _for_vectors(node: Node) -> str:
    match node:
        case Term():
            words, prefix = _asked(node)
            each = (_phrase(name, words, prefix) for name in node.fields)
            return f"({' | '.join(each)})"
        case Not(part):
            return f"!{_for_vectors(part)}"
        case OneOf(parts):
            return f"({' | '.join(map(_for_vectors, parts))})"
        case All(parts):
            return f"({' & '.join(map(_for_vectors, parts))})"
        case never:
            assert_never(never)


def _phrase(field: str, words: Sequence[str], prefix: bool) -> str:
    *before, last = (f"'{field}:{word}'" for word in words)
    return f"({' <-> '.join([*before, f'{last}:*' if prefix else last])})"


def _asked(term: Term) -> tuple[list[str], bool]:
    """The words of a term, and whether the last is but a beginning: of one letter it is a word."""
    words = [word[:_LONGEST] for word in term.words.split()]
    prefix = not term.words.endswith(" ") and len(words[-1]) > 1
    return words, prefix
