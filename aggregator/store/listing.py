"""Statements that select what is published. Each function answers one question."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, tuple_

from ..model import Group, GroupKind, PollState, SourceId, Story, StoryId, Tombstone
from . import articles, columns, hydrate, schema, search
from .changes import ALL
from .codec import POLL_STATE, SOURCE, clean_text
from .past import Past
from .views import Counts, Cursor, GroupRow, Head, SourceRow, View

_story = schema.story
_place = schema.membership
_grp = schema.grp


def version(connection: Connection, view: View) -> int:
    """The version of the last change to the view's documents, or to anything for `View()`."""
    if not view.groups:
        counter = schema.meta.c
        return connection.scalar(select(counter.value).where(counter.name == "version")) or 0
    # what changes in an intersection touches every group of it, so the least of theirs would do;
    # the greatest also covers a story that came into one of the groups only now
    named = tuple_(_grp.c.kind, _grp.c.slug).in_(view.groups)
    return connection.scalar(select(func.max(_grp.c.version)).where(named)) or 0


def group(connection: Connection, kind: GroupKind, slug: str) -> Group | None:
    """A group that has, or once had, a story."""
    title = connection.scalar(select(_grp.c.title).where(_grp.c.kind == kind, _grp.c.slug == slug))
    return None if title is None else Group(kind=kind, slug=slug, title=title)


def groups(connection: Connection, kind: GroupKind) -> tuple[GroupRow, ...]:
    """The groups of a kind with published stories; an index tells both figures of each."""
    tally = (
        select(
            _place.c.slug, func.count().label("stories"), func.max(_place.c.listed).label("latest")
        )
        .where(_place.c.kind == kind, _place.c.shown)
        .group_by(_place.c.slug)
        .subquery("tally")
    )
    order = (
        (tally.c.latest.desc(), tally.c.slug)
        if kind == "topic"
        else (tally.c.stories.desc(), tally.c.latest.desc(), tally.c.slug)
    )
    rows = connection.execute(
        select(_grp.c.slug, _grp.c.title, _grp.c.version, tally.c.stories, tally.c.latest)
        .join_from(tally, _grp, (_grp.c.kind == kind) & (_grp.c.slug == tally.c.slug))
        .order_by(*order)
    )
    return tuple(
        GroupRow(
            group=Group(kind=kind, slug=row.slug, title=row.title),
            stories=row.stories,
            latest=row.latest,
            version=row.version,
        )
        for row in rows
    )


def stories(
    connection: Connection, view: View, limit: int, before: Cursor | None
) -> tuple[Story, ...]:
    """A page of a view: one range of an index, whose further conditions are looked up by key."""
    chosen, listed = chosen_of(view, sqlite=connection.dialect.name == "sqlite")
    if before is not None:
        # a row comparison is what an index range is: (listed, id) as one value
        place = (literal(before.listed, columns.Instant()), literal(before.id, columns.Name()))
        chosen = chosen.where(tuple_(*listed) < tuple_(*place))
    rows = connection.execute(chosen.order_by(*(one.desc() for one in listed)).limit(limit)).all()
    return hydrate.whole(connection, rows)


def chosen_of(view: View, *, sqlite: bool) -> tuple[Select[Any], Sequence[ColumnElement[Any]]]:
    """The published story rows of a view, and the two columns they are listed by."""
    if view.words is None:
        return _in_groups(view)
    # what is found is looked up, and not looked for: the rarer the words, the less is read
    found = search.matching(view.words, sqlite=sqlite).subquery("found")
    chosen = select(_story).join_from(found, _story, found.c.seq == _story.c.seq)
    chosen = _also_in(chosen.where(_story.c.shown), _story.c.id, view.groups)
    return chosen, (_story.c.listed, _story.c.id)


def _in_groups(view: View) -> tuple[Select[Any], Sequence[ColumnElement[Any]]]:
    if not view.groups:
        return select(_story).where(_story.c.shown), (_story.c.listed, _story.c.id)
    first, *others = view.groups
    drive = _place.alias("p0")
    chosen = (
        select(_story)
        .join_from(drive, _story, drive.c.story == _story.c.id)
        .where(drive.c.kind == first[0], drive.c.slug == first[1], drive.c.shown)
    )
    return _also_in(chosen, drive.c.story, others), (drive.c.listed, drive.c.story)


def _also_in(
    chosen: Select[Any], number: ColumnElement[Any], groups: Iterable[tuple[GroupKind, str]]
) -> Select[Any]:
    """Those of the chosen stories that are in all of the groups."""
    for place, (kind, slug) in enumerate(groups, 1):
        further = _place.alias(f"p{place}")
        chosen = chosen.join(
            further,
            (further.c.story == number) & (further.c.kind == kind) & (further.c.slug == slug),
        )
    return chosen


def updated(connection: Connection, view: View) -> datetime | None:
    """When the view's documents last changed materially."""
    if len(view.groups) <= 1:
        kind, slug = view.groups[0] if view.groups else ALL
        return connection.scalar(
            select(_grp.c.updated).where(_grp.c.kind == kind, _grp.c.slug == slug)
        )
    inner = _in_groups(view)[0].subquery("chosen")
    newest: datetime | None = connection.scalar(select(func.max(inner.c.updated)))
    return newest


