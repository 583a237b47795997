"""What can be answered to a request for a document: the document, another path, or that it is not.

Pure. A document remembers its coded forms, so that each is compressed once.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from .coding import CODINGS, Coding, decode, encode, name_of
from .routes import Target

MARK = 8
"""Bytes of a mark in `Document.told`."""


class Document:
    """Bytes to publish, with what HTTP says of them. Coded forms are made once, when first asked.

    `following` is the next page of the same list; `notes` are for the operator's log; `links` are
    the (rel, address) pairs that HTTP states as well (RFC 8288); `embedded` says that pages of
    other sites may ask for it and frame it, though it is HTML. `told` has a mark for each entry
    of a feed as it is now, and for each that was removed. `digest` is of the bytes: with it alone
    (`known`) a document is there but for its body, which `fill` gives it when somebody wants it.
    """

    __slots__ = (
        "_forms",
        "digest",
        "embedded",
        "following",
        "links",
        "media_type",
        "notes",
        "told",
        "updated",
    )

    def __init__(
        self,
        body: bytes,
        media_type: str,
        updated: datetime | None = None,
        following: Target | None = None,
        notes: tuple[str, ...] = (),
        *,
        links: tuple[tuple[str, str], ...] = (),
        embedded: bool = False,
        told: frozenset[bytes] = frozenset(),
    ) -> None:
        self.digest = _digest(body)
        self.media_type = media_type
        self.updated = updated
        self.following = following
        self.notes = notes
        self.links = links
        self.embedded = embedded
        self.told = told
        self._forms: dict[Coding, bytes] = {"identity": body}

    @classmethod
    def known(
        cls,
        digest: str,
        media_type: str,
        updated: datetime | None,
        *,
        links: tuple[tuple[str, str], ...],
        told: frozenset[bytes],
    ) -> "Document":
        """One whose body is elsewhere."""
        document = cls(b"", media_type, updated, links=links, told=told)
        document.digest, document._forms = digest, {}
        return document

    def fill(self, coding: Coding, body: bytes) -> None:
        """Give it its body, in a coding."""
        self._forms[coding] = body

    @property
    def is_whole(self) -> bool:
        """Whether the body is there."""
        return bool(self._forms)

    @property
    def body(self) -> bytes:
        """The bytes as they are without a coding."""
        return self.coded("identity")

    def etag(self, coding: Coding) -> str:
        """The strong ETag of a coded form, quotes included (RFC 9110 8.8.3.3).

        It follows from the bytes and from what codes them, so that it costs no coding.
        """
        return f'"{_digest(f"{self.digest} {name_of(coding)}".encode())}"'

    def coded(self, coding: Coding) -> bytes:
        """The bytes in a coding, of a document that is whole."""
        known = self._forms.get(coding)
        if known is None:
            plain = self._forms.get("identity")
            if plain is None:
                plain = decode(*next(iter(self._forms.items()))[::-1])
            known = encode(plain, coding)
            self._forms[coding] = known  # two threads may both get here: they agree
        return known

    def has(self, coding: Coding) -> bool:
        """Whether that coding is there already, so that asking for it costs nothing."""
        return coding in self._forms

    @property
    def etags(self) -> tuple[str, ...]:
        """Under which it may be sent."""
        return tuple(map(self.etag, CODINGS))

    @property
    def size(self) -> int:
        """Bytes it holds in memory now."""
        return sum(len(body) for body in list(self._forms.values()))


class Dated(Protocol):
    """What is remembered of a document that stood at the address."""

    @property
    def digest(self) -> str: ...
    @property
    def updated(self) -> datetime | None: ...


def modified(document: Document, before: Dated | None, now: datetime) -> datetime | None:
    """Last-Modified of a document that takes the place of another: never later than Date (RFC 9110
    8.8.2.1), and as it was when the bytes are the same.

    When bytes changed and the date did not (a title, a place "also at"), the document was modified
    now, or who asks by date alone would never hear of it.
    """
    updated = document.updated
    if updated is not None:
        updated = min(updated, now)
    if before is None:
        return updated
    if before.digest == document.digest:
        return before.updated
    is_newer = not (updated and before.updated and updated <= before.updated)
    return updated if is_newer else now


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was asked for lives at another path of ours, for good."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Nothing is at the address: never was (404), or was withdrawn (410)."""

    gone: bool = False


Answer = Document | Moved | Absent
"""What stands at an address."""
