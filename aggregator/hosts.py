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
_LONGEST_CLOSED = 3600.0  # seconds: one source of a host must not silence the others for a day
_MOST_SLOWED = 512.0  # times the usual pace
_RECOVERY = 0.98  # of the pace, with every turn that goes well
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


def rescale(bucket: Bucket, ratio: float, now: float) -> Bucket:
    """The same tokens at another pace: `ratio` of the new `every` to the old."""
    start = max(now, bucket.opens_at)
    return replace(bucket, full_at=start + max(0.0, bucket.full_at - start) * ratio)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """How far a host's bucket is, in seconds from now, and its present pace: to be passed on."""

    full_in: float
    opens_in: float
    every: float


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
    as fast, is never closed as a whole, and a slow answer there does not hold up the next poll for
    long.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._pause = fetch.pause
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

    def close(self, url: str, wait: timedelta, *, was_refused: bool = False) -> None:
        """The host has asked to be left alone for that long; at most an hour holds for all of it.

        `was_refused`: it did so by a refusal (429), so that the pace was too fast as well. It is
        halved, and recovers slowly: that is how the limits of hosts are found that do not tell.
        """
        host = self._host(url)
        if host.is_own:
            return
        if was_refused:
            host.slow_down(_time())
        until = _time() + min(wait.total_seconds(), _LONGEST_CLOSED)
        host.bucket = close(host.bucket, host.pace, until)

    def pacing(self, url: str, now: float) -> Pacing | None:
        """How soon the host may be asked again, by the event loop's time; None when at will."""
        host = self._hosts.get(host_of(url))
        if host is None or (not host.users and host.is_idle(now)):
            return None
        return Pacing(
            full_in=host.bucket.full_at - now,
            opens_in=host.bucket.opens_at - now,
            every=host.pace.every,
        )

    def take_over(self, url: str, pacing: Pacing | None, *, is_left: bool) -> None:
        """Go on where another worker ended; the slower of what it and we know holds.

        `is_left`: nobody knows what it did last, so that the first request waits a whole turn.
        """
        host, now = self._host(url), _time()
        full_at, opens_at = host.bucket.full_at, host.bucket.opens_at
        if pacing is not None:
            host.set_pace(max(host.pace.every, pacing.every), now)
            full_at = max(host.bucket.full_at, now + pacing.full_in)
            opens_at = max(opens_at, now + pacing.opens_in) if pacing.opens_in > 0 else opens_at
        if is_left:
            full_at = max(full_at, now + host.pace.burst * host.pace.every)
        host.bucket = Bucket(full_at=full_at, opens_at=opens_at)

    def has_room(self, url: str) -> bool:
        """Whether a poll that comes now would get its turn soon: if not, leave it due."""
        host = self._hosts.get(host_of(url))
        if host is None:
            return True
        most = 1 if host.is_sensitive(_time()) else _MOST_WAITING
        return host.users < most and ready_at(host.bucket, host.pace, _time()) <= _time() + 1

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
        host.recover(_time())

    def _host(self, url: str) -> "_Host":
        name = host_of(url)
        if name not in self._hosts:
            is_own = self._is_own(url)
            usual = self._pause(name).total_seconds()
            every = usual / _OWN_QUICKER if is_own else usual
            self._hosts[name] = _Host(Pace(every=every, burst=self._burst), is_own=is_own)
        return self._hosts[name]

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        name = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
        try:
            address = ip_address(name)
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
                if host.is_idle(now):
                    del self._hosts[name]


class _Host:
    def __init__(self, pace: Pace, *, is_own: bool) -> None:
        self.pace = pace
        self.bucket = Bucket()
        self.users = 0
        self.is_own = is_own
        self._usual = pace
        self._lock = asyncio.Lock()

    def slow_down(self, now: float) -> None:
        self.set_pace(min(self.pace.every * 2, self._usual.every * _MOST_SLOWED), now)

    def recover(self, now: float) -> None:
        self.set_pace(max(self.pace.every * _RECOVERY, self._usual.every), now)

    def set_pace(self, every: float, now: float) -> None:
        self.bucket = rescale(self.bucket, every / self.pace.every, now)
        self.pace = replace(self.pace, every=every)

    def is_sensitive(self, now: float) -> bool:
        """It has closed not long ago: let them come one by one, or all would be turned away."""
        return self.bucket.opens_at > 0 and now - self.bucket.opens_at < _LONGEST_CLOSED

    def is_idle(self, now: float) -> bool:
        """As good as new: nobody waits, the bucket is full, the pace and the past forgotten."""
        is_full = max(self.bucket.full_at, self.bucket.opens_at) <= now
        is_forgotten = self.pace == self._usual and not self.is_sensitive(now)
        return not self.users and is_full and is_forgotten

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
        if self.is_own:
            asyncio.get_running_loop().call_later(_OWN_LAPSE, release)


def _time() -> float:
    return asyncio.get_running_loop().time()
