"""What it costs to find an article's candidates as the store grows, and how large the index is.

    python -m benchmarks.lookups [ARTICLES ...]   default: 10,000 and 100,000; 1000000 takes 3 GB

A SQLite file is filled with articles that have keys as ours have - two parts of three nearly their
own, the rest names, figures and words that follow Zipf's law - and little text. Then new articles
are looked up and stored through the store's own methods. CPU is the median of a call, and as a
ratio to that of the smallest size: a look-up must not grow with what is stored.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from aggregator.model import Article, ArticleId, Entry, Source, SourceId
from aggregator.store import Store, open_store
from aggregator.store.codec import ARTICLE, fold, pack_keys, squeeze
from tests.build import NOW

OWN, FACTS, WORDS = 28, 14, 12  # 54 keys, as `deduplicate.keys` makes at most
NAMES, VOCABULARY = 400_000, 60_000
BATCH = 250_000  # sorted at once: a B-tree is filled far quicker in order
MILL = SourceId("mill")


def keys(seed: int) -> frozenset[int]:
    """The keys of one article."""
    chance = random.Random(seed)
    own = {chance.getrandbits(47) for _ in range(OWN)}
    facts = {(1 << 47) + int(NAMES ** chance.random()) for _ in range(FACTS)}
    words = {(1 << 46) + int(VOCABULARY ** chance.random()) for _ in range(WORDS)}
    return frozenset(own | facts | words)


def article(seed: int) -> Article:
    seen = NOW - timedelta(seconds=2_000_000 - seed)
    address = f"https://mill.example/{seed}"
    return Article(
        id=ArticleId(f"{seed:032x}"), source=MILL, entry_id=address, link=address, url=address,
        title=f"Title {seed}", text="In few words.", published=seen, updated=seen, first_seen=seen,
        fingerprint=f"{seed:x}",
    )  # fmt: skip


def fill(path: Path, first: int, last: int) -> None:
    """Write articles as rows, batch by batch, the rows of a batch in order of their keys."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size=-2000000")
    connection.execute("PRAGMA synchronous=OFF")
    original = squeeze(Entry(id="x"))
    for start in range(first, last, BATCH):
        rows, entries, look_up = [], [], []
        for number in range(start + 1, min(start + BATCH, last) + 1):
            one, found_by = article(number), frozenset(map(fold, keys(number)))
            seen = int(one.first_seen.timestamp() * 1000)
            rows.append(
                (number, one.id, MILL, one.url, None, one.fingerprint, seen, seen, True, False,
                 ARTICLE.dump(one))
            )  # fmt: skip
            entries.append((number, original, pack_keys(found_by)))
            look_up += [(key, number) for key in found_by]
        connection.executemany(f"INSERT INTO article VALUES ({','.join('?' * 11)})", rows)
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", entries)
        connection.executemany("INSERT INTO article_key VALUES (?, ?)", sorted(look_up))
        connection.commit()
    connection.close()


def measure(store: Store, size: int) -> Iterator[tuple[str, float]]:
    """CPU milliseconds of each question with `size` articles stored."""
    with store.writing() as write:
        yield (
            "find candidates",
            _median(
                lambda turn: write.candidates(
                    keys(-turn - 1), since=NOW - timedelta(days=300), limit=30
                )
            ),
        )
        yield (
            "find by copied keys",
            _median(
                lambda turn: write.candidates(
                    keys(1 + turn * 7919 % size), since=NOW - timedelta(days=300), limit=30
                )
            ),
        )
    with store.writing() as write:
        yield (
            "store an article",
            _median(
                lambda turn: write.put_article(
                    article(10_000_000 + size + turn), Entry(id="x"), keys(-size - turn - 1)
                )
            ),
        )


def _median(ask: Callable[[int], object], times: int = 200) -> float:
    spent = []
    for turn in range(times):
        started = time.process_time()
        ask(turn)
        spent.append(time.process_time() - started)
    return statistics.median(spent) * 1000


def index_bytes(path: Path, size: int) -> float:
    """Bytes an article takes to be found by: its look-up rows and the keys kept with its entry."""
    connection = sqlite3.connect(path)
    (pages,) = connection.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE name = 'article_key'"
    ).fetchone()
    (kept,) = connection.execute(
        "SELECT avg(length(keys)) FROM (SELECT keys FROM entry LIMIT 1000)"
    ).fetchone()
    connection.close()
    return pages / size + kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    given = parser.parse_args()
    columns: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lookups.db"
        for place, size in enumerate(sorted(given.sizes)):
            store = open_store(f"sqlite:///{path}")
            if place == 0:
                with store.writing() as write:
                    write.adopt([Source(id=MILL, url="https://mill.example/feed")], NOW)
            store.close()
            fill(path, sorted(given.sizes)[place - 1] if place else 0, size)
            store = open_store(f"sqlite:///{path}")
            columns[size] = dict(measure(store, size))
            store.close()
            columns[size]["bytes of index an article"] = index_bytes(path, size)
            with sqlite3.connect(path) as connection:  # what `measure` stored is not the next size
                connection.execute("DELETE FROM article_key WHERE article > ?", (size,))
                connection.execute("DELETE FROM entry WHERE article > ?", (size,))
                connection.execute("DELETE FROM article WHERE number > ?", (size,))
            connection.close()
    least = min(columns)
    print(f"{'CPU ms, and its ratio':28}" + "".join(f"{size:>18,}" for size in columns))
    for name in columns[least]:
        cells = "".join(
            f"{one[name]:11.2f} {one[name] / columns[least][name]:5.2f}x"
            for one in columns.values()
        )
        print(f"{name:28}{cells}")


if __name__ == "__main__":
    main()
