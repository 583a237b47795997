"""A small published site for tests: a store in memory, and a client without network."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from starlette.types import ASGIApp

from aggregator.config import Config, parse_config
from aggregator.model import (
    Failure,
    Group,
    GroupKind,
    Membership,
    PollState,
    Source,
    SourceId,
    Story,
)
from aggregator.store import Store, open_store
from feeds.server import create_app
from tests.build import NOW, article, at, copy, entry, feed, source, story
from tests.stores import publish

CONFIG = parse_config(
    """
[site]
title = "River Planet"
url = "https://planet.example"
contact = "ops@planet.example"
entries = 5

[[topics]]
slug = "town"
title = "Town life"
match = 'mill OR "town council"'

[[topics]]
slug = "science/rivers"
title = "Rivers"
match = "river"

[[topics]]
slug = "quiet"
match = "unobtainium"
"""
)

SOURCES: tuple[Source, ...] = (source("mill"), source("weir"), source("fresh"))


def in_group(kind: GroupKind, slug: str = "", title: str = "", because: str = "") -> Membership:
    return Membership(group=Group(kind=kind, slug=slug, title=title), because=because)


def told(seed: str, *, topics: tuple[str, ...] = ("town",), **given: Any) -> Story:
    """A story with memberships as the intake gives them; `given` goes to the story or its lead."""
    own = {key: given.pop(key) for key in list(given) if key in _OF_STORY}
    lead = own.pop("lead", None) or article(seed, **given)
    copies = own.get("copies", ())
    memberships = (
        in_group("all"),
        *(in_group("topic", slug, slug.title(), "matched mill") for slug in topics),
        *(in_group("author", _slug(who.name), who.name, "By Ada Miller") for who in lead.authors),
        *(in_group("source", name) for name in _sources(lead.source, copies)),
    )
    return story(seed, lead=lead, **({"memberships": memberships} | own))


_OF_STORY = {"lead", "copies", "hidden", "listed", "evidence", "memberships", "uri", "event"}


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _sources(lead: SourceId, copies: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((lead, *(one.article.source for one in copies))))


THREE: tuple[Story, ...] = (
    told(
        "1",
        topics=("town", "science/rivers"),
        copies=(
            copy(
                "8", published=at(hours=-1), how="reworded", score=0.87, because=("14 of 16 agree",)
            ),
        ),
        evidence="byline",
        author_because="By Ada Miller",
    ),
    told("2", title="Second <b>reading</b> & more", published=at(hours=-5), language="de"),
    told("3", topics=(), source="weir", title="", published=at(days=-1)),
)


@dataclass(slots=True)
class Site:
    """A store and what serves it."""

    store: Store
    config: Config
    app: ASGIApp

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        """One request; header names have '_' for '-'. No coding is asked for unless given."""
        return self.get_all([path], method, **headers)[0]

    def get_all(
        self, paths: list[str], method: str = "GET", **headers: str
    ) -> list[httpx.Response]:
        """Several requests at once."""
        given = {"accept-encoding": ""} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

        async def ask() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url="https://planet.example"
            ) as client:
                return await asyncio.gather(
                    *(client.request(method, path, headers=given) for path in paths)
                )

        return asyncio.run(ask())

    def publish(self, *stories: Story) -> None:
        with self.store.writing() as write:
            publish(write, *stories)


@contextmanager
def open_site(
    *stories: Story, sources: tuple[Source, ...] = SOURCES, config: Config = CONFIG
) -> Iterator[Site]:
    """A site with these stories; closed when the block ends."""
    store = open_store("sqlite:///:memory:")
    try:
        configured = config.model_copy(update={"sources": sources})
        with store.writing() as write:
            write.adopt(list(sources), NOW)
            publish(write, *stories)
        yield Site(store=store, config=configured, app=create_app(store, configured, lambda: NOW))
    finally:
        store.close()


def failing(id: str = "weir") -> PollState:
    """What a poll that failed leaves."""
    url = f"https://{id}.example/feed.xml"
    return PollState(
        source=SourceId(id),
        url=url,
        last_poll=at(minutes=-5),
        last_success=at(days=-2),
        next_poll=at(hours=3),
        failure=Failure(kind="fetch", message=f"{url}: 503 <busy>", since=at(days=-1), times=4),
    )


def well(id: str = "mill") -> PollState:
    """What a poll that went well leaves."""
    return PollState(
        source=SourceId(id),
        url=f"https://{id}.example/feed.xml",
        last_poll=at(minutes=-5),
        last_success=at(minutes=-5),
        next_poll=at(minutes=55),
        feed=replace(feed(entry(), subtitle="News of the <i>mill</i>"), entries=()),
    )
