"""A source and what we know of it in, its bytes or the news that nothing changed out.

Talks to the network through the client it is given, and to the disk for file: sources (localfile).
The rules of manners it keeps are those of docs/manners.md; each names the specification it is from.
"""

import asyncio
import hashlib
import os
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import httpx

from . import headers as fields
from .config import Config
from .decode import ACCEPT_ENCODING, Body, DecodeError
from .errors import FetchError
from .hops import REDIRECTS, Hop, first_hop, may_see_headers, next_hop, shown
from .hosts import Gate, host_of
from .localfile import fetch_file
from .model import Fetched, NotModified, PollState, Source, Validators
from .network import Refused, open_client, user_agent

__all__ = ["fetch", "open_client"]

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
_A_MINUTE = timedelta(minutes=1)  # for a host that says too much and not for how long
_LONGEST_VALIDATOR = 4096  # bytes: most servers refuse a request with 8 KiB in one field
_BREATH = 64  # chunks
_MANY = 4096  # chunks, after which they must have been worth it
_CRUMB = 16  # bytes: each chunk costs us a tenth of a millisecond


Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Gives the turn at an address's host, for as long as a block lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """The circumstances of one fetch, the same on every hop."""

    client: httpx.AsyncClient
    source: Source
    state: PollState
    config: Config
    now: datetime
    gate: Gate | None
    turn: Turn
    environ: Mapping[str, str]


async def fetch(
    client: httpx.AsyncClient,
    source: Source,
    state: PollState,
    config: Config,
    now: datetime,
    *,
    gate: Gate | None = None,
    turn: Turn | None = None,
    directory: Path = Path(),
    environ: Mapping[str, str] = os.environ,
) -> Fetched | NotModified:
    """Ask a source once, following redirects. Raises FetchError; `fetch.timeout` bounds it all.

    `state.url` is asked, with `state.validators` where they belong to it. To ask unconditionally,
    pass a state without validators and body_hash. Each host, that of a redirect too, is asked in
    its `turn`, by default the gate's, and none is held while another's is waited for; `gate` is
    told when a host wants to be left alone. `directory` is what file: addresses are relative to,
    `environ` where env:NAME headers are found.
    """
    turn = turn or (_at_once if gate is None else gate.turn)
    if urlsplit(state.url).scheme == "file":
        async with turn(state.url):
            return await asyncio.to_thread(
                fetch_file, state, directory, max_bytes=config.fetch.max_bytes, now=now
            )
    visit = _Visit(
        client=client,
        source=source,
        state=state,
        config=config,
        now=now,
        gate=gate,
        turn=turn,
        environ=environ,
    )
    loop, left = asyncio.get_running_loop(), config.fetch.timeout.total_seconds()
    hop = first_hop(state.url)
    while True:
        async with visit.turn(hop.url):  # to wait for it is not the server's slowness
            began = loop.time()
            answer = await _ask_host(visit, hop, left)
            left -= loop.time() - began
        if not isinstance(answer, Hop):
            return answer
        hop = answer


def _at_once(_: str) -> AbstractAsyncContextManager[None]:
    """Nobody's turn is waited for."""
    return nullcontext()


