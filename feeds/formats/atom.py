"""A composed `Feed` in, an Atom 1.0 document (RFC 4287) out. Pure.

With RFC 6721 tombstones for what is no more, RFC 5005's mark on an archive document, and Media RSS
for an entry's picture.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from html import escape

from lxml import etree

from aggregator.config import Site
from aggregator.model import Entry, Feed, Link, Tombstone

from .. import urls
from ..words import language_tag, legal, one_line
from ._feedgen import (
    ATOM,
    HISTORY,
    MEDIA,
    PODCAST_RELS,
    TOMBSTONES,
    XML,
    Element,
    add,
    add_link,
    entry_extension,
    feed_extension,
    generator,
    media,
    new_entry,
)
from ._sound import people, rfc3339, sound


def render(feed: Feed, self_url: str, site: Site) -> bytes:
    """The document that stands at `self_url`; raises FormatError when its head is incomplete."""
    feed, _ = sound(feed)
    archive = any(link.rel == "current" and link.href != self_url for link in feed.links)
    made = generator(
        replace(feed, updated=max(filter(None, [feed.updated, *map(instant, feed.entries)]))),
        site,
        [_entry(entry) for entry in feed.entries],
        feed_extension(_namespaces(feed, archive), partial(_finish_feed, feed, archive)),
    )
    made.link(href=self_url, rel="self", type="application/atom+xml")
    for link in feed.links:
        if link.rel != "self":
            parts = {"href": link.href, "rel": link.rel, "type": link.type}
            made.link({key: value for key, value in parts.items() if value})
    for person in people(feed.authors):
        made.author(person)
    if feed.icon:
        made.icon(feed.icon)
    if feed.logo:
        made.logo(feed.logo)
    if one_line(feed.rights):
        made.rights(one_line(feed.rights))
    return bytes(made.atom_str())


def without(body: bytes, withdrawn: Iterable[Tombstone]) -> bytes:
    """A document of ours without the entries that were withdrawn, and with their tombstones."""
    root = etree.fromstring(body)
    entries = {entry.findtext(f"{{{ATOM}}}id"): entry for entry in root.iter(f"{{{ATOM}}}entry")}
    for tombstone in withdrawn:
        entry = entries.get(urls.iri(tombstone.uri))
        if entry is not None:
            root.remove(entry)
            _tombstone(root, replace(tombstone, uri=urls.iri(tombstone.uri)))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def updated_of(body: bytes) -> datetime | None:
    """When a document of ours says that it was updated."""
    found = re.search(rb"<updated>([^<]+)</updated>", body)
    return datetime.fromisoformat(found[1].decode()) if found else None


def instant(entry: Entry) -> datetime | None:
    """The entry's `updated`, with a fraction of a second that follows from its id.

    Our times are whole seconds, and one batch shares them: without the fraction validators warn
    that different entries claim one moment (DuplicateUpdated). It depends on nothing else, so it
    is the same in each document and never moves.
    """
    digest = blake2b(entry.id.encode(), digest_size=4).digest()
    fraction = int.from_bytes(digest) % 999_999 + 1
    return entry.updated and entry.updated.replace(microsecond=fraction)


def _namespaces(feed: Feed, archive: bool) -> dict[str, str]:
    """Only those in use: a strict reader stumbles over each one it does not know."""
    used = {
        "media": (MEDIA, any(entry.image for entry in feed.entries)),
        "at": (TOMBSTONES, bool(feed.removed)),
        "fh": (HISTORY, archive),
    }
    return {prefix: uri for prefix, (uri, needed) in used.items() if needed}


def _entry(entry: Entry) -> object:
    made = new_entry(entry, entry_extension(partial(_finish_entry, entry)))
    made.id(entry.id)
    made.updated(instant(entry))
    if entry.published:
        made.published(entry.published)
    for person in people(entry.authors):
        made.author(person)
    for person in people(entry.contributors, but=entry.authors):
        made.contributor(person)
    if entry.content:
        made.content(legal(entry.content), type="html")
    else:
        made.link(href=next(link.href for link in entry.links if link.rel == "alternate"))
    if entry.summary:
        made.summary(legal(entry.summary), type="html")
    if one_line(entry.rights):
        made.rights(one_line(entry.rights))
    return made


def _finish_entry(entry: Entry, element: Element) -> None:
    """What feedgen cannot write: links with attributes, the whole source, language, picture."""
    for link in element.findall("link"):
        element.remove(link)
    _mark(element.find("title"), element.find("rights"))
    for link in entry.links:
        if link.rel not in PODCAST_RELS:
            add_link(element, link)
    if entry.comments:
        add_link(element, Link(href=entry.comments, rel="replies", type="text/html"))  # RFC 4685
    if entry.origin:
        _source(element, entry.origin)
    if language_tag(entry.language):
        element.set(f"{{{XML}}}lang", entry.language)
    media(element, entry)


def _source(element: Element, origin: Feed) -> None:
    """atom:source: the feed the entry was first in (RFC 4287 4.2.11)."""
    source = add(element, "source")
    add(source, "id", origin.id)
    add(source, "title", one_line(origin.title) or origin.id)
    if origin.updated:
        add(source, "updated", rfc3339(origin.updated))
    for link in origin.links:
        add_link(source, link)
    for parts in people(origin.authors):
        author = add(source, "author")
        for name, value in parts.items():
            add(author, name, value)
    for name in ("subtitle", "rights", "icon", "logo"):
        text = one_line(getattr(origin, name))
        if text:
            add(source, name, text)
    _mark(*(source.find(name) for name in ("title", "subtitle", "rights")))
    if language_tag(origin.language):
        source.set(f"{{{XML}}}lang", origin.language)


def _finish_feed(feed: Feed, archive: bool, root: Element) -> None:
    _mark(*(root.find(name) for name in ("title", "subtitle", "rights")))
    if archive:
        add(root, f"{{{HISTORY}}}archive")  # RFC 5005 section 4
    for tombstone in feed.removed:
        _tombstone(root, tombstone)


def _tombstone(root: Element, tombstone: Tombstone) -> None:
    """RFC 6721 section 3: the entry of this id is withdrawn."""
    deleted = add(
        root,
        f"{{{TOMBSTONES}}}deleted-entry",
        ref=tombstone.uri,
        when=rfc3339(tombstone.when),
    )
    if one_line(tombstone.by):
        add(add(deleted, f"{{{TOMBSTONES}}}by"), "name", one_line(tombstone.by))
    if one_line(tombstone.comment):
        add(deleted, f"{{{TOMBSTONES}}}comment", one_line(tombstone.comment))


def _mark(*texts: Element) -> None:
    """A text that could be taken for markup says that it is text written as HTML.

    As type="text" it would be right as well (RFC 4287 3.1.1.1), but many readers show the tag.
    """
    for element in texts:
        if element is not None and element.text and ("<" in element.text or "&" in element.text):
            element.set("type", "html")
            element.text = escape(element.text, quote=False)
