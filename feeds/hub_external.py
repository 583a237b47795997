"""Another's hub: it is told which feeds changed, and pushes them to subscribers itself.

Talks to that hub through the guarded client, and to the store. Level-triggered like our own: the
store remembers up to which version the hub was told.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from aggregator.config import Config
from aggregator.model import Group, GroupKind
from aggregator.store import Store

from . import urls
from .hub_line import Line

log = structlog.get_logger()

_KINDS: tuple[GroupKind, ...] = ("topic", "author", "source")
_AT_ONCE = 20  # feeds in one request
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


class ExternalHub:
    """Tells the hub of `[site] hub` about feeds that changed, by hub.mode=publish."""

    def __init__(
        self, store: Store, config: Config, line: Line, *, chance: Callable[[], float]
    ) -> None:
        self._store = store
        self._site = config.site
        self._line = line
        self._chance = chance
        self._failures = 0
        self._not_before: datetime | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """At /hub: nobody is subscribed here."""
        tell = f"subscribers go to {self._site.hub}\n"
        await PlainTextResponse(tell, 404)(scope, receive, send)

    async def sweep(self, now: datetime) -> None:
        """Tell the hub what changed since it was last told. Raises StoreError."""
        if self._not_before is not None and now < self._not_before:
            return
        changed, version = await asyncio.to_thread(self._changed)
        for start in range(0, len(changed), _AT_ONCE):
            some = changed[start : start + _AT_ONCE]
            if not await self._tell(some):
                self._failures += 1
                doubled = _FIRST_PAUSE * float(2 ** min(self._failures - 1, 20))
                self._not_before = now + min(doubled, _LONGEST_PAUSE) * (0.5 + self._chance() / 2)
                return
        self._failures, self._not_before = 0, None
        if version is not None:
            await asyncio.to_thread(self._note, version)

    async def rest(self, seconds: float) -> None:
        """Wait so long."""
        await asyncio.sleep(seconds)

    async def settled(self) -> None:
        """Nothing is under way between sweeps."""

    async def stop(self) -> None:
        """Nothing to break off."""

    def _changed(self) -> tuple[tuple[str, ...], int | None]:
        """The feeds that changed since, and the version they are of; None when nothing did.

        A hub that was never told anything knows no subscriber who would have missed it.
        """
        with self._store.reading() as read:
            version, told = read.version(), read.hub.announced()
            if version == told:
                return (), None
            if told is None:
                return (), version
            groups = [Group(kind="all")]
            for kind in _KINDS:
                groups += [row.group for row in read.groups(kind) if row.version > told]
            return tuple(
                urls.absolute(self._site.url, urls.feed_path(urls.path_of(group), format))
                for group in groups
                for format in urls.FORMAT_NAMES
            ), version

    async def _tell(self, feed_urls: tuple[str, ...]) -> bool:
        form = [("hub.mode", "publish")]
        for feed_url in feed_urls:  # both names are in use: the first is of WebSub's predecessor
            form += [("hub.url", feed_url), ("hub.topic", feed_url)]
        answer = await self._line.ask(
            "POST",
            self._site.hub,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            content=urlencode(form).encode(),
        )
        log.info("publish", feeds=len(feed_urls), status=answer.status, trouble=answer.trouble)
        return answer.is_well

    def _note(self, version: int) -> None:
        self._store.write(lambda write: write.hub.announce(version))
