from dataclasses import replace

import pytest

from aggregator.identify import identify, unknown
from aggregator.revise import revise
from tests.build import article, at, entry


def fresh(*articles):
    return [(entry(a.entry_id), a) for a in articles]


def known(*articles):
    return {a.id: a for a in articles}


def text(number):
    return " ".join(f"w{number}x{position}" for position in range(40))


def numbered(number, **given):
    values = {"title": f"Title {number}", "text": text(number), "fingerprint": f"f{number}"}
    return article(f"n{number}", **(values | given))


def arrived(arrivals):
    return [one.article.id for one in arrivals]


def test_what_is_known_by_its_id_is_itself(now):
    a = numbered(1)
    arrivals = identify(fresh(a), known=known(a), former=(), last_look=at(hours=-1))
    assert arrived(arrivals) == [a.id]
    assert arrivals[0].backfill is None


def test_a_moved_blog_keeps_its_articles_by_their_text(now):
    old = [numbered(n) for n in range(30)]
    moved = [numbered(n, source="mill", entry_id=f"new-{n}") for n in range(30)]
    moved = [
        replace(a, id=f"{n:032x}", url=f"https://new.example/{n}") for n, a in enumerate(moved)
    ]
    arrivals = identify(fresh(*moved), known={}, former=old, last_look=at(hours=-1))
    assert arrived(arrivals) == [a.id for a in old]
    assert arrivals[0].because == "its id is new, its text is not"


def test_the_same_link_and_title_with_much_the_same_text_is_the_same_article():
    old = numbered(1)
    again = replace(old, id="0" * 32, fingerprint="other", text=old.text + " and a word more")
    arrivals = identify(fresh(again), known={}, former=[old], last_look=at(hours=-1))
    assert arrived(arrivals) == [old.id]


def test_tomorrows_weather_under_the_same_link_and_title_is_news():
    old = numbered(1, title="Weather", url="https://mill.example/weather")
    tomorrow = replace(old, id="0" * 32, fingerprint="other", text=text(2))
    arrivals = identify(fresh(tomorrow), known={}, former=[old], last_look=at(hours=-1))
    assert arrived(arrivals) == [tomorrow.id]


def test_an_article_still_present_under_its_old_id_is_not_taken_over():
    old = numbered(1)
    twin = replace(old, id="0" * 32)
    arrivals = identify(fresh(old, twin), known=known(old), former=[old], last_look=at(hours=-1))
    assert arrived(arrivals) == [old.id, twin.id]


def test_a_new_article_tells_when_its_source_was_last_read_without_it():
    a = numbered(1)
    (new,) = identify(fresh(a), known={}, former=(), last_look=at(hours=-1))
    (first,) = identify(fresh(a), known={}, former=(), last_look=None)
    assert new.article.absent == at(hours=-1)
    assert first.article.absent is None
    assert revise(new.article, replace(a, title="Anew"), at()).absent == at(hours=-1)


def test_entries_that_share_an_id_but_nothing_else_are_all_kept():
    same = [replace(numbered(n), id="a" * 32, source="mill") for n in range(3)]
    arrivals = identify(fresh(*same), known={}, former=(), last_look=at(hours=-1))
    assert len(set(arrived(arrivals))) == 3
    again = identify(
        fresh(*same), known=known(*[a.article for a in arrivals]), former=(), last_look=at()
    )
    assert arrived(again) == arrived(arrivals)


def test_a_known_source_of_shared_ids_floods_nobody_when_it_brings_one_more():
    same = [replace(numbered(n), id="a" * 32, source="mill", dated=False) for n in range(30)]
    before = identify(fresh(*same[:-1]), known={}, former=(), last_look=at(hours=-2))
    again = identify(
        fresh(*same), known=known(*[a.article for a in before]), former=(), last_look=at(hours=-1)
    )
    assert [one.backfill for one in again] == [None] * 30


def test_ids_that_change_places_are_seen_through():
    old = [numbered(n, url=f"https://mill.example/{n}") for n in range(3)]
    turned = [replace(one, id=old[n - 1].id) for n, one in enumerate(old)]
    arrivals = identify(fresh(*turned), known=known(*old), former=old, last_look=at(hours=-1))
    assert arrived(arrivals) == [one.id for one in old]
    assert unknown(fresh(*old), known(*old)) == ()
    assert len(unknown(fresh(*turned), known(*old))) == 3


