"""The published site over HTTP, as a subscriber meets it."""

import asyncio
import gzip
import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import brotli
import httpx
import pytest
import zstandard
from sqlalchemy import event
from sqlalchemy.engine import Engine

from aggregator.errors import StoreError
from aggregator.store import Change, Intake, Publication, Store
from aggregator.store.renditions import Shelfmark
from feeds.server import create_app
from tests.build import NOW, at, source
from tests.feeds.site import CONFIG, THREE, Site, failing, open_site, told, well

ATOM, RSS = "application/atom+xml", "application/rss+xml"
JSON, HTML, OPML = "application/feed+json", "text/html", "text/x-opml"
STORY = f"/stories/{THREE[0].id}"
ADDRESSES = {
    "/": HTML,
    "/all.atom": ATOM,
    "/all.rss": RSS,
    "/all.json": JSON,
    "/topics/": HTML,
    "/topics/town": HTML,
    "/topics/town.atom": ATOM,
    "/topics/science/rivers": HTML,
    "/topics/science/rivers.rss": RSS,
    "/topics/quiet": HTML,
    "/topics/quiet.json": JSON,
    "/authors/": HTML,
    "/authors/ada-miller": HTML,
    "/authors/ada-miller.atom": ATOM,
    "/topics/town/authors/ada-miller": HTML,
    "/topics/town/authors/ada-miller.json": JSON,
    "/sources/": HTML,
    "/sources/mill": HTML,
    "/sources/fresh.atom": ATOM,
    STORY: HTML,
    "/feeds.opml": OPML,
    "/sources.opml": OPML,
    "/status": HTML,
    "/status.json": "application/json",
    "/status.atom": ATOM,
    "/docs/json": HTML,
    "/health/live": "text/plain",
    "/health/ready": "text/plain",
    "/metrics": "text/plain",
}
DOCUMENTS = [path for path in ADDRESSES if not path.startswith(("/health", "/metrics", "/status"))]


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site(*THREE) as opened:
        yield opened


# ---- what stands where -----------------------------------------------------------------------


@pytest.mark.parametrize(("path", "media_type"), ADDRESSES.items())
def test_every_address_answers_with_its_type(site: Site, path: str, media_type: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert "charset=utf-8" in answer.headers["content-type"]
    assert int(answer.headers["content-length"]) == len(answer.content) > 0
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/nope", "/topics/unknown", "/authors/nobody.atom", "/sources/unknown", "/stories/unknown1"],
)
def test_what_is_not_there_is_a_fixed_page_that_repeats_nothing(site: Site, path: str) -> None:
    answer = site.get(f"{path}?<script>alert(1)</script>")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script" not in answer.text and path not in answer.text


@pytest.mark.parametrize(
    ("path", "right"),
    [("/topics", "/topics/"), ("/topics/town/", "/topics/town"), (f"{STORY}/", STORY)],
)
def test_a_slash_too_many_or_too_few_is_forgiven(site: Site, path: str, right: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 301
    assert answer.headers["location"] == right


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/topics", "/\\evil.example/"])
def test_no_redirect_leads_to_another_host(site: Site, path: str) -> None:
    answer = site.get(f"https://planet.example{path}")
    assert answer.status_code == 404


def test_a_merged_story_leads_to_the_one_it_is_in(site: Site) -> None:
    with site.store.writing() as write:
        write.withdraw(THREE[1].id, into=THREE[0].id, comment="merged", now=NOW)
    answer = site.get(f"/stories/{THREE[1].id}")
    assert (answer.status_code, answer.headers["location"]) == (301, STORY)


def test_a_withdrawn_story_is_gone_and_leaves_a_tombstone(site: Site) -> None:
    with site.store.writing() as write:
        write.withdraw(THREE[1].id, into=None, comment="hidden", now=NOW)
    assert site.get(f"/stories/{THREE[1].id}").status_code == 410
    assert THREE[1].uri in site.get("/all.atom").text.partition("deleted-entry")[2]


def test_the_hosts_name_in_a_request_is_not_believed(site: Site) -> None:
    for path in ("/", "/all.atom", "/all.json", "/feeds.opml", "/topics"):
        answer = site.get(path, host="evil.example")
        assert "evil.example" not in answer.text + str(answer.headers)


def test_a_site_below_a_path_is_served_with_and_without_it() -> None:
    config = CONFIG.model_copy(
        update={"site": CONFIG.site.model_copy(update={"url": "https://planet.example/river"})}
    )
    with open_site(*THREE, config=config) as site:
        for path in ("/river/", "/"):
            page = site.get(path).text
            assert 'href="/river/topics/"' in page
            assert 'rel="canonical" href="https://planet.example/river/"' in page
        assert site.get("/river/topics").headers["location"] == "/river/topics/"
        assert site.get("/river").headers["location"] == "/river/"
        style = re.search(r'rel="stylesheet" href="([^"]+)"', site.get("/").text)
        assert style and site.get(style[1]).status_code == 200


# ---- validators ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS)
def test_an_unchanged_document_is_not_sent_again(site: Site, path: str) -> None:
    first = site.get(path)
    etag = first.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]+"', etag)  # strong
    again = site.get(path, if_none_match=f'"other", W/{etag}')
    assert again.status_code == 304
    assert again.content == b""
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert "content-type" not in again.headers


