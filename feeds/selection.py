"""What is asked of a river or a feed in, the stories that belong in it out.

Reads the store a page at a time; what the store cannot ask for is sifted here, and the number of
pages looked through is bounded, whatever a query string says.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aggregator.model import GroupKind, Source, SourceId, Story
from aggregator.store import Publication
from aggregator.store.views import Cursor, View
from aggregator.text.query import asked

from .routes import EVERYTHING, Filter
from .urls import Address

_PAGES_READ = 20
_AT_LEAST = 50  # stories read at a time once the first page did not do

Keep = Callable[[Story], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Stories, newest listed first, and the place where the next page starts (None: no more)."""

    stories: tuple[Story, ...]
    following: Cursor | None

    @property
    def since(self) -> datetime | None:
        """When the earliest of them was listed; None when they are all there are."""
        return min((s.listed for s in self.stories), default=None) if self.following else None


def take(
    read: Publication, view: View, keep: Keep, limit: int, before: Cursor | None = None
) -> Selection:
    """The first `limit` stories of a view, from a place on, that `keep` lets through."""
    taken: list[Story] = []
    size = limit + 1
    for _ in range(_PAGES_READ):
        page = read.stories(view, limit=size, before=before)
        for story in page:
            if len(taken) == limit:
                return Selection(stories=tuple(taken), following=before)
            if keep(story):
                taken.append(story)
            before = Cursor.after(story)
        if len(page) < size:
            return Selection(stories=tuple(taken), following=None)
        size = max(size, _AT_LEAST)
    return Selection(stories=tuple(taken), following=before)


def view_of(address: Address, filter: Filter = EVERYTHING) -> tuple[View, Keep]:
    """The view the store can answer, and a test for what it cannot (a second topic, a language)."""
    named: dict[GroupKind, str] = {
        "topic": address.topic,
        "author": address.author,
        "source": address.source,
    }
    rest: set[tuple[GroupKind, str]] = set()
    for kind, slug in filter.wanted:
        if named[kind] in ("", slug):
            named[kind] = slug
        else:
            rest.add((kind, slug))
    view = View(
        topic=named["topic"],
        author=named["author"],
        source=named["source"],
        words=asked(filter.words) if filter.words else None,
    )
    unwanted = set(filter.unwanted)

    def keep(story: Story) -> bool:
        groups = {(m.group.kind, m.group.slug) for m in story.memberships}
        return (
            rest <= groups
            and not unwanted & groups
            and (not filter.language or speaks(story.lead.language, filter.language))
        )

    return view, keep


def speaks(language: str, wanted: str) -> bool:
    """Whether a language tag is in a range (RFC 4647 3.3.1): 'en-gb' is in 'en'."""
    return language.lower() == wanted or language.lower().startswith(f"{wanted}-")


def capped(keep: Keep, sources: Mapping[SourceId, Source]) -> Keep:
    """`keep`, and of each source at most its max_items. Good for one document only: it counts."""
    count: Counter[SourceId] = Counter()

    def keep_some(story: Story) -> bool:
        source = sources.get(story.lead.source)
        if source and source.max_items is not None and count[source.id] >= source.max_items:
            return False
        if not keep(story):
            return False
        count[story.lead.source] += 1
        return True

    return keep_some


def changed(read: Publication, view: View, stories: tuple[Story, ...]) -> datetime | None:
    """Last-Modified: the last material change, or the arrival of a copy that is linked now."""
    times = [read.updated(view), *map(latest, stories)]
    return max((time for time in times if time), default=None)


def latest(story: Story) -> datetime:
    """When a story last changed: materially, or by a copy that came."""
    return max(story.updated, *(article.first_seen for article in story.articles))
