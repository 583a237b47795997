"""What can be answered to a request for a document: the document, another path, or that it is not.

Pure. A document remembers its coded forms, so that each is compressed once.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from .coding import Coding, encode
from .routes import Target


class Document:
    """Bytes to publish, with what HTTP says of them. Coded forms are made once, when first asked.

    `following` is the next page of the same list; `notes` are for the operator's log; `links` are
    the (rel, address) pairs that HTTP states as well (RFC 8288); `embedded` says that pages of
    other sites may ask for it and frame it, though it is HTML. `told` has a mark for each entry
    of a feed as it is now, and for each that was removed.
    """

    __slots__ = (
        "_coded",
        "body",
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
        told: frozenset[str] = frozenset(),
    ) -> None:
        self.body = body
        self.media_type = media_type
        self.updated = updated
        self.following = following
        self.notes = notes
        self.links = links
        self.embedded = embedded
        self.told = told
        self._coded: dict[Coding, tuple[bytes, str]] = {}

    def coded(self, coding: Coding) -> tuple[bytes, str]:
        """The bytes in a coding and their strong ETag, quotes included (RFC 9110 8.8.3.3)."""
        known = self._coded.get(coding)
        if known is None:
            body = encode(self.body, coding)
            known = body, f'"{blake2b(body, digest_size=12).hexdigest()}"'
            self._coded[coding] = known  # two threads may both get here: they agree
        return known

    def has(self, coding: Coding) -> bool:
        """Whether that coding is there already, so that asking for it costs nothing."""
        return coding in self._coded

    @property
    def etags(self) -> tuple[str, ...]:
        """Under which it was sent so far."""
        return tuple(etag for _, etag in list(self._coded.values()))

    @property
    def size(self) -> int:
        """Bytes it holds in memory now."""
        return len(self.body) + sum(len(body) for body, _ in list(self._coded.values()))


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
