"""The schema: what the migrations build is what the tables say, from any earlier state."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hatchling.builders.wheel import WheelBuilder
from sqlalchemy import create_engine, inspect, text

from aggregator.errors import StoreError
from aggregator.store import migrations, open_store, schema
from tests import stores
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
                "include_name": lambda name, kind, _: not _of_search(name, kind),
            },
        )
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def _of_search(name: str | None, kind: str) -> bool:
    """The index of words is no table that SQLAlchemy could describe: its revision is the truth."""
    return kind == "table" and (name == "search" or str(name).startswith("search_"))


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


def test_a_database_that_a_newer_version_wrote_is_refused(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/store.db"
    open_store(address).close()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="9999 is unknown: a newer Feedmill"):
        open_store(address)


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
