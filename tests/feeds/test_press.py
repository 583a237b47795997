"""Servers over one store: each feed is rendered once, whoever is asked for it, and sent by all."""

import asyncio
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from aggregator.config import Config
from aggregator.model import Story
from aggregator.store import Store, open_store
from feeds.answers import Document
from feeds.coding import CODINGS
from feeds.documents import Documents
from feeds.imprint import imprint_of
from feeds.renditions import shelfmark_of
from feeds.routes import FeedOf, target_of
from feeds.server import create_app
from feeds.urls import Address
from tests import stores
from tests.build import NOW, at
from tests.feeds.site import CONFIG, SOURCES, THREE, Site, told
from tests.stores import publish

store, store_url = stores.store, stores.store_url  # fixtures

FEEDS = [
    f"{page}.{format}"
    for page in ("/all", "/topics/town", "/topics/science/rivers", "/sources/weir")
    for format in ("atom", "rss", "json")
]
TOLD = ("etag", "last-modified", "content-type", "link", "vary", "surrogate-key", "cache-tag")


@pytest.fixture
def filled(store: Store) -> Store:
    with store.writing() as write:
        write.adopt(SOURCES, NOW)
        write.hub.open()
        publish(write, *THREE)
    return store


class Server(Site):
    """A site whose answers are followed by all that goes on behind them."""

    def get_all(
        self, paths: list[str], method: str = "GET", **headers: str
    ) -> list[httpx.Response]:
        return asyncio.run(self._settled(paths, method, headers))

    async def _settled(
        self, paths: list[str], method: str, headers: dict[str, str]
    ) -> list[httpx.Response]:
        given = {"accept-encoding": ""} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="https://planet.example"
        ) as client:
            answers = await asyncio.gather(
                *(client.request(method, path, headers=given) for path in paths)
            )
        while behind := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(behind)
        return answers


def server(store: Store, config: Config = CONFIG) -> Server:
    return Server(store=store, config=config, app=create_app(store, config, lambda: NOW))


def count(site: Site, name: str) -> int:
    """How many documents a server has so far."""
    found = re.search(rf"^feedmill_documents_{name} ([\d.]+)$", site.get("/metrics").text, re.M)
    return int(float(found[1])) if found else 0


def rendered(*sites: Site) -> int:
    return sum(count(site, 'made_total{kind="feedof"}') for site in sites)


def taken(site: Site) -> int:
    return count(site, "taken_total")