def test_tags_beat_dates_and_dates_count_without_tags(site: Site) -> None:
    first = site.get("/all.atom")
    date, etag = first.headers["last-modified"], first.headers["etag"]
    assert site.get("/all.atom", if_modified_since=date).status_code == 304
    assert site.get("/all.atom", if_modified_since="garbage").status_code == 200
    old = "Thu, 01 Jan 1970 00:00:00 GMT"
    assert site.get("/all.atom", if_modified_since=old).status_code == 200
    assert site.get("/all.atom", if_modified_since=date, if_none_match='"x"').status_code == 200
    assert site.get("/all.atom", if_modified_since=old, if_none_match=etag).status_code == 304
    assert site.get("/all.atom", if_none_match="*").status_code == 304


@pytest.mark.parametrize("path", ["/all.atom", "/", STORY, "/nope", "/health/live", "/topics"])
def test_head_has_the_headers_of_get_and_no_body(site: Site, path: str) -> None:
    full, head = site.get(path), site.get(path, "HEAD")
    assert head.status_code == full.status_code
    assert dict(head.headers) == dict(full.headers)
    assert head.content == b""


def test_a_304_asks_the_store_for_a_version_and_nothing_else(site: Site) -> None:
    etag = site.get("/all.atom").headers["etag"]
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert site.get("/all.atom", if_none_match=etag).status_code == 304
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [line for line in asked if line != "BEGIN IMMEDIATE"] and all(
        "FROM meta" in line for line in asked if line.startswith("SELECT")
    )
    assert sum(line.startswith("SELECT") for line in asked) == 1


def test_news_changes_the_tag_and_other_news_does_not(site: Site) -> None:
    feed, other = site.get("/all.atom").headers, site.get("/topics/quiet.atom").headers
    site.publish(told("4", published=at(minutes=-1)))
    assert site.get("/all.atom").headers["etag"] != feed["etag"]
    assert site.get("/topics/quiet.atom", if_none_match=other["etag"]).status_code == 304


def test_a_change_that_moves_no_date_still_reaches_who_asks_by_date() -> None:
    with open_site(THREE[1]) as site:
        date = site.get("/all.atom").headers["last-modified"]
        site.publish(replace(THREE[1], lead=replace(THREE[1].lead, rights="© Mill")))
        changed = site.get("/all.atom", if_modified_since=date)
        assert changed.status_code == 200
        assert "© Mill" in changed.text


# ---- codings and caches ----------------------------------------------------------------------


def _decoded(coding: str, body: bytes) -> bytes:
    if coding == "gzip":
        return gzip.decompress(body)
    if coding == "br":
        return bytes(brotli.decompress(body))
    return zstandard.ZstdDecompressor().decompress(body)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("path", ["/all.atom", "/", "/feeds.opml"])
def test_codings_carry_the_same_bytes_under_their_own_tags(
    site: Site, path: str, coding: str
) -> None:
    plain = site.get(path)
    coded = _raw(site, path, coding)
    assert coded.headers["content-encoding"] == coding
    assert _decoded(coding, coded.content) == plain.content
    assert len(coded.content) < len(plain.content)
    assert coded.headers["etag"] != plain.headers["etag"]
    assert coded.headers["vary"] == plain.headers["vary"]
    own = _raw(site, path, coding, if_none_match=coded.headers["etag"])
    assert own.status_code == 304 and own.headers["etag"] == coded.headers["etag"]
    assert site.get(path, if_none_match=coded.headers["etag"]).status_code == 200


