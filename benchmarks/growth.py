"""What growth costs on PostgreSQL: spans looked through, and letting go row by row or by the span.

    python -m benchmarks.growth [--each 2000] [--articles 600]

Starts a PostgreSQL of its own. A store is filled with articles that have keys as ours have, as many
in each of 1, 6 and 24 spans, and 200 look-ups are made for a window of three spans and for one over
all. Letting go is what `aggregator.retention` does, once of articles from before the first span and
once of a span, which is dropped then. Milliseconds are CPU, ours and the server's together; the log
is what is written ahead.
"""

import argparse
import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, create_engine, text

from aggregator.config import parse_config
from aggregator.placing import Rules, place
from aggregator.retention import tidy
from aggregator.store import Store, open_store
from aggregator.store.codec import ARTICLE, fold
from benchmarks.lookups import article, keys
from benchmarks.scale import DOCUMENT, NOW, SOURCES, arrival, source
from tests.postgres import Server, driven, serving

KEEP = timedelta(days=120)  # spans of ten days
LENGTH = timedelta(days=10)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=2000)
    asked.add_argument("--articles", type=int, default=600)
    given = asked.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with serving(fsync="on", shared_buffers="512MB", max_wal_size="4GB") as server:
        alone = 0.0
        for count in (1, 6, 24):
            for name, spent in _look_ups(server, count, given.each):
                alone = alone or spent
                print(f"{count:3} spans, {name:20} {spent:6.2f} ms a look-up ({spent / alone:.2f})")
        for name in ("row by row", "by the span"):
            print(_letting_go(server, given.articles, name))


def _look_ups(server: Server, count: int, each: int) -> Iterator[tuple[str, float]]:
    """Milliseconds of finding an article's candidates among so many spans of so many articles."""
    address = server.database()
    store = open_store(address)
    with store.writing() as write:
        write.adopt([source(1)], NOW)
    engine = create_engine(driven(address))
    for span in range(count):
        begun = NOW + span * LENGTH
        tidy(store, KEEP, begun)
        with engine.begin() as connection:
            _fill(connection, begun, range(span * each, (span + 1) * each))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    end = NOW + count * LENGTH
    for name, since in (("window of three", end - 3 * LENGTH), ("window over all", NOW)):
        yield name, _look_up(server, store, since, count * each)
    store.close()
    server.drop(address)


def _fill(connection: Connection, at: datetime, seeds: range) -> None:
    """Articles that come one after the other in a span, by COPY: their rows in order of keys."""
    raw = connection.connection.driver_connection
    assert raw is not None
    cursor = raw.cursor()
    first = connection.scalar(text("SELECT nextval('article_number_seq')"))
    look_up = []
    with cursor.copy(
        "COPY article (number, id, source, url, fingerprint, published, first_seen, dated, held, "
        "document) FROM STDIN"
    ) as copy:
        for number, seed in enumerate(seeds, first):
            one = article(seed)
            seen = int((at + LENGTH * (seed % len(seeds)) / len(seeds)).timestamp() * 1000)
            copy.write_row(
                (number, one.id, "s1", one.url, one.fingerprint, seen, seen, True, False,
                 ARTICLE.dump(one))
            )  # fmt: skip
            look_up += [(fold(key), number) for key in keys(seed)]
    with cursor.copy("COPY article_key (key, article) FROM STDIN") as copy:
        for row in sorted(look_up):
            copy.write_row(row)
    connection.execute(
        text("SELECT setval('article_number_seq', :last)"), {"last": first + len(seeds)}
    )


def _look_up(server: Server, store: Store, since: datetime, stored: int, times: int = 200) -> float:
    """Every other one is for an article that is stored, so that it finds one."""
    with store.writing() as write:
        begun = 0.0
        for turn in range(times + 20):
            if turn == 20:
                begun = _spent(server)
            wanted = keys(-turn - 1) if turn % 2 else keys(turn * 7919 % stored)
            write.candidates(wanted, since=since, limit=30)
        return 1000 * (_spent(server) - begun) / times


def _spent(server: Server) -> float:
    return time.process_time() + server.spent()


def _letting_go(server: Server, articles: int, name: str) -> str:
    address = server.database()
    store = open_store(address)
    rules = Rules.of(parse_config(""), [source(number) for number in range(SOURCES)])
    with store.writing() as write:
        write.adopt(tuple(rules.sources.values()), NOW)
    if name == "by the span":
        tidy(store, KEEP, NOW)
    for start in range(0, articles, DOCUMENT):
        document = [arrival(number) for number in range(start, start + DOCUMENT)]
        store.write(lambda write, d=document: [place(write, a, rules=rules, now=NOW) for a in d])  # type: ignore[misc]
    later = NOW + 2 * KEEP
    if name == "row by row":  # as always but at the end of a table: something in it stays
        one = arrival(articles)
        stays = replace(one, article=replace(one.article, first_seen=later))
        store.write(lambda write: place(write, stays, rules=rules, now=later))
    tidy(store, 3 * KEEP, later)  # what comes then stands in another span
    engine = create_engine(driven(address))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        before = _sizes(connection)
        begun = _spent(server)
        gone = tidy(store, KEEP, later)
        spent = _spent(server) - begun
        after = _sizes(connection)
    engine.dispose()
    store.close()
    server.drop(address)
    assert gone.articles == articles
    room, log = (first - last for first, last in zip(before, after, strict=True))
    return (
        f"letting go {name}: {1000 * spent / articles:.2f} ms, {-log / articles / 1024:.2f} KiB of "
        f"log and {room / articles / 1024:.2f} KiB given back at once an article"
    )


def _sizes(connection: Connection) -> tuple[int, int]:
    """Bytes of the tables that are cut, and bytes ever logged."""
    row = connection.execute(
        text(
            "SELECT (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent "
            "IN (CAST('article_key' AS regclass), CAST('entry' AS regclass))), "
            "pg_current_wal_lsn() - CAST('0/0' AS pg_lsn)"
        )
    ).one()
    return int(row[0]), int(row[1])


if __name__ == "__main__":
    main()
