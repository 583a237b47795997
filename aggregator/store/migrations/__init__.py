"""Schema revisions, forward only: one file each in `versions`, applied when the store is opened.

A new revision is a new file with `down_revision` naming the last one, and `HEAD` here. Columns
are added nullable or with a default, so that the version before still works beside the new one. A
revision with which it cannot is `OLDEST` as well.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from ...errors import StoreError
from .. import schema
from ..dialect import upsert

HEAD = "0011"
OLDEST = "0008"
"""The oldest revision whose Feedmill may work on a store at HEAD, beside ours. To be raised by one
that changes or takes away what that Feedmill reads or writes, or that relies on what it does not
write. A store says it itself (a row of `meta`), so that a Feedmill knows of revisions after its own
whether it may still be started."""


class OutdatedError(StoreError):
    """The store is for newer versions only: nothing more may be written, and little be read."""


_FOLDER = Path(__file__).parent
_ROW = "oldest"


def migrate(connection: Connection) -> None:
    """Bring the database to HEAD inside the transaction of `connection`, which writes alone.

    One that a newer Feedmill has brought further is left as it is; StoreError when that has said
    that ours is too old for it.
    """
    found = _revision(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD and _oldest(connection, found) <= HEAD:
        return
    from alembic import command  # noqa: PLC0415 - 0.2 s that a migrated store need not spend
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"schema {found} is unknown: a newer Feedmill wrote this database,"
            f" and it needs one that knows schema {_oldest(connection, str(found))}"
        ) from error
    kept = upsert(schema.meta, connection.dialect.name == "sqlite")
    connection.execute(kept, {"name": _ROW, "value": int(OLDEST)})


def confirm(connection: Connection) -> None:
    """Make sure that no newer Feedmill has changed the store beneath ours since we opened it;
    OutdatedError else."""
    if (oldest := _oldest(connection, HEAD)) > HEAD:
        raise OutdatedError(
            "a newer Feedmill has changed this database while ours was at work,"
            f" and it needs one that knows schema {oldest}"
        )


def _oldest(connection: Connection, otherwise: str) -> str:
    """The oldest revision that may work on this store by its own word."""
    meta = schema.meta.c
    said: int | None = connection.scalar(select(meta.value).where(meta.name == _ROW))
    return otherwise if said is None else f"{said:04}"


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
