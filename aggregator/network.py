"""An HTTP client that cannot reach what it must not. Only here are sockets opened for clients.

The guard stands below everything else, where a connection is made: it resolves the name once,
judges every address and connects to the judged address itself, so that no spelling, redirect or
rebinding name gets past it. TLS still checks the name. Whoever talks to the outside - feeds, hubs,
callbacks - takes its client from `open_client`.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from . import __version__
from .addresses import Opening, objection, parse_opening
from .config import Config
from .transport import Transport

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""A host name and port to its addresses, in the order to try them; raises OSError."""

_RESOLVERS = 16  # DNS may hang: its threads are its own, not those the rest of the house works in
_MOST_ADDRESSES = 6  # of one name
_HEAD_START = 0.25  # seconds an address has before the next is tried beside it (RFC 8305 5)


class Refused(httpx.TransportError):
    """The guard does not connect there; the message names the address and says why."""


def open_client(
    config: Config,
    *,
    subscribers: int = 0,
    resolve: Resolve | None = None,
    ssl_context: ssl.SSLContext | None = None,
) -> httpx.AsyncClient:
    """A client for every request to the outside: guarded, no cookies, no proxy, no redirects.

    `subscribers` is told to publishers in the User-Agent. Tests give `resolve` and `ssl_context`.
    """
    for name in ("httpx", "httpcore"):  # they log whole addresses and, when asked, request headers
        logging.getLogger(name).setLevel(logging.WARNING)
    guard = Guard(tuple(map(parse_opening, config.fetch.allow_networks)), resolve)
    context = ssl_context or httpx.create_ssl_context()  # heeds SSL_CERT_FILE
    return _Client(
        transport=Transport(guard, context, on_close=guard.close),
        headers={"User-Agent": user_agent(config, subscribers)},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=config.fetch.timeout.total_seconds(),
        follow_redirects=False,
        trust_env=False,
    )


def user_agent(config: Config, subscribers: int = 0) -> str:
    """'Feedmill/0.1.0 (+https://planet.example; mailto:ops@planet.example; 12 subscribers)'."""
    contact, site = config.site.contact, config.site.url
    names = [contact] if contact else [site]
    if contact and _tells_something(httpx.URL(site).host):
        names.insert(0, site)
    if subscribers > 0:
        names.append(f"{subscribers} subscriber{'s' if subscribers > 1 else ''}")
    return f"Feedmill/{__version__} (+{'; '.join(map(_in_comment, names))})"


class _Client(httpx.AsyncClient):
    """httpx looks into names, those a redirect names too, and lets what it finds there out as it
    is: xn--a would be nobody's error."""

    def build_request(self, *given: Any, **named: Any) -> httpx.Request:
        with _as_invalid_url():
            return super().build_request(*given, **named)

    async def send(self, *given: Any, **named: Any) -> httpx.Response:
        with _as_invalid_url():
            return await super().send(*given, **named)


@contextmanager
def _as_invalid_url() -> Iterator[None]:
    try:
        yield
    except UnicodeError as error:
        raise httpx.InvalidURL("a name that cannot be") from error


class Guard(httpcore.AsyncNetworkBackend):
    """Resolves once, judges, connects to what was judged."""

    def __init__(
        self,
        openings: tuple[Opening, ...],
        resolve: Resolve | None = None,
        sockets: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._openings = openings
        self._threads = ThreadPoolExecutor(_RESOLVERS, "resolve")
        self._resolve = resolve or self._ask_system
        self._sockets = sockets or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first judged address that answers."""
        try:
            async with asyncio.timeout(timeout):
                addresses = (await self._judged(host, port))[:_MOST_ADDRESSES]
                stream = await _first(
                    [self._sockets.connect_tcp(address, port) for address in addresses]
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("no connection in time") from error
        return await self._checked(stream, port)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never."""
        raise Refused("a socket in the file system")

    async def sleep(self, seconds: float) -> None:
        """Asked for by httpcore between tries of its own."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Let go of the threads; those that wait for DNS end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _judged(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a name that may be reached; Refused when none may."""
        try:
            found = (host,) if _is_address(host) else await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved") from error
        objections = {address: objection(address, port, self._openings) for address in found}
        allowed = tuple(address for address in found if not objections[address])
        if not allowed:
            if not found:
                raise httpcore.ConnectError(f"the name {host} has no address")
            raise Refused(f"{found[0]} is {objections[found[0]]}")
        return allowed

    async def _checked(
        self, stream: httpcore.AsyncNetworkStream, port: int
    ) -> httpcore.AsyncNetworkStream:
        """Judge who really is at the other end: what is connected to is what counts."""
        peer = str(stream.get_extra_info("server_addr")[0])
        if reason := objection(peer, port, self._openings):
            await stream.aclose()
            raise Refused(f"{peer} is {reason}")
        return stream

    async def _ask_system(self, host: str, port: int) -> tuple[str, ...]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _getaddrinfo, host, port)


async def _first(
    attempts: list[Coroutine[Any, Any, httpcore.AsyncNetworkStream]],
) -> httpcore.AsyncNetworkStream:
    """The first attempt that succeeds; each has a head start over the next (RFC 8305).

    A machine whose IPv6 leads nowhere must not lose the whole deadline on it.
    """
    waiting = [asyncio.ensure_future(attempt) for attempt in attempts[:1]]
    tasks, rest = list(waiting), attempts[1:]
    winner: asyncio.Future[httpcore.AsyncNetworkStream] | None = None
    try:
        while winner is None:
            done, _ = await asyncio.wait(
                waiting, timeout=_HEAD_START if rest else None, return_when=asyncio.FIRST_COMPLETED
            )
            winner = next((task for task in waiting if task in done and not task.exception()), None)
            waiting = [task for task in waiting if task not in done]
            if winner is None and rest:
                waiting.append(asyncio.ensure_future(rest.pop(0)))
                tasks.append(waiting[-1])
            elif winner is None and not waiting:
                return await tasks[0]  # all failed: say why the first did
        return winner.result()
    finally:
        for coroutine in rest:
            coroutine.close()
        for task in tasks:
            if task is not winner:
                await _discard(task)


async def _discard(task: "asyncio.Future[httpcore.AsyncNetworkStream]") -> None:
    task.cancel()
    with suppress(BaseException):
        await (await task).aclose()


def _getaddrinfo(host: str, port: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[4][0]) for place in found))


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


def _tells_something(host: str) -> bool:
    """Whether a publisher could find us there: not at a loopback or private address."""
    return host != "localhost" and not (_is_address(host) and objection(host, 443))


def _in_comment(text: str) -> str:
    """What may stand in a comment of User-Agent (RFC 9110 5.6.5)."""
    return "".join(letter for letter in text if " " <= letter <= "~" and letter not in "()\\")
