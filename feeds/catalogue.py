"""Groups and sources in, lists of feeds out: values for the index pages, and OPML 2.0. Pure.

A list of feeds is no feed, so OPML is no format; its documents are written here. Nothing reads a
clock: dateModified is that of the newest story listed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree

from aggregator.config import Site
from aggregator.model import Group, GroupKind, PollState, Source
from aggregator.text.urls import without_secrets

from . import urls
from .words import language_tag, plain

OPML_TYPE = "text/x-opml; charset=utf-8"
_DOCS = "http://opml.org/spec2.opml"
_NAMES: tuple[tuple[GroupKind, str], ...] = (
    ("topic", "Topics"),
    ("author", "Authors"),
    ("source", "Sources"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A published group as the index pages and the catalogue show it. `path` is its page."""

    group: Group
    path: str
    title: str
    stories: int = 0
    latest: datetime | None = None

    @property
    def feeds(self) -> tuple[tuple[urls.FormatName, str], ...]:
        """Its feeds: format and path."""
        return tuple((name, urls.feed_path(self.path, name)) for name in urls.FORMAT_NAMES)


def listing(
    group: Group, site: Site, *, stories: int = 0, latest: datetime | None = None
) -> Listing:
    """The group's place in the catalogue; the river is listed under the site's title."""
    title = site.title if group.kind == "all" else group.title or group.slug
    return Listing(
        group=group, path=urls.path_of(group), title=title, stories=stories, latest=latest
    )


def feeds_opml(listings: Sequence[Listing], site: Site) -> bytes:
    """What is published: the river, then a folder each for topics (by level), authors, sources."""
    newest = max((shown.latest for shown in listings if shown.latest), default=None)
    root, body = _document(f"Feeds of {site.title}", site, newest)
    for shown in listings:
        if shown.group.kind == "all":
            _feed(body, shown, site)
    for kind, name in _NAMES:
        shelf = [shown for shown in listings if shown.group.kind == kind]
        if shelf:
            folder = _outline(body, name)
            if kind == "topic":
                _by_level(folder, shelf, site)
            else:
                for shown in shelf:
                    _feed(folder, shown, site)
    if len(body) == 0:
        _outline(body, "Nothing is published yet")  # a body needs an outline (OPML 2.0, "body")
    return _bytes(root)


def sources_opml(
    rows: Iterable[tuple[Source, PollState | None]], topics: Sequence[Group], site: Site
) -> bytes:
    """The blogroll: each source in the folder of its first topic, its topics as categories.

    A source that has no public address (a local file, a page read as a list) is listed by the feed
    that we make of it.
    """
    root, body = _document(f"Sources of {site.title}", site, None)
    named = {topic.slug: topic.title for topic in topics}
    folders: dict[str, Any] = {}
    for source, state in rows:
        if source.kind == "opml":
            continue
        parent = body
        if source.topics:
            parent = _folder(body, folders, source.topics[0], named)
        _source(parent, source, state, site)
    if len(body) == 0:
        _outline(body, "No sources yet")
    return _bytes(root)


def public_address(source: Source, state: PollState | None, site: Site) -> str:
    """Where others may read the source: its feed, or ours of it when it has none for them."""
    asked = state.url if state and state.url else source.url
    ours = urls.absolute(site.url, urls.feed_path(urls.group_path("source", source.id), "atom"))
    is_theirs = source.kind != "page" and without_secrets(asked) == asked
    return (urls.web_address(asked) if is_theirs else "") or ours


def _source(parent: Any, source: Source, state: PollState | None, site: Site) -> None:
    head = state.feed if state else None
    homes = [link.href for link in head.links if link.rel == "alternate"] if head else []
    _outline(
        parent,
        source.title or (head.title if head else "") or source.id,
        type="rss",
        xmlUrl=public_address(source, state, site),
        htmlUrl=next(filter(None, map(urls.web_address, homes)), ""),
        description=plain(head.subtitle) if head else "",
        language=language_tag(head.language) if head else "",
        category=",".join(f"/{slug}" for slug in source.topics),
    )


def _by_level(folder: Any, shelf: Sequence[Listing], site: Site) -> None:
    """science and science/space in a folder "Science": importers know no feed that has feeds."""
    folders: dict[str, Any] = {}
    named = {shown.group.slug: shown.title for shown in shelf}
    for shown in sorted(shelf, key=lambda shown: shown.group.slug.split("/")):
        slug = shown.group.slug
        above = any(other.startswith(slug + "/") for other in named)
        shelved_under = slug if above else slug.rpartition("/")[0]
        parent = _folder(folder, folders, shelved_under, named) if shelved_under else folder
        _feed(parent, shown, site)


def _folder(root: Any, folders: dict[str, Any], slug: str, named: dict[str, str]) -> Any:
    if slug not in folders:
        above = slug.rpartition("/")[0]
        parent = _folder(root, folders, above, named) if above else root
        folders[slug] = _outline(parent, named.get(slug) or slug.rpartition("/")[2])
    return folders[slug]


def _feed(parent: Any, shown: Listing, site: Site) -> None:
    _outline(
        parent,
        shown.title,
        type="rss",
        xmlUrl=urls.absolute(site.url, urls.feed_path(shown.path, "atom")),
        htmlUrl=urls.absolute(site.url, shown.path),
    )


def _document(title: str, site: Site, modified: datetime | None) -> tuple[Any, Any]:
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = plain(title)
    if modified:
        moment = modified.astimezone(UTC).replace(microsecond=0)
        etree.SubElement(head, "dateModified").text = format_datetime(moment, usegmt=True)
    etree.SubElement(head, "ownerId").text = urls.absolute(site.url, "/")
    etree.SubElement(head, "docs").text = _DOCS
    return root, etree.SubElement(root, "body")


def _outline(parent: Any, text: str, **attributes: str) -> Any:
    """An outline with those attributes that have a value; `title` repeats `text` for readers."""
    shown = plain(text) or "Untitled"
    given = {"text": shown, "title": shown} if attributes else {"text": shown}
    given |= {name: value for name, value in attributes.items() if value}
    return etree.SubElement(parent, "outline", given)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
