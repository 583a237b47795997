"""The hub with others: a restart, a real subscriber, another Feedmill, another's hub."""

import asyncio
import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import feedparser
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from aggregator.config import Config, Fetch
from aggregator.hosts import Gate
from aggregator.network import open_client
from aggregator.pipeline import Outside, poll
from aggregator.push import is_pushed
from aggregator.websub import Callbacks, subscribe
from feeds.export import build
from feeds.hub_external import ExternalHub
from feeds.hub_line import Line
from feeds.server import create_app
from feeds.websub import Hub, hub_of
from tests.build import NOW, at, source
from tests.feeds.pushed import NoHurry, World, answering, open_hub, willing
from tests.feeds.site import CONFIG, THREE, Site, open_site, told
from tests.rim import Site as Reader

NEW = told("9", title="Fresh from the river", first_seen=at(minutes=-1))


def hub_with(site: Site, client: httpx.AsyncClient, config: Config = CONFIG) -> Hub:
    made = hub_of(site.store, config, Line(client, NoHurry()), now=lambda: NOW, chance=lambda: 0.5)
    assert isinstance(made, Hub)
    return made


# ---- nothing is lost -------------------------------------------------------------------------


def test_a_hub_that_is_killed_in_mid_delivery_delivers_at_the_next_start() -> None:
    with open_hub(*THREE) as world:
        world.subscribe()
        world.site.publish(NEW)

        async def killed() -> None:
            arrived = asyncio.Event()

            async def never_done(request: httpx.Request) -> httpx.Response:
                arrived.set()
                await asyncio.Event().wait()
                raise AssertionError

            async with httpx.AsyncClient(transport=httpx.MockTransport(never_done)) as client:
                hub = hub_with(world.site, client)
                await hub.sweep(NOW)
                await arrived.wait()
                await hub.stop()

        asyncio.run(killed())
        world.start()
        world.sweep()
        (got,) = world.got
        assert [one.id for one in feedparser.parse(got.content).entries] == [NEW.uri]


def test_a_wish_that_was_accepted_before_a_restart_is_verified_after_it() -> None:
    with open_hub(*THREE) as world:
        world.ask()
        world.start()
        world.sweep()
        assert world.subscription() is not None


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(0, 9)),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
        st.tuples(st.just("sweep"), st.integers(1, 3)),
        st.tuples(st.just("answer"), st.sampled_from([200, 200, 500, 302])),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 400)),
        st.tuples(st.just("renew"), st.just(0)),
    ),
    max_size=25,
)


def happens(world: World, meant: dict[str, str], number: int, step: str, value: int) -> None:
    """One step of a story's and a subscriber's life; `meant` is what the subscriber is to know."""
    match step:
        case "publish":
            story = told(f"s{value}", title=f"Title {number}", first_seen=at(seconds=value))
            world.site.publish(story)
            meant[story.uri] = f"Title {number}"
        case "withdraw":
            story = told(f"s{value}")
            with world.site.store.writing() as write:
                write.withdraw(story.id, into=None, comment="", now=world.now)
            if story.uri in meant:
                meant[story.uri] = ""
        case "sweep":
            world.sweep(times=value)
        case "answer":
            world.behaviour["/cb"] = answering(value)
        case "restart":
            world.start()
        case "wait":
            world.later(minutes=value)
        case "renew":
            world.ask()


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_whatever_happens_a_subscriber_ends_up_with_the_last_state_of_every_story(
    steps: list[tuple[str, int]],
) -> None:
    config = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update={"entries": 50})})
    sources = (replace(source("mill"), max_items=2), source("weir"), source("fresh"))
    with open_hub(*THREE, config=config, sources=sources) as world:
        world.subscribe()
        meant: dict[str, str] = {}
        for number, (step, value) in enumerate(steps):
            happens(world, meant, number, step, value)
        world.behaviour["/cb"] = willing
        world.later(hours=7)
        world.sweep(times=12)
        taken: dict[str, str] = {}
        for request in world.got:
            document = feedparser.parse(request.content)
            taken |= {one.id: one.title for one in document.entries}
            text = request.content.decode()
            taken |= {uri: "" for uri in meant if f'deleted-entry ref="{uri}"' in text}
        known = {uri: title for uri, title in meant.items() if title or uri in taken}
        assert {uri: taken.get(uri) for uri in known} == known


