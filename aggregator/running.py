"""Feedmill at work: one pass over given sources, or polling and serving until stopped.

The HTTP application comes from the caller, so that the two halves of the house stay apart.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
import structlog
import watchfiles
from starlette.types import ASGIApp, Receive, Scope, Send

from .applying import applied
from .config import Config
from .errors import AggregatorError, StoreError
from .hosts import Gate
from .listening import serve
from .once import going_outside
from .pipeline import Outside
from .placing import Rules
from .retention import tidy
from .rounds import Rounds
from .scheduler import HEARTBEAT, HUB, Role, Schedule, clock
from .store import OutdatedError, Store
from .study import study
from .websub import Callbacks, subscribe

log = structlog.get_logger()

_STUDY = 600.0  # seconds between two looks at what new stories teach about topics
_CONFIRM = 5.0  # seconds between two looks at whether the store is still for our version
_TIDY = 600.0  # seconds between two looks at what is older than is kept


class Hub(Protocol):
    """Who pushes what is new: an ASGI application that also acts by itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a subscriber."""
        ...

    async def sweep(self, now: datetime) -> None:
        """Begin all that is due."""
        ...

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until there is something to do."""
        ...

    async def stop(self) -> None:
        """Break off what is under way."""
        ...


BuildHub = Callable[[httpx.AsyncClient, Gate, Rules], Hub | None]
"""Who pushes under these rules, through this client, in these turns; None for nobody."""


@dataclass(slots=True)
class _Front:
    """What answers: hubs get the callbacks, subscribers the hub, everyone else the site.

    A reload replaces the last two.
    """

    callbacks: ASGIApp
    site: ASGIApp
    role: Role  # only one process pushes, though all answer
    hub: Hub | None = None
    prefix: str = ""  # the path that [site] url has

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.site
        if scope["type"] == "http":
            path: str = scope["path"].removeprefix(self.prefix)
            if path.startswith("/websub/"):
                app, scope = self.callbacks, {**scope, "path": path}
            elif path == "/hub" and self.hub is not None:
                app = self.hub
        await app(scope, receive, send)

    async def push(self) -> None:
        """Keep the hub at work, for ever."""
        while True:
            hub = self.hub
            if hub is None:
                await asyncio.sleep(1)
                continue
            try:
                if not await asyncio.to_thread(self.role.is_mine):
                    await asyncio.sleep(HEARTBEAT.total_seconds())
                    continue
                await hub.sweep(clock())
            except StoreError as error:
                log.error("hub", error=str(error))
            except Exception:
                log.exception("hub")
            await hub.rest(1)

    async def rest(self) -> None:
        """Let another process push."""
        try:
            await asyncio.to_thread(self.role.give_back)
        except StoreError as error:
            log.error("hub", error=str(error))


