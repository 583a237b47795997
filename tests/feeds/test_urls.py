"""Addresses are promises: each one of the published table, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.model import Group, GroupKind
from feeds import urls

_SLUG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
_TOPIC = (
    st.lists(_SLUG, min_size=1, max_size=3).map("/".join).filter(lambda s: "/authors/" not in s)
)


@pytest.mark.parametrize(
    ("kind", "slug", "path"),
    [
        ("all", "", "/"),
        ("topic", "python", "/topics/python"),
        ("topic", "science/space", "/topics/science/space"),
        ("author", "jane-doe", "/authors/jane-doe"),
        ("source", "example-blog", "/sources/example-blog"),
    ],
)
def test_a_group_has_its_page(kind: GroupKind, slug: str, path: str) -> None:
    assert urls.group_path(kind, slug) == path
    assert urls.path_of(Group(kind=kind, slug=slug)) == path


def test_a_feed_stands_beside_its_page() -> None:
    assert urls.feed_path("/", "atom") == "/all.atom"
    assert urls.feed_path("/topics/python", "rss") == "/topics/python.rss"
    assert urls.feed_path(urls.group_path("topic", "python", "jane"), "json") == (
        "/topics/python/authors/jane.json"
    )
    assert urls.feed_path(urls.SEARCH, "atom") == "/search.atom"
    assert urls.feed_path(urls.STATUS, "atom") == "/status.atom"


def test_archives_embeds_and_stories_have_their_places() -> None:
    assert urls.archive_path("/", 3) == "/all/archive/3.atom"
    assert urls.archive_path("/topics/python", 1) == "/topics/python/archive/1.atom"
    assert urls.embed_path("/") == "/embed/all"
    assert urls.embed_path("/authors/jane") == "/embed/authors/jane"
    assert urls.story_path("abc123") == "/stories/abc123"


def test_the_site_address_may_end_in_a_slash() -> None:
    assert urls.absolute("https://a.test/", "/all.atom") == "https://a.test/all.atom"
    assert urls.absolute("https://a.test/planet", "/all.atom") == "https://a.test/planet/all.atom"


def test_one_view_has_one_address() -> None:
    query = (("topic", "x"), ("q", "a b"), ("lang", ""))
    assert urls.with_query("/search.atom", query) == "/search.atom?q=a+b&topic=x"
    assert urls.with_query("/search.atom", query[::-1]) == "/search.atom?q=a+b&topic=x"
    assert urls.with_query("/all.atom", (("q", ""),)) == "/all.atom"


@given(_TOPIC, _SLUG, st.sampled_from(urls.FORMAT_NAMES))
def test_feed_addresses_are_read_back(topic: str, author: str, format: urls.FormatName) -> None:
    for path, names in (
        (urls.group_path("all"), ("", "", "")),
        (urls.group_path("topic", topic), (topic, "", "")),
        (urls.group_path("author", author), ("", author, "")),
        (urls.group_path("source", author), ("", "", author)),
        (urls.group_path("topic", topic, author), (topic, author, "")),
    ):
        found = urls.read_feed_path(urls.feed_path(path, format))
        assert found is not None
        assert (found.topic, found.author, found.source) == names
        assert (found.path, found.format, found.archive) == (path, format, None)
        page = urls.read_feed_path(path)
        assert page is not None and page.format is None and page.path == path


@given(_TOPIC, st.integers(min_value=1, max_value=99999))
def test_archive_addresses_are_read_back(topic: str, number: int) -> None:
    path = urls.group_path("topic", topic)
    found = urls.read_feed_path(urls.archive_path(path, number))
    assert found is not None and (found.path, found.archive, found.format) == (path, number, "atom")


@pytest.mark.parametrize(
    "path",
    ["", "/all", "/all.html", "/topics/", "/topics/A.atom", "/topics/../x.atom", "/x.atom",
     "/topics/x.atom/", "/all/archive/0.atom", "/all/archive/01.atom", "/authors/a/b.atom",
     "/topics/x\n.atom", "//all.atom"],
)  # fmt: skip
def test_what_is_no_address_of_a_feed_is_not_read_as_one(path: str) -> None:
    assert urls.read_feed_path(path) is None


@pytest.mark.parametrize(
    ("given_", "published"),
    [
        ("https://a.test/x?y=1&z=2#f", "https://a.test/x?y=1&z=2#f"),
        ("HTTPS://a.test/", "HTTPS://a.test/"),
        ("https://a.test/ü [1].html", "https://a.test/%C3%BC%20%5B1%5D.html"),
        ("https://a.test/100%", "https://a.test/100%25"),
        ("https://a.test/%41#a#b", "https://a.test/%41#a%23b"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"),
        ("  https://a.test/ ", "https://a.test/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.test/x", ""),
        ("https:///x", ""),
        ("mailto:a@b.test", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_are_linked(given_: str, published: str) -> None:
    assert urls.web_address(given_) == published


@given(st.text())
def test_publishing_an_address_twice_changes_nothing(text: str) -> None:
    once = urls.web_address("https://a.test/" + text)
    assert urls.web_address(once) == once
    assert once.isascii()


@pytest.mark.parametrize(
    "id", ["https://a.test/1", "tag:a.test,2026:1", "urn:uuid:x", "https://a.test/ü", "http://a"]
)
def test_an_id_that_is_an_iri_stays_verbatim(id: str) -> None:
    assert urls.iri(id) == id


def test_an_id_that_is_none_becomes_one_that_depends_on_nothing_else() -> None:
    assert urls.iri("guid 17") == urls.iri("guid 17")
    assert urls.iri("guid 17").startswith("urn:uuid:")
    for active in ("javascript:1", "Feed:JavaScript:1", "view-source:https://a.test/", "BLOB:x"):
        assert urls.iri(active).startswith("urn:uuid:")
    assert urls.iri("feed:https://a.test/") == "feed:https://a.test/"
    assert urls.iri("https://a.test/a b") == "https://a.test/a%20b"
    assert urls.iri(" ") == ""


@given(st.text(alphabet=st.characters(), min_size=1))
def test_every_id_is_made_an_iri_once(text: str) -> None:
    once = urls.iri(text)
    assert urls.iri(once) == once
    once.encode()
