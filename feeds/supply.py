"""A target in, its document as of now out: made at most once per change, kept, shared.

The async rim around `documents`. A document that cannot be made anew is served as it last was.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from starlette.concurrency import run_in_threadpool

from aggregator.errors import FormatError, StoreError
from aggregator.store import Store

from .answers import Absent, Answer, Document
from .coding import Coding
from .conformance import errors
from .documents import Documents
from .inspection import format_of, inspect
from .kept import Kept, Shelf
from .metrics import Metrics
from .press import Made, Press
from .routes import FeedOf, Status, Target, path_of

log = structlog.get_logger()

_TRIES = 3
_MOST_SAID = 5  # problems of one document that are logged
_NONE = -1  # the version of a document that was not made yet


class Latest:
    """The store's version, asked once for all who wait: the check begins after each of them asked.

    So a hundred requests at once cost one question, and none is answered from before it came.
    """

    def __init__(self, ask: Callable[[], Awaitable[int]]) -> None:
        self._ask = ask
        self._running: asyncio.Future[int] | None = None
        self._next: asyncio.Future[int] | None = None

    async def version(self) -> int:
        """The version at some moment after the call."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._after(self._running))
        return await asyncio.shield(self._next)

    async def _after(self, running: asyncio.Future[int] | None) -> int:
        if running is not None:
            with suppress(Exception):
                await running
        self._running, self._next = self._next, None
        return await self._ask()


