"""A store snapshot and a target in, the document that stands at its address out.

The one place that turns addresses into bytes: server and export both ask here, so that their
documents are equal by construction. Reads the store; keeps its templates and what is known of the
sources at one version.
"""

import json
from collections.abc import Iterator

from aggregator.config import Config
from aggregator.model import Group, GroupKind
from aggregator.store import Publication
from aggregator.store.views import View

from . import archives, catalogue, indices, schedule, status, urls
from .answers import Answer, Document
from .editions import Editions
from .formats import FORMATS
from .pages import OURS, Pages, Theme
from .routes import (
    ArchiveOf,
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
from .selection import view_of
from .webpages import HTML, Webpages

SCRIPT = "text/javascript; charset=utf-8"
JSON = "application/json; charset=utf-8"
_SHELVED: tuple[GroupKind, ...] = ("topic", "author", "source")


class Documents:
    """Every document of one site. Pages of a site of files (not `live`) ask no questions."""

    def __init__(self, config: Config, theme: Theme = OURS, *, live: bool = True) -> None:
        self.config = config
        self.site = config.site
        self.pages = Pages(config.site, theme, live=live)
        self.editions = Editions(config)
        self._webpages = Webpages(config, self.pages, self.editions.known, self.editions.groups)

    def make(self, read: Publication, target: Target) -> Answer:
        """The document at a target's address. Raises FormatError, StoreError."""
        match target:
            case FeedOf():
                return self.editions.feed(read, target)
            case ArchiveOf():
                return archives.document_at(read, target)
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
        if isinstance(target, FeedOf | ArchiveOf | Embed):
            return read.version(view_of(target.address)[0])
        return read.version(View())

    def targets(self, read: Publication) -> Iterator[Target]:
        """Everything that is published but further pages and stories; each address once."""
        known = self.editions.known(read)
        yield from self._of_address(read, urls.Address(path="/"))
        for kind in _SHELVED:
            yield Index(kind=kind)
            for shown in indices.groups_of(read, self.config, known, kind):
                address = urls.read_feed_path(shown.path)
                if address:
                    yield from self._of_address(read, address)
        yield EmbedElement()
        yield Months()
        for row in self._webpages.months(read):
            yield Month(year=row.first.year, month=row.first.month)
        yield from (Catalogue(name="feeds"), Catalogue(name="sources"))
        yield from (Status(format="html"), Status(format="json"), Status(format="atom"))
        yield Manual()

    def _of_address(self, read: Publication, address: urls.Address) -> Iterator[Target]:
        """A group's page, its headlines for others, its feeds and their archive."""
        yield River(address=address)
        yield Embed(address=address)
        for name in FORMATS:
            yield FeedOf(address=address, format=name)
        group = archives.key_of(address)
        for number in range(1, (read.archives.last(group) if group else 0) + 1):
            yield ArchiveOf(address=address, number=number)

    def _catalogue(self, read: Publication, target: Catalogue) -> Document:
        known = self.editions.known(read)
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
        due = (row.state.next_poll for row in rows if not (row.state.gone or row.state.paused))
        body = self.pages.status(
            status.by_health(rows),
            figures=figures,
            schedule=schedule.schedule_of(filter(None, due)),
        )
        return Document(body, HTML)
