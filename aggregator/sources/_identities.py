"""A feed as read in, the same feed with what identifies its entries found out, out. Pure.

One entry per id in a document is the rule (RFC 4287 4.1.1). Where a document breaks it, two things
can be meant: one entry given twice, or an id that is no id. The same holds for links.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from ..model import Entry, Feed
from ..text.urls import canonical

_NEVER = datetime.min.replace(tzinfo=UTC)


def told_apart(feed: Feed) -> Feed:
    """`feed` with each entry once, and `shared` naming ids and links that several entries bear."""
    entries = _once(feed.entries)
    ids = Counter(entry.id for entry in entries if entry.id)
    links = Counter(link for entry in entries if (link := permalink(entry)))
    own = {canonical(link.href) for link in feed.links if link.rel == "alternate"}
    shared = {value for count in (ids, links) for value, times in count.items() if times > 1}
    homes = {link for link in links if canonical(link) in own} if len(entries) > 1 else set()
    return replace(feed, entries=entries, shared=frozenset(shared | homes))


def permalink(entry: Entry) -> str:
    """Where the entry says it is: its first alternate link."""
    return next((link.href for link in entry.links if link.rel == "alternate"), "")


def _once(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries of one id and one link are one entry: its newest version stays, where it first
    stood."""
    kept: dict[object, Entry] = {}
    for number, entry in enumerate(entries):
        key = (entry.id, permalink(entry)) if entry.id else number
        known = kept.get(key)
        if known is None or (entry.updated or _NEVER) > (known.updated or _NEVER):
            kept[key] = entry
    return tuple(kept.values())
