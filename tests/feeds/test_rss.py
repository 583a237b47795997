"""RSS 2.0 as written: byte for byte, read back by others, and valid whatever sources wrote."""

import io
import locale
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aggregator.errors import FormatError
from aggregator.model import Category, Feed, Link, Person
from feeds.conformance import check
from feeds.formats.rss import render
from tests.build import WORDS
from tests.feeds.sample import FULL, HUB, SITE, sample

SELF = "https://planet.example/topics/science/space.rss"
DC = "{http://purl.org/dc/elements/1.1/}"


def _channel(made: Feed | None = None) -> Any:
    return etree.fromstring(render(made or sample(), SELF, SITE)).find("channel")


def _read() -> Any:
    return feedparser.parse(io.BytesIO(render(sample(), SELF, SITE)))


def test_the_document_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    golden("published/space.rss", render(sample(), SELF, SITE))


def test_an_empty_feed_is_a_document_too(golden: Callable[[str, bytes], None]) -> None:
    body = render(replace(sample(), entries=()), SELF, SITE)
    golden("published/empty.rss", body)
    assert check(body, "rss", SELF) == ()


def test_our_own_validator_finds_nothing() -> None:
    assert check(render(sample(), SELF, SITE), "rss", SELF) == ()


def test_feedparser_reads_back_every_field() -> None:
    read = _read()
    assert not read.bozo and read.version == "rss20"
    entry = read.entries[0]
    assert entry.id == FULL.uri
    assert entry.link == "https://mill.example/1"
    assert entry.title.replace("\u2060", "") == FULL.lead.title
    assert [author.name for author in entry.authors] == ["Ada Miller", "Ben Weaver"]
    assert entry.content[0].value.startswith("<p>The town council")
    assert entry.summary == WORDS
    assert entry.published_parsed[:6] == FULL.published.timetuple()[:6]
    assert entry.updated_parsed[:6] == FULL.updated.timetuple()[:6]
    assert entry.comments == "https://mill.example/1#comments"
    assert (entry.source.title, entry.source.href) == ("Mill", "https://mill.example/feed.xml")
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [
        ("Rivers", "https://mill.example/tags/"),
        ("Space", "https://planet.example/topics/"),
    ]
    assert [(file.href, file.type, file.length) for file in entry.enclosures] == [
        ("https://mill.example/talk.mp3", "audio/mpeg", "12345")
    ]
    assert [file["url"] for file in entry.media_content] == ["https://mill.example/talk.ogg"]
    assert entry.media_thumbnail == [{"url": "https://mill.example/wheel.jpg"}]


def test_the_head_is_read_back() -> None:
    head = _read().feed
    assert (head.title, head.link) == (
        "Space – Example Planet",
        "https://planet.example/topics/science/space",
    )
    rels = {link.rel: link.href for link in head.links}
    assert (rels["self"], rels["hub"]) == (SELF, HUB.href)


def test_the_channels_link_is_its_page_whatever_other_links_there_are() -> None:
    others = (HUB, Link(href="https://planet.example/x?page=2", rel="next"))
    assert _channel(sample(links=others)).findtext("link") == (
        "https://planet.example/topics/science/space"
    )


def test_a_guid_says_whether_it_is_an_address() -> None:
    made = sample()
    assert [guid.get("isPermaLink") for guid in _channel().iter("guid")] == ["true", "true"]
    other = replace(made, entries=(replace(made.entries[0], id="tag:mill.example,2026:1"),))
    assert _channel(other).find("item/guid").get("isPermaLink") == "false"


def test_every_person_is_a_creator_whether_or_not_they_have_an_address() -> None:
    names = [creator.text for creator in _channel().find("item").findall(f"{DC}creator")]
    assert names == ["Ada Miller", "Ben Weaver"]
    assert _channel().find("item/author") is None


def test_description_is_the_summary_and_stands_before_the_text() -> None:
    tags = [etree.QName(child).localname for child in _channel().find("item")]
    assert tags.index("description") < tags.index("encoded")


def test_an_item_without_summary_describes_itself_by_its_text() -> None:
    made = sample()
    bare = replace(made, entries=(replace(made.entries[0], summary=""),))
    item = _channel(bare).find("item")
    assert item.findtext("description").startswith("<p>The town council")


def test_dates_have_four_digit_years_and_no_locale() -> None:
    before = locale.setlocale(locale.LC_ALL)
    assert _channel().findtext("lastBuildDate") == "Thu, 15 Jan 2026 11:00:00 GMT"
    assert _channel().findtext("item/pubDate") == "Thu, 15 Jan 2026 10:00:00 GMT"
    assert locale.setlocale(locale.LC_ALL) == before


def test_a_fault_in_the_head_is_our_error() -> None:
    with pytest.raises(FormatError):
        render(replace(sample(), title=""), SELF, SITE)


_mixed = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(["<b>x</b>", "a & b", "&lt;", "&copy", "]]>", "AT&T 3", "\x00", "\ud800"]),
)


@settings(max_examples=60, deadline=None)
@given(_mixed, _mixed, _mixed, _mixed)
def test_whatever_a_source_wrote_the_document_is_valid(
    one: str, two: str, three: str, four: str
) -> None:
    made = sample()
    first = made.entries[0]
    link = Link(href="https://a.test/", rel="related", title=two, type=three, hreflang=four)
    odd = replace(
        first,
        title=one,
        rights=two,
        language=three,
        authors=(Person(name=four, uri=one, email=two),),
        categories=(Category(term=three, scheme=four, label=one),),
        links=(*first.links, link),
        origin=replace(first.origin or Feed(), title=two),
    )
    body = render(replace(made, subtitle=one, rights=two, entries=(odd,)), SELF, SITE)
    assert check(body, "rss", SELF) == ()


def test_what_is_not_known_of_an_item_is_not_written() -> None:
    made = sample()
    bare = replace(
        made.entries[0], published=None, origin=None, comments="", links=(), rights="", image=""
    )
    item = _channel(replace(made, entries=(bare,), links=())).find("item")
    for name in ("pubDate", "source", "comments", "link", "enclosure", f"{DC}rights"):
        assert item.find(name) is None, name
    homeless = replace(bare, origin=Feed(title="F"))
    assert _channel(replace(made, entries=(homeless,))).find("item/source") is None


def test_a_channel_without_its_own_page_leads_to_the_site() -> None:
    assert _channel(replace(sample(), links=())).findtext("link") == SITE.url


def test_the_rights_of_a_feed_are_its_copyright() -> None:
    assert _channel(replace(sample(), rights="CC BY")).findtext("copyright") == "CC BY"


@pytest.mark.parametrize(
    ("file", "given_", "written"),
    [
        ("talk.MP3", None, "audio/mpeg"),
        ("talk.flac?x=1", None, "audio/flac"),
        ("talk.ogg", "audio/opus; codecs=x", "audio/opus"),
        ("talk.m4v", "video", "video/mp4"),
        ("talk", None, "application/octet-stream"),
    ],
)
def test_an_enclosure_always_has_a_type(file: str, given_: str | None, written: str) -> None:
    made = sample()
    link = Link(href=f"https://a.test/{file}", rel="enclosure", type=given_)
    one = replace(made, entries=(replace(made.entries[0], links=(link,)),))
    assert _channel(one).find("item/enclosure").get("type") == written
