"""What we write others read back, field by field, whatever words sources use."""

import io
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any

import fastfeedparser
import feedparser
import listparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import sources
from aggregator.episode import Episode
from aggregator.model import Category, Entry, Group, Link, Person
from feeds import catalogue, urls
from feeds.formats import FORMATS
from feeds.words import one_line
from tests.build import NOW, fetched
from tests.feeds.sample import SITE, SPACE, sample

# feedparser takes some runs of Latin-1 letters for UTF-8 that was decoded twice, and "repairs" them
_LETTERS = st.characters(
    whitelist_categories=("L", "N", "P", "Zs"),
    blacklist_characters="\u2060" + "".join(map(chr, range(0x80, 0x100))),
)
_words = st.text(_LETTERS, min_size=1, max_size=40).map(one_line).filter(bool)
_persons = _words.map(lambda name: Person(name=name))
_episodes = st.none() | st.builds(
    Episode,
    number=st.none() | st.integers(1, 999_999_999),
    season=st.none() | st.integers(1, 999_999_999),
    kind=st.sampled_from(["", "full", "trailer", "bonus"]),
    explicit=st.none() | st.booleans(),
)
_paths = st.text(_LETTERS, max_size=20)
_moments = st.datetimes(
    min_value=NOW.replace(tzinfo=None, year=1996), max_value=NOW.replace(tzinfo=None)
).map(lambda moment: moment.replace(microsecond=0, tzinfo=NOW.tzinfo))


@st.composite
def _entries(draw: st.DrawFn) -> Entry:
    published = draw(_moments)
    return Entry(
        id=urls.iri(f"https://mill.example/{draw(_paths)}"),
        title=draw(_words),
        links=(
            Link(href=urls.web_address(f"https://mill.example/{draw(_paths)}")),
            Link(
                href=urls.web_address(f"https://mill.example/{draw(_paths)}.mp3"),
                rel="enclosure",
                type="audio/mpeg",
                length=draw(st.integers(min_value=1, max_value=2**40)),
                duration=draw(st.none() | st.integers(1, 30 * 24 * 3600)),
            ),
        ),
        summary=draw(_words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))),
        content=f"<p>{draw(st.text(st.sampled_from('ab ü漢'), min_size=1)).strip()}.</p>",
        published=published,
        updated=max(published, draw(_moments)),
        authors=tuple(
            Person(name=name) for name in draw(st.lists(_words, max_size=3, unique=True))
        ),
        categories=(Category(term=draw(_words)),),
        episode=draw(_episodes),
    )


def _read(format: urls.FormatName, entry: Entry) -> Any:
    body = FORMATS[format].render(replace(sample(), entries=(entry,)), "https://x.test/f", SITE)
    read = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo
    return read.entries[0]


def _said(text: str) -> str:
    return text.replace("\u2060", "")


@pytest.mark.parametrize("format", ["atom", "rss"])
@settings(max_examples=60, deadline=None)
@given(entry=_entries())
def test_feedparser_reads_what_we_meant(format: urls.FormatName, entry: Entry) -> None:
    read = _read(format, entry)
    assert read.id == entry.id
    assert read.link == entry.links[0].href
    title = unescape(read.title) if read.title_detail.type == "text/html" else read.title
    assert _said(title) in (entry.title, unescape(entry.title))
    assert [_said(person.name) for person in read.get("authors", []) if person.get("name")] == [
        person.name for person in entry.authors
    ]
    assert [_said(tag.term) for tag in read.tags] == [entry.categories[0].term]
    [file] = read.enclosures
    assert (file.href, file.type) == (entry.links[1].href, "audio/mpeg")
    assert int(file.length) == entry.links[1].length
    assert read.content[0].value == entry.content
    assert entry.published and entry.updated
    assert read.published_parsed[:6] == entry.published.timetuple()[:6]
    assert read.updated_parsed[:6] == entry.updated.timetuple()[:6]
    if format == "rss":
        said = entry.episode or Episode()
        told = {
            "duration": entry.links[1].duration,
            "episode": said.number,
            "season": said.season,
            "episodetype": said.kind or None,
        }
        for name, value in told.items():
            assert read.get(f"itunes_{name}") == (None if value is None else str(value)), name


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_who_reads_the_same_is_named_once(format: urls.FormatName) -> None:
    ada, ben = Person(name="Ada Miller"), Person(name="Ben Weaver")
    script = Person(name="Ben Weaver", uri="javascript:alert(1)")
    [entry] = [one for one in sample().entries if one.authors][:1]
    entry = replace(entry, authors=(ada, ada), contributors=(ben, script, ada))
    body = FORMATS[format].render(replace(sample(), entries=(entry,)), "https://x.test/f", SITE)
    [read] = feedparser.parse(body).entries
    assert [person.name for person in read.authors] == ["Ada Miller"]
    assert [person.name for person in read.contributors] == ["Ben Weaver"]


