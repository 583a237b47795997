"""An RSS, RDF or Atom document in, a `Feed` out. Pure.

feedparser is the judge of what the document means (`_feedparser.py`); here its dictionaries become
our values, and every field is scrubbed. What several elements say is kept in full: all persons,
links, categories; of several texts the fullest is the content.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..errors import ReadError
from ..model import Category, Entry, Feed, Fetched, Link
from ..text.clean import one_line, scrub, unescape_twice
from ..text.dates import parse_date
from ..text.html import has_markup, paragraphs, to_text
from ..text.urls import absolute, is_web
from ._document import handed_over, mended, prepared
from ._fast import read_fast
from ._feedparser import Judgement, judge
from ._hints import hints
from ._media import amount, enclosures, episode, image, media_type, seconds, timed
from ._persons import persons

_HTML = ("text/html", "application/xhtml+xml")
_LONGEST_LINE = 2000
_LONGEST_TEXT = 1_000_000  # characters of one text, twice what is cleaned as markup
_MOST = 100
_EPISODE = ("episode", "season", "kind", "explicit")
_FILES = frozenset({"enclosure", "transcript", "chapters"})  # links that are no page to go to
_BLANK = re.compile(r"\n\s*\n")
_VOID_END = re.compile(r"</(?:br|hr|img|wbr|col|area|input|source|embed|param|track)>")


def read_feed(fetched: Fetched, text: str) -> Feed:
    """The feed that `text`, the characters of `fetched`, states. Raises ReadError."""
    document, entities, notes = prepared(text)
    del text  # for memory, as below: see `sources.read`
    found = _read(document, entities, fetched.url)
    del document
    if not found.version and not found.entries:
        raise ReadError("not a feed: neither RSS nor Atom elements in it")
    if found.lenient:
        notes = (*notes, "not well-formed: read leniently")
    stated = (_entry(given, found, fetched.url) for given in handed_over(found.entries))
    # entries that stand in one another leave empty ones behind
    entries = tuple(
        one for one in stated if one.id or one.title or one.links or one.content or one.summary
    )
    head = _head(found.feed, fetched.url)
    language = head.language or one_line(fetched.content_language, 35)
    return replace(head, language=language, entries=entries, notes=notes)


def _read(document: str, entities: dict[str, str], url: str) -> Judgement:
    """The fast reader where it is certain, also of a mended document; else the judge himself."""
    if (found := read_fast(document, url)) is not None:
        return found
    repaired = mended(document, entities)
    if repaired != document and (found := read_fast(repaired, url)) is not None:
        return found
    return judge(document, repaired, url)


def _entry(given: Mapping[str, Any], found: Judgement, url: str) -> Entry:
    base = given.get("x_base") or url
    content, summary, inner = _texts(given)
    published, updated = _dates(given, atom=found.version.startswith("atom"))
    links = (*_links(given, base), *enclosures(given, base))
    return Entry(
        id=scrub(_text(given, "id")).strip()[:_LONGEST_LINE],
        title=_line(given, "title", "itunes_title", "x_media_title"),
        links=timed(
            _distinct((*links, *_further_links(given, links, found, base))),
            seconds(_text(given, "x_itunes_duration")),
        ),
        summary=summary,
        content=content,
        base=inner or base,
        published=published,
        updated=updated,
        authors=persons(given.get("authors", ()), base),
        contributors=persons(given.get("contributors", ()), base),
        categories=_categories(given),
        image=image(given, links, base),
        rights=_line(given, "rights"),
        language=one_line(_text(given, "language") or given.get("x_language", ""), 35),
        origin=_origin(given.get("source"), base),
        comments=absolute(_text(given, "comments"), base),
        episode=episode(*(_text(given, f"x_itunes_{part}") for part in _EPISODE)),
    )


def _head(given: Mapping[str, Any], base: str) -> Feed:
    """What stands at the head of a document, or in an atom:source (RFC 4287 4.2.11)."""
    picture = given.get("image")
    return Feed(
        id=scrub(_text(given, "id")).strip()[:_LONGEST_LINE],
        title=_line(given, "title"),
        subtitle=_line(given, "subtitle", "x_itunes_line", "x_itunes_text"),
        links=_distinct(_links(given, base)),
        updated=_date(given, "updated", "published", "x_dc_date"),
        authors=persons(given.get("authors", ()), base),
        categories=_categories(given),
        rights=_line(given, "rights"),
        language=one_line(_text(given, "language"), 35),
        icon=absolute(_text(given, "icon"), base),
        logo=absolute(
            _text(given, "logo")
            or (_text(picture, "href") if isinstance(picture, Mapping) else ""),
            base,
        ),
        hints=hints(given),
    )


def _origin(given: object, base: str) -> Feed | None:
    """atom:source whole, or the title and feed address of an RSS 2.0 <source>."""
    if not isinstance(given, Mapping):
        return None
    head = _head(given, base)
    if (href := absolute(_text(given, "href"), base)) and not any(
        link.href == href for link in head.links
    ):
        head = replace(head, links=(Link(href=href, rel="self"), *head.links))
    return head if head != Feed() else None


def _texts(given: Mapping[str, Any]) -> tuple[str, str, str]:
    """(content, summary, base of the content): HTML, the fullest text first.

    Without a summary of its own feedparser repeats the content there; iTunes and Media RSS texts
    are the entry's only when RSS or Atom say less.
    """
    contents = [(_html(part, _text(part, "value")), part) for part in given.get("content", ())]
    content, chosen = max(contents, key=lambda pair: len(pair[0]), default=("", {}))
    summary = _text(given, "summary")
    detail = given.get("summary_detail") or {"type": "text/html"}
    if any(summary == _text(part, "value") for _, part in contents):
        summary = ""
    summary, inner = _html(detail, summary), detail
    extra = max((_text(given, "x_itunes_text"), _text(given, "x_media_text")), key=len)
    extra = _html({"type": "text/html" if "<" in extra else "text/plain"}, extra)
    if not content and len(extra) > 1.5 * len(summary):
        content, extra = extra, ""
    summary = summary or extra
    if not content:
        return "", summary, _text(inner, "base")
    if len(summary) > 2 * len(content):  # of two descriptions the longer one is the text
        return summary, content, _text(inner, "base")
    return content, summary, _text(chosen, "base")


def _html(detail: Mapping[str, Any], value: str) -> str:
    """A text construct as HTML: plain text is escaped, what is no text is left out.

    Text that has elements with their ends in it is HTML whose type attribute was forgotten.
    """
    kind, value = detail.get("type") or "text/html", value[:_LONGEST_TEXT]
    if (
        kind == "application/xhtml+xml"
    ):  # feedparser ends every element: "</br>" would be a second <br>
        value = _VOID_END.sub("", value)
    if kind in _HTML or has_markup(value):
        return scrub(_parted(value))
    return paragraphs(unescape_twice(value)) if kind.startswith("text/") else ""


def _parted(html: str) -> str:
    """HTML without a single tag and with blank lines is plain text in an element that says HTML, as
    many an RSS description is: its paragraphs are meant."""
    if "<" in html or "&lt;" in html or not _BLANK.search(html):
        return html
    return "\n".join(f"<p>{block.strip()}</p>" for block in _BLANK.split(html) if block.strip())


def _dates(given: Mapping[str, Any], *, atom: bool) -> tuple[datetime | None, datetime | None]:
    """(published, updated). RSS has one date: dc:date or a lone dcterms:modified is when it
    appeared."""
    published = _date(given, "published", "created", "x_dc_date")
    updated = _date(given, "updated")
    return (published if atom else published or updated), updated


def _date(given: Mapping[str, Any], *keys: str) -> datetime | None:
    """The first of `keys` that holds a date. `dict.get`: feedparser's own stands in for missing
    ones."""
    found = (parse_date(_text(given, key)) for key in keys)
    return next((date for date in found if date is not None), None)


def _links(given: Mapping[str, Any], base: str) -> tuple[Link, ...]:
    found = []
    for stated in given.get("links", ())[:_MOST]:
        href = absolute(str(stated.get("href") or ""), base)
        rel = str(stated.get("rel") or "alternate").strip().lower().rsplit("/", 1)[-1]
        if not href:
            continue
        kind = media_type(stated.get("type"), None, href if rel == "enclosure" else "")
        found.append(
            Link(
                href=href,
                rel=rel,
                # feedparser fills in text/html where nothing is said
                type=None if kind == "text/html" and rel not in _FILES else kind,
                title=one_line(str(stated.get("title") or ""), 300) or None,
                hreflang=one_line(str(stated.get("hreflang") or ""), 35) or None,
                length=amount(stated.get("length")) if rel == "enclosure" else None,
            )
        )
    return tuple(found)


def _further_links(
    given: Mapping[str, Any], links: Iterable[Link], found: Judgement, base: str
) -> Iterable[Link]:
    """Links that stand in other elements: a permanent guid, the address before FeedBurner."""
    guid = _text(given, "id")
    if (
        given.get("x_permalink")
        and not found.version.startswith("atom")
        and not any(link.rel == "alternate" for link in links)
        and (is_web(guid) or guid.startswith("/"))
    ):
        yield Link(href=absolute(guid, base))
    for part in given.get("content", ()):
        if href := absolute(
            _text(part, "src"), base
        ):  # RFC 4287 4.1.3.2: content that is elsewhere
            page = part.get("type") in _HTML and not any(link.rel == "alternate" for link in links)
            kind = media_type(part.get("type"), None, href)
            yield Link(href=href) if page else Link(href=href, rel="enclosure", type=kind)
    for key in ("feedburner_origlink", "pheedo_origlink"):
        if href := absolute(_text(given, key), base):
            yield Link(href=href, rel="canonical")


def _distinct(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({(link.href, link.rel): link for link in reversed(tuple(links))}.values())[::-1]


def _categories(given: Mapping[str, Any]) -> tuple[Category, ...]:
    found = (
        Category(
            term=one_line(str(tag.get("term") or tag.get("label") or ""), 300),
            scheme=one_line(str(tag.get("scheme") or ""), 500) or None,
            label=one_line(str(tag.get("label") or ""), 300) or None,
        )
        for tag in given.get("tags", ())[: _MOST * 4]
    )
    return tuple(dict.fromkeys(category for category in found if category.term))


def _line(given: Mapping[str, Any], *keys: str) -> str:
    """The first text construct among `keys` that says something, as one plain line."""
    for key in keys:
        detail = given.get(f"{key}_detail")
        marked = isinstance(detail, Mapping) and detail.get("type") in _HTML
        text = _text(given, key)[: _LONGEST_LINE * 10]
        if line := one_line(to_text(text) if marked else text, _LONGEST_LINE):
            return line
    return ""


def _text(given: Mapping[str, Any], key: str) -> str:
    """The string under `key`, past feedparser's aliases; "" for none or for another type."""
    value = dict.get(given, key) if isinstance(given, dict) else None
    return value if isinstance(value, str) else ""
