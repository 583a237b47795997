"""Real servers over one PostgreSQL: after a change one of them renders each feed, all send it."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from aggregator.config import parse_config
from aggregator.errors import StoreError
from aggregator.model import Story
from aggregator.store import Store, open_store
from feeds.imprint import imprint_of
from feeds.renditions import shelfmark_of
from feeds.routes import FeedOf
from feeds.urls import Address
from tests.build import NOW, at, source, story
from tests.stores import places, publish

from .cluster import Cluster
from .planet import Planet

pytestmark = pytest.mark.scale

SERVERS = ("first", "second", "third")
FEEDS = [
    f"{page}.{format}"
    for page in ("/all", "/topics/plain", "/topics/shared")
    for format in ("atom", "rss", "json")
]


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the servers answer."""

    addresses: tuple[str, ...]

    def ask(self, path: str, known: str = "") -> list[httpx.Response]:
        """Everybody, at the same moment, for what is not `known`."""
        headers = {"if-none-match": known}
        with ThreadPoolExecutor(len(self.addresses)) as pool:
            return list(
                pool.map(
                    lambda address: httpx.get(address + path, headers=headers, timeout=60),
                    self.addresses,
                )
            )

    def rendered(self) -> int:
        """How many feeds they have rendered so far, together."""
        name = r'^feedmill_documents_made_total{kind="feedof"} ([\d.]+)$'
        texts = (httpx.get(f"{address}/metrics").text for address in self.addresses)
        return sum(int(float(one)) for text in texts for one in re.findall(name, text, re.M))


def told(seed: str, topic: str, hours: int = 0) -> Story:
    return story(seed, memberships=places(topic), listed=at(hours=hours))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    with opened.writing() as write:
        write.adopt([source("mill")], NOW)
    yield opened
    opened.close()


@pytest.fixture
def planet() -> Iterator[Planet]:
    with Planet() as started:
        yield started


@pytest.fixture
def cluster(tmp_path: Path, planet: Planet, address: str, store: Store) -> Iterator[Cluster]:
    with Cluster(tmp_path / "site", planet, address) as given:
        yield given


def opened(cluster: Cluster, names: tuple[str, ...]) -> Doors:
    for name in names:
        cluster.start(name, "serve")
    return Doors(
        tuple(cluster.wait(f"{name} serves", lambda n=name: at_of(cluster, n)) for name in names)
    )


def at_of(cluster: Cluster, name: str) -> str:
    log = cluster.directory / f"{name}.log"
    found = re.search(r"address=(http://\S+)", log.read_text()) if log.exists() else None
    return found[1] if found else ""


def test_one_change_is_one_rendering_of_each_feed_of_its_groups(
    cluster: Cluster, store: Store
) -> None:
    doors = opened(cluster, SERVERS)
    with store.writing() as write:
        publish(write, *(told(f"p{n}", "plain", -n) for n in range(30)), told("s", "shared"))
    first = {path: doors.ask(path) for path in FEEDS}
    for path, answers in first.items():
        assert {answer.status_code for answer in answers} == {200}, path
        assert len({answer.content for answer in answers}) == 1
        assert len({answer.headers["etag"] for answer in answers}) == 1
    assert doors.rendered() == len(FEEDS)

    with store.writing() as write:
        publish(write, told("new", "shared", 1))
    for path in FEEDS:
        known = first[path][0].headers["etag"]
        answers = doors.ask(path, known)
        changed = "plain" not in path
        assert {answer.status_code for answer in answers} == {200 if changed else 304}, path
    assert doors.rendered() == len(FEEDS) + 6

    late = opened(cluster, ("late",))
    for path in FEEDS:
        (answer,) = late.ask(path)
        assert answer.content == doors.ask(path)[0].content
    assert late.rendered() == 0


def test_who_falls_asleep_while_it_renders_holds_the_others_up_for_ten_seconds(
    cluster: Cluster, store: Store
) -> None:
    doors = opened(cluster, SERVERS[:2])
    with store.writing() as write:
        publish(write, told("p", "plain"))
    feed = FeedOf(address=Address(path="/topics/plain", topic="plain"), format="atom")
    mark = shelfmark_of(feed, imprint_of(parse_config(cluster.config.read_text())))
    assert mark is not None
    with pytest.raises(StoreError), store.turn(mark):
        began = time.monotonic()
        answers = doors.ask("/topics/plain.atom")
        waited = time.monotonic() - began
    assert [answer.status_code for answer in answers] == [200, 200]
    assert waited > 9  # the negative control: it was this turn that they waited for
    assert doors.rendered() == 1
