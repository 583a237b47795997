from dataclasses import replace

import pytest

from aggregator.episode import Episode
from aggregator.model import Link
from aggregator.revise import is_material, revise
from tests.build import WORDS, article, at

LONG = " ".join(f"word{number}" for number in range(300))


def test_the_same_article_again_changes_nothing(now):
    known = article()
    assert revise(known, replace(known, first_seen=now), now) == known


def test_an_edit_keeps_identity_first_sighting_and_publication_date(now):
    known = article(published=at(days=-3))
    fresh = article(published=now, first_seen=now, text="Quite another text by now. " * 9)
    kept = revise(known, fresh, now)
    assert (kept.id, kept.first_seen, kept.published) == (
        known.id,
        known.first_seen,
        known.published,
    )
    assert kept.text == fresh.text


def test_a_material_edit_moves_updated_to_the_sources_own_time(now):
    known = article(published=at(days=-3))
    fresh = replace(known, title="The mill closes", updated=at(hours=-1))
    assert revise(known, fresh, now).updated == at(hours=-1)


def test_a_material_edit_without_a_newer_date_is_updated_now(now):
    known = article(published=at(days=-3))
    assert revise(known, replace(known, title="The mill closes"), now).updated == now


def test_a_material_edit_dated_in_the_future_is_updated_now(now):
    known = article(published=at(days=-3))
    fresh = replace(known, title="The mill closes", updated=at(days=9))
    assert revise(known, fresh, now).updated == now


def test_a_corrected_letter_does_not_move_updated(now):
    known = article(text=LONG)
    fresh = replace(known, text=LONG.replace("word7 ", "wörd7 "), updated=now)
    assert revise(known, fresh, now).updated == known.updated


def test_a_guessed_date_gives_way_to_a_real_one(now):
    known = article(dated=False, published=now)
    kept = revise(known, article(published=at(days=-9)), now)
    assert kept.dated
    assert kept.published == at(days=-9)


@pytest.mark.parametrize(
    ("change", "material"),
    [
        ({"title": "The mill closes"}, True),
        ({"title": "The Mill stays open!"}, False),
        ({"text": WORDS + " And another thing: the miller has resigned today."}, True),
        ({"enclosures": (Link(href="https://mill.example/a.mp3", rel="enclosure"),)}, True),
        ({"episode": Episode(number=2)}, False),
        ({"summary": "other"}, False),
        ({"url": "https://mill.example/moved"}, False),
    ],
)
def test_what_a_reader_would_want_to_see_again(change, material):
    assert is_material(article(), replace(article(), **change)) is material


def test_what_an_edit_says_of_an_episode_is_taken_over_without_news(now):
    played = Link(href="https://mill.example/a.mp3", rel="enclosure", duration=60)
    known = article(enclosures=(played,), episode=Episode(number=1))
    said = {
        "enclosures": (replace(played, duration=61),),
        "links": (Link(href="https://mill.example/a.vtt", rel="transcript"),),
        "episode": Episode(number=2, explicit=True),
    }
    kept = revise(known, replace(known, **said), now)
    assert kept == replace(known, **said)
    assert kept.updated == known.updated
