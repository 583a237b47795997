"""A request log in, how well each rule of fetching was kept out. Pure.

The rules are numbered as in docs/manners.md. Every one is judged from what a publisher sees: the
requests, and the heads of the answers they got. Times are the world's own (`Asked.now`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

from .server import Asked

_ALLOWED = {
    "host", "user-agent", "accept", "accept-encoding", "if-none-match", "if-modified-since", "a-im",
}  # fmt: skip
_FEED_TYPES = ("application/atom+xml", "application/rss+xml", "application/feed+json")
_USEFUL = (200, 203, 226, 304)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_SLACK = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How often a rule could have been broken, and where it was."""

    rule: str
    of: int
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the log alone does not tell: wishes that stand in bodies, headers of the operator's."""

    at_least: Mapping[str, timedelta]  # by path
    skipped_hours: Mapping[str, frozenset[int]]
    own_headers: frozenset[str] = frozenset()
    own_hosts: frozenset[str] = frozenset()  # where those may be shown


def score(log: Sequence[Asked], terms: Terms) -> tuple[Kept, ...]:
    """Every rule, in order."""
    by_url: dict[str, list[Asked]] = defaultdict(list)
    for asked in log:
        by_url[asked.host + asked.path].append(asked)
    pages = list(by_url.values())
    return (
        _rule("F1 validators as received", _verbatim(pages)),
        _rule("F2 one unconditional request", _unconditional(pages)),
        _rule("F3 the newest validators", _newest(pages)),
        _rule("F6 hourly, and daily without conditions", _not_too_often(pages, terms)),
        _rule("F7 not while fresh", _not_while_fresh(pages)),
        _rule("F8 Retry-After obeyed", _retry_after(pages)),
        _rule("F9 permanent moves adopted, gone is gone", _moves(pages)),
        _rule("F10 one honest name", _name(log)),
        _rule("F11 Accept, Accept-Encoding, no cookies, no more", _fields(log, terms)),
        _rule("F12 GET only, nothing twice at once", _once(pages)),
        _rule("F13 ttl and skipHours", _wishes(pages, terms)),
        _rule("F15 own headers stay at home", _own_headers(log, terms)),
    )


def broken(kept: Iterable[Kept]) -> list[str]:
    """What to show when a rule was not kept, or could not be told for want of cases."""
    kept = tuple(kept)
    untold = [f"{one.rule}: nothing in the log tells" for one in kept if not one.of]
    return untold + [f"{one.rule}: {case}" for one in kept for case in one.broken]


_Cases = Iterable[tuple[bool, str]]


def _rule(name: str, cases: _Cases) -> Kept:
    found = list(cases)
    return Kept(rule=name, of=len(found), broken=tuple(words for good, words in found if not good))