async def _ask_host(visit: _Visit, hop: Hop, seconds: float) -> Fetched | NotModified | Hop:
    """Follow redirects of one host within so long: an answer, or the hop that leads to another."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                answer = await _ask(visit, hop)
                if not isinstance(answer, Hop) or host_of(answer.url) != host_of(hop.url):
                    return answer
                hop = answer
    except TimeoutError as error:
        whole = visit.config.fetch.timeout.total_seconds()
        raise FetchError(f"{shown(visit.state.url)}: no whole answer within {whole:g} s") from error


async def _ask(visit: _Visit, hop: Hop) -> Fetched | NotModified | Hop:
    """One request: an answer, or the next hop."""
    conditions = hop.conditions(visit.state)
    try:
        request = _request(visit, hop, conditions)  # what httpx calls no address, it says here
        answer = await visit.client.send(request, stream=True, auth=None, follow_redirects=False)
        try:
            return await _judge(visit, hop, conditions, answer)
        finally:
            await answer.aclose()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise _as_fetch_error(error, hop) from error  # UnicodeError: a host like xn--a
    except DecodeError as error:
        raise FetchError(f"{hop.subject()}: {error}") from error


def _request(visit: _Visit, hop: Hop, conditions: Validators) -> httpx.Request:
    sent = [
        ("User-Agent", visit.client.headers.get("User-Agent") or user_agent(visit.config)),
        ("Accept", ACCEPT),
        ("Accept-Encoding", ACCEPT_ENCODING),
        *_own_headers(visit, hop.url),
    ]
    return httpx.Request(
        "GET",
        hop.url,
        headers=[
            *((name.encode(), value.encode("ascii", "replace")) for name, value in sent),
            *_conditional(conditions),
        ],
        extensions={
            "timeout": {}
        },  # none of its own: the deadline of the whole chain is the only one
    )


async def _judge(
    visit: _Visit, hop: Hop, conditions: Validators, answer: httpx.Response
) -> Fetched | NotModified | Hop:
    status, now = answer.status_code, visit.now
    if visit.gate is not None and (wait := fields.spent_for(answer.headers, now)):
        visit.gate.close(hop.url, wait)
    if status in REDIRECTS:
        return next_hop(hop, status, answer.headers.get("location", ""))
    if status == 304:
        return _not_modified(visit, hop, conditions, answer)
    if status in (200, 203) or (status == 226 and conditions.etag):
        return await _read(visit, hop, answer)
    words = f"{status} {HTTPStatus(status).phrase.lower()}" if status in _STATUSES else str(status)
    subject = hop.subject()
    if fields.is_throttle(status, answer.headers):
        wait = fields.retry_after(answer.headers, now)
        if visit.gate is not None:
            _close(visit.gate, hop.url, status, wait)
        raise FetchError(f"{subject}: {words}", kind="throttled", retry_after=wait)
    if status == 410 and hop.is_permanent:  # behind a temporary redirect it is not this source
        raise FetchError(f"{subject}: {words}", kind="gone")
    raise FetchError(f"{subject}: {words}")


def _close(gate: Gate, url: str, status: int, wait: timedelta | None) -> None:
    """Tell the gate. 503 is the trouble of one service, not a word about how often we ask."""
    if status != 503:
        gate.close(url, wait or _A_MINUTE, was_refused=status == 429)
    elif wait is not None:
        gate.close(url, min(wait, _A_MINUTE))


def _not_modified(
    visit: _Visit, hop: Hop, conditions: Validators, answer: httpx.Response
) -> NotModified:
    if not (conditions.etag or conditions.last_modified):
        raise FetchError(f"{hop.subject()}: 304 to a request without conditions")
    return NotModified(
        at=visit.now,
        validators=_validators(hop.url, answer, otherwise=conditions),
        body_hash=visit.state.body_hash,
        fresh_for=fields.fresh_for(answer.headers, visit.now),
        moved_to=hop.moved_to,
    )


async def _read(visit: _Visit, hop: Hop, answer: httpx.Response) -> Fetched | NotModified:
    body = await _body(answer, visit.config.fetch.max_bytes)
    digest = hashlib.sha256(body).hexdigest()
    validators = _validators(hop.url, answer, otherwise=Validators())
    fresh_for = fields.fresh_for(answer.headers, visit.now)
    if digest == visit.state.body_hash:
        return NotModified(
            at=visit.now,
            validators=validators,
            body_hash=digest,
            fresh_for=fresh_for,
            moved_to=hop.moved_to,
        )
    return Fetched(
        url=hop.url,
        body=body,
        at=visit.now,
        content_type=answer.headers.get("content-type", ""),
        content_language=answer.headers.get("content-language", ""),
        validators=validators,
        body_hash=digest,
        links=fields.links(answer.headers.get_list("link"), hop.url),
        fresh_for=fresh_for,
        moved_to=hop.moved_to,
        delta=answer.status_code == 226,
    )


async def _body(answer: httpx.Response, limit: int) -> bytes:
    """The decoded body. Raw bytes are asked for: httpx itself would decode without a bound."""
    body = Body(answer.headers.get("content-encoding", ""), limit)
    body.expect(answer.headers.get("content-length", ""))
    chunks = 0
    async for chunk in cast(httpx.AsyncByteStream, answer.stream):
        body.add(chunk)
        chunks += 1
        if chunks % _BREATH == 0:  # many small chunks come without a wait: let others run
            if chunks > _MANY and body.received < chunks * _CRUMB:
                raise DecodeError(f"sent in crumbs of less than {_CRUMB} bytes")
            await asyncio.sleep(0)
    return body.finish()


def _conditional(known: Validators) -> list[tuple[bytes, bytes]]:
    """If-None-Match and If-Modified-Since, byte for byte as they came (RFC 9110 13.1).

    A-IM asks for new entries only (RFC 3229); without an ETag it would mean nothing.
    """
    sent = []
    if known.etag:
        sent += [(b"If-None-Match", _as_bytes(known.etag)), (b"A-IM", b"feed")]
    if known.last_modified:
        sent.append((b"If-Modified-Since", _as_bytes(known.last_modified)))
    return sent


def _validators(url: str, answer: httpx.Response, *, otherwise: Validators) -> Validators:
    """The newest of each (RFC 9111 4.3.4: a 304 brings the stored ones up to date)."""
    return Validators(
        url=url,
        etag=_as_it_came(answer, b"etag", otherwise.etag),
        last_modified=_as_it_came(answer, b"last-modified", otherwise.last_modified),
    )


def _as_it_came(answer: httpx.Response, name: bytes, otherwise: str) -> str:
    """A field's bytes, one character each: httpx guesses an encoding. What no server would take
    back in a request, as too long, counts as none."""
    values = [value for key, value in answer.headers.raw if key.lower() == name and value]
    if not values:
        return otherwise
    text = b", ".join(values).decode("latin-1")
    return text if len(text) <= _LONGEST_VALIDATOR else ""


def _as_bytes(validator: str) -> bytes:
    """The bytes that came; one that an earlier Feedmill has read as UTF-8 had other ones."""
    try:
        return validator.encode("latin-1")
    except UnicodeEncodeError:
        return validator.encode("utf-8", "replace")


def _own_headers(visit: _Visit, url: str) -> list[tuple[str, str]]:
    """The source's own headers, sent to its own origin only; env:NAME is looked up now."""
    if not may_see_headers(visit.source.url, url):
        return []
    found = []
    for name, value in visit.source.headers:
        variable = value.removeprefix("env:") if value.startswith("env:") else ""
        if variable and variable not in visit.environ:
            raise FetchError(f"{shown(visit.source.url)}: ${variable} is not set ({name})")
        sent = visit.environ[variable] if variable else value
        if not sent.isascii() or any(letter < " " for letter in sent):
            raise FetchError(f"{shown(visit.source.url)}: the value of {name} cannot be sent")
        found.append((name, sent))
    return found


