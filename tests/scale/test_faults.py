"""What must survive: workers, schedulers and the database are killed, and nothing shows it.

Real processes, a real PostgreSQL, feeds that grow and count. After each: nothing lost, nothing
doubled, no two requests to one host at once, no gap cut short.
"""

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from aggregator.store import open_store
from aggregator.store.beside import _WRITERS as WRITERS
from tests.postgres import Server, serving

from .cluster import LEASE, Cluster
from .planet import EXPECTED, MOST, STORIES, Planet

pytestmark = pytest.mark.scale


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    """A server of our own: it is killed."""
    with serving(fsync="on") as server:
        yield server


@pytest.fixture
def cluster(database: Server, tmp_path: Path) -> Iterator[Cluster]:
    address = database.database()
    open_store(address).close()
    with Planet() as planet, Cluster(tmp_path, planet, address) as started:
        yield started
    database.drop(address)


def growing(planet: Planet, seconds: float) -> threading.Thread:
    """Let the feeds grow to their full length meanwhile."""

    def grow() -> None:
        while planet.entries < MOST:
            time.sleep(seconds / MOST)
            planet.grow()

    thread = threading.Thread(target=grow, daemon=True)
    thread.start()
    return thread


def assert_as_if_nothing_had_happened(cluster: Cluster) -> None:
    cluster.wait("everything stored", lambda: set(cluster.links()) == EXPECTED)
    links = cluster.links()
    assert len(links) == len(EXPECTED)  # nothing doubled
    assert cluster.stories() == STORIES
    decided = cluster.ask("SELECT article, count(*) FROM verdict GROUP BY 1 HAVING count(*) > 1")
    assert decided == []  # each arrival took effect once
    assert cluster.planet.overlaps == []
    assert cluster.planet.gaps == []


def test_workers_schedulers_and_the_database_are_killed_and_nothing_is_lost_or_doubled(
    cluster: Cluster, database: Server
) -> None:
    for name in ("worker-1", "worker-2", "worker-3"):
        cluster.start(name, "worker")
    for name in ("schedule-1", "schedule-2"):
        cluster.start(name, "schedule")
    growth = growing(cluster.planet, 25)
    cluster.wait("a first article", cluster.links)

    cluster.kill("worker-1")
    cluster.start("worker-1", "worker")
    cluster.signal("worker-2", signal.SIGSTOP)  # wakes up as a zombie
    paused = time.monotonic()
    cluster.kill("schedule-1")
    cluster.start("schedule-1", "schedule")
    time.sleep(2)
    database.kill()
    time.sleep(1)
    database.start()
    time.sleep(max(0.0, paused + LEASE + 3 - time.monotonic()))
    cluster.signal("worker-2", signal.SIGCONT)
    cluster.kill("schedule-2")

    growth.join()
    assert_as_if_nothing_had_happened(cluster)
    waiting = "SELECT count(*) FROM feedmill_queue.pgqueuer WHERE created < now() - interval '60s'"
    assert cluster.ask(waiting) == [(0,)]  # the queue drains
    for name in ("worker-1", "worker-2", "worker-3", "schedule-1"):
        assert cluster.end(name) == 0
    # but for the part of the scheduler that was killed, all is given back
    assert cluster.ask("SELECT id FROM bucket WHERE until IS NOT NULL AND id >= 0") == []


@pytest.mark.parametrize("mode", ["careful", "impatient"])
def test_a_process_that_starts_when_the_database_is_killed_awaits_it(
    cluster: Cluster, database: Server, mode: str
) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
    other = psycopg.connect(cluster.store)
    other.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS,))
    cluster.start("worker", "worker", mode=mode)  # it would write what sources there are
    cluster.wait("a start that waits", lambda: cluster.ask(waiting) == [(1,)])
    database.kill()
    other.close()
    time.sleep(1)
    database.start()
    if mode == "impatient":
        assert cluster.running.pop("worker").wait(30) == 1
        return
    cluster.wait("work", lambda: cluster.said("worker", 'event="at work"'))
    assert cluster.end("worker") == 0


def test_two_whole_processes_share_the_hosts_between_them(cluster: Cluster) -> None:
    for name in ("one", "other"):
        cluster.start(name, "run")
    growing(cluster.planet, 5)
    assert_as_if_nothing_had_happened(cluster)
    for name in ("one", "other"):
        cluster.wait(f"{name} at work", lambda name=name: cluster.said(name, "event=poll"))
    assert cluster.planet.overlaps == []
    assert cluster.planet.gaps == []


def test_without_leases_they_would_ask_hosts_together(cluster: Cluster) -> None:
    for name in ("one", "other"):
        cluster.start(name, "run", mode="careless")
    cluster.wait("trouble", lambda: cluster.planet.overlaps and cluster.planet.gaps)