@pytest.mark.parametrize("format", urls.FORMAT_NAMES)
@settings(max_examples=30, deadline=None)
@given(entry=_entries())
def test_fastfeedparser_reads_what_we_meant(format: urls.FormatName, entry: Entry) -> None:
    body = FORMATS[format].render(replace(sample(), entries=(entry,)), "https://x.test/f", SITE)
    feed = fastfeedparser.parse(body)
    assert (feed.feed.title, feed.feed.link) == (sample().title, sample().links[0].href)
    [read] = feed.entries
    assert (read.id, read.link) == (entry.id, entry.links[0].href)
    assert _said(unescape(read.title)) in (entry.title, unescape(entry.title))
    # it has no place for a second author, and splits at nothing
    names = [_said(person["name"]) for person in read.get("authors", [])]
    assert names == [person.name for person in entry.authors][: len(names)]
    assert bool(names) or not entry.authors or format != "atom"
    assert [_said(tag["term"]) for tag in read.tags] == [entry.categories[0].term]
    assert read.content[0]["value"] == entry.content
    assert datetime.fromisoformat(read.published) == entry.published
    assert datetime.fromisoformat(read.updated).replace(microsecond=0) == entry.updated
    if format == "atom":
        [file] = [link for link in read.links if link["rel"] == "enclosure"]
        assert (file["href"], file["type"]) == (entry.links[1].href, "audio/mpeg")
    else:
        [file] = read.enclosures
        assert (file["url"], file["type"]) == (entry.links[1].href, "audio/mpeg")
        assert file["length"] == entry.links[1].length


@settings(max_examples=30, deadline=None)
@given(entry=_entries())
def test_podcastparser_reads_what_we_meant(entry: Entry) -> None:
    body = FORMATS["rss"].render(replace(sample(), entries=(entry,)), "https://x.test/f", SITE)
    feed = podcastparser.parse("https://x.test/f", io.BytesIO(body))
    assert (feed["title"], feed["link"]) == (sample().title, sample().links[0].href)
    [read] = feed["episodes"]
    assert read["guid"] == entry.id
    if not set(";?#") & set(entry.links[0].href):  # it takes addresses apart, and loses empty parts
        assert read["link"] == entry.links[0].href
    assert _said(read["title"]) == entry.title
    assert read["description_html"] == entry.content
    assert entry.published
    assert read["published"] == entry.published.timestamp()
    assert read["total_time"] == (entry.links[1].duration or 0)
    assert read.get("number") == (entry.episode.number if entry.episode else None)
    [file] = read["enclosures"]
    assert (file["mime_type"], file["file_size"]) == ("audio/mpeg", entry.links[1].length)
    if not set(";?#") & set(entry.links[1].href):
        assert file["url"] == entry.links[1].href


def test_podcastparser_finds_every_file_once_and_the_picture() -> None:
    body = FORMATS["rss"].render(sample(), "https://x.test/f", SITE)
    [talk, bare] = podcastparser.parse("https://x.test/f", io.BytesIO(body))["episodes"]
    assert [file["url"] for file in talk["enclosures"]] == [
        "https://mill.example/talk.mp3",
        "https://mill.example/talk.ogg",
    ]
    assert talk["episode_art_url"] == "https://mill.example/wheel.jpg"
    assert (talk["total_time"], talk["number"]) == (1830, 12)
    # it knows the namespace of Podcasting 2.0 only by the address of its document
    by_document = body.replace(
        b"https://podcastindex.org/namespace/1.0",
        b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    )
    [talk, bare] = podcastparser.parse("https://x.test/f", io.BytesIO(by_document))["episodes"]
    assert talk["transcript_url"] == "https://mill.example/talk.vtt"
    assert talk["chapters_json_url"] == "https://mill.example/talk.json"
    assert bare["enclosures"] == []
    assert not {"number", "transcript_url", "chapters_json_url"} & set(bare)


def test_listparser_reads_our_lists() -> None:
    body = catalogue.feeds_opml(
        [catalogue.listing(Group(kind="all"), SITE), catalogue.listing(SPACE, SITE)], SITE
    )
    read = listparser.parse(body)
    assert not read.bozo
    addresses = {feed.url for feed in read.feeds}
    assert {
        "https://planet.example/all.atom",
        "https://planet.example/topics/science/space.atom",
    } <= addresses


@pytest.mark.parametrize("format", urls.FORMAT_NAMES)
def test_we_read_what_we_write(format: urls.FormatName) -> None:
    made = sample()
    body = FORMATS[format].render(made, f"https://x.test/f.{format}", SITE)
    read = sources.read(fetched(body, url=f"https://x.test/f.{format}"), None)
    assert (read.title, read.language) == (made.title, made.language)
    assert [entry.id for entry in read.entries] == [entry.id for entry in made.entries]
    for ours, theirs in zip(made.entries, read.entries, strict=True):
        assert theirs.title.replace("\u2060", "") == ours.title
        assert theirs.links[0].href == ours.links[0].href
        assert (theirs.content or theirs.summary) == ours.content
        assert (theirs.published, theirs.updated) == (ours.published, ours.updated)
        assert [person.name for person in theirs.authors] == [p.name for p in ours.authors]
        assert [c.label or c.term for c in theirs.categories] == [
            c.label or c.term for c in ours.categories
        ]
        files = [link.href for link in theirs.links if link.rel == "enclosure"]
        assert files == [link.href for link in ours.links if link.rel == "enclosure"]
        if format != "atom":  # which has no word for it
            times = [link.duration for link in theirs.links if link.rel == "enclosure"]
            assert times == [link.duration for link in ours.links if link.rel == "enclosure"]
        if format == "rss":
            assert theirs.episode == ours.episode
            for rel in ("transcript", "chapters"):
                assert [(link.href, link.hreflang) for link in theirs.links if link.rel == rel] == [
                    (link.href, link.hreflang) for link in ours.links if link.rel == rel
                ]


def test_what_was_first_elsewhere_is_told_by_atom_in_full() -> None:
    made = sample()
    body = FORMATS["atom"].render(made, "https://x.test/f.atom", SITE)
    read = sources.read(fetched(body, url="https://x.test/f.atom"), None)
    ours, theirs = made.entries[0].origin, read.entries[0].origin
    assert ours and theirs
    assert (theirs.id, theirs.title, theirs.updated) == (ours.id, ours.title, ours.updated)
