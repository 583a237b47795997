"""Feeds that grow, on hosts that count: how many ask one at once, and how soon after each other."""

import asyncio
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

HOSTS = 5
PLAIN = 10  # sources with articles of their own
SHARED = 5  # sources whose articles are copies of those of the first ones
FIRST, MOST = 4, 10  # entries in a feed at first and at last
GAP = 1.0  # seconds between two requests to one host that the configuration asks for
_SLACK = 0.5  # of it: how much later than the next one a request may arrive on a busy machine


@dataclass(slots=True)
class Planet:
    """The server, in a thread of its own. `grow` lets each feed have one entry more."""

    address: str = "127.0.0.1"
    entries: int = FIRST
    edition: int = 0  # of the texts in which it is named
    port: int = 0
    answering: float = 0.2  # seconds
    requests: int = 0
    overlaps: list[str] = field(default_factory=list)
    gaps: list[tuple[str, float, str]] = field(default_factory=list)
    """Those that were too short, and when they ended, as logs tell it."""
    _under_way: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _last: dict[str, float] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None
    _ended: asyncio.Event = field(default_factory=asyncio.Event)
    _ready: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Planet":
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None and self._thread is not None
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    def grow(self) -> None:
        self.entries = min(self.entries + 1, MOST)

    def urls(self) -> list[str]:
        return [f"http://h{n % HOSTS}.test:{self.port}/{n}" for n in range(PLAIN + SHARED)]

    def respond(self, path: str, host: str) -> tuple[str, bytes]:
        """The status line, with headers after it if need be, and the document at a path."""
        return "200 OK", document(int(path[1:]), self.entries, self.edition)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with await asyncio.start_server(self._answer, self.address, self.port) as server:
            self.port = server.sockets[0].getsockname()[1]
            self._ready.set()
            await self._ended.wait()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split(" ")[1]
            host = next(
                line[6:].split(":")[0]
                for line in head.split("\r\n")
                if line.lower().startswith("host: ")
            )
            self._count(host)
            self._under_way[host] += 1
            try:
                await asyncio.sleep(self.answering)
                status, body = self.respond(path, host)
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
            finally:
                self._under_way[host] -= 1
        except (OSError, asyncio.IncompleteReadError):
            pass  # who asked was killed
        finally:
            writer.close()

    def _count(self, host: str) -> None:
        now, self.requests = time.monotonic(), self.requests + 1
        if self._under_way[host]:
            self.overlaps.append(host)
        if now - self._last.get(host, 0.0) < GAP * _SLACK:
            self.gaps.append((host, now - self._last[host], f"{datetime.now(UTC):%H:%M:%S.%f}"))
        self._last[host] = now


def document(number: int, entries: int, edition: int) -> bytes:
    items = "".join(_item(number, place, edition) for place in reversed(range(entries)))
    title = f"Source {number}"
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def _item(number: int, place: int, edition: int) -> str:
    words = wording(f"{number % PLAIN} {place}")  # the shared ones write what the first ones write
    words += f" edition{edition}"
    topic = "plain" if SHARED <= number < PLAIN else "shared"
    link = f"https://source{number}.example/{place}"
    return (
        f"<item><title>{words[:40].capitalize()}</title><guid>{link}</guid><link>{link}</link>"
        f"<pubDate>Mon, 05 Jan 2026 {place:02}:{number:02}:00 GMT</pubDate>"
        f"<category>{topic}</category><description>{words}</description></item>"
    )


def wording(seed: str) -> str:
    """Some hundred words that no other seed gives."""
    digests = (blake2b(f"{seed} {part}".encode(), digest_size=40).hexdigest() for part in range(12))
    letters = "".join(digests).translate(str.maketrans("0123456789", "ghijklmnop"))
    return " ".join(letters[start : start + 7] for start in range(0, len(letters), 8))


EXPECTED = {
    f"https://source{number}.example/{place}"
    for number in range(PLAIN + SHARED)
    for place in range(MOST)
}
STORIES = {
    frozenset(
        f"https://source{copy}.example/{place}"
        for copy in ((number, number + PLAIN) if number < SHARED else (number,))
    )
    for number in range(PLAIN)
    for place in range(MOST)
}