class Supply:
    """The documents of one application."""

    def __init__(
        self,
        store: Store,
        documents: Documents,
        now: Callable[[], datetime],
        metrics: Metrics,
        shelf: Shelf | None = None,
    ) -> None:
        self._store = store
        self._documents = documents
        self._now = now
        self._metrics = metrics
        self._shelf = shelf or Shelf()
        self._latest = Latest(lambda: run_in_threadpool(self._version))
        self._press = Press(store, documents, now)
        self._making: dict[Target, asyncio.Task[Answer]] = {}
        self._filling: dict[Document, asyncio.Task[bool]] = {}
        self._storing: set[asyncio.Task[None]] = set()
        self._inspecting: set[asyncio.Task[None]] = set()
        self._unmade: dict[Target, str] = {}
        self._invalid: dict[Target, str] = {}

    async def answer(self, target: Target) -> Answer:
        """What stands at the target's address now.

        Raises FormatError or StoreError when it cannot be made and never was.
        """
        if isinstance(target, Status):  # polls change it, and no version tells of polls
            return await run_in_threadpool(self._make_status, target)
        try:
            wanted = await self._latest.version()
        except StoreError as error:
            return self._last_good(target, error)
        for _ in range(_TRIES):
            kept = self._shelf.get(target)
            if kept is not None and kept.checked >= wanted:
                return kept.document
            answer = await self._made(target, kept)
            if not isinstance(answer, Document) or target in self._unmade:
                return answer
        return answer

    async def fill(self, target: Target, document: Document) -> bool:
        """Give a document that was only known its body; False when it was overtaken meanwhile, and
        another stands in its place."""
        if document.is_whole:
            return True
        task = self._filling.get(document)
        if task is None:
            task = asyncio.create_task(self._fill(target, document))
            self._filling[document] = task
            task.add_done_callback(lambda _: self._filling.pop(document, None))
        return await asyncio.shield(task)

    async def _fill(self, target: Target, document: Document) -> bool:
        found = await run_in_threadpool(self._press.body, target, document)
        if found:
            self._weigh(target)
        else:
            self._shelf.drop(target)
        return found

    async def coded(self, target: Target, document: Document, coding: Coding) -> bytes:
        """The document's bytes in a coding; compressed elsewhere, when not yet."""
        if document.has(coding):
            return document.coded(coding)
        made = await run_in_threadpool(document.coded, coding)
        self._weigh(target)
        return made

    def _weigh(self, target: Target) -> None:
        self._shelf.weigh(target)
        self._metrics.kept_bytes.set(self._shelf.size)

    async def newer(
        self, target: FeedOf, document: Document, tags: Sequence[str]
    ) -> tuple[Document, str] | None:
        """What is new since a document that was sent under one of these ETags, and that ETag.

        None when we remember none of them, or there is no less to send.
        """
        kept = self._shelf.get(target)
        base = next((tag for tag in tags if kept and tag in kept.earlier), None)
        if kept is None or base is None or kept.document is not document:
            return None
        told = kept.earlier[base]
        if told not in kept.newer:
            made = await run_in_threadpool(self._make_newer, target, told)
            if made is None:
                return None
            kept.newer[told] = made
            self._shelf.weigh(target)
        part = kept.newer[told]
        return (part, base) if len(part.told) < len(document.told) else None

    def _make_newer(self, target: FeedOf, told: frozenset[bytes]) -> Document | None:
        with self._store.reading() as read:
            return self._documents.editions.newer(read, target, told)

    def _version(self) -> int:
        with self._store.reading() as read:
            return read.version()

    async def _made(self, target: Target, kept: Kept | None) -> Answer:
        """Made anew, once for all who ask for it meanwhile."""
        task = self._making.get(target)
        if task is None:
            task = asyncio.create_task(self._make_and_keep(target, kept))
            self._making[target] = task
            task.add_done_callback(lambda _: self._making.pop(target, None))
        return await asyncio.shield(task)

    async def _make_and_keep(self, target: Target, kept: Kept | None) -> Answer:
        try:
            made = await self._told(target, kept)
        except FormatError as error:
            self._unmade[target] = "cannot be rendered"
            self._metrics.broken.inc()
            log.error("document", path=path_of(target), error=str(error))
            return self._last_good(target, error)
        except StoreError as error:
            return self._last_good(target, error)
        self._unmade.pop(target, None)
        answer = made.answer
        if answer is None and kept is not None:
            kept.checked = made.checked
            return kept.document
        if not isinstance(answer, Document):
            self._invalid.pop(target, None)
            self._shelf.drop(target)
            return answer or Absent()
        document = self._shelf.put(
            target, answer, own=made.own, checked=made.checked, now=self._now()
        )
        self._metrics.kept_bytes.set(self._shelf.size)
        if made.taken:
            self._metrics.taken.inc()
        else:
            self._look_at(target, answer, is_new=document is answer)
        return document

    async def _told(self, target: Target, kept: Kept | None) -> Made:
        """The answer as soon as it is there: that it is stored for others is not waited for."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[Made] = loop.create_future()
        own, before = (kept.own, kept.document) if kept else (_NONE, None)
        work = asyncio.create_task(
            run_in_threadpool(
                self._press.make,
                target,
                own,
                before,
                lambda made: loop.call_soon_threadsafe(told.set_result, made),
            )
        )
        self._storing.add(work)
        work.add_done_callback(self._storing.discard)
        first: set[asyncio.Future[Any]] = {work, told}
        await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            work.result()  # raises why
        return await told

    def _look_at(self, target: Target, document: Document, *, is_new: bool) -> None:
        """Count what was rendered here, and look at it while it is on its way."""
        self._metrics.made.labels(type(target).__name__.lower()).inc()
        for note in document.notes:
            log.warning("entry", path=path_of(target), left_out=note)
        if is_new and format_of(target):
            task = asyncio.create_task(self._inspect(target, document))
            self._inspecting.add(task)
            task.add_done_callback(self._inspecting.discard)

    async def faults(self) -> tuple[tuple[str, str], ...]:
        """The path of each document that could not be made when it was last asked for, or that is
        not valid, and why; waits for documents that are being looked at."""
        if self._inspecting:
            await asyncio.wait(set(self._inspecting))
        found = self._invalid | self._unmade
        return tuple(sorted((path_of(target), why) for target, why in found.items()))

    async def _inspect(self, target: Target, document: Document) -> None:
        """What is published is checked once per change, after it was sent: nobody waits for it."""
        url = self._documents.site.url
        problems = errors(await run_in_threadpool(inspect, target, document.body, url))
        if not problems:
            self._invalid.pop(target, None)
            return
        self._invalid[target] = f"is not valid: {problems[0]}"
        self._metrics.broken.inc()
        for problem in problems[:_MOST_SAID]:
            log.error("document", path=path_of(target), invalid=str(problem))
        if self._storing:
            await asyncio.wait(set(self._storing))
        with suppress(StoreError):
            await run_in_threadpool(self._press.forget, target)

    def _make_status(self, target: Status) -> Answer:
        with self._store.reading() as read:
            return self._documents.make(read, target)

    def _last_good(self, target: Target, error: Exception) -> Document:
        kept = self._shelf.get(target)
        if kept is None:
            raise error
        return kept.document
