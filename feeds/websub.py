"""Our own WebSub hub: subscribers ask at /hub, and what is new in a feed is pushed to them.

Talks to callbacks through the guarded client it is given, and to the store. Level-triggered: who
was told less than the store knows is told the rest, whatever happened in between, so that a crash
loses nothing and at worst something is said twice.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from starlette.types import Receive, Scope, Send

from aggregator.config import Config
from aggregator.errors import StoreError
from aggregator.store import Store
from aggregator.store.subscribers import Asking, Subscription

from .documents import Documents
from .hub_agenda import Agenda
from .hub_door import Door
from .hub_external import ExternalHub
from .hub_line import Line
from .hub_pings import Ping, headers_of
from .hub_requests import question

log = structlog.get_logger()

_AT_ONCE = 50  # requests under way
_OF_ONE_HOST = 4  # of these

Key = tuple[str, int]


def hub_of(
    store: Store,
    config: Config,
    line: Line,
    *,
    now: Callable[[], datetime],
    chance: Callable[[], float],
) -> "Hub | ExternalHub | None":
    """Who pushes for a site, as [site] hub says. Our own is thereby opened for good: from now on
    documents name it."""
    match config.site.hub:
        case "none":
            return None
        case "":
            store.write(lambda write: write.hub.open())
            return Hub(store, config, line, now=now, chance=chance)
        case _:
            return ExternalHub(store, config, line, chance=chance)


class Hub:
    """One site's hub. `now` tells the time, `chance` a number in [0, 1) that spreads retries."""

    def __init__(
        self,
        store: Store,
        config: Config,
        line: Line,
        *,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        documents = Documents(config)
        self._line = line
        self._now = now
        self._agenda = Agenda(store, documents, chance)
        self._stirred = asyncio.Event()
        self._door = Door(store, documents, now, self._stirred.set)
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._hosts: Counter[str] = Counter()  # requests under way
        self._ended: set[Key] = set()  # of these, since the last sweep began
        self._swept = -1  # the version at which nobody was left to be told something ...
        self._is_quiet = False  # ... and no request has ended since
        self._is_stopped = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application at /hub."""
        await self._door(scope, receive, send)

    async def sweep(self, now: datetime) -> None:
        """Begin all that is due and not under way: verifications, deliveries, endings.

        Raises StoreError.
        """
        known = self._swept if self._is_quiet else -1
        self._is_quiet = True
        self._ended.clear()
        due = await asyncio.to_thread(self._agenda.due, now, known)
        for wish in self._chosen("wish", due.wishes):
            self._begin("wish", wish, self._verify(wish))
        chosen = self._chosen("push", due.behind)
        pings = await asyncio.to_thread(self._agenda.pings, chosen, now)
        for one, ping in () if self._is_stopped else pings:
            self._begin("push", one, self._deliver(one, ping))
        self._swept = due.version
        under_way = all(("push", one.number) in self._tasks for one in due.behind)
        self._is_quiet = under_way and not self._ended

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until there is something to do."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        self._stirred.clear()

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def stop(self) -> None:
        """Break off what is under way; it is done again at the next start."""
        self._is_stopped = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _chosen(self, kind: str, due: "Sequence[Asking] | Sequence[Subscription]") -> "list[Any]":
        """Those there is room for now: few in all, and of each host fewer."""
        hosts = Counter(self._hosts)
        found: list[Asking | Subscription] = []
        for one in due:
            if self._is_stopped or len(found) + len(self._tasks) >= _AT_ONCE:
                break
            key = (kind, one.number)
            if (
                key not in self._tasks
                and key not in self._ended  # what was read of it is of before
                and hosts[one.host] < _OF_ONE_HOST
                and self._line.has_room(one.callback)
            ):
                hosts[one.host] += 1
                found.append(one)
        return found

    def _begin(
        self, kind: str, whom: Asking | Subscription, act: Coroutine[Any, Any, None]
    ) -> None:
        key, host = (kind, whom.number), whom.host
        self._hosts[host] += 1
        task = self._tasks[key] = asyncio.create_task(_do(act))

        def done(_: asyncio.Task[None]) -> None:
            del self._tasks[key]
            self._hosts -= Counter([host])
            self._ended.add(key)
            self._is_quiet = False
            self._stirred.set()

        task.add_done_callback(done)

    async def _verify(self, wish: Asking) -> None:
        """Ask the callback whether it meant it (WebSub 5.3), or tell it of a denial (5.2)."""
        to_thread = asyncio.to_thread
        if wish.mode == "subscribe" and not await to_thread(
            self._agenda.is_published, wish.feed_url
        ):
            await to_thread(self._agenda.deny, wish, self._now())
            return
        challenge = secrets.token_urlsafe(32)  # another one with each try
        parameters = {"hub.mode": wish.mode, "hub.topic": wish.feed_url}
        if wish.mode == "denied":
            parameters["hub.reason"] = wish.reason
        else:
            parameters["hub.challenge"] = challenge
        if wish.mode == "subscribe":
            parameters["hub.lease_seconds"] = str(int(wish.lease.total_seconds()))
        answer = await self._line.ask("GET", question(wish.callback, parameters))
        confirmed = answer.is_well and (wish.mode == "denied" or answer.body == challenge.encode())
        outcome = await to_thread(self._agenda.note_wish, wish, answer, confirmed, self._now())
        log.info(
            wish.mode, host=wish.host, status=answer.status, trouble=answer.trouble, outcome=outcome
        )

    async def _deliver(self, to: Subscription, ping: Ping) -> None:
        """Push a document; whatever is no 2xx, redirects included, is a failure (WebSub 7)."""
        document = ping.document
        if document is None:
            return
        answer = await self._line.ask(
            "POST",
            to.callback,
            headers=headers_of(document, to.secret),
            content=document.body,
        )
        await asyncio.to_thread(self._agenda.note_delivery, to, ping, answer, self._now())
        log.info(
            "push",
            host=to.host,
            feed=to.feed_url,
            entries=ping.entries,
            status=answer.status,
            trouble=answer.trouble,
            tries=to.failures + 1,
        )


async def _do(act: Coroutine[Any, Any, None]) -> None:
    """Whatever goes wrong with one subscriber is logged and leaves the others alone."""
    try:
        await act
    except StoreError as error:
        log.error("hub", error=str(error))
    except Exception:
        log.exception("hub")
