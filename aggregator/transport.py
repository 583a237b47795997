"""httpx requests in, httpx answers out, over a small pool of connections for each origin.

One pool for all makes httpcore compare every request with every connection (encode/httpcore issue
1035: 5.3 times slower at 200 at once). Opens no socket itself: the backend it is given does.
"""

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

_Origin = tuple[bytes, bytes, int | None]
_LONGEST_HEAD = 100_000  # bytes before the body, hints that precede it (RFC 8297) included


class Transport(httpx.AsyncBaseTransport):
    """Keeps at most one idle connection to an origin, and that for `idle` seconds."""

    def __init__(
        self,
        backend: httpcore.AsyncNetworkBackend,
        ssl_context: ssl.SSLContext,
        *,
        on_close: Callable[[], None],
        per_origin: int = 4,
        idle: float = 5.0,
    ) -> None:
        self._backend = _Lines(backend)
        self._ssl_context = ssl_context
        self._on_close = on_close
        self._per_origin = per_origin
        self._idle = idle
        self._pools: OrderedDict[_Origin, _Pool] = OrderedDict()

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx.TransportError."""
        await self._close_idle()
        pool = self._pool_of(request.url)
        pool.begin()
        try:
            with _as_httpx_errors():
                answer = await pool.connections.handle_async_request(_as_httpcore(request))
            line = answer.extensions.get("network_stream")
            if isinstance(line, _Line):
                line.end_head()
        except BaseException:
            pool.end()
            raise
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer, pool, line if isinstance(line, _Line) else None),
            extensions=answer.extensions,
        )

    handle_async_request = send  # what httpx calls it

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools = list(self._pools.values()), OrderedDict()
        for pool in pools:
            await pool.connections.aclose()
        self._on_close()

    def _pool_of(self, url: httpx.URL) -> "_Pool":
        origin = (url.raw_scheme, url.raw_host, url.port)
        if origin not in self._pools:
            self._pools[origin] = _Pool(
                httpcore.AsyncConnectionPool(
                    ssl_context=self._ssl_context,
                    max_connections=self._per_origin,
                    max_keepalive_connections=1,
                    keepalive_expiry=self._idle,
                    network_backend=self._backend,
                )
            )
        self._pools.move_to_end(origin)
        return self._pools[origin]

    async def _close_idle(self) -> None:
        """Pools stand in the order of their last use: only those to be closed are looked at."""
        now = asyncio.get_running_loop().time()
        while self._pools:
            origin, pool = next(iter(self._pools.items()))
            if now - pool.used < self._idle:
                return
            if pool.active:
                pool.used = now
                self._pools.move_to_end(origin)
            else:
                del self._pools[origin]
                await pool.connections.aclose()


class _Lines(httpcore.AsyncNetworkBackend):
    """The given backend, whose connections wait for no head without end."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """As the given one does."""
        line = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Line(line)


class _Line(httpcore.AsyncNetworkStream):
    """A connection that counts what comes before an answer's body, and is not used again after an
    answer that was longer than it said.

    httpcore bounds each head, not their number: a server that sends hints for ever (103) keeps it,
    and with it the event loop, at work until the deadline. What came beyond an answer it would take
    for the answer to the next request: another source's.
    """

    def __init__(self, line: httpcore.AsyncNetworkStream) -> None:
        self._line = line
        self.is_spoiled = False
        self._head: int | None = None  # bytes, while a head is awaited

    def end_head(self) -> None:
        """What comes now is body."""
        self._head = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        if self._head is not None and self._head > _LONGEST_HEAD:
            raise httpcore.RemoteProtocolError("the head of the answer does not end")
        part = await self._line.read(max_bytes, timeout)
        if self._head is not None:
            self._head += len(part)
        return part

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        self._head = 0
        await self._line.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._line.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        return _Line(await self._line.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and self.is_spoiled:  # httpcore asks before each use, and closes
            return True
        return self._line.get_extra_info(info)


class _Pool:
    def __init__(self, connections: httpcore.AsyncConnectionPool) -> None:
        self.connections = connections
        self.active = 0
        self.used = 0.0

    def begin(self) -> None:
        self.active += 1
        self.used = asyncio.get_running_loop().time()

    def end(self) -> None:
        self.active -= 1
        self.used = asyncio.get_running_loop().time()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, pool: _Pool, line: _Line | None) -> None:
        self._answer = answer
        self._pool: _Pool | None = pool
        self._line = line

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_errors():
            async for part in self._answer.aiter_stream():
                yield part

    async def aclose(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            with _as_httpx_errors():
                await self._answer.aclose()
            if self._line is not None and _has_surplus(self._answer):
                self._line.is_spoiled = True
        finally:
            pool.end()


def _has_surplus(answer: httpcore.Response) -> bool:
    """Whether more has been read than the answer. httpcore keeps that to itself; see the test."""
    found: Any = answer.stream
    for name in ("_stream", "_connection", "_h11_state"):
        found = getattr(found, name, None)
    return found is not None and bool(found.trailing_data[0])


def _as_httpcore(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


_ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.PoolTimeout, httpx.PoolTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.ProtocolError, httpx.ProtocolError),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.NetworkError, httpx.NetworkError),
)


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    """httpcore's errors as httpx's, which a user of an httpx client expects."""
    try:
        yield
    except Exception as error:
        for theirs, ours in _ERRORS:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise
