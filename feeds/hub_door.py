"""Requests to our hub in, a stored wish and 202 out, or a refusal with its reason.

Speaks HTTP and writes the store. Nothing is verified here: that is done afterwards (WebSub 5.1.2).
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from aggregator.errors import StoreError
from aggregator.store import Store
from aggregator.store.subscribers import Asking

from .documents import Documents
from .hub_requests import MOST_BYTES, UNKNOWN, Refusal, Wish, read_request

_FORM = "application/x-www-form-urlencoded"
_MOST = 20_000  # subscriptions and wishes
_MOST_OF_ONE_HOST = 2_000
_TELL = "This is a WebSub hub: subscribe to any feed of this site with a POST (w3.org/TR/websub).\n"
_FULL = Refusal(
    reason="there are too many subscriptions, try again later",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)
_BROKEN = Refusal(
    reason="subscriptions cannot be stored now, try again later",
    status=HTTPStatus.SERVICE_UNAVAILABLE,
)


class Door:
    """The ASGI application of the hub; `stir` is called when there is a new wish."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        now: Callable[[], datetime],
        stir: Callable[[], None],
    ) -> None:
        self._store = store
        self._site_url = documents.site.url
        self._documents = documents
        self._now = now
        self._stir = stir

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope, receive))
        answer.headers["x-content-type-options"] = "nosniff"
        answer.headers["cache-control"] = "no-store"
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> PlainTextResponse:
        if request.method != "POST":
            return PlainTextResponse(_TELL, HTTPStatus.METHOD_NOT_ALLOWED, {"allow": "POST"})
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            return PlainTextResponse(f"send {_FORM}\n", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            body = await _body(request)
        except ClientDisconnect:  # nobody is there to read this
            return PlainTextResponse("cut off\n", HTTPStatus.BAD_REQUEST)
        if body is None:
            return PlainTextResponse("too large\n", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        outcome: Wish | Refusal | None = read_request(body, self._site_url)
        if isinstance(outcome, Wish):
            try:
                outcome = await asyncio.to_thread(self._take, outcome)
            except StoreError:
                outcome = _BROKEN
        if isinstance(outcome, Refusal):
            later = {"retry-after": "600"} if outcome.status >= 500 else {}
            return PlainTextResponse(f"{outcome.reason}\n", outcome.status, later)
        self._stir()
        return PlainTextResponse("your callback will be asked\n", HTTPStatus.ACCEPTED)

    def _take(self, wish: Wish) -> Refusal | None:
        """In a thread: store the wish as of now."""
        with self._store.reading() as read:
            if not self._documents.editions.has(read, wish.target):
                return UNKNOWN
            since = read.version()
            if (
                read.hub.count() >= _MOST or read.hub.count(wish.host) >= _MOST_OF_ONE_HOST
            ) and read.hub.subscribed(wish.callback, wish.feed_url) is None:
                return _FULL
        asking = Asking(
            callback=wish.callback,
            feed_url=wish.feed_url,
            host=wish.host,
            mode=wish.mode,
            due=self._now(),
            since=since,
            lease=wish.lease,
            secret=wish.secret,
        )
        self._store.write(lambda write: write.hub.ask(asking))
        return None


async def _body(request: Request) -> bytes | None:
    """The body; None when it is larger than a request of a subscriber is."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
