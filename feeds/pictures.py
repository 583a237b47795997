"""Counts by day in, the values of a small picture out: bars, and the same in words. Pure.

A picture ends with the week in which the newest story of the site was listed, so that none reads a
clock. Geometry is in whole units of the picture's own box: the same counts, the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

WEEKS = 12
"""Weeks that a picture shows."""

_STEP, _THICK, _HIGH = 8, 6, 32
_LEAST = 3  # what is there at all can be seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One count: where it stands in the picture, and what it says."""

    x: int
    y: int
    width: int
    height: int
    label: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Bars from left to right, in a box of `width` by `height`."""

    bars: tuple[Bar, ...]
    width: int
    height: int

    @property
    def total(self) -> int:
        """All that the bars count."""
        return sum(bar.count for bar in self.bars)

    @property
    def most(self) -> int:
        """What the highest bar counts."""
        return max((bar.count for bar in self.bars), default=0)


def weeks_to(newest: datetime) -> tuple[date, ...]:
    """The Mondays of the weeks that end with that of `newest`, oldest first."""
    day = newest.astimezone(UTC).date()
    monday = day - timedelta(days=day.weekday())
    return tuple(monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))


def start_of(weeks: Sequence[date]) -> datetime:
    """The first moment of the first week."""
    return datetime.combine(weeks[0], datetime.min.time(), UTC)


def by_week(days: Mapping[date, int], weeks: Sequence[date]) -> tuple[int, ...]:
    """Counts by day as counts by week; what lies outside of the weeks is not counted."""
    sums = dict.fromkeys(weeks, 0)
    for day, stories in days.items():
        monday = day - timedelta(days=day.weekday())
        if monday in sums:
            sums[monday] += stories
    return tuple(sums.values())


def drawn(counts: Sequence[int], labels: Sequence[date], most: int) -> Picture:
    """Bars of which one that counts `most` would fill the height."""
    return Picture(
        bars=tuple(
            Bar(
                x=_STEP * place,
                y=_HIGH - height,
                width=_THICK,
                height=height,
                label=label,
                count=count,
            )
            for place, (count, label) in enumerate(zip(counts, labels, strict=True))
            for height in (_height(count, most),)
        ),
        width=_STEP * len(counts) - (_STEP - _THICK),
        height=_HIGH,
    )


def _height(count: int, most: int) -> int:
    return max(_HIGH * count // max(most, 1), _LEAST) if count else 1
