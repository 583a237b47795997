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

from .cadence import defer
from .errors import StoreError
from .hosts import host_of
from .model import Source, SourceId
from .pipeline import Outside, poll
from .placing import Rules
from .store import Store

log = structlog.get_logger()

Subscribe = Callable[[Source, Outside, Rules, datetime], Awaitable[None]]

_HEARTBEAT = timedelta(seconds=1)
_PATIENCE = timedelta(seconds=10)  # a poll that would wait longer for its host is put off instead
_LOOK = 1000  # due sources looked at in one heartbeat


def clock() -> datetime:
    """The time, in whole seconds as all stored times are."""
    return datetime.now(UTC).replace(microsecond=0)


class Schedule:
    """Polls due sources for as long as it runs.

    How many at once, and how fast on one host, is the gate's business; what would only wait there
    is put off in the store. `rules` may be replaced while it runs: polls that have begun finish
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
        self._hosts: Counter[str] = Counter()  # polls under way, by host
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
        """One heartbeat: start a poll for each due source whose host has room, put off the rest."""
        now = clock()
        try:
            due = await asyncio.to_thread(_due, self._outside.store, now)
        except StoreError as error:
            log.error("heartbeat", error=str(error))
            return
        put_off: list[tuple[SourceId, datetime]] = []
        for number in due:
            source = self.rules.sources.get(number)
            if source is None or number in self._running:
                continue
            wait = self._wait(source)
            if wait > _PATIENCE:
                put_off.append((number, now + wait))
                self._hosts[host_of(source.url)] += 1  # the next one goes behind it
            else:
                self._begin(source)
        for number, _ in put_off:
            self._hosts[host_of(self.rules.sources[number].url)] -= 1
        if put_off:
            await asyncio.to_thread(_put_off, self._outside.store, put_off)

    def _wait(self, source: Source) -> timedelta:
        """How long its host would keep a poll waiting behind those already under way."""
        fetch = self.rules.config.fetch
        behind = max(0, self._hosts[host_of(source.url)] - fetch.host_burst)
        return self._outside.gate.wait(source.url) + behind * fetch.host_every

    def _begin(self, source: Source) -> None:
        self._hosts[host_of(source.url)] += 1
        self._running[source.id] = asyncio.create_task(self._poll(source))

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
    with store.writing() as write:
        return write.due(now, _LOOK)


def _put_off(store: Store, later: list[tuple[SourceId, datetime]]) -> None:
    with store.writing() as write:
        for number, until in later:
            state = write.poll_state(number)
            write.put_poll_state(defer(state, until, random.random()))  # noqa: S311 - as above
