"""Loopback servers that answer with raw bytes, in threads, and write down every request."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.parser import Parser
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from aggregator.config import Config, Fetch, Site

Behaviour = Callable[[socket.socket, "Asked"], bool | None]
"""Writes an answer; returns True to keep the connection for another request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in, and the head of what it got.

    `headers` and `got` are case-insensitive; `count` is which request for this path it is; `now`
    is the world's own time, which a test may set.
    """

    method: str
    path: str
    headers: Message
    at: float
    count: int
    connection: int
    now: datetime
    until: Callable[[], bool]  # whether the world is over
    sent: list[bytes] = field(default_factory=list)  # what was answered, as far as its head

    @property
    def host(self) -> str:
        """The name it came to."""
        return str(self.headers["host"])

    @property
    def status(self) -> int:
        """Of the answer; 0 when there was none that could be read."""
        words = b"".join(self.sent).split(None, 2)
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0

    @property
    def got(self) -> Message:
        """The header fields of the answer."""
        head = b"".join(self.sent).partition(b"\r\n\r\n")[0].decode("latin-1")
        return Parser().parsestr(head.partition("\r\n")[2], headersonly=True)


HERE = Path(__file__).parent


def trusting() -> ssl.SSLContext:
    """What a client needs to accept a world with `tls`: it is blog.example and nobody else."""
    return ssl.create_default_context(cafile=str(HERE / "ca.pem"))


def _server_side() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(HERE / "blog.pem"))  # made for these tests, good for nothing else
    return context


class _Recorded:
    """A socket that remembers the head of what is sent."""

    def __init__(self, connection: socket.socket, sent: list[bytes]) -> None:
        self._connection = connection
        self._sent = sent

    def sendall(self, data: bytes) -> None:
        if b"\r\n\r\n" not in b"".join(self._sent[-2:]):
            self._sent.append(data[:65536])
        self._connection.sendall(data)

    def setsockopt(self, *given: Any) -> None:
        self._connection.setsockopt(*given)


class World:
    """Listens on one port of loopback while it is entered; `log` grows with every request."""

    def __init__(
        self, routes: Mapping[str, Behaviour], *, host: str = "127.0.0.1", tls: bool = False
    ) -> None:
        self.routes = dict(routes)
        self.log: list[Asked] = []
        self.host = host
        self.now = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
        self.most_at_once = 0
        self.open = 0  # connections
        self._tls = _server_side() if tls else None
        self._at_once = 0
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._listening = socket.create_server((self.host, 0), backlog=256)
        self.port: int = self._listening.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in (self._acceptor, *self._threads):
            thread.join(timeout=60)

    def url(self, path: str = "/", *, host: str = "") -> str:
        """The address of a path, under another name for this host if one is given."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def config(self, **fetch: Any) -> Config:
        """A configuration that may ask this world, and nothing else on loopback."""
        networks = (f"{self.host}:{self.port}", *fetch.pop("allow_networks", ()))
        site = Site(url="https://planet.example", contact="mailto:ops@planet.example")
        return Config(site=site, fetch=Fetch(allow_networks=networks, **fetch))

    def asked(self, path: str) -> list[Asked]:
        """The requests for one path, in their order."""
        return [one for one in self.log if one.path == path]

    def _accept(self) -> None:
        number = 0
        while not self._over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            number += 1
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with self._lock:
            self.open += 1
        try:
            with connection, suppress(OSError):
                connection.settimeout(60)
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                with connection:
                    while self._answer(connection, number):
                        pass
        finally:
            with self._lock:
                self.open -= 1

    def _answer(self, connection: socket.socket, number: int) -> bool:
        head = self._read_head(connection)
        if not head:
            return False
        line, _, rest = head.decode("latin-1").partition("\r\n")
        method, path, _ = line.split(" ", 2)
        with self._lock:
            asked = Asked(
                method=method,
                path=path,
                headers=Parser().parsestr(rest, headersonly=True),
                at=time.monotonic(),
                now=self.now,
                count=1 + sum(one.path == path for one in self.log),
                connection=number,
                until=self._over.is_set,
            )
            self.log.append(asked)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        connection.settimeout(60)
        try:
            behaviour = self.routes.get(path) or self.routes.get(path.partition("?")[0])
            if behaviour is None:
                asked.sent.append(b"HTTP/1.1 404")
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                return True
            return bool(behaviour(cast(socket.socket, _Recorded(connection, asked.sent)), asked))
        finally:
            with self._lock:
                self._at_once -= 1

    def _read_head(self, connection: socket.socket) -> bytes:
        connection.settimeout(0.2)
        head = b""
        while b"\r\n\r\n" not in head:
            try:
                part = connection.recv(65536)
            except TimeoutError:
                if self._over.is_set():
                    return b""
                continue
            if not part:
                return b""
            head += part
        return head
