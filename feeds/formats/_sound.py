"""A composed `Feed` in, the same with only publishable entries and characters out. Pure.

What every format needs before it writes: the checks that RFC 4287 makes of an entry, and texts that
XML and UTF-8 can hold. A bad entry is dropped with a note; the feed always goes out.
"""

import mimetypes
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit

from aggregator.errors import FormatError
from aggregator.model import Entry, Feed, Link, Person

from .. import urls

# XML 1.0 2.2, less the C1 controls and non-characters that it discourages.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_EMAIL = re.compile(r"[A-Za-z0-9_.+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*")
# ISO 639-1; of the thousands of longer codes the form has to do.
_ISO_639 = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
    "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc "
    "oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu "
)


def sound(feed: Feed) -> tuple[Feed, tuple[str, ...]]:
    """The feed without entries that cannot be published, and a note on each of those.

    Raises FormatError when the head itself lacks what Atom requires (RFC 4287 4.1.1).
    """
    for name in ("id", "title", "updated"):
        if not getattr(feed, name):
            raise FormatError(f"{feed.id or 'feed'}: has no {name}")
    kept: dict[str, Entry] = {}
    notes: list[str] = []
    for entry in feed.entries:
        fault = "its id stands twice" if entry.id in kept else fault_of(entry)
        if fault:
            notes.append(f"{entry.id or 'entry'}: {fault}")
        else:
            kept[entry.id] = entry
    return replace(feed, entries=tuple(kept.values())), tuple(notes)


def fault_of(entry: Entry) -> str:
    """Why the entry cannot be published; '' when it can (RFC 4287 4.1.2)."""
    if not entry.id or urls.iri(entry.id) != entry.id or legal(entry.id) != entry.id:
        return "its id is no absolute IRI"
    if entry.updated is None:
        return "it has no updated"
    if entry.updated.tzinfo is None or (entry.published and entry.published.tzinfo is None):
        return "a time is without zone"
    if not entry.content and not any(link.rel == "alternate" for link in entry.links):
        return "it has neither content nor link"
    return ""


def legal(text: str) -> str:
    """The text without characters that no document can hold, or that tell of lost ones."""
    return _ILLEGAL.sub("", text).replace("\x85", "\n").replace("\ufffd", "?")


def one_line(text: str) -> str:
    """The same in one line, for titles and names."""
    return " ".join(legal(text).split())


def plain(text: str) -> str:
    """A line of text that reads the same whether it is taken for plain text or for HTML.

    RSS does not say which a title is (Advisory Board profile, "Character Data"), and in names
    readers guess. An invisible word joiner parts each '<' and '&' from what would make it a tag
    or an entity; 'AT&T' and 'a < b' stay as they are.
    """
    line = one_line(text)
    if "<" not in line and "&" not in line:
        return line
    return re.sub(r"<(?=[A-Za-z/!?])", "<\u2060", re.sub(r"&(#?\w+);?", _part_entity, line))


def _part_entity(match: re.Match[str]) -> str:
    name = match[1]
    means = unescape(match[0]) != match[0] or unescape(f"&{name};") != f"&{name};"
    return f"&\u2060{match[0][1:]}" if means or not name.isalpha() else match[0]


def language_tag(tag: str) -> str:
    """The tag when it has the form of BCP 47 and its language exists, else ''."""
    match = _LANGUAGE.fullmatch(tag)
    known = match and (len(match[1]) == 3 or f" {match[1].lower()} " in _ISO_639)
    return tag if known else ""


def media_type(link: Link) -> str:
    """The link's media type without parameters when it has the form of one, else ''."""
    given = (link.type or "").partition(";")[0].strip()
    return given if _MEDIA_TYPE.fullmatch(given) else ""


def file_type(link: Link) -> str:
    """The same for an enclosure, which must have one: else by its name's ending."""
    guessed = mimetypes.guess_type(urlsplit(link.href).path, strict=True)[0]
    return media_type(link) or guessed or "application/octet-stream"


def person_parts(person: Person) -> dict[str, str]:
    """name, uri and email as far as they are fit to publish; {} without a name (RFC 4287 3.2.1)."""
    name = plain(person.name) or plain((person.email or "").partition("@")[0])
    if not name:
        return {}
    parts = {"name": name, "uri": urls.web_address(person.uri or "")}
    if person.email and _EMAIL.fullmatch(person.email):
        parts["email"] = legal(person.email)
    return {key: value for key, value in parts.items() if value}


def rfc3339(moment: datetime) -> str:
    """'2026-01-15T12:00:00Z'."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
