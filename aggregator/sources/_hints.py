"""What a feed's head says about when to ask again, as `Hints`. Pure.

RSS 2.0 `ttl`, `skipHours`, `skipDays`; RSS 1.0 syndication module `sy:updatePeriod`,
`sy:updateFrequency`.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..model import Hints

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = timedelta(
    days=31
)  # "ask once a year" is kept as a wish for the longest interval there is


def hints(given: Mapping[str, Any]) -> Hints:
    """The hints in feedparser's feed dictionary; a document that excludes every hour means
    nothing."""
    wishes = [wish for wish in (_ttl(given), _period(given)) if wish > timedelta()]
    hours = {
        int(text) % 24 for text in given.get("x_hours", ()) if re.fullmatch(r"\s*\d{1,2}\s*", text)
    }
    days = {
        _DAYS.index(name)
        for name in (str(text).strip().lower()[:3] for text in given.get("x_days", ()))
        if name in _DAYS
    }
    return Hints(
        at_least=min(max(wishes), _LONGEST) if wishes else None,
        skip_hours=frozenset(hours) if len(hours) < 24 else frozenset(),
        skip_days=frozenset(days) if len(days) < 7 else frozenset(),
    )


def _ttl(given: Mapping[str, Any]) -> timedelta:
    return timedelta(minutes=_number(given.get("ttl")))


def _period(given: Mapping[str, Any]) -> timedelta:
    period = str(given.get("sy_updateperiod") or "").strip().lower()
    if period not in _PERIODS:
        return timedelta()
    return timedelta(hours=_PERIODS[period]) / max(_number(given.get("sy_updatefrequency")), 1)


def _number(value: object) -> int:
    match = re.match(r"\s*(\d{1,6})(?:\.\d*)?\s*$", str(value or ""))
    return int(match[1]) if match else 0
