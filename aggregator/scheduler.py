"""When things happen: one APScheduler heartbeat asks the store what is due, and polls it.

The store owns the due times, so a restart polls nothing that is not due. The heartbeat is one job
whatever the number of sources (libraries.md: 100,000 jobs cost 89 MB, one heartbeat 5 MB).
"""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from .errors import StoreError
from .model import Source, SourceId
from .pipeline import Outside, Polled, poll
from .placing import Rules
from .store import Store

log = structlog.get_logger()

_HEARTBEAT = timedelta(seconds=1)


def clock() -> datetime:
    """The time, in whole seconds as all stored times are."""
    return datetime.now(UTC).replace(microsecond=0)


class Schedule:
    """Polls due sources for as long as it runs; at most `fetch.concurrency` at once.

    `rules` may be replaced while it runs: polls that have begun finish under the old ones.
    """

    def __init__(self, outside: Outside, rules: Rules, refresh: Callable[[], Rules]) -> None:
        self.rules = rules
        self._outside = outside
        self._refresh = refresh  # re-adopts sources after a followed list changed
        self._running: dict[SourceId, asyncio.Task[None]] = {}
        self._timer = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin; must be called inside a running event loop."""
        self._timer.add_job(
            self.tick, "interval", seconds=_HEARTBEAT.total_seconds(), id="heartbeat",
            next_run_time=clock(), misfire_grace_time=None, coalesce=True, max_instances=1,
        )  # fmt: skip
        self._timer.start()

    async def stop(self) -> None:
        """No new polls; those under way are cut off (a poll is one transaction: all or nothing)."""
        if self._timer.running:
            self._timer.shutdown(wait=False)
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def tick(self) -> None:
        """One heartbeat: start a poll for each due source that there is room for."""
        room = self.rules.config.fetch.concurrency - len(self._running)
        if room <= 0:
            return
        try:
            due = await asyncio.to_thread(_due, self._outside.store, room + len(self._running))
        except StoreError as error:
            log.error("heartbeat", error=str(error))
            return
        for number in due:
            source = self.rules.sources.get(number)
            if source is None or number in self._running or room <= 0:
                continue
            room -= 1
            task = asyncio.create_task(self._poll(source))
            self._running[number] = task

    async def _poll(self, source: Source) -> None:
        try:
            polled: Polled = await poll(
                source, self._outside, self.rules, now=clock(),
                jitter=random.random(),  # noqa: S311 - spreads polls, guards nothing
            )  # fmt: skip
            if source.kind == "opml" and polled.outcome == "read":
                self.rules = await asyncio.to_thread(self._refresh)
        except StoreError as error:
            log.error("poll", source=source.id, error=str(error))
        finally:
            del self._running[source.id]


def _due(store: Store, limit: int) -> tuple[SourceId, ...]:
    with store.writing() as write:
        return write.due(clock(), limit)
