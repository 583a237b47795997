"""Who may ask the hosts of a bucket now, and how soon they may be asked again.

A lease is a row that one worker holds until a time by the database's clock. Its epoch grows with
each holder: what a worker that was paused writes under an old epoch is refused in the transaction
itself, whatever the worker believes (Kleppmann, How to do distributed locking, 2016).
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import ColumnElement, Connection, func, insert, literal, or_, select, update

from ..errors import StoreError
from ..hosts import Pacing
from ..model import SourceId
from . import schema
from .codec import POLL_STATE
from .dialect import clock, upsert

BUCKETS = 4096
"""Into which all hosts fall; a power of two, so that doubling it splits each bucket into two."""

_bucket = schema.bucket


class LeaseLostError(StoreError):
    """Somebody else holds the bucket by now: nothing of this transaction may be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to ask a bucket's hosts. `is_left`: whoever held it before did not give it back."""

    bucket: int
    epoch: int
    is_left: bool = False


def bucket_of(host: str) -> int:
    """The bucket of a host, the same on every machine: the highest bits of a hash."""
    bits = int.from_bytes(blake2b(host.encode(), digest_size=8).digest())
    return bits >> (64 - BUCKETS.bit_length() + 1)


class Leases:
    """The leases of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"
        self._now = clock(sqlite=self._sqlite)

    def take(self, number: int, seconds: float) -> Lease | None:
        """Take a bucket that nobody holds, for so long; None when somebody does."""
        row = self._connection.execute(
            select(_bucket.c.epoch, _bucket.c.until, (_bucket.c.until >= self._now).label("held"))
            .where(_bucket.c.id == number)
            .with_for_update()  # left out for SQLite, which has one writer only
        ).one_or_none()
        if row is not None and row.held:
            return None
        epoch: int = 1 if row is None else row.epoch + 1
        values = {"id": number, "epoch": epoch, "until": self._in(seconds)}
        if row is None:  # a second one who is as quick violates the primary key, and tries again
            self._connection.execute(insert(_bucket).values(**values))
        else:
            self._connection.execute(update(_bucket).where(_bucket.c.id == number).values(**values))
        return Lease(bucket=number, epoch=epoch, is_left=row is not None and row.until is not None)

    def renew(self, lease: Lease, seconds: float) -> None:
        """Hold it for so long from now, also when its time is over and nobody has taken it since.

        LeaseLostError when somebody has.
        """
        self._touch(lease, self._in(seconds))

    def give_back(self, lease: Lease) -> None:
        """Let others have it. LeaseLostError when they already do."""
        self._touch(lease, None)

    def confirm(self, lease: Lease) -> None:
        """Make sure that it is still ours, and stays so until this transaction has ended."""
        mine = select(_bucket.c.id).where(_is(lease)).with_for_update(key_share=True)
        if self._connection.scalar(mine) is None:
            raise _lost(lease)

    def due_buckets(self, now: datetime, limit: int) -> tuple[int, ...]:
        """The buckets with a source that is due and nobody at work, the longest overdue first."""
        state = schema.poll_state
        found = self._connection.scalars(
            select(state.c.bucket)
            .join_from(state, _bucket, _bucket.c.id == state.c.bucket, isouter=True)
            .where(
                state.c.due <= now,
                state.c.bucket.is_not(None),
                or_(_bucket.c.until.is_(None), _bucket.c.until < self._now),
            )
            .group_by(state.c.bucket)
            .order_by(func.min(state.c.due), state.c.bucket)
            .limit(limit)
        )
        return tuple(found)

    def due_in(self, bucket: int, now: datetime, limit: int) -> tuple[tuple[SourceId, str], ...]:
        """The sources of a bucket to ask now and at what address, the longest overdue first."""
        state = schema.poll_state
        rows = self._connection.execute(
            select(state.c.source, state.c.state, schema.source.c.url)
            .join_from(state, schema.source)
            .where(state.c.bucket == bucket, state.c.due <= now)
            .order_by(state.c.due, state.c.source)
            .limit(limit)
        )
        return tuple(
            (SourceId(row.source), POLL_STATE.load(row.state).url if row.state else row.url)
            for row in rows
        )

    def pacings(self, bucket: int) -> dict[str, Pacing]:
        """How soon each host of a bucket may be asked; the others were not asked for long."""
        table = schema.host
        full_in, opens_in = table.c.full_at - self._now, table.c.opens_at - self._now
        rows = self._connection.execute(
            select(table.c.name, full_in, opens_in, table.c.every).where(table.c.bucket == bucket)
        )
        return {
            name: Pacing(full_in=full / 1000, opens_in=opens / 1000, every=every)
            for name, full, opens, every in rows
        }

    def put_pacing(self, host: str, pacing: Pacing) -> None:
        """Remember how soon a host may be asked again, for whoever asks it next."""
        values = {
            "bucket": bucket_of(host),
            "full_at": self._in(pacing.full_in),
            "opens_at": self._in(pacing.opens_in),
            "every": pacing.every,
        }
        statement = upsert(schema.host, self._sqlite, change=values)
        self._connection.execute(statement.values(name=host, **values))

    def _touch(self, lease: Lease, until: ColumnElement[int] | None) -> None:
        mine = update(_bucket).where(_is(lease), _bucket.c.until.is_not(None))
        if self._connection.execute(mine.values(until=until)).rowcount == 0:
            raise _lost(lease)

    def _in(self, seconds: float) -> ColumnElement[int]:
        return self._now + literal(round(seconds * 1000))


def _is(lease: Lease) -> ColumnElement[bool]:
    return (_bucket.c.id == lease.bucket) & (_bucket.c.epoch == lease.epoch)


def _lost(lease: Lease) -> LeaseLostError:
    return LeaseLostError(f"bucket {lease.bucket}: another worker has taken it over")
