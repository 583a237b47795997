"""If-None-Match and If-Modified-Since in, "is what they have still right?" out. Pure."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_MOST_TAGS = 32
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def unchanged(
    *,
    if_none_match: str | None,
    if_modified_since: str | None,
    etag: str,
    last_modified: datetime | None,
) -> bool:
    """Whether 304 is the answer to a GET or HEAD (RFC 9110 13.2.2).

    `etag` is ours with its quotes. If-None-Match, when there, decides alone (13.1.3); it compares
    weakly (13.1.2), so a proxy that marked our tag W/ loses nothing.
    """
    if if_none_match is not None:
        return if_none_match.strip() == "*" or etag in _TAG.findall(if_none_match)
    if if_modified_since is None or last_modified is None:
        return False
    since = _http_date(if_modified_since)
    return since is not None and last_modified.replace(microsecond=0) <= since


def tags_of(if_none_match: str | None) -> tuple[str, ...]:
    """The entity-tags a client has, with their quotes and without W/."""
    return tuple(_TAG.findall(if_none_match or "")[:_MOST_TAGS])


def wants_news(a_im: str | None) -> bool:
    """Whether A-IM asks for the new entries of a feed (RFC 3229 10.5.3, with the manipulation
    "feed" that Bob Wyman described for it).

    'feed' among others counts, unless it is refused by q=0.
    """
    for part in (a_im or "").split(",")[:_MOST_TAGS]:
        name, _, parameters = part.partition(";")
        if name.strip().lower() == "feed":
            return not re.fullmatch(r"\s*q\s*=\s*0(?:\.0*)?\s*", parameters)
    return False


def http_date(when: datetime) -> str:
    """An aware UTC time as RFC 9110 5.6.7 writes it: 'Thu, 15 Jan 2026 12:00:00 GMT'."""
    return format_datetime(when.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _http_date(value: str) -> datetime | None:
    """The time a header states; None for what is no date, which 13.1.3 says to ignore."""
    if len(value) > 64:
        return None
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
