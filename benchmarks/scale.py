"""What many machines cost the database, and how workers add up. Starts a PostgreSQL of its own.

    python -m benchmarks.scale [--sources 10000 100000 1000000] [--workers 1 2 4] [--articles 400]
                               [--stored 10000 100000]

Due-selection and poll-state writes are milliseconds of real time, medians of many calls, at each
number of sources with 1 % due; likewise an article's look-up and upsert, at each number of stored
ones, filled as `benchmarks.lookups` does. Throughput is articles placed a second by so many
processes, as a ratio to one: on a machine with two cores it bends at two, which is the machine and
not the store. With real requests: `benchmarks.fetching`.
"""

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from multiprocessing.synchronize import Barrier

from sqlalchemy import create_engine, text

from aggregator.config import parse_config
from aggregator.identify import Arrival
from aggregator.model import Article, ArticleId, Entry, Link, PollState, Source, SourceId
from aggregator.placing import Rules, place
from aggregator.store import Store, open_store
from aggregator.store.codec import ARTICLE, POLL_STATE, SOURCE, fold, pack_keys, squeeze
from aggregator.store.polling import bucket_at
from benchmarks import lookups
from tests.postgres import Server, driven, serving

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
DOCUMENT = 10  # articles in a transaction: what one poll brings
SOURCES = 50


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sources", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    asked.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    asked.add_argument("--articles", type=int, default=400)
    asked.add_argument("--stored", type=int, nargs="*", default=[10_000, 100_000])
    given = asked.parse_args()
    with serving(fsync="on", shared_buffers="512MB") as server:
        for count in given.sources:
            _selection(server, count)
        for count in given.stored:
            _upserts(server, count)
        alone = 0.0
        for count in given.workers:
            rate = _throughput(server, count, given.articles)
            alone = alone or rate
            print(f"{count} workers: {rate:7.1f} articles/s  ({rate / alone:.2f} of one)")
        _sizes(server, given.articles)


def source(number: int) -> Source:
    return Source(id=SourceId(f"s{number}"), url=f"https://host{number // 3}.example/{number}.xml")


def _selection(server: Server, count: int) -> None:
    address = server.database()
    store = open_store(address)
    _fill(address, count)

    def written(write, number: int) -> None:  # type: ignore[no-untyped-def]
        state = write.poll_state(SourceId(f"s{number}"))
        write.put_poll_state(state)

    def due() -> object:
        with store.reading() as read:
            return read.due_buckets(NOW, 2000)

    bucket = bucket_at(source(0).url)
    print(
        f"{count:9,} sources: due buckets {_median(due, 15):7.2f} ms, "
        f"due in one {_median(lambda: _due_in(store, bucket), 50):6.2f} ms, "
        f"poll state {_median(lambda: store.write(partial(written, number=7)), 50):6.2f} ms"
    )
    store.close()
    server.drop(address)


def _due_in(store: Store, bucket: int) -> object:
    return store.write(lambda write: write.leases.due_in(bucket, NOW, 5000))


