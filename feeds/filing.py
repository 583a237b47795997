"""What changed in the store in, the archive documents to close out (RFC 5005 section 4).

Pure but for reading the store. A subscriber who reads a feed and then its archives, newest first,
has every story of the group, each once:

* A story waits until a document is closed that holds it. When anything that waits is not in the
  feed's own document any more, all that waits is laid down: so feed and archives together are
  whole at every moment, and whatever comes in between later (an old story of a new source) stands
  in the next document.
* A closed document keeps its bytes. Of what left the group since, a later document, or the feed,
  says so by a tombstone, and the newer word counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aggregator.model import StoryId, Tombstone
from aggregator.store import Publication
from aggregator.store.archives import Closed, Filed, Key
from aggregator.store.views import View

from . import compose, urls
from .editions import Editions, graves_since
from .routes import ArchiveOf
from .selection import view_of

LARGEST = 100
"""Stories in an archive document at most."""

_AT_ONCE = 500  # changed stories looked at in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to write down: how stories stand, and documents; `after` is what it was made from."""

    after: int
    through: int
    put: tuple[Filed, ...]
    drop: tuple[Filed, ...]
    closed: tuple[Closed, ...]


def plan_of(read: Publication, editions: Editions) -> Plan | None:
    """What follows from the changes that were not looked at yet; None when there are none."""
    after = read.archives.through()
    ids, through = read.archives.news(_AT_ONCE)
    if through == after:
        return None
    places, known = read.archives.places(ids), read.archives.filed(ids)
    put, drop = standing(places, known)
    closed: list[Closed] = []
    for group in sorted({one.group for one in (*put, *drop)}):
        new = {one.story: one for one in put if one.group == group}
        left = {one.story for one in drop if one.group == group}
        waiting = {one.story: one for one in read.archives.waiting(group)} | new
        closed += _closed(read, editions, group, [w for s, w in waiting.items() if s not in left])
    return Plan(after=after, through=through, put=put, drop=drop, closed=tuple(closed))


def standing(
    places: frozenset[tuple[Key, StoryId]], known: Sequence[Filed]
) -> tuple[tuple[Filed, ...], tuple[Filed, ...]]:
    """What of the changed stories waits from now on, and what does no more."""
    before = {(one.group, one.story): one for one in known}
    put = [Filed(group=group, story=story) for group, story in places - before.keys()]
    drop: list[Filed] = []
    for key, one in before.items():
        if (key in places) != one.gone:
            continue
        if one.number is None and not one.gone:
            drop.append(one)
        else:
            put.append(replace(one, number=None, gone=not one.gone))
    return tuple(sorted(put, key=_order)), tuple(sorted(drop, key=_order))


def _order(one: Filed) -> tuple[Key, StoryId]:
    return one.group, one.story


def _closed(
    read: Publication, editions: Editions, group: Key, waiting: Sequence[Filed]
) -> Iterator[Closed]:
    """The next documents of a group: none while its feed tells all that waits."""
    address = urls.read_feed_path(urls.group_path(*group))
    if address is None or not waiting:
        return
    gone = frozenset(one.story for one in waiting if one.gone)
    here = frozenset(one.story for one in waiting) - gone
    told, buried = _told(read, editions, group, address)
    graves = read.archives.graves(group, sorted(gone))
    if here <= told and all(s in graves and graves[s].when >= buried for s in gone):
        return
    left = _left(read, gone, graves, address)
    ids = read.archives.listed([*here, *gone])
    for start in range(0, len(ids), LARGEST):
        part = ids[start : start + LARGEST]
        number = read.archives.last(group) + 1 + start // LARGEST
        body = editions.archived(
            read,
            ArchiveOf(address=address, number=number),
            read.archives.stories([story for story in part if story in here]),
            [left[story] for story in part if story in gone],
        )
        yield Closed(group=group, number=number, body=body, stories=part)


def _told(
    read: Publication, editions: Editions, group: Key, address: urls.Address
) -> tuple[frozenset[StoryId], datetime]:
    """The stories in the feed's own document, and since when it tells of those that left."""
    if any(source.max_items is not None for source in editions.known(read).sources.values()):
        chosen = editions.told(read, address)
        told, since = frozenset(story.id for story in chosen.stories), chosen.since
    else:
        told, since = read.archives.newest(group, editions.site.entries)
    return told, graves_since(read, view_of(address)[0], since)


def _left(
    read: Publication,
    gone: frozenset[StoryId],
    graves: Mapping[StoryId, Tombstone],
    address: urls.Address,
) -> Mapping[StoryId, Tombstone]:
    """What is to be said of each story that left a group.

    Who was filed elsewhere left at no moment that was noted: it was by the group's last change.
    """
    view = View(topic=address.topic, author=address.author, source=address.source)
    moment = read.updated(view) or compose.NEVER
    uris = read.archives.uris(sorted(gone - graves.keys()))
    return {**graves, **{story: Tombstone(uri=uri, when=moment) for story, uri in uris.items()}}
