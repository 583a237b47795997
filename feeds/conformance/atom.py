"""An Atom document in, its problems out. Pure. RFC 4287; 5005 for archives, 6721 for tombstones."""

from datetime import UTC, datetime
from html import unescape
from itertools import pairwise

from . import _rules as rules
from ._rules import Element, Problem, Problems, error, text_of, warning

A = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_RELATIONS = rules.words(
    "alternate current describedby edit enclosure first hub last license next next-archive payment "
    "prev-archive previous related replies search self service up via"
)
_FIRST_DAY = datetime.min.replace(tzinfo=UTC)


def check(body: bytes, self_url: str) -> tuple[Problem, ...]:
    """Everything found."""
    root = rules.parse(body)
    if isinstance(root, Problem):
        return (root,)
    if root.tag != f"{A}feed":
        return (error("document", f"is <{root.tag}>, not an Atom feed", "RFC 4287 2"),)
    return tuple(_feed(root, self_url))


def _feed(feed: Element, self_url: str) -> Problems:
    entries = feed.findall(f"{A}entry")
    yield from rules.once(feed, (f"{A}id", f"{A}title", f"{A}updated"), "feed", "RFC 4287 4.1.1")
    yield from _head(feed, "feed")
    own = [link.get("href") for link in _links(feed, "self")]
    if own != [self_url]:
        yield error("feed", f"says it is at {own}, not {self_url}", "RFC 4287 4.1.1; WebSub 4")
    for before, after in pairwise(feed):
        if before.tag == f"{A}entry" and after.tag not in (f"{A}entry", f"{AT}deleted-entry"):
            yield warning("feed", f"has {after.tag} after its entries", "RFC 4287 4.1.1")
    yield from _unique([text_of(entry.find(f"{A}id")) for entry in entries])
    for number, entry in enumerate(entries, 1):
        yield from _entry(entry, f"entry[{number}]", feed)
        id = text_of(entry.find(f"{A}id"))
        if entry.find(f"{A}source") is None and _host(id) != _host(self_url):
            what = "does not say what feed it is from"
            yield warning(f"entry[{number}]", what, "RFC 4287 4.2.11")
    yield from _times(feed, entries)
    yield from _history(feed, self_url)
    for tombstone in feed.findall(f"{AT}deleted-entry"):
        if not rules.is_iri(tombstone.get("ref", "")):
            yield error("deleted-entry", "has no ref that is an IRI", "RFC 6721 3")
        if rules.rfc3339(tombstone.get("when", "")) is None:
            yield error("deleted-entry", "has no when", "RFC 6721 3")


def _entry(entry: Element, where: str, feed: Element) -> Problems:
    yield from rules.once(entry, (f"{A}id", f"{A}title", f"{A}updated"), where, "RFC 4287 4.1.2")
    names = tuple(A + name for name in ("content", "summary", "published", "source"))
    yield from rules.at_most_once(entry, names, where, "RFC 4287 4.1.2")
    yield from _head(entry, where)
    yield from rules.dated(entry.find(f"{A}published"), where, rules.rfc3339, "RFC 4287 3.3")
    if entry.find(f"{A}content") is None and not _links(entry, "alternate"):
        yield error(where, "has neither content nor an alternate link", "RFC 4287 4.1.2")
    for name in ("content", "summary"):
        yield from _text(entry.find(A + name), f"{where}/{name}")
    source = entry.find(f"{A}source")
    if source is not None:
        names = (f"{A}id", f"{A}title", f"{A}updated")
        yield from rules.once(source, names, f"{where}/source", "RFC 4287 4.2.11")
        yield from _head(source, f"{where}/source")
    holders = (entry, feed) if source is None else (entry, source, feed)
    if not any(holder.findall(f"{A}author") for holder in holders):
        yield error(where, "has no author, nor has its feed", "RFC 4287 4.1.2")


def _head(element: Element, where: str) -> Problems:
    """What feeds, entries and sources have in common."""
    names = tuple(A + name for name in ("subtitle", "rights", "icon", "logo", "generator"))
    yield from rules.at_most_once(element, names, where, "RFC 4287 4.1")
    if not rules.is_iri(text_of(element.find(f"{A}id"))):
        yield error(where, f"id {text_of(element.find(f'{A}id'))!r} is no IRI", "RFC 4287 4.2.6")
    yield from rules.dated(element.find(f"{A}updated"), where, rules.rfc3339, "RFC 4287 3.3")
    for name in ("title", "subtitle", "rights"):
        yield from _text(element.find(A + name), f"{where}/{name}")
    for kind, rule in _PARTS:
        for part in element.findall(A + kind):
            yield from rule(part, f"{where}/{kind}")
    alternates = [(link.get("type"), link.get("hreflang")) for link in _links(element, "alternate")]
    if len(alternates) != len(set(alternates)):
        yield error(where, "has two alternate links of one type and language", "RFC 4287 4.1.1")
    if element.get(LANG) is not None and not rules.is_language(element.get(LANG)):
        yield error(where, f"xml:lang {element.get(LANG)!r} is no language", "RFC 4287 2")


def _host(address: str) -> str:
    """Whose an id is: an entry of the feed's own host was first published in it."""
    return address.split("/")[2] if address.count("/") > 1 else ""


