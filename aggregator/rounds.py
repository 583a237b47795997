"""A bucket of hosts is visited: taken under a lease, its due sources polled, given back.

The same on one machine and on many. What makes it safe is the store's: two workers cannot hold one
bucket, and what a worker writes after it has lost its lease is refused. Here is the other half: a
worker stops asking hosts well before its lease can have been given to somebody else.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from .errors import StoreError
from .hosts import Gate, Pacing, host_of
from .model import Source, SourceId
from .pipeline import Outside, poll
from .placing import Rules
from .store import Intake, Lease, LeaseLostError, Store

log = structlog.get_logger()

Subscribe = Callable[[Source, Outside, Rules, datetime], Awaitable[None]]

LEASE = 3.0  # times the longest request: renewed each third, and one is left for what is under way
_SIDE_BY_SIDE = 4  # polls of one host that wait at the gate: the store remembers the others
_LOOK = 5000  # due sources of a bucket looked at in one visit
_VISIT = 30.0  # seconds after which no poll is begun: others may be due for longer
_AGAIN = 1.0  # seconds between two looks at what is due, in one visit
_SLOW = 5.0  # seconds of a poll that is not begun again in the same visit
_NEWS_EVERY = 10.0  # seconds between two looks for sources that we have never heard of


class Hold:
    """A lease as its worker sees it: good until a time by our own clock, which nobody can set.

    That time is counted from before the lease was asked for, and a request's length less than the
    lease: whoever is paused and wakes up finds it over.
    """

    def __init__(self, lease: Lease, gate: Gate, *, asked_at: float, lasts: float) -> None:
        self.lease = lease
        self._gate = gate
        self._loop = asyncio.get_running_loop()
        self._ends = asked_at + lasts
        self.is_lost = False

    def check(self) -> None:
        """Raise LeaseLostError when a request that begins now could outlive the lease."""
        if self.is_lost or self._loop.time() >= self._ends:
            raise LeaseLostError(f"bucket {self.lease.bucket}: the lease is over")

    def renewed(self, *, asked_at: float, lasts: float) -> None:
        """It was given anew."""
        self._ends = asked_at + lasts

    def pacing(self, url: str) -> Pacing | None:
        """How soon the address's host may be asked again."""
        return self._gate.pacing(url, self._loop.time())


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
    asked: set[str] = field(default_factory=set)

    @property
    def at_work(self) -> frozenset[SourceId]:
        return frozenset(poll.source for poll in self.running.values())

    def is_open(self, now: float) -> bool:
        """Whether polls may begin: in the time of a visit, and while a slow one outlasts it."""
        return now < self.until or any(now - p.began > _SLOW for p in self.running.values())

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
            if not may_begin or hosts[host] >= _SIDE_BY_SIDE or not self._has_room(host, url):
                staying.append((source, url))
            elif source.id not in self.slow:
                hosts[host] += 1
                beginning.append((source, host))
        self.waiting = staying
        return beginning

    def _has_room(self, host: str, url: str) -> bool:
        permit = self.outside.permit
        if isinstance(permit, Hold) and permit.lease.is_left and host not in self.asked:
            self.outside.gate.take_over(url, None, is_left=True)
        self.asked.add(host)
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
            hold = await self._take(bucket)
        except StoreError as error:
            log.error("visit", bucket=bucket, error=str(error))
            return
        if hold is None:
            return
        renewing = asyncio.create_task(self._keep(hold))
        try:
            await self._poll_due(hold)
        except LeaseLostError as error:
            log.warning("visit", bucket=bucket, error=str(error))
        except StoreError as error:
            log.error("visit", bucket=bucket, error=str(error))
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            await _give_back(hold.lease, self._outside.store)

    # ---- the lease ---------------------------------------------------------------------------

    @property
    def _longest(self) -> float:
        """Seconds that a request may take, redirects included."""
        return self.rules.config.fetch.timeout.total_seconds()

    @property
    def _lease(self) -> float:
        return LEASE * self._longest

    async def _take(self, bucket: int) -> Hold | None:
        outside, asked_at = self._outside, asyncio.get_running_loop().time()

        def take(write: Intake) -> tuple[Lease | None, dict[str, Pacing]]:
            lease = write.leases.take(bucket, self._lease)
            return lease, write.leases.pacings(bucket) if lease is not None else {}

        lease, pacings = await asyncio.to_thread(outside.store.write, take)
        if lease is None:
            return None
        for host, pacing in pacings.items():
            outside.gate.take_over(f"//{host}", pacing, is_left=lease.is_left)
        lasts = self._lease - self._longest
        return Hold(lease, outside.gate, asked_at=asked_at, lasts=lasts)

    async def _keep(self, hold: Hold) -> None:
        """Renew the lease until it is lost or we are cancelled."""
        while True:
            await asyncio.sleep(self._longest)
            asked_at = asyncio.get_running_loop().time()
            try:
                await asyncio.to_thread(_renew, hold.lease, self._lease, self._outside.store)
            except LeaseLostError:
                hold.is_lost = True
                return
            except StoreError as error:  # perhaps there is time for another try
                log.error("lease", bucket=hold.lease.bucket, error=str(error))
            else:
                hold.renewed(asked_at=asked_at, lasts=self._lease - self._longest)

    # ---- what is due -------------------------------------------------------------------------

    async def _poll_due(self, hold: Hold) -> None:
        """Poll what is due, and what comes due meanwhile, until nothing is or the visit is over.

        One slow source holds nobody up: the others go on beside it.
        """
        loop = asyncio.get_running_loop()
        desk = _Desk(outside=replace(self._outside, permit=hold), until=loop.time() + _VISIT)
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
            elif polled.outcome != "failed":
                await self._subscribe(source, outside, self.rules, self._clock())
        except LeaseLostError:
            raise
        except StoreError as error:
            log.error("poll", source=source.id, error=str(error))


def _renew(lease: Lease, seconds: float, store: Store) -> None:
    store.write(lambda write: write.leases.renew(lease, seconds))


async def _give_back(lease: Lease, store: Store) -> None:
    """Also when we are being cancelled: who waits for the bucket need not wait for its end."""
    try:
        await asyncio.to_thread(store.write, lambda write: write.leases.give_back(lease))
    except LeaseLostError:
        return
    except StoreError as error:
        log.error("lease", bucket=lease.bucket, error=str(error))
