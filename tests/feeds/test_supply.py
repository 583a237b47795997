"""Versions asked once for all who wait."""

import asyncio

import pytest

from aggregator.errors import StoreError
from feeds.supply import Latest


def test_a_crowd_asks_once_and_never_gets_an_answer_from_before_it_came() -> None:
    begun: list[int] = []
    version = 0

    async def ask() -> int:
        begun.append(version)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return begun[-1]

    async def scene() -> None:
        nonlocal version
        latest = Latest(ask)
        first = asyncio.ensure_future(latest.version())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert begun == [0]  # the first question is on its way
        version = 1
        late = [asyncio.ensure_future(latest.version()) for _ in range(50)]
        assert await first == 0
        assert await asyncio.gather(*late) == [1] * 50
        assert begun == [0, 1]

    asyncio.run(scene())


def test_a_question_that_fails_fails_for_all_who_waited_and_not_for_the_next() -> None:
    answers = [StoreError("sqlite: gone"), 7]

    async def ask() -> int:
        await asyncio.sleep(0)
        answer = answers.pop(0)
        if isinstance(answer, StoreError):
            raise answer
        return answer

    async def scene() -> None:
        latest = Latest(ask)
        found = await asyncio.gather(*(latest.version() for _ in range(3)), return_exceptions=True)
        assert all(isinstance(one, StoreError) for one in found)
        assert await latest.version() == 7

    asyncio.run(scene())


def test_a_client_that_leaves_takes_nothing_from_the_others() -> None:
    gate = asyncio.Event()

    async def ask() -> int:
        await gate.wait()
        return 3

    async def scene() -> None:
        latest = Latest(ask)
        leaving, staying = (asyncio.ensure_future(latest.version()) for _ in range(2))
        await asyncio.sleep(0)
        leaving.cancel()
        gate.set()
        assert await staying == 3
        with pytest.raises(asyncio.CancelledError):
            await leaving

    asyncio.run(scene())
