"""P3 of the published promises: nothing reaches an address that is not allowed, on any way out.

Each way out is tried with every spelling at once. What counts is which sockets were opened: only
those to the world that is allowed, whose address stands among them to show that the way is one.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import httpcore
import pytest

from aggregator.config import Config, Fetch, parse_config
from aggregator.errors import SourceError
from aggregator.hosts import Gate
from aggregator.network import open_client
from aggregator.once import discover, fetch_once
from aggregator.pipeline import Outside
from aggregator.roster import call_roster
from aggregator.store import Store, open_store
from aggregator.websub import subscribe
from feeds.hub_line import Line
from feeds.websub import hub_of
from tests.build import NOW
from tests.feeds.pushed import open_hub
from tests.feeds.site import CONFIG, THREE, open_site, told
from tests.world.behaviours import FEED, answer, redirect
from tests.world.server import Behaviour, World, trusting
from tests.world.spellings import REFUSED, as_sent

CONFIGURED = tuple(url for url in REFUSED if "@" not in url)  # a password stands in no config.toml
Contacts = list[tuple[str, int]]


@pytest.fixture
def contacts(monkeypatch: pytest.MonkeyPatch) -> Contacts:
    """Every address and port that a socket was opened to."""
    seen: Contacts = []
    connect = httpcore.AnyIOBackend.connect_tcp

    async def watched(
        self: httpcore.AnyIOBackend, host: str, port: int, **given: object
    ) -> httpcore.AsyncNetworkStream:
        seen.append((host, port))
        return await connect(self, host, port, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", watched)
    return seen


@pytest.fixture
def world() -> Iterator[World]:
    """What may be asked; `/there` is where each way leads that leads to no refused address."""
    with World({"/there": answer(FEED, content_type="application/atom+xml")}) as opened:
        yield opened


def settings(world: World, sources: str) -> Config:
    allowed = f'[fetch]\nallow_networks = ["127.0.0.1:{world.port}"]\n'
    return parse_config(f'[site]\nurl = "https://planet.example"\n{allowed}{sources}')


def pass_over(
    config: Config,
    directory: Path,
    *,
    subscribing: bool = False,
    at: str = "sqlite:///:memory:",
) -> dict[str, str]:
    """One pass over all sources: the kind of each failure, by address."""
    store = open_store(at)
    rules = call_roster(config, directory, store, NOW)

    async def main() -> None:
        async with open_client(config, ssl_context=trusting()) as client:
            outside = Outside(
                client=client, gate=Gate(config.fetch), store=store, directory=directory
            )
            await fetch_once(
                tuple(rules.sources.values()), outside, rules, force=False,
                refresh=lambda: call_roster(config, directory, store, NOW), done=lambda: None,
            )  # fmt: skip
            for one in rules.sources.values() if subscribing else ():
                await subscribe(one, outside, rules, NOW)

    asyncio.run(main())
    with store.reading() as read:
        rows = {row.source.url: row.state.failure for row in read.sources()}
    store.close()
    return {url: failure.kind for url, failure in rows.items() if failure is not None}


def html(head: str, body: str = "<p>Hello</p>") -> Behaviour:
    return answer(
        f"<html><head>{head}<title>P</title></head><body>{body}</body></html>".encode(),
        content_type="text/html; charset=utf-8",
    )


def feed_with(link: str) -> Behaviour:
    return answer(FEED.replace(b"</title>", f"</title>{link}".encode(), 1))


ALTERNATE = '<link rel="alternate" type="application/atom+xml" href="{}">'
LEADING: dict[str, Callable[[str], Behaviour]] = {
    "a redirect": lambda url: redirect(as_sent(url)),
    "a permanent redirect": lambda url: redirect(as_sent(url), 308),
    "a page that names its feed": lambda url: html(ALTERNATE.format(url)),
    "a header that names a feed": lambda url: answer(
        b"<html><p>x", 200, ("Link", f"<{as_sent(url)}>; rel=alternate; type=application/rss+xml")
    ),
}


@pytest.mark.parametrize("way", LEADING)
def test_whatever_a_source_leads_to_is_judged(
    way: str, world: World, contacts: Contacts, tmp_path: Path
) -> None:
    for number, url in enumerate(REFUSED):
        world.routes[f"/{number}"] = LEADING[way](url)
    world.routes["/good"] = LEADING[way](world.url("/there"))
    urls = [world.url(path) for path in world.routes if path != "/there"]
    failures = pass_over(settings(world, "".join(map(one_source, urls))), tmp_path)
    assert set(contacts) == {("127.0.0.1", world.port)}
    assert len(world.asked("/there")) == 1
    assert set(failures.values()) == {"refused"}
    assert len(failures) == len(REFUSED)


def one_source(url: str, kind: str = "") -> str:
    told_kind = f'kind = "{kind}"\n' if kind else ""
    return f'[[sources]]\nurl = "{url}"\n{told_kind}'


@pytest.mark.parametrize("kind", ["", "feed", "jsonfeed", "page"])
def test_a_source_itself_is_judged_whatever_its_kind(
    kind: str, world: World, contacts: Contacts, tmp_path: Path
) -> None:
    urls = (*CONFIGURED, world.url("/there"))
    failures = pass_over(settings(world, "".join(one_source(u, kind) for u in urls)), tmp_path)
    failures.pop(world.url("/there"), "")  # an Atom document is neither JSON nor a page
    assert set(contacts) == {("127.0.0.1", world.port)}
    assert len(world.asked("/there")) == 1
    assert set(failures.values()) == {"refused"}
    assert len(failures) >= len({url.lower() for url in CONFIGURED}) - 2


def test_a_followed_list_and_what_it_names_are_judged(
    world: World, contacts: Contacts, tmp_path: Path
) -> None:
    named = "".join(
        f'<outline text="x" xmlUrl="{url}"/>' for url in (*REFUSED, world.url("/there"))
    )
    world.routes["/list"] = answer(f'<opml version="2.0"><body>{named}</body></opml>'.encode())
    lists = "".join(f'[[sources]]\nopml = "{url}"\n' for url in (*CONFIGURED, world.url("/list")))
    failures = pass_over(settings(world, lists), tmp_path)
    assert set(contacts) == {("127.0.0.1", world.port)}
    assert len(world.asked("/there")) == len(world.asked("/list")) == 1
    assert set(failures.values()) == {"refused"}


def test_what_an_added_address_names_is_judged(world: World, contacts: Contacts) -> None:
    config = settings(world, "")
    for number, url in enumerate(REFUSED):
        world.routes[f"/{number}"] = redirect(as_sent(url))
        for asked in (url, world.url(f"/{number}")):
            with pytest.raises(SourceError) as caught:
                asyncio.run(discover(asked, config))
            assert getattr(caught.value, "kind", "") == "refused"
    assert set(contacts) == {("127.0.0.1", world.port)}


@pytest.mark.parametrize("status", [0, 307, 308])
def test_a_hub_and_where_it_sends_us_are_judged(
    status: int, world: World, contacts: Contacts, tmp_path: Path
) -> None:
    """Status 0: the refused address is the hub; else a hub that can be asked sends us there."""
    urls = (*REFUSED, world.url("/hub"))
    for number, url in enumerate(urls):
        named = world.url(f"/moved{number}") if status else url
        links = (
            f'<link rel="hub" href="{escape(named)}"/><link rel="self" href="http://x.example/f"/>'
        )
        world.routes[f"/{number}"] = feed_with(links)
        world.routes[f"/moved{number}"] = redirect(as_sent(url), status or 302)
    world.routes["/hub"] = answer(b"", 202)
    sources = "".join(one_source(world.url(f"/{number}")) for number in range(len(urls)))
    assert pass_over(settings(world, sources), tmp_path, subscribing=True) == {}
    assert set(contacts) == {("127.0.0.1", world.port)}
    assert [one.method for one in world.asked("/hub")] == ["POST"]


async def sweep(store: Store, config: Config, times: int = 1) -> None:
    """Our own hub or another's, through the guarded client."""
    async with open_client(config, ssl_context=trusting()) as client:
        line = Line(client, Gate(config.fetch))
        hub = hub_of(store, config, line, now=lambda: NOW, chance=lambda: 0.5)
        assert hub is not None
        for _ in range(times):
            await hub.sweep(NOW)
            await hub.settled()


