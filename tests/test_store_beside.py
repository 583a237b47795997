"""Writers side by side on PostgreSQL leave what one after the other would, and do not queue."""

import threading
from collections.abc import Callable, Iterator
from hashlib import blake2b

import pytest

from aggregator.config import parse_config
from aggregator.errors import StoreError
from aggregator.identify import Arrival
from aggregator.model import SourceId
from aggregator.placing import Rules, place
from aggregator.store import Intake, Store, View, open_store
from aggregator.store.beside import Beside, OvertakenError
from tests import build
from tests.build import NOW, article, source
from tests.postgres import Server

WAIT = 120  # seconds after which a test that hangs has failed


@pytest.fixture
def doors(postgres: Server, migrated: str) -> Iterator[tuple[Store, Store]]:
    """Two processes' stores, as it were, on one database in which five sources are adopted."""
    address = postgres.database(migrated)
    opened = open_store(address), open_store(address)
    with opened[0].writing() as write:
        write.adopt(SOURCES, NOW)
        put(write, *(arrival(-number, f"s{number}") for number in range(1, 5)), arrival(-9, "s0"))
    yield opened
    for one in opened:
        one.close()
    postgres.drop(address)


SOURCES = [source(f"s{number}") for number in range(5)]
RULES = Rules.of(parse_config(""), SOURCES)


def wording(seed: int) -> str:
    """Some hundred words that no other seed gives."""
    digests = (blake2b(f"{seed} {part}".encode(), digest_size=40).hexdigest() for part in range(12))
    letters = "".join(digests).translate(str.maketrans("0123456789", "ghijklmnop"))
    return " ".join(letters[start : start + 7] for start in range(0, len(letters), 8))


def arrival(seed: int, at: str) -> Arrival:
    """What is one article at every source: the same words."""
    one = article(
        str(seed), source=at, title=wording(seed)[:40].capitalize(), text=wording(seed),
        html=f"<p>{wording(seed)}</p>", fingerprint=str(seed), authors=(), claimed_authors=(),
    )  # fmt: skip
    return Arrival(article=one, entry=build.entry(one.entry_id))


def put(write: Intake, *arrivals: Arrival) -> None:
    for one in arrivals:
        place(write, one, rules=RULES, now=NOW)


def side_by_side(*works: Callable[[], object]) -> list[BaseException]:
    """Run them at once; what they raised."""
    failed: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert not any(thread.is_alive() for thread in threads)
    return failed


def meeting(store: Store, barrier: threading.Barrier, work: Callable[[Intake], None]) -> int:
    """Do a transaction that waits, before its first commit, until another is as far; the tries."""
    tries = 0

    def attempt(write: Intake) -> None:
        nonlocal tries
        tries += 1
        work(write)
        if tries == 1:
            barrier.wait(WAIT)

    store.write(attempt)
    return tries


def stories(store: Store) -> set[frozenset[str]]:
    """Which articles are one story, but for those that were there from the first."""
    with store.reading() as read:
        found = read.stories(View(), limit=1000)
    told = [story for story in found if not story.lead.fingerprint.startswith("-")]
    return {frozenset(one.id for one in story.articles) for story in told}


def both(doors: tuple[Store, Store], *pair: tuple[Arrival, ...]) -> list[BaseException]:
    barrier = threading.Barrier(2)
    works = [
        lambda door=door, arrivals=arrivals: meeting(  # type: ignore[misc]
            door, barrier, lambda write: put(write, *arrivals)
        )
        for door, arrivals in zip(doors, pair, strict=True)
    ]
    return side_by_side(*works)


def test_two_copies_that_arrive_at_the_same_instant_become_one_story(
    doors: tuple[Store, Store],
) -> None:
    assert both(doors, (arrival(1, "s0"),), (arrival(1, "s1"),)) == []
    (one,) = stories(doors[0])
    assert len(one) == 2


def test_without_asking_again_before_the_commit_they_would_stay_two(
    doors: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Beside, "take_turn", lambda _: None)  # the test above proves something
    assert both(doors, (arrival(1, "s0"),), (arrival(1, "s1"),)) == []
    assert len(stories(doors[0])) == 2


def test_whoever_has_nothing_in_common_neither_waits_nor_tries_again(
    doors: tuple[Store, Store],
) -> None:
    barrier, tries = threading.Barrier(2), []
    works = [
        lambda door=door, seed=seed: tries.append(  # type: ignore[misc]
            meeting(door, barrier, lambda write: put(write, arrival(seed, f"s{seed}")))
        )
        for seed, door in enumerate(doors)
    ]
    assert side_by_side(*works) == []  # they met: neither had to wait for the other's commit
    assert tries == [1, 1]
    assert len(stories(doors[0])) == 2