def _text(element: Element | None, where: str) -> Problems:
    """A text construct (RFC 4287 3.1); XHTML is never written here."""
    if element is None:
        return
    if len(element):
        yield error(where, "has child elements", "RFC 4287 3.1.1")
    match element.get("type", "text"):
        case "html":
            yield from rules.safe_html(text_of(element), where)
        case "text":
            value = text_of(element)
            if "</" in value or unescape(value) != value:
                yield warning(where, "is HTML that is called text", "RFC 4287 3.1.1.1")
            yield from rules.characters(value, where)
        case other:
            yield error(where, f"has the type {other!r}", "RFC 4287 3.1.1")


def _person(person: Element, where: str) -> Problems:
    yield from rules.once(person, (f"{A}name",), where, "RFC 4287 3.2.1")
    yield from rules.plain_text(text_of(person.find(f"{A}name")), f"{where}/name", "RFC 4287 3.2.1")
    uri, email = person.find(f"{A}uri"), person.find(f"{A}email")
    if uri is not None and not rules.is_iri(text_of(uri)):
        yield error(where, "uri is no IRI", "RFC 4287 3.2.2")
    if email is not None and text_of(email).count("@") != 1:
        yield error(where, "email is none", "RFC 4287 3.2.3")


def _category(category: Element, where: str) -> Problems:
    if not category.get("term"):
        yield error(where, "has no term", "RFC 4287 4.2.2.1")
    if category.get("scheme") is not None and not rules.is_iri(category.get("scheme")):
        yield error(where, f"scheme {category.get('scheme')!r} is no IRI", "RFC 4287 4.2.2.2")
    yield from rules.plain_text(category.get("label", ""), where, "RFC 4287 4.2.2.3")


def _link(link: Element, where: str) -> Problems:
    rel = link.get("rel", "alternate")
    if not rules.is_address(link.get("href", "")):
        yield error(where, f"href {link.get('href')!r} is no web address", "RFC 4287 4.2.7.1")
    if rel not in _RELATIONS and not rules.is_iri(rel):
        yield error(where, f"rel {rel!r} is not registered", "RFC 4287 4.2.7.2")
    if link.get("type") is not None and not rules.is_media_type(link.get("type")):
        yield error(where, f"type {link.get('type')!r} is none", "RFC 4287 4.2.7.3")
    if link.get("hreflang") is not None and not rules.is_language(link.get("hreflang")):
        yield error(where, f"hreflang {link.get('hreflang')!r} is none", "RFC 4287 4.2.7.4")
    if link.get("length") is not None and not link.get("length").isdecimal():
        yield error(where, "length is no number of octets", "RFC 4287 4.2.7.6")
    yield from rules.plain_text(link.get("title", ""), where, "RFC 4287 4.2.7.5")


def _picture(element: Element, where: str) -> Problems:
    if not rules.is_address(text_of(element)):
        yield error(where, "is no web address", "RFC 4287 4.2.5")


_PARTS = (
    ("author", _person),
    ("contributor", _person),
    ("category", _category),
    ("link", _link),
    ("icon", _picture),
    ("logo", _picture),
)


def _unique(ids: list[str]) -> Problems:
    for twice in sorted({id for id in ids if ids.count(id) > 1}):
        yield error("feed", f"has two entries with the id {twice!r}", "RFC 4287 4.1.1")


def _times(feed: Element, entries: list[Element]) -> Problems:
    """No entry is newer than the feed, no two claim one moment, the newest stands first."""
    stamps = [text_of(entry.find(f"{A}updated")) for entry in entries]
    newest = max((rules.rfc3339(stamp) or _FIRST_DAY for stamp in stamps), default=_FIRST_DAY)
    whole = rules.rfc3339(text_of(feed.find(f"{A}updated")))
    if whole and newest > whole:
        yield error("feed", "is older than its newest entry", "RFC 4287 4.2.15")
    if len(stamps) != len(set(stamps)):
        yield warning("feed", "has entries that were updated at one moment", "RFC 4287 4.2.15")
    shown = [rules.rfc3339(text_of(entry.find(f"{A}published"))) for entry in entries]
    if any(a and b and a < b for a, b in pairwise(shown)):
        yield warning("feed", "does not have its newest entry first", "newest first")


def _history(feed: Element, self_url: str) -> Problems:
    """RFC 5005: what an archive, a complete and a paged document may say."""
    archive, complete = feed.find(f"{FH}archive") is not None, feed.find(f"{FH}complete")
    pages = ("next", "previous", "prev-archive", "next-archive")
    if archive and not _links(feed, "current"):
        yield warning("feed", "is an archive that names no current document", "RFC 5005 4")
    if complete is not None and (archive or any(_links(feed, rel) for rel in pages)):
        yield error("feed", "is complete and yet has other parts", "RFC 5005 2")
    for rel in pages:
        found = [link.get("href") for link in _links(feed, rel)]
        if len(found) > 1 or self_url in found:
            yield error("feed", f"has {found} as {rel}", "RFC 5005 3 and 4")


def _links(element: Element, rel: str) -> list[Element]:
    return [link for link in element.findall(f"{A}link") if link.get("rel", "alternate") == rel]