def _as_fetch_error(error: Exception, hop: Hop) -> FetchError:
    """What went wrong in words of our own: the library's may quote a header we sent."""
    subject = hop.subject()
    match error:
        case Refused():
            return FetchError(f"{subject}: refused, {error}", kind="refused")
        case httpx.InvalidURL() | UnicodeError():
            return FetchError(f"{subject}: it or where it leads is no web address", kind="refused")
        case httpx.ConnectTimeout():
            return FetchError(f"{subject}: no connection in time")
        case httpx.TimeoutException():
            return FetchError(f"{subject}: no answer in time")
        case httpx.ConnectError():
            return FetchError(f"{subject}: {_reason(error)}")
        case httpx.RemoteProtocolError() if "location header" in str(error):
            return FetchError(f"{subject}: redirected to no web address", kind="refused")
        case httpx.RemoteProtocolError():
            return FetchError(f"{subject}: the answer is incomplete or no HTTP")
        case httpx.NetworkError():
            return FetchError(f"{subject}: the connection was cut off")
        case _:
            return FetchError(f"{subject}: cannot be asked ({type(error).__name__})")


def _reason(error: BaseException) -> str:
    """Why there is no connection: certificate, system error or name."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"certificate not accepted, {cause.verify_message}".lower()
        if isinstance(cause, ssl.SSLError):
            return "no TLS connection"
        if isinstance(cause, OSError) and (cause.errno or 0) > 0:  # below 0 they are of getaddrinfo
            return os.strerror(cause.errno or 0).lower()
        cause = cause.__cause__ or cause.__context__
    return " ".join(str(error).split())[:200] or "no connection"


_STATUSES = frozenset(HTTPStatus)
