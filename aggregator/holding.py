"""A bucket of hosts is held: leased from the store for as long as a block lasts, and renewed.

The same on one machine and on many. What makes it safe is the store's: two cannot hold one bucket,
and what is written under a lease that was lost is refused. Here is the other half: whoever holds a
bucket stops asking its hosts well before its lease can have been given to somebody else.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from .errors import StoreError
from .hosts import Gate, Pacing
from .pipeline import Outside
from .store import Intake, Lease, LeaseLostError, Store

log = structlog.get_logger()

LEASE = 3.0  # times the longest request: renewed each third, and one is left for what is under way


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


@asynccontextmanager
async def holding(bucket: int, outside: Outside, longest: timedelta) -> AsyncIterator[Hold | None]:
    """Hold a bucket for the block; None when somebody else does. Raises StoreError at the taking.

    `longest` is how long a request may take, redirects included.
    """
    hold = await _take(bucket, outside, longest.total_seconds())
    if hold is None:
        yield None
        return
    renewing = asyncio.create_task(_keep(hold, outside.store, longest.total_seconds()))
    try:
        yield hold
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await _give_back(hold.lease, outside.store)


async def _take(bucket: int, outside: Outside, longest: float) -> Hold | None:
    asked_at = asyncio.get_running_loop().time()

    def take(write: Intake) -> tuple[Lease | None, dict[str, Pacing]]:
        lease = write.leases.take(bucket, LEASE * longest)
        return lease, write.leases.pacings(bucket) if lease is not None else {}

    lease, pacings = await asyncio.to_thread(outside.store.write, take)
    if lease is None:
        return None
    for host, pacing in pacings.items():
        outside.gate.take_over(f"//{host}", pacing, is_left=lease.is_left)
    return Hold(lease, outside.gate, asked_at=asked_at, lasts=(LEASE - 1) * longest)


async def _keep(hold: Hold, store: Store, longest: float) -> None:
    """Renew the lease until it is lost or we are cancelled."""
    while True:
        await asyncio.sleep(longest)
        asked_at = asyncio.get_running_loop().time()
        try:
            await asyncio.to_thread(_renew, hold.lease, LEASE * longest, store)
        except LeaseLostError:
            hold.is_lost = True
            return
        except StoreError as error:  # perhaps there is time for another try
            log.error("lease", bucket=hold.lease.bucket, error=str(error))
        else:
            hold.renewed(asked_at=asked_at, lasts=(LEASE - 1) * longest)


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
