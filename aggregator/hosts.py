"""When may a host be asked again? A token bucket for each host, and the gate polls wait at.

The bucket is a value and its algebra pure; the gate awaits, and takes its time from the event loop,
so that a test may run it in simulated time. A bucket is shared by all polls of a process.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from .config import Fetch

_PRUNE_EVERY = 1000  # turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One token every `every` seconds, at most `burst` saved up."""

    every: float
    burst: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """`full_at` is when it will have `burst` tokens again; nothing is given before `opens_at`."""

    full_at: float = 0.0
    opens_at: float = 0.0


def ready_at(bucket: Bucket, pace: Pace, now: float) -> float:
    """The earliest time, not before `now`, at which there is a token."""
    return max(now, bucket.opens_at, bucket.full_at - (pace.burst - 1) * pace.every)


def take(bucket: Bucket, pace: Pace, at: float) -> Bucket:
    """The bucket after a token was taken at `at`, which must not be before `ready_at`."""
    return replace(bucket, full_at=max(bucket.full_at, at) + pace.every)


def close(bucket: Bucket, pace: Pace, until: float) -> Bucket:
    """Closed until then, and opened with a single token: who was told to wait does not burst."""
    opens_at = max(bucket.opens_at, until)
    return Bucket(
        opens_at=opens_at, full_at=max(bucket.full_at, opens_at + (pace.burst - 1) * pace.every)
    )


def host_of(url: str) -> str:
    """What shares a bucket: the host, and its port when it is not the usual one; '' for files."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    return host if port in (None, 80, 443) else f"{host}:{port}"


class Gate:
    """Lets requests through: one at a time to a host, no faster than its bucket, few in all."""

    def __init__(self, fetch: Fetch) -> None:
        self._pace = Pace(every=fetch.host_every.total_seconds(), burst=fetch.host_burst)
        self._slots = asyncio.Semaphore(fetch.concurrency)
        self._hosts: dict[str, _Host] = {}
        self._turns = 0

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait for the host's turn, its token and a free place; hold them for the block."""
        name = host_of(url)
        if not name:  # a file
            async with self._slots:
                yield
            return
        host = self._hosts.setdefault(name, _Host())
        host.users += 1
        try:
            async with host.lock:
                await self._token(host)
                async with self._slots:
                    yield
        finally:
            host.users -= 1
            self._prune()

    async def hop(self, url: str) -> None:
        """Wait for a token of the host a redirect leads to, inside a turn at another."""
        await self._token(self._hosts.setdefault(host_of(url), _Host()))

    def close(self, url: str, wait: timedelta) -> None:
        """The host has asked to be left alone for that long."""
        host = self._hosts.setdefault(host_of(url), _Host())
        host.bucket = close(host.bucket, self._pace, _time() + wait.total_seconds())

    def wait(self, url: str) -> timedelta:
        """How long a request to this host would wait for its bucket if it came now."""
        host = self._hosts.get(host_of(url))
        if host is None:
            return timedelta(0)
        now = _time()
        return timedelta(seconds=ready_at(host.bucket, self._pace, now) - now)

    async def _token(self, host: "_Host") -> None:
        # no event to wait for: it is time that passes, and the bucket may be closed meanwhile
        while (ready := ready_at(host.bucket, self._pace, _time())) > _time():  # noqa: ASYNC110
            await asyncio.sleep(ready - _time())
        host.bucket = take(host.bucket, self._pace, _time())

    def _prune(self) -> None:
        """Forget hosts whose bucket is full again: that is how a new one begins."""
        self._turns += 1
        if self._turns % _PRUNE_EVERY == 0:
            now = _time()
            idle = [
                name
                for name, host in self._hosts.items()
                if not host.users and max(host.bucket.full_at, host.bucket.opens_at) <= now
            ]
            for name in idle:
                del self._hosts[name]


class _Host:
    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.bucket = Bucket()
        self.users = 0


def _time() -> float:
    return asyncio.get_running_loop().time()
