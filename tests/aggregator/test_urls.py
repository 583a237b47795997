"""aggregator.text.urls: what is published and what is compared."""

from itertools import combinations
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.text.urls import absolute, canonical, host_key, is_web, path_words, without_secrets

SAME = [
    [
        "https://mill.example/a/b",
        "http://mill.example/a/b",
        "HTTP://WWW.Mill.Example:80/a/b/",
        "https://mill.example./a/b#part",
        "https://mill.example/a/b/index.html",
        "https://mill.example/a/b?utm_source=rss&utm_medium=feed",
        "https://mill.example/a/b?fbclid=x&gclid=y&mc_cid=z&ref=rss",
        "https://mill.example/a/./x/../b",
        "https://mill.example/a/b?",
        "https://mill.example/%61/b",
        "https://user:secret@mill.example/a/b",
        "https://www.google.com/url?rct=j&url=https%3A%2F%2Fmill.example%2Fa%2Fb&ct=ga",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fmill.example%2Fa%2Fb%3Ffbclid%3Dq&h=AT0",
        "https://mill-example.cdn.ampproject.org/c/s/mill.example/a/b",
        "https://www.google.com/amp/s/mill.example/a/b",
        "https://mill.example/a/b?amp;utm_source=x",
        "https://mill.example/a/b?ref=mill.example",
        "https://mill.example/a/b?source=rss----7f60cf5620c9---4",
    ],
    ["https://mill.example/?b=2&a=1", "https://mill.example/?a=1&b=2"],
    ["https://youtu.be/abc?t=9", "https://www.youtube.com/watch?list=x&v=abc&feature=share"],
    ["https://en.m.wikipedia.org/wiki/Mill", "https://en.wikipedia.org/wiki/Mill"],
    ["https://mill.example/2026/the-mill-stays-open/amp/", "https://mill.example/2026/the-mill-stays-open"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
]  # fmt: skip

DIFFERENT = [
    "https://mill.example/",
    "https://mill.example/a",
    "https://mill.example/A",
    "https://mill.example/a?x=1",
    "https://mill.example/a?x=2",
    "https://mill.example/a?x=",
    "https://mill.example/a?x",
    "https://mill.example/a?q=1&q=2",
    "https://mill.example/a?q=2&q=1",
    "https://mill.example/a?ref=main",
    "https://mill.example/a?source=archive",
    "https://mill.example/a?page=2",
    "https://mill.example/a#!/route",
    "https://mill.example/a#/route",
    "https://mill.example/a.html",
    "https://mill.example/a/amp",
    "https://mill.example/guitar/amp",
    "https://mill.example:8080/a",
    "https://blog.mill.example/a",
    "https://m.mill.example/a",
    "https://mill.example/a%2Fb",
    "https://mill.example/a/b",
    "https://mill.example/url?url=https%3A%2F%2Fother.example%2F",
    "https://mill.example/index.php?id=1",
    "https://mill.example/index.php?id=2",
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda group: group[0])
def test_spellings_of_one_page_are_compared_as_one(spellings: list[str]) -> None:
    assert len({canonical(url) for url in spellings}) == 1
    assert canonical(spellings[0])


def test_pages_that_may_differ_are_never_compared_as_one() -> None:
    for one, other in combinations(DIFFERENT, 2):
        assert canonical(one) != canonical(other), (one, other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "/a",
        "mailto:a@b.example",
        "javascript:x",
        "tag:a,1:b",
        "http://",
        "https://[::",
        "https:// /",
    ],
)
def test_what_is_no_web_address_has_no_canonical_form(url: str) -> None:
    assert canonical(url) == ""


