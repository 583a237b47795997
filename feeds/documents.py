"""A store snapshot and a target in, the document that stands at its address out.

The one place that turns addresses into bytes: server and export both ask here, so that their
documents are equal by construction. Reads the store; keeps its templates and what is known of the
sources at one version.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from jinja2 import BaseLoader

from aggregator.config import Config
from aggregator.model import Feed, Group, GroupKind, Link, Story, Tombstone
from aggregator.store import Publication
from aggregator.store.views import View

from . import catalogue, compose, indices, months, status, urls
from .answers import Absent, Answer, Document
from .cards import Known
from .formats import FORMATS, notes
from .pages import Pages
from .routes import (
    Catalogue,
    Embed,
    EmbedElement,
    FeedOf,
    Index,
    Manual,
    Month,
    Months,
    River,
    Status,
    Target,
    path_of,
)
from .selection import capped, changed, take, view_of
from .webpages import HTML, Webpages

SCRIPT = "text/javascript; charset=utf-8"
JSON = "application/json; charset=utf-8"
_SHELVED: tuple[GroupKind, ...] = ("topic", "author", "source")


class Documents:
    """Every document of one site. `loader` may give templates that stand before our own; pages of
    a site that is not `live` are files, and ask no questions."""

    def __init__(
        self, config: Config, loader: BaseLoader | None = None, *, live: bool = True
    ) -> None:
        self.config = config
        self.site = config.site
        self.pages = Pages(config.site, loader, live=live)
        self._webpages = Webpages(config, self.pages, self.known, self._groups)
        self._known: tuple[int, Known] = (-1, Known())

    def make(self, read: Publication, target: Target) -> Answer:
        """The document at a target's address. Raises FormatError, StoreError."""
        match target:
            case FeedOf():
                return self._feed(read, target)
            case Catalogue():
                return self._catalogue(read, target)
            case Status():
                return self._status(read, target)
            case EmbedElement():
                return Document(self.pages.element, SCRIPT)
            case _:
                return self._webpages.make(read, target)

    def version(self, read: Publication, target: Target) -> int:
        """Grows with each change that can alter the document at the target's address."""
        # a page shows other groups beside its own; a feed holds nothing but its group
        return read.version(
            view_of(target.address)[0] if isinstance(target, FeedOf | Embed) else View()
        )

    def has(self, read: Publication, target: FeedOf) -> bool:
        """Whether a feed is published at the target's address that will ever hold a story."""
        return not _seeks_nothing(target) and self._groups(read, target.address) is not None

    def part(
        self,
        read: Publication,
        target: FeedOf,
        stories: Sequence[Story],
        removed: Sequence[Tombstone],
    ) -> Document | None:
        """The feed at the target's address with these entries only; None when there is none."""
        groups = self._groups(read, target.address)
        if groups is None:
            return None
        feed = self._composed(read, target, groups, stories, removed)
        return self._written(read, target, feed, None)

    def hub(self, read: Publication) -> str:
        """The hub that documents name: ours once it was opened, so that a site that is only ever
        written as files names none; '' for none."""
        if self.site.hub:
            return "" if self.site.hub == "none" else self.site.hub
        return urls.absolute(self.site.url, urls.HUB) if read.hub.is_open() else ""

    def targets(self, read: Publication) -> Iterator[Target]:
        """Everything that is published but further pages and stories; each address once."""
        known = self.known(read)
        yield from _of_address(urls.Address(path="/"))
        for kind in _SHELVED:
            yield Index(kind=kind)
            for shown in indices.groups_of(read, self.config, known, kind):
                address = urls.read_feed_path(shown.path)
                if address:
                    yield from _of_address(address)
        yield EmbedElement()
        yield Months()
        for row in months.months_of(read):
            yield Month(year=row.first.year, month=row.first.month)
        yield from (Catalogue(name="feeds"), Catalogue(name="sources"))
        yield from (Status(format="html"), Status(format="json"), Status(format="atom"))
        yield Manual()

    def known(self, read: Publication) -> Known:
        """What is known of the sources; asked again when anything has changed."""
        version = read.version()
        if self._known[0] != version:
            self._known = version, indices.known_of(read)
        return self._known[1]

    def _groups(self, read: Publication, address: urls.Address) -> tuple[Group, ...] | None:
        """The groups an address names, its page's own first; None when one does not exist."""
        named: tuple[tuple[GroupKind, str], ...] = (
            ("topic", address.topic),
            ("author", address.author),
            ("source", address.source),
        )
        known = self.known(read)
        found = [
            indices.group_of(read, self.config, known, kind, slug) for kind, slug in named if slug
        ]
        groups = tuple(group for group in found if group)
        return groups if len(groups) == len(found) else None

    def _feed(self, read: Publication, target: FeedOf) -> Answer:
        address, filter = target.address, target.filter
        groups = self._groups(read, address)
        if groups is None:
            return Absent()
        if _seeks_nothing(target):
            return self._written(read, target, self._composed(read, target, groups, (), ()), None)
        known = self.known(read)
        view, keep = view_of(address, filter)
        limit = filter.limit or self.site.entries
        chosen = take(read, view, capped(keep, known.sources), limit)
        listed = [story.listed for story in chosen.stories]
        since = min(listed) if listed and chosen.following else compose.NEVER
        feed = self._composed(read, target, groups, chosen.stories, read.tombstones(view, since))
        return self._written(read, target, feed, changed(read, view, chosen.stories))

    def _composed(
        self,
        read: Publication,
        target: FeedOf,
        groups: tuple[Group, ...],
        stories: Sequence[Story],
        removed: Sequence[Tombstone],
    ) -> Feed:
        known = self.known(read)
        hub = self.hub(read)
        group, byline, *_ = (*groups, None, None)
        group = group or Group(kind="all")
        return compose.compose(
            group,
            stories,
            site=self.site,
            sources=known.sources,
            heads=known.heads,
            removed=removed,
            path=urls.with_query(target.address.path, target.filter.query),
            title=indices.title_of(group, byline, self.config, target.filter.words),
            subtitle=f"Stories that say: {target.filter.words}" if target.filter.words else "",
            links=(Link(href=hub, rel="hub"),) if hub else (),
            limit=target.filter.limit or self.site.entries,
            full=target.filter.full,
        )

    def _written(
        self, read: Publication, target: FeedOf, feed: Feed, changed: datetime | None
    ) -> Document:
        format = FORMATS[target.format]
        self_url = urls.absolute(self.site.url, path_of(target))
        body = format.render(feed, self_url, self.site)
        hub = self.hub(read)
        return Document(
            body,
            format.content_type,
            changed,
            notes=notes(feed),
            links=(("hub", hub), ("self", self_url)) if hub else (),
        )

    def _catalogue(self, read: Publication, target: Catalogue) -> Document:
        known = self.known(read)
        if target.name == "feeds":
            river = catalogue.listing(Group(kind="all"), self.site, latest=read.updated(View()))
            shown = [
                row
                for kind in _SHELVED
                for row in indices.groups_of(read, self.config, known, kind)
            ]
            body = catalogue.feeds_opml([river, *shown], self.site)
        else:
            topics = [
                Group(kind="topic", slug=topic.slug, title=topic.title)
                for topic in self.config.topics
            ]
            rows = [(row.source, row.state) for row in read.sources()]
            body = catalogue.sources_opml(rows, topics, self.site)
        return Document(body, catalogue.OPML_TYPE, read.updated(View()))

    def _status(self, read: Publication, target: Status) -> Document:
        if target.format == "json":
            value = status.status_of(read, self.config.fetch.every)
            return Document(json.dumps(value, ensure_ascii=False, indent=1).encode(), JSON)
        rows = read.sources()
        if target.format == "atom":
            feed = status.trouble_feed(rows, self.site)
            format = FORMATS["atom"]
            self_url = urls.absolute(self.site.url, path_of(target))
            return Document(format.render(feed, self_url, self.site), format.content_type)
        counts = read.counts()
        figures = (
            ("sources", len(rows)),
            ("stories", counts.stories),
            ("articles", counts.articles),
            ("authors", counts.authors),
            ("topics", counts.topics),
        )
        return Document(self.pages.status(status.by_health(rows), figures=figures), HTML)


def _seeks_nothing(target: FeedOf) -> bool:
    """A search without words finds nothing, and not everything."""
    return target.address.path == urls.SEARCH and not target.filter.words


def _of_address(address: urls.Address) -> Iterator[Target]:
    """A group's page, its headlines for others, and its feeds."""
    yield River(address=address)
    yield Embed(address=address)
    for name in FORMATS:
        yield FeedOf(address=address, format=name)
