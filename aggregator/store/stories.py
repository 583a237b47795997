"""Statements that change stories: naming, putting, withdrawing. Their traces go to `Changes`."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, or_, select, update

from ..errors import StoreError
from ..model import ArticleId, Group, Story, StoryId
from . import columns, schema
from .changes import ALL, Changes, name_groups, next_number
from .codec import PERSONS, REASONS, clean_text
from .dialect import upsert
from .hydrate import Member, Place, Stored, stored

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: read aloud and typed off paper
_ID_LENGTH = 12
_ALL_STORIES = Group(kind="all")


def new_story_id(connection: Connection, seed: ArticleId) -> StoryId:
    """The id that follows from the seed article, or the next that no story has ever had."""
    attempt = 0
    while True:
        digest = int.from_bytes(blake2b(f"{seed} {attempt}".encode(), digest_size=8).digest())
        letters = (_ALPHABET[(digest >> (5 * place)) & 31] for place in range(_ID_LENGTH))
        number = StoryId("".join(letters))
        taken = select(schema.story.c.id).where(schema.story.c.id == number)
        if connection.scalar(taken) is None:
            return number
        attempt += 1


def uri_taken(connection: Connection, uri: str) -> StoryId | None:
    """The story that has, or once had, this published id."""
    table = schema.story
    found = connection.scalar(select(table.c.id).where(table.c.uri == clean_text(uri)))
    return None if found is None else StoryId(found)


def put(connection: Connection, given: Story, now: datetime | None, changes: Changes) -> None:
    """Insert or update; an equal story changes nothing. Articles of other stories move here.

    With `now`, a story that ceases to be shown leaves tombstones, and what it is filed into or out
    of is dated; one that is shown again takes its tombstones away. StoreError when the frozen
    published id differs.
    """
    before = stored(connection, given.id)
    if before is not None and before.row["uri"] != clean_text(given.uri):
        raise StoreError(f"story {given.id}: its published id is frozen")
    after = _as_rows(given, before)
    name_groups(connection, [_ALL_STORIES, *(one.group for one in given.memberships)], changes)
    if after == before:
        return
    _put_row(connection, after, before)
    if before is None or before.members != after.members:
        _put_members(connection, after, before, changes)
    if before is None or _listing(before) != _listing(after):
        _put_places(connection, after, before)
    was_shown, shown = before is not None and before.row["shown"], after.row["shown"]
    if shown and before is not None:
        _unbury(connection, given.id, changes)
    elif before is not None and was_shown and now is not None:
        _bury(connection, before, "hidden", now, changes)
    if was_shown or shown:
        _touch(before, changes, None)
        _touch(after, changes, given.updated)
    if was_shown and shown and before is not None:
        # filed otherwise: those documents changed now, whenever the story itself did
        for kind, slug in _groups(before) ^ _groups(after):
            changes.touch(kind, slug, now)


def withdraw(
    connection: Connection,
    number: StoryId,
    changes: Changes,
    *,
    into: StoryId | None,
    comment: str,
    now: datetime,
) -> None:
    """Show a story no longer: a tombstone stays in each group it was in.

    Merged `into` another, it gives up its articles and its address leads there from now on. Else
    it keeps them, hidden, until it is put again. Its id and published id stay taken.
    """
    before = stored(connection, number)
    if before is None or into == number:
        return
    table = schema.story
    if before.row["shown"]:
        _bury(connection, before, comment, now, changes)
    connection.execute(
        update(table).where(table.c.id == number).values(hidden=True, shown=False, moved=into)
    )
    places = schema.membership
    if into is None:
        connection.execute(update(places).where(places.c.story == number).values(shown=False))
        return
    connection.execute(delete(places).where(places.c.story == number))
    connection.execute(delete(schema.member).where(schema.member.c.story == number))
    # addresses that led here lead on, and never in a circle
    connection.execute(update(table).where(table.c.moved == number).values(moved=into))
    connection.execute(
        update(table).where(table.c.id == into, table.c.moved == into).values(moved=None)
    )


def article_changed(connection: Connection, number: ArticleId, changes: Changes) -> None:
    """Note that what the documents show of an article is another, and whether it shows at all."""
    story_id = connection.scalar(
        select(schema.member.c.story).join(schema.article).where(schema.article.c.id == number)
    )
    before = None if story_id is None else stored(connection, StoryId(story_id))
    if before is None or before.row["hidden"]:
        return
    shown = connection.scalar(
        select(
            exists()
            .where(schema.member.c.story == story_id)
            .where(schema.member.c.article == schema.article.c.number)
            .where(~schema.article.c.held)
        )
    )
    if shown or before.row["shown"]:
        _touch(before, changes, None)
    if shown != before.row["shown"]:
        for table, key in (
            (schema.story, schema.story.c.id),
            (schema.membership, schema.membership.c.story),
        ):
            connection.execute(update(table).where(key == story_id).values(shown=shown))


def _as_rows(given: Story, before: Stored | None) -> Stored:
    """A story as the rows it is to have; what has been given for good is taken from `before`."""
    row = {
        "id": given.id,
        "uri": clean_text(given.uri),
        "seq": before.row["seq"] if before is not None else None,
        "listed": columns.whole_millis(given.listed),
        "published": columns.whole_millis(given.published),
        "updated": columns.whole_millis(given.updated),
        "hidden": given.hidden,
        "shown": not given.hidden and any(not article.held for article in given.articles),
        "moved": None,
        "evidence": given.evidence,
        "event": clean_text(given.event),
        "independent": given.independent,
        "authors": PERSONS.dump(given.authors),
        "contributors": PERSONS.dump(given.contributors),
    }
    copies = (
        (one.article.id, one.how, one.score, REASONS.dump(one.because)) for one in given.copies
    )
    places = {
        (one.group.kind, one.group.slug): clean_text(one.because)
        for one in reversed(given.memberships)
    }
    members: tuple[Member, ...] = ((given.lead.id, None, None, None), *copies)
    ordered: list[Place] = [(kind, slug, because) for (kind, slug), because in places.items()]
    return Stored(row=row, members=members, places=tuple(reversed(ordered)))


def _listing(one: Stored) -> tuple[object, ...]:
    return one.places, one.row["shown"], one.row["listed"]


def _put_row(connection: Connection, after: Stored, before: Stored | None) -> None:
    table = schema.story
    if before is None:
        seq = _next_seq(connection)
        connection.execute(_NEW_STORY, after.row | {"seq": seq})
    elif before.row != after.row:
        connection.execute(update(table).where(table.c.id == after.row["id"]).values(**after.row))


def _next_seq(connection: Connection) -> int:
    """The place of a new story in the order they came in."""
    if connection.dialect.name == "sqlite":
        return next_number(connection, "seq")
    # a counter's row would be held until the commit, and all who have a new story would queue
    return int(connection.scalar(schema.story_seq))


def _put_members(
    connection: Connection, after: Stored, before: Stored | None, changes: Changes
) -> None:
    table = schema.member
    number = after.row["id"]
    ids = [name for name, *_ in after.members]
    found = {row.id: row for row in connection.execute(_ARTICLES, {"ids": ids}).all()}
    if missing := sorted(set(ids) - found.keys()):
        raise StoreError(f"story {number}: article {missing[0]} is not stored")
    elsewhere = {row.story: None for row in found.values() if row.story not in (None, number)}
    for robbed in elsewhere:
        _touch(stored(connection, StoryId(robbed)), changes, None)
    if elsewhere or before is not None:
        taken = [row.number for row in found.values()]
        connection.execute(
            delete(table).where(or_(table.c.story == number, table.c.article.in_(taken)))
        )
    rows = [
        {
            "article": found[name].number,
            "story": number,
            "place": place,
            "source": found[name].source,
            "how": how,
            "score": score,
            "because": because,
        }
        for place, (name, how, score, because) in enumerate(after.members)
    ]
    connection.execute(_NEW_MEMBER, rows)


def _put_places(connection: Connection, after: Stored, before: Stored | None) -> None:
    table = schema.membership
    number = after.row["id"]
    if before is not None:
        connection.execute(delete(table).where(table.c.story == number))
    rows: list[dict[str, Any]] = [
        {
            "story": number,
            "kind": kind,
            "slug": slug,
            "place": place,
            "shown": after.row["shown"],
            "listed": after.row["listed"],
            "because": because,
        }
        for place, (kind, slug, because) in enumerate(after.places)
    ]
    if rows:
        connection.execute(_NEW_PLACE, rows)


# written once: to build a statement costs more than to run it
_NEW_STORY = insert(schema.story)
_NEW_MEMBER = insert(schema.member)
_NEW_PLACE = insert(schema.membership)
_ARTICLES = (
    select(
        schema.article.c.id, schema.article.c.number, schema.article.c.source, schema.member.c.story
    )
    .join_from(schema.article, schema.member, isouter=True)
    .where(schema.article.c.id.in_(bindparam("ids", expanding=True)))
)


def _groups(one: Stored) -> set[tuple[str, str]]:
    return {ALL, *((kind, slug) for kind, slug, _ in one.places)}


def _touch(one: Stored | None, changes: Changes, updated: datetime | None) -> None:
    if one is None:
        return
    changes.stories.add(one.row["id"])
    for kind, slug in _groups(one):
        changes.touch(kind, slug, updated)


def _bury(
    connection: Connection, one: Stored, comment: str, now: datetime, changes: Changes
) -> None:
    rows = [
        {"kind": kind, "slug": slug, "story": one.row["id"], "at": now, "comment": comment}
        for kind, slug in sorted(_groups(one))
    ]
    connection.execute(upsert(schema.tombstone, connection.dialect.name == "sqlite"), rows)
    _touch(one, changes, now)


def _unbury(connection: Connection, number: StoryId, changes: Changes) -> None:
    table = schema.tombstone
    graves = connection.execute(select(table.c.kind, table.c.slug).where(table.c.story == number))
    for kind, slug in graves.all():
        changes.touch(kind, slug)
    connection.execute(delete(table).where(table.c.story == number))
