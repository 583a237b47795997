"""What one poll came to in, when the next is due out. Pure; clock and chance are arguments.

A good answer: `source.every` as it is when the operator has set it; else the usual interval made
shorter or longer (see `interval`), and never sooner than the source itself wants: Cache-Control and
Expires, RSS ttl, sy:*, skipHours, skipDays.
A bad one: twice as long each time, spread by chance so that sources that failed together do not
come back together. 410 Gone ends it; 429 and 503 wait as long as they were told.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from .config import Fetch
from .errors import FetchError, SourceError
from .model import Failure, Fetched, Hints, Move, NotModified, PollState, Source

LONGEST_WISH = timedelta(hours=24)  # no source may ask to be left alone for longer
_SPREAD = 0.1  # of a good interval, by chance
_SPREAD_LATE = 1.0  # of the interval after a poll that came late
_SPREAD_FAILED = 0.5  # of a bad one, upwards
_MOST_DOUBLINGS = 16
_POLLS_A_GAP = 8  # a source that publishes daily is asked every three hours
_POLLS_A_SILENCE = 24  # and one that has been silent for ten days every ten hours
_SLOWEST = 24.0  # times the usual interval, and no more
_USUAL = timedelta(hours=1)  # what the two above were chosen for
_BOTH_ENDS = timedelta(minutes=1)  # shorter is for who runs both ends: nothing to adapt there
_FEWEST_TIMES = 3  # publishing times that make a rhythm
_MOVE_TIMES = 3  # a permanent redirect is adopted when seen this often
_GIVE_BACK = 3  # failures at an address that is not the configured one
_MOVE_AFTER = timedelta(days=2)  # and for this long,
_MOVE_POLLS = 24  # or as long as this many polls take: a day for most


def next_poll(  # noqa: PLR0917 - in the order of the sentence it is
    state: PollState,
    outcome: Fetched | NotModified | SourceError,
    source: Source,
    rhythm: tuple[datetime, ...],
    fetch: Fetch,
    now: datetime,
    jitter: float,
    *,
    is_pushed: bool = False,
) -> PollState:
    """The state after a poll, with `next_poll` set (None and `gone` when there is none).

    `state` is as stored, with the hints of the document just read where one was. `rhythm` holds the
    publishing times of the newest entries; `jitter` is in [0, 1). `is_pushed`: a hub tells us the
    news (WebSub), polling is only the safety net.
    """
    if isinstance(outcome, SourceError):
        every = interval(state, source, rhythm, fetch, now)
        return _after_failure(
            state, outcome, source, every=every, fetch=fetch, now=now, jitter=jitter
        )
    was_late = _was_late(state, now)
    state = replace(
        state,
        validators=outcome.validators,
        body_hash=outcome.body_hash,
        fresh_until=now + outcome.fresh_for if outcome.fresh_for else None,
        last_poll=now,
        last_success=now,
        failure=None,
        gone=False,
    )
    every = interval(state, source, rhythm, fetch, now, is_pushed=is_pushed)
    state = _observe_move(replace(state, every=every), outcome.moved_to, every, now)
    if source.every is not None:
        return replace(state, next_poll=now + every)
    spread = _SPREAD_LATE if was_late and not _is_blunt(state) else _SPREAD
    wait = max(_spread(every, fetch, spread, jitter), _wish(state, now) * (1 + spread * jitter))
    return replace(state, next_poll=_outside_skips(now + wait, state.hints, jitter))


def interval(
    state: PollState,
    source: Source,
    rhythm: tuple[datetime, ...],
    fetch: Fetch,
    now: datetime,
    *,
    is_pushed: bool = False,
) -> timedelta:
    """How often a source is asked when all goes well, its wishes for later apart.

    The usual interval times a pace: an eighth of the mean gap between entries, or a 24th of the
    silence since the newest when that is longer, each measured against an hour. More often than
    usual only where the source itself says how long its answers hold; once a day where it neither
    does that nor ever answers "not modified" (protocol rule F6).
    """
    shortest, longest = _bounds(fetch)
    if source.every is not None:
        return source.every
    if is_pushed:
        return longest
    if fetch.every < _BOTH_ENDS:
        return fetch.every
    if state.url.startswith("file:"):
        return shortest  # costs nobody anything
    pace = _pace(rhythm, now)
    if not _is_told(state):
        pace = max(pace, _SLOWEST if _is_blunt(state) else 1.0)
    return min(max(fetch.every * min(pace, _SLOWEST), shortest), longest)


def _pace(rhythm: tuple[datetime, ...], now: datetime) -> float:
    """By how much the usual interval is to be shortened or lengthened; 1.0 without a rhythm."""
    past = sorted(moment for moment in rhythm if moment <= now)
    if len(past) < _FEWEST_TIMES:
        return 1.0
    gap = (past[-1] - past[0]) / (len(past) - 1)
    return max(gap / _POLLS_A_GAP, (now - past[-1]) / _POLLS_A_SILENCE) / _USUAL


def _is_told(state: PollState) -> bool:
    """Whether the source says how long its answers hold."""
    return state.fresh_until is not None or state.hints.at_least is not None


def _is_blunt(state: PollState) -> bool:
    """It has answered, but neither with a validator to ask with nor with a time to come back."""
    known = state.validators
    has_validator = bool(known.etag or known.last_modified)
    return state.last_success is not None and not has_validator and not _is_told(state)


def _after_failure(
    state: PollState,
    error: SourceError,
    source: Source,
    *,
    every: timedelta,
    fetch: Fetch,
    now: datetime,
    jitter: float,
) -> PollState:
    """Validators and hash stay: they belong to the last good answer."""
    before = state.failure
    failure = Failure(
        kind=error.kind,
        message=" ".join(str(error).split()),
        since=before.since if before else now,
        times=before.times + 1 if before else 1,
    )
    state = replace(state, last_poll=now, failure=failure)
    if state.url != source.url and (error.kind == "gone" or failure.times >= _GIVE_BACK):
        state = replace(state, url=source.url, move=None)  # found or moved to: ask at home again
    elif error.kind == "gone":
        return replace(state, gone=True, next_poll=None)
    wait = back_off(every, failure.times, max(fetch.max_every, every), jitter)
    if isinstance(error, FetchError) and error.retry_after is not None:
        told = min(error.retry_after, LONGEST_WISH)
        wait = told * (1 + _SPREAD * jitter) if source.every is None else max(told, every)
    return replace(state, next_poll=now + wait, every=every)


def back_off(every: timedelta, times: int, longest: timedelta, jitter: float) -> timedelta:
    """The wait after `times` failures in a row: doubling, spread upwards, at most `longest`."""
    ceiling = max(longest / (1 + _SPREAD_FAILED), every)
    doublings: int = 2 ** min(times - 1, _MOST_DOUBLINGS)
    wait = min(every * doublings, ceiling)
    return min(wait * (1 + _SPREAD_FAILED * jitter), max(longest, every))


def _bounds(fetch: Fetch) -> tuple[timedelta, timedelta]:
    """The shortest and longest interval; an `every` outside of them was meant as it stands."""
    return min(fetch.min_every, fetch.every), max(fetch.max_every, fetch.every)


def _was_late(state: PollState, now: datetime) -> bool:
    """A first poll, or one after a stop: thousands come with it, and must not do so again."""
    if state.next_poll is None or state.every is None:
        return True
    return now - state.next_poll > state.every * _SPREAD


def _spread(every: timedelta, fetch: Fetch, share: float, jitter: float) -> timedelta:
    """Longer by up to `share`, and within the bounds: sources at the longest interval too."""
    shortest, longest = _bounds(fetch)
    base = max(min(every, longest / (1 + share)), shortest)
    return base * (1 + jitter * min(share, longest / base - 1))


def _observe_move(state: PollState, moved_to: str, every: timedelta, now: datetime) -> PollState:
    """Adopt a permanent redirect only when it has stayed: some are accidents (protocol rule F9).

    The answer it led to is known to be good here: only then is this called.
    """
    if not moved_to or moved_to == state.url:
        return replace(state, move=None)
    seen = state.move
    if seen is None or seen.to != moved_to:
        return replace(state, move=Move(to=moved_to, since=now))
    seen = replace(seen, times=seen.times + 1)
    if seen.times < _MOVE_TIMES or now - seen.since < min(_MOVE_AFTER, every * _MOVE_POLLS):
        return replace(state, move=seen)
    return replace(state, url=seen.to, move=None)


def _wish(state: PollState, now: datetime) -> timedelta:
    """How long the source wants to be left alone."""
    fresh = state.fresh_until - now if state.fresh_until else timedelta(0)
    return min(max(fresh, state.hints.at_least or timedelta(0)), LONGEST_WISH)


def _outside_skips(moment: datetime, hints: Hints, jitter: float) -> datetime:
    """The moment, or one in the next hour that the source does not skip (RSS 2.0 skipHours)."""
    if len(hints.skip_hours) >= 24 or len(hints.skip_days) >= 7:
        return moment  # nothing would be left: not meant
    hour = moment
    while hour.hour in hints.skip_hours or hour.weekday() in hints.skip_days:
        hour = hour.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment if hour == moment else hour + timedelta(minutes=30) * jitter
