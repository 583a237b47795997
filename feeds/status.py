"""What the store knows of each source in, the operator's view out: data, page values, feed. Pure
but for the store snapshot that `status_of` is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Literal, get_args

from aggregator import __version__
from aggregator.config import Site
from aggregator.errors import FailureKind
from aggregator.model import Entry, Feed, Link, Person
from aggregator.store import Publication
from aggregator.store.views import SourceRow
from aggregator.text.urls import without_secrets

from . import urls
from .cards import Named
from .compose import NEVER
from .words import plain

Health = Literal["failing", "gone", "throttled", "paused", "new", "ok"]
"""Worst first; the words stand in /status.json."""

_SAID: dict[Health, tuple[str, str]] = {
    "failing": (
        "Failing",
        "The last poll of these failed. Each is asked again, ever less often, until it can be "
        "read.",
    ),
    "gone": (
        "Gone",
        "Their servers say that these are gone for good. They are not asked any more; "
        "remove them from the configuration, or give their new address.",
    ),
    "throttled": ("Asked to wait", "Their servers want fewer requests. They get them."),
    "paused": ("Paused", "Not asked until they are resumed."),
    "new": ("New", "Not asked yet."),
    "ok": ("Well", "The last poll of these went as it should."),
}
_TROUBLE: dict[FailureKind, str] = {
    "fetch": "No usable answer",
    "read": "The answer could not be read",
    "refused": "Refused",
    "throttled": "The server asks us to wait",
    "gone": "The server says it is gone for good",
    "store": "The answer could not be stored",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source on the status page."""

    source: Named
    url: str
    last_success: datetime | None
    next_poll: datetime | None
    no_poll: str
    trouble: str
    since: datetime | None
    times: int
    entries: int
    stories: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthGroup:
    """The sources in one state of health."""

    name: Health
    title: str
    tell: str
    rows: tuple[SourceLine, ...]


def status_of(read: Publication, every: timedelta = timedelta(hours=1)) -> dict[str, Any]:
    """/status.json; `every` ([fetch] every) stands in for sources that were never polled."""
    counts = read.counts()
    return {
        "sources": [_row(row, every) for row in read.sources()],
        "stories": counts.stories,
        "articles": counts.articles,
        "authors": counts.authors,
        "topics": counts.topics,
        "let_go": counts.let_go,
        "version": __version__,
    }


def health_of(row: SourceRow) -> Health:
    """The state a source is in, in one word."""
    state = row.state
    if state.gone:
        return "gone"
    if state.paused:
        return "paused"
    if state.failure:
        return "throttled" if state.failure.kind == "throttled" else "failing"
    return "ok" if state.last_success else "new"


def title_of(row: SourceRow) -> str:
    """The operator's word for a source, its own, or its address."""
    own = row.state.feed.title if row.state.feed else ""
    return row.source.title or own or shown_address(row.source.url)


def shown_address(url: str) -> str:
    """An address for everyone's eyes: of a local file only the name, not where it lies."""
    if not url.startswith("file:"):
        return without_secrets(url)
    return f"file {url.removeprefix('file:').rpartition('/')[2]}"


def by_health(rows: Iterable[SourceRow]) -> tuple[HealthGroup, ...]:
    """Sources under their states of health, worst first; a state without sources is left out."""
    found: dict[Health, list[SourceRow]] = {health: [] for health in get_args(Health)}
    for row in rows:
        found[health_of(row)].append(row)
    return tuple(
        HealthGroup(
            name=health,
            title=_SAID[health][0],
            tell=_SAID[health][1],
            rows=tuple(_line(row) for row in sorted(of_health, key=_by_title)),
        )
        for health, of_health in found.items()
        if of_health
    )


def trouble_of(row: SourceRow) -> str:
    """What is wrong with a source, in plain words; '' when nothing is.

    Messages start with their subject, which stands beside these words already.
    """
    failure = row.state.failure
    if failure is None:
        return ""
    # of an address with a query a message shows the beginning (aggregator.hops.shown)
    addresses = [
        f"{path}?…" if mark else path
        for path, mark, _ in (url.partition("?") for url in (row.source.url, row.state.url))
    ]
    message = next(
        (
            failure.message.removeprefix(f"{url}: ")
            for url in addresses
            if failure.message.startswith(url)
        ),
        failure.message,
    )
    return f"{_TROUBLE[failure.kind]}: {message}"


def trouble_feed(rows: Iterable[SourceRow], site: Site) -> Feed:
    """A feed for the operator: one entry for each trouble that lasts, from when it began."""
    troubled = [row for row in rows if row.state.failure]
    page = urls.absolute(site.url, urls.STATUS)
    entries = sorted(
        (_trouble_entry(row, page) for row in troubled),
        key=lambda entry: (entry.updated or NEVER, entry.id),
        reverse=True,
    )
    return Feed(
        id=urls.absolute(site.url, urls.feed_path(urls.STATUS, "atom")),
        title=f"Status of {site.title}",
        subtitle="Sources that fail, and since when",
        links=(Link(href=page, type="text/html"),),
        updated=max((entry.updated or NEVER for entry in entries), default=NEVER),
        authors=(Person(name=site.title, uri=urls.absolute(site.url, "/")),),
        language="en",
        entries=tuple(entries),
    )


def _trouble_entry(row: SourceRow, page: str) -> Entry:
    """One lasting trouble. The count of tries is left out: it would renew the entry each poll."""
    failure = row.state.failure
    since = failure.since if failure else NEVER
    seed = f"{row.source.id} {since.isoformat()} {failure.kind if failure else ''}"
    said = trouble_of(row).replace("&", "&amp;").replace("<", "&lt;")
    return Entry(
        id=f"{page}#{row.source.id}-{blake2b(seed.encode(), digest_size=6).hexdigest()}",
        title=f"{title_of(row)}: {trouble_of(row)}",
        links=(Link(href=page),),
        summary=said,
        content=f"<p>{said}</p>",
        published=since,
        updated=since,
        authors=(Person(name="Feedmill"),),
        language="en",
    )


def _line(row: SourceRow) -> SourceLine:
    state, failure = row.state, row.state.failure
    waits = not (state.gone or state.paused)
    title, address = title_of(row), shown_address(row.source.url)
    return SourceLine(
        source=Named(title=title, path=urls.group_path("source", row.source.id)),
        url="" if address == title else address,
        last_success=state.last_success,
        next_poll=state.next_poll if waits else None,
        no_poll="at once" if waits else "none",
        trouble=trouble_of(row),
        since=failure.since if failure else None,
        times=failure.times if failure else 0,
        entries=row.entries,
        stories=row.stories,
        copies=row.copies,
    )


def _row(row: SourceRow, every: timedelta) -> dict[str, Any]:
    state, failure = row.state, row.state.failure
    interval = state.every or row.source.every or every
    return {
        "id": row.source.id,
        "url": without_secrets(row.source.url),
        "title": plain(title_of(row)),
        "health": health_of(row),
        "last_poll": _when(state.last_poll),
        "last_success": _when(state.last_success),
        "next_poll": _when(state.next_poll),
        "every": round(interval.total_seconds()),
        "error": failure
        and {
            "kind": failure.kind,
            "message": plain(failure.message),
            "since": _when(failure.since),
            "times": failure.times,
        },
        "entries": row.entries,
        "stories": row.stories,
        "copies": row.copies,
    }


def _by_title(row: SourceRow) -> tuple[str, str]:
    return title_of(row).casefold(), row.source.id


def _when(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
