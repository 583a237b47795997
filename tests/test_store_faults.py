"""What the store promises when things go wrong: kills, collisions, other writers, damaged files."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from aggregator.errors import StoreError
from aggregator.model import Edge, SourceId, StoryId, Verdict
from aggregator.store import Store, View, open_store
from tests import stores
from tests.build import NOW, article, at, copy, source, story
from tests.stores import hold, places, publish

store, store_url = stores.store, stores.store_url  # fixtures

FIRST, SECOND = story("1", memberships=places("a")), story("2", memberships=places("b"))


# ---- work in three transactions, each of which must be whole or absent ------------------------


def _arrive(opened: Store) -> None:
    with opened.writing() as write:
        write.adopt([source("mill"), source("weir")], NOW)
        publish(write, FIRST)
        write.put_verdicts([Verdict(kind="new", article=FIRST.lead.id)], NOW)
        write.put_poll_state(replace(write.poll_state(SourceId("mill")), next_poll=at(hours=1)))


def _copy(opened: Store) -> None:
    again = copy("3")
    with opened.writing() as write:
        publish(write, SECOND)
        hold(write, again.article, replace(FIRST.lead, title="Revised"), keys=frozenset({1, 2, 3}))
        ends = sorted((again.article.id, FIRST.lead.id))
        write.put_edges([Edge(a=ends[0], b=ends[1], how="edited", score=0.9, because=())])
        write.put_story(replace(FIRST, copies=(again,), memberships=places("a", "c")))
        write.put_note("seen", "[1]")


def _merge(opened: Store) -> None:
    with opened.writing() as write:
        write.withdraw(SECOND.id, into=FIRST.id, comment="merged", now=NOW)
        lead = replace(FIRST.lead, title="Revised")
        moved = replace(copy("2"), article=SECOND.lead)
        write.put_story(replace(FIRST, lead=lead, copies=(copy("3"), moved)))


WORK: tuple[Callable[[Store], None], ...] = (_arrive, _copy, _merge)


def _do(path: Path, steps: tuple[Callable[[Store], None], ...]) -> None:
    opened = open_store(f"sqlite:///{path}")
    try:
        for step in steps:
            step(opened)
    finally:
        opened.close()


def _rows(path: Path) -> str:
    """Every row of every table, as text, of a database that must be sound."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return "\n".join(line for line in connection.iterdump() if "sqlite_stat" not in line)
    finally:
        connection.close()


def _states(folder: Path) -> list[str]:
    """What the rows are after none, one, two and all of the transactions."""
    found = []
    for done in range(len(WORK) + 1):
        path = folder / f"whole-{done}.db"
        _do(path, WORK[:done])
        found.append(_rows(path))
    return found


