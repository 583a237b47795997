"""Values of HTTP header fields in, our values out. Pure; `now` is an argument.

Whatever a server writes here is a wish at best: what cannot be read counts as absent, and no wish
is granted for longer than `LONGEST`, so that a slip of the pen cannot silence a source for a year.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from .model import Link

LONGEST = timedelta(hours=24)
"""The longest Retry-After, max-age or Expires that is honoured."""

_RESETS = ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
_EPOCH = 1_000_000_000  # a reset above this is a moment (GitHub), below it seconds to go (Reddit)

Headers = Mapping[str, str]  # names in lower case, or httpx.Headers


def http_date(text: str) -> datetime | None:
    """RFC 9110 5.6.7, in any of its three forms."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):  # the end of 9999 has no zone west
        return None


def retry_after(headers: Headers, now: datetime) -> timedelta | None:
    """How long the server wants to be left alone: Retry-After, else a rate limit's reset."""
    text = headers.get("retry-after", "").strip()
    if seconds := _number(text):
        return _capped(seconds)
    if text and (moment := http_date(text)) is not None:
        return _capped((moment - now).total_seconds())
    return _reset(headers, now)


def is_spent(headers: Headers) -> bool:
    """Whether rate limit headers say that nothing is left."""
    remaining = [_number(headers.get(name, "")) for name in _REMAINING]
    draft = re.search(r"(?:^|[;,\s])r(?:emaining)?=(\d+)", headers.get("ratelimit", ""))
    remaining.append(float(draft[1]) if draft else None)
    known = [value for value in remaining if value is not None]
    return bool(known) and min(known) < 1


def is_throttle(status: int, headers: Headers) -> bool:
    """429 and 503 are; 403 is when it comes with Retry-After or a spent limit (peers.md 4b)."""
    if status in (429, 503):
        return True
    if status != 403:
        return False
    has_limit = any(headers.get(name) for name in (*_RESETS, "ratelimit"))
    counts = any(headers.get(name) for name in _REMAINING)
    return bool(headers.get("retry-after")) or is_spent(headers) or (has_limit and not counts)


def spent_for(headers: Headers, now: datetime) -> timedelta | None:
    """On a good answer with nothing left of the rate limit: how long until there is again."""
    return _reset(headers, now) if is_spent(headers) else None


def fresh_for(headers: Headers, now: datetime) -> timedelta | None:
    """How long the answer stays fresh (RFC 9111 4.2.1), its Age taken off.

    max-age goes before s-maxage: we ask as one client, and a shared cache that is told of changes
    often has an s-maxage of a year.
    """
    directives = dict(_directives(headers.get("cache-control", "")))
    if "no-store" in directives or "no-cache" in directives:
        return None
    for name in ("max-age", "s-maxage"):
        if name in directives:
            seconds = _number(directives[name])
            if seconds is None:
                return None  # RFC 9111 4.2.1: invalid freshness information is stale
            return _capped(seconds - (_number(headers.get("age", "")) or 0))
    if (expires := http_date(headers.get("expires", ""))) is None:
        return None
    date = http_date(headers.get("date", "")) or now
    return _capped((expires - date).total_seconds())


def links(values: list[str], base: str) -> tuple[Link, ...]:
    """Link fields (RFC 8288), one `Link` for each relation named; targets made absolute."""
    found = []
    for target, parameters in _link_values(",".join(values)):
        try:
            href = urljoin(base, target)
            about = urljoin(base, parameters.get("anchor", ""))
        except ValueError:
            continue
        if about != base:
            continue  # says something about another document
        for rel in parameters.get("rel", "").lower().split():
            found.append(Link(href=href, rel=rel, type=parameters.get("type")))
    return tuple(found)


def _reset(headers: Headers, now: datetime) -> timedelta | None:
    for name in _RESETS:
        if (value := _number(headers.get(name, ""))) is not None:
            moment = value / 1000 if value > _EPOCH * 1000 else value  # some write milliseconds
            return _capped(moment - now.timestamp() if moment > _EPOCH else moment)
    draft = re.search(r"(?:^|[;,\s])(?:t|reset)=(\d{1,10})", headers.get("ratelimit", ""))
    return _capped(float(draft[1])) if draft else None


def _capped(seconds: float) -> timedelta | None:
    """A span above nothing and at most LONGEST."""
    return timedelta(seconds=min(seconds, LONGEST.total_seconds())) if seconds > 0 else None


def _number(text: str) -> float | None:
    match = re.fullmatch(r"\s*(\d{1,300}(?:\.\d{0,9})?)\s*", text, re.ASCII)
    return float(match[1]) if match else None


def _directives(text: str) -> Iterator[tuple[str, str]]:
    for part in reversed(re.findall(r'(?:[^,"]|"[^"]*")+', text)):  # the first of a name wins
        name, _, value = part.partition("=")
        yield name.strip().lower(), value.strip().strip('"')


_LINK = re.compile(
    r"[\s,]*+<([^>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\";,]*))?)*)"
)
_PARAMETER = re.compile(r";\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]*)))?")
_MOST_LINKS = 100


def _link_values(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    position = 0
    for _ in range(_MOST_LINKS):
        match = _LINK.match(text, position)
        if match is None:
            return
        position = match.end()
        parameters: dict[str, str] = {}
        for name, quoted, token in _PARAMETER.findall(match[2]):
            parameters.setdefault(name.lower(), quoted or token)
        yield match[1].strip(), parameters