HOSTS = (
    *("mill.example", "www.www.mill.example", "youtu.be", "www.google.com", "a.m.wikipedia.org"),
    *("127.0.0.1", "[::1]", "WWW.com", "bücher.example"),
)
ADDRESSES = some.one_of(
    some.text(max_size=40),
    some.builds(
        "{}://{}{}/{}?{}#{}".format,
        some.sampled_from(["http", "HTTPS", "https", "ftp"]),
        some.sampled_from(HOSTS),
        some.sampled_from(["", ":80", ":443", ":8080", "."]),
        some.text(alphabet="ab/.%2eé index.html/amp-1-2-3-4", max_size=30),
        some.text(alphabet="ab=&;%utm_url=http:/vQ? é", max_size=40),
        some.text(alphabet="a!/é%", max_size=8),
    ),
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(ADDRESSES)
def test_the_canonical_form_is_its_own(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once
    assert not once or is_web(once)


@settings(max_examples=300, deadline=None)
@given(ADDRESSES, ADDRESSES)
def test_an_absolute_address_is_a_web_address_and_stays_itself(url: str, base: str) -> None:
    found = absolute(url, base)
    assert found == "" or is_web(found)
    assert absolute(found, base) == found


def test_nested_redirectors_lead_to_the_last_target() -> None:
    url = "https://mill.example/a"
    for _ in range(5):
        url = f"https://www.google.com/url?url={quote(url, safe='')}"
    assert canonical(url) == "https://mill.example/a"


@pytest.mark.parametrize(
    ("url", "base", "found"),
    [
        ("b?x=1&y=2", "https://mill.example/a/", "https://mill.example/a/b?x=1&y=2"),
        ("/b", "https://mill.example/a/c", "https://mill.example/b"),
        ("//other.example/b", "http://mill.example/", "http://other.example/b"),
        ("?p=2", "https://mill.example/a", "https://mill.example/a?p=2"),
        ("#c", "https://mill.example/a", "https://mill.example/a#c"),
        (" https://mill.example/a\n b ", "", "https://mill.example/a%20b"),
        ("https:/\t/mill.example/a", "", "https://mill.example/a"),
        ("http:///mill.example/a", "", "http://mill.example/a"),
        ("b", "", ""),
        ("b", "not a base", ""),
        ("javascript:alert(1)", "https://mill.example/", ""),
        ("java\nscript:alert(1)", "https://mill.example/", ""),
        ("data:text/html,x", "https://mill.example/", ""),
        ("file:///etc/passwd", "https://mill.example/", ""),
        ("ftp://mill.example/x", "", ""),
        ("x", "file:///tmp/feed.xml", ""),
        ("https://mill.example/\ud800", "", "https://mill.example/"),
        ("https://mill.example/" + "a" * 5000, "", ""),
        ("https://ex ample/", "", ""),
        ("http://[::1/x", "https://mill.example/", ""),
    ],
)  # fmt: skip
def test_addresses_resolve_as_in_a_browser_and_only_to_the_web(
    url: str, base: str, found: str
) -> None:
    assert absolute(url, base) == found


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Mill.Example:8080/a", "mill.example"),
        ("https://mill.example./", "mill.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://www.com/", "www.com"),
        ("http://127.1/", "127.0.0.1"),
        ("mailto:a@b.example", ""),
        ("", ""),
    ],
)
def test_a_host_has_one_key(url: str, key: str) -> None:
    assert host_key(url) == key


def test_a_web_address_is_http_with_a_host() -> None:
    assert is_web("https://mill.example/")
    assert is_web("HTTP://mill.example")
    assert not is_web("https://")
    assert not is_web("//mill.example/")
    assert not is_web("mill.example")
    assert not is_web("tag:mill.example,2026:1")


def test_an_address_tells_words_where_nothing_else_does() -> None:
    assert (
        path_words("https://mill.example/2026/the-mill_stays%20open.html?x=1")
        == "the mill stays open"
    )
    assert path_words("https://mill.example/") == "mill.example"
    assert path_words("") == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/f?token=abc", "https://a.example/f?token=…"),
        ("https://a.example/f?feed_token=abc&format=rss", "https://a.example/f?feed_token=…&format=rss"),
        ("https://a.example/f?id=4&accessToken=abc#x", "https://a.example/f?id=4&accessToken=…#x"),
        ("https://a.example/f?X-Amz-Signature=abc", "https://a.example/f?X-Amz-Signature=…"),
        ("https://a.example/f?api%5Fkey=a;b=c", "https://a.example/f?api%5Fkey=…;b=c"),
        ("https://a.example/f?APIKEY=a", "https://a.example/f?APIKEY=…"),
        ("https://us:pw@a.example/f?q=x", "https://a.example/f?q=x"),
        ("https://a.example/@us/f?keyword=mill&author=x", "https://a.example/@us/f?keyword=mill&author=x"),
        ("https://a.example/token=abc", "https://a.example/token=abc"),
        ("file:feeds/a.xml", "file:feeds/a.xml"),
    ],
)  # fmt: skip
def test_what_is_shown_to_everyone_holds_no_secret(url: str, shown: str) -> None:
    assert without_secrets(url) == shown
    assert without_secrets(shown) == shown
