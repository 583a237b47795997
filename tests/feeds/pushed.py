"""A site with its hub, and subscribers' callbacks that answer as told, without network or time.

with open_hub(*THREE) as world:
    world.ask(callback="https://reader.example/cb", feed="/all.atom")
    world.sweep()
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

import httpx

from aggregator.config import Config
from aggregator.model import Story
from aggregator.store.subscribers import Subscription
from feeds.hub_line import Line
from feeds.server import create_app
from feeds.websub import Hub, hub_of
from tests.build import NOW
from tests.feeds.site import CONFIG, Site, open_site

CALLBACK = "https://reader.example/cb"
Behaviour = Callable[[httpx.Request], httpx.Response]


class NoHurry:
    """Turns that are always free; `closed` hosts have no room."""

    def __init__(self) -> None:
        self.closed: set[str] = set()

    def turn(self, url: str) -> AbstractAsyncContextManager[None]:
        return _free()

    def has_room(self, url: str) -> bool:
        return httpx.URL(url).host not in self.closed


@asynccontextmanager
async def _free() -> "Iterator[None]":  # type: ignore[misc]
    yield


@dataclass
class World:
    """`asked` and `got` are the verifications and deliveries, as the callbacks saw them."""

    site: Site
    now: datetime = NOW
    behaviour: dict[str, Behaviour] = field(default_factory=dict)  # by path of the callback
    requests: list[httpx.Request] = field(default_factory=list)
    turns: NoHurry = field(default_factory=NoHurry)

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(transport=httpx.MockTransport(self._called))
        self.start()

    def start(self) -> None:
        """A hub as after a restart: it knows what the store knows."""
        hub = hub_of(
            self.site.store,
            self.site.config,
            Line(self.client, self.turns),
            now=lambda: self.now,
            chance=lambda: 0.0,
        )
        assert isinstance(hub, Hub)
        self.hub = hub
        self.site.app = create_app(self.site.store, self.site.config, lambda: self.now)

    def _called(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        behaviour = self.behaviour.get(request.url.path, willing)
        return behaviour(request)

    @property
    def asked(self) -> list[dict[str, str]]:
        found = [parse_qs(r.url.query.decode()) for r in self.requests if r.method == "GET"]
        return [{key: value[0] for key, value in one.items()} for one in found]

    @property
    def got(self) -> list[httpx.Request]:
        return [request for request in self.requests if request.method == "POST"]

    def ask(
        self,
        callback: str = CALLBACK,
        feed: str = "/all.atom",
        mode: str = "subscribe",
        **more: str,
    ) -> httpx.Response:
        """POST to the hub; `more` has '_' for '.' after hub."""
        form = {"hub.callback": callback, "hub.mode": mode, "hub.topic": _address(feed)}
        form |= {f"hub.{name}": value for name, value in more.items()}
        return self.send(urlencode(form))

    def send(self, body: str | bytes, method: str = "POST", **headers: str) -> httpx.Response:
        given = {"content-type": "application/x-www-form-urlencoded"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.hub)
            async with httpx.AsyncClient(
                transport=transport, base_url="https://planet.example"
            ) as client:
                return await client.request(method, "/hub", content=body, headers=given)

        return asyncio.run(go())

    def sweep(self, times: int = 4) -> None:
        """Sweeps, until all is done that was begun and followed from it."""

        async def go() -> None:
            for _ in range(times):
                await self.hub.sweep(self.now)
                await self.hub.settled()

        asyncio.run(go())

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def subscribe(self, callback: str = CALLBACK, feed: str = "/all.atom", **more: str) -> None:
        """The whole way; what was asked on it is forgotten."""
        assert self.ask(callback, feed, **more).status_code == 202
        self.sweep()
        assert self.subscription(callback, feed) is not None
        self.requests.clear()

    def subscription(
        self, callback: str = CALLBACK, feed: str = "/all.atom"
    ) -> Subscription | None:
        with self.site.store.reading() as read:
            return read.hub.subscribed(callback, _address(feed))


def _address(feed: str) -> str:
    return feed if feed.startswith("http") else f"https://planet.example{feed}"


def willing(request: httpx.Request) -> httpx.Response:
    """A callback that confirms all and takes all."""
    return httpx.Response(200, text=request.url.params.get("hub.challenge", ""))


def answering(status: int, **headers: str) -> Behaviour:
    """A callback that confirms, and answers deliveries so."""

    def behave(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return willing(request)
        return httpx.Response(status, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return behave


@contextmanager
def open_hub(*stories: Story, config: Config = CONFIG, **more: object) -> Iterator[World]:
    with open_site(*stories, config=config, **more) as site:  # type: ignore[arg-type]
        world = World(site)
        yield world
        asyncio.run(world.client.aclose())
