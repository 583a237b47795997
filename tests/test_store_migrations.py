"""The schema: what the migrations build is what the tables say, from any earlier state."""

import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hatchling.builders.wheel import WheelBuilder
from sqlalchemy import Connection, ForeignKeyConstraint, create_engine, inspect, text

from aggregator.errors import StoreError
from aggregator.store import Intake, OutdatedError, Store, View, migrations, open_store, schema
from tests import stores
from tests.build import NOW, source, story
from tests.postgres import driven

bare_url = stores.bare_url  # fixture

FOLDER = Path(migrations.__file__).parent


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def test_the_migrations_build_the_tables_of_the_schema(bare_url: str) -> None:
    open_store(bare_url).close()
    engine = create_engine(driven(bare_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: (
                    not _of_search(name, kind) and not _of_a_span(name, kind)
                ),
                "include_object": lambda one, *_: not _of_sqlite(one, connection),
            },
        )
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def _of_search(name: str | None, kind: str) -> bool:
    """The index of words is no table that SQLAlchemy could describe: its revision is the truth."""
    return kind == "table" and (name == "search" or str(name).startswith("search_"))


def _of_a_span(name: str | None, kind: str) -> bool:
    """A part of a table that PostgreSQL cuts by time: they come and go."""
    return kind == "table" and re.fullmatch(r"\w+_\d+_\d+", str(name)) is not None


def _of_sqlite(one: object, connection: Connection) -> bool:
    """What the schema wants on SQLite alone."""
    return (
        isinstance(one, ForeignKeyConstraint)
        and one.table is schema.entry
        and connection.dialect.name != "sqlite"
    )


def _words(sql: str) -> tuple[str, ...]:
    """The clauses of a statement, whatever their order and spacing."""
    head, _, rest = " ".join(sql.split()).partition("(")
    body, _, tail = rest.rpartition(")")
    return (head, tail, *sorted(clause.strip() for clause in body.split(", ")))


def test_tables_are_laid_out_as_the_schema_says(tmp_path: Path) -> None:
    # what Alembic's comparison does not look at: WITHOUT ROWID, AUTOINCREMENT, ON DELETE
    def layout(path: Path) -> set[str]:
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
            found = connection.scalars(
                text(
                    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
                    "AND name NOT LIKE 'alem%' AND name NOT LIKE 'search%'"
                )
            ).all()
        engine.dispose()
        return {_words(sql) for sql in found}

    open_store(f"sqlite:///{tmp_path}/migrated.db").close()
    assert layout(tmp_path / "migrated.db") == layout(tmp_path / "created.db")


def test_revisions_are_one_line_that_ends_in_head() -> None:
    scripts = _scripts()
    assert scripts.get_heads() == [migrations.HEAD]
    assert all(not revision.is_branch_point for revision in scripts.walk_revisions())


