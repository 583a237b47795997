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
from .hosts import Gate
from .memory import give_back_large_blocks
from .model import Fetched, PollState, Source, SourceId
from .pipeline import Outside, Polled, poll
from .placing import Rules
from .scheduler import clock
from .sources import read
from .store import Store


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
    names comes after."""

    async def one(source: Source, rules: Rules) -> Polled:
        jitter = random.random()  # noqa: S311 - spreads polls, guards nothing
        polled = await poll(source, outside, rules, now=clock(), jitter=jitter, force=force)
        done()
        return polled

    outside = replace(outside, whole=True)
    lists = [source for source in sources if source.kind == "opml"]
    feeds = [source for source in sources if source.kind != "opml"]
    polled = await asyncio.gather(*(one(source, rules) for source in lists))
    if any(answer.outcome == "read" for answer in polled):
        known = set(rules.sources)
        rules = refresh()
        feeds += [source for number, source in rules.sources.items() if number not in known]
    polled += await asyncio.gather(*(one(source, rules) for source in feeds))
    return tuple(polled)


async def discover(url: str, config: Config) -> str:
    """The feed behind an address: itself, or the first one its page names. Raises SourceError."""
    source = Source(id=SourceId("new"), url=url)
    async with open_client(config) as client:
        state = PollState(source=source.id, url=url)
        answer = await fetch(client, source, state, config, clock())
    if not isinstance(answer, Fetched):
        raise ReadError(f"{url}: no document")
    try:
        read(answer, None)
    except ReadError as error:
        if not error.feed_urls:
            raise
        return error.feed_urls[0]
    return answer.moved_to or url
