"""When a source is due again: wishes kept, bounds kept, nobody together."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.cadence import LONGEST_WISH, back_off, interval, next_poll
from aggregator.config import Fetch
from aggregator.errors import FetchError, ReadError, SourceError
from aggregator.model import (
    Fetched,
    Hints,
    Move,
    NotModified,
    PollState,
    Source,
    Validators,
)
from tests.build import NOW, at, fetched, source

FETCH = Fetch()
MILL = source()
HOUR = timedelta(hours=1)


def state(**given: Any) -> PollState:
    """On time, unless told otherwise."""
    values: dict[str, Any] = {"url": MILL.url, "next_poll": NOW, "every": HOUR}
    return PollState(source=MILL.id, **(values | given))


def after(
    before: PollState,
    outcome: Fetched | NotModified | SourceError,
    *,
    of: Source = MILL,
    rhythm: tuple[datetime, ...] = (),
    fetch: Fetch = FETCH,
    now: datetime = NOW,
    jitter: float = 0.0,
    **more: Any,
) -> PollState:
    return next_poll(before, outcome, of, rhythm, fetch, now, jitter, **more)


def wait(*given: Any, **more: Any) -> timedelta:
    found = after(*given, **more).next_poll
    assert found is not None
    return found - more.get("now", NOW)


TAGGED = Validators(url=MILL.url, etag='"1"')


def good(**given: Any) -> NotModified:
    return NotModified(at=NOW, **({"validators": TAGGED} | given))


def error(kind: str = "fetch", **given: Any) -> FetchError:
    return FetchError("https://mill.example/feed.xml: 500", kind=kind, **given)


# ---- what a poll leaves behind -----------------------------------------------------------------


def test_a_good_answer_is_remembered_and_ends_a_failure() -> None:
    validators = Validators(url=MILL.url, etag='"1"')
    failed = after(state(), error())
    found = after(
        replace(failed, gone=True),
        fetched(b"x", validators=validators, body_hash="h", fresh_for=HOUR),
    )
    assert (found.validators, found.body_hash) == (validators, "h")
    assert (found.failure, found.gone) == (None, False)
    assert (found.last_poll, found.last_success, found.fresh_until) == (NOW, NOW, at(hours=1))
    assert found.every == HOUR


def test_a_failure_keeps_the_validators_and_counts_from_its_beginning() -> None:
    before = state(validators=Validators(url=MILL.url, etag='"1"'), body_hash="h")
    once = after(before, error(), now=at(hours=1))
    twice = after(once, ReadError("https://mill.example/feed.xml:\nno feed"), now=at(hours=3))
    assert (twice.validators, twice.body_hash) == (before.validators, "h")
    assert twice.failure is not None
    assert (twice.failure.since, twice.failure.times) == (at(hours=1), 2)
    assert twice.failure.kind == "read"
    assert twice.failure.message == "https://mill.example/feed.xml: no feed"
    assert (twice.last_poll, twice.last_success) == (at(hours=3), None)


def test_gone_ends_polling() -> None:
    found = after(state(), error("gone"))
    assert (found.gone, found.next_poll) == (True, None)
    assert found.failure is not None


# ---- the interval ------------------------------------------------------------------------------


def every_hours(hours: float, count: int = 10, *, silent_for: float | None = None) -> tuple:
    """Publishing times `hours` apart, newest first."""
    newest = at(hours=-(hours if silent_for is None else silent_for))
    return tuple(newest - timedelta(hours=hours) * n for n in range(count))


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        ((), HOUR),
        (every_hours(1, 2), HOUR),
        (every_hours(0.1), timedelta(minutes=15)),
        (every_hours(4), HOUR / 2),
        (every_hours(24), 3 * HOUR),
        (every_hours(24 * 7), 21 * HOUR),
        (every_hours(24 * 30), 24 * HOUR),
        (every_hours(1, silent_for=240), 10 * HOUR),
        (every_hours(1, silent_for=24 * 365), 24 * HOUR),
        (tuple(at(days=3 * n) for n in range(5)), HOUR),  # only one of them is not in the future
        ((NOW,) * 5, timedelta(minutes=15)),
    ],
)
def test_the_interval_follows_the_rhythm_of_the_source(rhythm, expected: timedelta) -> None:
    told = state(fresh_until=NOW, validators=TAGGED)
    assert interval(told, MILL, rhythm, FETCH, NOW) == expected


def test_more_often_than_usual_is_only_for_who_says_how_long_an_answer_holds() -> None:
    busy = every_hours(0.1)
    for told in (good(fresh_for=timedelta(minutes=5)), good()):
        hints = Hints(at_least=None if told.fresh_for else timedelta(minutes=20))
        waited = wait(state(hints=hints), told, rhythm=busy)
        assert waited == max(timedelta(minutes=15), hints.at_least or timedelta(0))
    assert wait(state(), good(), rhythm=busy) == HOUR


def test_who_never_says_not_modified_is_asked_once_a_day() -> None:
    plain = good(validators=Validators(url=MILL.url))
    assert wait(state(), plain) >= timedelta(hours=21)
    assert wait(state(), plain, rhythm=every_hours(0.1), jitter=0.999) <= timedelta(hours=24)
    assert wait(state(), replace(plain, fresh_for=HOUR)) == HOUR
    assert wait(state(), error()) == HOUR, "that it would not is known only from an answer"


def test_files_are_looked_at_as_often_as_allowed() -> None:
    home = source(url="file:a.xml")
    asked = PollState(source=home.id, url=home.url)
    assert wait(asked, good(), of=home, rhythm=every_hours(240)) == FETCH.min_every


def test_under_a_minute_nothing_is_adapted() -> None:
    quick = Fetch(every="2s", min_every="1s")
    plain = good(validators=Validators(url=MILL.url))
    for rhythm in ((), every_hours(0.1), every_hours(9999)):
        assert wait(state(), plain, rhythm=rhythm, fetch=quick) == timedelta(seconds=2)
    assert wait(state(), good(fresh_for=HOUR), fetch=quick) == HOUR


def test_what_the_operator_wrote_for_a_source_is_taken_as_it_is() -> None:
    second = source(every=timedelta(seconds=1))
    hints = Hints(at_least=HOUR, skip_hours=frozenset({NOW.hour}))
    before = state(hints=hints)
    assert wait(before, good(fresh_for=HOUR), of=second, jitter=0.9) == timedelta(seconds=1)
    assert wait(before, error(retry_after=HOUR), of=second) == HOUR
    assert after(before, error("gone"), of=second).next_poll is None


def test_a_usual_interval_outside_the_bounds_was_meant() -> None:
    quick = Fetch(every="2s")
    assert wait(state(), good(), fetch=quick) == timedelta(seconds=2)
    rare = Fetch(every="3d")
    assert wait(state(), good(), fetch=rare) >= timedelta(days=3) / 1.1


def test_what_is_pushed_is_polled_rarely() -> None:
    assert wait(state(), good(), rhythm=every_hours(1), is_pushed=True) >= timedelta(hours=21)
    second = source(every=timedelta(seconds=1))
    assert wait(state(), good(), of=second, is_pushed=True) == timedelta(seconds=1)


@given(
    rhythm=st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)), max_size=20),
    every=st.integers(1, 10**6),
    shortest=st.integers(1, 10**6),
    longest=st.integers(1, 10**6),
    jitter=st.floats(0, 1, exclude_max=True),
)
def test_a_healthy_source_without_wishes_is_polled_within_its_bounds(
    rhythm, every: int, shortest: int, longest: int, jitter: float
) -> None:
    fetch = Fetch(
        every=f"{every}s",
        min_every=f"{min(shortest, longest)}s",
        max_every=f"{max(shortest, longest)}s",
    )
    times = tuple(one.replace(tzinfo=NOW.tzinfo) for one in rhythm)
    waited = wait(state(), good(), rhythm=times, fetch=fetch, jitter=jitter)
    assert min(fetch.min_every, fetch.every) <= waited + timedelta(microseconds=1)
    assert waited <= max(fetch.max_every, fetch.every)


def test_what_was_polled_in_a_crowd_is_spread_over_the_whole_interval() -> None:
    """A start polls everything, and so does the end of a long stop: once, not every hour after."""
    for before in (
        PollState(source=MILL.id, url=MILL.url),
        state(next_poll=at(minutes=-7)),
    ):
        assert wait(before, good(), jitter=0.0) == HOUR
        assert wait(before, good(), jitter=0.5) == HOUR * 1.5
        assert wait(before, good(fresh_for=4 * HOUR), jitter=0.5) == HOUR * 6
        longest = wait(before, good(validators=Validators(url=MILL.url)), jitter=0.999)
        assert longest <= FETCH.max_every
    assert wait(state(next_poll=at(minutes=-5)), good(), jitter=0.5) == HOUR * 1.05


# ---- wishes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "hints", "at_least"),
    [
        (good(fresh_for=6 * HOUR), Hints(), 6 * HOUR),
        (good(fresh_for=timedelta(minutes=1)), Hints(), HOUR),
        (good(), Hints(at_least=12 * HOUR), 12 * HOUR),
        (good(fresh_for=6 * HOUR), Hints(at_least=3 * HOUR), 6 * HOUR),
        (good(), Hints(at_least=timedelta(days=365)), LONGEST_WISH),
    ],
)
def test_a_wish_is_a_floor(outcome, hints: Hints, at_least: timedelta) -> None:
    assert wait(state(hints=hints), outcome) == at_least
    assert at_least <= wait(state(hints=hints), outcome, jitter=0.99) <= at_least * 1.1


def test_hours_that_the_source_skips_are_skipped() -> None:
    night = Hints(skip_hours=frozenset({13, 14, 15}))
    assert wait(state(hints=night), good()) == 4 * HOUR
    assert wait(state(hints=night), good(), jitter=0.5) == 4 * HOUR + timedelta(minutes=15)


def test_days_that_the_source_skips_are_skipped() -> None:
    thursday_and_friday = Hints(skip_days=frozenset({3, 4}))
    assert NOW.weekday() == 3
    assert wait(state(hints=thursday_and_friday), good()) == timedelta(hours=36)


def test_skipping_everything_is_not_meant() -> None:
    for hints in (
        Hints(skip_hours=frozenset(range(24))),
        Hints(skip_days=frozenset(range(7))),
    ):
        assert wait(state(hints=hints), good()) == HOUR


HINTS = st.builds(
    Hints,
    at_least=st.none() | st.timedeltas(timedelta(0), timedelta(days=9999)),
    skip_hours=st.frozensets(st.integers(0, 23)),
    skip_days=st.frozensets(st.integers(0, 6)),
)
SPANS = st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=9999))


@given(
    hints=HINTS,
    fresh=SPANS,
    jitter=st.floats(0, 1, exclude_max=True),
    minutes=st.integers(0, 10**6),
)
def test_every_wish_is_kept_and_none_for_ever(
    hints: Hints, fresh: timedelta | None, jitter: float, minutes: int
) -> None:
    now = NOW + timedelta(minutes=minutes)
    found = after(state(hints=hints), good(fresh_for=fresh), now=now, jitter=jitter).next_poll
    assert found is not None
    for wish in (fresh, hints.at_least):
        assert found - now >= min(wish or HOUR, LONGEST_WISH)
    assert found - now < timedelta(days=10)
    if len(hints.skip_hours) < 24 and len(hints.skip_days) < 7:
        assert found.hour not in hints.skip_hours
        assert found.weekday() not in hints.skip_days


# ---- failures ----------------------------------------------------------------------------------


def test_failures_double_the_wait_up_to_the_longest() -> None:
    waits = [back_off(HOUR, times, timedelta(hours=24), 0) for times in range(1, 9)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR] + [16 * HOUR] * 4


@given(
    every=st.timedeltas(timedelta(seconds=1), timedelta(days=3)),
    longest=st.timedeltas(timedelta(seconds=1), timedelta(days=3)),
    times=st.integers(1, 10**6),
    jitter=st.floats(0, 1, exclude_max=True),
)
def test_the_wait_after_failures_grows_and_stays_within_bounds(
    every: timedelta, longest: timedelta, times: int, jitter: float
) -> None:
    this, later = (back_off(every, n, longest, jitter) for n in (times, times + 1))
    assert every <= this <= later <= max(longest, every)


def test_sources_that_failed_together_do_not_come_back_together() -> None:
    for times in (1, 4, 12):
        waits = [back_off(HOUR, times, timedelta(hours=24), n / 100) for n in range(100)]
        assert len(set(waits)) == 100
        assert max(waits) >= min(waits) * 1.4


@pytest.mark.parametrize("kind", ["fetch", "throttled"])
def test_what_the_server_said_is_waited_for(kind: str) -> None:
    failing = after(after(state(), error()), error())
    assert wait(failing, error(kind, retry_after=timedelta(minutes=5))) == timedelta(minutes=5)
    spread = wait(failing, error(kind, retry_after=HOUR), jitter=0.5)
    assert HOUR < spread <= 1.1 * HOUR
    absurd = error(kind, retry_after=timedelta(days=400))
    assert wait(state(), absurd) == LONGEST_WISH


def test_a_throttle_without_a_time_backs_off() -> None:
    once = after(state(), error("throttled"))
    assert wait(once, error("throttled")) == 2 * HOUR


# ---- moves -------------------------------------------------------------------------------------

NEW = "https://new.example/feed.xml"


def seen(count: int, *, days: float, before: PollState | None = None) -> PollState:
    """A permanent redirect to NEW, seen `count` times over `days`."""
    found = before or state()
    for number in range(count):
        now = NOW + timedelta(days=days) * number / max(count - 1, 1)
        found = after(
            found, good(moved_to=NEW, validators=Validators(url=NEW, etag='"n"')), now=now
        )
    return found


@pytest.mark.parametrize(
    ("count", "days", "adopted"),
    [(1, 0, False), (2, 9, False), (9, 0.9, False), (3, 1, True), (9, 1.5, True)],
)
def test_a_move_is_adopted_when_it_has_stayed(count: int, days: float, adopted: bool) -> None:
    found = seen(count, days=days)
    assert (found.url == NEW) is adopted
    assert (found.move is None) is adopted
    if adopted:
        assert found.validators.url == NEW


def test_a_move_of_a_rarely_asked_source_takes_two_days_and_of_a_test_seconds() -> None:
    for every, days in (("24h", 2), ("1s", 24 / 86400)):
        of = source(every=Fetch(every=every).every)
        found = PollState(source=of.id, url=of.url)
        for number in range(3):
            assert found.url == of.url
            now = NOW + timedelta(days=days) * number / 2
            found = after(found, good(moved_to=NEW), of=of, now=now)
        assert found.url == NEW


def test_a_move_that_changes_or_ends_is_watched_from_the_beginning() -> None:
    watched = seen(2, days=9)
    other = "https://other.example/feed.xml"
    changed = after(watched, good(moved_to=other), now=at(days=10))
    assert changed.move == Move(to=other, since=at(days=10))
    assert after(watched, good(), now=at(days=10)).move is None


def test_a_failure_neither_counts_for_a_move_nor_against_it() -> None:
    watched = seen(2, days=9)
    assert after(watched, error(), now=at(days=10)).move == watched.move


def test_an_address_that_fails_after_a_move_is_given_back() -> None:
    moved = state(url=NEW)
    for _ in range(2):
        moved = after(moved, error())
        assert moved.url == NEW
    assert after(moved, error()).url == MILL.url


def test_gone_after_a_move_is_asked_again_at_home_first() -> None:
    at_home = after(state(url=NEW), error("gone"))
    assert (at_home.url, at_home.gone) == (MILL.url, False)
    assert at_home.next_poll is not None
    assert after(at_home, error("gone")).gone


# ---- laws --------------------------------------------------------------------------------------


@given(
    outcome=st.one_of(
        st.builds(good, fresh_for=SPANS, moved_to=st.sampled_from(["", NEW])),
        st.builds(error, st.sampled_from(["fetch", "throttled", "refused"]), retry_after=SPANS),
        st.just(ReadError("x: no feed")),
    ),
    times=st.integers(0, 30),
    hints=HINTS,
    own=st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=30)),
    jitter=st.floats(0, 1, exclude_max=True),
)
def test_a_poll_is_always_followed_by_another_and_always_later(
    outcome, times: int, hints: Hints, own: timedelta | None, jitter: float
) -> None:
    before, of = state(hints=hints), source(every=own)
    for _ in range(times):
        before = after(before, error())
    found = after(before, outcome, of=of, jitter=jitter)
    assert found.next_poll is not None
    assert NOW < found.next_poll < NOW + timedelta(days=40)
    assert found.last_poll == NOW
    assert found == after(before, outcome, of=of, jitter=jitter)
