"""Feeds as they were rendered, for every server to send: by group, format and imprint.

`Publication.renditions` is this, and `Store.turn` gives what writes it. A rendition knows the
version of its group at which it was made; an older one never takes the place of a newer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    literal,
    or_,
    select,
    text,
)

from ..silence import telling
from . import schema
from .archives import Key
from .columns import Instant
from .dialect import upsert_from

MOST = 10_000
"""Renditions that are stored at most: what a server does not find it renders."""

_LEFT = timedelta(days=1)  # after which what others made, and not anew, was made by nobody of today
_row = schema.rendition.c
_grp = schema.grp.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelfmark:
    """Where a rendition stands. `imprint` names all that shapes its bytes but the stories:
    versions of Feedmill and configurations that would write something else have another."""

    group: Key
    format: str
    imprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A document but for its body: made of its group at `version`, at the time `made`.

    `head` is JSON text with what HTTP says of it, `told` what it told, for the caller to read.
    """

    version: int
    digest: str
    updated: datetime | None
    made: datetime
    head: str
    told: bytes


class Renditions:
    """The stored renditions, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, mark: Shelfmark) -> Rendition | None:
        """What stands there, right or not; its body is not touched."""
        row = self._connection.execute(_FOUND, _names(mark)).one_or_none()
        return None if row is None else Rendition(**row._mapping)

    def body(self, mark: Shelfmark, digest: str) -> bytes | None:
        """The body of the rendition with this digest; None when another has taken its place."""
        found: bytes | None = self._connection.scalar(_BODY, _names(mark) | {"is_digest": digest})
        return found

    def put(self, mark: Shelfmark, made: Rendition, body: bytes) -> None:
        """Store a rendition, unless a newer one is there or the group is not."""
        values = {name: getattr(made, name) for name in _STORED} | {"body": body}
        sqlite = self._connection.dialect.name == "sqlite"
        columns = schema.rendition.columns
        row = select(
            _grp.kind,
            _grp.slug,
            literal(mark.format),
            literal(mark.imprint),
            *(literal(value, columns[name].type) for name, value in values.items()),
        ).where(_grp.kind == mark.group[0], _grp.slug == mark.group[1])
        named = ("kind", "slug", "format", "imprint", *values)
        self._connection.execute(
            upsert_from(schema.rendition, named, row, newer="version", sqlite=sqlite)
        )

    def drop(self, mark: Shelfmark) -> None:
        """Forget a rendition: each server is to make its own."""
        self._connection.execute(delete(schema.rendition).where(_IS), _names(mark))

    def tidy(self, imprint: str, now: datetime, most: int = MOST) -> None:
        """Forget what other imprints left behind, and the oldest beyond so many."""
        last = select(_row.made).order_by(_row.made.desc()).offset(most).limit(1)
        left = and_(_row.imprint != imprint, _row.made < literal(now - _LEFT, Instant()))
        self._connection.execute(
            delete(schema.rendition).where(or_(left, _row.made <= last.scalar_subquery()))
        )


def wait_for(connection: Connection, mark: Shelfmark) -> None:
    """On PostgreSQL: go on when nobody else renders this. Who falls silent is thrown out."""
    name = "\0".join((*mark.group, mark.format, mark.imprint)).encode()
    lock = int.from_bytes(blake2b(name, digest_size=8, person=b"rendition").digest(), signed=True)
    connection.execute(_ENTER, {"lock": lock})


def _names(mark: Shelfmark) -> dict[str, object]:
    kind, slug = mark.group
    return {
        "is_kind": kind,
        "is_slug": slug,
        "is_format": mark.format,
        "is_imprint": mark.imprint,
    }


_STORED = ("version", "digest", "updated", "made", "head", "told")
_IS = and_(
    _row.kind == bindparam("is_kind"),
    _row.slug == bindparam("is_slug"),
    _row.format == bindparam("is_format"),
    _row.imprint == bindparam("is_imprint"),
)
_FOUND = select(*(_row[name] for name in _STORED)).where(_IS)
_BODY = select(_row.body).where(_IS, _row.digest == bindparam("is_digest"))
# a rendition that a power cut takes is made again: its commit need not wait for the disk
_ENTER = text(
    f"SELECT {telling()}, set_config('synchronous_commit', 'off', true),"
    " pg_advisory_xact_lock(:lock)"
)
