"""What we remember: an address in, a `Store` out. Effect: the database.

`Store.write` and `Store.writing()` give an `Intake`, `Store.reading()` a `Publication`: one
transaction each, made to be short. Synchronous and safe to call from any thread; every error is a
`StoreError`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..errors import StoreError
from .beside import Beside, OvertakenError, end_silent, enter
from .dialect import Engines, connect, is_absent, is_loss, is_passing
from .intake import Intake
from .leases import Lease, LeaseLostError
from .migrations import OutdatedError, confirm, migrate
from .polling import bucket_at
from .publication import Publication
from .renditions import Renditions, Shelfmark, wait_for
from .search import prepare
from .views import Counts, Cursor, GroupRow, SourceRow, View

log = structlog.get_logger()

T = TypeVar("T")

Change = Callable[[Callable[[Renditions], None]], None]
"""Do something to the renditions."""

_TRIES = 5  # of a transaction beside others; the last one waits until it is alone

__all__ = [
    "Change",
    "Counts",
    "Cursor",
    "GroupRow",
    "Intake",
    "Lease",
    "LeaseLostError",
    "LostError",
    "OutdatedError",
    "Publication",
    "SourceRow",
    "Store",
    "View",
    "await_store",
    "bucket_at",
    "check_address",
    "open_store",
]


def check_address(url: str) -> None:
    """Raise StoreError when `open_store` could not take the address; nothing is reached for."""
    connect(url).dispose()


def await_store(url: str, seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives on the database at the address, begun anew whenever that is not there or
    was lost midway; for at most so long. Any other StoreError is raised."""
    connect(url).dispose()
    until = time.monotonic() + seconds
    was_there = False
    while True:
        try:
            return work()
        except StoreError as error:
            if time.monotonic() >= until:
                raise
            if isinstance(error, LostError) or is_absent(url):
                was_there = False
                log.warning("store", note="does not answer yet", error=str(error))
                time.sleep(1)
            elif was_there:
                raise
            else:  # it may have come back between the failure and the look at it
                was_there = True


class LostError(StoreError):
    """The database went away midway; it may be back soon."""


def open_store(url: str) -> "Store":
    """The store at a SQLAlchemy-style address, created and migrated forward as needed.

    StoreError when the address is none, the database cannot be reached, or a newer Feedmill has
    written it. Close it when done.
    """
    engines = connect(url)
    try:
        with _translated(engines.name), engines.lock, engines.writer.begin() as connection:
            if engines.many:
                enter(connection, alone=True)
            migrate(connection)
            prepare(connection)
    except BaseException:
        engines.dispose()
        raise
    return Store(engines)


class Store:
    """Everything remembered; the same for SQLite and PostgreSQL."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def write(self, work: Callable[[Intake], T], *, under: Lease | None = None) -> T:
        """Do one transaction that writes, beside others where the database can; what it gave.

        Kept only while the lease `under` which it is done holds; LeaseLostError else. `work` may be
        called more than once: it must change nothing but the store. What it leaves is what it would
        have left alone, at some moment between the call and the return.
        """
        for _ in range(_TRIES - 1 if self._engines.many else 0):
            try:
                with self._writing(alone=False, under=under) as intake:
                    result = work(intake)
                return result
            except OvertakenError:
                continue
        with self._writing(alone=True, under=under) as intake:
            return work(intake)

    @contextmanager
    def writing(self) -> Iterator[Intake]:
        """One transaction that writes while nobody else does: others wait for their turn.

        Committed when the block ends, rolled back whole when anything is raised in it.
        """
        with self._writing(alone=True, under=None) as intake:
            yield intake

    @contextmanager
    def _writing(self, *, alone: bool, under: Lease | None) -> Iterator[Intake]:
        engines = self._engines
        with _translated(engines.name), engines.lock, engines.writer.begin() as connection:
            if engines.many:
                enter(connection, alone=alone)
            confirm(connection)  # whoever migrates writes alone: it stays so until we have ended
            intake = Intake(connection, None if alone else Beside(connection))
            yield intake
            intake.settle(under)

    @contextmanager
    def reading(self) -> Iterator[Publication]:
        """One transaction that reads: every answer is of the moment of the first question."""
        engines = self._engines
        with _translated(engines.name), engines.lock, engines.reads.begin() as connection:
            yield Publication(connection)

    def confirm(self) -> None:
        """Make sure that ours may still work on it, as each transaction does that writes.

        OutdatedError when a newer Feedmill has changed it and said that ours is too old.
        """
        engines = self._engines
        with _translated(engines.name), engines.lock, engines.reads.begin() as connection:
            confirm(connection)

    def end_silent(self) -> int:
        """Where several machines write: end the transactions of those that have fallen silent in
        them, which hold up others; how many there were."""
        engines = self._engines
        with _translated(engines.name), engines.reads.begin() as connection:
            return end_silent(connection) if engines.many else 0

    @contextmanager
    def turn(self, mark: Shelfmark) -> Iterator[Change]:
        """Render a document while whoever else wants to render it waits: on PostgreSQL all servers,
        on SQLite nobody, whose one process takes care of that itself.

        Gives what changes renditions, and nothing else: what it changed is there for others when
        the block ends. No writer is waited for, or not for long.
        """
        engines = self._engines
        if not engines.many:
            yield self._shelve
            return
        with _translated(engines.name), engines.press.begin() as connection:
            wait_for(connection, mark)
            yield lambda work: work(Renditions(connection))

    def _shelve(self, work: Callable[[Renditions], None]) -> None:
        engines = self._engines
        with _translated(engines.name), engines.lock, engines.press.begin() as connection:
            work(Renditions(connection))

    @property
    def is_shared(self) -> bool:
        """Whether it is a database that several machines may work on."""
        return self._engines.many

    def close(self) -> None:
        """Give back all connections; on SQLite the write-ahead log is folded into the file.

        Waits for the transaction of another thread where all share one connection: taking it away
        from under SQLite ends the process.
        """
        with self._engines.lock:
            self._engines.dispose()


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Database errors as StoreError, cause chained; the message names no value of any row."""
    try:
        yield
    except DBAPIError as error:
        lines = str(error.orig).splitlines() or [type(error.orig).__name__]
        # PostgreSQL quotes the row in the lines after the first
        kind = OvertakenError if is_passing(error) else LostError if is_loss(error) else StoreError
        raise kind(f"{name}: {lines[0]}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{name}: {type(error).__name__}") from error