def story(connection: Connection, number: StoryId) -> Story | None:
    """One published story."""
    rows = connection.execute(
        select(_story).where(_story.c.id == clean_text(number), _story.c.shown)
    ).all()
    return next(iter(hydrate.whole(connection, rows)), None)


def moved(connection: Connection, number: StoryId) -> StoryId | None:
    """The story this one was merged into."""
    into = connection.scalar(select(_story.c.moved).where(_story.c.id == clean_text(number)))
    return None if into is None else StoryId(into)


def tombstones(connection: Connection, view: View, since: datetime) -> tuple[Tombstone, ...]:
    """What left the view's groups by withdrawal since then, newest first."""
    graves, at = graves_in(view)
    rows = connection.execute(graves.where(at >= since).order_by(at.desc(), _story.c.id))
    return tuple(Tombstone(uri=row.uri, when=row.at, comment=row.comment) for row in rows)


def graves_in(view: View) -> tuple[Select[Any], ColumnElement[datetime]]:
    """The tombstones of a view with their story, and the column that tells since when."""
    first, *others = view.groups or (ALL,)
    drive = schema.tombstone.alias("t0")
    graves = (
        select(_story.c.id, _story.c.uri, drive.c.at, drive.c.comment)
        .join_from(drive, _story, drive.c.story == _story.c.id)
        .where(drive.c.kind == first[0], drive.c.slug == first[1])
    )
    for place, (kind, slug) in enumerate(others, 1):
        further = schema.tombstone.alias(f"t{place}")
        graves = graves.join(
            further,
            (further.c.story == drive.c.story)
            & (further.c.kind == kind)
            & (further.c.slug == slug),
        )
    return graves, drive.c.at


def find(connection: Connection, wanted: str) -> tuple[Story, ...]:
    """Stories by whatever an editor has at hand."""
    text = clean_text(wanted.strip())
    named = connection.scalars(
        select(_story.c.id)
        .where((_story.c.id == text) | (_story.c.uri == text))
        .order_by(_story.c.seq)
    ).all()
    found = hydrate.of_articles(connection, articles.matching(connection, text))
    leads = [moved(connection, StoryId(number)) or StoryId(number) for number in named]
    return hydrate.by_id(connection, dict.fromkeys([*leads, *(one.id for one in found)]))


def sources(connection: Connection) -> tuple[SourceRow, ...]:
    """Every source that is not retired, with its health and what we hold of it."""
    held: dict[str, int] = dict(
        connection.execute(
            select(schema.article.c.source, func.count()).group_by(schema.article.c.source)
        ).all()
    )
    tally = {row.source: row for row in connection.execute(_TALLY).all()}
    rows = connection.execute(
        select(schema.source.c.config, schema.poll_state.c.state)
        .join_from(schema.source, schema.poll_state)
        .where(~schema.source.c.retired)
        .order_by(schema.source.c.seq, schema.source.c.id)
    )
    found = []
    for row in rows:
        one = SOURCE.load(row.config)
        state = POLL_STATE.load(row.state) if row.state else PollState(source=one.id, url=one.url)
        counted = tally.get(one.id)
        found.append(
            SourceRow(
                source=one,
                state=state,
                entries=held.get(one.id, 0),
                stories=counted.stories if counted else 0,
                copies=int(counted.copies) if counted else 0,
            )
        )
    return tuple(found)


def heads(connection: Connection, before: Mapping[SourceId, Head]) -> Mapping[SourceId, Head]:
    """Every source that is not retired, with its document's head; equal rows are read once."""
    rows = connection.execute(
        select(schema.source.c.id, schema.source.c.config, schema.poll_state.c.state)
        .join_from(schema.source, schema.poll_state)
        .where(~schema.source.c.retired)
        .order_by(schema.source.c.seq, schema.source.c.id)
    )
    found: dict[SourceId, Head] = {}
    for id, config, state in rows:
        known, mark = before.get(id), hash((config, state))  # 64 bits, of a secret of this process
        if known is None or known.mark != mark:
            known = Head(
                source=SOURCE.load(config),
                feed=POLL_STATE.load(state).feed if state else None,
                mark=mark,
            )
        found[SourceId(id)] = known
    return found


def counts(connection: Connection) -> Counts:
    """How much there is."""
    published = connection.scalar(select(func.count()).select_from(_story).where(_story.c.shown))
    kinds: dict[str, int] = dict(
        connection.execute(
            select(_place.c.kind, func.count(_place.c.slug.distinct()))
            .where(_place.c.kind.in_(("author", "topic")), _place.c.shown)
            .group_by(_place.c.kind)
        ).all()
    )
    return Counts(
        stories=published or 0,
        articles=articles.count(connection),
        authors=kinds.get("author", 0),
        topics=kinds.get("topic", 0),
        let_go=Past(connection).count(),
    )


# grouped twice in the order of an index, so that no temporary one is built
_IN_STORIES = (
    select(
        schema.member.c.source,
        func.count().filter(schema.member.c.place > 0).label("copies"),
    )
    .group_by(schema.member.c.source, schema.member.c.story)
    .subquery("in_stories")
)
_TALLY = select(
    _IN_STORIES.c.source,
    func.count().label("stories"),
    func.sum(_IN_STORIES.c.copies).label("copies"),
).group_by(_IN_STORIES.c.source)
