"""What is laid down in archives: the same on every database, and never looked for row by row."""

from dataclasses import replace

import pytest

from aggregator.config import Config
from aggregator.config import Site as SiteTable
from aggregator.model import StoryId
from aggregator.store import Store, View
from aggregator.store.archives import Closed, Filed
from feeds.archivist import Archivist
from feeds.documents import Documents
from tests import stores
from tests.build import NOW, at, story
from tests.stores import places, publish

store, store_url = stores.store, stores.store_url  # fixtures

ALL, TOWN = ("all", ""), ("topic", "town")
MANY = [
    story(str(n), memberships=places("town"), listed=at(hours=-n), published=at(hours=-n))
    for n in range(9)
]


def keep_up(store: Store) -> None:
    site = SiteTable(title="P", url="https://planet.example", entries=4)
    Archivist(store, Documents(Config(site=site)).editions).keep_up()


def test_what_waits_is_laid_down_and_found_again(store: Store) -> None:
    with store.writing() as write:
        publish(write, *MANY)
    keep_up(store)
    with store.reading() as read:
        assert read.archives.last(ALL) == read.archives.last(TOWN) == 1
        found = read.archives.document(TOWN, 1)
        assert found is not None
        assert set(found.stories) == {one.id for one in MANY}
        assert found.body.count(b"<entry") == 9
        assert read.archives.document(TOWN, 2) is None
        assert read.archives.waiting(TOWN) == ()
        assert {one.number for one in read.archives.filed([MANY[0].id])} == {1}
        assert read.archives.news(9) == ((), read.archives.through())
        told, since = read.archives.newest(TOWN, 4)
        assert (told, since) == ({one.id for one in MANY[:4]}, MANY[3].listed)


def test_what_leaves_is_told_once_the_feed_does_not(store: Store) -> None:
    with store.writing() as write:
        publish(write, *MANY)
    keep_up(store)
    with store.writing() as write:
        write.put_story(replace(MANY[8], memberships=places()), now=NOW)
        write.put_story(replace(MANY[7], hidden=True), now=NOW)
    keep_up(store)
    with store.reading() as read:
        last = read.archives.document(TOWN, 2)
        assert last is not None and last.stories == (MANY[8].id, MANY[7].id)
        assert last.body.count(b"<at:deleted-entry") == 2
        assert [one.uri for one in read.archives.withdrawn(last.stories)] == [MANY[7].uri]
        assert read.archives.last(ALL) == 1  # there the feed's own tombstone is enough
        assert [one.gone for one in read.archives.waiting(ALL)] == [True]


def test_a_transaction_that_fails_closes_nothing(store: Store) -> None:
    with store.writing() as write:
        publish(write, MANY[0])
    one = Closed(group=ALL, number=1, body=b"<feed/>", stories=(MANY[0].id,))
    with pytest.raises(ZeroDivisionError), store.writing() as write:
        write.archives.put([Filed(group=ALL, story=MANY[0].id)])
        write.archives.close(one)
        raise ZeroDivisionError
    with store.reading() as read:
        assert read.archives.last(ALL) == 0
        assert read.archives.filed([MANY[0].id]) == ()


def test_closing_renews_the_groups_document_and_no_other(store: Store) -> None:
    with store.writing() as write:
        publish(write, MANY[0])
    with store.reading() as read:
        before = read.version(View(topic="town")), read.version(View(source="mill"))
    with store.writing() as write:
        write.archives.close(Closed(group=TOWN, number=1, body=b"x", stories=()))
    with store.reading() as read:
        assert read.version(View(topic="town")) > before[0]
        assert read.version(View(source="mill")) == before[1]


def test_what_waited_and_left_unseen_is_forgotten(store: Store) -> None:
    with store.writing() as write:
        publish(write, MANY[0])
        write.archives.put([Filed(group=TOWN, story=MANY[0].id)])
    with store.writing() as write:
        write.archives.drop([Filed(group=TOWN, story=MANY[0].id)])
        assert write.archives.waiting(TOWN) == ()
        assert write.archives.listed([MANY[0].id, StoryId("none")]) == (MANY[0].id,)


def test_another_address_begins_anew(store: Store) -> None:
    with store.writing() as write:
        publish(write, *MANY)
    keep_up(store)
    with store.writing() as write:
        write.archives.clear("https://other.example")
    with store.reading() as read:
        assert read.archives.address() == "https://other.example"
        assert (read.archives.last(ALL), read.archives.through()) == (0, -1)
        assert len(read.archives.news(3)[0]) == len(MANY)  # one version is never cut