def test_two_entries_of_one_text_do_not_become_one_when_their_ids_change():
    old = [numbered(n, fingerprint="same", text=text(0)) for n in range(3)]
    moved = [replace(one, id=f"{n:032x}") for n, one in enumerate((*old, numbered(1)))]
    moved[3] = replace(moved[3], fingerprint="same", url="https://mill.example/fourth")
    arrivals = identify(fresh(*moved), known={}, former=old, last_look=at(hours=-1))
    assert arrived(arrivals) == [*(one.id for one in old), moved[3].id]


def test_an_entry_listed_twice_is_one_article():
    a = numbered(1)
    assert len(identify(fresh(a, a), known={}, former=(), last_look=None)) == 1


def test_a_reused_id_does_not_overwrite_what_it_named_before():
    old = numbered(1)
    reused = replace(numbered(2), id=old.id)
    arrivals = identify(fresh(reused), known=known(old), former=(), last_look=at(hours=-1))
    assert arrived(arrivals) != [old.id]


MILLS = (
    "The mill on the river has been closed since the spring, and the people of the town want to"
    " know who is going to pay for the repair of the wheel, which is said to be the oldest there.",
    "A new bridge is going to be built over the weir in the autumn. The council has said that it is"
    " to be of wood, and that the old one, which was of stone, had been in the way of the boats.",
)


@pytest.mark.parametrize("link", ["", "https://mill.example/", "https://mill.example/{}"])
def test_an_id_that_names_one_article_after_the_other_loses_none(link):
    """Also where they share the words that all texts share, and have no link of their own."""
    first, second = (numbered(n, url=link.format(n), text=words) for n, words in enumerate(MILLS))
    second = replace(second, id=first.id)
    arrivals = identify(fresh(second), known=known(first), former=(), last_look=at(hours=-1))
    assert arrived(arrivals) not in ([first.id], [])


def test_ids_by_place_in_the_document_do_not_carry_over_to_other_articles():
    """A front page as a link says nothing, nor does one that several entries of it have."""
    shared = "https://mill.example/news.html"
    old = [numbered(n, url=shared, text=MILLS[n % 2] + text(n)) for n in range(3)]
    news = numbered(3, url=shared, text=MILLS[1] + text(3))
    pushed_on = [replace(one, id=old[n].id) for n, one in enumerate((news, *old[:2]))]
    arrivals = identify(fresh(*pushed_on), known=known(*old), former=old, last_look=at(hours=-1))
    assert arrived(arrivals)[1:] == [old[0].id, old[1].id]
    assert arrived(arrivals)[0] not in known(*old)


def test_a_renamed_article_under_its_link_stays_itself():
    old = numbered(1)
    renamed = replace(old, title="Another headline", text=text(5), fingerprint="f5")
    arrivals = identify(fresh(renamed), known=known(old), former=(), last_look=at(hours=-1))
    assert arrived(arrivals) == [old.id]


def test_a_first_document_is_listed_in_the_past():
    arrivals = identify(fresh(numbered(1), numbered(2)), known={}, former=(), last_look=None)
    assert [one.backfill for one in arrivals] == [0, 1]


def test_a_flood_is_held_back_but_not_lost(now):
    flood = [numbered(n, published=now, first_seen=now) for n in range(40)]
    daily = [at(days=-n) for n in range(20)]
    arrivals = identify(fresh(*flood), known={}, former=(), last_look=at(hours=-1), rhythm=daily)
    assert [one.backfill for one in arrivals] == list(range(40))
    assert arrivals[0].because == "held back: 40 new articles at once"


def test_a_busy_wire_is_no_flood(now):
    busy = [numbered(n, published=now, first_seen=now) for n in range(40)]
    rhythm = [at(minutes=-n) for n in range(20)]
    arrivals = identify(fresh(*busy), known={}, former=(), last_look=at(hours=-1), rhythm=rhythm)
    assert {one.backfill for one in arrivals} == {None}


def test_an_archive_that_turns_up_is_held_back(now):
    late = [numbered(n, published=at(days=-300 - n), first_seen=now) for n in range(6)]
    news = numbered(99, published=now, first_seen=now)
    arrivals = identify(fresh(news, *late), known={}, former=(), last_look=at(hours=-1))
    assert [one.backfill for one in arrivals] == [None, 0, 1, 2, 3, 4, 5]
