"""A store in, its archive documents closed as soon as feeds need them.

Effect: writes archive documents. What is to be closed is decided in `filing`, in a transaction that
reads; what was decided is written in a short one, unless somebody else did so meanwhile.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

import structlog

from aggregator.errors import FormatError, StoreError
from aggregator.store import Store

from .editions import Editions
from .filing import Plan, plan_of

log = structlog.get_logger()


class Archivist:
    """Keeps the archives of one site. Safe to call from any thread."""

    def __init__(self, store: Store, editions: Editions) -> None:
        self._store = store
        self._editions = editions
        self._thread = ThreadPoolExecutor(1, "archivist")
        self._running: Future[None] | None = None

    def keep_up(self) -> None:
        """Close whatever is to be closed. Raises StoreError, FormatError."""
        url = self._editions.site.url
        while True:
            with self._store.reading() as read:
                here = read.archives.address() == url
                plan = plan_of(read, self._editions) if here else None
            if plan is not None:
                self._carry_out(plan)
            elif here:
                return
            else:
                with self._store.writing() as write:
                    write.archives.clear(url)

    def wait(self, seconds: float) -> None:
        """Keep up elsewhere, and wait for it no longer than this: feeds are then served as they
        are, and name the new documents a moment later."""
        running = self._running
        if running is None or running.done():
            running = self._running = self._thread.submit(self._try)
        with suppress(TimeoutError):
            running.result(seconds)

    def _try(self) -> None:
        try:
            self.keep_up()
        except (StoreError, FormatError) as error:
            log.warning("archive", error=str(error))

    def _carry_out(self, plan: Plan) -> None:
        with self._store.writing() as write:
            if write.archives.through() != plan.after:
                return  # another process was quicker
            write.archives.put(plan.put)
            write.archives.drop(plan.drop)
            for document in plan.closed:
                write.archives.close(document)
            write.archives.advance(plan.through)
