"""A date as someone wrote it in, an aware UTC datetime in whole seconds or None out. Pure.

Digits alone, then ISO 8601 and RFC 3339, then RFC 822 and its cousins with every zone name and
month name met in real feeds. No clock completes a date; nothing raises; a year nobody can have
meant is none.
"""

import re
from datetime import UTC, datetime, timedelta

from ._months import MONTHS

_EARLIEST, _LATEST = 1900, 2200
_LONGEST = 80

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|(\d{2})(\d{2}))"
    r"(?:(?:T|\s|,)+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,:]\d+)?)?)?\s*(.*)$",
    re.IGNORECASE,
)
_RFC822 = re.compile(
    r"[A-Za-z]{3}, (\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) (GMT|UTC|Z|[+-]\d{4})$"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)$")
_CLOCK = re.compile(
    r"(?<![\d:+-])(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC|UT|Z)?\s*([+\-−])\s?(\d{1,2}):?(\d{2})?\b")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s\-/]+(?:de\s+)?([^\W\d_]+)\.?,?[\s\-/]+(?:de\s+)?(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,|\s)+(\d{4})(?!\d)")
_ASCTIME = re.compile(r"([^\W\d_]{3,})\s+(\d{1,2})(\s+\d{1,2}:\d{2}.*)\s(\d{4})$")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?(?:[年년]|[./])\s*(\d{1,2})\s?(?:[月월]|[./])\s*(\d{1,2})(?!\d)[日일.]?"
)
_HUNGARIAN = re.compile(r"(?<!\d)(\d{4})[-.]\s?([^\W\d_]{3,})[-.]?\s?(\d{1,2})(?!\d)\.?T?")
_AFTERNOON = re.compile("오후|下午|午後")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?$|\d{12,13}$")
_ZONE = re.compile(r"\b([A-Z]{1,5})\b")

_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0,
    "BST": 1, "IST": 5.5, "CET": 1, "MET": 1, "WEST": 1, "CEST": 2, "MEST": 2, "EET": 2, "SAST": 2,
    "EEST": 3, "MSK": 3, "SGT": 8, "HKT": 8, "AWST": 8, "PHT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "NST": -3.5, "NDT": -2.5,
    "ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "ET": -5, "CDT": -5, "CST": -6, "CT": -6,
    "MDT": -6, "MST": -7, "MT": -7, "PDT": -7, "PST": -8, "PT": -8, "AKDT": -8, "AKST": -9,
    "HST": -10,
}  # fmt: skip


def parse_date(text: str) -> datetime | None:
    """The moment that `text` names, or None when it names none or an impossible one.

    A missing zone is UTC, a missing clock midnight; a two-digit year below 70 is of this century
    (RFC 2822 4.3 splits at 50: feeds are younger than that). Digits alone are seconds or
    milliseconds since 1970.
    """
    line = " ".join(text[: _LONGEST * 2].split())[:_LONGEST]
    if not line:
        return None
    for read in (_usual, _epoch, _iso, _wordy):
        try:
            found = read(line)
        except (
            ValueError,
            OverflowError,
            OSError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
        ):
            continue
        if found is not None:
            return found if _EARLIEST <= found.year <= _LATEST else None
    return None


def _usual(line: str) -> datetime | None:
    """The two forms that the specifications ask for, which nearly all dates have."""
    if match := _RFC822.match(line):
        day, month, year, hour, minute, second, offset = match.groups()
        month = month.lower()
        if month in MONTHS and int(hour) < 24:
            zone = timedelta()
            if offset[0] in "+-":
                zone = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
                zone = -zone if offset[0] == "-" else zone
            date = datetime(
                int(year), MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC
            )
            return date - zone if abs(zone) <= timedelta(hours=15) else date
    if _RFC3339.match(line):
        return datetime.fromisoformat(line).astimezone(UTC).replace(microsecond=0)
    return None


