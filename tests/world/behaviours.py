"""What a server may do with a request: sound, odd and hostile. Each returns a `Behaviour`."""

import socket
import struct
import time
import zlib
from collections.abc import Iterable

import brotli
import zstandard

from .server import Asked, Behaviour

FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:world</id><title>World</title>
<updated>2026-11-01T00:00:00Z</updated><entry><id>urn:world:1</id><title>First words</title>
<link href="https://world.example/1"/><updated>2026-11-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;Some words that make a story.&lt;/p&gt;</content></entry></feed>
"""

_PHRASES = {200: "OK", 304: "Not Modified", 301: "Moved Permanently", 302: "Found"}


def head(status: int, fields: Iterable[tuple[str, str]], *, version: str = "1.1") -> bytes:
    """The head of an answer."""
    lines = [f"HTTP/{version} {status} {_PHRASES.get(status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def raw(*parts: bytes) -> Behaviour:
    """Exactly these bytes, then the end of the connection."""

    def answer_raw(connection: socket.socket, asked: Asked) -> None:
        for part in parts:
            connection.sendall(part)

    return answer_raw


def answer(
    body: bytes = FEED, status: int = 200, /, *more: tuple[str, str], **fields: str
) -> Behaviour:
    """A whole answer; `content_type="..."` becomes Content-Type. A 304 has no body."""
    given = [(name.replace("_", "-").title(), value) for name, value in fields.items()]
    length = [] if status == 304 else [("Content-Length", str(len(body)))]
    sent = head(status, [*given, *more, *length]) + (b"" if status == 304 else body)

    def answer_whole(connection: socket.socket, asked: Asked) -> bool:
        connection.sendall(sent)
        return True

    return answer_whole


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request gets the first, and so on; the last stays."""

    def answer_in_turn(connection: socket.socket, asked: Asked) -> bool | None:
        return behaviours[min(asked.count, len(behaviours)) - 1](connection, asked)

    return answer_in_turn


def when(field: str, value: str, then: Behaviour, otherwise: Behaviour) -> Behaviour:
    """By whether a request header has exactly this value."""

    def answer_when(connection: socket.socket, asked: Asked) -> bool | None:
        return (then if asked.headers.get(field) == value else otherwise)(connection, asked)

    return answer_when


def redirect(location: str, status: int = 302, **fields: str) -> Behaviour:
    """To another address."""
    return answer(b"", status, ("Location", location), **fields)


def slowly(behaviour: Behaviour, seconds: float) -> Behaviour:
    """The same, later."""

    def answer_slowly(connection: socket.socket, asked: Asked) -> bool | None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not asked.until():
            time.sleep(0.01)
        return behaviour(connection, asked)

    return answer_slowly


def drip(body: bytes = FEED, *, every: float = 0.05, chunk: bytes = b"") -> Behaviour:
    """One byte at a time, for as long as the other side waits; `chunk` instead, for ever."""

    def answer_drip(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(head(200, [("Content-Length", str(10**6))]))
        place = 0
        while not asked.until():
            connection.sendall(chunk or body[place % len(body) :][:1])
            place += 1
            time.sleep(every)

    return answer_drip


def stream(part: bytes, total: int | None, *, length: bool = False, coding: str = "") -> Behaviour:
    """`total` bytes of repeated `part`, or without end; chunked, or with Content-Length."""

    def answer_stream(connection: socket.socket, asked: Asked) -> None:
        fields = [("Content-Encoding", coding)] if coding else []
        if length:
            fields.append(("Content-Length", str(total)))
        else:
            fields.append(("Transfer-Encoding", "chunked"))
        connection.sendall(head(200, fields))
        sent = 0
        while (total is None or sent < total) and not asked.until():
            frame = part if length else b"%x\r\n%s\r\n" % (len(part), part)
            connection.sendall(frame)
            sent += len(part)
        if not length:
            connection.sendall(b"0\r\n\r\n")

    return answer_stream


def hang() -> Behaviour:
    """Takes the request and says nothing."""

    def answer_nothing(connection: socket.socket, asked: Asked) -> None:
        while not asked.until():
            time.sleep(0.01)

    return answer_nothing


def reset(before: bytes = b"") -> Behaviour:
    """Some bytes, then RST."""

    def answer_reset(connection: socket.socket, asked: Asked) -> None:
        if before:
            connection.sendall(before)
            time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return answer_reset


def endless_head() -> Behaviour:
    """Header fields without end."""

    def answer_head(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not asked.until():
            connection.sendall(b"X-More: " + b"a" * 1000 + b"\r\n")

    return answer_head


def endless_hints() -> Behaviour:
    """103 Early Hints without end, and never an answer (RFC 8297)."""

    def answer_hints(connection: socket.socket, asked: Asked) -> None:
        while not asked.until():
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 50)
            time.sleep(0.005)

    return answer_hints


def bomb(coding: str, size: int = 200 * 1024**2) -> bytes:
    """A small body that decodes to `size` zeroes; gzip and deflate ones lack their end."""
    match coding:
        case "gzip" | "deflate":
            packer = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
            begin = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
            again = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
            return begin + again * (size // 1024**2 - 1)
        case "br":
            return bytes(brotli.compress(bytes(size), quality=1))
        case _:
            return zstandard.compress(bytes(size), 1)