@contextmanager
def _before_statement(number: int, act: Callable[[], None]) -> Iterator[list[int]]:
    """Do something before the n-th statement; yields a count of the statements so far."""
    seen = [0]

    def count(*_: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            act()

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise KeyboardInterrupt


def kill_at_each(folder: Path, numbers: range) -> None:
    """In a process of its own: for each number a child that is killed before that statement.

    A file named as the child's is there already, or not; then the child also migrates.
    """
    for number in numbers:
        child = os.fork()
        if child == 0:
            with _before_statement(number, _die):
                _do(folder / f"killed-{number}.db", WORK)
            os._exit(0)
        os.waitpid(child, 0)


def _kill_in_children(folder: Path, numbers: range) -> None:
    program = (
        "from pathlib import Path; from tests.test_store_faults import kill_at_each; "
        f"kill_at_each(Path({str(folder)!r}), {numbers!r})"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True, timeout=300)


forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@forking
def test_a_kill_at_any_statement_leaves_each_transaction_whole_or_absent(tmp_path: Path) -> None:
    whole = _states(tmp_path)
    shutil.copy(tmp_path / "whole-0.db", tmp_path / "counted.db")
    with _before_statement(0, _fail) as seen:
        _do(tmp_path / "counted.db", WORK)
    killed = range(5, seen[0] + 1, 5)
    for number in killed:
        shutil.copy(tmp_path / "whole-0.db", tmp_path / f"killed-{number}.db")
    _kill_in_children(tmp_path, killed)
    reached = set()
    for number in killed:
        path = tmp_path / f"killed-{number}.db"
        done = whole.index(_rows(path))
        reached.add(done)
        _do(path, WORK[done:])
        assert _rows(path) == whole[-1]
    assert reached == {0, 1, 2}


@forking
def test_a_kill_while_migrating_leaves_no_table_behind(tmp_path: Path) -> None:
    killed = range(10, 40, 13)
    _kill_in_children(tmp_path, killed)
    for number in killed:
        path = tmp_path / f"killed-{number}.db"
        assert "CREATE TABLE" not in _rows(path)
        _do(path, WORK)


def test_an_interruption_at_any_statement_rolls_back(tmp_path: Path) -> None:
    whole = _states(tmp_path)
    for done, step in enumerate(WORK):
        path = tmp_path / f"interrupted-{done}.db"
        _do(path, WORK[:done])
        opened = open_store(f"sqlite:///{path}")
        number, finished = 1, False
        while not finished:
            try:
                with _before_statement(number, _fail):
                    step(opened)
                finished = True
            except KeyboardInterrupt:
                number += 1
                if number % 5 == 0:
                    assert _rows(path) == whole[done]
        opened.close()
        assert number > 5
        assert _rows(path) == whole[done + 1]


# ---- several at once -------------------------------------------------------------------------


def test_a_block_that_raises_changes_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as write:
        publish(write, FIRST)
        raise ZeroDivisionError
    with store.reading() as read:
        assert read.stories(View(), limit=9) == ()
        assert read.counts().articles == 0


def test_who_reads_sees_one_moment_while_another_writes(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    _arrive(opened)
    with opened.reading() as read:
        before = read.version()
        with opened.writing() as write:
            publish(write, SECOND)
            assert read.stories(View(), limit=9) == (FIRST,)
        assert read.version() == before
        assert read.stories(View(), limit=9) == (FIRST,)
        with opened.reading() as later:
            assert len(later.stories(View(), limit=9)) == 2
            assert later.version() > before
    opened.close()


@pytest.mark.parametrize("apart", [False, True], ids=["one store", "two stores on one file"])
def test_writers_wait_for_each_other_and_lose_nothing(
    store_url: str, store: Store, apart: bool
) -> None:
    if apart and store_url.endswith(":memory:"):
        pytest.skip("what is in memory has no second door")
    doors = [store, open_store(store_url) if apart else store]
    failed: list[BaseException] = []

    def count(door: Store) -> None:
        try:
            for _ in range(20):
                with door.writing() as write:
                    number = int(write.get_note("count") or 0)
                    write.put_note("count", str(number + 1))
                with door.reading() as read:
                    read.version()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=count, args=(door,)) for door in doors * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with store.writing() as write:
        assert write.get_note("count") == "80"
    if apart:
        doors[1].close()


def test_closing_waits_for_whoever_has_the_only_connection() -> None:
    shared = open_store("sqlite:///:memory:")
    reading, closing = threading.Event(), threading.Event()
    seen: list[int] = []

    def look() -> None:
        with shared.reading() as read:
            reading.set()
            closing.wait(10)
            seen.append(read.counts().stories)

    looking = threading.Thread(target=look)
    looking.start()
    reading.wait(10)
    ending = threading.Thread(target=shared.close)
    ending.start()
    ending.join(0.05)
    assert ending.is_alive()
    closing.set()
    looking.join(10)
    ending.join(10)
    assert seen == [0]


def test_many_threads_read_at_once(store: Store) -> None:
    with store.writing() as write:
        publish(write, FIRST)
    found: list[int] = []

    def look() -> None:
        for _ in range(5):
            with store.reading() as read:
                found.append(len(read.stories(View(), limit=9)))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 40


# ---- errors ----------------------------------------------------------------------------------


def test_an_error_of_the_database_is_a_store_error_that_tells_no_values(store: Store) -> None:
    with store.writing() as write:
        publish(write, FIRST)
    with pytest.raises(StoreError) as caught, store.writing() as write:
        hold(write, article("s3cret"))
        write.put_story(story("s3cret", id=StoryId("s3cret"), uri=FIRST.uri))
    told = str(caught.value)
    assert "s3cret" not in told and FIRST.uri not in told and "mill.example" not in told
    assert caught.value.__cause__ is not None
    assert "[parameters" not in str(caught.value.__cause__)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nonsense", "not a database address"),
        ("mysql://u:s3cret@h/d", "only sqlite and postgresql"),
        ("postgresql+pg8000://u:s3cret@h/d", r"no driver .*pip install 'feedmill\[scale\]'"),
        ("sqlite:////nowhere/at/all/store.db", "no directory"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_store_error(address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_store(address)
    assert "s3cret" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match="not a database"):
        open_store(f"sqlite:///{path}")


def test_a_damaged_row_is_a_store_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    _do(path, WORK[:1])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE article SET document = '{'")
    connection.execute("UPDATE entry SET original = x'00'")
    connection.commit()
    connection.close()
    opened = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="stored article"), opened.writing() as write:
        write.article(FIRST.lead.id)
    with pytest.raises(StoreError, match="stored entry"), opened.writing() as write:
        write.entry(FIRST.lead.id)
    opened.close()


def test_who_reads_cannot_write(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    with pytest.raises(StoreError, match="readonly"), opened.reading() as read:
        read._connection.exec_driver_sql("DELETE FROM note")
    opened.close()
