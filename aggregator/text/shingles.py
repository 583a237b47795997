"""Winnowed word shingles: words in, 48-bit integers out. Pure.

Schleimer, Wilkerson, Aiken, "Winnowing" (SIGMOD 2003): of each `window` consecutive shingle hashes
the smallest is kept, so two texts that share `width + window - 1` words in a row share a hash.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

_MASK = (1 << 48) - 1
_ODD = 0x9E3779B97F4B


@lru_cache(maxsize=65536)
def digest(text: str) -> int:
    """48 bits that are the same in every process, unlike hash()."""
    raw = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=6).digest(), "big")


def shingles(words: Sequence[str], width: int = 3) -> list[int]:
    """The hash of each `width` consecutive words, in order; of all of them if there are fewer."""
    hashes = [digest(word) for word in words]
    if len(hashes) < width:
        return [_mix(hashes)] if hashes else []
    return [_mix(hashes[i : i + width]) for i in range(len(hashes) - width + 1)]


def winnow(words: Sequence[str], width: int = 3, window: int = 6) -> tuple[int, ...]:
    """The fingerprint of the words: distinct hashes in the order in which they stand."""
    every = shingles(words, width)
    if len(every) <= window:
        return (min(every),) if every else ()
    kept: dict[int, None] = {}
    for start in range(len(every) - window + 1):
        kept[min(every[start : start + window])] = None
    return tuple(kept)


def _mix(hashes: Sequence[int]) -> int:
    value = 0
    for number in hashes:
        value = ((value ^ number) * _ODD + (value >> 17)) & _MASK
    return value ^ (value >> 23)
