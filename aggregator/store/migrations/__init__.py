"""Schema revisions, forward only: one file each in `versions`, applied when the store is opened.

A new revision is a new file with `down_revision` naming the last one, and `HEAD` here. Columns
are added nullable or with a default, so that the version before still works beside the new one.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ...errors import StoreError

HEAD = "0009"


def migrate(connection: Connection) -> None:
    """Bring the database to HEAD inside the transaction of `connection`, which writes alone.

    StoreError when a newer Feedmill has written it.
    """
    if _revision(connection) == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - 0.2 s that a migrated store need not spend
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    here = str(Path(__file__).parent).replace("%", "%%")
    config.set_main_option("script_location", here)
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"schema {_revision(connection)} is unknown: a newer Feedmill wrote this database"
        ) from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
