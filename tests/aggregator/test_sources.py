"""aggregator.sources: bytes in, a Feed or a ReadError that names the reason out."""

import json
import pickle
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.errors import ReadError
from aggregator.model import Kind, Link
from aggregator.sources import read
from aggregator.sources._document import MAX_ENTRIES
from tests.build import at, fetched
from tests.values import plain

CORPUS = Path(__file__).parent.parent / "corpus"
FEEDS = sorted(path for path in (CORPUS / "feeds").iterdir() if ".expected" not in path.name)
PAGES = sorted((CORPUS / "pages").glob("*.html"))


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_document_of_the_corpus_reads_as_expected(
    path: Path, request: pytest.FixtureRequest
) -> None:
    compare(path, None, update=request.config.getoption("--update"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_of_the_corpus_reads_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    compare(path, "page", update=request.config.getoption("--update"))


def compare(path: Path, kind: Kind | None, *, update: bool) -> None:
    """`given` in the expectation says what came with the body: url, content_type."""
    expectation = path.parent / f"{path.stem}.expected.json"
    expected = json.loads(expectation.read_text("utf-8")) if expectation.exists() else {}
    given = expected.get("given", {})
    found = {**({"given": given} if given else {}), **outcome(path.read_bytes(), kind, given)}
    if update:
        expectation.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(expectation.read_text("utf-8"))


def outcome(body: bytes, kind: Kind | None, given: dict[str, Any]) -> dict[str, Any]:
    """What reading comes to, as JSON."""
    try:
        return {"feed": plain(read(fetched(body, **given), kind))}
    except ReadError as error:
        return {"error": str(error)} | (
            {"feed_urls": list(error.feed_urls)} if error.feed_urls else {}
        )


def rss(body: str) -> str:
    return f'<rss version="2.0"><channel><title>t</title>{body}</channel></rss>'


HOSTILE = {
    "attributes": rss("<item " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>"),
    "loose attributes": rss("<item " + " ".join(f"a{n}=1" for n in range(50_000)) + ">"),
    "nesting": rss("<item>" + "<d>" * 50_000 + "</d>" * 50_000 + "</item>"),
    "loose nesting": rss("<item>" + "<d>" * 100_000),
    "unclosed entries": rss("<item>" * 100_000),
    "brackets": rss("<item><description>" + "<" * 300_000 + "</description></item>"),
    "ampersands": rss("<item><title>" + "&" * 300_000 + "</title></item>"),
    "quotes": rss('<item><a "' * 50_000),
    "values": rss('<item><a b="' * 50_000),
    "sections": rss("<![CDATA[" * 100_000),
    "comments": rss("<!--" * 200_000),
    "doctypes": "<!DOCTYPE " * 50_000 + rss(""),
    "entities": "<!DOCTYPE rss [" + "<!ENTITY a 'b'>" * 50_000 + "]>" + rss("<item/>"),
    "long entity": f"<!DOCTYPE rss [<!ENTITY a '{'x' * 190}'>]>" + rss("&a;" * 200_000),
    "prefixes": rss("".join(f'<p{n}:x a{n}:b="1"/>' for n in range(10_000))),
    "categories": rss("<item>" + "<category>x</category>" * 5_000 + "<q></item>"),
    "bases": rss(
        f'<item xml:base="http://x/{"a/" * 50_000}">' + "<link>x</link>" * 500 + "</item>"
    ),
    "space": " " * 2_000_000 + rss(""),
    "json": '{"items":' + "[" * 1_000_000,
    "page": "<html>" + "<div>" * 200_000 + "<a href=/feed>",
    "nothing": "\0" * 2_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_takes_long(name: str) -> None:
    started = time.process_time()
    found = outcome(HOSTILE[name].encode(), None, {})
    assert set(found) <= {"feed", "error", "feed_urls"}
    assert time.process_time() - started < 20  # mostly one or two; what is quadratic takes minutes


def test_of_too_many_entries_the_newer_end_is_read() -> None:
    def many(first: int, step: int) -> str:
        return rss(
            "".join(
                f"<item><title>{n}</title><pubDate>{at(hours=-n).isoformat()}</pubDate></item>"
                for n in range(first, first + (MAX_ENTRIES + 1000) * step, step)
            )
        )

    newest_first = read(fetched(many(0, 1)))
    assert len(newest_first.entries) == MAX_ENTRIES
    assert newest_first.entries[0].title == "0"
    assert newest_first.notes == (f"more than {MAX_ENTRIES} entries: only the newest are read",)
    oldest_first = read(fetched(many(MAX_ENTRIES + 1000, -1)))
    assert len(oldest_first.entries) == MAX_ENTRIES
    assert oldest_first.entries[-1].title == "1"


def test_a_link_header_names_a_feed_too() -> None:
    header = Link(href="https://mill.example/atom", rel="alternate", type="application/atom+xml")
    with pytest.raises(ReadError) as caught:
        read(fetched("<html><p>x", links=(header,)))
    assert caught.value.feed_urls == ("https://mill.example/atom",)


def test_a_feed_can_be_sent_to_another_process() -> None:
    feed = read(fetched(FEEDS[0].read_bytes()))
    assert pickle.loads(pickle.dumps(feed)) == feed


def test_the_header_language_counts_where_the_document_names_none() -> None:
    assert read(fetched(rss("<item/>"), content_language="nl")).language == "nl"
    assert read(fetched(rss("<language>de</language>"), content_language="nl")).language == "de"


@settings(max_examples=300, deadline=None)
@given(some.binary(max_size=200), some.sampled_from(FEEDS), some.integers(0, 10_000))
def test_a_damaged_document_is_a_value_or_a_read_error(
    noise: bytes, path: Path, place: int
) -> None:
    body = path.read_bytes()
    cut = place % (len(body) + 1)
    outcome(body[:cut] + noise + body[cut + len(noise) :], None, {})
    outcome(body[:cut], None, {})
