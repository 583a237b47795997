"""How many sources real workers poll a second: real requests, most of them answered "not modified".

    python -m benchmarks.fetching [--sources 3000] [--workers 1 2 4]

A server on loopback has so many feeds on a third as many hosts. All are due at once: a scheduler
and so many workers, real processes on a PostgreSQL of their own, ask each once with the validators
it had, and the server answers 304 - but for one in twenty, whose document has one entry more than
the nine that are stored. A rate is counted by the server, from the tenth part of the requests to
the ninth: starts and ends are left out. CPU is that of the workers and their
children in the same time, a poll.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import create_engine, text

from aggregator.model import PollState, SourceId, Validators
from aggregator.store import open_store
from aggregator.store.codec import POLL_STATE
from tests.postgres import Server, driven, serving
from tests.scale.planet import document

A_HOST = 3  # sources
CHANGED = 20  # one in so many
STORED = 9  # entries of those
ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Web:
    """Feeds that are as they were, but for one in `CHANGED` once `is_new`."""

    port: int = 0
    is_new: bool = False
    asked: list[float] = field(default_factory=list)
    answered_304: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _ready: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def serving(self) -> Iterator["Web"]:
        thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        thread.start()
        self._ready.wait()
        try:
            yield self
        finally:
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._ended.set)
            thread.join()

    def url(self, number: int) -> str:
        return f"http://h{number // A_HOST}.test:{self.port}/{number}"

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with await asyncio.start_server(self._answer, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()
            await self._ended.wait()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                writer.write(self._respond(int(head.split(" ")[1][1:]), head))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    def _respond(self, number: int, head: str) -> bytes:
        self.asked.append(time.monotonic())
        is_changed = number % CHANGED == 0 and self.is_new
        etag = '"new"' if is_changed else '"old"'
        if f"if-none-match: {etag}" in head.lower():
            self.answered_304 += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        body = document(number, STORED + is_changed, 0)
        return (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sources", type=int, default=3000)
    asked.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    given = asked.parse_args()
    with serving(fsync="on", shared_buffers="512MB") as server:
        throughput(server, given.sources, given.workers)


def throughput(server: Server, sources: int, workers: list[int]) -> None:
    """Print a line for each number of workers, as a ratio to the first."""
    with Web().serving() as web, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        before = _before(server, web, config, sources)
        alone = 0.0
        for count in workers:
            address = server.database(before.rpartition("/")[2])
            _configure(config, address, web, sources)
            rate, spent = _measured(config, web, sources, count)
            alone = alone or rate
            print(
                f"{count} workers: {rate:7.1f} polls/s ({rate / alone:.2f} of {workers[0]}), "
                f"{web.answered_304 / sources:.0%} not modified, "
                f"{1000 * spent / sources:.1f} ms of the workers' CPU a poll",
                flush=True,
            )
            server.drop(address)


def _configure(config: Path, address: str, web: Web, sources: int) -> None:
    named = "".join(f"[[sources]]\nurl = '{web.url(number)}'\n" for number in range(sources))
    config.write_text(
        f"[site]\nurl = 'https://planet.example'\nhub = 'none'\n[store]\nurl = '{address}'\n"
        f"[fetch]\nallow_networks = ['127.0.0.1:{web.port}']\n{named}"
    )


def _before(server: Server, web: Web, config: Path, sources: int) -> str:
    """A database in which each source was polled a day ago; those that will change are stored."""
    address = server.database()
    open_store(address).close()
    _configure(config, address, web, sources)
    web.is_new = False
    changing = [web.url(number) for number in range(0, sources, CHANGED)]
    subprocess.run(_command(config, "fetch", *changing), check=True, capture_output=True, cwd=ROOT)
    engine = create_engine(driven(address))
    with engine.begin() as connection:
        rows = connection.execute(
            text("SELECT source.id, url, state FROM source JOIN poll_state ON source = source.id")
        ).all()
        model = next(POLL_STATE.load(row.state) for row in rows if row.state)
        for row in rows:
            state = POLL_STATE.load(row.state) if row.state else _like(model, row.id, row.url)
            connection.execute(
                text("UPDATE poll_state SET due = 0, state = :state WHERE source = :of"),
                {"of": row.id, "state": POLL_STATE.dump(state)},
            )
    engine.dispose()
    return address


def _like(model: PollState, source: str, url: str) -> PollState:
    old = Validators(url=url, etag='"old"')
    return replace(model, source=SourceId(source), url=url, validators=old, body_hash="")


def _command(config: Path, *words: str) -> list[str]:
    launch = [sys.executable, "-m", "tests.scale.launch", "127.0.0.1", "careful"]
    return [*launch, *words, "--config", str(config)]


def _measured(config: Path, web: Web, sources: int, workers: int) -> tuple[float, float]:
    """Polls a second in the middle of a round, and CPU seconds of the workers for all of it."""
    web.is_new, web.answered_304 = True, 0
    web.asked.clear()
    with ExitStack() as running:
        at_work = [running.enter_context(_process(config, "worker")) for _ in range(workers)]
        running.enter_context(_process(config, "schedule"))
        first, last = sources // 10, sources * 9 // 10
        _until(web, first)
        before, begun = _cpu(at_work), time.monotonic()
        _until(web, last)
        spent, lasted = _cpu(at_work) - before, time.monotonic() - begun
        _until(web, sources)
        time.sleep(1)
    return (last - first) / lasted, spent * sources / (last - first)


def _until(web: Web, count: int) -> None:
    patience = time.monotonic() + 900
    while len(web.asked) < count:
        if time.monotonic() > patience:
            raise TimeoutError(f"{len(web.asked)} of {count} requests")
        time.sleep(0.02)


@contextmanager
def _process(config: Path, role: str) -> Iterator[int]:
    """One that runs for the block; its number."""
    with subprocess.Popen(
        _command(config, role), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    ) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def _cpu(processes: list[int]) -> float:
    """Seconds of CPU that these processes and all that they have started have used (Linux)."""
    stats: dict[int, tuple[int, int]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text().rpartition(")")[2].split()
            stats[int(file.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    family = set(processes)
    while more := {one for one, (parent, _) in stats.items() if parent in family} - family:
        family |= more
    return sum(stats[one][1] for one in family if one in stats) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