def _verbatim(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        given: dict[str, set[str]] = {"etag": set(), "last-modified": set()}
        for one in asked:
            for sent, field in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
                if sent in one.headers:
                    yield one.headers[sent] in given[field], f"{one.path}: {one.headers[sent]}"
                if field in one.got:
                    given[field].add(one.got[field])


def _unconditional(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        has_given = False
        for one in asked:
            if has_given:
                is_conditional = (
                    "if-none-match" in one.headers or "if-modified-since" in one.headers
                )
                yield is_conditional, f"{one.path}: request {one.count} without conditions"
            has_given = has_given or (
                one.status in (200, 304) and ("etag" in one.got or "last-modified" in one.got)
            )


def _newest(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        newest = ""
        for one in asked:
            if "if-none-match" in one.headers and newest:
                yield one.headers["if-none-match"] == newest, f"{one.path}: not {newest}"
            if one.status in _USEFUL:
                newest = one.got.get("etag", newest)


def _gaps(asked: list[Asked]) -> Iterable[tuple[Asked, Asked, timedelta]]:
    for one, two in pairwise(asked):
        yield one, two, two.now - one.now


def _not_too_often(pages: list[list[Asked]], terms: Terms) -> _Cases:
    for asked in pages:
        for one, two, gap in _gaps(asked):
            if one.status != 200 or one.path in terms.at_least:
                continue
            if one.got.get("cache-control") or one.got.get("expires"):
                continue  # the publisher's own word goes before the general rule
            can = "etag" in one.got or "last-modified" in one.got
            least = _HOUR if can else _DAY / 1.1
            yield gap >= least - _SLACK, f"{two.path}: again after {gap}"


def _not_while_fresh(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        for one, two, gap in _gaps(asked):
            if one.status in _USEFUL and (fresh := _fresh(one)) > timedelta(0):
                yield gap >= fresh - _SLACK, f"{two.path}: after {gap} of {fresh}"


def _fresh(one: Asked) -> timedelta:
    control = one.got.get("cache-control", "")
    if "max-age=" in control:
        return min(timedelta(seconds=int(control.split("max-age=")[1].split(",")[0])), _DAY)
    if "expires" in one.got:
        return min(parsedate_to_datetime(one.got["expires"]) - one.now, _DAY)
    return timedelta(0)


def _retry_after(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        for one, two, gap in _gaps(asked):
            if one.status in (429, 503, 403) and (told := _told(one)) > timedelta(0):
                yield gap >= told - _SLACK, f"{two.path}: after {gap} of {told}"


def _told(one: Asked) -> timedelta:
    text = one.got.get("retry-after") or one.got.get("x-ratelimit-reset") or ""
    if text.isdigit():
        return min(timedelta(seconds=int(text)), _DAY)
    return min(parsedate_to_datetime(text) - one.now, _DAY) if text else timedelta(0)


def _moves(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        gone = next((n for n, one in enumerate(asked) if one.status == 410), None)
        if gone is not None:
            yield len(asked) == gone + 1, f"{asked[0].path}: asked after 410"
        moved = [one for one in asked if one.status in (301, 308)]
        if moved:
            watched = moved[-1].now - moved[0].now
            yield len(moved) >= 3, f"{asked[0].path}: adopted after {len(moved)}"
            yield watched <= timedelta(days=4), f"{asked[0].path}: still asked after {watched}"


def _name(log: Sequence[Asked]) -> _Cases:
    names = {one.headers.get("user-agent", "") for one in log}
    yield len(names) == 1, f"{len(names)} names"
    for name in names:
        yield name.startswith("Feedmill/") and "(+" in name and "@" in name, name


def _fields(log: Sequence[Asked], terms: Terms) -> _Cases:
    for one in log:
        names = {name.lower() for name in one.headers} - terms.own_headers
        yield names <= _ALLOWED, f"{one.path}: {sorted(names - _ALLOWED)}"
        accepted = one.headers.get("accept", "")
        yield all(kind in accepted for kind in _FEED_TYPES), f"{one.path}: Accept {accepted}"
        yield "gzip" in one.headers.get("accept-encoding", ""), f"{one.path}: no gzip"


def _once(pages: list[list[Asked]]) -> _Cases:
    for asked in pages:
        for one in asked:
            yield one.method == "GET", f"{one.path}: {one.method}"
        for _, two, gap in _gaps(asked):
            yield gap > timedelta(0), f"{two.path}: twice at {two.now}"


def _wishes(pages: list[list[Asked]], terms: Terms) -> _Cases:
    for asked in pages:
        for one, two, gap in _gaps(asked):
            if one.path in terms.at_least and one.status in _USEFUL:
                least = terms.at_least[one.path]
                yield gap >= least - _SLACK, f"{two.path}: after {gap} of {least}"
            if one.path in terms.skipped_hours:
                hours = terms.skipped_hours[one.path]
                yield two.now.hour not in hours, f"{two.path}: at {two.now:%H:%M}"


def _own_headers(log: Sequence[Asked], terms: Terms) -> _Cases:
    for one in log:
        shown = {name.lower() for name in one.headers} & terms.own_headers
        if terms.own_headers:
            yield not shown or one.host in terms.own_hosts, f"{one.host}{one.path}: {sorted(shown)}"


def busiest(times: Iterable[datetime | float], window: float) -> int:
    """The most requests in any window of that many seconds."""
    moments = sorted(t.timestamp() if isinstance(t, datetime) else t for t in times)
    most = start = 0
    for end, moment in enumerate(moments):
        while moment - moments[start] > window:
            start += 1
        most = max(most, end - start + 1)
    return most
