"""An address that was given to us alone is shown to nobody: a token in it is what lets us read."""

import json

import httpx
import pytest

from feeds.documents import Documents
from feeds.routes import target_of
from tests.build import WORDS
from tests.rim import Site

READ = "https://mill.example/feed.xml?format=atom&private_token=OPENSESAME"
BROKEN = "https://lock.example/feed.xml?key=OPENSESAME"
DOCUMENT = f"""<feed xmlns="http://www.w3.org/2005/Atom"><id>{READ.replace("&", "&amp;")}</id>
<title>Mill</title><link rel="self" href="{READ.replace("&", "&amp;")}"/>
<link href="https://mill.example/"/><updated>2026-01-15T10:00:00Z</updated>
<entry><id>urn:mill:1</id><title>The mill stays</title><link href="https://mill.example/1"/>
<updated>2026-01-15T10:00:00Z</updated><content>{WORDS}</content></entry></feed>"""
PATHS = (
    "/", "/all.atom", "/all.rss", "/all.json", "/status", "/status.json", "/status.atom",
    "/sources.opml", "/feeds.opml", "/sources/mill-example", "/sources/mill-example.atom",
    "/sources/mill-example.rss", "/sources/lock-example",
)  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Site:
    given = Site({READ: DOCUMENT, BROKEN: httpx.Response(500)})
    assert [one.outcome for one in given.poll_all()] == ["read", "failed"]
    return given


@pytest.mark.parametrize("path", PATHS)
def test_a_secret_in_an_address_is_in_no_document(site: Site, path: str) -> None:
    target = target_of(path)
    assert target is not None
    with site.read() as read:
        document = Documents(site.config).make(read, target)
    assert b"OPENSESAME" not in document.body


def test_what_is_not_secret_is_still_told(site: Site) -> None:
    target = target_of("/status.json")
    assert target is not None
    with site.read() as read:
        told = json.loads(Documents(site.config).make(read, target).body)
        listed = Documents(site.config).make(read, target_of("/sources.opml")).body
    assert {one["url"] for one in told["sources"]} == {
        "https://mill.example/feed.xml?format=atom&private_token=…",
        "https://lock.example/feed.xml?key=…",
    }
    assert b"/sources/mill-example.atom" in listed, "who may not read theirs can read ours of it"


def test_a_secret_in_an_address_is_in_no_log(capfd: pytest.CaptureFixture[str]) -> None:
    site = Site({READ: DOCUMENT, BROKEN: httpx.Response(500)})
    polled = site.poll_all()
    assert "OPENSESAME" not in "".join(one.error for one in polled)
    assert "OPENSESAME" not in "".join(capfd.readouterr())
