"""Atom 1.0 as written: byte for byte, read back by others, and valid whatever sources wrote."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aggregator.errors import FormatError
from aggregator.model import Category, Entry, Feed, Link, Person
from feeds.conformance import check
from feeds.formats import notes
from feeds.formats.atom import instant, render
from tests.build import NOW, at, story
from tests.feeds.sample import BARE, FULL, GONE, HUB, SITE, sample

SELF = "https://planet.example/topics/science/space.atom"
A = "{http://www.w3.org/2005/Atom}"


def _written(made: Feed | None = None) -> Any:
    return etree.fromstring(render(made or sample(), SELF, SITE))


def _read(made: Feed | None = None) -> Any:
    return feedparser.parse(io.BytesIO(render(made or sample(), SELF, SITE)))


def test_the_document_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    golden("published/space.atom", render(sample(), SELF, SITE))


def test_an_empty_feed_is_a_document_too(golden: Callable[[str, bytes], None]) -> None:
    body = render(replace(sample(removed=()), entries=(), removed=()), SELF, SITE)
    golden("published/empty.atom", body)
    assert check(body, "atom", SELF) == ()


def test_our_own_validator_finds_nothing() -> None:
    assert check(render(sample(), SELF, SITE), "atom", SELF) == ()


def test_feedparser_reads_back_every_field() -> None:
    read = _read()
    assert not read.bozo and read.version == "atom10"
    entry = read.entries[0]
    assert entry.id == FULL.uri
    assert entry.title == 'Tom &amp; &lt;b&gt;Jerry&lt;/b&gt; &amp;amp; "friends"'
    assert [author.name for author in entry.authors] == ["Ada Miller", "Ben Weaver"]
    assert entry.authors[0].href == "https://ada.example/"
    assert entry.authors[0].email == "ada@mill.example"
    assert [person.name for person in entry.contributors] == ["The Desk"]
    assert entry.content[0].value.startswith("<p>The town council")
    assert entry.summary.startswith("The town council")
    assert entry.published_parsed[:6] == FULL.published.timetuple()[:6]
    assert entry.updated_parsed[:6] == FULL.updated.timetuple()[:6]
    assert entry.rights == "© Mill"
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == [
        ("rivers", "https://mill.example/tags/", "Rivers"),
        ("science/space", "https://planet.example/topics/", "Space"),
    ]


def test_feedparser_reads_back_every_link_with_its_relation() -> None:
    entry = _read().entries[0]
    assert entry.link == "https://mill.example/1"
    assert [(file.href, file.type, file.get("length")) for file in entry.enclosures[:1]] == [
        ("https://mill.example/talk.mp3", "audio/mpeg", "12345")
    ]
    by_rel: dict[str, list[str]] = {}
    for link in entry.links:
        by_rel.setdefault(link.rel, []).append(link.href)
    assert by_rel == {
        "alternate": ["https://mill.example/1"],
        "related": ["https://weir.example/2", "https://lock.example/3"],
        "via": ["https://found.example/here"],
        "enclosure": ["https://mill.example/talk.mp3", "https://mill.example/talk.ogg"],
        "replies": ["https://mill.example/1#comments"],
    }


def test_feedparser_reads_back_the_whole_source() -> None:
    origin = _read().entries[0].source
    assert (origin.id, origin.title, origin.rights) == (
        "https://mill.example/feed.xml",
        "Mill",
        "CC BY",
    )
    assert origin.updated and origin.icon == "https://mill.example/icon.png"
    assert {link.rel: link.href for link in origin.links} == {
        "alternate": "https://mill.example/",
        "self": "https://mill.example/feed.xml",
    }


def test_the_head_is_read_back() -> None:
    head = _read().feed
    assert (head.id, head.title, head.language) == (SELF, "Space – Example Planet", "en")
    assert {link.rel: link.href for link in head.links} == {
        "self": SELF,
        "alternate": "https://planet.example/topics/science/space",
        "hub": HUB.href,
    }


def test_every_entry_names_its_source_in_full() -> None:
    for entry in _written().findall(f"{A}entry"):
        source = entry.find(f"{A}source")
        assert all(source.findtext(A + name) for name in ("id", "title", "updated"))


def test_the_language_of_an_entry_is_marked() -> None:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    root = _written()
    assert root.get(lang) == "en"
    assert [entry.get(lang) for entry in root.findall(f"{A}entry")] == ["de", None]


def test_what_is_gone_leaves_a_tombstone() -> None:
    [deleted] = _written().findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert deleted.get("ref") == GONE.uri
    assert deleted.get("when") == "2026-01-15T09:00:00Z"


def test_namespaces_are_declared_only_where_used() -> None:
    bare = render(sample(BARE, removed=()), SELF, SITE)
    assert b"tombstones" not in bare and b"mrss" not in bare and b"history" not in bare


def test_an_archive_says_that_it_is_one() -> None:
    current = Link(href=SELF, rel="current")
    body = render(sample(links=(current,)), "https://planet.example/x/archive/1.atom", SITE)
    assert (
        etree.fromstring(body).find("{http://purl.org/syndication/history/1.0}archive") is not None
    )
    assert b"history" not in render(sample(links=(current,)), SELF, SITE)


def test_entries_of_one_moment_differ_in_a_fraction_that_never_changes() -> None:
    stories = [story(str(n)) for n in range(30)]
    stamps = [e.findtext(f"{A}updated") for e in _written(sample(*stories)).findall(f"{A}entry")]
    assert len(set(stamps)) == 30
    assert {stamp[:19] for stamp in stamps} == {"2026-01-15T10:00:00"}
    alone = _written(sample(stories[7])).find(f"{A}entry")
    assert alone.findtext(f"{A}updated") in stamps
    assert check(render(sample(*stories), SELF, SITE), "atom", SELF) == ()


def test_the_fraction_stays_within_the_second() -> None:
    for number in range(200):
        entry = Entry(id=f"urn:x:{number}", updated=NOW)
        found = instant(entry)
        assert found is not None and found.replace(microsecond=0) == NOW and found > NOW


def test_equal_feeds_are_equal_bytes() -> None:
    assert render(sample(), SELF, SITE) == render(sample(), SELF, SITE)


def test_a_bad_entry_is_left_out_with_a_note_and_the_feed_goes_out() -> None:
    made = sample()
    good = made.entries[0]
    bad = (
        replace(good, id=""),
        replace(good, id="no iri"),
        replace(good, id="urn:x:1", updated=None),
        replace(good, id="urn:x:2", updated=datetime(2026, 1, 1)),
        replace(good, id="urn:x:3", content="", links=()),
        good,
    )
    broken = replace(made, entries=(good, *bad))
    assert len(_written(broken).findall(f"{A}entry")) == 1
    assert len(notes(broken)) == 6
    assert notes(made) == ()


@pytest.mark.parametrize("field", ["id", "title", "updated"])
def test_a_head_that_lacks_what_atom_requires_is_our_error(field: str) -> None:
    nothing = None if field == "updated" else ""
    with pytest.raises(FormatError, match=field):
        render(replace(sample(), **{field: nothing}), SELF, SITE)


def test_an_entry_without_body_is_written_when_it_has_a_link() -> None:
    made = sample()
    thin = replace(made, entries=(replace(made.entries[0], content="", summary=""),))
    assert _written(thin).find(f"{A}entry/{A}link").get("href") == "https://mill.example/1"


_odd = st.text(st.characters(), max_size=30)
_mixed = st.one_of(
    _odd, st.sampled_from(["<b>x</b>", "a & b", "&lt;", "&copy", "]]>", "AT&T 3", "\x00"])
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
        origin=replace(first.origin or Feed(), title=two, subtitle=three, rights=four),
    )
    body = render(replace(made, subtitle=one, rights=two, entries=(odd,)), SELF, SITE)
    assert check(body, "atom", SELF) == ()


def test_the_feed_is_never_older_than_its_entries() -> None:
    made = sample(FULL, removed=())
    root = _written(replace(made, updated=FULL.updated))
    assert root.findtext(f"{A}updated") >= root.findtext(f"{A}entry/{A}updated")
    assert datetime.fromisoformat(root.findtext(f"{A}updated")) < at(minutes=-59).astimezone(UTC)


def test_a_head_may_have_pictures_and_rights_and_need_not_have_more() -> None:
    full = replace(
        sample(), icon="https://a.test/i.png", logo="https://a.test/l.png", rights="CC BY & <more>"
    )
    root = _written(full)
    assert root.findtext(f"{A}icon") == "https://a.test/i.png"
    assert root.findtext(f"{A}logo") == "https://a.test/l.png"
    assert root.find(f"{A}rights").get("type") == "html"
    links = (Link(href="https://planet.example/other.atom", rel="self"),)
    bare = replace(sample(), language="", subtitle="", authors=(), links=links, removed=())
    assert _written(bare).findtext(f"{A}title") == "Space – Example Planet"
    assert [link.get("href") for link in _written(bare).findall(f"{A}link")] == [SELF]


def test_what_is_not_known_of_an_entry_is_not_written() -> None:
    made = sample()
    bare = replace(
        made.entries[0],
        published=None,
        origin=Feed(id="urn:x:f", title="F"),
        categories=(Category(term=" "),),
        authors=(Person(name=""),),
    )
    entry = _written(replace(made, entries=(bare,))).find(f"{A}entry")
    assert entry.find(f"{A}published") is None
    assert entry.find(f"{A}category") is None
    assert entry.find(f"{A}author") is None
    assert entry.find(f"{A}source/{A}updated") is None
    alone = _written(replace(made, entries=(replace(bare, origin=None),))).find(f"{A}entry")
    assert alone.find(f"{A}source") is None


def test_a_tombstone_need_not_say_who_and_why() -> None:
    silent = replace(GONE, by="", comment="")
    [deleted] = _written(sample(removed=(silent,))).findall(
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    )
    assert len(deleted) == 0


def test_a_person_without_a_name_is_known_by_their_address() -> None:
    made = sample()
    nameless = replace(made.entries[0], authors=(Person(email="ada@mill.example"),))
    assert _written(replace(made, entries=(nameless,))).findtext(f"{A}entry/{A}author/{A}name") == (
        "ada"
    )
