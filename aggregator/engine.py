"""The queue that tells workers which buckets have something due; no other module knows PgQueuer.

A job is a hint and its payload a number: what is due, who is at work and what came of it is in the
store. A queue that is lost, late or says a thing twice therefore costs a heartbeat and nothing else
(scale.md section 4), so its tables are not even written ahead (`volatile`).
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import psycopg
import structlog
from sqlalchemy import make_url

from . import silence
from .errors import StoreError

log = structlog.get_logger()

# read by PgQueuer when it is first imported; an operator may have said otherwise
os.environ.setdefault("PGQUEUER_SCHEMA", "feedmill_queue")
os.environ.setdefault("PGQUEUER_DURABILITY", "volatile")

from pgqueuer.models import Job  # noqa: E402
from pgqueuer.qm import QueueManager  # noqa: E402
from pgqueuer.queries import Queries  # noqa: E402

_KIND = "poll"  # added to, never another meaning: workers of two versions share a queue
_BATCH = 10
_SILENCE = timedelta(seconds=15)  # of a worker, after which its jobs are given to another
_PAUSE = 1.0  # seconds between two attempts to reach the database
_PRUNE = 600.0  # seconds between two clearings of the log that PgQueuer keeps of every job
_INSTALLING = (
    0x6665_6564_6D69_6C6E  # advisory lock: two that start at once install one after another
)
_TELLING = f"SELECT {silence.telling(session=True)}".encode()


class Engine:
    """A queue in the database at a PostgreSQL address, which must not lead through a pooler in
    transaction mode: workers listen there."""

    def __init__(self, address: str) -> None:
        url = make_url(address).set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._name = url.render_as_string(hide_password=True)
        self._offering: psycopg.AsyncConnection | None = None
        self._managing: QueueManager | None = None
        self._pruned_at = 0.0
        self._is_stopped = False

    async def offer(self, buckets: Sequence[int]) -> None:
        """Tell that these have something due; what is told already is not told again."""
        try:
            if self._offering is None:
                self._offering = await self._connect()
            queries = Queries.from_psycopg_connection(self._offering)
            count = len(buckets)
            await queries.enqueue(
                [_KIND] * count,
                [str(bucket).encode() for bucket in buckets],
                [0] * count,
                dedupe_key=[f"{_KIND}:{bucket}" for bucket in buckets],
                on_conflict="skip",
            )
            now = asyncio.get_running_loop().time()
            if now - self._pruned_at > _PRUNE:
                self._pruned_at = now
                await queries.clear_queue_log()
        except (psycopg.Error, OSError) as error:
            await self._drop()
            raise StoreError(f"{self._name}: {type(error).__name__}") from error

    async def consume(self, visit: Callable[[int], Awaitable[None]], at_once: int) -> None:
        """Visit what is offered until `stop`, so many at once; an absent database is awaited."""

        async def job(given: Job) -> None:
            await visit(int(given.payload or b""))

        while not self._is_stopped:
            try:
                async with await self._connect() as connection:
                    manager = QueueManager(Queries.from_psycopg_connection(connection))
                    manager.entrypoint(_KIND)(job)
                    self._managing = manager
                    await manager.run(
                        dequeue_timeout=timedelta(seconds=5),
                        batch_size=_BATCH,
                        max_concurrent_tasks=max(at_once, 2 * _BATCH),
                        heartbeat_timeout=_SILENCE,
                        shutdown_on_listener_failure=True,
                    )
            except Exception as error:  # whatever it is, the work must go on
                log.error("queue", address=self._name, error=f"{type(error).__name__}: {error}")
            if not self._is_stopped:
                await asyncio.sleep(_PAUSE)

    async def stop(self) -> None:
        """Take no more; what was taken is let end."""
        self._is_stopped = True
        if self._managing is not None:
            self._managing.shutdown.set()
        await self._drop()

    async def _drop(self) -> None:
        offering, self._offering = self._offering, None
        if offering is not None:
            with suppress(psycopg.Error, OSError):
                await offering.close()

    async def _connect(self) -> psycopg.AsyncConnection:
        connection = await psycopg.AsyncConnection.connect(
            self._address,
            autocommit=True,
            prepare_threshold=None,
            **silence.CLIENT,
            application_name="feedmill queue",
        )
        try:
            await connection.execute(_TELLING)
            await self._install(connection)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def _install(self, connection: psycopg.AsyncConnection) -> None:
        queries = Queries.from_psycopg_connection(connection)
        await connection.execute("SELECT pg_advisory_lock(%s)", (_INSTALLING,))
        try:
            if not await queries.schema_is_installed():
                await queries.install()
                await queries.optimize_autovacuum()
        finally:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (_INSTALLING,))
