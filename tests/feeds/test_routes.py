"""Paths to what they ask for, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.model import StoryId
from aggregator.store.views import Cursor
from feeds.routes import (
    EVERYTHING,
    Catalogue,
    Elsewhere,
    FeedOf,
    Filter,
    Index,
    River,
    Status,
    StoryPage,
    filter_of,
    path_of,
    target_of,
)
from feeds.urls import Address
from tests.build import at

LEVEL = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
TOPIC = st.lists(LEVEL, min_size=1, max_size=3).map("/".join)
PLAIN = [
    "/",
    "/all.atom",
    "/all.rss",
    "/all.json",
    "/topics/",
    "/topics/python",
    "/topics/science/space.atom",
    "/topics/python/authors/ada-miller",
    "/topics/python/authors/ada-miller.json",
    "/authors/",
    "/authors/ada-miller.rss",
    "/sources/",
    "/sources/mill",
    "/stories/abc123",
    "/archive/",
    "/search",
    "/search?q=mill+-weir&topic=town",
    "/search?before=20261224T180000Z-abc&q=mill",
    "/embed/all",
    "/embed/search?limit=3&q=mill",
    "/embed/topics/science/space",
    "/embed/topics/python/authors/ada-miller",
    "/embed/feedmill.js",
    "/archive/2026/01",
    "/archive/2026/12/before/20261224T180000Z-abc",
    "/feeds.opml",
    "/sources.opml",
    "/status",
    "/status.json",
    "/status.atom",
    "/all/archive/1.atom",
    "/topics/science/space/archive/12.atom",
    "/search.atom",
    "/search.rss",
    "/search.json",
    "/docs/json",
]


@pytest.mark.parametrize("path", PLAIN)
def test_every_address_is_understood_and_written_the_same(path: str) -> None:
    target = target_of(*path.partition("?")[::2])
    assert target is not None and not isinstance(target, Elsewhere)
    assert path_of(target) == path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", River),
        ("/all.atom", FeedOf),
        ("/topics/", Index),
        ("/stories/abc123", StoryPage),
        ("/feeds.opml", Catalogue),
        ("/status.json", Status),
    ],
)
def test_paths_name_different_things(path: str, kind: type) -> None:
    assert isinstance(target_of(path), kind)


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/topics", "/topics/"),
        ("/topics/python/", "/topics/python"),
        ("/archive", "/archive/"),
        ("/archive/2026/01/", "/archive/2026/01"),
        ("/stories/abc/", "/stories/abc"),
        ("/status/", "/status"),
        ("/all.atom/", "/all.atom"),
        ("", "/"),
        ("/topics/python//", "/topics/python"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_the_right_path(asked: str, right: str) -> None:
    assert target_of(asked) == Elsewhere(path=right)


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "/nope",
        "/all",
        "/all.xml",
        "/search/archive/1.atom",
        "/status.rss",
        "/topics/UPPER",
        "/topics/../etc/passwd",
        "/topics/a.atom.atom",
        "/stories/",
        "/stories/a/b",
        "/stories/ü",
        "//evil.example/",
        "/topics/a/before/2026-yesterday-ABC",
        "/before/20269999T000000Z-abc",
        "/" + "a" * 600,
        "/all/archive/0.atom",
        "/all/archive/1.rss",
    ],
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert target_of(path) is None


@given(TOPIC, LEVEL, st.sampled_from(["atom", "rss", "json"]))
def test_paths_of_groups_survive_the_way_there_and_back(
    topic: str, author: str, format: str
) -> None:
    for path in (
        f"/topics/{topic}",
        f"/topics/{topic}.{format}",
        f"/authors/{author}.{format}",
        f"/topics/{topic}/authors/{author}.{format}",
    ):
        target = target_of(path)
        assert target is not None and not isinstance(target, Elsewhere)
        assert path_of(target) == path


@given(st.integers(0, 10**9), st.from_regex(r"[a-z0-9]{12}", fullmatch=True), TOPIC)
def test_places_in_a_river_survive_the_way_there_and_back(
    milliseconds: int, id: str, topic: str
) -> None:
    place = Cursor(listed=at(milliseconds=-milliseconds), id=StoryId(id))
    for address in (Address(path="/"), Address(path=f"/topics/{topic}", topic=topic)):
        target = River(address=address, before=place)
        if "authors" not in topic:
            assert target_of(path_of(target)) == target


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_can_be_asked_for_breaks_it(path: str, query: str) -> None:
    found = target_of(f"/{path}", query)
    if isinstance(found, Elsewhere):  # never to another host
        assert found.path.startswith("/") and not found.path.startswith("//")


def test_a_query_is_understood() -> None:
    query = "topic=python&topic=science/space&not_author=bot&lang=DE&limit=7&full=0&q=+old++mill"
    assert filter_of(query) == Filter(
        wanted=(("topic", "python"), ("topic", "science/space")),
        unwanted=(("author", "bot"),),
        language="de",
        words="old mill",
        limit=7,
        full=False,
    )


def test_what_a_query_says_that_we_do_not_know_is_ignored() -> None:
    assert filter_of("utm_source=x&topic=Not A Slug&limit=many&lang=<b>&full=1&q=%21") == EVERYTHING
    assert filter_of("&".join(f"a{n}=1" for n in range(99))) == EVERYTHING
    assert filter_of("limit=99999").limit == 500
    assert filter_of("limit=0").limit == 1


def test_the_order_of_parameters_makes_no_other_document() -> None:
    one, other = (
        target_of("/all.atom", "limit=3&topic=a"),
        target_of("/all.atom", "topic=a&limit=3"),
    )
    assert one == other
    assert isinstance(one, FeedOf) and path_of(one) == "/all.atom?limit=3&topic=a"
