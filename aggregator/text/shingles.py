"""Winnowed word shingles: words in, 48-bit integers out. Pure.

Schleimer, Wilkerson, Aiken, "Winnowing" (SIGMOD 2003): of each `window` consecutive shingle hashes
the smallest is kept, so two texts that share `width + window - 1` words in a row share a hash.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

_MASK = (1 << 48) - 1
_ODD = 0x9E3779B97F4B
_WORD = 40  # characters: longer ones do not come again often enough to be remembered


def digest(text: str) -> int:
    """48 bits that are the same in every process, unlike hash()."""
    return _of_word(text) if len(text) <= _WORD else _hashed(text)


def _hashed(text: str) -> int:
    raw = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=6).digest(), "big")


_of_word = lru_cache(maxsize=65536)(_hashed)


def shingles(words: Sequence[str], width: int = 3) -> list[int]:
    """The hash of each `width` consecutive words, in order; of all of them if there are fewer."""
    hashes = [_of_word(word) if len(word) <= _WORD else _hashed(word) for word in words]
    mixed = [0] * len(hashes)
    for step in range(min(width, len(hashes))):
        after = zip(mixed, hashes[step:], strict=False)  # one fewer with each step
        mixed = [((value ^ number) * _ODD + (value >> 17)) & _MASK for value, number in after]
    return [value ^ (value >> 23) for value in mixed]


def winnow(words: Sequence[str], width: int = 3, window: int = 6) -> tuple[int, ...]:
    """The fingerprint of the words: distinct hashes in the order in which they stand."""
    every = shingles(words, width)
    if len(every) <= window:
        return (min(every),) if every else ()
    return tuple(dict.fromkeys(map(min, *(every[start:] for start in range(window)))))