def test_a_callback_at_our_own_hub_is_judged(world: World, contacts: Contacts) -> None:
    config = CONFIG.model_copy(
        update={"fetch": Fetch(allow_networks=(f"127.0.0.1:{world.port}",), host_burst=100)}
    )
    world.routes["/cb"] = redirect("http://127.0.0.1:1/", 307)  # and none follows a redirect
    with open_hub(*THREE) as hubs:
        for url in (*REFUSED, world.url("/cb")):
            assert hubs.ask(url).status_code in (202, 400)
        asyncio.run(sweep(hubs.site.store, config, times=3))
    assert set(contacts) == {("127.0.0.1", world.port)}
    assert {one.path.partition("?")[0] for one in world.log} == {"/cb"}


def test_anothers_hub_is_judged_too(world: World, contacts: Contacts) -> None:
    world.routes["/hub"] = answer(b"", 204)
    for url in (*REFUSED, world.url("/hub")):
        site = CONFIG.site.model_copy(update={"hub": url})
        fetch = Fetch(allow_networks=(f"127.0.0.1:{world.port}",))
        config = CONFIG.model_copy(update={"site": site, "fetch": fetch})

        with open_site(*THREE, config=config) as ours:
            asyncio.run(sweep(ours.store, config))
            ours.publish(told("9", title="Fresh from the river"))
            asyncio.run(sweep(ours.store, config))
    assert set(contacts) == {("127.0.0.1", world.port)}
    assert {one.path for one in world.log} == {"/hub"}