def test_two_copies_that_join_one_story_at_once_are_both_in_it(doors: tuple[Store, Store]) -> None:
    doors[0].write(lambda write: put(write, arrival(1, "s0")))
    first = threading.Event()

    def slow(write: Intake) -> None:
        put(write, arrival(1, "s1"))
        first.set()
        WAITING.wait(0.3)  # the other one comes meanwhile, and must not write over this

    def quick() -> None:
        first.wait(WAIT)
        doors[1].write(lambda write: put(write, arrival(1, "s2")))

    assert side_by_side(lambda: doors[0].write(slow), quick) == []
    (one,) = stories(doors[0])
    assert len(one) == 3


WAITING = threading.Event()  # nobody sets it


def test_names_that_are_the_next_free_one_are_given_once(doors: tuple[Store, Store]) -> None:
    barrier = threading.Barrier(2)
    slugs: list[str] = []

    def name(door: Store, key: str) -> None:
        def work(write: Intake) -> str:
            return write.author_slug(key, "Ada Miller")

        barrier.wait(WAIT)
        slugs.append(door.write(work))

    assert (
        side_by_side(*(lambda d=d, k=k: name(d, k) for d, k in zip(doors, "ab", strict=True))) == []
    )
    assert sorted(slugs) == ["ada-miller", "ada-miller-2"]


def test_a_note_that_both_add_to_keeps_both_additions(doors: tuple[Store, Store]) -> None:
    def add(door: Store) -> None:
        def work(write: Intake) -> None:
            write.put_note("count", str(int(write.get_note("count") or 0) + 1))

        for _ in range(20):
            door.write(work)

    assert side_by_side(*(lambda d=d: add(d) for d in doors * 2)) == []
    assert doors[0].write(lambda write: write.get_note("count")) == "80"


def test_who_writes_alone_waits_for_those_beside_each_other(doors: tuple[Store, Store]) -> None:
    inside, order = threading.Event(), []

    def beside(write: Intake) -> None:
        write.get_note("a")
        inside.set()
        WAITING.wait(0.3)
        order.append("beside")

    def alone() -> None:
        inside.wait(WAIT)
        with doors[1].writing() as write:
            order.append("alone")
            write.put_note("b", "")

    assert side_by_side(lambda: doors[0].write(beside), alone) == []
    assert order == ["beside", "alone"]


def test_whoever_is_always_overtaken_goes_alone_at_last(doors: tuple[Store, Store]) -> None:
    tries = 0

    def work(write: Intake) -> None:
        nonlocal tries
        tries += 1
        put(write, arrival(1, "s0"))
        if tries < 5:
            raise OvertakenError("somebody was quicker")

    doors[0].write(work)
    assert tries == 5
    assert len(stories(doors[0])) == 1


def test_an_error_of_ones_own_is_not_tried_again(doors: tuple[Store, Store]) -> None:
    tries = 0

    def work(write: Intake) -> None:
        nonlocal tries
        tries += 1
        write.poll_state(SourceId("nobody"))

    with pytest.raises(StoreError, match="no such source"):
        doors[0].write(work)
    assert tries == 1


def test_hundreds_of_copies_on_two_workers_are_the_stories_of_one_process(
    doors: tuple[Store, Store],
) -> None:
    documents = [
        [arrival(seed, f"s{number}") for seed in range(start, start + 10)]
        for start in range(0, 60, 10)
        for number in range(4)
    ]
    alone = open_store("sqlite:///:memory:")
    with alone.writing() as write:
        write.adopt(SOURCES, NOW)
    for document in documents:
        alone.write(lambda write, document=document: put(write, *document))  # type: ignore[misc]

    def work(door: Store, share: list[list[Arrival]]) -> None:
        for document in share:
            door.write(lambda write, document=document: put(write, *document))  # type: ignore[misc]

    works = [  # the copies of one article fall to both, at about the same time
        lambda door=door, start=start: work(door, documents[start::4])  # type: ignore[misc]
        for start, door in enumerate(doors * 2)
    ]
    assert side_by_side(*works) == []
    assert stories(doors[0]) == stories(alone)
    assert {len(one) for one in stories(alone)} == {4}
    alone.close()
