"""Renditions: the same on every database, never overwritten by older ones, made one at a time."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import delete

from aggregator.store import Store, schema
from aggregator.store.renditions import Rendition, Shelfmark
from tests import stores
from tests.build import NOW, at, story
from tests.stores import places, publish

store, store_url = stores.store, stores.store_url  # fixtures

TOWN = Shelfmark(group=("topic", "town"), format="atom", imprint="ours")
MADE = Rendition(
    version=7, digest="d7", updated=at(hours=-1), made=NOW, head="{}", told=b"12345678"
)


@pytest.fixture(autouse=True)
def town(store: Store) -> None:
    with store.writing() as write:
        publish(write, story("1", memberships=places("town")))


def put(store: Store, mark: Shelfmark = TOWN, made: Rendition = MADE, body: bytes = b"7") -> None:
    with store.turn(mark) as change:
        change(lambda shelf: shelf.put(mark, made, body))


def kept(store: Store, mark: Shelfmark = TOWN) -> Rendition | None:
    with store.reading() as read:
        return read.renditions.get(mark)


def body(store: Store, digest: str, mark: Shelfmark = TOWN) -> bytes | None:
    with store.reading() as read:
        return read.renditions.body(mark, digest)


def test_what_is_put_is_found_by_its_place_and_its_body_by_its_digest(store: Store) -> None:
    assert kept(store) is None
    put(store)
    assert kept(store) == MADE
    assert body(store, "d7") == b"7"
    assert body(store, "d6") is None
    undated = replace(MADE, version=8, updated=None)
    put(store, made=undated)
    assert kept(store) == undated


def test_an_older_one_never_takes_the_place_of_a_newer(store: Store) -> None:
    put(store)
    for version in (6, 7):
        put(store, made=replace(MADE, version=version, digest="other"), body=b"other")
        assert kept(store) == MADE and body(store, "d7") == b"7"
    put(store, made=replace(MADE, version=8, digest="d8"), body=b"8")
    assert body(store, "d7") is None and body(store, "d8") == b"8"


def test_formats_and_imprints_stand_side_by_side(store: Store) -> None:
    marks = [TOWN, replace(TOWN, format="rss"), replace(TOWN, imprint="theirs")]
    for number, mark in enumerate(marks):
        put(store, mark, body=str(number).encode())
    assert [body(store, "d7", mark) for mark in marks] == [b"0", b"1", b"2"]
    with store.turn(TOWN) as change:
        change(lambda shelf: shelf.drop(TOWN))
    assert [kept(store, mark) is None for mark in marks] == [True, False, False]


def test_a_group_takes_its_renditions_along_and_there_are_none_without_one(store: Store) -> None:
    nowhere = replace(TOWN, group=("topic", "nowhere"))
    put(store, nowhere)
    assert kept(store, nowhere) is None
    put(store)
    with store._engines.lock, store._engines.writer.begin() as connection:
        connection.execute(delete(schema.membership).where(schema.membership.c.slug == "town"))
        connection.execute(delete(schema.grp).where(schema.grp.c.slug == "town"))
    assert kept(store) is None


def test_the_oldest_go_when_there_are_too_many_and_what_others_left_after_a_day(
    store: Store,
) -> None:
    marks = [replace(TOWN, format=name) for name in "abcde"]
    for hours, mark in enumerate(marks):
        put(store, mark, replace(MADE, made=at(hours=hours)))
    theirs = [replace(TOWN, imprint=name) for name in ("gone", "here")]
    put(store, theirs[0], replace(MADE, made=at(hours=1)))
    put(store, theirs[1], replace(MADE, made=at(hours=9)))
    with store.turn(TOWN) as change:
        change(lambda shelf: shelf.tidy("ours", at(days=1, hours=2), most=4))
    assert [kept(store, mark) is not None for mark in marks] == [False, False, True, True, True]
    assert [kept(store, mark) is not None for mark in theirs] == [False, True]


def test_who_comes_second_waits_and_finds_what_the_first_has_made(store: Store) -> None:
    if not store.is_shared:
        pytest.skip("the one process of a file takes care of that itself")
    second: list[Rendition | None] = []

    def render() -> None:
        with store.turn(TOWN):
            second.append(kept(store))

    thread = threading.Thread(target=render)
    with store.turn(TOWN) as change:
        thread.start()
        with store.turn(replace(TOWN, format="rss")):
            pass  # another document has its own turn
        thread.join(0.2)
        assert thread.is_alive() and not second
        change(lambda shelf: shelf.put(TOWN, MADE, b"7"))
    thread.join()
    assert second == [MADE]


def test_nobody_who_writes_is_waited_for(store: Store) -> None:
    if not store.is_shared:
        pytest.skip("a file has one writer at a time")
    with store.writing():
        put(store)
        assert kept(store) == MADE


def test_what_is_rendered_while_the_turn_ends_badly_is_not_kept(store: Store) -> None:
    if not store.is_shared:
        pytest.skip("what is put into a file is there at once")
    with pytest.raises(ZeroDivisionError), store.turn(TOWN) as change:
        change(lambda shelf: shelf.put(TOWN, MADE, b"7"))
        raise ZeroDivisionError
    assert kept(store) is None