def test_pictures_icons_files_and_pages_of_entries_are_never_fetched(
    world: World, contacts: Contacts, tmp_path: Path
) -> None:
    """What they name is only passed on."""
    lure = world.url("/lure")
    content = escape(f'<p>x<img src="{lure}"><video poster="{lure}" src="{lure}"></video>')
    world.routes["/atom"] = answer(
        (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'
            f"<id>urn:a</id><title>A</title><icon>{lure}</icon><logo>{lure}</logo>"
            f'<link href="{lure}"/><entry><id>urn:a:1</id><title>One</title><link href="{lure}"/>'
            f'<link rel="enclosure" type="image/png" href="{lure}"/>'
            f'<media:thumbnail url="{lure}"/><media:content url="{lure}" medium="image"/>'
            f'<content type="html">{content}</content></entry></feed>'
        ).encode()
    )
    item = {"id": "1", "url": lure, "image": lure, "banner_image": lure, "content_html": "<p>y"}
    item["attachments"] = [{"url": lure, "mime_type": "audio/mpeg"}]  # type: ignore[assignment]
    world.routes["/json"] = answer(
        json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": "J", "icon": lure,
             "favicon": lure, "next_url": lure, "home_page_url": lure, "items": [item]}
        ).encode()
    )  # fmt: skip
    world.routes["/page"] = html(
        f'<link rel="icon" href="{lure}"><link rel="preload" href="{lure}">'
        f'<link rel="amphtml" href="{lure}"><meta property="og:image" content="{lure}">'
        f'<script src="{lure}"></script>'
        '<meta property="og:type" content="article"><meta property="og:title" content="One">',
        f'<article><h1>One</h1><div class="entry-content"><p>Y<img src="{lure}"></div></article>',
    )
    sources = one_source(world.url("/atom")) + one_source(world.url("/json"))
    config = settings(world, sources + one_source(world.url("/page"), "page"))
    assert pass_over(config, tmp_path) == {}
    assert sorted(one.path for one in world.log) == ["/atom", "/json", "/page"]


def test_no_entity_of_any_document_is_fetched_or_read(world: World, tmp_path: Path) -> None:
    """XXE, by file and by http, in UTF-16 too: nothing is asked, and nothing of a file is told."""
    secret = tmp_path / "secret.txt"
    secret.write_text("opensesame")
    types = (
        f'<!DOCTYPE feed [<!ENTITY x SYSTEM "{address}"><!ENTITY % y SYSTEM "{address}"> %y;]>'
        for address in (secret.as_uri(), world.url("/lure"), world.url("/lure.dtd"))
    )
    for number, doctype in enumerate(types):
        document = doctype + FEED.decode().partition("?>")[2].replace("First", "First &x;")
        world.routes[f"/{number}"] = answer(document.encode())
        world.routes[f"/wide{number}"] = answer(document.encode("utf-16"))
        opml = (
            f'{doctype}<opml version="2.0"><body><outline text="&x;" xmlUrl="&x;"/></body></opml>'
        )
        world.routes[f"/list{number}"] = answer(opml.encode())
    paths = [path for path in world.routes if path != "/there"]
    sources = "".join(
        f'[[sources]]\nopml = "{world.url(path)}"\n'
        if "list" in path
        else one_source(world.url(path))
        for path in paths
    )
    database = tmp_path / "planet.db"
    pass_over(settings(world, sources), tmp_path, at=f"sqlite:///{database}")
    assert b"opensesame" not in database.read_bytes()
    assert sorted(one.path for one in world.log) == sorted(paths)
