import asyncio
import os
import signal
import time

import pytest

from aggregator.confine import Confinement, CutOffError
from aggregator.errors import FetchError, ReadError


def once(function, *values):
    yield function(*values)


def double(number):
    return number * 2


def spin():
    while True:
        pass


def swallow():
    return bytearray(4 * 1024**3)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def refuse():
    raise FetchError("https://a.example: refused", kind="refused")


def pause():
    time.sleep(0.5)


def stumble():
    raise KeyError("inside")


def hand_back_a_function():
    return lambda: 1


def run(*calls, **bounds):
    async def all_of_them():
        async with Confinement(**({"children": 1} | bounds)) as confinement:
            outcomes = []
            for function, *values in calls:
                try:
                    (outcome,) = await confinement.call(
                        "https://a.example", once, [function, *values]
                    )
                    outcomes.append(outcome)
                except Exception as error:
                    outcomes.append(error)
            return outcomes

    return asyncio.run(all_of_them())


def test_a_value_comes_back():
    assert run((double, 21)) == [42]


def test_what_overruns_its_time_is_stopped_and_the_next_call_works():
    outcome, after = run((spin,), (double, 1), seconds=3)
    assert isinstance(outcome, ReadError)
    assert str(outcome) == "https://a.example: reading took longer than 3 s and was stopped"
    assert after == 2


def test_memory_is_bounded_and_death_is_survived():
    swallowed, died, after = run((swallow,), (die,), (double, 3))
    assert isinstance(swallowed, ReadError)
    assert str(swallowed) == "https://a.example: reading needed too much memory and was stopped"
    assert isinstance(died, ReadError)
    assert after == 6


def test_a_source_error_comes_back_as_it_is_and_others_name_the_source():
    refused, stumbled, odd = run((refuse,), (stumble,), (hand_back_a_function,))
    assert isinstance(refused, FetchError)
    assert refused.kind == "refused"
    assert str(stumbled) == "https://a.example: cannot be read (KeyError)"
    assert isinstance(odd, ReadError)


def count_and(function):
    yield from range(3)
    function()


def outcome_of(function, *values, **bounds):
    async def main():
        async with Confinement(children=1, **bounds) as confinement:
            return await confinement.call("https://a.example", function, [*values])

    return asyncio.run(main())


def test_what_came_before_it_was_stopped_is_handed_over():
    for stop, bounds in ((spin, {"seconds": 2}), (swallow, {}), (die, {})):
        with pytest.raises(CutOffError) as caught:
            outcome_of(count_and, stop, **bounds)
        assert caught.value.parts == (0, 1, 2)


def test_a_document_that_turns_out_to_be_wrong_is_wrong_from_its_beginning():
    with pytest.raises(FetchError, match="refused"):
        outcome_of(count_and, refuse)


def test_those_without_work_make_room_for_a_heavy_document():
    async def main():
        async with Confinement(children=3) as confinement:
            await asyncio.gather(*(confinement.call("x", once, [pause]) for _ in "abc"))
            before = len(confinement._idle)
            await confinement.call("x", once, [double, 1], size=2**21)
            return before, len(confinement._idle)

    assert asyncio.run(main()) == (3, 1)


def grow():
    KEPT.append(bytearray(60 * 1024**2))
    return os.getpid()


KEPT = []


def test_a_child_that_has_grown_is_replaced():
    first, second, third = run((os.getpid,), (grow,), (os.getpid,))
    assert first == second != third


def working(directory):
    """How many are at work in the directory at the moment of coming."""
    mark = directory / str(os.getpid())
    mark.touch()
    found = len(list(directory.iterdir()))
    time.sleep(0.5)
    mark.unlink()
    return found


def test_heavy_documents_take_turns_and_light_ones_do_not_wait_for_them(tmp_path):
    async def main():
        async with Confinement(children=3) as confinement:
            await asyncio.gather(
                *(confinement.call("https://a.example", once, [double, 1]) for _ in "abc")
            )
            heavy = [confinement.call("x", once, [working, tmp_path], size=2**21) for _ in range(3)]
            return await asyncio.gather(*heavy)

    assert asyncio.run(main()) == [(1,), (1,), (1,)]


def test_a_child_is_replaced_after_its_share_of_calls():
    first, second, third = run((os.getpid,), (os.getpid,), (os.getpid,), calls=2)
    assert first == second != third


def test_a_child_that_is_not_ready_in_time_is_never_used(monkeypatch):
    monkeypatch.setattr("aggregator.confine._START", 0.0)
    first, second = run((double, 1), (double, 2))
    for outcome in (first, second):
        assert isinstance(outcome, ReadError)
        assert str(outcome) == "no process to read documents in could be started"


def test_it_must_be_entered():
    with pytest.raises(AssertionError):
        asyncio.run(Confinement().call("x", double, [1]))
