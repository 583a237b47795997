"""Buckets of hosts are held: leased from the store for as long as somebody here needs them.

The same on one machine and on many. What makes it safe is the store's: two processes cannot hold
one bucket, and what is written under a lease that was lost is refused. Here is the other half:
whoever holds a bucket stops asking its hosts well before its lease can be somebody else's.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from .errors import AggregatorError, StoreError
from .hosts import Gate, Pacing, host_of
from .store import Intake, Lease, LeaseLostError, Store, bucket_at

log = structlog.get_logger()

LEASE = 3.0  # times the longest request: renewed each third, and one is left for what is under way
VISIT = 30.0  # seconds after which a visit begins nothing: others may be due for longer
_AGAIN = 0.5  # seconds between two tries to take what another process holds


class BusyError(AggregatorError):
    """Another process holds a bucket for longer than can be waited while holding a first one."""

    def __init__(self, bucket: int) -> None:
        super().__init__(f"bucket {bucket}: another worker is asking its hosts")
        self.bucket = bucket


class Hold:
    """A lease as its process sees it: good until a time by our own clock, which nobody can set.

    That time is counted from before the lease was asked for, and a request's length less than the
    lease: whoever is paused and wakes up finds it over.
    """

    def __init__(
        self, lease: Lease, holdings: "Holdings", *, asked_at: float, lasts: float
    ) -> None:
        self.lease = lease
        self.since = asked_at
        self._holdings = holdings
        self._gate = holdings.gate
        self._loop = asyncio.get_running_loop()
        self._ends = asked_at + lasts
        self._met: set[str] = set()
        self.is_lost = False

    def check(self) -> None:
        """Raise LeaseLostError when it is over."""
        if self.is_over():
            raise LeaseLostError(f"bucket {self.lease.bucket}: the lease is over")

    def is_over(self) -> bool:
        """Whether a request that begins now could outlive the lease."""
        return self.is_lost or self._loop.time() >= self._ends

    def renewed(self, *, asked_at: float, lasts: float) -> None:
        """It was given anew."""
        self._ends = asked_at + lasts

    def has(self, url: str) -> bool:
        """Whether the address's host is one of those that are held."""
        return bucket_at(url) == self.lease.bucket

    def meet(self, url: str) -> None:
        """Before a host is asked: where nobody knows what its last holder did, it waits first."""
        host = host_of(url)
        if host and host not in self._met and self.has(url):
            self._met.add(host)
            if self.lease.is_left:
                self._gate.take_over(url, None, is_left=True)

    def pacing(self, url: str) -> Pacing | None:
        """How soon an address's host may be asked again; None when at will, or not held."""
        return self._gate.pacing(url, self._loop.time()) if self.has(url) else None

    def pacings(self) -> dict[str, Pacing]:
        """The same of each host that was met, where it is not at will."""
        found = {host: self.pacing(f"//{host}") for host in self._met}
        return {host: pacing for host, pacing in found.items() if pacing is not None}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """The turn of an address's host, for the block: also of a host that is not held yet.

        BusyError when that is another process's, LeaseLostError when the time of this lease is
        over.
        """
        async with self._holdings.reaching(url, self) as hold:
            hold.meet(url)
            async with self._gate.turn(url):
                self.check()
                if hold.is_over():
                    raise BusyError(hold.lease.bucket)
                yield


@dataclass(slots=True)
class _Shared:
    """A bucket that somebody here needs, and the hold of it where we have it."""

    lock: asyncio.Lock
    users: int = 0
    hold: Hold | None = None
    renewing: asyncio.Task[None] | None = None