# ---- with a real subscriber ------------------------------------------------------------------


@contextmanager
def reader_on_loopback() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A subscriber's own small server: (its callback, what was delivered to it)."""
    delivered: list[tuple[dict[str, str], bytes]] = []

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            challenge = parse_qs(urlsplit(self.path).query)["hub.challenge"][0].encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(challenge)))
            self.end_headers()
            self.wfile.write(challenge)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            delivered.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/cb?key=1", delivered
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run_on_loopback(world: World, callback: str, *, allowed: bool) -> None:
    """Subscribe, publish, deliver: through the guarded client and a real gate."""
    networks = (f"127.0.0.1:{urlsplit(callback).port}",) if allowed else ()
    config = CONFIG.model_copy(update={"fetch": Fetch(allow_networks=networks)})
    assert world.ask(callback, secret="shared").status_code == 202

    async def go() -> None:
        async with open_client(config) as client:
            line = Line(client, Gate(config.fetch))
            hub = hub_of(world.site.store, config, line, now=lambda: NOW, chance=lambda: 0.5)
            assert isinstance(hub, Hub)
            for _ in range(3):
                await hub.sweep(NOW)
                await hub.settled()
            await asyncio.to_thread(world.site.publish, NEW)
            for _ in range(3):
                await hub.sweep(NOW)
                await hub.settled()

    asyncio.run(go())


def test_a_subscriber_on_loopback_gets_a_signed_document() -> None:
    with open_hub(*THREE) as world, reader_on_loopback() as (callback, delivered):
        run_on_loopback(world, callback, allowed=True)
    ((headers, body),) = delivered
    digest = hmac.new(b"shared", body, hashlib.sha256).hexdigest()
    assert headers["x-hub-signature"] == f"sha256={digest}"
    assert headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert 'rel="hub"' in headers["link"]
    assert headers["user-agent"].startswith("Feedmill/")
    assert [one.title for one in feedparser.parse(body).entries] == ["Fresh from the river"]


