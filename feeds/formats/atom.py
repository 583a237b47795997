"""A composed `Feed` in, an Atom 1.0 document (RFC 4287) out. Pure.

With RFC 6721 tombstones for what is no more, and Media RSS for an entry's picture.
"""

from functools import partial

from aggregator.config import Site
from aggregator.model import Entry, Feed, Link, Tombstone

from ._feedgen import (
    MEDIA,
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
from ._sound import language_tag, legal, one_line, person_parts, rfc3339, sound


def render(feed: Feed, self_url: str, site: Site) -> bytes:
    """The document that stands at `self_url`; raises FormatError when its head is incomplete."""
    feed, _ = sound(feed)
    namespaces = {"media": MEDIA, "at": TOMBSTONES}
    made = generator(
        feed,
        site,
        [_entry(entry) for entry in feed.entries],
        feed_extension(namespaces, atom=partial(_finish_feed, feed)),
    )
    made.link(href=self_url, rel="self", type="application/atom+xml")
    for link in feed.links:
        if link.rel != "self":
            parts = {"href": link.href, "rel": link.rel, "type": link.type, "title": link.title}
            made.link({key: value for key, value in parts.items() if value})
    for person in filter(None, map(person_parts, feed.authors)):
        made.author(person)
    if feed.icon:
        made.icon(feed.icon)
    if feed.logo:
        made.logo(feed.logo)
    if one_line(feed.rights):
        made.rights(one_line(feed.rights))
    return bytes(made.atom_str())


def _entry(entry: Entry) -> object:
    made = new_entry(entry, entry_extension(atom=partial(_finish_entry, entry)))
    made.id(entry.id)
    made.updated(entry.updated)
    if entry.published:
        made.published(entry.published)
    for person in filter(None, map(person_parts, entry.authors)):
        made.author(person)
    for person in filter(None, map(person_parts, entry.contributors)):
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
    _mark_title(element.find("title"))
    for link in entry.links:
        add_link(element, link)
    if entry.comments:
        add_link(element, Link(href=entry.comments, rel="replies", type="text/html"))  # RFC 4685
    if entry.origin:
        _source(element, entry.origin)
    if language_tag(entry.language):
        element.set(f"{{{XML}}}lang", entry.language)
    media(element, entry, all_enclosures=False)


def _source(element: Element, origin: Feed) -> None:
    """atom:source: the feed the entry was first in (RFC 4287 4.2.11)."""
    source = add(element, "source")
    add(source, "id", origin.id)
    add(source, "title", one_line(origin.title) or origin.id)
    _mark_title(source[-1])
    if origin.updated:
        add(source, "updated", rfc3339(origin.updated))
    for link in origin.links:
        add_link(source, link)
    for parts in filter(None, map(person_parts, origin.authors)):
        author = add(source, "author")
        for name, value in parts.items():
            add(author, name, value)
    for name in ("subtitle", "rights", "icon", "logo"):
        text = one_line(getattr(origin, name))
        if text:
            add(source, name, text)
    if language_tag(origin.language):
        source.set(f"{{{XML}}}lang", origin.language)


def _finish_feed(feed: Feed, root: Element) -> None:
    _mark_title(root.find("title"))
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


def _mark_title(title: Element) -> None:
    """A title that could be taken for markup says that it is text written as HTML.

    As type="text" it would be right as well (RFC 4287 3.1.1.1), but many readers show the tag.
    """
    if title.text and ("<" in title.text or "&" in title.text):
        title.set("type", "html")
        title.text = title.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
