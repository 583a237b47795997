"""Bytes and a request's Accept-Encoding in, the bytes of one content-coding out. Pure.

The three codings are those that browsers and feed readers send; each is compressed at the level
that gives most for about a millisecond per 20 KB, because a document is compressed once per change.
"""

import gzip
import zlib
from collections.abc import Mapping
from typing import Literal, get_args

import brotli  # type: ignore[import-untyped]
import zstandard

Coding = Literal["identity", "br", "zstd", "gzip"]

CODINGS: tuple[Coding, ...] = get_args(Coding)

PREFERENCE: tuple[Coding, ...] = ("br", "zstd", "gzip")
"""Among codings a client likes equally: smallest first."""


def encode(body: bytes, coding: Coding) -> bytes:
    """The body in the coding; equal for equal input: gzip carries no time (RFC 1952 2.3.1)."""
    match coding:
        case "identity":
            return body
        case "br":
            return bytes(brotli.compress(body, quality=_LEVELS["br"]))
        case "zstd":
            return zstandard.ZstdCompressor(level=_LEVELS["zstd"]).compress(body)
        case "gzip":
            return gzip.compress(body, compresslevel=_LEVELS["gzip"], mtime=0)


def decode(body: bytes, coding: Coding) -> bytes:
    """What `encode` was given."""
    match coding:
        case "identity":
            return body
        case "br":
            return bytes(brotli.decompress(body))
        case "zstd":
            return zstandard.ZstdDecompressor().decompress(body)
        case "gzip":
            return gzip.decompress(body)


def name_of(coding: Coding) -> str:
    """The coding and who codes it: under equal names equal bytes become equal bytes."""
    return f"{coding} {_LEVELS[coding]} {_CODERS[coding]}"


_LEVELS: Mapping[Coding, int] = {"identity": 0, "br": 5, "zstd": 9, "gzip": 6}
_CODERS: Mapping[Coding, str] = {
    "identity": "",
    "br": brotli.__version__,
    "zstd": zstandard.__version__,
    "gzip": zlib.ZLIB_RUNTIME_VERSION,
}


def choose(accept_encoding: str | None) -> Coding:
    """The coding to answer with (RFC 9110 12.5.3): highest weight, then our preference.

    No header asks for nothing, so it gets nothing. When everything is refused, even identity, the
    plain bytes are still more use to the client than an error.
    """
    if not accept_encoding:
        return "identity"
    weights = _weights(accept_encoding)
    anything = weights.get("*", 0.0)
    liked = {coding: _weight(weights, coding, anything) for coding in PREFERENCE}
    best = max(PREFERENCE, key=lambda coding: liked[coding])
    if liked[best] <= 0 or weights.get("identity", 0.0) > liked[best]:
        return "identity"
    return best


def _weight(weights: Mapping[str, float], coding: str, anything: float) -> float:
    alias = f"x-{coding}" if coding == "gzip" else coding  # RFC 9110 8.4.1.3
    return weights.get(coding, weights.get(alias, anything))


def _weights(header: str) -> dict[str, float]:
    """'gzip;q=0.5, br' -> {'gzip': 0.5, 'br': 1.0}; what cannot be read counts as refused."""
    weights: dict[str, float] = {}
    for part in header.split(",")[:32]:
        name, _, parameters = part.partition(";")
        if name := name.strip().lower():
            weights[name] = _quality(parameters)
    return weights


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
