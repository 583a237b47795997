"""A number of feeds in, what it takes to poll them out: each figure with its origin.

Pure. Costs are those of `python -m benchmarks.scale` and `benchmarks.reading` on one core of a
small server; what feeds do is assumed, and named so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

Row = tuple[str, str, str]

_CHANGED = 0.10  # of polls that bring a document that is not the last one
_ARTICLES = 2.2  # new ones a feed and day: 250 a second of ten million feeds (scale.md section 3)
_REQUEST = 5.0  # ms of CPU: 3.4 measured without TLS, the rest assumed
_NOTED = 15.0  # ms of CPU: 20 measured for a poll with its request, lease and visit, less that
_READ = 21.0  # ms of CPU for a document of 25 entries (scale.md section 2.7)
_PLACED = 31.0  # ms of CPU for a new article, measured
_STORED = 29.0  # KiB a new article with its keys and indices, measured
_LOAD = 0.6  # of a core that is planned with
_COMMITS = 150  # with news, a second: they take turns (store/beside.py); assumed, 7 ms each


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a number of feeds takes."""

    polls: float  # a second
    articles: float  # a second
    cores: float
    workers: int
    turns: float  # of the database's commits with news, the part that is used
    a_month: float  # GiB of new articles in 30 days


def size_of(feeds: int, every: timedelta) -> Size:
    """What it takes to ask so many feeds at this interval."""
    polls = feeds / every.total_seconds()
    articles = feeds * _ARTICLES / 86400
    busy = polls * (_REQUEST + _NOTED + _CHANGED * _READ) + articles * _PLACED
    cores = busy / 1000
    return Size(
        polls=polls,
        articles=articles,
        cores=cores,
        workers=max(1, ceil(cores / _LOAD)),
        turns=articles / _COMMITS,
        a_month=articles * 86400 * 30 * _STORED / 1024**2,
    )


def explained(
    feeds: int,
    every: timedelta,
    keep: timedelta | None = None,
    *,
    host_every: timedelta = timedelta(seconds=1),
    agreed: Mapping[str, timedelta] | None = None,
    hosts: Mapping[str, int] | None = None,
) -> tuple[Row, ...]:
    """(what, how much, from what) of `size_of`, for an operator; articles are kept so long.

    `hosts` are the present sources by host: which of them would be asked too often if all grew
    alike, with the pauses `agreed` with some.
    """
    size = size_of(feeds, every)
    return (
        ("polls a second", f"{size.polls:,.1f}", f"{feeds:,} feeds every {every}"),
        ("new articles a second", f"{size.articles:,.2f}", f"{_ARTICLES} a feed and day, assumed"),
        (
            "busy cores",
            f"{size.cores:,.1f}",
            f"a poll {_REQUEST + _NOTED:g} ms, one in {1 / _CHANGED:g} a document of {_READ:g} ms, "
            f"an article {_PLACED:g} ms",
        ),
        ("worker processes", f"{size.workers:,}", f"one a core, {_LOAD:.0%} busy"),
        (
            "commits with news",
            f"{size.turns:.0%} of what one database takes",
            f"one an article at worst, {_COMMITS} a second assumed",
        ),
        ("storage", f"{size.a_month:,.1f} GiB a month", f"{_STORED:g} KiB an article"),
        _kept(size, keep),
        ("one machine with SQLite", _advice(size), "one process reads and places in a few cores"),
        (
            "feeds of one host",
            f"at most {int(every / host_every):,}",
            f"one request every {host_every.total_seconds():g} s (host_every); {REMEDY}",
        ),
        *_hot(
            feeds,
            every,
            {host: (agreed or {}).get(host, host_every) for host in hosts or ()},
            hosts or {},
        ),
    )


REMEDY = "for more: WebSub, or a shorter pause agreed with the host ([fetch.hosts])"


def _hot(
    feeds: int, every: timedelta, pauses: Mapping[str, timedelta], hosts: Mapping[str, int]
) -> Iterator[Row]:
    """Hosts whose share of so many feeds is more than can be asked in time."""
    total = sum(hosts.values())
    for name, count in sorted(hosts.items(), key=lambda host: (-host[1], host[0])):
        share = feeds * count / total
        if share * pauses[name] > every:
            late = timedelta(seconds=round(share * pauses[name].total_seconds()))
            whence = f"{count:,} of {total:,} sources are there now"
            yield f"host {name}", f"{share:,.0f} feeds: one round takes {late}", whence


def _kept(size: Size, keep: timedelta | None) -> Row:
    if keep is None:
        return "storage in the end", "without end", '[store] keep = ""'
    days = keep.total_seconds() / 86400
    return (
        "storage in the end",
        f"{size.a_month * days / 30:,.1f} GiB",
        f"[store] keep, {days:g} days",
    )


def _advice(size: Size) -> str:
    return "enough" if size.workers <= 2 else "not enough: PostgreSQL and workers"
