"""Whoever falls silent in a transaction, cut off or paused, holds up others for seconds only."""

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy import text

from aggregator.errors import StoreError
from aggregator.store import Store, await_store, open_store
from tests.postgres import Server, serving

from .between import OUTSIDE, Wire, wired
from .cluster import ROOT

pytestmark = pytest.mark.scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A way to fall silent, and what of `silence.SERVER` ends it: "" for the sweep alone."""

    situation: str
    rescue: str
    is_paused: bool = False  # else its network is cut


SILENCES = (
    Silence(situation="between", rescue="idle_in", is_paused=True),
    Silence(situation="amid", rescue="tcp_keepalives"),
    Silence(situation="answered", rescue="tcp_user_timeout"),
    Silence(situation="waiting", rescue="client_connection"),
    Silence(situation="amid", rescue="", is_paused=True),
)


def test_whoever_falls_silent_in_a_transaction_holds_no_lock_for_long() -> None:
    # each beside its control, from whom the one setting was taken that ends its kind of silence
    with wired() as wire, serving(listen_addresses=f"127.0.0.1,{OUTSIDE}") as server:
        open_store(address := server.database()).close()
        protected = {
            2 * kind + is_bare + 1: not is_bare and bool(silence.rescue)
            for kind, silence in enumerate(SILENCES)
            for is_bare in (False, True)
        }
        processes = [_falling_silent(address, lock, wire) for lock in protected]
        try:
            with psycopg.connect(address) as holder, psycopg.connect(address, autocommit=True) as c:
                holder.execute("SELECT pg_advisory_xact_lock(0)")
                c.execute("SELECT pg_advisory_lock(-1)")
                for lock, process in enumerate(processes, 1):
                    assert process.stdout is not None
                    assert process.stdout.readline() == b"ready\n"
                    if SILENCES[(lock - 1) // 2].is_paused:
                        process.send_signal(signal.SIGSTOP)
                time.sleep(1)  # all that was received is acknowledged
                wire.cut()
                c.execute("SELECT pg_advisory_unlock(-1)")
                time.sleep(SILENT_FOR)
                free = {lock for lock in protected if _is_free(c, lock)}
                assert free == {lock for lock, is_ended in protected.items() if is_ended}
                store = open_store(address)
                assert store.end_silent() > 0
                store.close()
                ended = [2 * kind + 1 for kind, one in enumerate(SILENCES) if not one.rescue]
                assert all(_is_free(c, lock) for lock in ended)
        finally:
            for process in processes:
                process.kill()
                process.communicate()


SILENT_FOR = 30.0  # seconds: the slowest rescue takes 17, and as much again on a busy machine


def _falling_silent(address: str, lock: int, wire: Wire) -> subprocess.Popen[bytes]:
    silence, is_bare = SILENCES[(lock - 1) // 2], (lock - 1) % 2
    given = (str(lock), silence.situation, silence.rescue if is_bare else "")
    inside = ()
    if not silence.is_paused:
        inside, address = wire.inside, address.replace("127.0.0.1", OUTSIDE)
    return subprocess.Popen(
        [*inside, sys.executable, "-m", "tests.scale.silent", address, *given],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )


def _is_free(connection: psycopg.Connection, lock: int) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (lock,)).fetchone()
    assert row is not None
    if row[0]:
        connection.execute("SELECT pg_advisory_unlock(%s)", (lock,))
    return bool(row[0])


def test_a_database_that_is_still_starting_is_awaited() -> None:
    with serving() as server:
        address = server.database()
        server.stop()
        with pytest.raises(StoreError):
            open_store(address)  # the control: it is not there
        starting = threading.Timer(1, server.start)
        starting.start()
        await_store(address, 60, lambda: open_store(address)).close()
        starting.join()


@pytest.mark.parametrize("moment", ["between two questions", "in the midst of one"])
def test_a_database_that_is_lost_midway_is_awaited_and_all_is_done_anew(moment: str) -> None:
    with serving() as server:
        address = server.database()
        opened: list[Store] = []

        def begin() -> Store:
            """Whoever is the first to begin loses the database for a second."""
            opened.append(store := open_store(address))
            with store.reading() as read:
                if len(opened) == 1:
                    if moment == "between two questions":
                        server.kill()
                    else:
                        threading.Timer(1, server.kill).start()
                    threading.Timer(2, server.start).start()
                    if moment == "in the midst of one":
                        read._connection.execute(text("SELECT pg_sleep(20)"))
                read.version()
            return store

        await_store(address, 60, begin)
        assert len(opened) == 2
        server.kill()
        with pytest.raises(StoreError), opened[1].reading() as read:  # the control: no patience
            read.version()
        for store in opened:
            store.close()


def test_a_database_that_answers_is_not_awaited_whatever_it_says(postgres: Server) -> None:
    tries = []

    def begin() -> None:
        tries.append(1)
        open_store(postgres.database() + "_of_nobody")

    with pytest.raises(StoreError, match="does not exist"):
        await_store(postgres.database(), 60, begin)
    assert len(tries) == 2  # it might have been away at the first
