"""Nouns to JSON text and back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.episode import Episode
from aggregator.errors import StoreError
from aggregator.model import Entry, Link, Person, PollState, Source, SourceId
from aggregator.store.codec import (
    ARTICLE,
    ENTRY,
    PERSONS,
    POLL_STATE,
    REASONS,
    SOURCE,
    clean_text,
    fold,
    pack_keys,
    squeeze,
    unpack_keys,
    unsqueeze,
)
from tests.build import NOW, article, entry, feed, source

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
MOMENTS = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9998, 1, 1)).map(
    lambda when: when.replace(tzinfo=UTC)
)
KEYS = st.integers(-(2**63), 2**63 - 1)


def test_every_field_of_an_article_comes_back() -> None:
    full = article(
        "1", title="\u2028 “quotes” \\ \x00", dated=False, held="because", origin=feed(),
        enclosures=(Link(href="a", rel="enclosure", length=2**40, duration=7),), evidence="byline",
        episode=Episode(number=3, season=1, kind="trailer", explicit=True),
    )  # fmt: skip
    assert ARTICLE.load(ARTICLE.dump(full)) == full


def test_what_has_its_default_is_not_written() -> None:
    assert ENTRY.dump(Entry(id="x")) == '{"id":"x"}'
    assert SOURCE.dump(Source(id=SourceId("a"), url="b")) == '{"id":"a","url":"b"}'


def test_an_article_stored_before_episodes_were_kept_still_loads() -> None:
    one = article("1", enclosures=(Link(href="a", rel="enclosure"),))
    stored = ARTICLE.dump(one)
    assert "episode" not in stored and "duration" not in stored
    assert ARTICLE.load(stored) == one


def test_a_field_that_a_newer_version_wrote_is_skipped() -> None:
    assert ENTRY.load('{"id":"x","mood":"good"}') == Entry(id="x")


def test_sets_and_durations_come_back() -> None:
    one = source(distrust=frozenset({"ids", "dates"}), every=timedelta(seconds=1.5))
    assert SOURCE.load(SOURCE.dump(one)) == one
    state = PollState(source=SourceId("a"), url="b", every=timedelta(days=30), next_poll=NOW)
    assert POLL_STATE.load(POLL_STATE.dump(state)) == state


def test_times_come_back_in_utc() -> None:
    told = ARTICLE.load(ARTICLE.dump(article("1"))).published
    assert told.utcoffset() == timedelta(0)
    assert told.isoformat() == article("1").published.isoformat()


@given(TEXT, TEXT, MOMENTS)
def test_any_text_and_any_time_come_back(title: str, content: str, when: datetime) -> None:
    one = Entry(title=title, content=content, published=when, authors=(Person(name=title),))
    assert ENTRY.load(ENTRY.dump(one)) == unsqueeze(squeeze(one)) == one


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    broken = entry(title="a\ud800b", authors=(Person(name="\udfff"),), origin=feed(title="\ud800"))
    back = unsqueeze(squeeze(broken))
    assert (back.title, back.authors[0].name) == ("a?b", "?")
    assert replace(back, title="", authors=(), origin=None) == replace(
        broken, title="", authors=(), origin=None
    )
    assert clean_text("a\ud800\0b") == "a?b"
    assert clean_text("a\0b") == "ab"


@pytest.mark.parametrize("damaged", ["", "{", '{"id":7}', "[]"])
def test_what_is_no_such_value_is_a_store_error_that_does_not_quote_it(damaged: str) -> None:
    with pytest.raises(StoreError, match="not readable") as caught:
        ENTRY.load(damaged)
    assert str(caught.value) == "stored entry: not readable"


def test_damaged_bytes_are_a_store_error() -> None:
    with pytest.raises(StoreError, match="stored entry"):
        unsqueeze(squeeze(entry())[:-5])


def test_persons_and_reasons_come_back() -> None:
    persons = (Person(name="Ada", uri="https://ada.example/"), Person(email="a@b.example"))
    assert PERSONS.load(PERSONS.dump(persons)) == persons
    assert REASONS.load(REASONS.dump(("a", "b"))) == ("a", "b")


@given(st.frozensets(KEYS, max_size=60))
def test_folded_keys_fit_six_bytes_and_come_back(keys: frozenset[int]) -> None:
    folded = frozenset(map(fold, keys))
    packed = pack_keys(folded)
    assert len(packed) == 6 * len(folded)
    assert unpack_keys(packed) == folded
    assert all(-(2**47) <= key < 2**47 for key in folded)


def test_keys_that_differ_in_a_single_bit_stay_apart() -> None:
    folded = {fold(sign * (1 << bit)) for bit in range(63) for sign in (1, -1)}
    assert len(folded) == 126
    assert len({fold(number) for number in range(100_000)}) == 100_000
