"""Days of polling a world, judged by its request log: every rule of manners is kept."""

import urllib.request
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.world.behaviours import answer
from tests.world.manners import Terms, broken, busiest, score
from tests.world.planet import ROUTES, live
from tests.world.server import Asked, World
from tests.world.simulation import CONFIG, ONE_A_MINUTE, simulate

Lived = tuple[list[Asked], Terms]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return live(2, tmp_path_factory.mktemp("manners"))


def test_every_rule_of_manners_is_kept(lived: Lived) -> None:
    assert broken(score(*lived)) == []


def test_each_source_is_polled_within_its_bound(lived: Lived) -> None:
    log, _ = lived
    first, last = log[0].now, max(one.now for one in log)
    for path in ROUTES.keys() - {"/gone", "/moved"}:
        moments = [first, *(one.now for one in log if one.path == path), last]
        assert max(b - a for a, b in pairwise(moments)) <= timedelta(hours=25)


def test_the_score_sees_what_is_wrong() -> None:
    """A rude log fails: else a score says nothing."""
    with World({"/f": answer(etag='"1"', cache_control="max-age=60")}) as world:
        for _ in range(3):
            urllib.request.urlopen(world.url("/f")).read()
    terms = Terms(at_least={}, skipped_hours={}, own_headers=frozenset({"connection"}))
    failed = {one.rule.partition(" ")[0] for one in score(world.log, terms) if one.broken}
    assert failed == {"F2", "F7", "F10", "F11", "F12", "F15"}


def test_hundreds_of_sources_neither_crowd_a_host_nor_come_in_waves() -> None:
    """In simulated time. `python -m benchmarks.manners` does this with 10,000 for a day."""
    simulation = simulate(300, hours=5)
    fetch = CONFIG.fetch
    for host, asked in simulation.asked.items():
        for window in (1, 60, 3600):
            most = fetch.host_burst + window / fetch.host_every.total_seconds() + 1
            assert busiest(asked, window) <= most, host
    assert len(simulation.refused[ONE_A_MINUTE]) <= 1
    assert len(simulation.by_source) == 300
    second_hour = [at for asked in simulation.asked.values() for at in asked if at > 3600]
    assert busiest(second_hour, 60) < 20
