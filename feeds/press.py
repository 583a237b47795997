"""A target in, its document as of now out: taken from the store where another server rendered it,
rendered where none did, and then kept there for the others.

Effect: the store. Safe to call from any thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import structlog

from aggregator.errors import StoreError
from aggregator.store import Publication, Store
from aggregator.store.renditions import Rendition, Shelfmark

from .answers import Answer, Document, modified
from .archivist import Archivist
from .documents import Documents
from .imprint import imprint_of
from .renditions import CODING, document_of, rendition_of, shelfmark_of
from .routes import ArchiveOf, FeedOf, Target, path_of

log = structlog.get_logger()

_PATIENCE = 2.0  # seconds that a feed waits for its archive: a first one may hold a whole past
_TIDY = 200  # renditions of ours between two looks at what may be forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An answer, the version it was made at, and the store's version at that moment.

    Answer None: it is as it was at the version it was asked for. `taken`: somebody else made it.
    """

    answer: Answer | None
    own: int
    checked: int
    taken: bool = False


Tell = Callable[[Made], object]
"""Hears of the answer before it was stored."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store says of a target in one snapshot."""

    own: int
    checked: int
    kept: Rendition | None

    def made(self, own: int) -> Made | None:
        """The answer, if there is one already: it is unchanged since `own`, or kept."""
        if self.own == own:
            return Made(answer=None, own=self.own, checked=self.checked)
        if self.kept is None or self.kept.version != self.own:
            return None
        answer = document_of(self.kept)
        return Made(answer=answer, own=self.own, checked=self.checked, taken=True)


class Press:
    """Makes the documents of one site."""

    def __init__(self, store: Store, documents: Documents, now: Callable[[], datetime]) -> None:
        self._store = store
        self._documents = documents
        self._now = now
        self._archivist = Archivist(store, documents.editions)
        self._imprint = imprint_of(documents.config)
        self._made = count(1)

    def make(self, target: Target, own: int, before: Document | None, tell: Tell) -> None:
        """Tell the answer to a target that was last made at the version `own`, as `before`.

        Raises FormatError, StoreError; not any more after it was told.
        """
        mark = shelfmark_of(target, self._imprint)
        if mark is None:
            tell(self._rendered(target, own))
            return
        known = self._look(target, mark)
        if made := known.made(own):
            tell(made)
            return
        self._print(target, mark, own, before, tell)

    def body(self, target: Target, document: Document) -> bool:
        """Give a document its body from the store; False when another has taken its place."""
        mark = shelfmark_of(target, self._imprint)
        with self._store.reading() as read:
            body = read.renditions.body(mark, document.digest) if mark else None
        if body is None:
            return False
        document.fill(CODING, body)
        return True

    def forget(self, target: Target) -> None:
        """Keep a document that is not right from other servers: each is to see that for itself."""
        mark = shelfmark_of(target, self._imprint)
        if mark is not None:
            with self._store.turn(mark) as change:
                change(lambda kept: kept.drop(mark))

    def _look(self, target: Target, mark: Shelfmark) -> _Known:
        with self._store.reading() as read:
            return self._known(read, target, mark)

    def _known(self, read: Publication, target: Target, mark: Shelfmark) -> _Known:
        version = self._documents.version(read, target)
        return _Known(version, read.version(), read.renditions.get(mark))

    def _rendered(self, target: Target, own: int) -> Made:
        """Of one snapshot: both versions and the document."""
        if isinstance(target, FeedOf | ArchiveOf):
            self._archivist.wait(_PATIENCE)
        with self._store.reading() as read:
            now_own = self._documents.version(read, target)
            answer = None if now_own == own else self._documents.make(read, target)
            return Made(answer=answer, own=now_own, checked=read.version())

    def _print(
        self, target: Target, mark: Shelfmark, own: int, before: Document | None, tell: Tell
    ) -> None:
        """In the turn to render the document, unless somebody did while we waited for it."""
        told = False
        try:
            with self._store.turn(mark) as change:
                known = self._look(target, mark)
                made = known.made(own)
                if made is not None:
                    told = True
                    tell(made)
                    return
                made = self._rendered(target, own)
                document = made.answer
                if isinstance(document, Document):
                    document.updated = modified(document, known.kept or before, self._now())
                told = True
                tell(made)
                if isinstance(document, Document):
                    kept, body = rendition_of(document, made.own, self._now())
                    change(lambda shelf: shelf.put(mark, kept, body))
                    if next(self._made) % _TIDY == 0:
                        change(lambda shelf: shelf.tidy(self._imprint, self._now()))
        except StoreError as error:
            log.info("rendition", path=path_of(target), error=str(error))
            if not told:  # nothing but the turn may be what cannot be had
                tell(self._rendered(target, own))
