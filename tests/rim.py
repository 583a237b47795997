"""The rim for tests: a store in memory, a client whose answers are given, rules, polls.

site = Site({"https://mill.example/feed.xml": RSS})
site.poll_all()
site.read().stories(View(), limit=10)
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
from starlette.types import ASGIApp, Message

from aggregator.config import Config, parse_config
from aggregator.hosts import Gate
from aggregator.model import Source, Story
from aggregator.pipeline import Outside, Polled, poll
from aggregator.placing import Rules
from aggregator.roster import call_roster
from aggregator.store import Store, View, open_store

from .build import NOW

Answer = bytes | str | httpx.Response | Callable[[httpx.Request], httpx.Response]


class Site:
    """A planet, in memory or `at` a database; `answers` by address may be changed between polls,
    `now` too."""

    def __init__(
        self,
        answers: dict[str, Answer],
        config: str = "",
        now: datetime = NOW,
        at: str = "sqlite:///:memory:",
    ) -> None:
        sources = "".join(f'[[sources]]\nurl = "{url}"\n' for url in answers)
        self.answers = answers
        self.now = now
        self.config: Config = parse_config(
            config + sources if "[[sources]]" not in config else config
        )
        self.store: Store = open_store(at)
        self.rules: Rules = call_roster(self.config, Path(), self.store, now)
        self.requests: list[httpx.Request] = []
        self.whole = False

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(self.rules.sources.values())

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        given = self.answers.get(str(request.url))
        if given is None:
            return httpx.Response(404)
        if isinstance(given, httpx.Response):
            return given
        if callable(given):
            return given(request)
        return httpx.Response(200, content=given)

    def outside(self, client: httpx.AsyncClient) -> Outside:
        return Outside(
            client=client,
            gate=Gate(self.config.fetch),
            store=self.store,
            directory=Path(),
            whole=self.whole,
        )

    def poll(self, sources: Iterable[Source], *, force: bool = False) -> list[Polled]:
        async def one_after_another() -> list[Polled]:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self.answer)) as client:
                outside = self.outside(client)
                return [
                    await poll(one, outside, self.rules, now=self.now, jitter=0.5, force=force)
                    for one in sources
                ]

        return asyncio.run(one_after_another())

    def poll_all(self, *, force: bool = False) -> list[Polled]:
        return self.poll(self.sources, force=force)

    @contextmanager
    def read(self):
        with self.store.reading() as read:
            yield read

    def stories(self, **view: str) -> tuple[Story, ...]:
        with self.store.reading() as read:
            return read.stories(View(**view), limit=1000)


async def cut_off(app: ASGIApp, path: str, body: bytes, **headers: str) -> int:
    """POST to an application, and hang up in the middle: the status nobody reads."""
    told = iter([{"type": "http.request", "body": body, "more_body": True}])
    statuses = []

    async def receive() -> Message:
        return next(told, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        statuses.append(message.get("status"))

    fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": fields}
    await app(scope, receive, send)
    return statuses[0]
