"""Two versions at work together: the newer one adds, and the older one leaves that alone."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from aggregator.engine import Engine
from aggregator.errors import StoreError
from aggregator.store import Store, View, open_store
from tests.build import NOW, source, story
from tests.postgres import driven
from tests.stores import publish

from .cluster import Cluster
from .planet import Planet

pytestmark = pytest.mark.scale

ROLES = {"worker": 'event="at work"', "schedule": 'event="at work"', "serve": "event=serving"}
"""The parts of a process, and what each says first."""


def execute(address: str, *statements: str) -> list[tuple[object, ...]]:
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        for statement in statements:
            result = connection.execute(text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def published(store: Store) -> int:
    with store.reading() as read:
        return len(read.stories(View(), limit=9))


def test_a_process_goes_on_when_a_newer_one_has_added_columns_and_tables(address: str) -> None:
    older = open_store(address)
    with older.writing() as write:
        write.adopt([source("mill"), source("weir")], NOW)
        publish(write, story("1"))
    named = (
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition "
        "AND relnamespace = 'public'::regnamespace"
    )
    tables = {str(row[0]) for row in execute(address, named)} - {"alembic_version"}
    execute(
        address,
        *(f'ALTER TABLE "{table}" ADD COLUMN newer TEXT' for table in sorted(tables)),
        "CREATE TABLE newest (id BIGINT PRIMARY KEY)",
        "UPDATE alembic_version SET version_num = '9999'",
    )  # fmt: skip
    with older.writing() as write:
        publish(write, story("2"))
        write.put_poll_state(write.poll_state(source("mill").id))
    assert published(older) == 2
    older.close()


def test_one_that_had_to_be_filled_would_stop_it(address: str) -> None:
    # the control: what a revision must not do without raising OLDEST
    older = open_store(address)
    execute(address, "ALTER TABLE poll_state ADD COLUMN newer TEXT NOT NULL")
    with pytest.raises(StoreError, match="newer"), older.writing() as write:
        write.adopt([source("mill")], NOW)
    older.close()


@pytest.mark.parametrize("mode", ["careful", "stubborn"])
def test_processes_end_when_the_store_is_for_newer_ones_only(
    address: str, tmp_path: Path, mode: str
) -> None:
    with Planet() as planet, Cluster(tmp_path, planet, address) as cluster:
        for role in ROLES:
            cluster.start(role, role, mode=mode)
        for role, begins in ROLES.items():
            cluster.wait(f"{role} at work", lambda r=role, b=begins: cluster.said(r, b))
        cluster.wait("a first article", cluster.links)
        cluster.do("UPDATE meta SET value = 9999 WHERE name = 'oldest'")
        known = cluster.links()
        if mode == "stubborn":  # the control
            planet.grow()
            cluster.wait("more of it", lambda: len(cluster.links()) > len(known))
            assert all(cluster.running[role].poll() is None for role in ROLES)
            return
        for role in ROLES:
            assert cluster.running.pop(role).wait(60) == 1
            assert cluster.said(role, "needs one that knows schema 9999")
            cluster.start(role, role)  # as a supervisor would
            assert cluster.running.pop(role).wait(60) == 1


def test_a_job_of_a_kind_that_only_newer_workers_know_is_left_to_them(address: str) -> None:
    visited: list[int] = []

    async def work() -> None:
        engine = Engine(address)
        await engine.offer([7])
        await asyncio.to_thread(
            execute,
            address,
            "INSERT INTO feedmill_queue.pgqueuer (priority, entrypoint, payload, status)"
            " VALUES (0, 'newer', '1', 'queued')",
        )
        done = asyncio.Event()

        async def visit(bucket: int) -> None:
            visited.append(bucket)
            done.set()

        consuming = asyncio.create_task(engine.consume(visit, 20))
        async with asyncio.timeout(60):
            await done.wait()
        await engine.stop()
        await consuming

    asyncio.run(work())
    assert visited == [7]
    left = execute(address, "SELECT entrypoint, status::text FROM feedmill_queue.pgqueuer")
    assert left == [("newer", "queued")]


def test_what_is_offered_twice_is_one_job_and_a_lost_queue_is_offered_again(address: str) -> None:
    async def offer() -> None:
        engine = Engine(address)
        await engine.offer([1, 2])
        await engine.offer([2, 3])
        await engine.stop()

    count = "SELECT count(*) FROM feedmill_queue.pgqueuer"
    asyncio.run(offer())
    assert execute(address, count) == [(3,)]
    execute(address, "DROP SCHEMA feedmill_queue CASCADE")
    asyncio.run(offer())
    assert execute(address, count) == [(3,)]
