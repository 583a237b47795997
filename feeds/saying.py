"""Numbers, moments and tags in, what pages say of them out. Pure.

English and without a locale, so that the same stories give the same bytes everywhere. `FILTERS` are
what templates call.
"""

from collections.abc import Callable
from datetime import date, datetime

from markupsafe import Markup

from . import words

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def count(number: int, one: str, many: str) -> str:
    """'1 story', '2 stories', '1,204 stories'."""
    return f"{number:,} {one if number == 1 else many}"


def month_of(when: date) -> str:
    """'January 2026'."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def _day(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def _clock(when: datetime) -> str:
    return f"{when:%H:%M} UTC"


def language(tag: str) -> str:
    """The attribute that says in which language something is; '' where nobody says."""
    return Markup(' lang="{}"').format(tag) if tag else ""


FILTERS: dict[str, Callable[..., object]] = {
    "count": count,
    "date": _day,
    "clock": _clock,
    "moment": lambda when: f"{_day(when)}, {_clock(when)}",
    "month": month_of,
    "month_name": lambda when: _MONTHS[when.month - 1],
    "day": lambda when: f"{when.day} {_MONTHS[when.month - 1]}",
    "weekday": lambda when: _DAYS[when.weekday()],
    "iso": lambda when: when.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "iso_day": lambda when: when.isoformat(),
    "direction": words.direction,
    "lang": language,
}
