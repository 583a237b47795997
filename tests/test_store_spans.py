"""Tables that PostgreSQL cuts by time: where rows stand, what is looked at, what is dropped."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from aggregator import retention
from aggregator.retention import LetGo, let_go, tidy
from aggregator.store import Store, migrations, open_store, spans
from tests.build import NOW, article, at, entry, source, story
from tests.postgres import Server, driven
from tests.stores import hold, publish

KEEP = timedelta(days=120)  # spans of ten days
DAY = (NOW - datetime(1970, 1, 1, tzinfo=NOW.tzinfo)).days


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    with opened.writing() as write:
        write.adopt([source("mill")], NOW)
    yield opened
    opened.close()


def rows(address: str, statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return found


def parts(address: str) -> list[str]:
    """The parts of the look-up table, in order of time."""
    named = rows(
        address,
        "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' "
        "AND relname LIKE 'article_key%' ORDER BY relname",
    )
    return [str(name) for (name,) in named]


def stored_in(address: str, part: str) -> int:
    return int(str(rows(address, f"SELECT count(*) FROM {part}")[0][0]))


def arrive(store: Store, *seeds: str, days: int) -> None:
    """Articles come, so many days from now, each under its own story."""
    with store.writing() as write:
        for seed in seeds:
            publish(write, story(seed, article(seed, published=at(days=days))))


def found(store: Store, since: datetime, **more: int) -> list[str]:
    """The titles' seeds of who shares the key, as candidates come."""
    with store.writing() as write:
        near = write.candidates({1}, since=since, limit=99, **more)  # type: ignore[arg-type]
    return sorted(one.url.rpartition("/")[2] for one in near)


@pytest.mark.parametrize(
    ("keep", "days"),
    [(None, 28), (timedelta(days=400), 28), (KEEP, 10), (timedelta(hours=5), 1)],
)
def test_a_span_is_a_twelfth_of_what_is_kept(keep: timedelta | None, days: int) -> None:
    assert spans.length(keep) == timedelta(days=days)


def test_articles_stand_in_the_span_in_which_they_come(store: Store, address: str) -> None:
    arrive(store, "1", days=0)
    tidy(store, KEEP, at(days=0))
    arrive(store, "2", "3", days=1)
    tidy(store, KEEP, at(days=9))
    arrive(store, "4", days=9)
    tidy(store, KEEP, at(days=10))
    arrive(store, "5", days=10)
    first, second = f"{DAY}_{DAY + 10}", f"{DAY + 10}_{DAY + 20}"
    assert parts(address) == ["article_key_0_1", f"article_key_{first}", f"article_key_{second}"]
    for table in spans.HEAVY:
        counts = [stored_in(address, f"{table}_{name}") for name in ("0_1", first, second)]
        assert counts == [1, 3, 1]
    assert found(store, at(days=-1)) == ["1", "2", "3", "4", "5"]
    with store.reading() as read:
        for seed in "12345":
            assert read.entry(article(seed).id) == entry(article(seed).entry_id)


def test_an_article_is_revised_where_it_stands(store: Store, address: str) -> None:
    arrive(store, "1", days=0)
    tidy(store, KEEP, at(days=0))
    with store.writing() as write:
        hold(write, article("1", title="Revised"), keys=frozenset({2, 3}))
    assert stored_in(address, "article_key_0_1") == 2
    assert stored_in(address, f"article_key_{DAY}_{DAY + 10}") == 0


def test_of_each_key_the_newest_are_found_over_all_spans(store: Store) -> None:
    for seed in range(9):
        tidy(store, KEEP, at(days=10 * seed))
        arrive(store, str(seed), days=10 * seed)
    assert found(store, at(days=-1), each=4) == ["5", "6", "7", "8"]
    assert found(store, at(days=55)) == ["6", "7", "8"]
    with store.writing() as write:
        third = article("3").id
        near = write.candidates({1}, since=at(days=-1), limit=99, each=2, before=third)
    assert sorted(one.url[-1] for one in near) == ["1", "2"]


def test_spans_of_long_before_are_not_looked_through(store: Store, address: str) -> None:
    for seed in range(9):
        tidy(store, KEEP, at(days=10 * seed))
        arrive(store, str(seed), days=10 * seed)
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        floor = spans.floor(connection, at(days=70))
        asked = {"keys": [1], "each": 9, "floor": floor, "bound": (1 << 63) - 1}
        plan = "\n".join(connection.scalars(text(f"EXPLAIN {spans.SHARING}"), asked))
    engine.dispose()
    looked_at = [name for name in parts(address) if f" {name} " in plan]
    assert looked_at == parts(address)[-3:], "that of the day before, and two since"


def test_who_was_numbered_late_is_found_all_the_same(store: Store) -> None:
    """No scheduler was there for two months: all stands in the span before."""
    tidy(store, KEEP, at(days=0))
    for seed in range(6):
        arrive(store, str(seed), days=10 * seed)
    tidy(store, KEEP, at(days=60))
    arrive(store, "6", days=60)
    assert found(store, at(days=15)) == ["2", "3", "4", "5", "6"]


