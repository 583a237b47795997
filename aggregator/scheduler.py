"""When things happen: one APScheduler heartbeat asks the store what is due, and polls it.

The store owns the due times, so a restart polls nothing that is not due. The heartbeat is one job
whatever the number of sources (libraries.md: 100,000 jobs cost 89 MB, one heartbeat 5 MB).
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from .errors import StoreError
from .hosts import host_of
from .model import Source, SourceId
from .pipeline import Outside, poll
from .placing import Rules
from .store import Store

log = structlog.get_logger()

Subscribe = Callable[[Source, Outside, Rules, datetime], Awaitable[None]]

_HEARTBEAT = timedelta(seconds=1)
_QUEUE = 4  # polls that may wait for one host: the store remembers the others
_LOOK = 5000  # due sources looked at in one heartbeat


def clock() -> datetime:
    """The time, in whole seconds as all stored times are."""
    return datetime.now(UTC).replace(microsecond=0)


class Schedule:
    """Polls due sources for as long as it runs.

    How many at once, and how fast on one host, is the gate's business; a source whose host has no
    room stays due. `rules` may be replaced while it runs: polls that have begun finish
    under the old ones.
    """

    def __init__(
        self, outside: Outside, rules: Rules, refresh: Callable[[], Rules], subscribe: Subscribe
    ) -> None:
        self.rules = rules
        self._subscribe = subscribe  # asks a source's hub to push, where that is due
        self._outside = outside
        self._refresh = refresh  # re-adopts sources after a followed list changed
        self._running: dict[SourceId, asyncio.Task[None]] = {}
        self._hosts: Counter[str] = Counter()  # polls under way or waiting at the gate
        self._timer = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin; must be called inside a running event loop."""
        self._timer.add_job(
            self.tick,
            "interval",
            seconds=_HEARTBEAT.total_seconds(),
            id="heartbeat",
            next_run_time=clock(),
            misfire_grace_time=None,  # APScheduler's default would skip a beat that came late
            coalesce=True,
            max_instances=1,
        )
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
        """One heartbeat: start a poll of each due source whose host has room; others stay due."""
        try:
            due = await asyncio.to_thread(_due, self._outside.store, clock())
        except StoreError as error:
            log.error("heartbeat", error=str(error))
            return
        for number in due:
            source = self.rules.sources.get(number)
            if source is None or number in self._running:
                continue
            host = host_of(source.url)
            if not host or (self._hosts[host] < _QUEUE and self._outside.gate.has_room(source.url)):
                self._hosts[host] += 1
                self._running[number] = asyncio.create_task(self._poll(source))

    async def _poll(self, source: Source) -> None:
        try:
            polled = await poll(
                source,
                self._outside,
                self.rules,
                now=clock(),
                jitter=random.random(),  # noqa: S311 - spreads polls, guards nothing
            )
            if source.kind == "opml" and polled.outcome == "read":
                self.rules = await asyncio.to_thread(self._refresh)
            elif polled.outcome != "failed":
                await self._subscribe(source, self._outside, self.rules, clock())
        except StoreError as error:
            log.error("poll", source=source.id, error=str(error))
        finally:
            del self._running[source.id]
            self._hosts[host_of(source.url)] -= 1


def _due(store: Store, now: datetime) -> tuple[SourceId, ...]:
    return store.write(lambda write: write.due(now, _LOOK))