@pytest.mark.parametrize("spelling", ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_an_address_that_must_not_be_reached_is_never_contacted(spelling: str) -> None:
    with open_hub(*THREE) as world, reader_on_loopback() as (callback, delivered):
        run_on_loopback(world, callback.replace("127.0.0.1", spelling), allowed=False)
        assert world.subscription(callback) is None
        assert delivered == []
        with world.site.store.reading() as read:
            assert all(one.tries == 1 for one in read.hub.wishes(at(days=1), 9))


# ---- two Feedmills ---------------------------------------------------------------------------


def test_one_feedmill_pushes_to_another() -> None:
    feed = "https://planet.example/all.atom"
    reader = Reader(
        {feed: b""},
        config=f'[site]\nurl = "https://reader.example"\n[[sources]]\nurl = "{feed}"\n',
    )

    async def go(site: Site) -> None:
        hubs: list[Hub] = []

        async def planet(scope: Scope, receive: Receive, send: Send) -> None:
            app: Any = hubs[0] if scope["path"] == "/hub" else site.app
            await app(scope, receive, send)

        callbacks: list[Any] = []

        async def callback(scope: Scope, receive: Receive, send: Send) -> None:
            await callbacks[0](scope, receive, send)

        mounts = {
            "all://planet.example": httpx.ASGITransport(planet),
            "all://reader.example": httpx.ASGITransport(callback),
        }
        async with httpx.AsyncClient(mounts=mounts) as client:
            hub = hub_with(site, client)
            hubs.append(hub)
            outside = Outside(
                client=client,
                gate=Gate(reader.config.fetch),
                store=reader.store,
                directory=Path(),
            )
            answers = Callbacks(outside, lambda: reader.rules, lambda: NOW)
            callbacks.append(answers.app())
            (ours,) = reader.sources
            await poll(ours, outside, reader.rules, now=NOW, jitter=0.5)
            await subscribe(ours, outside, reader.rules, NOW)
            for step in range(4):
                await hub.sweep(NOW)
                await hub.settled()
                if step == 1:
                    await asyncio.to_thread(site.publish, NEW)
            await asyncio.gather(*answers._deliveries)

    with open_hub(*THREE) as world:
        asyncio.run(go(world.site))
    stories = reader.stories()
    articles = {article.entry_id for story in stories for article in story.articles}
    assert NEW.uri in articles  # it was pushed: the poll came before it
    with reader.store.writing() as write:
        assert is_pushed(write.poll_state(reader.sources[0].id), NOW)


# ---- another's hub ---------------------------------------------------------------------------

ELSEWHERE = CONFIG.model_copy(
    update={"site": CONFIG.site.model_copy(update={"hub": "https://hub.example/"})}
)


def test_another_hub_is_told_which_feeds_changed_and_again_when_it_did_not_listen() -> None:
    told_of: list[list[str]] = []
    answers = [204, 500, 204]

    def hub(request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode())
        assert form["hub.mode"] == ["publish"]
        assert form["hub.url"] == form["hub.topic"]
        told_of.append(form["hub.url"])
        return httpx.Response(answers[len(told_of) - 1])

    async def sweep(site: Site, *times: Any) -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(hub)) as client:
            line = Line(client, NoHurry())
            made = hub_of(site.store, site.config, line, now=lambda: NOW, chance=lambda: 0.5)
            assert isinstance(made, ExternalHub)
            for when in times:
                await made.sweep(when)

    with open_site(*THREE, config=ELSEWHERE) as site:
        asyncio.run(sweep(site, NOW, NOW))
        assert told_of == []
        site.publish(NEW)
        asyncio.run(sweep(site, NOW, NOW))
        assert len(told_of) == 1
        assert "https://planet.example/all.atom" in told_of[0]
        assert "https://planet.example/topics/town.json" in told_of[0]
        assert "https://planet.example/topics/science/rivers.rss" not in told_of[0]
        site.publish(told("10", first_seen=at()))
        asyncio.run(sweep(site, NOW, at(seconds=5), NOW + timedelta(minutes=1)))
        assert len(told_of) == 3
        assert told_of[1] == told_of[2]
        link = '<https://hub.example/>; rel="hub"'
        assert site.get("/all.atom").headers["link"].startswith(link)


def test_no_hub_is_named_where_there_is_none() -> None:
    config = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update={"hub": "none"})})
    with open_hub(*THREE) as world:
        line = Line(world.client, NoHurry())
        assert hub_of(world.site.store, config, line, now=lambda: NOW, chance=lambda: 0) is None
        world.site.app = create_app(world.site.store, config, lambda: NOW)
        answer = world.site.get("/all.atom")
        assert "link" not in answer.headers
        assert b'rel="hub"' not in answer.content


# ---- files -----------------------------------------------------------------------------------


def test_files_name_our_hub_once_it_was_opened_and_are_the_servers_bytes(tmp_path: Path) -> None:
    with open_site(*THREE) as site:
        build(site.store, site.config, tmp_path)
        assert b'rel="hub"' not in (tmp_path / "all.atom").read_bytes()
    with open_hub(*THREE) as world:
        build(world.site.store, world.site.config, tmp_path)
        body = (tmp_path / "all.atom").read_bytes()
        assert b'rel="hub"' in body
        assert world.site.get("/all.atom").content == body
