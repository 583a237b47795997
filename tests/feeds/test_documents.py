"""Addresses to documents: which stories, in which order, under which links."""

from collections.abc import Iterator

import pytest
from lxml import etree

from aggregator.store.views import View
from feeds import selection
from feeds.answers import Absent, Document
from feeds.documents import Documents
from feeds.routes import Elsewhere, FeedOf, Target, path_of, target_of
from tests.build import NOW, at, copy, source
from tests.feeds.site import THREE, Site, open_site, told

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site(*THREE) as opened:
        yield opened


def target(path: str, query: str = "") -> Target:
    found = target_of(path, query)
    assert found is not None and not isinstance(found, Elsewhere)
    return found


def make(site: Site, path: str, query: str = "") -> Document:
    with site.store.reading() as read:
        made = Documents(site.config).make(read, target(path, query))
    assert isinstance(made, Document)
    return made


def ids(site: Site, path: str, query: str = "") -> list[str]:
    feed = etree.fromstring(make(site, path, query).body)
    return [str(node.text) for node in feed.findall("a:entry/a:id", ATOM)]


def test_a_feed_names_itself_its_page_and_its_title(site: Site) -> None:
    feed = etree.fromstring(make(site, "/topics/science/rivers.atom").body)
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["self"] == "https://planet.example/topics/science/rivers.atom"
    assert links["alternate"] == "https://planet.example/topics/science/rivers"
    assert feed.findtext("a:title", namespaces=ATOM) == "Rivers – River Planet"


def test_a_feed_that_lost_its_stories_is_not_older_than_it_was(site: Site) -> None:
    def updated() -> str:
        feed = etree.fromstring(make(site, "/topics/science/rivers.atom").body)
        return str(feed.findtext("a:updated", namespaces=ATOM))

    before = updated()
    site.publish(told("1"))
    assert ids(site, "/topics/science/rivers.atom") == []
    assert updated()[:19] >= before[:19]


def test_a_topic_without_a_title_is_called_by_its_slug_everywhere() -> None:
    with open_site() as site:
        feed = etree.fromstring(make(site, "/topics/quiet.atom").body)
        assert feed.findtext("a:title", namespaces=ATOM) == "Quiet – River Planet"
        for path in ("/topics/", "/topics/quiet"):
            assert ">Quiet</" in make(site, path).body.decode()


def test_an_author_on_a_topic_is_a_feed(site: Site) -> None:
    assert ids(site, "/topics/town/authors/ada-miller.atom") == [THREE[0].uri, THREE[1].uri]
    feed = etree.fromstring(make(site, "/topics/town/authors/ada-miller.atom").body)
    assert feed.findtext("a:title", namespaces=ATOM) == ("Ada Miller on Town life – River Planet")


def test_what_is_configured_is_published_before_its_first_story() -> None:
    with open_site() as site:
        for path in ("/topics/quiet.atom", "/sources/fresh.rss", "/all.json"):
            assert make(site, path).body
        with site.store.reading() as read:
            documents = Documents(site.config)
            assert documents.make(read, target("/authors/ada-miller.atom")) == Absent()


def test_no_source_fills_a_document_but_none_of_its_stories_is_lost() -> None:
    sources = (source("mill", max_items=2), source("weir"))
    stories = [told(str(n), published=at(hours=-n)) for n in range(6)]
    stories += [told(str(n), source="weir", published=at(hours=-n)) for n in range(6, 12)]
    with open_site(*stories, sources=sources) as site:
        assert len(ids(site, "/all.atom")) == 5
        mill = {story.uri for story in stories[:6]}
        assert len(mill & set(ids(site, "/all.atom"))) == 2
        assert len(ids(site, "/sources/mill.atom")) == 2
        pages, path = 0, "/sources/mill"
        shown: list[str] = []
        while True:
            page = make(site, path)
            shown += [
                story.id for story in stories if f'"/stories/{story.id}"'.encode() in page.body
            ]
            pages += 1
            if page.following is None:
                break
            path = path_of(page.following)
        assert pages == 3 and sorted(shown) == sorted(story.id for story in stories[:6])


def test_tombstones_reach_as_far_back_as_the_entries_do() -> None:
    stories = [told(str(n), published=at(hours=-n)) for n in range(8)]
    with open_site(*stories) as site:
        with site.store.writing() as write:
            write.withdraw(stories[0].id, into=None, comment="", now=at(days=-9))
            write.withdraw(stories[1].id, into=None, comment="", now=NOW)
        text = make(site, "/all.atom").body.decode()
        assert f'ref="{stories[1].uri}"' in text and f'ref="{stories[0].uri}"' not in text


