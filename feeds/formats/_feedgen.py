"""Our `Feed` poured into feedgen's generator, and what feedgen leaves out put right. Pure.

The only file that imports feedgen. Two extensions get the finished XML elements and repair them:
feedgen 1.0.0 loses the attributes of an entry's links, knows only title and link of atom:source,
drops RSS links other than self and authors without e-mail. Dates of RSS are written here because
feedgen's way sets the locale of the whole process. Every text passes `legal`: one illegal
character would make lxml refuse the whole feed.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from aggregator import __version__
from aggregator.config import Site
from aggregator.model import Entry, Feed, Link

from .. import urls
from ..words import language_tag, legal, one_line, plain
from ._sound import file_type, media_type

Element = Any  # lxml's own type has no stub here
Finish = Callable[[Element], None]

MEDIA = "http://search.yahoo.com/mrss/"
DC = "http://purl.org/dc/elements/1.1/"
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
PODCAST_RELS = frozenset({"transcript", "chapters"})  # links that have a word there only
HISTORY = "http://purl.org/syndication/history/1.0"
XML = "http://www.w3.org/XML/1998/namespace"


def generator(feed: Feed, site: Site, entries: list[Any], feed_extension: Any) -> FeedGenerator:
    """What both formats share: the head, and the entries in our order."""
    made = FeedGenerator()
    made.register_extension("feedmill", feed_extension)
    made.id(legal(feed.id))
    made.title(one_line(feed.title) or one_line(site.title) or "Feedmill")
    made.updated(feed.updated)
    # unset, it is not written: feedgen would switch the locale of all threads to format it
    setattr(made, "_FeedGenerator__rss_lastBuildDate", None)  # noqa: B010
    made.subtitle(one_line(feed.subtitle) or one_line(feed.title) or "Feedmill")
    made.generator("Feedmill", version=__version__)
    if language_tag(feed.language):
        made.language(feed.language)
    for entry in entries:
        made.add_entry(entry, order="append")
    return made


def feed_extension(namespaces: dict[str, str], finish: Finish) -> type[BaseExtension]:
    """A class as feedgen wants it: `finish` gets the root element before entries are added."""

    class FeedExtension(BaseExtension):  # type: ignore[misc]
        def extend_ns(self) -> dict[str, str]:
            return namespaces

        def extend_atom(self, root: Element) -> Element:
            finish(root)
            return root

        extend_rss = extend_atom

    return FeedExtension


def entry_extension(finish: Finish) -> type[BaseEntryExtension]:
    """The same for an entry: `finish` gets its complete element."""

    class EntryExtension(BaseEntryExtension):  # type: ignore[misc]
        def extend_atom(self, element: Element) -> Element:
            finish(element)
            return element

        extend_rss = extend_atom

    return EntryExtension


def new_entry(entry: Entry, extension: Any) -> FeedEntry:
    """What both formats share of an entry."""
    made = FeedEntry()
    made.register_extension("feedmill", extension)
    made.title(one_line(entry.title) or "Untitled")
    for category in entry.categories:
        scheme = category.scheme or ""
        if plain(category.term):
            made.category(
                term=plain(category.term),
                scheme=scheme if urls.iri(scheme) == scheme else "",  # an IRI, RFC 4287 4.2.2.2
                label=plain(category.label or "") or plain(category.term),
            )
    return made


def add(parent: Element, name: str, text: str = "", **attributes: str | None) -> Element:
    """A child element with those attributes that have a value."""
    child = etree.SubElement(
        parent, name, {key: legal(value) for key, value in attributes.items() if value}
    )
    if text:
        child.text = legal(text)
    return child


def add_link(parent: Element, link: Link, name: str = "link") -> None:
    """RFC 4287 4.2.7 with each attribute that is known."""
    add(
        parent,
        name,
        href=link.href,
        rel=link.rel,
        type=media_type(link),
        hreflang=language_tag(link.hreflang or ""),
        title=plain(link.title or ""),
        length=str(link.length) if link.length is not None else None,
    )


def rfc822(moment: datetime) -> str:
    """'Thu, 15 Jan 2026 12:00:00 GMT', without asking the locale."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def media(parent: Element, entry: Entry, further: Sequence[Link] = ()) -> None:
    """Media RSS: the picture, and the files for which RSS has no further enclosure."""
    for link in further:
        length = str(link.length) if link.length else None
        kind = file_type(link)
        duration = str(link.duration) if link.duration else None
        add(
            parent,
            f"{{{MEDIA}}}content",
            url=link.href,
            type=kind,
            fileSize=length,
            duration=duration,
        )
    if entry.image:
        add(parent, f"{{{MEDIA}}}thumbnail", url=entry.image)
