"""A JSON Feed (1.0, 1.1) in, a `Feed` out. Pure.

jsonfeed.org/version/1.1: an item without an id "must be discarded", ids of other types become
strings. Beyond that nothing is required of an item, and a wrong type counts as absent.
"""

import json
from collections.abc import Mapping
from typing import Any

from ..errors import ReadError
from ..model import Category, Entry, Feed, Fetched, Link, Person
from ..text.clean import one_line, scrub
from ..text.dates import parse_date
from ..text.html import paragraphs
from ..text.urls import absolute
from ._document import MAX_ENTRIES, handed_over
from ._media import amount, media_type, seconds

_MOST = 100

Object = Mapping[str, Any]


def read_jsonfeed(fetched: Fetched, text: str) -> Feed:
    """The feed that the JSON `text` states. Raises ReadError."""
    try:
        document = json.loads(text)
        del text  # for memory: see `sources.read`
    except RecursionError as error:
        raise ReadError("the JSON is nested too deep") from error
    except ValueError as error:  # also a number of thousands of digits
        raise ReadError(f"not JSON: {_place(error)}") from error
    if not isinstance(document, dict):
        raise ReadError("not a JSON Feed: not an object")
    items = document.pop("items", None)
    if not isinstance(items, list) or not (_line(document, "version") or _line(document, "title")):
        raise ReadError("not a JSON Feed: it has no version and items")
    notes = []
    if len(items) > MAX_ENTRIES:
        notes.append(f"more than {MAX_ENTRIES} entries: only the first are read")
    given = [item for item in items[:MAX_ENTRIES] if isinstance(item, dict)]
    nameless = sum(not _id(item) for item in given)
    if nameless:
        notes.append(f"{nameless} items without an id: discarded")
    del items
    entries = tuple(_entry(item, fetched.url) for item in handed_over(given) if _id(item))
    return _head(document, fetched.url, entries, tuple(notes))


def _head(given: Object, url: str, entries: tuple[Entry, ...], notes: tuple[str, ...]) -> Feed:
    links = [
        Link(href=href, rel=rel)
        for key, rel in (("home_page_url", "alternate"), ("feed_url", "self"), ("next_url", "next"))
        if (href := _url(given, key, url))
    ]
    links += [
        Link(href=href, rel="hub")
        for hub in _objects(given, "hubs")
        if (href := _url(hub, "url", url))
    ]
    return Feed(
        id=_line(given, "feed_url", 2000) or _line(given, "home_page_url", 2000),
        title=_line(given, "title", 2000),
        subtitle=_line(given, "description", 2000),
        links=tuple(links),
        authors=_authors(given, url),
        language=_line(given, "language", 35),
        icon=_url(given, "favicon", url),
        logo=_url(given, "icon", url),
        entries=entries,
        notes=notes,
    )


def _entry(given: Object, url: str) -> Entry:
    html, text = _string(given, "content_html"), _string(given, "content_text")
    return Entry(
        id=_id(given),
        title=_line(given, "title", 2000),
        links=_links(given, url),
        summary=paragraphs(_string(given, "summary")),
        content=scrub(html) or paragraphs(text),
        base=url,
        published=parse_date(_string(given, "date_published")),
        updated=parse_date(_string(given, "date_modified")),
        authors=_authors(given, url),
        categories=_tags(given),
        image=_url(given, "image", url) or _url(given, "banner_image", url),
        language=_line(given, "language", 35),
    )


def _id(given: Object) -> str:
    value = given.get("id")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)  # 1.0 and 1e3 are how some writers say 1 and 1000
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return scrub(str(value)).strip()[:2000]


def _links(given: Object, url: str) -> tuple[Link, ...]:
    found = [
        Link(href=href, rel=rel)
        for key, rel in (("url", "alternate"), ("external_url", "related"))
        if (href := _url(given, key, url))
    ]
    for attachment in _objects(given, "attachments"):
        if href := _url(attachment, "url", url):
            found.append(
                Link(
                    href=href,
                    rel="enclosure",
                    type=media_type(attachment.get("mime_type"), None, href),
                    title=_line(attachment, "title", 300) or None,
                    length=amount(attachment.get("size_in_bytes")),
                    duration=seconds(attachment.get("duration_in_seconds")),
                )
            )
    return tuple(dict.fromkeys(found))


def _authors(given: Object, url: str) -> tuple[Person, ...]:
    """`authors` of 1.1, else `author` of 1.0. An address to write to may stand as the url."""
    stated = _objects(given, "authors")
    if not stated and isinstance(given.get("author"), dict):
        stated = [given["author"]]
    found = []
    for author in stated:
        name, address = _line(author, "name", 500), _string(author, "url").strip()
        home = absolute(address, url)
        email = address[7:207] if address.lower().startswith("mailto:") and "@" in address else ""
        if name or home or email:
            found.append(Person(name=name, uri=home or None, email=email or None))
    return tuple(dict.fromkeys(found))


def _tags(given: Object) -> tuple[Category, ...]:
    tags = given.get("tags")
    terms = (
        [one_line(tag, 300) for tag in tags[:_MOST] if isinstance(tag, str)]
        if isinstance(tags, list)
        else []
    )
    return tuple(Category(term=term) for term in dict.fromkeys(terms) if term)


def _objects(given: Object, key: str) -> list[Object]:
    value = given.get(key)
    return (
        [one for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []
    )


def _url(given: Object, key: str, base: str) -> str:
    return absolute(_string(given, key), base)


def _line(given: Object, key: str, limit: int = 2000) -> str:
    return one_line(_string(given, key), limit)


def _string(given: Object, key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""


def _place(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at line {error.lineno}"
    return "a number is too long"