class Queue(Protocol):
    """What carries hints from schedulers to workers on other machines."""

    async def offer(self, buckets: Sequence[int]) -> None:
        """Tell that these buckets have something due."""
        ...

    async def consume(self, visit: Callable[[int], Awaitable[None]], at_once: int) -> None:
        """Visit what is offered until `stop`."""
        ...

    async def stop(self) -> None:
        """Take no more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """What a process does. One that schedules and works needs no queue; else one is needed."""

    serve: bool = True
    schedule: bool = True
    work: bool = True


async def run_until_stopped(
    store: Store,
    rules: Rules,
    *,
    roles: Roles,
    queue: Queue | None,
    reload: Callable[[], Rules],
    build_app: Callable[[Rules], ASGIApp],
    build_hub: BuildHub,
    watched: Path,
) -> None:
    """Poll what is due and answer requests, as the roles say, until SIGINT or SIGTERM.

    SIGHUP or a saved configuration reloads it; a wrong one is logged and changes nothing.
    """
    async with going_outside(store, rules.config, watched.parent) as outside:
        rounds = Rounds(outside, rules, reload, subscribe, clock)
        callbacks = Callbacks(outside, lambda: rounds.rules, clock)
        process = _Process(
            roles=roles,
            outside=outside,
            rounds=rounds,
            schedule=Schedule(
                store,
                _offering(rounds) if queue is None else queue.offer,
                is_for_all=queue is not None,
            ),
            front=_Front(callbacks.app(), build_app(rules), Role(store, HUB)),
            regrouping=_Regrouping(store),
            queue=queue,
            reload=reload,
            build_app=build_app,
            build_hub=build_hub,
        )
        await process.furnish(rules)
        await process.run(watched)


@dataclass(slots=True)
class _Regrouping:
    """Carries changed rules out on what is stored, a little at a time: others write between.

    Of rules that change faster than that only the last are carried out to the end.
    """

    store: Store
    wanted: Rules | None = None
    room: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def carry_out(self, rules: Rules) -> None:
        """Decide anew what these rules are about, unless others are wanted before that is done."""
        self.wanted, stories = rules, 0
        async with self.room:
            portions = applied(self.store, rules, clock())
            try:
                while self.wanted is rules:
                    count = await asyncio.to_thread(next, portions, None)
                    if count is None:
                        break
                    stories += count
            except StoreError as error:
                log.error("regroup", error=str(error))
        if stories:
            log.info("regroup", stories=stories)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Process:
    """All that one process does, and how it begins and ends."""

    roles: Roles
    outside: Outside
    rounds: Rounds
    schedule: Schedule
    regrouping: _Regrouping
    front: _Front
    queue: Queue | None
    reload: Callable[[], Rules]
    build_app: Callable[[Rules], ASGIApp]
    build_hub: BuildHub
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def furnish(self, rules: Rules) -> None:
        """Carry new rules out; on what is stored, beside all other work."""
        front = self.front
        if self.roles.schedule:
            self._begin(self.regrouping.carry_out(rules))
        if self.roles.serve:
            before = front.hub
            gate = Gate(rules.config.fetch)  # its own: slow subscribers do not hold up polls
            front.hub = await asyncio.to_thread(self.build_hub, self.outside.client, gate, rules)
            front.site = self.build_app(rules)
            front.prefix = urlsplit(rules.config.site.url).path.rstrip("/")
            if before is not None:
                await before.stop()

    async def renew(self) -> None:
        """Take up the configuration as it is now; a wrong one changes nothing."""
        try:
            fresh = await asyncio.to_thread(self.reload)
            if _needs_restart(self.rounds.rules.config, fresh.config):
                log.warning("reload", note="[server], [store] and [fetch] wait for a restart")
            self.rounds.rules = fresh
            await self.furnish(fresh)
        except AggregatorError as error:
            log.error("reload", error=str(error))
            return
        log.info("reload", sources=len(fresh.sources))

    async def run(self, watched: Path) -> None:
        """Until a signal comes."""
        config = self.rounds.rules.config
        jobs = [_watch(watched, self.renew)]
        if self.roles.schedule:
            self.schedule.start()
            jobs.append(_learn(self.outside.store, self.rounds))
            jobs.append(_tidy(self.outside.store, config.store.keep))
        if self.roles.serve:
            jobs.append(self.front.push())
        if self.roles.work and self.queue is not None:
            jobs.append(self.queue.consume(self.rounds.visit, config.fetch.concurrency))
        for job in jobs:
            self._begin(job)
        with suppress(NotImplementedError, AttributeError):  # Windows has no SIGHUP
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGHUP, lambda: self._begin(self.renew())
            )
        outdated = asyncio.create_task(_until_outdated(self.outside.store))
        try:
            await (serve(self.front, config) if self.roles.serve else _wait_for_signal(self.roles))
            if outdated.done():
                await outdated
        finally:
            outdated.cancel()
            await self._stop()

    def _begin(self, job: Coroutine[Any, Any, None]) -> None:
        """Work that lasts until it is done or we stop."""
        self.tasks[:] = [task for task in self.tasks if not task.done()]
        self.tasks.append(asyncio.create_task(job))

    async def _stop(self) -> None:
        """Whatever waits for us to end - leases, roles - is given back."""
        if self.queue is not None:
            await self.queue.stop()
        await self.rounds.stop()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if self.front.hub is not None:
            await self.front.hub.stop()
        await self.front.rest()
        await self.schedule.stop()


def _offering(rounds: Rounds) -> Callable[[Sequence[int]], Awaitable[None]]:
    async def offer(buckets: Sequence[int]) -> None:
        rounds.begin(buckets)

    return offer


async def _wait_for_signal(roles: Roles) -> None:
    log.info("at work", schedule=roles.schedule, work=roles.work)
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


async def _until_outdated(store: Store) -> None:
    """Until a newer Feedmill has changed the store beneath us; then the process ends, as by a
    signal, with OutdatedError."""
    while True:
        await asyncio.sleep(_CONFIRM)
        try:
            await asyncio.to_thread(store.confirm)
        except OutdatedError:
            signal.raise_signal(signal.SIGTERM)
            raise
        except StoreError as error:
            log.error("store", error=str(error))


async def _learn(store: Store, rounds: Rounds) -> None:
    """Keep learning topics from what is published, for ever."""
    while True:
        await asyncio.sleep(_STUDY)
        try:
            learned = await asyncio.to_thread(study, store, rounds.rules)
        except StoreError as error:
            log.error("study", error=str(error))
        else:
            rounds.rules = replace(rounds.rules, learned=learned)


async def _tidy(store: Store, keep: timedelta | None) -> None:
    """Keep letting go of what is too old, for ever."""
    while True:
        try:
            await asyncio.to_thread(tidy, store, keep, clock())
        except Exception:
            log.exception("retention")
        await asyncio.sleep(_TIDY)


def _needs_restart(before: Config, after: Config) -> bool:
    return (before.server, before.store, before.fetch) != (after.server, after.store, after.fetch)


async def _watch(path: Path, renew: Callable[[], Awaitable[None]]) -> None:
    async for _ in watchfiles.awatch(
        path.parent, watch_filter=lambda _, name: Path(name).name == path.name, recursive=False
    ):
        await renew()
