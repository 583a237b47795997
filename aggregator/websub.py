"""We as a WebSub subscriber: a source that names a hub is pushed to us and then polled rarely.

Talks to hubs, and answers them under /websub/{source}/{token}. The rules are those of the W3C
Recommendation: subscriber discovers hub and topic (4), asks with a secret (5.1), answers the hub's
question only for what it asked for (5.3), and believes a delivery only by its signature (7.1).
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from .errors import FetchError, SourceError, StoreError
from .holding import BusyError
from .hops import first_hop, next_hop
from .model import Fetched, PollState, Push, Source, SourceId
from .pipeline import Outside, deliver
from .placing import Rules
from .push import can_be_reached, hub_of, is_due, is_same, is_signed, judge
from .store import Intake, Store

log = structlog.get_logger()

LEASE = timedelta(days=10)  # what we ask for; the hub decides
_SHORTEST, _LONGEST = timedelta(hours=1), timedelta(days=31)
_PATIENCE = 20.0  # seconds for a hub's answer
_AT_ONCE = 2  # times the largest document: what deliveries under way may hold together


async def subscribe(source: Source, outside: Outside, rules: Rules, now: datetime) -> None:
    """Ask the source's hub to push, where that is due; a hub's failure is only logged.

    LeaseLostError when `outside` has a permit that ended meanwhile.
    """
    state = await asyncio.to_thread(_state_of, outside.store, source.id)
    named = hub_of(state)
    if named is None or not is_due(state, now) or not can_be_reached(rules.config.site.url):
        return
    push = _asking(state.push, *named, now)
    # stored before the hub is asked: it may verify before it answers
    await asyncio.to_thread(_put_push, outside.store, source.id, push)
    form = {
        "hub.callback": f"{rules.config.site.url}/websub/{source.id}/{push.token}",
        "hub.mode": "subscribe",
        "hub.topic": push.feed_url,
        "hub.secret": push.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }
    try:
        outcome = str(await _tell(outside, push.hub, form))
    except (httpx.HTTPError, httpx.InvalidURL, FetchError, BusyError, TimeoutError) as error:
        outcome = type(error).__name__
    log.info("subscribe", source=source.id, hub=urlsplit(push.hub).hostname, outcome=outcome)


async def _tell(outside: Outside, hub: str, form: Mapping[str, str]) -> int:
    """The status of a hub's answer, of which nothing else is looked at: it is a stranger's. Hubs
    that moved are followed (websub.rocks 204, 205), though never from https to http."""
    hop = first_hop(hub)
    while True:
        async with (
            outside.turn(hop.url),
            asyncio.timeout(_PATIENCE),
            outside.client.stream("POST", hop.url, data=form) as answer,
        ):
            status, location = answer.status_code, answer.headers.get("location", "")
        if status not in (307, 308):
            return status
        hop = next_hop(hop, status, location)


def _asking(push: Push | None, hub: str, feed_url: str, now: datetime) -> Push:
    """The subscription to ask for: a renewal keeps its token, secret and lease (WebSub 5.1)."""
    if push is not None and (push.hub, push.feed_url) == (hub, feed_url):
        return replace(push, asked=now, state="active" if push.state == "active" else "asked")
    return Push(
        hub=hub,
        feed_url=feed_url,
        token=secrets.token_urlsafe(24),
        secret=secrets.token_urlsafe(32),
        asked=now,
    )


class Callbacks:
    """Answers hubs: their questions whether we asked, and their deliveries."""

    def __init__(
        self, outside: Outside, rules: Callable[[], Rules], now: Callable[[], datetime]
    ) -> None:
        self._outside = outside
        self._rules = rules
        self._now = now
        self._deliveries: set[asyncio.Task[None]] = set()
        self._held = 0  # bytes of them

    def app(self) -> Starlette:
        """The ASGI application for addresses under /websub/."""
        path = "/websub/{source}/{token}"
        return Starlette(
            routes=[
                Route(path, self.verify, methods=["GET"]),
                Route(path, self.receive, methods=["POST"]),
            ]
        )

    async def verify(self, request: Request) -> Response:
        """The hub asks whether we meant it (WebSub 5.3)."""
        number, query = SourceId(request.path_params["source"]), dict(request.query_params)
        state = await _known(self._outside.store, number)
        if state is None or state.push is None:
            return PlainTextResponse("no such subscription", 404)
        match judge(state, request.path_params["token"], query, self._now()):
            case "confirm":
                expires = self._now() + _lease(query.get("hub.lease_seconds", ""))
                push, said = replace(state.push, state="active", expires=expires), "hub.challenge"
            case "denied":
                push, said = replace(state.push, state="denied", expires=None), ""
            case "refuse":
                return PlainTextResponse("not asked for", 404)
        await asyncio.to_thread(_put_push, self._outside.store, number, push)
        return PlainTextResponse(query.get(said, ""), headers={"X-Content-Type-Options": "nosniff"})

    async def receive(self, request: Request) -> Response:
        """A delivery: answered fast, read afterwards; a wrong signature is answered like a right
        one and ignored (WebSub 7.1)."""
        rules, number = self._rules(), SourceId(request.path_params["source"])
        state, source = await _known(self._outside.store, number), rules.sources.get(number)
        if state is None or state.push is None or source is None:
            return PlainTextResponse("no such subscription", 410)
        if not is_same(state.push.token, request.path_params["token"]):
            return PlainTextResponse("no such subscription", 404)
        try:
            body = await self._body(request, rules.config.fetch.max_bytes)
        except _TooMuchError as error:
            return PlainTextResponse(str(error), error.status, {"Retry-After": "60"})
        except ClientDisconnect:  # nobody is there to read this
            return PlainTextResponse("cut off", 400)
        if is_signed(body, request.headers.get("x-hub-signature", ""), state.push.secret):
            kind = request.headers.get("content-type", "")
            fetched = Fetched(
                url=state.push.feed_url, body=body, at=self._now(), content_type=kind, delta=True
            )
            task = asyncio.create_task(_take_in(source, fetched, self._outside, rules))
            self._deliveries.add(task)
            task.add_done_callback(lambda done: self._end(done, len(body)))
        else:
            self._held -= len(body)
            log.warning("delivery", source=number, outcome="signature refused")
        return PlainTextResponse("", 202)

    async def _body(self, request: Request, limit: int) -> bytes:
        """The body, which is held until it was taken in; _TooMuchError beyond the limits."""
        body = bytearray()
        try:
            async with asyncio.timeout(_PATIENCE):
                async for chunk in request.stream():
                    self._held += len(chunk)
                    body += chunk
                    if len(body) > limit:
                        raise _TooMuchError("too large", 413)
                    if self._held > _AT_ONCE * limit:
                        raise _TooMuchError("too much at once", 503)
        except TimeoutError as error:
            self._held -= len(body)
            raise _TooMuchError("too slow", 408) from error
        except BaseException:
            self._held -= len(body)
            raise
        return bytes(body)

    def _end(self, done: asyncio.Task[None], size: int) -> None:
        self._held -= size
        self._deliveries.discard(done)


class _TooMuchError(Exception):
    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


async def _take_in(source: Source, fetched: Fetched, outside: Outside, rules: Rules) -> None:
    try:
        verdicts = await deliver(source, fetched, outside, rules)
        log.info("delivery", source=source.id, articles=len(verdicts))
    except (SourceError, StoreError) as error:
        log.warning("delivery", source=source.id, error=str(error))
    except Exception:
        log.exception("delivery", source=source.id)  # our own fault: the next poll brings it


async def _known(store: Store, number: SourceId) -> PollState | None:
    try:
        return await asyncio.to_thread(_state_of, store, number)
    except StoreError:
        return None


def _state_of(store: Store, number: SourceId) -> PollState:
    with store.reading() as read:
        return read.poll_state(number)


def _put_push(store: Store, number: SourceId, push: Push) -> None:
    def put(write: Intake) -> None:
        write.put_poll_state(replace(write.poll_state(number), push=push))

    store.write(put)


def _lease(text: str) -> timedelta:
    """The hub's lease, at most a month and at least an hour, also where it says nothing sensible:
    then polls are soon as frequent as without it."""
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return min(max(timedelta(seconds=seconds), _SHORTEST), _LONGEST)