def _raw(site: Site, path: str, coding: str, **headers: str) -> httpx.Response:
    """The answer with its body as sent: httpx would decode it."""
    answers: list[tuple[int, list[tuple[bytes, bytes]], bytes]] = []
    app = site.app

    async def spy(scope: Any, receive: Any, send: Any) -> None:
        start: dict[str, Any] = {}

        async def note(message: Any) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                answers.append((start["status"], start["headers"], message["body"]))
            await send(message)

        await app(scope, receive, note)

    Site(store=site.store, config=site.config, app=spy).get(path, accept_encoding=coding, **headers)
    status, given, body = answers[0]
    answer = httpx.Response(status, headers=[h for h in given if h[0] != b"content-encoding"])
    answer._content = body
    answer.headers = httpx.Headers(given)
    return answer


def test_a_refused_coding_is_not_sent(site: Site) -> None:
    assert "content-encoding" not in site.get("/all.atom", accept_encoding="gzip;q=0").headers


def test_everybody_may_keep_documents_for_a_while(site: Site) -> None:
    assert site.get("/all.atom").headers["cache-control"].startswith("public, max-age=300,")
    fast = (source("mill", every=CONFIG.fetch.min_every / 900),)
    with open_site(sources=fast) as quick:
        assert quick.get("/all.atom").headers["cache-control"].startswith("public, max-age=1,")
    assert site.get("/status.json").headers["cache-control"] == "no-cache"


def test_assets_are_named_by_their_content_and_kept_for_ever(site: Site) -> None:
    found = re.findall(r'"(/assets/[^"]+)"', site.get("/").text)
    assert len(set(found)) == 2
    for path in found:
        answer = site.get(path)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert site.get("/assets/feedmill.css").status_code == 404
    assert site.get("/favicon.ico").headers["location"] in found


# ---- methods and other sites' scripts --------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused_with_what_is_allowed(site: Site, method: str) -> None:
    for path in ("/", "/all.atom", "/nope"):
        answer = site.get(path, method)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_feeds_and_data_are_open_to_scripts_of_any_site_and_pages_are_not(site: Site) -> None:
    for path in ("/all.atom", "/all.json", "/feeds.opml", "/status.json"):
        first = site.get(path)
        assert first.headers["access-control-allow-origin"] == "*"
        again = site.get(path, if_none_match=first.headers["etag"])
        assert again.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in site.get("/").headers
    asked = site.get("/all.atom", "OPTIONS", origin="https://other.example")
    assert asked.status_code == 204
    assert "If-None-Match" in asked.headers["access-control-allow-headers"]


# ---- views -----------------------------------------------------------------------------------


def _ids(site: Site, path: str) -> list[str]:
    return [item["_feedmill"]["story"] for item in json.loads(site.get(path).content)["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 2]),
        ("?topic=town", [0, 1]),
        ("?topic=town&topic=science/rivers", [0]),
        ("?source=weir", [0, 2]),
        ("?author=ada-miller&source=mill", [0, 1]),
        ("?lang=de", [1]),
        ("?not_topic=town", [2]),
        ("?limit=1", [0]),
        ("?topic=unheard-of", []),
        ("?utm_source=x&q", [0, 1, 2]),
    ],
)
def test_any_view_is_a_feed(site: Site, query: str, expected: list[int]) -> None:
    assert _ids(site, f"/all.json{query}") == [THREE[n].id for n in expected]


def test_a_view_has_its_own_id_and_address(site: Site) -> None:
    plain = site.get("/all.json").json()
    view = site.get("/all.json?utm=1&limit=2&lang=en").json()
    assert view["feed_url"] == "https://planet.example/all.json?lang=en&limit=2"
    assert view["feed_url"] != plain["feed_url"]
    assert site.get("/all.json?utm=1").content == site.get("/all.json").content


def test_full_0_gives_excerpts(site: Site) -> None:
    long = told("5", html=f"<p>{'word ' * 400}</p>", summary="", text="word " * 400)
    site.publish(long)
    assert len(site.get("/all.atom?full=0").content) < len(site.get("/all.atom").content) - 1000


# ---- health ----------------------------------------------------------------------------------


def test_status_json_has_its_promised_shape(site: Site) -> None:
    with site.store.writing() as write:
        write.put_poll_state(well())
        write.put_poll_state(failing())
    status = site.get("/status.json").json()
    assert set(status) == {
        "sources", "stories", "articles", "authors", "topics", "let_go", "version",
    }  # fmt: skip
    mill, weir, fresh = status["sources"]
    assert mill == {
        "id": "mill",
        "url": "https://mill.example/feed.xml",
        "title": "Mill",
        "health": "ok",
        "last_poll": "2026-01-15T11:55:00Z",
        "last_success": "2026-01-15T11:55:00Z",
        "next_poll": "2026-01-15T12:55:00Z",
        "every": 3600,
        "error": None,
        "entries": 2,
        "stories": 2,
        "copies": 0,
    }
    assert weir["health"] == "failing"
    assert weir["error"] == {
        "kind": "fetch",
        "message": "https://weir.example/feed.xml: 503 <\u2060busy>",
        "since": "2026-01-14T12:00:00Z",
        "times": 4,
    }
    assert (fresh["health"], fresh["last_poll"], fresh["next_poll"]) == ("new", None, None)


