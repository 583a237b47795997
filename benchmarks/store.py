"""What the store costs: due-selection, upsert, candidates, pages and bytes, at several sizes.

    python -m benchmarks.store [ARTICLES ...] [--sources N] [--url URL]

Default: 2,000 and 10,000 articles in a new SQLite file; 100000 takes some minutes. Figures are CPU
milliseconds of this process, the median of many calls; look-ups must stay flat from one size to
the next.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import create_engine, text

from aggregator.model import (
    Article,
    ArticleId,
    Entry,
    Group,
    Membership,
    Person,
    Source,
    SourceId,
    Story,
)
from aggregator.store import Cursor, Store, View, open_store
from aggregator.text.query import asked

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
KEYS = 45  # look-up keys of an article
BATCH = 50  # articles in a transaction: one source's poll
TOPICS, AUTHORS = 20, 2000
SEARCHES = (  # what, the words, in which topic
    ("a rare word", "{}", ""),
    ("a word of all", "word5", ""),
    ("a phrase of all", '"word5 word6 word7"', ""),
    ("all but a rare word", "-{}", ""),
    ("a beginning", "word5*", ""),
    ("a word in a topic", "word5", "topic-3"),
    ("a rare word there", "{}", "topic-3"),
)
WORDS = " ".join(f"word{number % 700}" for number in range(360))  # about 2.5 kB


def numbers(seed: int) -> frozenset[int]:
    """Keys as articles have them: most rare, some in every hundredth article, a few everywhere."""
    chance = random.Random(seed)
    rare = {chance.getrandbits(63) for _ in range(KEYS - 12)}
    common = {10_000 + chance.randrange(5_000) for _ in range(10)}
    return frozenset(rare | common | {chance.randrange(20), 100 + chance.randrange(20)})


def article(seed: int, sources: int) -> Article:
    name = f"source-{seed % sources}"
    seen = NOW - timedelta(seconds=10_000_000 - seed)
    address = f"https://{name}.example/2026/01/a-title-of-some-length-{seed}"
    return Article(
        id=ArticleId(blake2b(str(seed).encode(), digest_size=16).hexdigest()),
        source=SourceId(name), entry_id=address, link=address, url=address,
        title=f"A title of some length, number {seed}", html=f"<p>{WORDS}</p>", text=WORDS,
        summary=WORDS[:200], published=seen, updated=seen, first_seen=seen, language="en",
        authors=(Person(name=f"Author {seed % AUTHORS}"),), fingerprint=f"{seed:032x}",
    )  # fmt: skip


def story(lead: Article, seed: int) -> Story:
    places = (
        Group(kind="all"),
        Group(kind="topic", slug=f"topic-{seed % TOPICS}", title="Topic"),
        Group(kind="author", slug=f"author-{seed % AUTHORS}", title="Author"),
        Group(kind="source", slug=lead.source, title="Source"),
    )
    return Story(
        id=f"s{seed:011d}", uri=lead.url, lead=lead, authors=lead.authors,  # type: ignore[arg-type]
        published=lead.published, updated=lead.updated, listed=lead.first_seen,
        memberships=tuple(Membership(group=group, because="a rule") for group in places),
    )  # fmt: skip


def fill(store: Store, first: int, last: int, sources: int) -> float:
    """Store articles `first` to `last`, each a story; seconds of CPU."""
    with store.writing() as write:
        names = [f"source-{number}" for number in range(sources)]
        write.adopt([Source(id=SourceId(n), url=f"https://{n}.example/") for n in names], NOW)
    started = time.process_time()
    for start in range(first, last, BATCH):
        with store.writing() as write:
            for seed in range(start, min(start + BATCH, last)):
                one = article(seed, sources)
                original = Entry(id=one.entry_id, title=one.title, content=one.html)
                write.put_article(one, original, numbers(seed))
                write.put_story(story(one, seed))
    return time.process_time() - started


def median(ask: Callable[[int], object], times: int = 40) -> float:
    """CPU milliseconds of one call, the median."""
    spent = []
    for turn in range(times):
        started = time.process_time()
        ask(turn)
        spent.append(time.process_time() - started)
    return statistics.median(spent) * 1000


@contextmanager
def opened(address: str) -> Iterator[Store]:
    store = open_store(address)
    yield store
    store.close()


def measure(store: Store, size: int) -> Iterator[tuple[str, float]]:
    """Each question's name and what it costs with `size` articles stored."""
    since = NOW - timedelta(days=300)
    with store.writing() as write:
        yield "due, 100 of all", median(lambda _: write.due(NOW, 100))
        yield (
            "candidates, 45 keys",
            median(
                lambda turn: write.candidates(numbers(turn * 7919 % size), since=since, limit=50)
            ),
        )
        yield (
            "revise an article",
            median(
                lambda turn: write.put_article(
                    article(turn, 1000), Entry(id=str(turn)), numbers(turn + size)
                )
            ),
        )
    views = {"all": View(), "topic": View(topic="topic-3"), "author": View(author="author-7"),
             "author on topic": View(topic="topic-7", author="author-7")}  # fmt: skip
    with store.reading() as read:
        for name, view in views.items():
            yield f"50 of {name}", median(lambda _, view=view: read.stories(view, limit=50), 15)  # type: ignore[misc]
        middle = Cursor(listed=article(size // 2, 1000).first_seen, id=story(article(0, 1), 0).id)
        yield (
            "50 from the middle",
            median(lambda _: read.stories(View(), limit=50, before=middle), 15),
        )
        yield "updated, topic", median(lambda _: read.updated(View(topic="topic-3")))
        yield "find by url", median(lambda turn: read.find(article(turn, 1000).url))
        for name, sought, topic in SEARCHES:
            view = View(topic=topic, words=asked(sought.format(size // 2)))
            yield f"find {name}", median(lambda _, view=view: read.stories(view, limit=50), 9)  # type: ignore[misc]
        yield "days of all", median(lambda _: read.daily(View(), EVER), 5)
        yield "days of a topic", median(lambda _: read.daily(View(topic="topic-3"), EVER), 5)
        yield "days of each source", median(lambda _: read.daily_by_group("source", EVER), 5)
        yield "topics with counts", median(lambda _: read.groups("topic"), 5)
        yield "sources with counts", median(lambda _: read.sources(), 3)
        yield "counts", median(lambda _: read.counts(), 5)


def bytes_of(address: str, size: int) -> dict[str, float]:
    """Bytes an article takes, by table (SQLite's dbstat, where it is compiled in)."""
    engine = create_engine(address)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        found = {name: total / size for name, total in rows}
    engine.dispose()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[2_000, 10_000])
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = given.url or f"sqlite:///{folder}/bench.db"
        columns: dict[int, dict[str, float]] = {}
        with opened(address) as store:
            held = 0
            for size in sorted(given.sizes):
                spent = fill(store, held, size, given.sources)
                columns[size] = {"new article and story": spent * 1000 / (size - held)}
                columns[size].update(measure(store, size))
                held = size
        print(f"{'CPU ms':24}" + "".join(f"{size:>12,}" for size in columns))
        for name in columns[held]:
            print(f"{name:24}" + "".join(f"{cells[name]:12.2f}" for cells in columns.values()))
        if not given.url:
            print(f"\n{'bytes an article':40}")
            for name, share in sorted(bytes_of(address, held).items(), key=lambda one: -one[1]):
                if share >= 1:
                    print(f"{name:40}{share:8.0f}")
            file = Path(address.removeprefix("sqlite:///"))
            print(f"{'file':40}{file.stat().st_size / held:8.0f}")


if __name__ == "__main__":
    main()