def test_tombstones_of_a_feed_that_is_not_full_reach_back_half_a_year() -> None:
    stories = [told(str(n), published=at(days=-400)) for n in range(3)]
    with open_site(*stories, told("new")) as site:
        with site.store.writing() as write:
            write.withdraw(stories[0].id, into=None, comment="", now=at(days=-190))
            write.withdraw(stories[1].id, into=None, comment="", now=at(days=-170))
        text = make(site, "/all.atom").body.decode()
        assert f'ref="{stories[1].uri}"' in text and f'ref="{stories[0].uri}"' not in text


def test_the_date_of_a_document_moves_when_a_copy_comes() -> None:
    plain = told("1", published=at(hours=-9))
    late = copy("2", published=at(hours=-1))
    with open_site(plain) as site:
        assert make(site, "/all.atom").updated == plain.updated
        site.publish(told("1", published=at(hours=-9), copies=(late,)))
        assert make(site, "/all.atom").updated == late.article.first_seen


def test_a_feeds_version_is_that_of_its_group_and_a_pages_that_of_all(site: Site) -> None:
    documents = Documents(site.config)
    with site.store.reading() as read:
        topic = documents.version(read, target("/topics/science/rivers.atom"))
    site.publish(told("new", topics=("town",)))
    with site.store.reading() as read:
        assert documents.version(read, target("/topics/science/rivers.atom")) == topic
        assert documents.version(read, target("/topics/science/rivers")) == read.version(View())


def test_everything_published_is_named_once_and_can_be_made(site: Site) -> None:
    documents = Documents(site.config)
    with site.store.reading() as read:
        targets = list(documents.targets(read))
        assert len(targets) == len(set(targets))
        for one in targets:
            assert isinstance(documents.make(read, one), Document), path_of(one)
    paths = {path_of(one) for one in targets}
    assert {"/", "/all.atom", "/topics/", "/topics/quiet.json", "/feeds.opml"} <= paths
    assert {"/authors/ada-miller.rss", "/sources/fresh", "/status.json"} <= paths


def test_the_catalogue_lists_every_group_with_an_absolute_address(site: Site) -> None:
    opml = etree.fromstring(make(site, "/feeds.opml").body)
    addresses = [node.get("xmlUrl") for node in opml.iter("outline") if node.get("xmlUrl")]
    assert "https://planet.example/all.atom" in addresses
    assert "https://planet.example/topics/science/rivers.atom" in addresses
    assert "https://planet.example/authors/ada-miller.atom" in addresses
    assert len(addresses) == len(set(addresses))


def test_a_query_that_matches_little_does_not_read_the_whole_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection, "_AT_LEAST", 2)
    monkeypatch.setattr(selection, "_PAGES_READ", 4)
    stories = [told(str(n), published=at(hours=-n)) for n in range(12)]
    rare = told("rare", published=at(days=-9), language="mi")
    with open_site(*stories, rare) as site:
        assert ids(site, "/all.atom", "lang=mi&limit=12") == [rare.uri]
        assert ids(site, "/all.atom", "lang=mi&limit=1") == []  # four pages of two, then enough


def test_a_search_is_a_feed_and_any_feed_can_be_searched(site: Site) -> None:
    assert ids(site, "/search.atom", "q=title:second reading") == [THREE[1].uri]
    assert ids(site, "/search.atom", "q=title:second reading&not_author=ada-miller") == []
    assert ids(site, "/topics/science/rivers.atom", "q=mill -title:second") == [THREE[0].uri]
    assert ids(site, "/all.atom", "q=mill&lang=de") == [THREE[1].uri]
    feed = etree.fromstring(make(site, "/search.atom", "q=mill+%26+%22old").body)
    assert feed.findtext("a:title", namespaces=ATOM) == 'mill &amp; "old – River Planet'
    assert feed.findtext("a:id", namespaces=ATOM) == (
        "https://planet.example/search.atom?q=mill+%26+%22old"
    )
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links["alternate"] == "https://planet.example/search?q=mill+%26+%22old"


def test_a_search_for_nothing_finds_nothing_and_is_no_feed_to_subscribe_to(site: Site) -> None:
    for query in ("", "q=", "q=%21%21"):
        assert ids(site, "/search.atom", query) == []
    documents = Documents(site.config)
    with site.store.reading() as read:
        assert not documents.editions.has(read, feed_of("/search.atom"))
        assert documents.editions.has(read, feed_of("/search.atom", "q=mill"))
        place = "before=20260115T120000Z-abc"  # a further page tells nothing new
        assert not documents.editions.has(read, feed_of("/all.atom", place))


def feed_of(path: str, query: str = "") -> FeedOf:
    found = target(path, query)
    assert isinstance(found, FeedOf)
    return found
