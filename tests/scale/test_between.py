"""A pooler before the database, and a network that is cut without a word."""

from pathlib import Path

import psycopg
import pytest

from aggregator.store import open_store
from tests.postgres import serving

from .between import OUTSIDE, pooled, wired
from .cluster import Cluster
from .planet import EXPECTED, MOST, STORIES, Planet
from .test_faults import assert_as_if_nothing_had_happened, growing

pytestmark = pytest.mark.scale


def test_what_many_machines_behind_a_pooler_publish_is_what_one_process_publishes(
    address: str, tmp_path: Path
) -> None:
    with pooled(address) as pooler, Planet(entries=MOST) as planet:
        with Cluster(tmp_path / "many", planet, pooler, direct=address) as many:
            for name, role in (("a", "worker"), ("b", "worker"), ("c", "schedule")):
                many.start(name, role)
            many.wait("everything stored", lambda: set(many.links()) == EXPECTED)
            assert many.stories() == STORIES
            assert (planet.overlaps, planet.gaps) == ([], [])
            for name in "abc":
                assert many.end(name) == 0
            many.once("build", str(tmp_path / "of-many"))
        with Cluster(tmp_path / "one", planet, "sqlite:///feedmill.db") as one:
            one.once("fetch")
            one.once("build", str(tmp_path / "of-one"))
    compared = 0
    for document in sorted((tmp_path / "of-one").rglob("topics/plain.*")):
        twin = tmp_path / "of-many" / document.relative_to(tmp_path / "of-one")
        if document.suffix in (".atom", ".rss", ".json"):
            assert twin.read_bytes() == document.read_bytes()
            compared += 1
    assert compared == 3


def test_a_pooler_forgets_what_was_prepared_so_that_we_prepare_nothing(address: str) -> None:
    # the control: it is a pooler, and in the mode in which prepared statements get lost
    with pooled(address) as pooler:
        first, second = (
            psycopg.connect(pooler, autocommit=True, prepare_threshold=0) for _ in "ab"
        )
        with first, second, pytest.raises(psycopg.Error, match="prepared statement"):
            for number in range(20):
                first.execute(f"SELECT {number}")
                second.execute(f"SELECT {number}")


def test_a_worker_whose_network_is_cut_is_replaced_and_does_no_harm_when_it_is_mended(
    tmp_path: Path,
) -> None:
    with (
        wired() as wire,
        serving(listen_addresses=f"127.0.0.1,{OUTSIDE}") as server,
        Planet(address=OUTSIDE) as planet,
    ):
        open_store(address := server.database().replace("127.0.0.1", OUTSIDE)).close()
        with Cluster(tmp_path / "site", planet, address) as cluster:
            cluster.start("cut", "worker", inside=wire.inside)
            cluster.start("schedule", "schedule")
            cluster.wait("the first worker's work", cluster.links)
            wire.cut()
            cluster.start("other", "worker")
            growing(planet, 10)
            cluster.wait("everything stored", lambda: set(cluster.links()) == EXPECTED)
            wire.mend()
            polls = planet.requests
            cluster.wait("more polls", lambda: planet.requests > polls + 30)
            assert_as_if_nothing_had_happened(cluster)
            assert cluster.end("cut") == 0
