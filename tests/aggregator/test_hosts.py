"""Buckets and the gate, in simulated time."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.config import Fetch
from aggregator.errors import FetchError
from aggregator.hosts import Bucket, Gate, Pace, close, host_of, ready_at, take
from tests.world.clock import run_simulated

PACE = Pace(every=1.0, burst=3)


# ---- the bucket --------------------------------------------------------------------------------


def takes(bucket: Bucket, pace: Pace, count: int, now: float = 0.0) -> list[float]:
    """When `count` tokens are had by somebody who always waits for the next."""
    times = []
    for _ in range(count):
        now = ready_at(bucket, pace, now)
        bucket = take(bucket, pace, now)
        times.append(now)
    return times


def test_a_burst_is_given_at_once_and_then_one_by_one() -> None:
    assert takes(Bucket(), PACE, 6) == [0, 0, 0, 1, 2, 3]


def test_a_closed_bucket_opens_with_one_token() -> None:
    assert takes(close(Bucket(), PACE, 60), PACE, 3) == [60, 61, 62]


def test_closing_never_opens_earlier() -> None:
    closed = close(Bucket(), PACE, 60)
    assert close(closed, PACE, 10) == closed


@given(
    waits=st.lists(st.floats(0, 20), max_size=60),
    every=st.sampled_from([0.1, 1.0, 7.0]),
    burst=st.integers(1, 20),
    closings=st.dictionaries(st.integers(0, 60), st.floats(0, 50)),
)
def test_no_window_of_time_holds_more_than_the_bucket_gives(waits, every, burst, closings) -> None:
    pace, bucket, now, times = Pace(every=every, burst=burst), Bucket(), 0.0, []
    for number, wait in enumerate(waits):
        if number in closings:
            bucket = close(bucket, pace, now + closings[number])
        now = ready_at(bucket, pace, now + wait)
        bucket = take(bucket, pace, now)
        times.append(now)
    for start in range(len(times)):
        for end in range(start, len(times)):
            most = burst + (times[end] - times[start]) / every
            assert end - start + 1 <= most + 1e-6


@given(st.floats(0, 1e6), st.integers(1, 9), st.integers(0, 30))
def test_a_bucket_left_alone_is_as_good_as_new(start: float, burst: int, taken: int) -> None:
    pace = Pace(every=1.0, burst=burst)
    bucket, now = Bucket(), start
    for _ in range(taken):
        now = ready_at(bucket, pace, now)
        bucket = take(bucket, pace, now)
    later = now + burst + 1
    fresh = [t - later for t in takes(Bucket(), pace, burst + 2, later)]
    assert [t - later for t in takes(bucket, pace, burst + 2, later)] == pytest.approx(fresh)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Blog.Example/feed", "blog.example"),
        ("http://blog.example:80/", "blog.example"),
        ("https://blog.example:443/", "blog.example"),
        ("https://blog.example./", "blog.example"),
        ("http://blog.example:8080/", "blog.example:8080"),
        ("http://[::1]:8080/", "::1:8080"),
        ("file:feeds/a.xml", ""),
        ("http://a:x/", ""),
    ],
)
def test_what_shares_a_bucket(url: str, host: str) -> None:
    assert host_of(url) == host


# ---- the gate ----------------------------------------------------------------------------------


class Log:
    """Turns taken at a gate: (time in, time out) by address."""

    def __init__(self, **fetch: object) -> None:
        self.gate = Gate(Fetch(**{"host_every": "1s", "host_burst": 3, **fetch}))
        self.turns: list[tuple[str, float, float]] = []

    async def visit(self, url: str, takes: float = 0.0) -> None:
        loop = asyncio.get_running_loop()
        async with self.gate.turn(url):
            began = loop.time()
            await asyncio.sleep(takes)
            self.turns.append((url, began, loop.time()))

    async def visit_all(self, *urls: str, takes: float = 0.0) -> None:
        await asyncio.gather(*(self.visit(url, takes) for url in urls))

    def starts(self, prefix: str = "") -> list[float]:
        return sorted(round(began, 6) for url, began, _ in self.turns if url.startswith(prefix))


def test_a_pause_agreed_with_a_host_is_kept_to_and_others_keep_theirs() -> None:
    async def main() -> Log:
        log = Log(host_burst=1, hosts={"A.example": "0.1s", "slow.example": "60s"})
        urls = [f"https://{host}.example/{n}" for host in ("a", "b", "slow") for n in range(3)]
        await log.visit_all(*urls)
        return log

    log = run_simulated(main())
    assert log.starts("https://a.") == [0, 0.1, 0.2]
    assert log.starts("https://b.") == [0, 1, 2]
    assert log.starts("https://slow.") == [0, 60, 120]


def test_one_host_is_asked_one_at_a_time_and_no_faster_than_its_bucket() -> None:
    async def main() -> Log:
        log = Log()
        await log.visit_all(*[f"https://a.example/{n}" for n in range(8)], takes=0.25)
        return log

    log = run_simulated(main())
    assert log.starts() == [0, 0.25, 0.5, 1, 2, 3, 4, 5]
    ordered = sorted(log.turns, key=lambda turn: turn[1])
    assert all(one[2] <= two[1] for one, two in pairwise(ordered))


def test_hosts_do_not_wait_for_each_other() -> None:
    async def main() -> Log:
        log = Log()
        slow = log.visit_all(*[f"https://a.example/{n}" for n in range(5)], takes=10)
        await asyncio.gather(slow, log.visit_all(*[f"https://h{n}.example/" for n in range(5)]))
        return log

    assert run_simulated(main()).starts("https://h") == [0] * 5


def test_no_more_than_concurrency_are_under_way_in_all() -> None:
    async def main() -> Log:
        log = Log(concurrency=2)
        await log.visit_all(*[f"https://h{n}.example/" for n in range(6)], takes=1)
        return log

    assert run_simulated(main()).starts() == [0, 0, 1, 1, 2, 2]


def test_waiting_for_one_host_takes_no_place_from_others() -> None:
    async def main() -> Log:
        log = Log(concurrency=2)
        busy = log.visit_all(*[f"https://a.example/{n}" for n in range(30)])
        await asyncio.gather(busy, log.visit_all(*[f"https://h{n}.example/" for n in range(9)]))
        return log

    assert max(run_simulated(main()).starts("https://h")) < 1


def test_a_host_that_closes_is_left_alone_even_by_those_who_wait_already() -> None:
    async def main() -> Log:
        log = Log()
        waiting = asyncio.create_task(
            log.visit_all(*[f"https://a.example/{n}" for n in range(6)], takes=0.1)
        )
        await asyncio.sleep(0.05)
        log.gate.close("https://a.example/", timedelta(seconds=20))
        await waiting
        return log

    assert run_simulated(main()).starts() == [0, 20.05, 21.05, 22.05, 23.05, 24.05]


def test_a_host_closed_for_long_is_given_up_for_now() -> None:
    async def main() -> tuple[FetchError, bool, float]:
        log = Log()
        log.gate.close("https://a.example/", timedelta(hours=9))  # an hour of it holds for all
        has_room = log.gate.has_room("https://a.example/other")
        await asyncio.sleep(600)
        try:
            await log.visit("https://a.example/f?token=sesame")
        except FetchError as error:
            return error, has_room, asyncio.get_running_loop().time()
        raise AssertionError

    error, has_room, at = run_simulated(main())
    assert str(error) == "a.example: asked to be left alone for another 3000 s"
    assert (error.kind, error.retry_after) == ("throttled", timedelta(seconds=3000))
    assert (has_room, at) == (False, 600)


def test_a_crowd_at_one_host_is_told_that_there_is_no_room() -> None:
    async def main() -> list[bool]:
        log = Log()
        url, rooms = "https://a.example/", []
        tasks = []
        for _ in range(12):
            rooms.append(log.gate.has_room(url))
            tasks.append(asyncio.create_task(log.visit(url, takes=5)))
            await asyncio.sleep(0)
        rooms.append(log.gate.has_room("https://b.example/"))
        await asyncio.gather(*tasks)
        rooms.append(log.gate.has_room(url))
        return rooms

    assert run_simulated(main()) == [True] * 10 + [False] * 2 + [True, True]


def test_an_error_in_a_turn_lets_the_next_one_in() -> None:
    async def main() -> Log:
        log = Log()
        for _ in range(2):
            with pytest.raises(RuntimeError):
                async with log.gate.turn("https://a.example/"):
                    raise RuntimeError
        task = asyncio.create_task(log.visit("https://a.example/", takes=60))
        waiting = asyncio.create_task(log.visit("https://a.example/"))
        await asyncio.sleep(0.1)
        waiting.cancel()
        task.cancel()
        await asyncio.gather(task, waiting, return_exceptions=True)
        await log.visit("https://a.example/")
        return log

    assert len(run_simulated(main()).turns) == 1


def test_an_own_address_is_asked_faster_and_slow_answers_there_hold_up_nobody_for_long() -> None:
    async def main() -> Log:
        log = Log(allow_networks=("127.0.0.1:8099",), host_burst=1)
        urls = [f"http://127.0.0.1:8099/{n}" for n in range(4)]
        await log.visit_all(*urls)
        await asyncio.gather(*(log.visit(url, takes=20) for url in urls))
        return log

    starts = run_simulated(main()).starts()
    assert starts[:4] == [0, 0.1, 0.2, 0.3]
    assert starts[4:] == [0.4, 0.9, 1.4, 1.9]


def test_files_wait_for_a_place_only() -> None:
    async def main() -> Log:
        log = Log(concurrency=3)
        await log.visit_all(*[f"file:{n}.xml" for n in range(30)])
        return log

    assert run_simulated(main()).starts() == [0] * 30


def test_hosts_that_are_left_alone_are_forgotten() -> None:
    async def main() -> int:
        log = Log()
        for number in range(3000):
            await log.visit(f"https://h{number}.example/")
            await asyncio.sleep(0.1)
        return len(log.gate._hosts)

    assert run_simulated(main()) <= 1020


def test_an_own_host_is_never_closed_as_a_whole() -> None:
    async def main() -> Log:
        log = Log(allow_networks=("127.0.0.0/8",))
        for host in ("127.0.0.1:8099", "localhost"):
            log.gate.close(f"http://{host}/a", timedelta(hours=1), was_refused=True)
            await log.visit(f"http://{host}/b")
        return log

    assert run_simulated(main()).starts() == [0, 0]


def test_after_a_host_has_closed_polls_come_to_it_one_by_one() -> None:
    async def main() -> list[bool]:
        log, url = Log(), "https://a.example/"
        log.gate.close(url, timedelta(seconds=20))
        rooms = [log.gate.has_room(url)]
        await asyncio.sleep(20)
        rooms.append(log.gate.has_room(url))
        task = asyncio.create_task(log.visit(url, takes=5))
        await asyncio.sleep(1)
        rooms.append(log.gate.has_room(url))
        await task
        return rooms

    assert run_simulated(main()) == [False, True, False]


def test_the_limit_of_a_host_that_does_not_tell_is_found() -> None:
    """It answers 429 to more than one request in 40 seconds, with no hint of that."""

    async def main() -> tuple[int, int, float]:
        gate, loop = Gate(Fetch(host_every="1s", host_burst=20)), asyncio.get_running_loop()
        last, good, refused = -100.0, 0, 0
        for _ in range(200):
            while not gate.has_room("https://a.example/"):  # noqa: ASYNC110 - as the heartbeat
                await asyncio.sleep(1)
            async with gate.turn("https://a.example/"):
                if loop.time() - last < 40:
                    refused += 1
                    gate.close("https://a.example/", timedelta(minutes=1), was_refused=True)
                else:
                    good += 1
                last = loop.time()
        return good, refused, loop.time()

    good, refused, took = run_simulated(main())
    assert refused < good / 15
    assert took / good < 65
