"""Given sources in, each of them polled once: what a command does, and what a process needs for it.

Effect: the network and the store.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from .config import Config
from .confine import Confinement
from .errors import ReadError
from .fetch import fetch, open_client
from .holding import Holdings
from .hops import shown
from .hosts import Gate
from .memory import give_back_large_blocks
from .model import Fetched, PollState, Source, SourceId
from .pipeline import Outside, Polled, poll
from .placing import Rules
from .scheduler import clock
from .sources import read
from .store import Intake, LeaseLostError, Store, bucket_at

_PATIENCE = 60.0  # seconds for a bucket that a worker is at: a visit takes half as long


def due_sources(store: Store, rules: Rules, now: datetime, *, every: bool) -> tuple[Source, ...]:
    """The sources that are due, or every one but those that are gone or have asked for quiet."""
    if every:
        with store.reading() as read:
            quiet = {row.source.id for row in read.sources() if _wants_quiet(row.state, now)}
        return tuple(one for one in rules.sources.values() if one.id not in quiet)
    with store.writing() as write:
        due = write.due(now, len(rules.sources))
    return tuple(rules.sources[number] for number in due if number in rules.sources)


def _wants_quiet(state: PollState, now: datetime) -> bool:
    """Whether a server has said not to come (410), or not yet (429 and its like)."""
    was_refused = state.failure is not None and state.failure.kind == "throttled"
    return state.gone or (was_refused and state.next_poll is not None and state.next_poll > now)


@asynccontextmanager
async def going_outside(store: Store, config: Config, directory: Path) -> AsyncIterator[Outside]:
    """What polls need, for as long as the block lasts."""
    give_back_large_blocks()
    async with open_client(config) as client, Confinement() as confinement:
        yield Outside(
            client=client,
            gate=Gate(config.fetch),
            store=store,
            directory=directory,
            confinement=confinement,
        )


async def fetch_once(
    sources: Sequence[Source],
    outside: Outside,
    rules: Rules,
    *,
    force: bool,
    refresh: Callable[[], Rules],
    done: Callable[[], None],
) -> tuple[Polled, ...]:
    """Poll each of these sources once, to the end of its document; what a followed list newly
    names comes after. Hosts are asked under the leases that workers take."""
    outside = replace(outside, whole=True)
    lists = [source for source in sources if source.kind == "opml"]
    feeds = [source for source in sources if source.kind != "opml"]
    longest = rules.config.fetch.timeout
    holdings = Holdings(outside.store, outside.gate, longest, patience=_PATIENCE)
    polled = await _Pass(outside, holdings, rules, force, done).poll(lists)
    if any(answer.outcome == "read" for answer in polled):
        known = set(rules.sources)
        rules = refresh()
        feeds += [source for number, source in rules.sources.items() if number not in known]
    return polled + await _Pass(outside, holdings, rules, force, done).poll(feeds)


class _Pass:
    """One pass over sources, bucket by bucket."""

    def __init__(
        self,
        outside: Outside,
        holdings: Holdings,
        rules: Rules,
        force: bool,
        done: Callable[[], None],
    ) -> None:
        self._outside = outside
        self._holdings = holdings
        self._rules = rules
        self._force = force
        self._done = done
        self._buckets = asyncio.Semaphore(rules.config.fetch.concurrency)

    async def poll(self, sources: Sequence[Source]) -> tuple[Polled, ...]:
        """What came of each, in their order."""
        places = await asyncio.to_thread(self._places, sources)
        polled = await self._poll_at(places, sources, self._done)
        moved = await asyncio.to_thread(self._places, sources)
        # a page may have named a feed on another host, which is asked under that host's lease
        again = [one for one in sources if _is_at_once(moved[one.id], places[one.id])]
        polled |= await self._poll_at(moved, again, _done_before)
        return tuple(polled[one.id] for one in sources)

    def _places(self, sources: Sequence[Source]) -> dict[SourceId, PollState]:
        def look(write: Intake) -> dict[SourceId, PollState]:
            return {one.id: write.poll_state(one.id) for one in sources}

        return self._outside.store.write(look)

    async def _poll_at(
        self,
        places: dict[SourceId, PollState],
        sources: Sequence[Source],
        done: Callable[[], None],
    ) -> dict[SourceId, Polled]:
        members: dict[int, list[Source]] = {}
        for one in sources:
            members.setdefault(bucket_at(places[one.id].url), []).append(one)
        polled = await asyncio.gather(
            *(self._visit(bucket, places, those, done) for bucket, those in members.items())
        )
        return {one.source.id: one for those in polled for one in those}

    async def _visit(
        self,
        bucket: int,
        places: dict[SourceId, PollState],
        sources: Sequence[Source],
        done: Callable[[], None],
    ) -> Sequence[Polled]:
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while True:
            async with self._buckets, self._holdings.holding(bucket) as hold:
                if hold is not None:
                    outside = replace(self._outside, permit=hold)
                    return await asyncio.gather(
                        *(self._poll(one, outside, done) for one in sources)
                    )
            if loop.time() > until:
                return [_left_out(one, "a worker is asking its host") for one in sources]
            await asyncio.sleep(1)

    async def _poll(self, source: Source, outside: Outside, done: Callable[[], None]) -> Polled:
        jitter = random.random()  # noqa: S311 - spreads polls, guards nothing
        try:
            polled = await poll(
                source, outside, self._rules, now=clock(), jitter=jitter, force=self._force
            )
            if polled.outcome == "put off":
                return _left_out(source, "a worker is asking the host it leads to")
            return polled
        except LeaseLostError as error:
            return _left_out(source, str(error))
        finally:
            done()


def _done_before() -> None:
    """What is polled a second time has been counted."""


def _is_at_once(after: PollState, before: PollState) -> bool:
    """Whether a poll has found an address in another bucket and left it to whoever holds that."""
    is_elsewhere = bucket_at(after.url) != bucket_at(before.url)
    return is_elsewhere and after.next_poll is None and not (after.gone or after.paused)


def _left_out(source: Source, why: str) -> Polled:
    return Polled(source=source, outcome="failed", error=f"{source.url}: left out: {why}")


async def discover(url: str, config: Config) -> str:
    """The feed behind an address: itself, or the first one its page names. Raises SourceError."""
    source = Source(id=SourceId("new"), url=url)
    async with open_client(config) as client:
        state = PollState(source=source.id, url=url)
        answer = await fetch(client, source, state, config, clock())
    if not isinstance(answer, Fetched):
        raise ReadError(f"{shown(url)}: no document")
    try:
        read(answer, None)
    except ReadError as error:
        if not error.feed_urls:
            raise
        return error.feed_urls[0]
    return answer.moved_to or url
