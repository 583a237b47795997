"""A store in, an ASGI application out: every published document over HTTP.

The only module that speaks HTTP to subscribers (RFC 9110, 9111). Nothing of a request is ever
repeated in an answer: what is unknown gets a fixed page.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import structlog
from prometheus_client import CollectorRegistry
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from aggregator.config import Config
from aggregator.errors import FormatError, StoreError
from aggregator.store import Store

from . import headers as http
from .answers import Absent, Document, Moved
from .coding import choose
from .conditional import tags_of, unchanged, wants_news
from .documents import Documents
from .metrics import MEDIA_TYPE, Metrics
from .pages import OURS, Theme
from .routes import ArchiveOf, Elsewhere, FeedOf, Status, Target, surrogates_of, target_of
from .supply import Supply
from .webpages import HTML

log = structlog.get_logger()

_PLAIN = "text/plain; charset=utf-8"
_ICONS = ("/favicon.ico", "/favicon.svg")  # asked for by programs that read no pages


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: HTTPStatus
    headers: http.Headers
    body: bytes = b""


def create_app(
    store: Store,
    config: Config,
    now: Callable[[], datetime],
    *,
    theme: Theme = OURS,
    registry: CollectorRegistry | None = None,
) -> ASGIApp:
    """The application that serves the published site.

    `registry` may be shared with who else counts in this process.
    """
    return _Site(store, config, now, theme, registry)


class _Site:
    def __init__(
        self,
        store: Store,
        config: Config,
        now: Callable[[], datetime],
        theme: Theme,
        registry: CollectorRegistry | None,
    ) -> None:
        self._store = store
        self._metrics = Metrics(registry)
        documents = Documents(config, theme)
        self._supply = Supply(store, documents, now, self._metrics)
        self._prefix = urlsplit(config.site.url).path.rstrip("/")
        self._cache = http.cached(http.max_age_of(config))
        pages = documents.pages
        self._assets = {
            asset.path: Document(asset.body, asset.media_type)
            for asset in (pages.style, pages.icon)
        }
        self._icon = pages.icon.path
        self._absent = {
            HTTPStatus.NOT_FOUND: pages.absent(
                "Nothing is here", "This address leads nowhere. It may have been mistyped."
            ),
            HTTPStatus.GONE: pages.absent(
                "Withdrawn", "This story was withdrawn and is not published any more."
            ),
            HTTPStatus.INTERNAL_SERVER_ERROR: pages.absent(
                "Something broke here", "It is our fault, and it has been noted."
            ),
            HTTPStatus.SERVICE_UNAVAILABLE: pages.absent(
                "Not now", "The stories cannot be read at the moment. Try again in a minute."
            ),
        }
        self._probes: dict[str, Callable[[], Awaitable[Reply]]] = {
            "/health/live": self._live,
            "/health/ready": self._ready,
            "/metrics": self._exposed,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
            return
        started = time.perf_counter()
        path = self._path(scope)
        target = target_of(path, scope["query_string"].decode("latin-1"))
        kind = type(target).__name__.lower() if target else "other"
        try:
            reply = await self._reply(scope["method"], path, target, Headers(scope=scope))
        except StoreError as error:
            log.error("http", kind=kind, error=str(error))
            reply = self._error(HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"60")])
        except FormatError:
            reply = self._error(HTTPStatus.INTERNAL_SERVER_ERROR)
        except Exception:
            log.exception("http", kind=kind)
            reply = self._error(HTTPStatus.INTERNAL_SERVER_ERROR)
        await _send(send, reply, bodiless=scope["method"] == "HEAD")
        self._metrics.requests.labels(kind, str(reply.status.value)).inc()
        self._metrics.seconds.labels(kind).observe(time.perf_counter() - started)

    def _path(self, scope: Scope) -> str:
        """The path without the one that [site] url has, for a proxy that does not strip it."""
        path: str = scope["path"]
        if self._prefix and f"{path}/".startswith(f"{self._prefix}/"):
            return path[len(self._prefix) :]
        return path

    async def _reply(
        self, method: str, path: str, target: Target | Elsewhere | None, asked: Headers
    ) -> Reply:
        if method == "OPTIONS":
            return Reply(HTTPStatus.NO_CONTENT, http.of_preflight())
        if method not in ("GET", "HEAD"):
            return _notice(
                HTTPStatus.METHOD_NOT_ALLOWED,
                b"only GET and HEAD are served here\n",
                [(b"allow", http.METHODS.encode())],
            )
        if isinstance(target, Elsewhere):
            return self._moved(target.path)
        if target is not None:
            return await self._document(target, asked)
        if path in _ICONS:
            return self._moved(self._icon)
        if path in self._assets:
            return await self._asset(self._assets[path], asked)
        if path in self._probes:
            return await self._probes[path]()
        return self._error(HTTPStatus.NOT_FOUND)

    async def _document(self, target: Target, asked: Headers) -> Reply:
        match await self._supply.answer(target):
            case Moved(path=path):
                return self._moved(path)
            case Absent(gone=gone):
                return self._error(HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND)
            case Document() as document:
                return await self._sent(target, document, asked)

    async def _sent(self, target: Target, document: Document, asked: Headers) -> Reply:
        """The document, or that the client has it already (RFC 9110 13)."""
        coding = choose(asked.get("accept-encoding"))
        etag = document.etag(coding)
        cache = self._cached(target)
        links = [*http.of_links(document.links), *http.of_surrogates(surrogates_of(target))]
        if unchanged(
            if_none_match=asked.get("if-none-match"),
            if_modified_since=asked.get("if-modified-since"),
            etag=etag,
            last_modified=document.updated,
        ):
            return Reply(
                HTTPStatus.NOT_MODIFIED,
                [
                    *http.validators(
                        media_type=document.media_type,
                        etag=etag,
                        updated=document.updated,
                        cache=cache,
                        embedded=document.embedded,
                    ),
                    *links,
                ],
            )
        if not await self._supply.fill(target, document):
            return await self._document(target, asked)  # it changed while we looked
        body, status = await self._supply.coded(target, document, coding), HTTPStatus.OK
        if isinstance(target, FeedOf) and wants_news(asked.get("a-im")):
            news = await self._supply.newer(target, document, tags_of(asked.get("if-none-match")))
            if news is not None:
                # RFC 3229: the ETag is that of the whole document, the next request's base
                body = await run_in_threadpool(news[0].coded, coding)
                status, cache = HTTPStatus.IM_USED, http.NEWS
                links += http.of_news(news[1])
        headers = http.of_document(
            media_type=document.media_type,
            length=len(body),
            etag=etag,
            updated=document.updated,
            coding=coding,
            cache=cache,
            embedded=document.embedded,
        )
        return Reply(status, [*headers, *links], body)

    def _cached(self, target: Target) -> str:
        """For how long a document is good: health changes by the minute, an archive hardly ever."""
        if isinstance(target, Status):
            return http.cached(0)
        return http.cached(http.DAY) if isinstance(target, ArchiveOf) else self._cache

    async def _asset(self, asset: Document, asked: Headers) -> Reply:
        coding = choose(asked.get("accept-encoding"))
        body = asset.coded(coding)
        headers = http.of_asset(
            media_type=asset.media_type,
            length=len(body),
            etag=asset.etag(coding),
            coding=coding,
        )
        return Reply(HTTPStatus.OK, headers, body)

    async def _live(self) -> Reply:
        return _notice(HTTPStatus.OK, b"ok\n")

    async def _ready(self) -> Reply:
        """Red when the store cannot be read, or a document that was asked for is not right."""
        try:
            await run_in_threadpool(self._version)
        except StoreError:
            return _notice(HTTPStatus.SERVICE_UNAVAILABLE, b"the store cannot be read\n")
        if faults := await self._supply.faults():
            words = "".join(f"{path}: {why}\n" for path, why in faults[:20])
            return _notice(HTTPStatus.SERVICE_UNAVAILABLE, words.encode())
        return _notice(HTTPStatus.OK, b"ok\n")

    async def _exposed(self) -> Reply:
        body = await run_in_threadpool(self._measure)
        return Reply(HTTPStatus.OK, http.of_notice(media_type=MEDIA_TYPE, length=len(body)), body)

    def _version(self) -> int:
        with self._store.reading() as read:
            return read.version()

    def _measure(self) -> bytes:
        with self._store.reading() as read:
            return self._metrics.text(read)

    def _moved(self, path: str) -> Reply:
        """Paths come from our own routes: they start with one '/', and lead to no other host."""
        location = [(b"location", (self._prefix + path).encode()), (b"content-length", b"0")]
        return Reply(
            HTTPStatus.MOVED_PERMANENTLY, [*location, (b"cache-control", self._cache.encode())]
        )

    def _error(self, status: HTTPStatus, extra: http.Headers | None = None) -> Reply:
        body = self._absent[status]
        return Reply(
            status, [*http.of_notice(media_type=HTML, length=len(body)), *(extra or [])], body
        )


def _notice(status: HTTPStatus, body: bytes, extra: http.Headers | None = None) -> Reply:
    return Reply(
        status, [*http.of_notice(media_type=_PLAIN, length=len(body)), *(extra or [])], body
    )


async def _send(send: Send, reply: Reply, *, bodiless: bool) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": reply.status.value,
            "headers": reply.headers,
        }
    )
    await send({"type": "http.response.body", "body": b"" if bodiless else reply.body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
