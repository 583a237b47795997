"""Documents that were made, kept in memory until they change: the least used go first.

Not safe to share between threads: the event loop alone touches it.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from .answers import Document, modified
from .routes import Target

MOST_BYTES = 64 * 1024**2
MOST_DOCUMENTS = 10_000
_REMEMBERED = 64  # ETags of earlier documents, of all codings together
_MARK = 100  # bytes that the memory of one entry takes


@dataclass(slots=True)
class Kept:
    """A document, the version it was made at, and the store's version when last checked.

    `earlier` is what documents before it told, by ETag; `newer` what is new since each of these.
    """

    document: Document
    own: int
    checked: int
    earlier: dict[str, frozenset[bytes]] = field(default_factory=dict)
    newer: dict[frozenset[bytes], Document] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        marks = sum(len(told) for told in set(self.earlier.values()))
        return self.document.size + marks * _MARK + sum(one.size for one in self.newer.values())


class Shelf:
    """At most so many bytes and documents. Sizes count the coded forms that exist at `put`."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_documents: int = MOST_DOCUMENTS) -> None:
        self._most_bytes = most_bytes
        self._most_documents = most_documents
        self._kept: OrderedDict[Target, Kept] = OrderedDict()
        self._sizes: dict[Target, int] = {}
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, target: Target) -> Kept | None:
        """What is kept of a target, right or not."""
        kept = self._kept.get(target)
        if kept is not None:
            self._kept.move_to_end(target)
        return kept

    def put(
        self, target: Target, document: Document, *, own: int, checked: int, now: datetime
    ) -> Document:
        """Keep a document and give back the one to serve.

        That is the one we had when its bytes are the same, with all its coded forms.
        """
        before = self._kept.get(target)
        earlier = before.earlier if before else {}
        document.updated = modified(document, before.document if before else None, now)
        if before is not None:
            if before.document.digest != document.digest:
                earlier |= dict.fromkeys(before.document.etags, before.document.told)
            elif before.document.is_whole:
                document = before.document
        remembered = dict(list(earlier.items())[-_REMEMBERED:])
        self._kept[target] = Kept(document=document, own=own, checked=checked, earlier=remembered)
        self._kept.move_to_end(target)
        self.weigh(target)
        return document

    def weigh(self, target: Target) -> None:
        """Count a document's bytes anew, now that it may have another coded form; make room."""
        kept = self._kept.get(target)
        if kept is None:
            return
        size = kept.size
        self.size += size - self._sizes.get(target, 0)
        self._sizes[target] = size
        while self._kept and (
            self.size > self._most_bytes or len(self._kept) > self._most_documents
        ):
            self.drop(next(iter(self._kept)))

    def drop(self, target: Target) -> None:
        """Forget a document."""
        if self._kept.pop(target, None) is not None:
            self.size -= self._sizes.pop(target)