def test_each_feed_is_rendered_by_one_server_and_sent_alike_by_all(filled: Store) -> None:
    sites = [server(filled) for _ in range(3)]
    for turn, path in enumerate(FEEDS):
        first, *others = sites[turn % 3 :] + sites[: turn % 3]
        for coding in CODINGS:
            sent = first.get(path, accept_encoding=coding)
            for other in others:
                again = other.get(path, accept_encoding=coding)
                assert again.content == sent.content
                assert {name: again.headers.get(name) for name in TOLD} == {
                    name: sent.headers.get(name) for name in TOLD
                }
    assert [rendered(site) for site in sites] == [len(FEEDS) // 3] * 3
    assert [taken(site) for site in sites] == [len(FEEDS) * 2 // 3] * 3


def test_what_is_kept_is_what_would_be_written_as_a_file(filled: Store) -> None:
    first, second = server(filled), server(filled)
    for path in FEEDS:
        first.get(path)
        target = target_of(path)
        with filled.reading() as read:
            written = Documents(CONFIG).make(read, target)  # type: ignore[arg-type]
        assert isinstance(written, Document)
        assert second.get(path).content == written.body
    assert rendered(second) == 0


def test_a_change_in_one_group_renders_its_feeds_once_and_no_others(filled: Store) -> None:
    sites = [server(filled) for _ in range(3)]

    def ask_all() -> None:
        for site in sites:
            for path in FEEDS:
                assert site.get(path).status_code == 200

    ask_all()
    before = rendered(*sites)
    with filled.writing() as write:
        publish(write, told("4", source="mill", published=at(minutes=-1)))  # all, town, not weir
    ask_all()
    changed = [path for path in FEEDS if path.startswith(("/all", "/topics/town"))]
    assert rendered(*sites) - before == len(changed) == 6


def test_a_crowd_at_many_doors_makes_a_document_once(filled: Store) -> None:
    if not filled.is_shared:
        pytest.skip("a file is served by one process, which takes care of that itself")
    sites = [server(filled) for _ in range(4)]

    async def ask() -> list[httpx.Response]:
        clients = [
            httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url="https://x")
            for site in sites
        ]
        return await asyncio.gather(
            *(client.get("/all.atom") for client in clients for _ in range(5))
        )

    answers = asyncio.run(ask())
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert rendered(*sites) == 1


def selects(site: Site, path: str, **headers: str) -> tuple[httpx.Response, list[str]]:
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        return site.get(path, **headers), [one for one in asked if one.startswith("SELECT")]
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_304_of_a_server_that_just_started_touches_no_body_and_no_story(filled: Store) -> None:
    etag = server(filled).get("/topics/town.atom", accept_encoding="gzip").headers["etag"]
    fresh = server(filled)
    answer, asked = selects(fresh, "/topics/town.atom", accept_encoding="gzip", if_none_match=etag)
    assert answer.status_code == 304 and answer.headers["etag"] == etag
    assert not any("body" in one or "FROM story" in one or "FROM article" in one for one in asked)
    assert len(asked) == 4  # the version; then, of one snapshot, two versions and the rendition
    answer, asked = selects(fresh, "/topics/town.atom")
    assert answer.status_code == 200 and len(answer.content) > 1000
    assert len(asked) == 2  # the version, and the body
    answer, asked = selects(fresh, "/topics/town.atom")
    assert answer.status_code == 200 and len(asked) == 1
    assert rendered(fresh) == 0


def test_a_body_that_is_no_more_is_made_again(filled: Store) -> None:
    first, second = server(filled), server(filled)
    path = "/topics/town.atom"
    sent = first.get(path)
    assert second.get(path, if_none_match=sent.headers["etag"]).status_code == 304
    mark = shelfmark_of(target_of(path), imprint_of(CONFIG))  # type: ignore[arg-type]
    assert mark is not None
    with filled.turn(mark) as change:
        change(lambda shelf: shelf.drop(mark))
    again = second.get(path)
    assert again.content == sent.content and again.headers["etag"] == sent.headers["etag"]
    assert (taken(second), rendered(second)) == (1, 1)


def test_another_title_is_another_document_and_two_versions_leave_each_other_alone(
    filled: Store,
) -> None:
    renamed = CONFIG.model_copy(
        update={"site": CONFIG.site.model_copy(update={"title": "Sea Planet"})}
    )
    old, new = server(filled), server(filled, renamed)
    for _ in range(3):
        assert "River Planet" in old.get("/all.atom").text
        assert "Sea Planet" in new.get("/all.atom").text
    later = [server(filled), server(filled, renamed)]
    assert "River Planet" in later[0].get("/all.atom").text
    assert "Sea Planet" in later[1].get("/all.atom").text
    assert (rendered(old, new), rendered(*later)) == (2, 0)


def test_a_change_that_moves_no_date_reaches_who_asks_another_server_by_date(
    filled: Store,
) -> None:
    date = server(filled).get("/all.atom").headers["last-modified"]
    one: Story = replace(THREE[1], lead=replace(THREE[1].lead, rights="© Mill"))
    with filled.writing() as write:
        publish(write, one)
    sites = [server(filled), server(filled)]
    answers = [site.get("/all.atom", if_modified_since=date) for site in sites]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len({answer.headers["last-modified"] for answer in answers}) == 1


def test_what_a_query_asks_for_and_pages_are_kept_by_each_server(filled: Store) -> None:
    first, second = server(filled), server(filled)
    for path in ("/all.atom?limit=1", "/topics/town/authors/ada-miller.atom", "/"):
        assert first.get(path).content == second.get(path).content
    assert taken(second) == 0 and rendered(second) == 2


def test_a_document_that_is_not_valid_is_seen_by_each_server(filled: Store) -> None:
    active = CONFIG.model_copy(
        update={"site": CONFIG.site.model_copy(update={"hub": "javascript:alert(1)"})}
    )
    for _ in range(2):
        site = server(filled, active)
        assert site.get("/all.atom").status_code == 200
        ready = site.get("/health/ready")
        assert ready.status_code == 503 and "/all.atom: is not valid" in ready.text
        assert (rendered(site), taken(site)) == (1, 0)


def test_what_nobody_needs_is_let_go_now_and_then(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.press._TIDY", 3)
    site = server(filled)
    site.get("/all.atom")
    own = shelfmark_of(_ALL, imprint_of(CONFIG))
    left = shelfmark_of(_ALL, "theirs")
    assert own is not None and left is not None
    with filled.reading() as read:
        kept = read.renditions.get(own)
    assert kept is not None
    with filled.turn(left) as change:
        change(lambda shelf: shelf.put(left, replace(kept, made=at(days=-2)), b""))
    for path in ("/all.rss", "/all.json"):
        with filled.reading() as read:
            assert read.renditions.get(left) is not None
        site.get(path)
    with filled.reading() as read:
        assert read.renditions.get(left) is None
        assert read.renditions.get(own) is not None


_ALL = FeedOf(address=Address(path="/"), format="atom")


def test_a_writer_at_work_holds_no_answer_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aggregator.store.dialect._SHORT", 0.05)
    with closing(open_store(f"sqlite:///{tmp_path}/store.db")) as store:
        with store.writing() as write:
            write.adopt(SOURCES, NOW)
            publish(write, *THREE)
        first, second = server(store), server(store)
        first.get("/all.rss")  # by now the archives are begun
        with store.writing():
            assert first.get("/all.atom").status_code == 200
        assert second.get("/all.atom").status_code == 200
        assert (rendered(first), rendered(second)) == (2, 1)
