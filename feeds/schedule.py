"""When sources are due in, a picture of the polls to come out. Pure.

It begins with the first poll that is due, not with now: no clock is read, and a poll that is late
is seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from . import pictures
from .pictures import Picture

_MOST_SLOTS = 24
_SLOTS = (
    (timedelta(minutes=1), "minute"),
    (timedelta(minutes=5), "5 minutes"),
    (timedelta(minutes=15), "quarter of an hour"),
    (timedelta(hours=1), "hour"),
    (timedelta(hours=6), "6 hours"),
    (timedelta(days=1), "day"),
    (timedelta(days=7), "week"),
)
_START = datetime(1970, 1, 5, tzinfo=UTC)  # a Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Polls in equal slots of time: `slot` is their length in words, the last ends at `end`.

    `later` counts the polls that are due after that.
    """

    picture: Picture
    slot: str
    start: datetime
    end: datetime
    later: int

    @property
    def same_day(self) -> bool:
        """Whether the picture ends on the day (UTC) on which it starts."""
        return self.start.date() == self.end.date()


def schedule_of(due: Iterable[datetime]) -> Schedule | None:
    """The polls to come, in the shortest slots of which few hold all; None when none is due."""
    times = sorted(due)
    if not times:
        return None
    length, slot = next(
        (one for one in _SLOTS if _place(times[-1], times[0], one[0]) < _MOST_SLOTS), _SLOTS[-1]
    )
    places = [_place(time, times[0], length) for time in times]
    shown = [place for place in places if place < _MOST_SLOTS]
    start = _floor(times[0], length)
    counts = [shown.count(place) for place in range(shown[-1] + 1)]
    labels = [start + place * length for place in range(len(counts))]
    return Schedule(
        picture=pictures.drawn(counts, labels, max(counts)),
        slot=slot,
        start=start,
        end=start + len(counts) * length,
        later=len(places) - len(shown),
    )


def _floor(time: datetime, length: timedelta) -> datetime:
    return _START + (time - _START) // length * length


def _place(time: datetime, first: datetime, length: timedelta) -> int:
    """The slot that a time is in, counted from that of the first."""
    return (time - _floor(first, length)) // length
