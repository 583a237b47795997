"""Our nouns in, JSON text out, and back; the untouched entry also compressed. Pure.

Fields that have their default are left out: rows stay small, and an older row read by a newer
version simply has the new field's default (and a newer row, read by an older one, loses it).
"""

import zlib
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from ..errors import StoreError
from ..model import Article, Entry, Person, PollState, Source

T = TypeVar("T")

_KEY_BYTES = 6
_KEY_HALF = 1 << (8 * _KEY_BYTES - 1)


class Codec(Generic[T]):
    """One type's way to JSON text and back."""

    def __init__(self, subject: str, kind: Any) -> None:
        self._subject = subject
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        """JSON text of `value`; surrogates without a partner become U+FFFD."""
        try:
            return self._adapter.dump_json(value, exclude_defaults=True).decode()
        except (PydanticSerializationError, UnicodeEncodeError):
            # some decoders let lone surrogates through; no database takes them (RFC 8259 8.2)
            plain = self._adapter.dump_python(value, exclude_defaults=True)
            return self._adapter.dump_json(
                self._adapter.validate_python(_without_surrogates(plain)), exclude_defaults=True
            ).decode()

    def load(self, text: str | bytes) -> T:
        """The value of JSON text; StoreError when it is no such value."""
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            raise StoreError(f"stored {self._subject}: not readable") from error


ARTICLE: Codec[Article] = Codec("article", Article)
ENTRY: Codec[Entry] = Codec("entry", Entry)
SOURCE: Codec[Source] = Codec("source", Source)
POLL_STATE: Codec[PollState] = Codec("poll state", PollState)
PERSONS: Codec[tuple[Person, ...]] = Codec("persons", tuple[Person, ...])
REASONS: Codec[tuple[str, ...]] = Codec("reasons", tuple[str, ...])


def squeeze(entry: Entry) -> bytes:
    """An entry as its source wrote it, as compressed JSON."""
    return zlib.compress(ENTRY.dump(entry).encode(), 6)


def unsqueeze(packed: bytes) -> Entry:
    """The entry of `squeeze`; StoreError when the bytes are damaged."""
    try:
        return ENTRY.load(zlib.decompress(packed))
    except zlib.error as error:
        raise StoreError("stored entry: not readable") from error


def fold(key: int) -> int:
    """A 64-bit look-up key as a signed 48-bit one.

    Six bytes instead of eight in every index row. With 45 million keys (a million articles) a
    look-up meets a foreign one once in six million; a candidate too many is only compared in vain.
    """
    mixed = key * 0x9E3779B97F4A7C15 & 0xFFFF_FFFF_FFFF_FFFF  # spreads keys that differ at the top
    return (mixed >> 16) - _KEY_HALF


def pack_keys(folded: frozenset[int]) -> bytes:
    """Folded keys, sorted, six bytes each: what an article is found by, to be taken back later."""
    return b"".join(key.to_bytes(_KEY_BYTES, "big", signed=True) for key in sorted(folded))


def unpack_keys(packed: bytes) -> frozenset[int]:
    """The folded keys of `pack_keys`."""
    return frozenset(
        int.from_bytes(packed[start : start + _KEY_BYTES], "big", signed=True)
        for start in range(0, len(packed), _KEY_BYTES)
    )


def clean_text(text: str) -> str:
    """`text` as every database takes it: no lone surrogate, no U+0000 (PostgreSQL refuses it)."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _without_surrogates(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_without_surrogates(inner) for inner in value)
    return value
