"""What publication asks: one consistent snapshot, from `Store.reading()`.

Effect: the database, read only. A writer at work meanwhile is neither seen nor waited for.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from ..model import (
    ArticleId,
    Edge,
    Entry,
    Group,
    GroupKind,
    PollState,
    SourceId,
    Story,
    StoryId,
    Tombstone,
    Verdict,
)
from . import articles, hydrate, listing, notebook, polling, volume
from .archives import Archives
from .leases import Leases
from .past import Past
from .renditions import Renditions
from .subscribers import Subscribers
from .views import Counts, Cursor, GroupRow, Head, SourceRow, View

_ALL = View()


class Publication:
    """One transaction that reads: all its answers are of the same moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.hub = Subscribers(connection)
        self.archives = Archives(connection)
        self.past = Past(connection)
        self.renditions = Renditions(connection)

    def due_buckets(self, now: datetime, limit: int) -> tuple[int, ...]:
        """The buckets with a source that is due and nobody at work, the longest overdue first."""
        return Leases(self._connection).due_buckets(now, limit)

    def due_in(self, bucket: int, now: datetime, limit: int) -> tuple[tuple[SourceId, str], ...]:
        """The sources of a bucket to ask now and at what address, the longest overdue first."""
        return Leases(self._connection).due_in(bucket, now, limit)

    def version(self, view: View = _ALL) -> int:
        """Grows with each change that can alter a document (of the view); 0 for an empty store."""
        return listing.version(self._connection, view)

    def group(self, kind: GroupKind, slug: str) -> Group | None:
        """A group that has, or once had, a story."""
        return listing.group(self._connection, kind, slug)

    def groups(self, kind: GroupKind) -> tuple[GroupRow, ...]:
        """The groups with published stories: topics newest first, others by number of stories."""
        return listing.groups(self._connection, kind)

    def stories(self, view: View, *, limit: int, before: Cursor | None = None) -> tuple[Story, ...]:
        """Published stories of a view, newest listed first (then by id, falling), after a cursor.

        Hidden stories and such as consist of held articles only are not published.
        """
        return listing.stories(self._connection, view, limit, before)

    def updated(self, view: View) -> datetime | None:
        """When the view's documents last changed materially; None when they never held a story."""
        return listing.updated(self._connection, view)

    def story(self, id: StoryId) -> Story | None:
        """One published story."""
        return listing.story(self._connection, id)

    def stories_about(self, event: str, *, limit: int) -> tuple[Story, ...]:
        """The published stories of one happening, earliest first."""
        return hydrate.of_event(self._connection, event, limit)

    def moved(self, id: StoryId) -> StoryId | None:
        """The story this one was merged into, at the end of the chain."""
        return listing.moved(self._connection, id)

    def newest(self) -> datetime | None:
        """When the newest published story was listed; None when there is none."""
        return volume.newest(self._connection)

    def daily(self, view: View, since: datetime) -> Mapping[date, int]:
        """The published stories of a view by the day (UTC) they were listed on."""
        return volume.daily(self._connection, view, since)

    def daily_by_group(self, kind: GroupKind, since: datetime) -> Mapping[str, Mapping[date, int]]:
        """The same of every group of a kind that had stories since then, by slug."""
        return volume.daily_by_group(self._connection, kind, since)

    def listed_between(self, start: datetime, end: datetime) -> int:
        """How many published stories were listed from `start` on and before `end`."""
        return volume.between(self._connection, start, end)

    def listed_days_touched(self, after: int, limit: int) -> frozenset[date] | None:
        """The days on which the stories were listed that came, changed or went after a version;
        None when those are more than `limit` stories, or some were let go."""
        return volume.touched(self._connection, after, limit)

    def tombstones(self, view: View, since: datetime) -> tuple[Tombstone, ...]:
        """What left the view's groups by withdrawal since then, newest first."""
        return listing.tombstones(self._connection, view, since)

    def find(self, text: str) -> tuple[Story, ...]:
        """Stories, published or not, by story id, article id, published id, url or link."""
        return listing.find(self._connection, text)

    def entry(self, article: ArticleId) -> Entry | None:
        """What the source wrote."""
        return articles.entry(self._connection, article)

    def entries(self, ids: Sequence[ArticleId]) -> Mapping[ArticleId, Entry]:
        """What the sources wrote, of those articles among these that are stored."""
        return articles.entries(self._connection, ids)

    def verdicts(self, article: ArticleId) -> tuple[tuple[datetime, Verdict], ...]:
        """All that was decided about one article, oldest first, with its time."""
        return notebook.verdicts(self._connection, article)

    def edges_of(self, ids: Sequence[ArticleId]) -> tuple[Edge, ...]:
        """All decisions that one of these articles is in, ordered by pair."""
        return notebook.edges_of(self._connection, ids)

    def note(self, name: str) -> str | None:
        """A small learned state, as JSON text."""
        return notebook.get_note(self._connection, name)

    def sources(self) -> tuple[SourceRow, ...]:
        """Every source that is not retired, in the configuration's order."""
        return listing.sources(self._connection)

    def poll_state(self, id: SourceId) -> PollState:
        """What is known of a source's polls; StoreError for a source never adopted."""
        return polling.poll_state(self._connection, id)

    def heads(self, before: Mapping[SourceId, Head]) -> Mapping[SourceId, Head]:
        """The same sources, each with the head of its document and nothing else; what was read at
        an earlier moment, `before`, is not read again where it is the same."""
        return listing.heads(self._connection, before)

    def counts(self) -> Counts:
        """How much there is."""
        return listing.counts(self._connection)
