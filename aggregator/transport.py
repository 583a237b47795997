"""httpx requests in, httpx answers out, over a small pool of connections for each origin.

One pool for all makes httpcore compare every request with every connection (encode/httpcore issue
1035: 5.3 times slower at 200 at once). Opens no socket itself: the backend it is given does.
"""

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import httpcore
import httpx

_Origin = tuple[bytes, bytes, int | None]


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
        self._backend = backend
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
        except BaseException:
            pool.end()
            raise
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer, pool),
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
    def __init__(self, answer: httpcore.Response, pool: _Pool) -> None:
        self._answer = answer
        self._pool: _Pool | None = pool

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
        finally:
            pool.end()


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
