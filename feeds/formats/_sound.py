"""A composed `Feed` in, the same with only publishable entries and characters out. Pure.

What every format needs before it writes: the checks that RFC 4287 makes of an entry, and persons,
types and times in the one form that all have. A bad entry is dropped with a note; the feed always
goes out.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from aggregator.errors import FormatError
from aggregator.model import Entry, Feed, Link, Person

from .. import urls
from ..words import legal, plain

_EMAIL = re.compile(r"[A-Za-z0-9_.+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
# Written out, since the standard library's table is that of the machine it runs on.
_TYPES = {
    **dict.fromkeys(("aac", "flac", "wav"), "audio/{}"),
    **dict.fromkeys(("avif", "gif", "png", "webp"), "image/{}"),
    **dict.fromkeys(("mp4", "webm"), "video/{}"),
    **dict.fromkeys(("json", "pdf", "zip"), "application/{}"),
    **dict.fromkeys(("ogg", "oga", "opus"), "audio/ogg"),
    **dict.fromkeys(("m4a", "m4b"), "audio/mp4"),
    **dict.fromkeys(("jpg", "jpeg"), "image/jpeg"),
    "mp3": "audio/mpeg",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "ogv": "video/ogg",
    "epub": "application/epub+zip",
    "torrent": "application/x-bittorrent",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
}
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)


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


def media_type(link: Link) -> str:
    """The link's media type without parameters when it has the form of one, else ''."""
    given = (link.type or "").partition(";")[0].strip()
    return given if _MEDIA_TYPE.fullmatch(given) else ""


def file_type(link: Link) -> str:
    """The same for an enclosure, which must have one: else by its name's ending."""
    ending = urlsplit(link.href).path.rpartition(".")[2].lower()
    guessed = _TYPES.get(ending, "application/octet-stream").format(ending)
    return media_type(link) or guessed


def person_parts(person: Person) -> dict[str, str]:
    """name, uri and email as far as they are fit to publish; {} without a name (RFC 4287 3.2.1)."""
    name = plain(person.name) or plain((person.email or "").partition("@")[0])
    if not name:
        return {}
    parts = {"name": name, "uri": urls.web_address(person.uri or "")}
    if person.email and _EMAIL.fullmatch(person.email):
        parts["email"] = legal(person.email)
    return {key: value for key, value in parts.items() if value}


def people(persons: Iterable[Person], but: Iterable[Person] = ()) -> list[dict[str, str]]:
    """The parts of each person that has a name, those that read the same once, and none that reads
    as one of `but`: what tells them apart may not be fit to publish."""
    named = [parts for parts in map(person_parts, but) if parts]
    told = len(named)
    for parts in map(person_parts, persons):
        if parts and parts not in named:
            named.append(parts)
    return named[told:]


def rfc3339(moment: datetime) -> str:
    """'2026-01-15T12:00:00Z'."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
