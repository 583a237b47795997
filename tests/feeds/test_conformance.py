"""Our validator: silent on what is right, and each rule broken once is found once."""

import json
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
    ("</entry></feed>", "</entry><rights>x</rights></feed>", "after its entries", "4.1.1"),
]  # fmt: skip

RSS = [
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
]  # fmt: skip

OPML = [
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
    if what:
        assert any(what in p.what and rule in p.rule for p in found), [str(p) for p in found]
    else:
        assert found == ()


def _json(**changes: Any) -> tuple[Problem, ...]:
    feed = json.loads(_document("json"))
    item = feed["items"][0]
    for name, value in changes.items():
        place = item if name in item or name.startswith("item_") else feed
        key = name.removeprefix("item_")
        if value is None:
            place.pop(key)
        else:
            place[key] = value
    return check(json.dumps(feed).encode(), "json", f"{SELF}.json")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"version": "1"}, "version"),
        ({"feed_url": "https://a.test/"}, "says it is at"),
        ({"next_url": f"{SELF}.json"}, "next page"),
        ({"favicon": "x"}, "no web address"),
        ({"hubs": [{"url": "x"}]}, "hub"),
        ({"colour": "red"}, "unknown key"),
        ({"_x": 1}, "no object"),
        ({"item_id": 7}, "string"),
        ({"item_id": "https://mill.example/2"}, "two items"),
        ({"content_html": None}, "neither"),
        ({"content_html": 1}, "no string"),
        ({"content_html": "<object data=x>"}, "active element"),
        ({"summary": "\x80"}, "control"),
        ({"url": "/1"}, "no web address"),
        ({"date_published": "2026-13-01T00:00:00Z"}, "no RFC 3339"),
        ({"tags": [1]}, "tags"),
        ({"item_authors": [{}]}, "without name"),
        ({"item_authors": {"name": "x"}}, "no array"),
        ({"item_authors": [{"url": "x"}]}, "url 'x'"),
        ({"item_language": "?"}, "language"),
        ({"attachments": [{"url": "x", "mime_type": "y"}]}, "without url"),
        ({"_feedmill": {}}, "has no story"),
        ({"_feedmill": []}, "no object"),
    ],
)
def test_a_broken_rule_of_json_feed_is_found(changes: dict[str, Any], what: str) -> None:
    assert any(what in problem.what for problem in _json(**changes))


def test_a_copy_must_say_how_and_when() -> None:
    feed = json.loads(_document("json"))
    feed["items"][0]["_feedmill"]["copies"][0] |= {"how": "pinned", "published": "today"}
    found = check(json.dumps(feed).encode(), "json", f"{SELF}.json")
    assert [p.what for p in found] == ["has a copy that is 'pinned'", "has a copy without date"]


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem(severity="error", where="feed", what="has no title", rule="RFC 4287 4.1.1")
    assert str(problem) == "feed: has no title (RFC 4287 4.1.1)"
    assert errors((problem,)) == (problem,)
