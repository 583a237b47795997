"""What one transaction has changed in the published documents, written down once at its end.

Groups are touched in order, so that two writers on PostgreSQL cannot wait for each other's rows.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from ..model import Group, GroupKind
from . import schema
from .dialect import insert_new

ALL: tuple[GroupKind, str] = ("all", "")


@dataclass(slots=True)
class Changes:
    """Collected by the statements of one `Intake`; the only changing object of the store."""

    groups: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    everything: bool = False
    titles: dict[tuple[str, str], str] = field(default_factory=dict)  # known to be stored

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


def name_group(connection: Connection, group: Group, changes: Changes) -> None:
    """Make sure that the group's row exists and carries its title; "" leaves a title alone."""
    key = (group.kind, group.slug)
    if key in changes.titles and (changes.titles[key] == group.title or not group.title):
        return
    table = schema.grp
    row = connection.execute(
        select(table.c.title).where(table.c.kind == group.kind, table.c.slug == group.slug)
    ).one_or_none()
    if row is None:
        connection.execute(
            insert(table).values(kind=group.kind, slug=group.slug, title=group.title, version=0)
        )
    elif group.title and row.title != group.title:
        connection.execute(
            update(table)
            .where(table.c.kind == group.kind, table.c.slug == group.slug)
            .values(title=group.title)
        )
        changes.touch(group.kind, group.slug)
    changes.titles[key] = group.title or (row.title if row else "")


def next_number(connection: Connection, name: str) -> int:
    """The next value of a counter; 1 at first."""
    counter = schema.meta
    connection.execute(
        insert_new(counter, connection.dialect.name == "sqlite").values(name=name, value=0)
    )
    value: int = connection.execute(
        update(counter)
        .where(counter.c.name == name)
        .values(value=counter.c.value + 1)
        .returning(counter.c.value)
    ).scalar_one()
    return value
