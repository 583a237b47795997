"""A bucket of hosts is visited: taken under a lease, its due sources polled, given back.

The same on one machine and on many.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from .errors import StoreError
from .holding import VISIT, Hold, Holdings
from .hosts import host_of
from .model import Source, SourceId
from .pipeline import Outside, poll
from .placing import Rules
from .store import LeaseLostError

log = structlog.get_logger()

Subscribe = Callable[[Source, Outside, Rules, datetime], Awaitable[None]]

_SIDE_BY_SIDE = 4  # polls of one host that wait at the gate: the store remembers the others
_LOOK = 5000  # due sources of a bucket looked at in one visit
_PATIENCE = 5.0  # seconds for a host that another process asks, while one is held
_AGAIN = 1.0  # seconds between two looks at what is due, in one visit
_SLOW = 5.0  # seconds of a poll that is not begun again in the same visit
_NEWS_EVERY = 10.0  # seconds between two looks for sources that we have never heard of


@dataclass(frozen=True, slots=True)
class _Poll:
    """A poll under way; `began` by the event loop's clock."""

    source: SourceId
    host: str
    began: float


@dataclass(slots=True, kw_only=True)
class _Desk:
    """One visit's work: what waits, what is under way, and what has shown itself to be slow."""

    outside: Outside
    until: float
    waiting: Sequence[tuple[Source, str]] = ()
    running: dict[asyncio.Task[None], _Poll] = field(default_factory=dict)
    slow: set[SourceId] = field(default_factory=set)
    quick: set[SourceId] = field(default_factory=set)

    @property
    def at_work(self) -> frozenset[SourceId]:
        return frozenset(poll.source for poll in self.running.values())

    def is_open(self, now: float) -> bool:
        """Whether polls may begin: in the time of a visit, and while one outlasts it that is slow
        or was not yet quick. Those that were keep no visit open: it would have no end."""
        return now < self.until or any(
            poll.source not in self.quick or now - poll.began > _SLOW
            for poll in self.running.values()
        )

    def next_ones(self, now: float) -> list[tuple[Source, str]]:
        """The sources to begin with now, and their hosts; they wait no more.

        One that was slow is left for another visit, and after the time of this one only those that
        were quick in it go on, so that its end is near.
        """
        beginning: list[tuple[Source, str]] = []
        staying: list[tuple[Source, str]] = []
        hosts = Counter(poll.host for poll in self.running.values())
        is_late, is_open = now >= self.until, self.is_open(now)
        for source, url in self.waiting:
            host = host_of(url) or url
            may_begin = is_open and (source.id in self.quick or not is_late)
            if not may_begin or hosts[host] >= _SIDE_BY_SIDE or not self._has_room(url):
                staying.append((source, url))
            elif source.id not in self.slow:
                hosts[host] += 1
                beginning.append((source, host))
        self.waiting = staying
        return beginning

    def _has_room(self, url: str) -> bool:
        if self.outside.permit is not None:
            self.outside.permit.meet(url)
        return self.outside.gate.has_room(url)

    def clear(self, done: Iterable[asyncio.Task[None]], now: float) -> None:
        """Take the ended polls off; what the first one raised ends the visit."""
        self.slow |= {p.source for p in self.running.values() if now - p.began > _SLOW}
        for task in done:
            self.quick.add(self.running.pop(task).source)
            task.result()
        self.quick -= self.slow


