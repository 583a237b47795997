"""Rows in, `Story` values out: two statements for however many chosen stories."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from ..model import Article, ArticleId, Copy, Group, Membership, Story, StoryId
from . import schema
from .articles import batches
from .codec import ARTICLE, PERSONS, REASONS

Member = tuple[str, str | None, float | None, str | None]  # article, how, score, because
AnyRow = Row[*tuple[Any, ...]]
Place = tuple[str, str, str]  # kind, slug, because


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A story as its rows, without its articles: enough to tell whether it has changed."""

    row: dict[str, Any]
    members: tuple[Member, ...]
    places: tuple[Place, ...]


def stored(connection: Connection, number: StoryId) -> Stored | None:
    """One story's rows; also of one that was withdrawn."""
    row = connection.execute(_ROW, {"story": number}).one_or_none()
    if row is None:
        return None
    members = connection.execute(_MEMBER_IDS, {"story": number}).all()
    places = connection.execute(_PLACES_OF_ONE, {"story": number}).all()
    return Stored(
        row=dict(row._mapping),
        members=tuple(tuple(one) for one in members),
        places=tuple(tuple(one) for one in places),
    )


def by_id(connection: Connection, ids: Iterable[StoryId]) -> tuple[Story, ...]:
    """The stories of these ids that have articles, hidden ones included, in the order given."""
    wanted = list(dict.fromkeys(ids))
    rows: dict[str, AnyRow] = {}
    for batch in batches(wanted):
        found = connection.execute(_BY_ID, {"ids": batch})
        rows.update((row.id, row) for row in found)
    return whole(connection, [rows[number] for number in wanted if number in rows])


def of_event(connection: Connection, event: str, limit: int) -> tuple[Story, ...]:
    """The published stories of one happening, earliest first."""
    table = schema.story
    rows = connection.execute(
        select(table)
        .where(table.c.event == event, table.c.shown)
        .order_by(table.c.published, table.c.id)
        .limit(limit)
    ).all()
    return whole(connection, rows)


def of_articles(connection: Connection, ids: Sequence[ArticleId]) -> tuple[Story, ...]:
    """The stories these articles are in, each once, by id."""
    found: set[str] = set()
    for batch in batches(ids):
        found.update(connection.scalars(_OF_ARTICLES, {"ids": batch}))
    return by_id(connection, map(StoryId, sorted(found)))


def whole(connection: Connection, rows: Sequence[AnyRow]) -> tuple[Story, ...]:
    """Stories of chosen rows, in their order; one that has lost all its articles is left out."""
    members: dict[str, list[AnyRow]] = defaultdict(list)
    places: dict[str, list[Membership]] = defaultdict(list)
    for batch in batches(row.id for row in rows):
        for one in connection.execute(_MEMBERS, {"stories": batch}).all():
            members[one.story].append(one)
        for one in connection.execute(_PLACES, {"stories": batch}).all():
            group = Group(kind=one.kind, slug=one.slug, title=one.title)
            places[one.story].append(Membership(group=group, because=one.because))
    return tuple(
        _story(row, members[row.id], tuple(places[row.id])) for row in rows if members[row.id]
    )


def _story(row: AnyRow, members: Sequence[AnyRow], places: tuple[Membership, ...]) -> Story:
    first, *others = members
    return Story(
        id=StoryId(row.id),
        uri=row.uri,
        lead=_article(first),
        copies=tuple(
            Copy(
                article=_article(one),
                how=one.how or "pinned",  # a lead that was taken away left a copy to lead
                score=1.0 if one.score is None else one.score,
                because=REASONS.load(one.because or "[]"),
            )
            for one in others
        ),
        authors=PERSONS.load(row.authors),
        contributors=PERSONS.load(row.contributors),
        evidence=row.evidence,
        published=row.published,
        updated=row.updated,
        listed=row.listed,
        memberships=places,
        event=row.event,
        independent=row.independent,
        hidden=row.hidden,
    )


def _article(row: AnyRow) -> Article:
    return ARTICLE.load(row.document)


_BY_ID = select(schema.story).where(schema.story.c.id.in_(bindparam("ids", expanding=True)))
_OF_ARTICLES = (
    select(schema.member.c.story)
    .join(schema.article)
    .where(schema.article.c.id.in_(bindparam("ids", expanding=True)))
)
_MEMBERS = (
    select(
        schema.member.c.story,
        schema.member.c.how,
        schema.member.c.score,
        schema.member.c.because,
        schema.article.c.document,
    )
    .join_from(schema.member, schema.article)
    .where(schema.member.c.story.in_(bindparam("stories", expanding=True)))
    .order_by(schema.member.c.story, schema.member.c.place)
)
_PLACES = (
    select(
        schema.membership.c.story,
        schema.membership.c.kind,
        schema.membership.c.slug,
        schema.membership.c.because,
        schema.grp.c.title,
    )
    .join_from(schema.membership, schema.grp)
    .where(schema.membership.c.story.in_(bindparam("stories", expanding=True)))
    .order_by(schema.membership.c.story, schema.membership.c.place)
)
_ROW = select(schema.story).where(schema.story.c.id == bindparam("story"))
_MEMBER_IDS = (
    select(schema.article.c.id, schema.member.c.how, schema.member.c.score, schema.member.c.because)
    .join_from(schema.member, schema.article)
    .where(schema.member.c.story == bindparam("story"))
    .order_by(schema.member.c.place)
)
_PLACES_OF_ONE = (
    select(schema.membership.c.kind, schema.membership.c.slug, schema.membership.c.because)
    .where(schema.membership.c.story == bindparam("story"))
    .order_by(schema.membership.c.place)
)