def test_the_operator_can_subscribe_to_troubles(site: Site) -> None:
    assert "<entry>" not in site.get("/status.atom").text
    with site.store.writing() as write:
        write.put_poll_state(failing())
    feed = site.get("/status.atom").text
    assert feed.count("<entry") == 1 and "503 &lt;busy&gt;" in feed.replace("&amp;", "&")


class _Fails:
    """A store that can be made to fail, at the rim."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.broken = False

    @contextmanager
    def reading(self) -> Iterator[Publication]:
        if self.broken:
            raise StoreError("sqlite: disk I/O error in /secret/path")
        with self.store.reading() as read:
            yield read

    def turn(self, mark: Shelfmark) -> AbstractContextManager[Change]:
        if self.broken:
            raise StoreError("sqlite: disk I/O error in /secret/path")
        return self.store.turn(mark)

    @contextmanager
    def writing(self) -> Iterator[Intake]:
        if self.broken:
            raise StoreError("sqlite: disk I/O error in /secret/path")
        with self.store.writing() as write:
            yield write


def test_when_the_store_fails_documents_are_served_as_they_last_were(site: Site) -> None:
    store = _Fails(site.store)
    app = create_app(store, site.config, lambda: NOW)  # type: ignore[arg-type]
    served = Site(store=site.store, config=site.config, app=app)
    before = served.get("/all.atom")
    store.broken = True
    assert served.get("/all.atom").content == before.content
    cold = served.get("/all.rss")
    assert (cold.status_code, cold.headers["retry-after"]) == (503, "60")
    assert "secret" not in cold.text
    assert served.get("/health/ready").status_code == 503
    assert served.get("/health/live").status_code == 200
    store.broken = False
    assert served.get("/health/ready").status_code == 200


def test_a_document_that_is_not_valid_shows_in_readiness() -> None:
    active = CONFIG.model_copy(
        update={"site": CONFIG.site.model_copy(update={"hub": "javascript:alert(1)"})}
    )
    with open_site(*THREE, config=active) as site:

        async def ask() -> httpx.Response:  # in one loop: documents are looked at once sent
            transport = httpx.ASGITransport(site.app)
            async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
                assert (await client.get("/all.atom")).status_code == 200
                return await client.get("/health/ready")

        ready = asyncio.run(ask())
        assert ready.status_code == 503
        assert "/all.atom: is not valid: feed/link: href" in ready.text


def test_a_document_that_cannot_be_rendered_is_our_fault_and_shows_in_readiness() -> None:
    nameless = CONFIG.model_copy(
        update={"site": CONFIG.site.model_copy(update={"title": ""})}
    )  # Atom requires a title (RFC 4287 4.1.1)
    with open_site(*THREE, config=nameless) as site:
        assert site.get("/all.atom").status_code == 500
        assert "/all.atom" in site.get("/health/ready").text


def test_a_crowd_at_the_door_makes_a_document_once(site: Site) -> None:
    answers = site.get_all(["/all.atom"] * 40)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    metrics = site.get("/metrics").text
    assert 'feedmill_documents_made_total{kind="feedof"} 1.0' in metrics
    assert 'feedmill_http_requests_total{kind="feedof",status="200"} 40.0' in metrics


def test_metrics_tell_of_the_store(site: Site) -> None:
    metrics = site.get("/metrics").text
    assert "feedmill_stories 3.0" in metrics
    assert 'feedmill_sources{health="new"} 3.0' in metrics


def test_a_mistake_of_ours_is_a_fixed_page_too(site: Site) -> None:
    class Wrong:
        def reading(self) -> None:
            raise RuntimeError("/secret/path")

    app = create_app(Wrong(), site.config, lambda: NOW)  # type: ignore[arg-type]
    answer = Site(store=site.store, config=site.config, app=app).get("/all.atom")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_servers_that_announce_their_life_are_answered(site: Site) -> None:
    said: list[str] = []

    async def scene() -> None:
        asked = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, str]:
            return {"type": next(asked)}

        async def send(message: Any) -> None:
            said.append(message["type"])

        await site.app({"type": "lifespan"}, receive, send)
        await site.app({"type": "websocket", "path": "/"}, receive, send)

    asyncio.run(scene())
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete", "websocket.close"]
