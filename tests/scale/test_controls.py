"""What protects is needed: with one protection less, the same fault does the harm it keeps off.

Each test runs one schedule with its protection and without it, and what looks on - the server that
counts, the store that is asked afterwards - must see the harm in the second case only. `MODES` in
`launch` says what is taken away, and how a process stops itself at the worst moment.
"""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from aggregator.store import open_store
from tests.postgres import Server, serving

from .cluster import LEASE, REQUEST, Cluster
from .planet import EXPECTED, MOST, Planet
from .test_faults import assert_as_if_nothing_had_happened

pytestmark = pytest.mark.scale

REDELIVERY = 15.0  # seconds after which the queue gives a dead worker's jobs to another
STILL = 3 * LEASE + REDELIVERY  # in which what goes on at all has gone on


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    with serving(fsync="on") as server:
        yield server


@pytest.fixture
def cluster(database: Server, tmp_path: Path) -> Iterator[Cluster]:
    address = database.database()
    open_store(address).close()
    with Planet(entries=MOST) as planet, Cluster(tmp_path, planet, address) as started:
        yield started
    database.drop(address)


def seconds_until_more_is_asked(cluster: Cluster, patience: float) -> float | None:
    """None when nobody asks any host in that time."""
    before, begun = cluster.planet.requests, time.monotonic()
    while time.monotonic() < begun + patience:
        if cluster.planet.requests > before:
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def paused(cluster: Cluster, name: str) -> bool:
    status = Path(f"/proc/{cluster.running[name].pid}/status").read_text()
    return "State:\tT" in status


# ---- what is killed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("protection", "mode"),
    [("all", "careful"), ("leases end", "endless"), ("jobs are redelivered", "unheard")],
)
def test_what_a_killed_worker_held_falls_to_another(
    cluster: Cluster, protection: str, mode: str
) -> None:
    # the endless one is the one that dies; of redelivery those decide who live
    cluster.start("dying", "worker", mode=mode)
    cluster.start("schedule", "schedule")
    cluster.wait("five hosts asked", lambda: cluster.planet.requests > 10)
    cluster.kill("dying")
    cluster.start("living", "worker", mode="unheard" if mode == "unheard" else "careful")
    is_taken_over = seconds_until_more_is_asked(cluster, STILL) is not None
    assert is_taken_over == (protection == "all")
    if protection == "all":
        assert_as_if_nothing_had_happened(cluster)


@pytest.mark.parametrize(("protection", "mode"), [(True, "careful"), (False, "endless")])
def test_the_part_of_a_killed_scheduler_falls_to_another(
    cluster: Cluster, protection: bool, mode: str
) -> None:
    cluster.start("dying", "schedule", mode=mode)
    acting = "SELECT count(*) FROM bucket WHERE id = -1 AND until IS NOT NULL"
    cluster.wait("a scheduler that acts", lambda: cluster.ask(acting) == [(1,)])
    cluster.start("living", "schedule")
    cluster.kill("dying")
    cluster.do("DROP SCHEMA IF EXISTS feedmill_queue CASCADE")  # what it has offered
    cluster.start("worker", "worker")
    is_taken_over = seconds_until_more_is_asked(cluster, STILL) is not None
    assert is_taken_over == protection


@pytest.mark.parametrize(("protection", "mode"), [(True, "careful"), (False, "brittle")])
def test_workers_come_back_to_a_database_that_was_killed(
    cluster: Cluster, database: Server, protection: bool, mode: str
) -> None:
    cluster.start("worker", "worker", mode=mode)
    cluster.start("schedule", "schedule")
    cluster.wait("five hosts asked", lambda: cluster.planet.requests > 10)
    database.kill()
    time.sleep(LEASE)  # whatever was under way has failed
    database.start()
    assert (seconds_until_more_is_asked(cluster, STILL) is not None) == protection


@pytest.mark.parametrize("mode", ["pause-placing", "pause-placing+torn"])
def test_a_poll_that_is_killed_midway_has_not_been(cluster: Cluster, mode: str) -> None:
    cluster.start("dying", "worker", mode=mode)
    cluster.start("schedule", "schedule")
    cluster.wait("a document that is being placed", lambda: paused(cluster, "dying"))
    cluster.kill("dying")
    cluster.start("living", "worker")
    asked = cluster.planet.requests
    if "torn" not in mode:
        assert_as_if_nothing_had_happened(cluster)
        return
    cluster.wait("each source asked again", lambda: cluster.planet.requests > asked + 45)
    assert EXPECTED - set(cluster.links())  # lost: the document is taken for one that is known


# ---- who is paused -------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["pause-writing", "pause-writing+unfenced"])
def test_what_a_zombie_writes_is_refused(cluster: Cluster, mode: str) -> None:
    # it wakes up with an old document in its hands, which another has since read anew
    cluster.start("zombie", "worker", mode=mode)
    cluster.start("schedule", "schedule")
    cluster.wait("a pause", lambda: paused(cluster, "zombie"))
    cluster.planet.edition += 1
    cluster.start("other", "worker")
    cluster.wait("everything stored", lambda: set(cluster.links()) == EXPECTED)
    twice = "SELECT article FROM verdict GROUP BY 1 HAVING count(*) > 1"
    assert cluster.ask(twice) == []
    cluster.kill("schedule")
    cluster.end("other")
    cluster.signal("zombie", signal.SIGCONT)
    if "unfenced" in mode:
        cluster.wait("an article that is decided on twice", lambda: cluster.ask(twice))
        return
    cluster.wait("the end of a visit", lambda: cluster.said("zombie", "event=visit"))
    assert cluster.end("zombie") == 0  # whatever it was writing
    assert cluster.ask(twice) == []


@pytest.mark.parametrize("mode", ["pause-asking", "unwatched+pause-asking"])
def test_a_zombie_asks_nobody(cluster: Cluster, mode: str) -> None:
    # it wakes up when it was about to ask hosts that another has since been asking
    cluster.start("zombie", "worker", mode=mode)
    cluster.start("schedule", "schedule")
    cluster.wait("a pause", lambda: paused(cluster, "zombie"))
    cluster.start("other", "worker")
    cluster.wait("everything stored", lambda: set(cluster.links()) == EXPECTED)
    assert (cluster.planet.overlaps, cluster.planet.gaps) == ([], [])
    cluster.planet.answering = REQUEST / 2  # so that each host is being asked nearly always
    time.sleep(REQUEST)
    cluster.signal("zombie", signal.SIGCONT)
    if "unwatched" in mode:
        cluster.wait("trouble", lambda: cluster.planet.overlaps or cluster.planet.gaps)
        return
    cluster.wait("the zombie's end of work", lambda: cluster.said("zombie", "event=visit"))
    time.sleep(REQUEST)
    assert (cluster.planet.overlaps, cluster.planet.gaps) == ([], [])
