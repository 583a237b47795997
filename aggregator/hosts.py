"""When may a host be asked again? A token bucket for each host, and the gate polls wait at.

The bucket is a value and its algebra pure; the gate awaits, and takes its time from the event loop,
so that a test may run it in simulated time. A gate is shared by all polls of a process.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from .addresses import is_opened, parse_opening
from .config import Fetch
from .errors import FetchError

_PATIENCE = 30.0  # seconds a poll waits for a closed host before it gives up for now
_MOST_WAITING = 10  # polls that may wait for one host, so that others find room
_PRUNE_EVERY = 1000  # turns
_OWN_QUICKER = 10  # times: an address the operator has opened is not a stranger's
_OWN_LAPSE = 0.5  # seconds after which the next poll need not wait for a slow answer there


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
    nearly_empty = opens_at + (pace.burst - 1) * pace.every
    return Bucket(opens_at=opens_at, full_at=max(bucket.full_at, nearly_empty))


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
    """Lets polls through: one at a time to a host, no faster than its bucket, few in all.

    A host that is an address out of `allow_networks` is the operator's own: it is asked ten times
    as fast, and a slow answer there does not hold up the next poll for long.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._every = fetch.host_every.total_seconds()
        self._burst = fetch.host_burst
        self._openings = tuple(map(parse_opening, fetch.allow_networks))
        self._slots = asyncio.Semaphore(fetch.concurrency)
        self._hosts: dict[str, _Host] = {}
        self._turns = 0

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait for the host's turn, its token and a free place; hold them for the block.

        Raises FetchError, kind "throttled", when the host has asked to be left alone for long.
        """
        if not host_of(url):  # a file
            async with self._slots:
                yield
            return
        host = self._host(url)
        host.users += 1
        try:
            release = await host.enter()
            try:
                await self._token(host, url)
                async with self._slots:
                    host.let_lapse(release)
                    yield
            finally:
                release()
        finally:
            host.users -= 1
            self._prune()

    async def hop(self, url: str) -> None:
        """Wait for a token of the host a redirect leads to, inside a turn at another."""
        await self._token(self._host(url), url)

    def close(self, url: str, wait: timedelta) -> None:
        """The host has asked to be left alone for that long."""
        host = self._host(url)
        host.bucket = close(host.bucket, host.pace, _time() + wait.total_seconds())

    def has_room(self, url: str) -> bool:
        """Whether a poll that comes now would get its turn soon: if not, leave it due."""
        host = self._hosts.get(host_of(url))
        if host is None:
            return True
        return host.users < _MOST_WAITING and host.bucket.opens_at <= _time() + 1

    async def _token(self, host: "_Host", url: str) -> None:
        # looked at again after each sleep: the bucket may have been closed meanwhile
        while (ready := ready_at(host.bucket, host.pace, _time())) > _time():
            if (closed := host.bucket.opens_at - _time()) > _PATIENCE:
                raise FetchError(
                    f"{host_of(url)}: asked to be left alone for another {closed:.0f} s",
                    kind="throttled",
                    retry_after=timedelta(seconds=closed),
                )
            await asyncio.sleep(ready - _time())
        host.bucket = take(host.bucket, host.pace, _time())

    def _host(self, url: str) -> "_Host":
        name = host_of(url)
        if name not in self._hosts:
            own = self._is_own(url)
            pace = Pace(every=self._every / (_OWN_QUICKER if own else 1), burst=self._burst)
            self._hosts[name] = _Host(pace, _OWN_LAPSE if own else None)
        return self._hosts[name]

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        try:
            address = ip_address(parts.hostname or "")
        except ValueError:
            return False
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return is_opened(address, port, self._openings)

    def _prune(self) -> None:
        """Forget hosts whose bucket is full again: that is how a new one begins."""
        self._turns += 1
        if self._turns % _PRUNE_EVERY == 0:
            now = _time()
            for name, host in tuple(self._hosts.items()):
                if not host.users and max(host.bucket.full_at, host.bucket.opens_at) <= now:
                    del self._hosts[name]


class _Host:
    def __init__(self, pace: Pace, lapse: float | None) -> None:
        self.pace = pace
        self.bucket = Bucket()
        self.users = 0
        self._lock = asyncio.Lock()
        self._lapse = lapse

    async def enter(self) -> Callable[[], None]:
        """Wait until nobody else is at this host; what is returned lets the next one in, once."""
        await self._lock.acquire()
        is_held = True

        def release() -> None:
            nonlocal is_held
            if is_held:
                is_held = False
                self._lock.release()

        return release

    def let_lapse(self, release: Callable[[], None]) -> None:
        """From now on the answer is waited for, and on an own host not for ever."""
        if self._lapse is not None:
            asyncio.get_running_loop().call_later(self._lapse, release)


def _time() -> float:
    return asyncio.get_running_loop().time()
