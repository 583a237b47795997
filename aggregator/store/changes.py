"""What one transaction has changed in the published documents, written down once at its end.

Groups are touched in order, so that two writers on PostgreSQL cannot wait for each other's rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from ..model import Group, GroupKind
from ..text.slug import slugify
from . import schema, search
from .dialect import insert_new, upsert

ALL: tuple[GroupKind, str] = ("all", "")
EMPTIED = "emptied"
"""The counter that tells at which version stories were let go last."""


@dataclass(slots=True)
class Changes:
    """Collected by the statements of one `Intake`; the only changing object of the store."""

    groups: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    stories: set[str] = field(default_factory=set)
    everything: bool = False
    emptied: bool = False  # stories left that no news tell of
    articles: bool = False  # one was stored: others may find it by its keys
    titles: dict[tuple[str, str], str] = field(default_factory=dict)  # known to be stored

    def __bool__(self) -> bool:
        return bool(self.groups or self.everything or self.articles)

    def touch(self, kind: str, slug: str, updated: datetime | None = None) -> None:
        """A document of this group differs from now on; `updated` is its newest material change."""
        known = self.groups.get((kind, slug))
        newest = max((when for when in (known, updated) if when is not None), default=None)
        self.groups[(kind, slug)] = newest

    def write(self, connection: Connection) -> None:
        """Give all touched groups the next version. Nothing touched: nothing written."""
        if not self.groups and not self.everything:
            return
        version = next_number(connection, "version")
        if self.emptied:
            noted = upsert(schema.meta, connection.dialect.name == "sqlite")
            connection.execute(noted, {"name": EMPTIED, "value": version})
        if self.stories:
            rows = [{"story": one, "first": version, "version": version} for one in self.stories]
            statement = upsert(schema.news, connection.dialect.name == "sqlite", keep=("first",))
            connection.execute(statement, sorted(rows, key=lambda row: str(row["story"])))
            search.renew(connection, sorted(self.stories))
        if self.everything:
            connection.execute(update(schema.grp).values(version=version))
        if self.groups:
            rows = [
                {"of_kind": kind, "of_slug": slug, "to": version, "at": at}
                for (kind, slug), at in sorted(self.groups.items(), key=lambda item: item[0])
            ]
            connection.execute(_TOUCH, rows)
            dated = [row for row in rows if row["at"] is not None]
            if dated:
                connection.execute(_UPDATED, dated)


_OF_GROUP = (schema.grp.c.kind == bindparam("of_kind")) & (
    schema.grp.c.slug == bindparam("of_slug")
)
_TOUCH = update(schema.grp).where(_OF_GROUP).values(version=bindparam("to"))
_UPDATED = (
    update(schema.grp)
    .where(_OF_GROUP)
    # never back: the date of a document is that of its newest change, also of one that left it
    .where(schema.grp.c.updated.is_(None) | (schema.grp.c.updated < bindparam("at")))
    .values(updated=bindparam("at"))
)


def name_groups(connection: Connection, groups: Iterable[Group], changes: Changes) -> None:
    """Make sure that the groups' rows exist and carry their titles; "" leaves a title alone."""
    wanted = {(one.kind, one.slug): one.title for one in groups}
    unsure = [key for key, title in wanted.items() if changes.titles.get(key) != title]
    if not unsure:
        return
    stored = {
        (kind, slug): title
        for kind, slug, title in connection.execute(_TITLES, {"groups": unsure}).all()
    }
    new = [key for key in unsure if key not in stored]
    if new:
        connection.execute(
            insert_new(schema.grp, connection.dialect.name == "sqlite"),
            [
                {"kind": kind, "slug": slug, "title": wanted[kind, slug], "version": 0}
                for kind, slug in new
            ],
        )
    for kind, slug in unsure:
        title = wanted[kind, slug]
        if _renamed(kind, stored.get((kind, slug), title), title):
            connection.execute(_RENAME, {"of_kind": kind, "of_slug": slug, "to": title})
            changes.touch(kind, slug)
            # topics and sources are also named in the entries of other groups' documents
            changes.everything |= kind != "author"
        changes.titles[kind, slug] = title


def _renamed(kind: str, before: str, after: str) -> bool:
    """Whether a title is to change; an author's not for a mere other spelling.

    Two bylines of one person ("Ada Lane", "ADA LANE") would else rename the group in turns.
    """
    if not after or before == after:
        return False
    return kind != "author" or slugify(before) != slugify(after)


_TITLES = select(schema.grp.c.kind, schema.grp.c.slug, schema.grp.c.title).where(
    tuple_(schema.grp.c.kind, schema.grp.c.slug).in_(bindparam("groups", expanding=True))
)
_RENAME = update(schema.grp).where(_OF_GROUP).values(title=bindparam("to"))


def next_number(connection: Connection, name: str) -> int:
    """The next value of a counter; 1 at first."""
    value: int | None = connection.scalar(_COUNT, {"of": name})
    if value is not None:
        return value
    connection.execute(insert(schema.meta), {"name": name, "value": 1})
    return 1


_COUNT = (
    update(schema.meta)
    .where(schema.meta.c.name == bindparam("of"))
    .values(value=schema.meta.c.value + 1)
    .returning(schema.meta.c.value)
)
