"""A feed's address in, its document out: which stories, under which head, with which links.

Pure but for reading the store. Keeps what is known of the sources at one version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from aggregator.config import Config
from aggregator.model import Entry, Feed, Group, GroupKind, Link, Story, Tombstone
from aggregator.store import Publication
from aggregator.store.views import View

from . import archives, compose, indices, urls
from .answers import MARK, Absent, Answer, Document
from .cards import Known
from .formats import FORMATS, notes
from .routes import EVERYTHING, ArchiveOf, FeedOf, Target, path_of
from .selection import Selection, capped, changed, take, view_of

GRAVES = timedelta(days=180)
"""How long before a view's last change its documents tell of what left. Who comes later finds it in
the archive, if it ever stood there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """What a document holds besides its head. An archive holds it all, however much."""

    stories: Sequence[Story] = ()
    removed: Sequence[Tombstone] = ()
    links: Sequence[Link] = ()
    archive: bool = False


class Editions:
    """Every feed of one site."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.site = config.site
        self._known: tuple[int, Known] = (-1, Known())

    def feed(self, read: Publication, target: FeedOf) -> Answer:
        """The feed, or the further page of one, at an address."""
        found = self._whole(read, target)
        return self._written(read, target, *found) if found else Absent()

    def newer(self, read: Publication, target: FeedOf, told: frozenset[bytes]) -> Document | None:
        """The same with nothing but what a document that told this did not have (RFC 3229)."""
        found = self._whole(read, target)
        if found is None:
            return None
        feed, changed = found
        part = replace(
            feed,
            entries=tuple(one for one in feed.entries if _mark(one) not in told),
            removed=tuple(one for one in feed.removed if _mark(one) not in told),
        )
        return self._written(read, target, part, changed)

    def _whole(self, read: Publication, target: FeedOf) -> tuple[Feed, datetime | None] | None:
        address, filter = target.address, target.filter
        groups = self.groups(read, address)
        if groups is None:
            return None
        if _seeks_nothing(target):
            return self._composed(read, target, groups, _Contents()), None
        view, keep = view_of(address, filter)
        keep = capped(keep, self.known(read).sources)
        chosen = take(read, view, keep, filter.limit or self.site.entries, target.before)
        told_of = graves_since(read, view, chosen.since)
        removed = () if target.before else read.tombstones(view, told_of)
        contents = _Contents(
            stories=chosen.stories, removed=removed, links=self._links(read, target, chosen)
        )
        feed = self._composed(read, target, groups, contents)
        when = changed(read, view, chosen.stories)
        if when and not (feed.entries or feed.removed or filter != EVERYTHING):
            feed = replace(feed, updated=when)  # it had stories, and is empty since
        return feed, when

    def told(self, read: Publication, address: urls.Address) -> Selection:
        """The stories in a group's own document."""
        view, keep = view_of(address)
        return take(read, view, capped(keep, self.known(read).sources), self.site.entries)

    def archived(
        self,
        read: Publication,
        target: ArchiveOf,
        stories: Sequence[Story],
        removed: Sequence[Tombstone],
    ) -> bytes:
        """An archive document (RFC 5005 4) with these entries, to be closed as it is now."""
        current = FeedOf(address=target.address, format="atom")
        groups = self.groups(read, target.address) or (Group(kind="all"),)
        links = [Link(href=self._absolute(current), rel="current")]
        if target.number > 1:
            before = replace(target, number=target.number - 1)
            links.append(Link(href=self._absolute(before), rel="prev-archive"))
        contents = _Contents(stories=stories, removed=removed, links=links, archive=True)
        feed = self._composed(read, current, groups, contents)
        return FORMATS["atom"].render(feed, self._absolute(target), self.site)

    def _links(self, read: Publication, target: FeedOf, chosen: Selection) -> list[Link]:
        """The hub, and where the rest of the feed is: in its archive, or in further pages."""
        hub = self.hub(read)
        links = [Link(href=hub, rel="hub")] if hub and not target.before else []
        group = archives.key_of(target.address)
        if group and target == FeedOf(address=target.address, format="atom"):
            if last := read.archives.last(group):
                newest = ArchiveOf(address=target.address, number=last)
                links.append(Link(href=self._absolute(newest), rel="prev-archive"))
        elif chosen.following:
            further = replace(target, before=chosen.following)
            links.append(Link(href=self._absolute(further), rel="next"))
        return links

    def _absolute(self, target: Target) -> str:
        return urls.absolute(self.site.url, path_of(target))

    def _composed(
        self,
        read: Publication,
        target: FeedOf,
        groups: tuple[Group, ...],
        contents: _Contents,
    ) -> Feed:
        known = self.known(read)
        group, byline, *_ = (*groups, None, None)
        group = group or Group(kind="all")
        return compose.compose(
            group,
            contents.stories,
            site=self.site,
            sources=known.sources,
            heads=known.heads,
            removed=contents.removed,
            path=urls.with_query(target.address.path, target.filter.query),
            title=indices.title_of(group, byline, self.config, target.filter.words),
            subtitle=f"Stories that say: {target.filter.words}" if target.filter.words else "",
            links=tuple(contents.links),
            limit=len(contents.stories)
            if contents.archive
            else target.filter.limit or self.site.entries,
            capped=not contents.archive,
            full=target.filter.full,
        )

    def _written(
        self, read: Publication, target: FeedOf, feed: Feed, changed: datetime | None = None
    ) -> Document:
        format = FORMATS[target.format]
        self_url = self._absolute(target)
        body = format.render(feed, self_url, self.site)
        hub = "" if target.before else self.hub(read)
        return Document(
            body,
            format.content_type,
            changed,
            notes=notes(feed),
            links=(("hub", hub), ("self", self_url)) if hub else (),
            told=frozenset({*map(_mark, feed.entries), *map(_mark, feed.removed)}),
        )

    def has(self, read: Publication, target: FeedOf) -> bool:
        """Whether a feed is published at the target's address that will ever tell anything new."""
        if target.before or _seeks_nothing(target):
            return False
        return self.groups(read, target.address) is not None

    def part(
        self,
        read: Publication,
        target: FeedOf,
        stories: Sequence[Story],
        removed: Sequence[Tombstone],
    ) -> Document | None:
        """The feed at the target's address with these entries only; None when there is none."""
        groups = self.groups(read, target.address)
        if groups is None:
            return None
        hub = self.hub(read)
        links = [Link(href=hub, rel="hub")] if hub else []
        contents = _Contents(stories=stories, removed=removed, links=links)
        return self._written(read, target, self._composed(read, target, groups, contents))

    def hub(self, read: Publication) -> str:
        """The hub that documents name: ours once it was opened, so that a site that is only ever
        written as files names none; '' for none."""
        if self.site.hub:
            return "" if self.site.hub == "none" else self.site.hub
        return urls.absolute(self.site.url, urls.HUB) if read.hub.is_open() else ""

    def known(self, read: Publication) -> Known:
        """What is known of the sources; asked again when anything has changed."""
        version = read.version()
        if self._known[0] != version:
            self._known = version, indices.known_of(read, self._known[1])
        return self._known[1]

    def groups(self, read: Publication, address: urls.Address) -> tuple[Group, ...] | None:
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


def graves_since(read: Publication, view: View, since: datetime | None) -> datetime:
    """From when on a document tells of what left: as long as its stories reach back (`since`; None:
    they are all there are), but not for ever. The view's own last change stands in for a clock."""
    changed = read.updated(view)
    bound = changed - GRAVES if changed else compose.NEVER
    return max(since or compose.NEVER, bound)


def _mark(one: Entry | Tombstone) -> bytes:
    """What tells a reader who has it from one who has not: of the id, and its material change."""
    said = f"{one.id} {one.updated}" if isinstance(one, Entry) else f"{one.uri} was removed"
    return blake2b(said.encode(), digest_size=MARK).digest()


def _seeks_nothing(target: FeedOf) -> bool:
    """A search without words finds nothing, and not everything."""
    return target.address.path == urls.SEARCH and not target.filter.words
