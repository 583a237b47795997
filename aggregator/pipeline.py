"""One source, once: asked, read, and every article of it placed in its story.

This is where the stages meet; it decides nothing itself. Fetching is awaited, the rest runs in a
thread. All that one poll changes - articles, stories and when to ask again - is one transaction, so
that a kill at any moment leaves all of it or nothing. Only of a document that takes long to place
is it several, so that others can write between them: then a kill leaves some of its articles and
the source as due as before.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

import httpx
import structlog

from . import cadence
from .confine import HEAVY, Confinement, CutOffError
from .errors import FetchError, ReadError, SourceError, StoreError
from .fetch import fetch
from .holding import VISIT, BusyError, Hold
from .hops import shown
from .hosts import Gate, host_of
from .identify import Arrival
from .memory import give_back_freed
from .model import (
    ArticleId,
    Fetched,
    NotModified,
    PollState,
    Source,
    Validators,
    Verdict,
)
from .placing import Rules
from .portions import identified, placed, unchanged
from .push import is_pushed
from .reading import Reading, joined, read_articles
from .roster import keep_outlines
from .store import Intake, LeaseLostError, Store
from .subscriptions import read_opml

log = structlog.get_logger()

T = TypeVar("T")

Outcome = Literal["read", "unchanged", "failed", "put off"]

_LONGEST = 12.0  # seconds of placing in one poll: the rest of the document comes with the next
_PUT_OFF = timedelta(seconds=VISIT)  # until a host that was busy is tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to; `verdicts` has one for each article that was looked at."""

    source: Source
    outcome: Outcome
    verdicts: tuple[Verdict, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """All that a poll touches besides values: the network, the store, the disk, child processes.

    `directory` is what file: addresses are relative to. Without a `confinement` documents are read
    in a thread: for tests and trusted sources only. `whole` documents are placed however long it
    takes, for a pass that is made but once. The `permit` is what hosts are asked under, and what is
    written down of it.
    """

    client: httpx.AsyncClient
    gate: Gate
    store: Store
    directory: Path
    confinement: Confinement | None = None
    permit: Hold | None = None
    whole: bool = False

    def turn(self, url: str) -> AbstractAsyncContextManager[None]:
        """The turn of an address's host, under the permit where there is one (see `Hold.turn`)."""
        return (self.permit or self.gate).turn(url)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """The circumstances of one poll."""

    source: Source
    state: PollState
    rules: Rules
    now: datetime
    jitter: float  # in [0, 1): spreads polls
    outside: Outside

    def write(self, work: Callable[[Intake], T]) -> T:
        """One transaction, kept only while we may ask the host; the host's pace goes with it."""
        permit, store = self.outside.permit, self.outside.store
        if permit is None:
            return store.write(work)
        host, pacing = host_of(self.state.url), permit.pacing(self.state.url)

        def paced(write: Intake) -> T:
            result = work(write)
            if pacing is not None:
                write.leases.put_pacing(host, pacing)
            return result

        return store.write(paced, under=permit.lease)


async def poll(
    source: Source,
    outside: Outside,
    rules: Rules,
    *,
    now: datetime,
    jitter: float,
    force: bool = False,
) -> Polled:
    """Bring one source up to date. A source's own failure is stored, not raised. It is put off when
    it leads to a host that another process is asking.

    `jitter` is in [0, 1) and spreads polls; `force` asks unconditionally. LeaseLostError when
    `outside` has a permit that ended meanwhile: somebody else polls the source.
    """
    state = await asyncio.to_thread(_state_of, source, outside.store)
    visit = _Visit(source=source, state=state, rules=rules, now=now, jitter=jitter, outside=outside)
    try:
        polled = await _ask(_forgetting(visit) if force else visit)
    except LeaseLostError:
        raise
    except BusyError as error:
        polled = await asyncio.to_thread(_put_off, error.bucket, visit)
    except (SourceError, StoreError) as error:
        polled = await asyncio.to_thread(_note_failed, error, visit)
    except Exception as error:
        # our own fault on one source must not stop the others; the trace goes to the log
        log.exception("poll", source=source.id, outcome="internal error")
        internal = ReadError(f"{source.url}: internal error ({type(error).__name__})")
        polled = await asyncio.to_thread(_note_failed, internal, visit)
    log.info(
        "poll",
        source=source.id,
        outcome=polled.outcome,
        articles=len(polled.verdicts),
        new=sum(verdict.kind == "new" for verdict in polled.verdicts),
        error=polled.error or None,
    )
    return polled


async def deliver(
    source: Source, fetched: Fetched, outside: Outside, rules: Rules
) -> tuple[Verdict, ...]:
    """Take in what a hub has pushed; when the source is polled next is left as it is.

    Raises SourceError, StoreError.
    """
    state = await asyncio.to_thread(_state_of, source, outside.store)
    visit = _Visit(
        source=source, state=state, rules=rules, now=fetched.at, jitter=0.0, outside=outside
    )
    reading = await _read([fetched], visit)
    return await _take_in(reading, None, visit)


async def _ask(visit: _Visit) -> Polled:
    """One visit, and a second at once where a page names its feed: from now on that is asked."""
    try:
        return await _ask_once(visit)
    except ReadError as error:
        if visit.source.kind is not None or not error.feed_urls:
            raise
        found = replace(_forgetting(visit).state, url=error.feed_urls[0])
        permit = visit.outside.permit
        if permit is not None and not permit.has(found.url):
            return await asyncio.to_thread(_leave_to_others, found, visit)
        return await _ask_once(replace(visit, state=found))


def _leave_to_others(state: PollState, visit: _Visit) -> Polled:
    """The source is due at its new address: at once, for whoever holds that host."""
    visit.write(lambda write: write.put_poll_state(replace(state, next_poll=None)))
    return Polled(source=visit.source, outcome="unchanged")


def _put_off(bucket: int, visit: _Visit) -> Polled:
    """The source is due a little later, in the visits of the host that could not be had: whoever is
    there so often is the one who can ask both. That nothing was found out changes nothing else."""
    wait = max(_PUT_OFF, visit.rules.config.fetch.host_every) * (1 + visit.jitter)
    state = replace(visit.state, next_poll=visit.now + wait)
    visit.write(lambda write: write.put_poll_state(state, bucket=bucket))
    return Polled(source=visit.source, outcome="put off")


async def _ask_once(visit: _Visit) -> Polled:
    outside = visit.outside
    answer = await fetch(
        outside.client,
        visit.source,
        visit.state,
        visit.rules.config,
        visit.now,
        gate=outside.gate,
        turn=outside.turn,
        directory=outside.directory,
    )
    if isinstance(answer, NotModified):
        await asyncio.to_thread(_note_unchanged, answer, visit)
        return Polled(source=visit.source, outcome="unchanged")
    if visit.source.kind == "opml":
        await asyncio.to_thread(_follow, answer, visit)
        return Polled(source=visit.source, outcome="read")
    size, documents = len(answer.body), [answer]
    answer = replace(answer, body=b"")  # reading and placing may take their time
    reading = await _read(documents, visit)
    verdicts = await _take_in(reading, answer, visit)
    if size > HEAVY:
        del reading
        await asyncio.to_thread(give_back_freed)
    return Polled(source=visit.source, outcome="read", verdicts=verdicts)


async def _read(documents: list[Fetched], visit: _Visit) -> Reading:
    """Read the only one of `documents`, which is taken out: whoever reads it alone holds it."""
    size = len(documents[0].body)
    values: list[Any] = [documents.pop(), visit.source, visit.rules.aliases, visit.now]
    confinement = visit.outside.confinement
    if confinement is None:
        return await asyncio.to_thread(lambda: joined(tuple(read_articles(*values))))
    try:
        return joined(await confinement.call(visit.source.url, read_articles, values, size=size))
    except CutOffError as error:
        if not error.parts:
            raise
        log.warning("read", source=visit.source.id, note=str(error), parts=len(error.parts))
        return joined(error.parts, is_cut=True)


async def _take_in(reading: Reading, fetched: Fetched | None, visit: _Visit) -> tuple[Verdict, ...]:
    """Place the articles of a document and note the success, where it was `fetched` by a poll."""
    verdicts: list[Verdict] = []
    left: Sequence[Arrival] | None = None
    same = await asyncio.to_thread(unchanged, reading, visit.outside.store)
    end = math.inf if visit.outside.whole else time.monotonic() + _LONGEST
    while left is None or left:
        is_last = time.monotonic() > end
        verdicts_now, left = await asyncio.to_thread(
            _take_portion, reading, left, same, fetched, visit, is_last=is_last
        )
        verdicts += verdicts_now
    return tuple(verdicts)


def _take_portion(
    reading: Reading,
    arrivals: Sequence[Arrival] | None,
    same: Set[ArticleId],
    fetched: Fetched | None,
    visit: _Visit,
    *,
    is_last: bool,
) -> tuple[tuple[Verdict, ...], Sequence[Arrival]]:
    """Place what there is time for, in one transaction with the success where nothing is left.

    `arrivals` is what is to be placed, None before that is known. Where it is the last portion, but
    not the last article, or reading was cut off, the source is noted without validators: it will be
    asked for all of it.
    """

    def take_portion(write: Intake) -> tuple[tuple[Verdict, ...], Sequence[Arrival]]:
        wanted = identified(write, reading, visit.state) if arrivals is None else arrivals
        verdicts = placed(
            write, wanted, same, reading.feed, visit.source, rules=visit.rules, now=visit.now
        )
        left = wanted[len(verdicts) :]
        if fetched is not None and (is_last or not left):
            feed = reading.feed
            state = replace(visit.state, feed=feed, hints=feed.hints, links=fetched.links)
            is_whole = not left and not reading.is_cut
            outcome = (
                fetched if is_whole else replace(fetched, validators=Validators(), body_hash="")
            )
            _note(write, outcome, replace(visit, state=state))
        return verdicts, () if is_last else left

    return visit.write(take_portion)


def _follow(fetched: Fetched, visit: _Visit) -> None:
    """Remember what a list of sources names; the roster is called anew by whoever polls."""
    outlines = read_opml(fetched.body, subject=visit.source.url)

    def follow(write: Intake) -> None:
        keep_outlines(write, visit.source, outlines)
        _note(write, fetched, visit)

    visit.write(follow)


def _note(write: Intake, outcome: Fetched | NotModified | SourceError, visit: _Visit) -> None:
    """Store what the poll found out and when the next one is due."""
    # a hub may have confirmed our subscription while the poll was under way
    push = write.poll_state(visit.source.id).push
    write.put_poll_state(
        cadence.next_poll(
            replace(visit.state, push=push),
            outcome,
            visit.source,
            write.rhythm(visit.source.id),
            visit.rules.config.fetch,
            visit.now,
            visit.jitter,
            is_pushed=is_pushed(replace(visit.state, push=push), visit.now),
        )
    )


def _note_unchanged(answer: NotModified, visit: _Visit) -> None:
    visit.write(lambda write: _note(write, answer, visit))


def _note_failed(error: SourceError | StoreError, visit: _Visit) -> Polled:
    failed = _about(visit.source, error)
    visit.write(lambda write: _note(write, failed, visit))
    return Polled(source=visit.source, outcome="failed", error=str(failed))


def _about(source: Source, error: SourceError | StoreError) -> SourceError:
    """The error as one of this source, its address first; a reader of bytes knows no address, and
    a host that wants quiet is a host's."""
    subject, message = shown(source.url), str(error)
    if isinstance(error, StoreError):  # its address is nobody's business
        log.error("store", source=source.id, error=message)
        message = f"not stored, {message.partition(': ')[2] or 'the store failed'}"
    message = message if message.startswith(subject) else f"{subject}: {message}"
    if isinstance(error, FetchError):
        return FetchError(message, kind=error.kind, retry_after=error.retry_after)
    failed = SourceError(message)
    failed.kind = error.kind if isinstance(error, SourceError) else "store"
    return failed


def _state_of(source: Source, store: Store) -> PollState:
    with store.reading() as read:  # waits for no writer
        return read.poll_state(source.id)


def _forgetting(visit: _Visit) -> _Visit:
    """The same visit without validators: an unconditional request."""
    return replace(visit, state=replace(visit.state, validators=Validators(), body_hash=""))
