"""Three days of polling a world, judged by its request log: every rule of manners is kept."""

import asyncio
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from aggregator.cadence import next_poll
from aggregator.config import Config
from aggregator.errors import FetchError
from aggregator.fetch import fetch
from aggregator.model import Fetched, Hints, NotModified, PollState, Source, SourceId
from aggregator.network import open_client
from aggregator.store import open_store
from tests.build import source
from tests.world.behaviours import FEED, answer, in_turn, redirect
from tests.world.manners import Terms, broken, score
from tests.world.server import Asked, World, trusting

DAYS = 3
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


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    directory = tmp_path_factory.mktemp("manners")
    with World({"/there": answer()}) as other, World(ROUTES) as world:
        world.routes["/away"] = redirect(other.url("/there"))
        config = world.config(allow_networks=(f"127.0.0.1:{other.port}",))
        unasked = ("/new", "/elsewhere")
        sources = [
            source(path.strip("/"), url=world.url(path))
            for path in world.routes
            if path not in (*unasked, "/private", "/away")
        ]
        own = (("X-Key", "env:KEY"),)
        sources += [
            source(name, url=world.url(f"/{name}"), headers=own) for name in ("private", "away")
        ]
        planet = Planet(config, sources, directory / "planet.db")
        for _ in range(DAYS):  # stopped and started again every day
            planet.run(24, world, other)
        return [*world.log, *other.log]


def test_every_rule_of_manners_is_kept(log: list[Asked]) -> None:
    home = {one.host for one in log if one.path == "/private"}
    terms = Terms(
        at_least={path: hints.at_least for path, hints in HINTS.items() if hints.at_least},
        skipped_hours={path: hints.skip_hours for path, hints in HINTS.items() if hints.skip_hours},
        own_headers=frozenset({"x-key"}),
        own_hosts=frozenset(home),
    )
    assert broken(score(log, terms)) == []


def test_each_source_is_polled_within_its_bound(log: list[Asked]) -> None:
    first, last = log[0].now, max(one.now for one in log)
    for path in ROUTES:
        asked = [one.now for one in log if one.path == path]
        if path in ("/gone", "/moved"):
            continue
        moments = [first, *asked, last]
        assert max(b - a for a, b in pairwise(moments)) <= timedelta(hours=25)


def test_the_score_sees_what_is_wrong() -> None:
    """A rude log fails: else a score says nothing."""
    with World({"/f": answer(etag='"1"', cache_control="max-age=60")}) as world:
        for _ in range(3):
            urllib.request.urlopen(world.url("/f")).read()
        rude = world.log
    terms = Terms(at_least={}, skipped_hours={}, own_headers=frozenset({"connection"}))
    failed = {one.rule.partition(" ")[0] for one in score(rude, terms) if one.broken}
    assert failed == {"F2", "F7", "F10", "F11", "F12", "F15"}
