"""The few places where SQLite and PostgreSQL differ: connections, locks, upserts.

An address goes in, engines come out. Everything else in this folder is one set of statements, but
for `spans` (tables cut by time, on PostgreSQL alone) and `search` (an index of words in each).
"""

import sqlite3
import threading
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    Table,
    create_engine,
    event,
    literal_column,
    make_url,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.dml import Insert

from .. import silence
from ..errors import StoreError

_PATIENCE = 300  # seconds that a writer waits for those before it: a first poll may bring thousands
_AT_ONCE = 4  # documents that one process renders at once: it is work for its processor
_SHORT = 2  # seconds that who only keeps what can be made again waits for writers
_MAPPED = 256 * 1024**2  # bytes of the file read through the page cache without copying
_PASSING = ("40001", "40P01", "23505", "23503")
"""SQLSTATE of what another writer's deed caused: not serialisable, deadlock, a name or a row that
was given or taken meanwhile (PostgreSQL, appendix A)."""

_LOSSES = ("08", "57P01", "57P02", "57P03")
"""SQLSTATE of trouble with the connection (a class), and of a server that ends or begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """A pool that writes, one that reads, one of those who render, and the lock all need where
    there is one connection."""

    writer: Engine
    reads: Engine
    press: Engine
    lock: AbstractContextManager[object]
    name: str  # for messages: the address without its password
    many: bool = False  # whether several may write at once

    def dispose(self) -> None:
        self.press.dispose()
        self.reads.dispose()
        self.writer.dispose()


def connect(address: str) -> Engines:
    """Engines for a SQLAlchemy address; StoreError when it is none or names another database."""
    try:
        url = make_url(address)
        name = url.render_as_string(hide_password=True)
        if url.get_backend_name() == "sqlite":
            return _sqlite(url, name)
        if url.get_backend_name() == "postgresql":
            return _postgresql(url, name)
    except ArgumentError as error:
        raise StoreError("[store] url: not a database address") from error
    except ImportError as error:
        raise StoreError(
            f"{name}: no driver for this database is installed (pip install 'feedmill[scale]')"
        ) from error
    except SQLAlchemyError as error:
        raise StoreError(f"{name}: no such driver") from error
    raise StoreError(f"{name}: only sqlite and postgresql are supported")


def is_absent(address: str) -> bool:
    """Whether nobody answers there yet, as while PostgreSQL starts. A wrong name or password is an
    answer; a file is always there."""
    url = make_url(address)
    if url.get_backend_name() != "postgresql":
        return False
    import psycopg.pq  # noqa: PLC0415 - comes with the extra `scale`

    conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
    found = psycopg.pq.PGconn.ping(conninfo.encode())
    return found in (psycopg.pq.Ping.REJECT, psycopg.pq.Ping.NO_RESPONSE)


def upsert(
    table: Table,
    sqlite: bool,
    *,
    keep: tuple[str, ...] = (),
    change: Mapping[str, Any] | None = None,
) -> Insert:
    """INSERT that updates the row of the same primary key instead, all columns but `keep`."""
    insert = sqlite_insert(table) if sqlite else postgresql_insert(table)
    keys = [column.name for column in table.primary_key]
    values = dict(change or {}) or {
        column.name: insert.excluded[column.name]
        for column in table.columns
        if column.name not in keys and column.name not in keep
    }
    return insert.on_conflict_do_update(index_elements=keys, set_=values)


def insert_new(table: Table, sqlite: bool) -> Insert:
    """INSERT that leaves a row alone that is there already."""
    insert = sqlite_insert(table) if sqlite else postgresql_insert(table)
    return insert.on_conflict_do_nothing()


def upsert_from(
    table: Table, names: tuple[str, ...], rows: Select[Any], *, newer: str, sqlite: bool
) -> Insert:
    """INSERT of what a SELECT with a WHERE gives, by these column names; it takes the place of a
    row of the same primary key whose column `newer` is less."""
    insert = sqlite_insert(table) if sqlite else postgresql_insert(table)
    keys = [column.name for column in table.primary_key]
    given = insert.from_select(list(names), rows)
    return given.on_conflict_do_update(
        index_elements=keys,
        set_={name: given.excluded[name] for name in names if name not in keys},
        where=table.c[newer] < given.excluded[newer],
    )


def clock(*, sqlite: bool) -> ColumnElement[int]:
    """The database's own clock, in milliseconds since 1970: the one clock of all its workers."""
    if sqlite:
        return literal_column("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", Integer)
    return literal_column(
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", BigInteger
    )


def is_passing(error: DBAPIError) -> bool:
    """Whether the same transaction, done again, may succeed."""
    return getattr(error.orig, "sqlstate", None) in _PASSING


def is_loss(error: DBAPIError) -> bool:
    """Whether the connection was lost, as when the database is shut down or killed."""
    state: str = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(_LOSSES)


def _sqlite(url: URL, name: str) -> Engines:
    memory = url.database in (None, "", ":memory:")
    if memory:
        # one connection for every thread, and therefore one transaction at a time
        only = create_engine(
            url,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
        _prepare(only, "BEGIN IMMEDIATE", readonly=False)
        return Engines(writer=only, reads=only, press=only, lock=threading.RLock(), name=name)
    parent = Path(str(url.database)).parent
    if not str(url.database).startswith("file:") and not parent.is_dir():
        raise StoreError(f"{name}: there is no directory {parent}")
    arguments = {"timeout": _PATIENCE, "check_same_thread": False}
    writer = create_engine(
        url,
        pool_size=1,  # writers of this process queue for the connection, others for the file
        max_overflow=0,
        pool_timeout=_PATIENCE,
        connect_args=arguments,
        hide_parameters=True,
    )
    reads = create_engine(
        url, pool_size=4, max_overflow=60, connect_args=arguments, hide_parameters=True
    )
    press = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_SHORT,
        connect_args=arguments | {"timeout": _SHORT},
        hide_parameters=True,
    )
    _prepare(writer, "BEGIN IMMEDIATE", readonly=False)
    _prepare(press, "BEGIN IMMEDIATE", readonly=False)
    _prepare(reads, "BEGIN", readonly=True)
    return Engines(writer=writer, reads=reads, press=press, lock=nullcontext(), name=name)


def _prepare(engine: Engine, begin: str, *, readonly: bool) -> None:
    """Take transactions out of the driver's hands.

    A deferred transaction that turns to writing after another one wrote fails at once with
    "database is locked", whatever the timeout: writers say so when they begin.
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",  # a power cut may lose the last commits, never consistency
            "foreign_keys=ON",
            f"mmap_size={_MAPPED}",
            f"cache_size={-4000 if readonly else -8000}",  # KiB; what is read lies in the map
            "temp_store=MEMORY",
            "journal_size_limit=67108864",
            f"query_only={'ON' if readonly else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _postgresql(url: URL, name: str) -> Engines:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    arguments: dict[str, object] = {
        # a pooler such as PgBouncer gives each transaction another connection, which knows none
        "prepare_threshold": None,
        **silence.CLIENT,
        "application_name": silence.APPLICATION,
    }
    writer = create_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=arguments,
        isolation_level="READ COMMITTED",  # a statement sees what was committed before it began
    )
    reads = create_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=arguments,
        isolation_level="REPEATABLE READ",  # one snapshot for all statements of a transaction
        execution_options={"postgresql_readonly": True},
    )
    press = create_engine(
        url,
        pool_size=_AT_ONCE,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=arguments,
        isolation_level="READ COMMITTED",
    )
    return Engines(
        writer=writer, reads=reads, press=press, lock=nullcontext(), name=name, many=True
    )