class Rounds:
    """Visits buckets for as long as it is wanted.

    `rules` may be replaced while it runs: polls that have begun finish under the old ones.
    """

    def __init__(
        self,
        outside: Outside,
        rules: Rules,
        refresh: Callable[[], Rules],
        subscribe: Subscribe,
        clock: Callable[[], datetime],
    ) -> None:
        self.rules = rules
        self._outside = outside
        self._holdings = Holdings(
            outside.store, outside.gate, rules.config.fetch.timeout, patience=_PATIENCE
        )
        self._refresh = refresh  # re-adopts sources after a followed list changed
        self._subscribe = subscribe  # asks a source's hub to push, where that is due
        self._clock = clock
        self._visits: dict[int, asyncio.Task[None]] = {}
        self._refreshed_at = -_NEWS_EVERY

    def begin(self, buckets: Iterable[int]) -> None:
        """Visit these buckets, each once at a time."""
        for bucket in buckets:
            if bucket not in self._visits:
                self._visits[bucket] = asyncio.create_task(self._visit(bucket))

    async def visit(self, bucket: int) -> None:
        """Visit one bucket, and wait until that is over."""
        self.begin((bucket,))
        await asyncio.wait((self._visits[bucket],))

    async def stop(self) -> None:
        """Cut off the visits (a poll is one transaction: all or nothing); leases are given back."""
        visits = list(self._visits.values())
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)

    async def _visit(self, bucket: int) -> None:
        try:
            await self._visit_alone(bucket)
        finally:
            del self._visits[bucket]

    async def _visit_alone(self, bucket: int) -> None:
        try:
            async with self._holdings.holding(bucket) as hold:
                if hold is not None:
                    await self._poll_due(hold)
        except LeaseLostError as error:
            log.warning("visit", bucket=bucket, error=str(error))
        except StoreError as error:
            log.error("visit", bucket=bucket, error=str(error))

    # ---- what is due -------------------------------------------------------------------------

    async def _poll_due(self, hold: Hold) -> None:
        """Poll what is due, and what comes due meanwhile, until nothing is or the visit is over.

        One slow source holds nobody up: the others go on beside it.
        """
        loop = asyncio.get_running_loop()
        desk = _Desk(outside=replace(self._outside, permit=hold), until=loop.time() + VISIT)
        look_at = loop.time()
        try:
            while True:
                if look_at <= (began := loop.time()) and desk.is_open(began):
                    busy = desk.at_work
                    found = await self._due(hold)
                    desk.waiting = [one for one in found if one[0].id not in busy]
                    look_at = loop.time() + max(_AGAIN, loop.time() - began)
                for source, host in desk.next_ones(loop.time()):
                    desk.running[asyncio.create_task(self._poll(source, desk.outside))] = _Poll(
                        source.id, host, loop.time()
                    )
                if not desk.running:
                    return
                done, _ = await asyncio.wait(
                    desk.running, timeout=_AGAIN, return_when=asyncio.FIRST_COMPLETED
                )
                desk.clear(done, loop.time())
        finally:
            for task in desk.running:
                task.cancel()
            await asyncio.gather(*desk.running, return_exceptions=True)

    async def _due(self, hold: Hold) -> Sequence[tuple[Source, str]]:
        bucket, now, store = hold.lease.bucket, self._clock(), self._outside.store

        def look() -> tuple[tuple[SourceId, str], ...]:
            with store.reading() as read:
                return read.due_in(bucket, now, _LOOK)

        return tuple(await self._known(await asyncio.to_thread(look)))

    async def _known(self, due: Sequence[tuple[SourceId, str]]) -> Iterator[tuple[Source, str]]:
        """These sources with their addresses; one that another machine adopted is looked up."""
        now = asyncio.get_running_loop().time()
        is_news = any(number not in self.rules.sources for number, _ in due)
        if is_news and now - self._refreshed_at > _NEWS_EVERY:
            self._refreshed_at = now
            self.rules = await asyncio.to_thread(self._refresh)
        sources = self.rules.sources
        return ((sources[number], url) for number, url in due if number in sources)

    async def _poll(self, source: Source, outside: Outside) -> None:
        try:
            polled = await poll(
                source,
                outside,
                self.rules,
                now=self._clock(),
                jitter=random.random(),  # noqa: S311 - spreads polls, guards nothing
            )
            if source.kind == "opml" and polled.outcome == "read":
                self.rules = await asyncio.to_thread(self._refresh)
            elif polled.outcome in ("read", "unchanged"):
                await self._subscribe(source, outside, self.rules, self._clock())
        except LeaseLostError:
            raise
        except StoreError as error:
            log.error("poll", source=source.id, error=str(error))
