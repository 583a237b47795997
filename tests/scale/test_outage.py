"""PostgreSQL is killed while two servers render: they answer with what is whole, or not at all."""

import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from aggregator.errors import StoreError
from aggregator.store import Store, await_store, open_store
from feeds.conformance import check, errors
from tests.build import NOW, source
from tests.postgres import Server, serving
from tests.stores import publish

from .cluster import Cluster
from .planet import Planet
from .test_servers import FEEDS, opened, told

pytestmark = pytest.mark.scale

SITE = "https://planet.example"
FIRST = 20  # stories that are there from the beginning
KILLS = 3
STORY = re.compile(rb"https://mill\.example/(\d+)")
STEPS = {"/all": 1, "/topics/plain": 2, "/topics/shared": 2}  # between the numbers of its stories


@dataclass(slots=True)
class Reader:
    """Asks one server for all feeds in turn, and keeps what it was given."""

    address: str
    statuses: list[int] = field(default_factory=list)
    bodies: dict[tuple[str, str], set[bytes]] = field(default_factory=lambda: defaultdict(set))
    in_outage: int = 0
    is_out: bool = False
    is_over: bool = False

    def read(self) -> None:
        with httpx.Client(base_url=self.address, timeout=60) as client:
            while not self.is_over:
                for path in FEEDS:
                    was_out = self.is_out
                    answer = client.get(path)
                    self.in_outage += was_out and self.is_out
                    self.statuses.append(answer.status_code)
                    if answer.status_code == 200:
                        self.bodies[path, answer.headers["etag"]].add(answer.content)
                    else:
                        assert answer.headers["retry-after"]


@dataclass(slots=True)
class Writer:
    """Publishes story after story, each when the one before is there."""

    store: Store
    count: int = FIRST
    failures: int = 0
    is_over: bool = False

    def write(self) -> None:
        while not self.is_over:
            try:
                publish_one(self.store, self.count)
            except StoreError:
                self.failures += 1
            else:
                self.count += 1
            time.sleep(0.2)


def publish_one(store: Store, number: int) -> None:
    with store.writing() as write:
        publish(write, told(f"{number}", ("plain", "shared")[number % 2], number))


@contextmanager
def at_work(*workers: Reader | Writer) -> Iterator[None]:
    failures: list[BaseException] = []

    def guarded(worker: Reader | Writer) -> None:
        try:
            worker.read() if isinstance(worker, Reader) else worker.write()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.is_over = True
        for thread in threads:
            thread.join()
    assert failures == []


def faults(path: str, bodies: set[bytes]) -> list[str]:
    """What is wrong with what was sent under one path and ETag: it is one valid document, of the
    newest stories that there were at some moment."""
    group, _, form = path.rpartition(".")
    (body,) = bodies if len(bodies) == 1 else (b"",)
    found = [str(problem) for problem in errors(check(body, form, SITE + path))]
    numbers = sorted({int(number) for number in STORY.findall(body)})
    if not numbers or numbers != list(range(numbers[0], numbers[-1] + 1, STEPS[group])):
        found.append(f"stories {numbers}")
    return found


@pytest.fixture
def database() -> Iterator[Server]:
    with serving(fsync="on") as server:
        yield server


@pytest.fixture
def cluster(tmp_path: Path, database: Server) -> Iterator[Cluster]:
    with Planet() as planet, Cluster(tmp_path / "site", planet, database.database()) as given:
        yield given


def test_servers_send_whole_documents_or_none_while_the_database_is_killed(
    cluster: Cluster, database: Server, tmp_path: Path
) -> None:
    store = open_store(cluster.store)
    with store.writing() as write:
        write.adopt([source("mill")], NOW)
    for number in range(FIRST):
        publish_one(store, number)
    doors = opened(cluster, ("first", "second"))
    readers, writer = [Reader(address) for address in doors.addresses], Writer(store)
    with at_work(*readers, writer):
        for _ in range(KILLS):
            time.sleep(2)
            database.kill()
            for reader in readers:
                reader.is_out = True
            time.sleep(2)
            for reader in readers:
                reader.is_out = False
            database.start()
        time.sleep(2)
    await_store(cluster.store, 60, lambda: publish_one(store, writer.count))
    store.close()

    assert writer.failures >= KILLS and writer.count > FIRST  # it was away, and it came back
    assert all(reader.in_outage > 0 for reader in readers)
    assert {status for reader in readers for status in reader.statuses} <= {200, 503}
    sent: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    for reader in readers:
        for key, bodies in reader.bodies.items():
            sent[key] |= bodies
    assert {key: found for key, bodies in sent.items() if (found := faults(key[0], bodies))} == {}
    assert len(sent) > 2 * len(FEEDS)  # they were rendered anew all the time
    (path, _), (body,) = next(iter(sent.items()))
    assert faults(path, {body[:-30]}) and faults(path, {body, body[:-30]})  # the control

    cluster.once("build", str(tmp_path / "built"))
    late = opened(cluster, ("late",))
    for path in FEEDS:
        newest = (tmp_path / "built" / path[1:]).read_bytes()
        answers = doors.ask(path) + late.ask(path)
        assert [answer.content == newest for answer in answers] == [True] * 3, path
        if path.startswith("/all"):
            assert str(writer.count).encode() in STORY.findall(newest)
