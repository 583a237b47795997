"""When things happen: one APScheduler heartbeat asks the store what is due, and has it polled.

The store owns the due times, so a restart polls nothing that is not due. The heartbeat is one job
whatever the number of sources (libraries.md: 100,000 jobs cost 89 MB, one heartbeat 5 MB).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from .errors import StoreError
from .store import Intake, Lease, LeaseLostError, Store

log = structlog.get_logger()

Offer = Callable[[Sequence[int]], Awaitable[None]]
"""Tells that buckets have something due. A hint, that may be repeated, and lost: it comes again."""

HEARTBEAT = timedelta(seconds=1)
_LISTENING = timedelta(seconds=5)
_LOOK = 2000  # buckets offered in one heartbeat
_LEADING = 10.0  # seconds that others wait for a scheduler that fell silent


def clock() -> datetime:
    """The time, in whole seconds as all stored times are."""
    return datetime.now(UTC).replace(microsecond=0)


class Role:
    """What only one of several processes does at a time: whoever holds the lease of that number.

    Where the store is of one machine nobody else is there, and nothing has to be asked.
    """

    def __init__(self, store: Store, number: int) -> None:
        self._store = store
        self._number = number
        self._lease: Lease | None = None

    def is_mine(self) -> bool:
        """Take or renew it; whether we have it now. Raises StoreError."""
        if not self._store.is_shared:
            return True
        try:
            self._lease = self._store.write(self._taken)
        except LeaseLostError:
            self._lease = None
        return self._lease is not None

    def give_back(self) -> None:
        """Let another process have it at once. Raises StoreError."""
        lease, self._lease = self._lease, None
        if lease is not None:
            try:
                self._store.write(lambda write: write.leases.give_back(lease))
            except LeaseLostError:
                return

    def _taken(self, write: Intake) -> Lease | None:
        if self._lease is None:
            return write.leases.take(self._number, _LEADING)
        write.leases.renew(self._lease, _LEADING)
        return self._lease


SCHEDULER, HUB = -1, -2  # the numbers of roles, beside those of buckets


class Schedule:
    """Offers the buckets that have something due, for as long as it runs.

    `is_for_all`: to all workers, and only while no other scheduler does; else to our own process.
    Then it also sees to it that no process which has fallen silent holds up the others.
    """

    def __init__(self, store: Store, offer: Offer, *, is_for_all: bool) -> None:
        self._store = store
        self._offer = offer
        self._role = Role(store, SCHEDULER) if is_for_all else None
        self._timer = AsyncIOScheduler(timezone=UTC)
        self._apart = ThreadPoolExecutor(1)  # all other threads may be those that are held up

    def start(self) -> None:
        """Begin; must be called inside a running event loop."""
        self._timer.add_job(
            self.tick,
            "interval",
            seconds=HEARTBEAT.total_seconds(),
            id="heartbeat",
            next_run_time=clock(),
            misfire_grace_time=None,  # APScheduler's default would skip a beat that came late
            coalesce=True,
            max_instances=1,
        )
        if self._role is not None:
            self._timer.add_job(
                self._end_silent,
                "interval",
                seconds=_LISTENING.total_seconds(),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        self._timer.start()

    async def stop(self) -> None:
        """No new offers; another scheduler may take over at once."""
        if self._timer.running:
            self._timer.shutdown(wait=False)
        self._apart.shutdown(wait=False)
        if self._role is None:
            return
        try:
            await asyncio.to_thread(self._role.give_back)
        except StoreError as error:
            log.error("heartbeat", error=str(error))

    async def tick(self) -> None:
        """One heartbeat: offer each bucket that has something due and that nobody is at."""
        try:
            if due := await asyncio.to_thread(self._due, clock()):
                await self._offer(due)
        except StoreError as error:
            log.error("heartbeat", error=str(error))

    async def _end_silent(self) -> None:
        try:
            loop = asyncio.get_running_loop()
            if count := await loop.run_in_executor(self._apart, self._store.end_silent):
                log.warning("silence", transactions=count)
        except StoreError as error:
            log.error("silence", error=str(error))

    def _due(self, now: datetime) -> tuple[int, ...]:
        if self._role is not None and not self._role.is_mine():
            return ()
        with self._store.reading() as read:
            return read.due_buckets(now, _LOOK)
