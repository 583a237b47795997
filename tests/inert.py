"""A document that somebody will show in, whatever a browser might run in it out. Pure.

Strict, and written apart from `feeds.conformance` and the intake's sanitiser, with parsers that
neither uses: each string of a document - text, attribute, key's value - is read as HTML by Python's
html.parser and by libxml2's, and as an address where a reader makes a link of it. What is not known
to be harmless counts as active.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from lxml import etree, html


def _names(line: str) -> frozenset[str]:
    return frozenset(line.split())


HARMLESS = _names(
    "a abbr address article aside audio b bdi bdo big blockquote body br caption center cite code "
    "col colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "head header hr html i img ins kbd li main mark nav ol p picture pre q rb rp rt rtc ruby s "
    "samp section small source span strike strong sub summary sup table tbody td tfoot th thead "
    "time tr track tt u ul var video wbr"
)
OF_PAGES = HARMLESS | _names("button desc form input label link meta rect svg title !doctype")
"""What a page of ours has besides: its head, its search form and its pictures."""

_LINKING = _names(
    "action background cite data formaction href longdesc manifest ping poster resource src url "
    "uri xlink:href"
)
_SCHEMES = _names("http https mailto tel sms xmpp irc ircs magnet geo news ftp")
_NAMING = ("id", "guid")  # names something in any scheme, but some readers make a link of it
_ELEMENTS = _names("link id guid url uri icon logo comments docs generator chapters")
_KEYS = _names(
    "id url external_url home_page_url feed_url next_url image banner_image icon favicon avatar "
    "about"
)
_RUNS = _names("javascript vbscript livescript data file blob filesystem about")
_BROWSERS_SKIP = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
_SKIPPED = _names("script style template iframe object noembed noframes svg math title")


def active_in(body: bytes, name: str) -> list[str]:
    """What might run in a document; its file's name says what it is."""
    if name.endswith(".json"):
        return list(_of_json(json.loads(body), ""))
    if name.endswith((".atom", ".rss", ".opml", ".xml")):
        return list(_of_xml(etree.fromstring(body, etree.XMLParser(resolve_entities=False))))
    return list(_of_html(body.decode(), OF_PAGES))


def words_of(text: str) -> list[str]:
    """The words of HTML that a person would see."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return re.findall(r"\w+", " ".join(reader.text).casefold())


def _of_json(value: Any, key: str) -> Iterator[str]:
    match value:
        case dict():
            for name, one in value.items():
                yield from _of_json(one, name)
        case list():
            for one in value:
                yield from _of_json(one, key)
        case str():
            yield from (f"{key}: {what}" for what in _of_html(value, HARMLESS))
            if key in _KEYS:
                yield from _of_address(key, value)


def _of_xml(root: Any) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield f"comment or instruction {element.text!r:.60}"
            continue
        name = etree.QName(element).localname
        for text in (element.text, element.tail):
            yield from (f"<{name}>: {what}" for what in _of_html(text or "", HARMLESS))
        if name.lower() in _ELEMENTS and (element.text or "").strip():
            yield from _of_address(name, (element.text or "").strip())
        for key, value in element.attrib.items():
            short = etree.QName(key).localname.lower()
            yield from (f"{name} {short}: {what}" for what in _of_html(value, HARMLESS))
            if short in _LINKING or short.endswith("url"):
                yield from _of_address(f"{name} {short}", value)


def _of_address(where: str, value: str) -> Iterator[str]:
    found = _SCHEME.match(_BROWSERS_SKIP.sub("", value))
    scheme = found[1].lower() if found else "https"
    if scheme in _RUNS or (where not in _NAMING and scheme not in _SCHEMES):
        yield f"{where} leads to {value[:60]!r}"


def _of_html(text: str, allowed: frozenset[str]) -> Iterator[str]:
    if "<" not in text:
        return
    reader = _Tags()
    reader.feed(text)
    reader.close()
    seen = [*reader.tags, *_read_by_libxml(text)]
    for tag, attributes in seen:
        if tag not in allowed:
            yield f"<{tag}>"
        for name, value in attributes:
            yield from _of_attribute(tag, name.lower(), value or "")


def _of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name in ("style", "srcdoc", "is", "nonce"):
        yield f"<{tag} {name}>"
    elif name in _LINKING:
        yield from _of_address(f"<{tag} {name}>", value)
    elif name == "srcset":
        for one in re.split(r",\s", value):
            yield from _of_address(f"<{tag} srcset>", one)
    elif (tag, name, value.lower()) == ("meta", "http-equiv", "refresh"):
        yield "<meta refresh>"


def _read_by_libxml(text: str) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    try:
        # a page says its own encoding; a fragment is text already
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return
    for element in root.iter():
        if isinstance(element.tag, str):
            yield element.tag.lower(), list(element.attrib.items())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[self.inside.index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.text.append(data)
