"""A host to which many others lead is asked by one worker at a time, and no faster than any other.

Two real workers and a planet that counts. Each host that the configuration names sends whoever
asks it on, for now, to one host that it names for a few sources itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .cluster import Cluster
from .planet import EXPECTED, MOST, PLAIN, SHARED, Planet

pytestmark = pytest.mark.scale

OWN = 3  # sources of the host itself
WORKERS = ("one", "other")


@dataclass(slots=True)
class Crossroads(Planet):
    """`town.test` has three of the feeds as its own, and gives all others too."""

    def urls(self) -> list[str]:
        def host(number: int) -> str:
            return "town" if number < OWN else f"h{number}"

        return [f"http://{host(n)}.test:{self.port}/{n}" for n in range(PLAIN + SHARED)]

    def respond(self, path: str, host: str) -> tuple[str, bytes]:
        if host == "town.test":
            return Planet.respond(self, path, host)
        return f"302 Found\r\nLocation: http://town.test:{self.port}{path}", b""


@pytest.fixture
def cluster(address: str, tmp_path: Path) -> Iterator[Cluster]:
    with Crossroads(entries=MOST) as planet, Cluster(tmp_path, planet, address) as given:
        yield given


def test_a_host_that_many_lead_to_is_asked_in_its_turn_by_whoever_follows(cluster: Cluster) -> None:
    for name in WORKERS:
        cluster.start(name, "worker")
    cluster.start("schedule", "schedule")
    cluster.wait("everything stored", lambda: set(cluster.links()) == EXPECTED)
    for name in WORKERS:
        cluster.wait(f"a poll by {name}", lambda name=name: cluster.said(name, "event=poll"))
    assert (cluster.planet.overlaps, cluster.planet.gaps) == ([], [])
    assert cluster.ask("SELECT source FROM poll_state WHERE state LIKE '%\"times\"%'") == []
    for name in WORKERS:
        assert cluster.end(name) == 0
    assert cluster.ask("SELECT count(*) FROM bucket WHERE id >= 0 AND until IS NOT NULL") == [(0,)]


def test_without_the_lease_of_that_host_it_would_be_asked_by_both(cluster: Cluster) -> None:
    for name in WORKERS:
        cluster.start(name, "worker", mode="hopping")
    cluster.start("schedule", "schedule")
    cluster.wait("trouble", lambda: cluster.planet.gaps)
