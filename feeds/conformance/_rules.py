"""Values of documents in, problems out: the rules that formats share. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, Literal
from urllib.parse import urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

Severity = Literal["error", "warning"]
Problems = Iterator["Problem"]
Element = Any  # lxml's own type has no stub here


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong: where in the document, what, and the rule that says so."""

    severity: Severity
    where: str
    what: str
    rule: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.rule})"


_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f\"<>\\^`{|}]+")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d(?::\d\d)? "
    r"(?:[+-]\d{4}|GMT|UT|Z)",
    re.ASCII,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE = re.compile(r"[^\s()<>,;:\\\"/\[\]?=]+/[^\s()<>,;:\\\"/\[\]?=]+(?:\s*;.*)?")
_DUBIOUS = re.compile("[\x80-\x9f\ufffd]")


def words(text: str) -> frozenset[str]:
    """A set of names, written as one line."""
    return frozenset(text.split())


_ACTIVE = words(
    "script style iframe frame frameset object embed applet form input button textarea select "
    "base meta link svg math template noscript marquee dialog portal"
)
_ADDRESSES = words("href src poster background cite action formaction longdesc data xlink:href")
_SAFE_SCHEMES = words("http https mailto tel sms xmpp irc ircs news ftp magnet geo")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def error(where: str, what: str, rule: str) -> Problem:
    return Problem(severity="error", where=where, what=what, rule=rule)


def warning(where: str, what: str, rule: str) -> Problem:
    return Problem(severity="warning", where=where, what=what, rule=rule)


def parse(body: bytes) -> Element | Problem:
    """The root element; a Problem when the bytes are no XML document fit to publish."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        body.decode("utf-8")
        root = etree.fromstring(body, parser)
    except (UnicodeDecodeError, etree.XMLSyntaxError) as fault:
        return error("document", f"is not well-formed UTF-8 XML: {fault}", "XML 1.0 2.1")
    if root.getroottree().docinfo.doctype:
        return error("document", "has a document type declaration", "RFC 4287 2")
    return root


def text_of(element: Element | None) -> str:
    return "" if element is None else (element.text or "")


def is_iri(value: str) -> bool:
    """An absolute IRI (RFC 3987)."""
    return bool(_IRI.fullmatch(value)) and not _PERCENT.search(value)


def is_address(value: str) -> bool:
    """An absolute http(s) URI (RFC 3986) with a host."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return (
        is_iri(value)
        and value.isascii()
        and parts.scheme in ("http", "https")
        and bool(parts.netloc)
    )


def is_language(value: str) -> bool:
    return bool(_LANGUAGE.fullmatch(value))


def is_media_type(value: str) -> bool:
    return bool(_MEDIA_TYPE.fullmatch(value))


def rfc3339(value: str) -> datetime | None:
    """The moment, or None when the form or the date is wrong (RFC 3339 5.6)."""
    if not _RFC3339.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def rfc822(value: str) -> datetime | None:
    """The same for RSS: four-digit year, English names, the right day of the week."""
    if not _RFC822.fullmatch(value):
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if value[3:4] != "," or _DAYS[moment.weekday()] == value[:3] else None


def once(element: Element, names: tuple[str, ...], where: str, rule: str) -> Problems:
    """Each of the children exactly once and not empty."""
    for name in names:
        found = element.findall(name)
        short = etree.QName(name).localname
        if len(found) != 1:
            yield error(where, f"has {len(found)} <{short}>, not one", rule)
        elif not text_of(found[0]).strip():
            yield error(where, f"has an empty <{short}>", rule)


def at_most_once(element: Element, names: tuple[str, ...], where: str, rule: str) -> Problems:
    for name in names:
        if len(element.findall(name)) > 1:
            yield error(where, f"has more than one <{etree.QName(name).localname}>", rule)


def dated(
    element: Element | None, where: str, read: Callable[[str], datetime | None], rule: str
) -> Problems:
    if element is not None and read(text_of(element)) is None:
        yield error(where, f"{text_of(element)!r} is no date of the required form", rule)


def plain_text(value: str, where: str, rule: str) -> Problems:
    """Text that some readers will take for HTML must not look like it."""
    if re.search(r"<[/a-zA-Z!?]", value) or unescape(value) != value:
        yield warning(where, f"looks like HTML: {value[:60]!r}", rule)
    yield from characters(value, where)


def characters(value: str, where: str) -> Problems:
    if _DUBIOUS.search(value):
        yield warning(where, "has control or replacement characters", "XML 1.0 2.2")


def safe_html(value: str, where: str) -> Problems:
    """Nothing that runs, loads a frame or submits; every address absolute and of a known scheme."""
    yield from characters(value, where)
    if "<" not in value:
        return
    for node in LexborHTMLParser(f"<body>{value}").css("body *"):
        if node.tag in _ACTIVE:
            yield error(where, f"has an active element <{node.tag}>", "nothing active")
        for name, given in node.attributes.items():
            yield from _attribute(node.tag or "", name.lower(), given or "", where)


def _attribute(tag: str, name: str, value: str, where: str) -> Problems:
    if name.startswith("on") or name in ("style", "srcdoc"):
        yield error(where, f"<{tag}> has an active attribute {name}", "nothing active")
    if name in _ADDRESSES:
        scheme = re.sub(r"[\x00-\x20]", "", value).partition(":")
        if not scheme[1]:
            yield warning(where, f"<{tag} {name}> is relative: {value[:60]!r}", "absolute links")
        elif scheme[0].lower() not in _SAFE_SCHEMES:
            yield error(where, f"<{tag} {name}> leads to {value[:60]!r}", "nothing active")
