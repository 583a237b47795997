"""What three workers and two schedulers publish is, byte for byte, what one process publishes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from .cluster import Cluster
from .town import HOSTS, MOVING, RULES, SOURCES, Town

pytestmark = pytest.mark.scale

ADOPTED = "SELECT count(*) FROM poll_state"
DAYS = 4
PUT_OFF = 20_000  # milliseconds: more than until the next usual poll, and less than a visit
FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)
NOT_COMPARED = {
    # when each source is asked next is spread by lot
    "status.html",
    "status.json",
    "status.atom",
}


def test_many_machines_publish_what_one_process_on_sqlite_publishes(
    address: str, tmp_path: Path
) -> None:
    # the clock of all processes is the test's, and stands still for a day's polls: then even what
    # is dated by the time at which it was seen must be the same. `town` says what is kept out
    with Town() as town, Cluster(tmp_path / "many", town, address, rules=RULES) as many:
        for day in range(DAYS):
            town.edition = day
            many.set_clock(now := FIRST + day * timedelta(days=1))
            if day == 0:
                for name in ("a", "b", "c"):
                    many.start(name, "worker", mode="clock")
                for name in ("d", "e"):
                    many.start(name, "schedule", mode="clock")
            if day == 2:
                many.kill("a")
                many.kill("d")
                many.start("a", "worker", mode="clock")
            many.wait("sources", lambda: many.ask(ADOPTED) == [(SOURCES,)])
            many.wait(f"all polls of day {day}", lambda: are_polled(many, now))
        assert (town.overlaps, town.gaps) == ([], [])
        moved = f"SELECT count(*) FROM poll_state WHERE state LIKE '%{town.moved()}%'"
        assert many.ask(moved) == [(1,)]
        for name in ("a", "b", "c", "e"):
            assert many.end(name) == 0
        many.once("build", str(tmp_path / "of-many"), mode="clock")
        with Cluster(tmp_path / "one", town, "sqlite:///feedmill.db", rules=RULES) as one:
            for day in range(DAYS):
                town.edition = day
                one.set_clock(FIRST + day * timedelta(days=1))
                one.once("fetch", mode="clock")
            one.once("build", str(tmp_path / "of-one"), mode="clock")
    assert_same(tmp_path / "of-many", tmp_path / "of-one")


def are_polled(cluster: Cluster, now: datetime) -> bool:
    """Whether all sources were asked at that time. Those that were put off, as another worker was
    asking the host they lead to, would come a little later: but the clock stands still."""
    at = 1000 * int(now.timestamp())
    cluster.do(f"UPDATE poll_state SET due = {at} WHERE due > {at + PUT_OFF}")
    left = f"SELECT count(*) FROM poll_state WHERE due <= {at} OR due > {at + PUT_OFF}"
    return cluster.ask(left) == [(0,)]


def assert_same(many: Path, one: Path) -> None:
    names = {file.relative_to(one) for file in one.rglob("*") if file.is_file()}
    assert {file.relative_to(many) for file in many.rglob("*") if file.is_file()} == names
    differing = [
        str(name)
        for name in sorted(names)
        if name.name not in NOT_COMPARED and (many / name).read_bytes() != (one / name).read_bytes()
    ]
    assert differing == []
    assert len(names) > 100  # topics, authors, sources, stories, archives
    everything = (one / "all.json").read_text()
    assert "Also at:" in everything  # there were copies
    assert "2026-01-08T09" in everything  # and an edit on the last day


assert HOSTS > MOVING