def _epoch(line: str) -> datetime | None:
    if not _EPOCH.fullmatch(line):
        return None
    seconds = float(line) if len(line.split(".", maxsplit=1)[0]) <= 10 else int(line) / 1000
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)


def _iso(line: str) -> datetime | None:
    match = _ISO.match(line)
    if match is None:
        return None
    year, month, day, packed_month, packed_day, hour, minute, second, rest = match.groups()
    date = (int(year), int(month or packed_month or 1), int(day or packed_day or 1))
    zone = _zone(rest)
    if zone is None:
        return None
    return _moment(date, (hour, minute, second, None), zone)


def _wordy(line: str) -> datetime | None:
    """RFC 822 and its many cousins: a day, a month's name and a year, in either order."""
    found = _calendar(line)
    if found is None:
        return None
    date, rest = found
    clock = _CLOCK.search(rest)
    rest = rest[clock.end() :] if clock else rest
    zone = _zone(rest, strict=False)
    return _moment(date, clock.groups() if clock else (None,) * 4, zone or timedelta())


def _calendar(line: str) -> tuple[tuple[int, int, int], str] | None:
    """(year, month, day) and the line without them."""
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        for match in pattern.finditer(line):
            year, month, day = (match[number] for number in order)
            if month.casefold() in MONTHS:
                rest = f"{line[: match.start()]} {line[match.end() :]}"
                return (_century(year), MONTHS[month.casefold()], int(day)), rest
    return _named(line) or _numbered(line)


def _named(line: str) -> tuple[tuple[int, int, int], str] | None:
    """ctime's and Hungarian order: the month's name between or before everything else."""
    match = _ASCTIME.search(line)
    if match and match[1].casefold() in MONTHS:
        return (int(match[4]), MONTHS[match[1].casefold()], int(match[2])), match[3]
    match = _HUNGARIAN.search(line)
    if match and match[2].casefold() in MONTHS:
        return (int(match[1]), MONTHS[match[2].casefold()], int(match[3])), line[match.end() :]
    return None


def _numbered(line: str) -> tuple[tuple[int, int, int], str] | None:
    """Digits only; 1/2/2024 is no date unless something tells day and month apart."""
    if match := _YEAR_FIRST.search(line):
        rest = line[match.end() :] + (" pm" if _AFTERNOON.search(line) else "")
        return (int(match[1]), int(match[2]), int(match[3])), rest
    if match := _DOTTED.search(line):
        return (int(match[3]), int(match[2]), int(match[1])), line[match.end() :]
    if match := _SLASHED.search(line):
        first, second = int(match[1]), int(match[2])
        if first > 12:
            return (int(match[3]), second, first), line[match.end() :]
        if second > 12 or re.search(r"\d ?[AP]M\b", line):
            return (int(match[3]), first, second), line[match.end() :]
    return None


def _century(year: str) -> int:
    number = int(year)
    if len(year) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def _moment(
    date: tuple[int, int, int], clock: tuple[str | None, ...], zone: timedelta
) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock[:3])
    if half := (clock[3] or "").lower()[:1]:
        hour = hour % 12 + (12 if half == "p" else 0)
    start = datetime(*date, tzinfo=UTC)
    if hour > 24 or minute > 59 or second > 60:  # 24:00 and a leap second are times; more is none
        return start
    return start + timedelta(hours=hour, minutes=minute, seconds=second) - zone


def _zone(rest: str, *, strict: bool = True) -> timedelta | None:
    """The offset that `rest` names; zero for none; None when `strict` and it says something
    else."""
    if not rest.strip():
        return timedelta()
    if match := _OFFSET.search(rest):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours <= 15 and minutes <= 59:  # "+9900" is no place on earth: read as UTC
            offset = timedelta(hours=hours, minutes=minutes)
            return offset if match[1] == "+" else -offset
        return timedelta()
    for name in _ZONE.findall(rest.upper() if strict else rest):
        if name in _ZONES:
            return timedelta(hours=_ZONES[name])
    return None if strict else timedelta()
