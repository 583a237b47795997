"""Coded bytes in, decoded bytes out, never more than a limit. Pure.

httpx undoes a whole network chunk before anyone can count: 922 bytes of brotli became 1 GiB in
memory (protocol.md section 4). Here each coding is asked for a little at a time and is stopped at
the limit; a body that ends before its coding does is an error, not a shorter body (RFC 9112 8).
"""

import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

ACCEPT_ENCODING = "gzip, br, zstd"
"""What is asked for; `deflate` is understood too, but two things are sent under that name."""

_STEP = 64 * 1024  # decoded bytes asked for at once
_ZSTD_SLICE = 64  # a 4-byte block may hold 128 KiB (RFC 8878 3.1.1.2), so at most 2 MiB at once
_MOST_PARTS = 1000  # gzip members or zstd frames: empty ones cost time and never reach a limit
_GZIP = b"\x1f\x8b\x08"  # what no document begins with (RFC 1952 2.3.1)
_ZSTD_WINDOW = 8 * 1024**2  # RFC 9659: what a sender over HTTP may ask a reader to keep


class DecodeError(Exception):
    """The body cannot be used; the message says why, without a subject."""


class TooLarge(DecodeError):
    """The body would pass the limit."""


class Body:
    """Collects one body. Each chunk goes to `add`, then `finish` gives the whole.

    Raises DecodeError for a coding we do not know, more than one coding, broken or cut data, and
    TooLarge as soon as either the coded or the decoded body passes `limit` bytes.
    """

    def __init__(self, content_encoding: str, limit: int) -> None:
        self._limit = limit
        self.received = 0  # bytes, as they came
        self._body = bytearray()
        self._coding = _coding(content_encoding)

    def expect(self, content_length: str) -> None:
        """Refuse at once what announces itself as too large."""
        if content_length.isdecimal() and int(content_length) > self._limit + _STEP:
            raise TooLarge(f"larger than {self._limit} bytes")

    def add(self, chunk: bytes) -> None:
        """Take what the network gave."""
        self.received += len(chunk)
        if self.received > self._limit + _STEP:  # coding may add a little to what it cannot pack
            raise TooLarge(f"larger than {self._limit} bytes")
        for part in self._coding.step(chunk):
            self._body += part
            if len(self._body) > self._limit:
                self._body.clear()
                raise TooLarge(f"larger than {self._limit} bytes when decoded")

    def finish(self) -> bytes:
        """The whole body; DecodeError when the coding was not finished.

        What comes as it is and is gzip is taken for gzip: some serve feed.xml.gz without saying so.
        """
        if self.received and not self._coding.is_finished():
            raise DecodeError(f"incomplete: the {self._coding.name} data is cut short")
        if self._coding.name == "identity" and self._body.startswith(_GZIP):
            packed = Body("gzip", self._limit)
            packed.add(bytes(self._body))
            return packed.finish()
        return bytes(self._body)


class _Identity:
    name = "identity"

    def step(self, data: bytes) -> Iterator[bytes]:
        yield data

    def is_finished(self) -> bool:
        return True


class _Zlib:
    """gzip (RFC 1952, any number of members) and deflate (RFC 1950, or bare as some send it)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._head = b""  # a byte that is not enough to tell how to begin
        self._decoder: zlib._Decompress | None = None
        self._is_over = False
        self._parts = 0

    def step(self, data: bytes) -> Iterator[bytes]:
        data, self._head = self._head + data, b""
        if data and self._decoder is not None and self._decoder.eof:
            data = self._next_member(data)
        while data and not self._is_over:
            if self._decoder is None:
                if len(data) < 2:
                    self._head = data
                    return
                self._parts = _one_more(self._parts)
                self._decoder = zlib.decompressobj(self._window(data))
            try:
                part = self._decoder.decompress(data, _STEP)
            except zlib.error as error:
                raise DecodeError(f"broken {self.name} data") from error
            if part:
                yield part
            data = self._decoder.unconsumed_tail
            if self._decoder.eof:
                data = self._decoder.unused_data
                data = self._next_member(data) if data else b""
            elif not data and len(part) == _STEP:
                # all input is taken, not all output handed out
                while part := self._decoder.decompress(b"", _STEP):
                    yield part

    def is_finished(self) -> bool:
        return self._is_over or (self._decoder is not None and self._decoder.eof)

    def _next_member(self, rest: bytes) -> bytes:
        """Begin again where another member follows; zeroes after the end are common, harmless."""
        if self.name == "gzip" and rest[:1] == b"\x1f":
            self._decoder = None
            return rest
        self._is_over = True
        return b""

    def _window(self, data: bytes) -> int:
        if self.name == "gzip":
            return 16 + zlib.MAX_WBITS
        is_wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS


class _Brotli:
    name = "brotli"

    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def step(self, data: bytes) -> Iterator[bytes]:
        try:
            if self._decoder.is_finished():
                return
            part = self._decoder.process(data, output_buffer_limit=_STEP)
            while part:
                yield part
                part = self._decoder.process(b"", output_buffer_limit=_STEP)
        except brotli.error as error:
            raise DecodeError("broken brotli data") from error

    def is_finished(self) -> bool:
        return bool(self._decoder.is_finished())


class _Zstd:
    name = "zstd"

    def __init__(self) -> None:
        self._new = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj
        self._decoder = self._new()
        self._parts = 1

    def step(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_SLICE):
            piece = data[start : start + _ZSTD_SLICE]
            while piece:
                if self._decoder.eof:
                    self._parts = _one_more(self._parts)
                    self._decoder = self._new()  # the next frame
                try:
                    part = self._decoder.decompress(piece)
                except zstandard.ZstdError as error:
                    raise DecodeError("broken zstd data") from error
                if part:
                    yield part
                piece = self._decoder.unused_data if self._decoder.eof else b""

    def is_finished(self) -> bool:
        return bool(self._decoder.eof)


def _one_more(parts: int) -> int:
    if parts >= _MOST_PARTS:
        raise DecodeError(f"more than {_MOST_PARTS} parts")
    return parts + 1


def _coding(content_encoding: str) -> _Identity | _Zlib | _Brotli | _Zstd:
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > 1:
        raise DecodeError("more than one content coding")
    match names[0] if names else "":
        case "":
            return _Identity()
        case "gzip" | "x-gzip":
            return _Zlib("gzip")
        case "deflate":
            return _Zlib("deflate")
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
        case _:
            raise DecodeError("a content coding nobody asked for")