def test_a_span_of_which_nothing_is_kept_is_dropped_as_a_whole(store: Store, address: str) -> None:
    arrive(store, "0", days=-1)
    tidy(store, KEEP, at(days=0))
    arrive(store, "1", "2", days=1)
    tidy(store, KEEP, at(days=20))
    arrive(store, "3", days=20)
    assert tidy(store, KEEP, at(days=120)) == LetGo(articles=1, stories=1, spans=1)
    first, last = f"article_key_{DAY}_{DAY + 10}", f"article_key_{DAY + 120}_{DAY + 130}"
    assert parts(address)[0] == first, "what is of before the spans is gone, with its part"
    assert let_go(store, at(days=5)).articles == 2
    assert stored_in(address, first) == 2, "they wait to be dropped with it"
    assert tidy(store, KEEP, at(days=122)).spans == 1
    assert parts(address) == [f"article_key_{DAY + 20}_{DAY + 30}", last]
    assert tidy(store, KEEP, at(days=122)) == LetGo()
    assert found(store, at(days=-99)) == ["3"]


def test_one_article_that_is_kept_keeps_its_span(store: Store, address: str) -> None:
    tidy(store, KEEP, at(days=0))
    arrive(store, "1", days=0)
    arrive(store, "2", days=9)
    tidy(store, KEEP, at(days=10))
    arrive(store, "3", days=10)
    tidy(store, KEEP, at(days=125))
    assert f"article_key_{DAY}_{DAY + 10}" in parts(address)
    assert found(store, at(days=-99)) == ["2", "3"]


def test_what_stood_before_there_were_spans_goes_row_by_row(store: Store, address: str) -> None:
    arrive(store, "1", days=0)
    arrive(store, "2", days=100)
    tidy(store, KEEP, at(days=121))
    assert stored_in(address, "article_key_0_1") == 1
    assert stored_in(address, "entry_0_1") == 1


def test_a_scheduler_killed_after_making_room_is_followed_by_one_that_uses_it(
    store: Store, address: str
) -> None:
    with store.writing() as write:
        write.past.begin_span(at(days=0), KEEP)
    with store.reading() as read:
        assert read.past.empty_spans() == 0, "new articles still stand in the one before"
        assert read.past.is_span_due(at(days=0))
    arrive(store, "1", days=0)
    tidy(store, KEEP, at(days=0))
    arrive(store, "2", days=0)
    assert stored_in(address, "article_key_0_1") == 1
    assert stored_in(address, f"article_key_{DAY}_{DAY + 10}") == 1


def test_a_transaction_that_fails_leaves_no_numbers_without_room(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as write:
        write.past.begin_span(at(days=0), KEEP)
        raise ZeroDivisionError
    arrive(store, "1", days=0)
    tidy(store, KEEP, at(days=0))
    arrive(store, "2", days=0)
    assert found(store, at(days=-1)) == ["1", "2"]


def test_a_database_that_fails_between_letting_go_and_dropping_drops_the_next_time(
    store: Store, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidy(store, KEEP, at(days=0))
    arrive(store, "1", days=0)
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(retention, "_drop_spans", lambda _: 1 // 0)
        tidy(store, KEEP, at(days=121))
    assert f"article_key_{DAY}_{DAY + 10}" in parts(address)
    assert tidy(store, KEEP, at(days=121)) == LetGo(spans=1)
    assert f"article_key_{DAY}_{DAY + 10}" not in parts(address)


def test_several_schedulers_and_a_writer_are_not_in_each_others_way(address: str) -> None:
    opened = [open_store(address) for _ in range(3)]
    with opened[0].writing() as write:
        write.adopt([source("mill")], NOW)
    failed: list[BaseException] = []

    def schedule(store: Store) -> None:
        try:
            for day in range(0, 260, 10):
                tidy(store, KEEP, at(days=day))
        except BaseException as error:
            failed.append(error)

    def work(store: Store) -> None:
        try:
            for number in range(60):
                one = article(str(number), published=at(days=4 * number))
                store.write(lambda write, one=one: hold(write, one))  # type: ignore[misc]
        except BaseException as error:
            failed.append(error)

    jobs = [(schedule, opened[0]), (schedule, opened[1]), (work, opened[2])]
    threads = [threading.Thread(target=job, args=(store,)) for job, store in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    tidy(opened[0], KEEP, at(days=250))
    assert len(found(opened[0], at(days=-1))) == 60 - 33, "those of the last 120 of 236 days"
    for store in opened:
        store.close()


def test_the_tables_of_before_become_the_first_part_as_they_are(postgres: Server) -> None:
    address = postgres.database()
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        for statement in (
            'INSERT INTO source VALUES (\'mill\', \'u\', 0, false, \'{"id": "mill", "url": "u"}\')',
            "INSERT INTO article SELECT n, 'a' || n, 'mill', 'u' || n, NULL, '', 0, 0, true, "
            "false, '{}' FROM generate_series(1, 50) n",
            "INSERT INTO entry SELECT number, '', '' FROM article",
            "INSERT INTO article_key SELECT k, number FROM article, generate_series(1, 9) k",
            "SELECT setval('article_number_seq', 50)",
        ):
            connection.execute(text(statement))
    engine.dispose()
    store = open_store(address)
    arrive(store, "new", days=0)
    store.close()
    assert rows(address, "SELECT count(*) FROM article_key")[0][0] == 451
    assert rows(address, "SELECT count(*) FROM entry_0_1")[0][0] == 51
    assert rows(address, "SELECT max(number) FROM article") == [(51,)]
    postgres.drop(address)
