"""The lists of feeds: what is published, and what is read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aggregator.model import Feed, Group, GroupKind, Link, PollState, Source, SourceId
from feeds.catalogue import Listing, feeds_opml, listing, public_address, sources_opml
from feeds.conformance import check
from tests.build import NOW, at, feed, source
from tests.feeds.sample import SITE


def _listed(kind: GroupKind, slug: str = "", title: str = "") -> Listing:
    return listing(Group(kind=kind, slug=slug, title=title), SITE, stories=3, latest=NOW)


def _state(id: str = "mill", **given_: Any) -> PollState:
    values: dict[str, Any] = {"url": f"https://{id}.example/feed.xml", "feed": feed()}
    return PollState(source=SourceId(id), **(values | given_))


PUBLISHED = (
    _listed("all"),
    _listed("topic", "science/space", "Space"),
    _listed("topic", "science", "Science"),
    _listed("topic", "art/film", "Film"),
    _listed("author", "ada", "Ada Miller"),
    _listed("source", "mill", "Mill"),
)


def _tree(body: bytes) -> list[Any]:
    """The outlines as nested (text, feed's path, inner outlines)."""

    def read(element: Any) -> list[Any]:
        return [
            (o.get("text"), (o.get("xmlUrl") or "").removeprefix(SITE.url), read(o))
            for o in element.findall("outline")
        ]

    return read(etree.fromstring(body).find("body"))


def test_a_listing_knows_its_page_and_feeds() -> None:
    shown = _listed("topic", "science/space", "Space")
    assert shown.path == "/topics/science/space"
    assert shown.feeds == (
        ("atom", "/topics/science/space.atom"),
        ("rss", "/topics/science/space.rss"),
        ("json", "/topics/science/space.json"),
    )


def test_the_river_is_listed_under_the_sites_name_and_others_under_their_own() -> None:
    assert _listed("all").title == "Example Planet"
    assert _listed("author", "ada").title == "ada"


def test_the_published_feeds_stand_in_folders_by_kind_and_level() -> None:
    assert _tree(feeds_opml(PUBLISHED, SITE)) == [
        ("Example Planet", "/all.atom", []),
        (
            "Topics",
            "",
            [
                ("art", "", [("Film", "/topics/art/film.atom", [])]),
                (
                    "Science",
                    "",
                    [
                        ("Science", "/topics/science.atom", []),
                        ("Space", "/topics/science/space.atom", []),
                    ],
                ),
            ],
        ),
        ("Authors", "", [("Ada Miller", "/authors/ada.atom", [])]),
        ("Sources", "", [("Mill", "/sources/mill.atom", [])]),
    ]


def test_the_catalogue_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    golden("published/feeds.opml", feeds_opml(PUBLISHED, SITE))


def test_the_blogroll_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    rows = [
        (source(topics=("science/space", "art")), _state()),
        (source("weir"), None),
        (source("pond", url="file:///srv/pond.xml"), None),
    ]
    topics = (Group(kind="topic", slug="science", title="Science"),)
    body = sources_opml(rows, topics, SITE)
    golden("published/sources.opml", body)
    assert check(body, "opml", "") == ()


def test_the_date_is_that_of_the_newest_story() -> None:
    later = replace(_listed("all"), latest=at(days=1))
    root = etree.fromstring(feeds_opml((*PUBLISHED, later), SITE))
    assert root.findtext("head/dateModified") == "Fri, 16 Jan 2026 12:00:00 GMT"


def test_nothing_to_list_is_a_valid_document_too() -> None:
    assert check(feeds_opml((), SITE), "opml", "") == ()
    assert check(sources_opml((), (), SITE), "opml", "") == ()


def test_a_list_that_is_followed_is_no_source_itself() -> None:
    followed = source("members", kind="opml")
    assert b"members" not in sources_opml([(followed, None)], (), SITE)


def test_a_source_that_moved_is_listed_where_it_is_read_now() -> None:
    moved = _state(url="https://new.example/feed")
    assert public_address(source(), moved, SITE) == "https://new.example/feed"


def test_what_others_cannot_read_is_listed_by_our_feed_of_it() -> None:
    ours = "https://planet.example/sources/mill.atom"
    assert public_address(source(url="file:///srv/x.xml"), None, SITE) == ours
    assert public_address(source(kind="page"), _state(), SITE) == ours


def test_the_sources_home_language_and_words_are_told() -> None:
    head = Feed(
        title="Mill", subtitle="News", language="en-GB", links=(Link(href="https://m.test/"),)
    )
    rows = [(source(title=""), _state(feed=head))]
    outline = etree.fromstring(sources_opml(rows, (), SITE)).find("body/outline")
    assert dict(outline.attrib) == {
        "text": "Mill",
        "title": "Mill",
        "type": "rss",
        "xmlUrl": "https://mill.example/feed.xml",
        "htmlUrl": "https://m.test/",
        "description": "News",
        "language": "en-GB",
    }


@settings(max_examples=50)
@given(st.text(st.characters()), st.text(st.characters()))
def test_whatever_names_there_are_the_lists_are_valid(one: str, two: str) -> None:
    odd = replace(_listed("author", "ada"), title=one)
    assert check(feeds_opml((odd,), SITE), "opml", "") == ()
    head = Feed(title=two, subtitle=one, language=two)
    rows = [(Source(id=SourceId("x"), url=one or "y", title=two), _state(feed=head))]
    assert check(sources_opml(rows, (), SITE), "opml", "") == ()
