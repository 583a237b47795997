"""A requested path and query in, what they ask for out; and its one right path back. Pure.

Parameters we do not know are ignored, and those we know are put in one order, so that one view has
one address, one id and one place in the cache.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl

from aggregator.model import GroupKind, StoryId
from aggregator.store.views import Cursor
from aggregator.text.query import asked

from . import urls
from .urls import Address, FormatName

CatalogueName = Literal["feeds", "sources"]
StatusFormat = Literal["html", "json", "atom"]

MOST = 500
"""Entries that `limit` can ask for at most."""

_MARK = r"(\d{8}T\d{6})(?:\.(\d{3}))?Z-([A-Za-z0-9]{1,40})"
_CURSOR = re.compile(rf"(.*)/before/{_MARK}")
_STORY = re.compile(r"/stories/([A-Za-z0-9]{1,40})")
_MONTH = re.compile(r"/archive/([12]\d{3})/(0[1-9]|1[0-2])")
_SLUG = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_GROUPED: tuple[GroupKind, ...] = ("topic", "author", "source")
_STATUS: dict[str, StatusFormat] = {
    "/status": "html",
    "/status.json": "json",
    "/status.atom": "atom",
}
_CATALOGUES: dict[str, CatalogueName] = {
    urls.FEEDS_OPML: "feeds",
    urls.SOURCES_OPML: "sources",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a query string takes out of a feed. `wanted` and `unwanted` are (kind, slug).

    `words` is a query in the language of `aggregator.text.query`; "" asks for no words.
    """

    wanted: tuple[tuple[GroupKind, str], ...] = ()
    unwanted: tuple[tuple[GroupKind, str], ...] = ()
    language: str = ""
    words: str = ""
    limit: int | None = None
    full: bool = True

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The parameters that ask for exactly this."""
        return (
            *self.wanted,
            *((f"not_{kind}", slug) for kind, slug in self.unwanted),
            ("lang", self.language),
            ("q", self.words),
            ("limit", "" if self.limit is None else str(self.limit)),
            ("full", "" if self.full else "0"),
        )


EVERYTHING = Filter()
"""The filter of a feed without a query string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class River:
    """A page of stories: all, or of a group; from the top, or from a place further down."""

    address: Address
    before: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOf:
    """A feed document, or with `before` the further page of one that starts there.

    `address` is that of the page it belongs to.
    """

    address: Address
    format: FormatName
    filter: Filter = EVERYTHING
    before: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOf:
    """Archive document `number` of a group's feed, counted from 1, the oldest."""

    address: Address
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The page that lists all groups of a kind."""

    kind: GroupKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """One story."""

    id: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What a search finds, newest first; a filter without words has found nothing yet."""

    filter: Filter
    before: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The page that lists all months with stories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The headlines of a month (UTC, 1 to 12), from its end, or from a place further down."""

    year: int
    month: int
    before: Cursor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Headlines for a page of another site; `address` is that of our page with the same stories."""

    address: Address
    filter: Filter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedElement:
    """The custom element that shows headlines on a page of another site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """An OPML document."""

    name: CatalogueName


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The health of the sources."""

    format: StatusFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The right path of what was asked for with a '/' too many or too few."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """What our JSON extension and our query strings mean."""


Page = River | Index | StoryPage | SearchPage | Months | Month | Embed | Manual
"""What is read as HTML; the status page stands by its data."""

Target = Page | FeedOf | ArchiveOf | EmbedElement | Catalogue | Status
"""What can be asked for; frozen and hashable, so that answers can be kept by it."""


_FIXED: dict[str, Target] = {
    urls.ARCHIVE: Months(),
    urls.EMBED_ELEMENT: EmbedElement(),
    urls.JSON_DOCS: Manual(),
}


@lru_cache(maxsize=4096)
def target_of(path: str, query: str = "") -> Target | Elsewhere | None:
    """What a decoded path with its raw query string asks for; None when nothing has the address.

    Whether the named group or story exists is for the store to say.
    """
    if len(path) > 500:
        return None
    if found := _target(path, query):
        return found
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    meant = _target(other, "") if other else None
    return Elsewhere(path=path_of(meant)) if meant else None


def path_of(target: Target) -> str:
    """The path of a target, with its query where it has one; the inverse of `target_of`."""
    match target:
        case River() | Month():
            return _paged_path(target)
        case FeedOf() | SearchPage() | Embed():
            return _queried_path(target)
        case ArchiveOf(address=address, number=number):
            return urls.archive_path(address.path, number)
        case Index(kind=kind):
            return urls.SHELVES[kind]
        case StoryPage(id=id):
            return urls.story_path(id)
        case Catalogue(name=name):
            return f"/{name}.opml"
        case Status(format=format):
            return urls.STATUS if format == "html" else f"{urls.STATUS}.{format}"
        case Months() | Manual() | EmbedElement():
            return next(path for path, fixed in _FIXED.items() if fixed == target)


def surrogates_of(target: Target) -> tuple[str, ...]:
    """The names of what a document is made of: when the group changes, so may the document.

    A feed is made of its group; everything else shows something of all of them.
    """
    if not isinstance(target, FeedOf | ArchiveOf | Embed):
        return ("all",)
    address = target.address
    named = (("topic", address.topic), ("author", address.author), ("source", address.source))
    return tuple(f"{kind}/{slug}" for kind, slug in named if slug) or ("all",)


def _paged_path(target: River | Month) -> str:
    if isinstance(target, Month):
        page = f"{urls.ARCHIVE}{target.year:04}/{target.month:02}"
    else:
        page = target.address.path
    if target.before is None:
        return page
    return f"{page.rstrip('/')}/before/{_mark(target.before)}"


def _queried_path(target: FeedOf | SearchPage | Embed) -> str:
    if isinstance(target, Embed):
        return urls.with_query(urls.embed_path(target.address.path), target.filter.query)
    path = urls.SEARCH
    if isinstance(target, FeedOf):
        path = urls.feed_path(target.address.path, target.format)
    place = (("before", _mark(target.before)),) if target.before else ()
    return urls.with_query(path, (*target.filter.query, *place))


def _target(path: str, query: str) -> Target | None:
    if kind := next((kind for kind, shelf in urls.SHELVES.items() if shelf == path), None):
        return Index(kind=kind)
    if path in _CATALOGUES:
        return Catalogue(name=_CATALOGUES[path])
    if path in _FIXED:
        return _FIXED[path]
    if path in _STATUS:
        return Status(format=_STATUS[path])
    if story := _STORY.fullmatch(path):
        return StoryPage(id=StoryId(story[1]))
    if mark := _CURSOR.fullmatch(path):
        before = _cursor(mark)
        return _pages(mark[1] or "/", before) if before else None
    return _pages(path, None) or _queried(path, query)


def _queried(path: str, query: str) -> Target | None:
    """What takes a query string."""
    filter = filter_of(query)
    if path == urls.SEARCH:
        return SearchPage(filter=replace(filter, limit=None, full=True), before=_place_in(query))
    if path.startswith("/embed/"):
        stem = "/" if path == "/embed/all" else path.removeprefix("/embed")
        page = urls.read_feed_path(stem) if path != "/embed/" else None
        if page is None or page.format or not _published(page):
            return None
        return Embed(address=page, filter=filter)
    address = urls.read_feed_path(path)
    return _feed(address, query) if address and _published(address) else None


def _feed(address: Address, query: str) -> FeedOf | ArchiveOf | None:
    if address.format is None:
        return None
    stem = replace(address, format=None, archive=None)
    if address.archive:
        return ArchiveOf(address=stem, number=address.archive) if _listed(address) else None
    return FeedOf(
        address=stem, format=address.format, filter=filter_of(query), before=_place_in(query)
    )


def _place_in(query: str) -> Cursor | None:
    """The place that a further page of a search or a feed starts from."""
    mark = re.search(rf"(?:^|&)(before)={_MARK}(?:&|$)", query)
    return _cursor(mark) if mark else None


def _pages(path: str, before: Cursor | None) -> River | Month | None:
    """What goes on over several pages, from the top or from a place further down."""
    if month := _MONTH.fullmatch(path):
        return Month(year=int(month[1]), month=int(month[2]), before=before)
    page = _page(path)
    return River(address=page, before=before) if page else None


def _page(path: str) -> Address | None:
    address = urls.read_feed_path(path)
    if address is None or address.format is not None or not _listed(address):
        return None
    return address


def _listed(address: Address) -> bool:
    """Whether it is the river or a group."""
    return address.path == "/" or bool(address.topic or address.author or address.source)


def _published(address: Address) -> bool:
    """Whether it has feeds of stories; those of /status are no such."""
    return address.path == urls.SEARCH or _listed(address)


def filter_of(query: str) -> Filter:
    """The filter a query string asks for; what cannot be understood is ignored."""
    try:
        given = parse_qsl(query, max_num_fields=50)
    except ValueError:
        return EVERYTHING
    last = dict(given)
    limit = last.get("limit", "")
    language = last.get("lang", "").strip().lower()
    sought = asked(last.get("q", ""))
    return Filter(
        wanted=_pairs(given, ""),
        unwanted=_pairs(given, "not_"),
        language=language if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}", language) else "",
        words=sought.text if sought else "",
        limit=min(max(int(limit), 1), MOST) if re.fullmatch(r"\d{1,6}", limit) else None,
        full=last.get("full", "") not in ("0", "false", "no"),
    )


def _pairs(given: Iterable[tuple[str, str]], prefix: str) -> tuple[tuple[GroupKind, str], ...]:
    kinds = {f"{prefix}{kind}": kind for kind in _GROUPED}
    found = {
        (kinds[key], value)
        for key, value in given
        if key in kinds and len(value) <= 200 and _SLUG.fullmatch(value)
    }
    return tuple(sorted(found))


def _mark(cursor: Cursor) -> str:
    """A place as part of a path; the capital letters keep it from being taken for a slug."""
    parts = f"{cursor.listed.microsecond // 1000:03}"
    fraction = "" if parts == "000" else f".{parts}"
    return f"{cursor.listed:%Y%m%dT%H%M%S}{fraction}Z-{cursor.id}"


def _cursor(mark: re.Match[str]) -> Cursor | None:
    try:
        listed = datetime.strptime(mark[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    listed = listed.replace(microsecond=int(mark[3] or 0) * 1000)
    return Cursor(listed=listed, id=StoryId(mark[4]))
