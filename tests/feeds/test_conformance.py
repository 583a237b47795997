"""Our validator: silent on what is right, and each rule broken once is found once."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.catalogue import feeds_opml
from feeds.conformance import CHECKS, DocumentName, Problem, check, errors
from feeds.formats import FORMATS
from tests.feeds.sample import SITE, sample
from tests.feeds.test_catalogue import PUBLISHED

SELF = "https://planet.example/topics/science/space"


def _document(format: DocumentName) -> str:
    if format == "opml":
        return feeds_opml(PUBLISHED, SITE).decode()
    return FORMATS[format].render(sample(), f"{SELF}.{format}", SITE).decode()


def _broken(format: DocumentName, old: str, new: str) -> tuple[Problem, ...]:
    whole = _document(format)
    assert old in whole, f"the sample has no {old!r}"
    return check(whole.replace(old, new, 1).encode(), format, f"{SELF}.{format}")


@pytest.mark.parametrize("format", CHECKS)
def test_our_documents_are_without_fault(format: DocumentName) -> None:
    assert check(_document(format).encode(), format, f"{SELF}.{format}") == ()


@pytest.mark.parametrize("format", CHECKS)
@given(body=st.one_of(st.binary(), st.text().map(str.encode), st.just(b"<a/>"), st.just(b"{}")))
def test_no_bytes_at_all_make_it_stumble(format: DocumentName, body: bytes) -> None:
    assert errors(check(body, format, SELF))


@pytest.mark.parametrize("format", ["atom", "rss", "opml"])
def test_a_document_type_is_refused(format: DocumentName) -> None:
    root = {"atom": "feed", "rss": "rss", "opml": "opml"}[format]
    found = _broken(format, f"<{root}", f'<!DOCTYPE x [<!ENTITY e "e">]><{root}')
    assert "document type" in found[0].what


ATOM = [
    ("<id>https://mill.example/1</id>", "", "not one", "4.1.2"),
    ("<id>https://mill.example/1</id>", "<id>1</id>", "no IRI", "4.2.6"),
    ("<id>https://mill.example/1</id>", "<id>https://mill.example/2</id>", "two entries", "4.1.1"),
    ("<updated>2026-01-15T11:00:00.", "<updated>2026-01-15 11:00:00.", "no date", "3.3"),
    ("<updated>2026-01-15T11:00:00.", "<updated>2025-01-15T11:00:00.", "older", "4.2.15"),
    ("<published>2026-01-15T10", "<published>2025-01-15T10", "newest entry first", "newest first"),
    ('rel="self" type="application/atom+xml"', 'rel="self"', "", ""),
    ("space.atom\" rel=\"self\"", "other.atom\" rel=\"self\"", "says it is at", "4.1.1"),
    ("<name>Ada Miller</name>", "<name/>", "empty <name>", "3.2.1"),
    ("<name>Ada Miller</name>", "<name>&lt;b&gt;</name>", "looks like HTML", "3.2.1"),
    ("<uri>https://ada.example/</uri>", "<uri>ada</uri>", "no IRI", "3.2.2"),
    ("<email>ada@mill.example</email>", "<email>ada</email>", "email", "3.2.3"),
    ('term="rivers"', 'term=""', "no term", "4.2.2.1"),
    ('scheme="https://mill.example/tags/"', 'scheme="tags"', "no IRI", "4.2.2.2"),
    ('<link href="https://mill.example/1"', '<link href="/1"', "no web address", "4.2.7.1"),
    ('rel="via"', 'rel="seen"', "not registered", "4.2.7.2"),
    ('type="audio/mpeg"', 'type="mp3"', "none", "4.2.7.3"),
    ('hreflang="de"', 'hreflang="german!"', "none", "4.2.7.4"),
    ('length="12345"', 'length="12 kB"', "octets", "4.2.7.6"),
    ('rel="via"', 'rel="alternate" hreflang="de"', "two alternate", "4.1.1"),
    ("<source xml", "<x><source xml", "well-formed", "XML"),
    ('type="html">Tom', 'type="text">Tom', "called text", "3.1.1.1"),
    ('<content type="html">', '<content type="markdown">', "'markdown'", "3.1.1"),
    ('xml:lang="de"', 'xml:lang="?"', "no language", "RFC 4287 2"),
    ('ref="https://mill.example/0"', 'ref="0"', "no ref", "6721"),
    ('when="', 'at="', "no when", "6721"),
    ("&lt;p&gt;The", "&lt;script&gt;x&lt;/script&gt;The", "active element", "nothing active"),
    ("&lt;p&gt;The", "&lt;p onclick=x&gt;The", "active attribute", "nothing active"),
    ("&lt;p&gt;The", "&lt;a href=' javascript:x'&gt;The", "leads to", "nothing active"),
    ("&lt;p&gt;The", "&lt;a href='/x'&gt;The", "relative", "absolute"),
    ("&lt;p&gt;The", "&lt;p&gt;\ufffdThe", "replacement", "XML"),
    ("<icon>https://mill.example/icon.png</icon>", "<icon>x</icon>", "no web address", "4.2.5"),
    ("<entry", '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><entry',
     "no current", "5005"),
    ("<entry", '<link rel="next" href="https://a.test/2"/><fh:complete '
     'xmlns:fh="http://purl.org/syndication/history/1.0"/><entry', "other parts", "5005"),
    ("<entry", f'<link rel="prev-archive" href="{SELF}.atom"/><entry', "prev-archive", "5005"),
    ("<source xml", "<gone xml", "well-formed", "XML"),
    ("<content type", "<contents type", "well-formed", "XML"),
    ('<title type="html">Tom', '<title type="html"><b/>Tom', "child elements", "3.1.1"),
    ("2026-01-15T10:00:00+00:00</published>", "2026-02-30T10:00:00Z</published>", "no date", "3.3"),
    ("</entry></feed>", "</entry><rights>x</rights></feed>", "after its entries", "4.1.1"),
]  # fmt: skip

RSS = [
    ("<title>Tom &amp; &lt;", "<title>Tom &amp;amp; &lt;", "looks like HTML", "Profile"),
    ("<lastBuildDate>Thu, 15 Jan", "<lastBuildDate>31 Feb", "no date", "Profile"),
    ('<atom:link href="https://planet.example/hub"', '<atom:link href="hub"', "no address", "4287"),
    ("<channel><title>Space – Example Planet</title>", "<channel>", "not one", "RSS 2.0"),
    ('version="2.0"', 'version="0.92"', "not an RSS 2.0", "RSS 2.0"),
    ("<lastBuildDate>Thu", "<lastBuildDate>Fri", "no date", "Profile"),
    ("2026 10:00:00 GMT", "26 10:00:00 GMT", "no date", "Profile"),
    ('space.rss" rel="self"', 'x.rss" rel="self"', "says it is at", "atom:link"),
    ("<language>en", "<language>english", "language", "RSS 2.0"),
    ('isPermaLink="true">https://mill.example/1', 'isPermaLink="true">urn:x:1', "is none", "RSS"),
    ('<guid isPermaLink="true">', "<guid>", "does not say", "Profile"),
    ('<guid isPermaLink="true">https://mill.example/1</guid>', "", "not one", "Profile"),
    ("https://mill.example/1</guid>", "https://mill.example/2</guid>", "two items", "RSS 2.0"),
    ("<link>https://mill.example/1</link>", "<link>/1</link>", "no web address", "RSS 2.0"),
    ('<source url="https://mill.example/feed.xml">', "<source>", "no url", "RSS 2.0"),
    ('length="12345"', 'length="-1"', "no length", "RSS 2.0"),
    ('type="audio/mpeg"', 'type=""', "no type", "RSS 2.0"),
    ('<enclosure url="https', '<enclosure url="x', "no url", "RSS 2.0"),
    ("<enclosure ", '<enclosure url="https://a.test/" length="0" type="a/b"/><enclosure ',
     "more than one enclosure", "Profile"),
    ('<media:content url="https', '<media:content url="x', "media", "Media RSS"),
    ("<dc:creator>", "<author>a@b.test</author><dc:creator>", "two ways", "Profile"),
    ("Ben Weaver", "&lt;b&gt;Ben", "looks like HTML", "Profile"),
    ("<dc:creator>Ben Weaver", "<dc:creator>", "empty", "Profile"),
    ("&lt;p&gt;The", "&lt;iframe src='https://a.test'&gt;", "active element", "nothing active"),
    ("</item></channel>", "</item><ttl>5</ttl></channel>", "after its items", "Profile"),
    ("10:00:00 GMT</pubDate>", "01:00:00 GMT</pubDate>", "newest item first", "newest first"),
    ('rel="via"', 'rel="via" href2=""', "", ""),
    ("<itunes:duration>1830", "<itunes:duration>30:30", "itunes:duration", "Apple"),
    ("<itunes:season>2", "<itunes:season>0", "itunes:season", "Apple"),
    ("<itunes:episode>12", "<itunes:episode>twelve", "itunes:episode", "Apple"),
    ("<itunes:episodeType>bonus", "<itunes:episodeType>pilot", "itunes:episodeType", "Apple"),
    ("<itunes:explicit>false", "<itunes:explicit>clean", "itunes:explicit", "Apple"),
    ("<itunes:season>", "<itunes:season>1</itunes:season><itunes:season>", "more than one", "podc"),
    ('<podcast:transcript url="https', '<podcast:transcript url="x', "no url", "Podcasting"),
    ('type="text/vtt"', 'type="vtt"', "no type", "Podcasting"),
    ('language="de"', 'language="?"', "language is none", "Podcasting"),
]  # fmt: skip

OPML = [
    ("<body>", "<body/><body>", "one head and one body", "OPML"),
    ("<ownerId>", "<title/><ownerId>", "more than one", "OPML"),
    ("<head>", "<head/><head>", "one head and one body", "OPML"),
    ('version="2.0"', 'version="1.0"', "not OPML 2.0", "OPML"),
    ('text="Film"', "", "no text", "OPML"),
    (' title="Film"', "", "no title", "OPML"),
    ('xmlUrl="https://planet.example/all.atom"', "", "no xmlUrl", "OPML"),
    ('type="rss"', "", "no type", "OPML"),
    ('htmlUrl="https://planet.example/"', 'htmlUrl="/"', "htmlUrl", "OPML"),
    ("<dateModified>Thu", "<dateModified>Mon", "no date", "OPML"),
    ('type="rss"', 'type="rss" language="?"', "language", "OPML"),
]


CASES = [
    *(("atom", *case) for case in ATOM),
    *(("rss", *case) for case in RSS),
    *(("opml", *case) for case in OPML),
]


@pytest.mark.parametrize(("format", "old", "new", "what", "rule"), CASES)
def test_a_broken_rule_is_found(
    format: DocumentName, old: str, new: str, what: str, rule: str
) -> None:
    found = _broken(format, old, new)
    said = [str(problem) for problem in found]
    assert any(what in p.what and rule in p.rule for p in found) if what else not found, said


FEED = [
    ("version", "1", "version"),
    ("title", "", "no title"),
    ("feed_url", "https://a.test/", "says it is at"),
    ("next_url", f"{SELF}.json", "next page"),
    ("favicon", "x", "no web address"),
    ("hubs", [{"url": "x"}], "hub"),
    ("hubs", {}, ""),
    ("items", {}, "no object with items"),
    ("items", [1], "is no object"),
    ("colour", "red", "unknown key"),
    ("_x", 1, "no object"),
]
ITEM = [
    ("id", 7, "string"),
    ("id", "https://mill.example/2", "two items"),
    ("content_html", None, "neither"),
    ("content_html", 1, "no string"),
    ("content_html", "<object data=x>", "active element"),
    ("summary", "\x80", "control"),
    ("url", "/1", "no web address"),
    ("url", "http://[", "no web address"),
    ("date_published", "2026-13-01T00:00:00Z", "no RFC 3339"),
    ("tags", [1], "tags"),
    ("authors", [{}], "without name"),
    ("authors", {"name": "x"}, "no array"),
    ("authors", [{"url": "x"}], "url 'x'"),
    ("language", "?", "language"),
    ("attachments", [{"url": "x", "mime_type": "y"}], "without url"),
    ("attachments", [{"duration_in_seconds": "12:30"}], "duration_in_seconds"),
    ("attachments", [{"size_in_bytes": True}], "size_in_bytes"),
    ("_feedmill", {}, "has no story"),
    ("_feedmill", [], "no object"),
    ("_feedmill", None, ""),
]


@pytest.mark.parametrize(
    ("of", "key", "value", "what"),
    [*(("feed", *case) for case in FEED), *(("item", *case) for case in ITEM)],
)
def test_a_broken_rule_of_json_feed_is_found(of: str, key: str, value: Any, what: str) -> None:
    feed = json.loads(_document("json"))
    place = feed if of == "feed" else feed["items"][0]
    place[key] = value
    if value is None:
        del place[key]
    found = check(json.dumps(feed).encode(), "json", f"{SELF}.json")
    assert any(what in problem.what for problem in found) if what else not found


def test_a_feed_begins_with_its_version() -> None:
    feed = json.loads(_document("json"))
    late = feed | {"version": feed.pop("version")}
    found = check(json.dumps(late).encode(), "json", f"{SELF}.json")
    assert [p.what for p in found] == ["does not begin with its version"]


def test_an_entry_needs_an_author_and_something_to_read_and_should_name_its_source() -> None:
    made = sample()
    thin = replace(made.entries[0], authors=(), origin=None)
    body = FORMATS["atom"].render(replace(made, authors=(), entries=(thin,)), f"{SELF}.atom", SITE)
    found = [p.what for p in check(body, "atom", f"{SELF}.atom")]
    assert found == ["has no author, nor has its feed", "does not say what feed it is from"]
    empty = body.replace(b"content", b"contend").replace(b'rel="alternate"', b'rel="related"')
    assert "has neither content nor an alternate link" in [
        p.what for p in check(empty, "atom", f"{SELF}.atom")
    ]


def test_an_item_needs_a_title_or_a_description_before_its_text() -> None:
    body = _document("rss").replace("description>", "notes>").replace("<title>", "<name>")
    found = check(body.replace("</title>", "</name>").encode(), "rss", f"{SELF}.rss")
    assert any("neither title nor description" in p.what for p in found)
    assert any("needs a description" in p.what for p in found)


def test_a_copy_must_say_how_and_when() -> None:
    feed = json.loads(_document("json"))
    feed["items"][0]["_feedmill"]["copies"][0] |= {"how": "pinned", "published": "today"}
    found = check(json.dumps(feed).encode(), "json", f"{SELF}.json")
    assert [p.what for p in found] == ["has a copy that is 'pinned'", "has a copy without date"]


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem(severity="error", where="feed", what="has no title", rule="RFC 4287 4.1.1")
    assert str(problem) == "feed: has no title (RFC 4287 4.1.1)"
    assert errors((problem,)) == (problem,)


def test_an_outline_document_has_outlines() -> None:
    body = b'<opml version="2.0"><head/><body/></opml>'
    assert [p.what for p in check(body, "opml", "")] == ["has no outline"]


def test_two_entries_of_one_moment_are_worth_a_warning() -> None:
    whole = _document("atom")
    stamp = whole.partition("<entry")[2].partition("<updated>")[2].partition("<")[0]
    other = whole.rpartition("<updated>2026-01-15T07:00:00.")[2].partition("<")[0]
    same = whole.replace(f"2026-01-15T07:00:00.{other}", stamp)
    found = check(same.encode(), "atom", f"{SELF}.atom")
    assert [p.what for p in found] == ["has entries that were updated at one moment"]


def test_a_guid_that_is_no_address_is_right_when_it_says_so() -> None:
    made = sample()
    named = replace(made, entries=(replace(made.entries[0], id="tag:mill.example,2026:1"),))
    body = FORMATS["rss"].render(named, f"{SELF}.rss", SITE)
    assert check(body, "rss", f"{SELF}.rss") == ()
