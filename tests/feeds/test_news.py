"""RFC 3229: who has an earlier document of a feed gets what is new, and no more."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from feeds.conditional import wants_news
from feeds.conformance import check, errors
from tests.build import NOW, at
from tests.feeds.site import CONFIG, THREE, Site, open_site, told
from tests.feeds.walker import AT, A

LATE = told("9", title="Late news", published=at(minutes=1))


@pytest.fixture
def site() -> Iterator[Site]:
    config = CONFIG.model_copy(update={"site": CONFIG.site.model_copy(update={"entries": 20})})
    with open_site(*THREE, config=config) as opened:
        yield opened


def etag(site: Site, path: str = "/all.atom", **headers: str) -> str:
    return site.get(path, **headers).headers["etag"]


def test_only_what_is_new_is_sent(site: Site) -> None:
    base = etag(site)
    site.publish(LATE)
    answer = site.get("/all.atom", a_im="feed", if_none_match=base)
    assert answer.status_code == 226
    assert answer.headers["im"] == "feed"
    assert answer.headers["delta-base"] == base
    assert answer.headers["cache-control"] == "no-store, im"
    assert answer.headers["vary"] == "Accept-Encoding, A-IM"
    feed = etree.fromstring(answer.content)
    assert [one.findtext(f"{A}id") for one in feed.findall(f"{A}entry")] == [LATE.uri]
    assert errors(check(answer.content, "atom", "https://planet.example/all.atom")) == ()
    # the ETag is that of the whole, so the next question has a base
    assert answer.headers["etag"] == etag(site)
    again = site.get("/all.atom", a_im="feed", if_none_match=answer.headers["etag"])
    assert again.status_code == 304


@pytest.mark.parametrize("format", ["rss", "json"])
def test_every_format_has_it(site: Site, format: str) -> None:
    base = etag(site, f"/all.{format}")
    site.publish(LATE)
    answer = site.get(f"/all.{format}", a_im="feed", if_none_match=base)
    assert answer.status_code == 226
    if format == "json":
        assert [one["id"] for one in json.loads(answer.content)["items"]] == [LATE.uri]
    else:
        assert answer.text.count("<item>") == 1


def test_an_edit_is_new_and_so_is_a_removal(site: Site) -> None:
    base = etag(site)
    edited = replace(THREE[1], lead=replace(THREE[1].lead, title="Edited"), updated=NOW)
    site.publish(edited)
    with site.store.writing() as write:
        write.withdraw(THREE[2].id, into=None, comment="", now=NOW)
    feed = etree.fromstring(site.get("/all.atom", a_im="feed", if_none_match=base).content)
    assert [one.findtext(f"{A}title") for one in feed.findall(f"{A}entry")] == ["Edited"]
    assert [one.get("ref") for one in feed.findall(f"{AT}deleted-entry")] == [THREE[2].uri]


def test_any_of_several_known_documents_will_do_and_each_coding_has_its_own(site: Site) -> None:
    base = etag(site, accept_encoding="gzip")
    site.publish(LATE)
    site.get("/all.atom")
    site.publish(told("10", published=at(minutes=2)))
    answer = site.get(
        "/all.atom",
        a_im="vcdiff, feed;q=0.5",
        if_none_match=f'"zzz", W/{base}',
        accept_encoding="gzip",
    )
    assert answer.status_code == 226 and answer.headers["content-encoding"] == "gzip"
    assert answer.content.count(b"<entry") == 2
    assert answer.headers["etag"] == etag(site, accept_encoding="gzip") != etag(site)


@pytest.mark.parametrize(
    ("a_im", "tag"),
    [("feed", '"unknown"'), ("feed", "*;"), ("feed", ""), ("vcdiff", "BASE"), ("feed;q=0", "BASE"),
     ("", "BASE"), ("feeds", "BASE")],
)  # fmt: skip
def test_else_the_whole_document_is_sent(site: Site, a_im: str, tag: str) -> None:
    base = etag(site)
    site.publish(LATE)
    answer = site.get("/all.atom", a_im=a_im, if_none_match=tag.replace("BASE", base))
    assert answer.status_code == 200
    assert "im" not in answer.headers and answer.content.count(b"<entry") == 4


def test_pages_and_catalogues_know_nothing_of_it(site: Site) -> None:
    for path in ("/", "/feeds.opml"):
        base = etag(site, path)
        site.publish(LATE)
        answer = site.get(path, a_im="feed", if_none_match=base)
        assert answer.status_code in (200, 304)
        assert answer.headers["vary"] == "Accept-Encoding"


def test_a_head_request_tells_the_same_without_a_body(site: Site) -> None:
    base = etag(site)
    site.publish(LATE)
    answer = site.get("/all.atom", "HEAD", a_im="feed", if_none_match=base)
    assert (answer.status_code, answer.content) == (226, b"")


def test_a_giant_header_is_no_work() -> None:
    assert not wants_news("x," * 100_000 + "feed")


def test_caches_are_told_how_long_and_by_which_name_to_forget(site: Site) -> None:
    answer = site.get("/topics/town/authors/ada-miller.atom")
    assert answer.headers["cache-control"] == (
        "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400"
    )
    assert answer.headers["surrogate-key"] == "topic/town author/ada-miller"
    assert answer.headers["cache-tag"] == "topic/town,author/ada-miller"
    assert site.get("/").headers["surrogate-key"] == "all"
