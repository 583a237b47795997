"""What serving costs: documents rendered and compressed once per change, against each time; and
the first answers of a server that has just started, with what others have rendered and without.

    python -m benchmarks.serving [ENTRIES] [--seconds N]

One process, no sockets: requests go straight into the application, so the figures are the work that
is ours. Each row is a way to answer for the same feed; what matters is the ratio of the rows of one
run, as the machine may be busy with other things.
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from aggregator.config import Config
from aggregator.config import Site as SiteTable
from aggregator.model import Entry, Source, SourceId
from aggregator.store import Store, open_store
from benchmarks.store import article, story
from feeds.coding import Coding, encode
from feeds.documents import Documents
from feeds.formats import FORMATS
from feeds.imprint import imprint_of
from feeds.inspection import inspect
from feeds.renditions import shelfmark_of
from feeds.routes import FeedOf, target_of
from feeds.server import create_app
from feeds.urls import Address

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
CROWD = 32
SOURCES = 10
PATHS = [
    f"{page}.{format}"
    for page in ("/all", *(f"/sources/source-{number}" for number in range(SOURCES)))
    for format in FORMATS
]
FEED = FeedOf(address=Address(path="/"), format="atom")


def filled(entries: int) -> tuple[Store, Config]:
    """A store of sources that fill a feed each, with stories of about 2.5 kB."""
    store = open_store("sqlite:///:memory:")
    sources = [
        Source(id=SourceId(f"source-{n}"), url=f"https://{n}.example/") for n in range(SOURCES)
    ]
    with store.writing() as write:
        write.adopt(sources, NOW)
        for seed in range(entries * SOURCES):
            one = article(seed, SOURCES)
            write.put_article(one, Entry(id=one.entry_id, title=one.title), frozenset({seed}))
            write.put_story(story(one, seed))
    site = SiteTable(title="Bench", url="https://bench.example", entries=entries)
    return store, Config(site=site)


def rate(answer: Callable[[], object], seconds: float) -> float:
    """Answers a second of CPU."""
    answer()
    started, count = time.process_time(), 0
    while (spent := time.process_time() - started) < seconds:
        answer()
        count += 1
    return count / spent


class Client:
    """Asks an application without sockets."""

    def __init__(self, store: Store, config: Config) -> None:
        self._app = create_app(store, config, lambda: NOW + timedelta(hours=1))
        self._loop = asyncio.new_event_loop()

    def ask(self, *headers: tuple[str, str], path: str = "/all.atom") -> tuple[int, dict[str, str]]:
        return self._loop.run_until_complete(self._asked(path, headers))

    async def _asked(
        self, path: str, headers: tuple[tuple[str, str], ...]
    ) -> tuple[int, dict[str, str]]:
        found: dict[str, object] = {}

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, object]) -> None:
            found.update(message)

        given = [(name.encode(), value.encode()) for name, value in headers]
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": given,
        }
        await self._app(scope, receive, send)  # type: ignore[arg-type]
        answered = {k.decode(): v.decode() for k, v in found["headers"]}  # type: ignore[attr-defined]
        return int(str(found["status"])), answered

    def crowd(self, *headers: tuple[str, str]) -> None:
        """As many as `CROWD` at once, as a server with subscribers has them."""

        async def all_of_them() -> None:
            await asyncio.gather(*(self._asked("/all.atom", headers) for _ in range(CROWD)))

        self._loop.run_until_complete(all_of_them())

    def close(self) -> None:
        self._loop.close()


def forget(store: Store, config: Config) -> None:
    """Have nothing rendered yet."""
    imprint = imprint_of(config)
    for path in PATHS:
        mark = shelfmark_of(target_of(path), imprint)  # type: ignore[arg-type]
        if mark is not None:
            with store.turn(mark) as change:
                change(lambda shelf, mark=mark: shelf.drop(mark))  # type: ignore[misc]


def start(store: Store, config: Config, known: Mapping[str, str] | None = None) -> float:
    """CPU milliseconds of each first answer of a new server in gzip, when `known` to the client."""
    client = Client(store, config)
    client.ask(path="/health/live")
    began = time.process_time()
    for path in PATHS:
        tag = (("if-none-match", known[path]),) if known else ()
        status, _ = client.ask(("accept-encoding", "gzip"), *tag, path=path)
        assert status == (304 if known else 200)
    spent = time.process_time() - began
    client.close()
    return 1000 * spent / len(PATHS)


def starts(store: Store, config: Config) -> None:
    """Print what the first answers cost."""
    client = Client(store, config)
    known = {path: client.ask(("accept-encoding", "gzip"), path=path)[1]["etag"] for path in PATHS}
    client.close()
    taken, unchanged = start(store, config), start(store, config, known)
    forget(store, config)
    rendered = start(store, config)
    print(f"\nfirst answers in gzip, one of each of {len(PATHS)} feeds")
    print(f"{'':32}{'CPU ms':>10}{'ratio':>8}")
    for name, found in (
        ("200, rendered and stored", rendered),
        ("200, as another rendered it", taken),
        ("304, as another rendered it", unchanged),
    ):
        print(f"{name:32}{found:10.1f}{found / rendered:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", nargs="?", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=2.0)
    given = parser.parse_args()
    store, config = filled(given.entries)
    documents = Documents(config)
    client = Client(store, config)
    gzip = ("accept-encoding", "gzip")
    _, packed = client.ask(gzip)

    def render(coding: Coding = "identity") -> bytes:
        with store.reading() as read:
            made = documents.make(read, FEED)
        return encode(made.body, coding)  # type: ignore[union-attr]

    body = render()
    known = ("if-none-match", packed["etag"])
    rows: list[tuple[str, int, Callable[[], object]]] = [
        ("200, kept, one by one", 1, client.ask),
        (f"200, kept, {CROWD} at once", CROWD, client.crowd),
        (f"200 gzip, kept, {CROWD} at once", CROWD, lambda: client.crowd(gzip)),
        (f"304, {CROWD} at once", CROWD, lambda: client.crowd(gzip, known)),
        ("200, rendered each time", 1, render),
        ("200 gzip, rendered each time", 1, lambda: render("gzip")),
        ("200 br, rendered each time", 1, lambda: render("br")),
        ("validated", 1, lambda: inspect(FEED, body, config.site.url)),
    ]
    rates = [(name, many * rate(answer, given.seconds)) for name, many, answer in rows]
    unit = dict(rates)["200, rendered each time"]
    print(f"{given.entries} entries, {len(body):,} bytes, gzip {packed['content-length']}")
    print(f"{'':32}{'a second':>10}{'ratio':>8}")
    for name, found in rates:
        print(f"{name:32}{found:10.0f}{found / unit:8.1f}")
    client.close()
    starts(store, config)
    store.close()


if __name__ == "__main__":
    main()
