"""Articles that are kept no longer: who is old enough, their going, and what is left of them.

`Intake.past` and `Publication.past` are this; what changes something needs the former. A story that
loses all its articles leaves the pages without a tombstone, as it was not withdrawn. Its row stays,
so that its id and its published id are given to nobody else; archive documents keep their bytes.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from ..model import Article, ArticleId, PinKind, SourceId, StoryId
from ..trace import Trace, trace_of
from . import columns, notebook, polling, schema, search, spans
from .articles import batches
from .changes import ALL, Changes
from .codec import ARTICLE, unpack_keys
from .dialect import upsert

_article = schema.article.c
_key = schema.article_key.c
_member = schema.member.c
_place = schema.membership
_story = schema.story
_trace = schema.trace.c

_OF_STORIES: tuple[PinKind, ...] = ("hide", "author")  # decisions about the story of an article


class Past:
    """What is kept no longer, in one transaction; `changes` is there in one that writes."""

    def __init__(self, connection: Connection, changes: Changes | None = None) -> None:
        self._connection = connection
        self._changes = changes

    def about(self, articles: Iterable[Article]) -> tuple[Trace, ...]:
        """The traces that may be of these articles: of their ids, links or texts."""
        found: dict[int, Trace] = {}
        for batch in batches(map(trace_of, articles), 100):
            asked = {
                "ids": [one.id for one in batch],
                "links": [one.link for one in batch if one.link],
                "texts": [one.text for one in batch if one.text],
            }
            for row in self._connection.execute(_ABOUT, asked):
                found[row.id] = Trace(**row._mapping)
        return tuple(found.values())

    def count(self) -> int:
        """How many articles were let go."""
        return self._connection.scalar(select(func.count()).select_from(schema.trace)) or 0

    def older(self, before: datetime) -> tuple[int, int]:
        """How many articles were first seen before, and how many shown stories have no other."""
        old = select(func.count()).select_from(schema.article).where(_article.first_seen < before)
        empty = select(func.count()).select_from(_story).where(
            _story.c.shown, _story.c.listed < before, ~_YOUNGER.exists()
        )  # fmt: skip
        count = self._connection.scalar
        return count(old) or 0, count(empty, {"before": before}) or 0

    def expired(self, before: datetime, limit: int) -> tuple[Article, ...]:
        """The `limit` articles that came first, if before then, and those of their stories that
        did so too."""
        first = (
            select(_article.number)
            .where(_article.first_seen < before)
            .order_by(_article.first_seen, _article.number)
            .limit(limit)
        )
        numbers = set(self._connection.scalars(first))
        for batch in batches(sorted(numbers)):
            numbers.update(
                self._connection.scalars(_WITH_THEM, {"numbers": batch, "before": before})
            )
        return tuple(
            ARTICLE.load(document)
            for batch in batches(sorted(numbers))
            for document in self._connection.scalars(_DOCUMENTS, {"numbers": batch})
        )

    def torn(self, ids: Sequence[ArticleId]) -> tuple[StoryId, ...]:
        """The stories that these are in and others as well."""
        inside: dict[str, set[int]] = {}
        for batch in batches(ids):
            for story, number in self._connection.execute(_HOMES, {"ids": batch}):
                inside.setdefault(story, set()).add(number)
        found = []
        for names in batches(sorted(inside)):
            for story, count in self._connection.execute(_SIZES, {"stories": names}):
                if count > len(inside[story]):
                    found.append(StoryId(story))
        return tuple(found)

    def hand_pins_on(self, ids: Sequence[ArticleId], to: ArticleId) -> None:
        """What an editor decided about their story is said of `to` from now on."""
        pin = schema.pin
        for batch in batches(ids):
            moved = update(pin).where(pin.c.article.in_(batch), pin.c.kind.in_(_OF_STORIES))
            self._connection.execute(moved.values(article=to))

    def let_go(self, articles: Sequence[Article]) -> tuple[int, int]:
        """Keep these no longer, nor the stories that have no other; how many went of each."""
        self._remember(articles)
        numbers: list[int] = []
        homes: set[str] = set()
        for batch in batches(article.id for article in articles):
            numbers += self._connection.scalars(_NUMBERED, {"ids": batch})
            homes.update(row.story for row in self._connection.execute(_HOMES, {"ids": batch}))
        self._clear([one for one in numbers if self._sqlite or one < spans.OLDEST])
        for some in batches(numbers):
            # with them edges, verdicts and places in stories
            self._connection.execute(delete(schema.article).where(_article.number.in_(some)))
        left: set[str] = set()
        for names in batches(sorted(homes)):
            rows = self._connection.execute(_SIZES, {"stories": names})
            left.update(row.story for row in rows)
        self._empty(sorted(homes - left))
        return len(numbers), len(homes - left)

    # ---- spans, which only PostgreSQL has ------------------------------------------------------

    def is_span_due(self, now: datetime) -> bool:
        """Whether new articles are to stand in another span from now on."""
        return spans.is_due(self._connection, now)

    def begin_span(self, now: datetime, keep: timedelta | None) -> None:
        """Make room for what comes from today on; `number_on` in a later transaction uses it."""
        spans.begin(self._connection, now, keep)

    def number_on(self) -> None:
        """Have new articles stand in the last span."""
        spans.move_on(self._connection)

    def empty_spans(self) -> int:
        """How many spans there are of which no article is kept."""
        return len(spans.empty(self._connection))

    def drop_spans(self) -> int:
        """Drop those, as a whole; how many there were."""
        gone = spans.empty(self._connection)
        spans.drop(self._connection, gone)
        return len(gone)

    # --------------------------------------------------------------------------------------------

    def _remember(self, articles: Sequence[Article]) -> None:
        """Their traces, and of their sources when they published: polls go by that rhythm."""
        rows = [
            {name: getattr(one, name) for name in ("id", "link", "title", "text", "published")}
            for one in map(trace_of, articles)
        ]
        if rows:
            self._connection.execute(upsert(schema.trace, self._sqlite), rows)
        going: dict[SourceId, set[datetime]] = {}
        for article in articles:
            going.setdefault(article.source, set()).add(article.published)
        for source, published in sorted(going.items()):
            times = polling.rhythm(self._connection, source, polling.RHYTHM)
            if not published.isdisjoint(times):
                note = polling.rhythm_note(source)
                noted = json.dumps(sorted(map(columns.to_millis, set(times)), reverse=True))
                if notebook.get_note(self._connection, note) != noted:
                    notebook.put_note(self._connection, note, noted)

    def _clear(self, numbers: Sequence[int]) -> None:
        """The entries of these and what they are found by, row by row: those in a span are dropped
        with it."""
        entry = schema.entry.c
        for batch in batches(numbers):
            found = self._connection.execute(_KEYS, {"numbers": batch})
            rows = sorted((key, row.article) for row in found for key in unpack_keys(row[1]))
            if self._sqlite and rows:
                self._connection.execute(_CLEAR, [{"of_key": k, "of_article": n} for k, n in rows])
            elif rows:
                asked = {"keys": [key for key, _ in rows], "articles": [n for _, n in rows]}
                self._connection.execute(spans.CLEAR, asked)
            self._connection.execute(delete(schema.entry).where(entry.article.in_(batch)))

    def _empty(self, ids: Sequence[str]) -> None:
        """Stories without articles: in no document, search or news, but their names stay theirs."""
        for batch in batches(ids):
            shown = list(self._connection.scalars(_SHOWN, {"stories": batch}))
            places = self._connection.execute(_PLACES, {"stories": shown}).all()
            self._touch({ALL, *((row.kind, row.slug) for row in places)} if shown else ())
            for table in (_place, schema.news, schema.filed):
                self._connection.execute(delete(table).where(table.c.story.in_(batch)))
            self._connection.execute(
                update(_story)
                .where(_story.c.id.in_(batch))
                .values(shown=False, event="", authors="[]", contributors="[]")
            )
            search.renew(self._connection, batch)

    def _touch(self, groups: Iterable[tuple[str, str]]) -> None:
        if self._changes is not None:
            self._changes.emptied = True
            for kind, slug in groups:
                self._changes.touch(kind, slug)

    @property
    def _sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
_STORIES: BindParameter[Any] = bindparam("stories", expanding=True)
_ABOUT = select(schema.trace).where(
    or_(
        _trace.id.in_(_IDS),
        _trace.link.in_(bindparam("links", expanding=True)),
        _trace.text.in_(bindparam("texts", expanding=True)),
    )
)
_near = schema.member.alias("near")
_WITH_THEM = (
    select(_near.c.article)
    .join_from(schema.member, _near, _near.c.story == _member.story)
    .join(schema.article, _article.number == _near.c.article)
    .where(_member.article.in_(_NUMBERS), _article.first_seen < bindparam("before"))
)
_DOCUMENTS = select(_article.document).where(_article.number.in_(_NUMBERS)).order_by(
    _article.number
)  # fmt: skip
_HOMES = (
    select(_member.story, _member.article)
    .join_from(schema.member, schema.article)
    .where(_article.id.in_(_IDS))
)
_SIZES = (
    select(_member.story, func.count())
    .where(_member.story.in_(_STORIES))
    .group_by(_member.story)
)  # fmt: skip
_NUMBERED = select(_article.number).where(_article.id.in_(_IDS))
_KEYS = select(schema.entry.c.article, schema.entry.c["keys"]).where(
    schema.entry.c.article.in_(_NUMBERS)
)
_CLEAR = delete(schema.article_key).where(
    _key.key == bindparam("of_key"), _key.article == bindparam("of_article")
)
_SHOWN = select(_story.c.id).where(_story.c.id.in_(_STORIES), _story.c.shown)
_PLACES = (
    select(_place.c.kind, _place.c.slug).where(_place.c.story.in_(_STORIES), _place.c.shown)
).distinct()
_YOUNGER = (
    select(_member.article)
    .join_from(schema.member, schema.article)
    .where(_member.story == _story.c.id, _article.first_seen >= bindparam("before"))
    .correlate(_story)
)
