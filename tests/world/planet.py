"""A planet that polls a world for days, in time of its own, and the log that leaves.

Fetching and cadence are the real ones; documents are not read. What the planet knows survives a
stop only in its store.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx

from aggregator.cadence import next_poll
from aggregator.config import Config
from aggregator.errors import FetchError
from aggregator.fetch import fetch
from aggregator.model import Fetched, Hints, NotModified, PollState, Source, SourceId
from aggregator.network import open_client
from aggregator.store import open_store
from tests.build import source

from .behaviours import FEED, answer, in_turn, redirect
from .manners import Terms
from .server import Asked, World, trusting

HINTS = {
    "/ttl": Hints(at_least=timedelta(hours=5)),
    "/skip": Hints(skip_hours=frozenset(range(0, 9))),
}


def changing(connection, asked: Asked) -> bool:
    """A new entry every 30 hours; 304 in between, with an ETag that is weak every other time."""
    number = int(asked.now.timestamp() // (30 * 3600))
    etag = f'"{number}"' if asked.count % 2 else f'W/"{number}"'
    current = {f'"{number}"', f'W/"{number}"'}
    modified = "Sun, 06 Nov 1994 08:49:37 GMT"
    if asked.headers.get("if-none-match") in current:
        return bool(answer(b"", 304, etag=etag)(connection, asked))
    body = FEED.replace(b"First", b"Number %d" % number)
    return bool(answer(body, etag=etag, last_modified=modified)(connection, asked))


def expiring(connection, asked: Asked) -> bool:
    """Fresh for two hours, said by a date."""
    expires = format_datetime(asked.now + timedelta(hours=2), usegmt=True)
    return bool(answer(expires=expires, date=format_datetime(asked.now))(connection, asked))


def busy_until(connection, asked: Asked) -> bool:
    """503 with a date, every other time."""
    if asked.count % 2:
        until = format_datetime(asked.now + timedelta(hours=7), usegmt=True)
        return bool(answer(b"", 503, retry_after=until)(connection, asked))
    return bool(answer(etag='"1"')(connection, asked))


ROUTES = {
    "/changing": changing,
    "/plain": answer(),
    "/fresh": answer(cache_control="public, max-age=10800", etag='"f"'),
    "/short": answer(cache_control="max-age=1200", etag='"s"'),
    "/expires": expiring,
    "/ttl": answer(etag='"t"'),
    "/skip": answer(last_modified="Sun, 06 Nov 1994 08:49:37 GMT"),
    "/moved": redirect("/new", 301),
    "/new": answer(etag='"n"'),
    "/temporary": redirect("/elsewhere", 302),
    "/elsewhere": answer(etag='"e"'),
    "/limited": in_turn(
        answer(etag='"l"'), answer(b"", 429, retry_after="7200"), answer(etag='"l"')
    ),
    "/reddit": in_turn(answer(b"", 403, x_ratelimit_reset="9000"), answer(etag='"r"')),
    "/busy": busy_until,
    "/gone": in_turn(answer(etag='"g"'), answer(b"", 410)),
    "/missing": answer(b"", 404),
    "/private": answer(etag='"p"', set_cookie="id=7; Path=/"),
}


class Planet:
    """Polls what is due and nothing else; between runs all it knows is in a store on disk."""

    def __init__(self, config: Config, sources: Sequence[Source], path: Path) -> None:
        self.config = config
        self.sources = sources
        self.address = f"sqlite:///{path}"

    def run(self, hours: int, world: World, *others: World) -> None:
        """From a start to a stop."""
        store = open_store(self.address)
        try:
            with store.writing() as write:
                sources = write.adopt(self.sources, world.now)
                states = {one.id: write.poll_state(one.id) for one in sources}
            asyncio.run(self._run(hours, {one.id: one for one in sources}, states, world, *others))
            with store.writing() as write:
                for state in states.values():
                    write.put_poll_state(state)
        finally:
            store.close()

    async def _run(
        self,
        hours: int,
        sources: dict[SourceId, Source],
        states: dict[SourceId, PollState],
        world: World,
        *others: World,
    ) -> None:
        end = world.now + timedelta(hours=hours)
        async with open_client(self.config, subscribers=3, ssl_context=trusting()) as client:
            while True:
                waiting = [state for state in states.values() if not state.gone]
                state = min(waiting, key=lambda one: one.next_poll or world.now)
                now = max(world.now + timedelta(seconds=1), state.next_poll or world.now)
                if now > end:
                    return
                for one in (world, *others):
                    one.now = now
                states[state.source] = await self._poll(client, sources[state.source], state, world)

    async def _poll(
        self, client: httpx.AsyncClient, of: Source, state: PollState, world: World
    ) -> PollState:
        outcome: Fetched | NotModified | FetchError
        try:
            outcome = await fetch(
                client, of, state, self.config, world.now, environ={"KEY": "sesame"}
            )
        except FetchError as error:
            outcome = error
        known = replace(state, hints=HINTS.get(of.url.removeprefix(world.url("")), Hints()))
        return next_poll(known, outcome, of, (), self.config.fetch, world.now, jitter=0.3)


def live(days: int, directory: Path) -> tuple[list[Asked], Terms]:
    """Poll for that many days, stopped and started again each day: the log, and its terms."""
    with World({"/there": answer()}) as other, World(ROUTES) as world:
        world.routes["/away"] = redirect(other.url("/there"))
        config = world.config(allow_networks=(f"127.0.0.1:{other.port}",))
        only_led_to = ("/new", "/elsewhere")
        own = dict.fromkeys(("/private", "/away"), (("X-Key", "env:KEY"),))
        sources = [
            source(path.strip("/"), url=world.url(path), headers=own.get(path, ()))
            for path in world.routes
            if path not in only_led_to
        ]
        planet = Planet(config, sources, directory / "planet.db")
        for _ in range(days):
            planet.run(24, world, other)
        terms = Terms(
            at_least={path: hints.at_least for path, hints in HINTS.items() if hints.at_least},
            skipped_hours={
                path: hints.skip_hours for path, hints in HINTS.items() if hints.skip_hours
            },
            own_headers=frozenset({"x-key"}),
            own_hosts=frozenset({f"127.0.0.1:{world.port}"}),
        )
        return [*world.log, *other.log], terms
