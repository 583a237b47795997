"""The store's days in, the archive by month that people read out. Reads the store."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby

from aggregator.model import Story, StoryId
from aggregator.store import Publication
from aggregator.store.views import Cursor, View

from .routes import Month, path_of

AT_ONCE = 200
"""Headlines on one page of a month."""

_MOST_TOUCHED = 2_000
"""Changed stories that are looked at before all are counted again."""

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month with stories. `share` is out of 100: how it compares with the fullest month."""

    first: date
    path: str
    stories: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The months of a year that have stories, newest first."""

    year: int
    months: tuple[MonthRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page of a month: its headlines, the months beside it and the page that follows it."""

    row: MonthRow
    stories: tuple[Story, ...]
    earlier: MonthRow | None
    later: MonthRow | None
    following: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The published stories by the first day of their month, at a version of the store."""

    version: int = -1
    stories: Mapping[date, int] = field(default_factory=dict)


def tally_of(read: Publication, before: Tally) -> Tally:
    """The tally now. A story stays in the month it was listed in, so that of an earlier tally only
    those months are counted anew in which a story came, changed or went."""
    version = read.version()
    if version == before.version:
        return before
    days = read.listed_days_touched(before.version, _MOST_TOUCHED) if before.stories else None
    if days is None:
        return Tally(version=version, stories=_counted(read))
    stories = dict(before.stories)
    for first in {day.replace(day=1) for day in days}:
        opens = _opening(first)
        stories[first] = read.listed_between(opens, _next_month(opens))
    return Tally(version=version, stories={day: n for day, n in stories.items() if n})


def _counted(read: Publication) -> Mapping[date, int]:
    counts: Counter[date] = Counter()
    for day, stories in read.daily(View(), _EVER).items():
        counts[day.replace(day=1)] += stories
    return counts


def months_of(tally: Tally) -> tuple[MonthRow, ...]:
    """The months with stories, newest first, by when the stories were listed (UTC)."""
    most = max(tally.stories.values(), default=1)
    return tuple(
        MonthRow(
            first=first,
            path=path_of(Month(year=first.year, month=first.month)),
            stories=stories,
            share=max(100 * stories // most, 1),
        )
        for first, stories in sorted(tally.stories.items(), reverse=True)
    )


def years_of(rows: tuple[MonthRow, ...]) -> tuple[Year, ...]:
    """The months under their years."""
    by_year = groupby(rows, key=lambda row: row.first.year)
    return tuple(Year(year=year, months=tuple(of_year)) for year, of_year in by_year)


def leaf_of(read: Publication, target: Month, tally: Tally) -> Leaf | None:
    """A page of a month; None when the month has no stories."""
    rows = months_of(tally)
    first = date(target.year, target.month, 1)
    place = next((n for n, row in enumerate(rows) if row.first == first), None)
    if place is None:
        return None
    opens = _opening(first)
    before = target.before or Cursor(listed=_next_month(opens), id=StoryId(""))
    found = read.stories(View(), limit=AT_ONCE + 1, before=before)
    stories = tuple(story for story in found if story.listed >= opens)
    shown = stories[:AT_ONCE]
    more = len(stories) > AT_ONCE
    return Leaf(
        row=rows[place],
        stories=shown,
        earlier=rows[place + 1] if place + 1 < len(rows) else None,
        later=rows[place - 1] if place else None,
        following=Month(year=target.year, month=target.month, before=Cursor.after(shown[-1]))
        if more
        else None,
    )


def _opening(first: date) -> datetime:
    return datetime(first.year, first.month, 1, tzinfo=UTC)


def _next_month(first: datetime) -> datetime:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