def test_an_opened_store_is_at_head_and_opening_again_changes_nothing(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    for _ in range(2):
        open_store(address).close()
        engine = create_engine(address)
        with engine.connect() as connection:
            found = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
        engine.dispose()
        assert found == [migrations.HEAD]


def test_an_empty_database_of_before_the_first_revision_is_migrated(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    open_store(address).close()
    assert set(schema.metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: object) -> None:
        migrations.migrate(connection)  # type: ignore[arg-type]
        raise ZeroDivisionError

    address = f"sqlite:///{tmp_path}/store.db"
    monkeypatch.setattr("aggregator.store.migrate", fail)
    with pytest.raises(ZeroDivisionError):
        open_store(address)
    engine = create_engine(address)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_that_a_newer_version_wrote_and_that_does_not_speak_of_us_is_refused(
    tmp_path: Path,
) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    open_store(address).close()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("DELETE FROM meta WHERE name = 'oldest'"))
    engine.dispose()
    with pytest.raises(StoreError, match="9999 is unknown: a newer Feedmill"):
        open_store(address)


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Open a store as the Feedmill of a revision to come would, which names its oldest."""

    def opening(address: str, oldest: str) -> None:
        folder = tmp_path / "newer"
        shutil.copytree(FOLDER, folder)
        (folder / "versions" / "r0999_next.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = '0999'\ndown_revision = '{migrations.HEAD}'\n"
            "def upgrade():\n"
            "    op.add_column('story', sa.Column('mood', sa.Text(), server_default='calm'))\n"
            "    op.create_table('newest', sa.Column('id', sa.BigInteger(), primary_key=True))\n"
        )
        with monkeypatch.context() as patched:
            for name, value in (("_FOLDER", folder), ("HEAD", "0999"), ("OLDEST", oldest)):
                patched.setattr(migrations, name, value)
            open_store(address).close()

    return opening


def test_a_store_that_a_newer_version_has_only_added_to_is_opened_and_worked_on(
    bare_url: str, newer: Callable[[str, str], None]
) -> None:
    open_store(bare_url).close()
    newer(bare_url, migrations.HEAD)
    older = open_store(bare_url)
    with older.writing() as write:
        write.adopt([source("mill"), source("weir")], NOW)
        stores.publish(write, story("1"))
    with older.reading() as read:
        assert len(read.stories(View(), limit=9)) == 1
    older.close()
    engine = create_engine(driven(bare_url))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0999"
    engine.dispose()


def test_a_store_that_says_we_are_too_old_for_it_is_refused(
    bare_url: str, newer: Callable[[str, str], None]
) -> None:
    open_store(bare_url).close()
    newer(bare_url, "0999")
    with pytest.raises(StoreError, match=r"0999 is unknown: .* that knows schema 0999"):
        open_store(bare_url)


def test_who_is_at_work_when_a_newer_version_says_that_it_is_too_old_writes_no_more(
    bare_url: str, newer: Callable[[str, str], None]
) -> None:
    older = open_store(bare_url)
    newer(bare_url, "0999")
    with pytest.raises(OutdatedError, match="needs one that knows schema 0999"):
        older.confirm()
    for write in (lambda: older.write(note), lambda: alone(older)):
        with pytest.raises(OutdatedError):
            write()
    older.close()
    engine = create_engine(driven(bare_url))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM note")) == 0
    engine.dispose()


def note(write: Intake) -> None:
    write.put_note("said", "by the older")


def alone(store: Store) -> None:
    with store.writing() as write:
        note(write)


def test_from_the_oldest_revision_that_may_go_on_to_head_nothing_was_changed_but_by_adding(
    bare_url: str,
) -> None:
    # what fails here is a revision that must raise OLDEST
    assert migrations.OLDEST <= migrations.HEAD
    engine = create_engine(driven(bare_url))

    def at(revision: str) -> dict[tuple[str, str], tuple[str, bool, bool]]:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            found = inspect(connection)
            return {
                (table, column["name"]): (
                    str(column["type"]), column["nullable"], column["default"] is not None
                )
                for table in found.get_table_names()
                for column in found.get_columns(table)
            }  # fmt: skip

    before, after = at(migrations.OLDEST), at(migrations.HEAD)
    engine.dispose()
    assert {name: after.get(name) for name in before} == before
    tables = {table for table, _ in before}
    added = [of for name, of in after.items() if name not in before and name[0] in tables]
    assert all(is_nullable or has_default for _, is_nullable, has_default in added)


def test_several_that_open_a_new_database_at_once_all_succeed(bare_url: str) -> None:
    failed: list[BaseException] = []

    def opening() -> None:
        try:
            open_store(bare_url).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_the_wheel_carries_the_migrations() -> None:
    root = FOLDER.parents[2]
    packed = {one.distribution_path for one in WheelBuilder(str(root)).recurse_included_files()}
    wanted = {path.relative_to(root).as_posix() for path in FOLDER.rglob("*.py")}
    assert "aggregator/store/migrations/env.py" in wanted
    assert wanted <= packed
