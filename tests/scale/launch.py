"""`python -m tests.scale.launch ADDRESS MODE COMMAND...`: feedmill, with hosts of our own.

Names that end in .test are the loopback address given: so that they are strangers, to whom all
manners apply. MODE is "careful", or words between "+": what this process lacks, as the negative
control of a test, and when it stops itself, so that a pause comes at the worst moment.
"""

import os
import signal
import socket
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

LONG = 100_000.0  # seconds: nothing that is waited for in a test ends in them
SLOW = 3.0  # seconds


def resolve_to(address: str) -> None:
    real = socket.getaddrinfo

    def getaddrinfo(host, *given, **named):
        return real(address if str(host).endswith(".test") else host, *given, **named)

    socket.getaddrinfo = getaddrinfo


# ---- what may be lacking -----------------------------------------------------------------------


def give_leases_to_all() -> None:
    from aggregator.holding import Hold
    from aggregator.store.leases import Lease, Leases

    Leases.take = lambda _, number, seconds: Lease(bucket=number, epoch=0)
    Leases.renew = Leases.confirm = Leases.give_back = lambda *_: None
    Leases.pacings = lambda *_: {}
    Hold.is_over = lambda _: False


def let_no_lease_end() -> None:
    from aggregator.store.leases import Leases

    Leases._in = lambda self, _: self._now + round(1000 * LONG)


def ask_for_no_epoch() -> None:
    from aggregator.store.leases import Leases

    Leases.confirm = lambda *_: None


def look_at_no_deadline() -> None:
    from aggregator.holding import Hold

    Hold.is_over = lambda _: False


def follow_without_a_lease() -> None:
    from contextlib import asynccontextmanager

    from aggregator.holding import Holdings

    @asynccontextmanager
    async def reaching(_, url, first):
        yield first

    Holdings.reaching = reaching


def redeliver_nothing() -> None:
    from aggregator import engine

    engine._SILENCE = timedelta(seconds=LONG)


def never_reconnect() -> None:
    from aggregator.engine import QueueManager

    real = QueueManager.run

    async def run(self, **named):
        try:
            await real(self, **named)
        except Exception:
            await _for_ever()

    QueueManager.run = run


def await_no_database() -> None:
    from aggregator.cli import job

    job._PATIENCE = 0.0


def ask_for_no_version() -> None:
    from aggregator import store

    store.confirm = lambda _: None


def note_success_first() -> None:
    """The success of a poll in one transaction, and its articles in the next."""
    from aggregator import pipeline

    real = pipeline._take_portion

    def take_portion(reading, arrivals, same, fetched, visit, **named):
        if fetched is not None and arrivals is None:
            visit.write(lambda write: pipeline._note(write, fetched, visit))
        return real(reading, arrivals, same, fetched, visit, **named)

    pipeline._take_portion = take_portion


def end_no_silence() -> None:
    from sqlalchemy import text

    from aggregator.store import beside

    beside._ALONE = text("SELECT pg_advisory_xact_lock(:lock)")
    beside._BESIDE = text("SELECT pg_advisory_xact_lock_shared(:lock)")


# ---- when it stops -----------------------------------------------------------------------------


async def _for_ever() -> None:
    import asyncio

    await asyncio.Event().wait()


def commit_slowly() -> None:
    from aggregator.store.beside import Beside

    real = Beside.take_turn

    def take_turn(self):
        real(self)
        time.sleep(SLOW)

    Beside.take_turn = take_turn


def _pausing(function):
    """The same, but that the process stops before the first call and goes on when it is woken."""
    paused = []

    def first(*given, **named):
        if not paused:
            paused.append(1)
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(
                0.5
            )  # the signal may stop another thread first, and this one in its next act
        return function(*given, **named)

    return first


def pause_before_asking() -> None:
    from aggregator.holding import Hold

    Hold.check = _pausing(Hold.check)


def pause_before_writing() -> None:
    from aggregator import pipeline

    pipeline._take_portion = _pausing(pipeline._take_portion)


def pause_before_placing() -> None:
    from aggregator import pipeline

    pipeline.placed = _pausing(pipeline.placed)


def go_by_the_clock_of_the_test() -> None:
    """The time is what the file `clock` in the directory of the configuration says."""
    from aggregator import scheduler

    file = Path(sys.argv[-1]).parent / "clock"
    real, begin = scheduler.clock, scheduler.Schedule.start

    def told():
        return datetime.fromisoformat(file.read_text())

    def start(self):
        scheduler.clock = real  # the heartbeat itself beats in real time
        begin(self)
        scheduler.clock = told

    scheduler.clock, scheduler.Schedule.start = told, start


MODES = {
    "careful": lambda: None,
    "careless": give_leases_to_all,
    "endless": let_no_lease_end,
    "unfenced": ask_for_no_epoch,
    "unwatched": look_at_no_deadline,
    "hopping": follow_without_a_lease,
    "unheard": redeliver_nothing,
    "brittle": never_reconnect,
    "impatient": await_no_database,
    "stubborn": ask_for_no_version,
    "torn": note_success_first,
    "mute": end_no_silence,
    "slow-commits": commit_slowly,
    "pause-asking": pause_before_asking,
    "pause-writing": pause_before_writing,
    "pause-placing": pause_before_placing,
    "clock": go_by_the_clock_of_the_test,
}


if __name__ == "__main__":
    _, address, mode, *command = sys.argv
    resolve_to(address)
    for word in mode.split("+"):
        MODES[word]()
    from aggregator.__main__ import main  # now: it takes some of these by name

    sys.argv = ["feedmill", *command]
    main()