def _fill(address: str, count: int) -> None:
    """So many sources, of which one in a hundred is due."""
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        cursor = raw.cursor()
        with cursor.copy("COPY source (id, url, seq, retired, config) FROM STDIN") as copy:
            for number in range(count):
                one = source(number)
                copy.write_row((one.id, one.url, number, False, SOURCE.dump(one)))
        with cursor.copy("COPY poll_state (source, due, state, bucket) FROM STDIN") as copy:
            for number in range(count):
                one = source(number)
                late = -1 if number % 100 == 0 else 1
                when = NOW + timedelta(seconds=late * (number % 3600 + 1))
                state = PollState(source=one.id, url=one.url, next_poll=when)
                millis = int(when.timestamp() * 1000)
                copy.write_row((one.id, millis, POLL_STATE.dump(state), bucket_at(one.url)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _upserts(server: Server, count: int) -> None:
    """What an article costs when so many are stored, each in a transaction of its own."""
    address = server.database()
    store = open_store(address)
    with store.writing() as write:
        write.adopt([Source(id=lookups.MILL, url="https://mill.example/feed")], NOW)
    _fill_articles(address, count)
    turns = iter(range(1, 1_000_000))

    def found() -> object:
        keys = lookups.keys(-next(turns))
        since = NOW - timedelta(days=300)
        return store.write(lambda write: write.candidates(keys, since=since, limit=30))

    def put(number: int, text: str) -> None:
        one = replace(lookups.article(number), text=text)
        keys = lookups.keys(-number)
        store.write(lambda write: write.put_article(one, Entry(id="x"), keys))

    def new() -> None:
        put(10_000_000 + next(turns), "In few words.")

    def changed() -> None:
        put(1 + next(turns) * 7919 % count, "In other words.")

    print(
        f"{count:9,} stored articles: candidates {_median(found, 60):6.2f} ms, "
        f"a new article {_median(new, 60):6.2f} ms, a changed one {_median(changed, 60):6.2f} ms",
        flush=True,
    )
    store.close()
    server.drop(address)


def _fill_articles(address: str, count: int) -> None:
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        cursor = raw.cursor()
        known = [(n, frozenset(map(fold, lookups.keys(n)))) for n in range(1, count + 1)]
        columns = "number, id, source, url, fingerprint, published, first_seen, dated, held"
        with cursor.copy(f"COPY article ({columns}, document) FROM STDIN") as copy:
            for number, _ in known:
                one = lookups.article(number)
                seen = int(one.first_seen.timestamp() * 1000)
                copy.write_row(
                    (number, one.id, one.source, one.url, one.fingerprint, seen, seen, True, False,
                     ARTICLE.dump(one))
                )  # fmt: skip
        original = squeeze(Entry(id="x"))
        with cursor.copy("COPY entry (article, original, keys) FROM STDIN") as copy:
            for number, keys in known:
                copy.write_row((number, original, pack_keys(keys)))
        with cursor.copy("COPY article_key (key, article) FROM STDIN") as copy:
            for row in sorted((key, number) for number, keys in known for key in keys):
                copy.write_row(row)
        numbers = "pg_get_serial_sequence('article', 'number')"
        cursor.execute(f"SELECT setval({numbers}, {count})".encode())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _median(act: Callable[[], object], times: int) -> float:
    act()
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        spent.append(time.perf_counter() - begun)
    return 1000 * statistics.median(spent)


def arrival(number: int) -> Arrival:
    """An article with words of its own, at one of the sources."""
    digests = (blake2b(f"{number} {p}".encode(), digest_size=40).hexdigest() for p in range(20))
    letters = "".join(digests).translate(str.maketrans("0123456789", "ghijklmnop"))
    words = " ".join(letters[start : start + 7] for start in range(0, len(letters), 8))
    at = f"https://s{number % SOURCES}.example/{number}"
    article = Article(
        id=ArticleId(blake2b(at.encode(), digest_size=16).hexdigest()),
        source=SourceId(f"s{number % SOURCES}"),
        entry_id=at, link=at, url=at, title=words[:40], html=f"<p>{words}</p>", text=words,
        summary=words[:200], published=NOW, updated=NOW, first_seen=NOW, language="en",
        fingerprint=str(number),
    )  # fmt: skip
    return Arrival(article=article, entry=Entry(id=at, links=(Link(href=at),), content=words))


def _work(address: str, share: range, barrier: Barrier) -> None:
    store = open_store(address)
    rules = Rules.of(parse_config(""), [source(number) for number in range(SOURCES)])
    documents = [
        [arrival(number) for number in share[start : start + DOCUMENT]]
        for start in range(0, len(share), DOCUMENT)
    ]
    barrier.wait()
    for document in documents:
        store.write(lambda write, d=document: [place(write, a, rules=rules, now=NOW) for a in d])  # type: ignore[misc]
    barrier.wait()
    store.close()


def _throughput(server: Server, workers: int, articles: int) -> float:
    """Articles a second, of articles that are new, by so many processes at once."""
    address = server.database()
    store = open_store(address)
    with store.writing() as write:
        write.adopt([source(number) for number in range(SOURCES)], NOW)
        for number in range(-SOURCES, 0):  # each source's group is there, as after the first day
            place(
                write, arrival(number),
                rules=Rules.of(parse_config(""), [source(n) for n in range(SOURCES)]), now=NOW,
            )  # fmt: skip
    store.close()
    barrier = multiprocessing.Barrier(workers + 1)
    shares = [range(one, articles, workers) for one in range(workers)]
    processes = [
        multiprocessing.Process(target=_work, args=(address, share, barrier)) for share in shares
    ]
    for process in processes:
        process.start()
    barrier.wait()
    begun = time.perf_counter()
    barrier.wait()
    spent = time.perf_counter() - begun
    for process in processes:
        process.join()
    server.drop(address)
    return articles / spent


def _sizes(server: Server, articles: int) -> None:
    address = server.database()
    store = open_store(address)
    rules = Rules.of(parse_config(""), [source(number) for number in range(SOURCES)])
    with store.writing() as write:
        write.adopt(tuple(rules.sources.values()), NOW)
    engine = create_engine(driven(address))
    size = text("SELECT pg_database_size(current_database())")
    with engine.connect() as connection:
        before = connection.scalar(size)
        begun = time.process_time()
        for start in range(0, articles, DOCUMENT):
            document = [arrival(number) for number in range(start, start + DOCUMENT)]
            store.write(
                lambda write, d=document: [place(write, a, rules=rules, now=NOW) for a in d]  # type: ignore[misc]
            )
        spent = time.process_time() - begun
        after = connection.scalar(size)
    state = PollState(source=SourceId("s1"), url=source(1).url)
    begun = time.process_time()
    for _ in range(100):
        store.write(lambda write: write.put_poll_state(state))
    noted = (time.process_time() - begun) / 100
    print(
        f"a new article: {1000 * spent / articles:.1f} ms of a worker's CPU, "
        f"{(after - before) / articles / 1024:.1f} KiB in the database; "
        f"a poll noted: {1000 * noted:.1f} ms"
    )
    engine.dispose()
    store.close()


if __name__ == "__main__":
    main()