class Holdings:
    """The buckets that one process holds, each under one lease, whoever of it needs them.

    `longest` is how long a request may take, redirects included; `patience` the seconds for which
    the bucket of another host is tried for while one is held: two who wait for each other's must
    not both wait for long.
    """

    def __init__(self, store: Store, gate: Gate, longest: timedelta, *, patience: float) -> None:
        self.gate = gate
        self._store = store
        self._longest = longest.total_seconds()
        self._patience = patience
        self._shared: dict[int, _Shared] = {}

    @asynccontextmanager
    async def holding(self, bucket: int) -> AsyncIterator[Hold | None]:
        """Hold a bucket for the block; None when another process does. StoreError at the taking."""
        shared = self._shared.setdefault(bucket, _Shared(asyncio.Lock()))
        shared.users += 1
        try:
            async with shared.lock:
                if shared.hold is None and (hold := await self._take(bucket)) is not None:
                    shared.hold = hold
                    shared.renewing = asyncio.create_task(self._keep(hold))
            yield shared.hold
        finally:
            shared.users -= 1
            if not shared.users:
                del self._shared[bucket]
                await self._end(shared)

    @asynccontextmanager
    async def reaching(self, url: str, first: Hold) -> AsyncIterator[Hold]:
        """Hold the bucket of an address beside a first one. BusyError when that cannot be had.

        Where one process has the store for itself its gate suffices, and nothing has to be held.
        """
        if first.has(url) or not host_of(url) or not self._store.is_shared:
            yield first
            return
        bucket, loop = bucket_at(url), asyncio.get_running_loop()
        until = loop.time() + self._patience
        while True:
            async with self.holding(bucket) as hold:
                # one who came each time before the last has left would keep the bucket for ever
                if hold is not None and loop.time() - hold.since < VISIT:
                    yield hold
                    return
            if loop.time() >= until:
                raise BusyError(bucket)
            await asyncio.sleep(_AGAIN)

    async def _take(self, bucket: int) -> Hold | None:
        asked_at = asyncio.get_running_loop().time()

        def take(write: Intake) -> tuple[Lease | None, dict[str, Pacing]]:
            lease = write.leases.take(bucket, LEASE * self._longest)
            return lease, write.leases.pacings(bucket) if lease is not None else {}

        taking = asyncio.create_task(asyncio.to_thread(self._store.write, take))
        try:
            lease, pacings = await asyncio.shield(taking)
        except asyncio.CancelledError:  # what is taken all the same is not left behind
            with suppress(StoreError):
                lease, _ = await taking
                if lease is not None:
                    await self._give_back(Hold(lease, self, asked_at=asked_at, lasts=0.0))
            raise
        if lease is None:
            return None
        for host, pacing in pacings.items():
            self.gate.take_over(f"//{host}", pacing, is_left=lease.is_left)
        return Hold(lease, self, asked_at=asked_at, lasts=(LEASE - 1) * self._longest)

    async def _keep(self, hold: Hold) -> None:
        """Renew the lease until it is lost or we are cancelled."""
        while True:
            await asyncio.sleep(self._longest)
            asked_at = asyncio.get_running_loop().time()
            try:
                await asyncio.to_thread(self._renew, hold.lease)
            except LeaseLostError:
                hold.is_lost = True
                return
            except StoreError as error:  # perhaps there is time for another try
                log.error("lease", bucket=hold.lease.bucket, error=str(error))
            else:
                hold.renewed(asked_at=asked_at, lasts=(LEASE - 1) * self._longest)

    def _renew(self, lease: Lease) -> None:
        self._store.write(lambda write: write.leases.renew(lease, LEASE * self._longest))

    async def _end(self, shared: _Shared) -> None:
        if shared.hold is None or shared.renewing is None:
            return
        shared.renewing.cancel()
        await asyncio.gather(shared.renewing, return_exceptions=True)
        await self._give_back(shared.hold)

    async def _give_back(self, hold: Hold) -> None:
        """Also when we are being cancelled: who waits for the bucket need not wait for its end."""
        pacings = hold.pacings()

        def give_back(write: Intake) -> None:
            write.leases.give_back(hold.lease)
            for host, pacing in pacings.items():
                write.leases.put_pacing(host, pacing)

        try:
            await asyncio.to_thread(self._store.write, give_back)
        except LeaseLostError:
            return
        except StoreError as error:
            log.error("lease", bucket=hold.lease.bucket, error=str(error))
