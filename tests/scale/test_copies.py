"""Thousands of copies that arrive at the same instant on three workers are one story each."""

import multiprocessing
from collections import Counter
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import create_engine, text

from aggregator.store import open_store
from aggregator.store.beside import Beside
from tests.build import NOW
from tests.postgres import driven
from tests.test_store_beside import SOURCES, arrival, put

pytestmark = pytest.mark.scale

WORKERS = 3
DOCUMENT = 10  # articles that arrive together
ARTICLES = 400  # each at every worker
FEW = 60  # are enough to see the harm


@pytest.fixture
def address(address: str) -> str:
    """With the sources known."""
    store = open_store(address)
    with store.writing() as write:
        write.adopt(SOURCES, NOW)
    store.close()
    return address


def place_all(address: str, worker: int, articles: int, barrier: Barrier, careful: bool) -> None:
    """One worker: the same articles as the others, from a source of its own, in step with them."""
    if not careful:
        Beside.take_turn = lambda _: None  # type: ignore[method-assign]
    store = open_store(address)
    for start in range(0, articles, DOCUMENT):
        document = [arrival(seed, f"s{worker}") for seed in range(start, start + DOCUMENT)]
        barrier.wait()
        store.write(lambda write, document=document: put(write, *document))  # type: ignore[misc]
    store.close()


def work(address: str, articles: int, *, careful: bool) -> Counter[int]:
    """Have them arrive; how many stories have how many copies."""
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(WORKERS)
    workers = [
        spawning.Process(target=place_all, args=(address, one, articles, barrier, careful))
        for one in range(WORKERS)
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
        assert one.exitcode == 0
    engine = create_engine(driven(address))
    with engine.connect() as connection:
        counted = connection.execute(
            text(
                "SELECT count(*) AS copies, count(DISTINCT fingerprint) AS articles FROM member"
                " JOIN article ON number = member.article JOIN story ON story.id = story"
                " WHERE shown GROUP BY story"
            )
        ).all()
        stored = connection.scalar(text("SELECT count(*) FROM article"))
    engine.dispose()
    assert stored == WORKERS * articles  # none lost
    assert all(row.articles == 1 for row in counted)  # none merged that are two
    return Counter(row.copies for row in counted)


def test_each_article_is_one_story_and_none_is_lost(address: str) -> None:
    assert work(address, ARTICLES, careful=True) == {WORKERS: ARTICLES}


def test_without_asking_again_before_the_commit_some_would_stay_apart(address: str) -> None:
    assert work(address, FEW, careful=False)[WORKERS] < FEW
