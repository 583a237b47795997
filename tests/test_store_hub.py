"""What the store keeps of subscribers, and what it tells of news; on every database."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from aggregator.store import Store, View
from aggregator.store.news import News, Place
from aggregator.store.subscribers import Asking
from tests import stores
from tests.build import NOW, at, copy, story
from tests.stores import places, publish

store, store_url = stores.store, stores.store_url  # fixtures

TOLD = story("1", memberships=places("town"))


def wish(**given: Any) -> Asking:
    values: dict[str, Any] = {
        "callback": "https://reader.example/cb",
        "feed_url": "https://planet.example/all.atom",
        "host": "reader.example",
        "mode": "subscribe",
        "due": NOW,
        "lease": timedelta(days=1),
    }
    return Asking(**(values | given))


def confirm(store: Store, asked: Asking) -> None:
    with store.writing() as write:
        write.hub.ask(asked)
        (found,) = write.hub.wishes(NOW, 9)
        write.hub.confirm(found, NOW)


def news(store: Store, after: Place, view: View = View(), **given: int) -> News:  # noqa: B008
    with store.reading() as read:
        return read.hub.news(view, after=after, **({"window": 50, "limit": 50} | given))


def told(found: News) -> list[str]:
    return [one.story.id for one in found.changes if one.story]


def test_a_wish_takes_the_place_of_an_earlier_one_which_then_means_nothing(store: Store) -> None:
    with store.writing() as write:
        write.hub.ask(wish(secret="first"))
        (first,) = write.hub.wishes(NOW, 9)
        write.hub.ask(wish(secret="second"))
        write.hub.confirm(first, NOW)
        assert write.hub.subscribed(first.callback, first.feed_url) is None
        assert [one.secret for one in write.hub.wishes(NOW, 9)] == ["second"]


def test_a_renewal_keeps_how_far_was_told(store: Store) -> None:
    confirm(store, wish(since=3, secret="a"))
    with store.writing() as write:
        known = write.hub.subscribed(wish().callback, wish().feed_url)
        assert known is not None
        write.hub.failed(known, at(hours=1))
        write.hub.delivered(known, Place(version=7, story="x"))
    confirm(store, wish(since=20, secret="b", lease=timedelta(days=2)))
    with store.reading() as read:
        after = read.hub.subscribed(wish().callback, wish().feed_url)
    assert after == replace(
        known, secret="b", expires=at(days=2), delivered=Place(version=7, story="x")
    )


def test_what_is_said_of_an_ended_subscription_is_not_said_of_the_next(store: Store) -> None:
    confirm(store, wish())
    with store.writing() as write:
        old = write.hub.subscribed(wish().callback, wish().feed_url)
        assert old is not None
        write.hub.end(old)
    confirm(store, wish(since=5))
    with store.writing() as write:
        write.hub.delivered(old, Place(version=99))
        write.hub.end(old)
        new = write.hub.subscribed(wish().callback, wish().feed_url)
    assert new is not None
    assert new.delivered == Place(version=5)


def test_that_our_hub_was_opened_changes_every_feed_once(store: Store) -> None:
    def versions() -> list[int]:
        with store.reading() as read:
            return [read.version(), read.version(View(topic="town"))]

    with store.writing() as write:
        publish(write, TOLD)
    before = versions()
    store.write(lambda write: write.hub.open())
    opened = versions()
    assert opened == [one + 1 for one in before]
    store.write(lambda write: write.hub.open())
    assert versions() == opened


def test_leases_end(store: Store) -> None:
    confirm(store, wish())
    with store.writing() as write:
        assert (write.hub.has_expired(at(hours=23)), write.hub.expire(at(hours=23))) == (False, 0)
        assert (write.hub.has_expired(at(days=1)), write.hub.expire(at(days=1))) == (True, 1)
        assert write.hub.count() == 0


def test_news_are_the_stories_of_a_view_that_changed_since(store: Store) -> None:
    with store.writing() as write:
        publish(write, TOLD, story("2", memberships=places()))
    begin = Place(version=0)
    assert sorted(told(news(store, begin))) == sorted([TOLD.id, story("2").id])
    found = news(store, begin, View(topic="town"))
    assert told(found) == [TOLD.id]
    assert told(news(store, found.through, View(topic="town"))) == []
    with store.writing() as write:
        publish(write, replace(TOLD, copies=(copy("7"),)))
    assert told(news(store, found.through, View(topic="town"))) == [TOLD.id]
    with store.writing() as write:
        publish(write, replace(TOLD, copies=(copy("7"),)))
    later = news(store, found.through, View(topic="town"))
    assert told(news(store, later.through)) == []


def test_one_transaction_of_many_is_told_in_parts(store: Store) -> None:
    many = [story(str(n), memberships=places()) for n in range(10, 21)]
    with store.writing() as write:
        publish(write, *many)
    heard: list[str] = []
    place, parts = Place(version=0), 0
    while part := told(found := news(store, place, limit=4)):
        heard, place, parts = heard + part, found.through, parts + 1
    assert (sorted(heard), parts) == (sorted(one.id for one in many), 3)


def test_a_withdrawn_story_is_news_as_its_tombstone(store: Store) -> None:
    with store.writing() as write:
        publish(write, TOLD)
    place = news(store, Place(version=0)).through
    with store.writing() as write:
        write.withdraw(TOLD.id, into=None, comment="gone", now=NOW)
    (change,) = news(store, place, View(topic="town")).changes
    assert change.story is None
    assert change.removed is not None
    assert (change.removed.uri, change.removed.comment) == (TOLD.uri, "gone")


def test_a_change_of_a_story_that_is_in_no_document_any_more_is_no_news(store: Store) -> None:
    old = [story(str(n), memberships=places(), listed=at(days=-n)) for n in range(1, 6)]
    with store.writing() as write:
        publish(write, *old)
    place = news(store, Place(version=0)).through
    with store.writing() as write:
        publish(write, *(replace(one, copies=(copy(f"c{n}"),)) for n, one in enumerate(old)))
    assert sorted(told(news(store, place, window=2))) == sorted(one.id for one in old[:2])
