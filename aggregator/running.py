"""Feedmill at work: one pass over given sources, or polling and serving until stopped.

The HTTP application comes from the caller, so that the two halves of the house stay apart.
"""

import asyncio
import random
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import structlog
import uvicorn
import watchfiles
from starlette.types import ASGIApp, Receive, Scope, Send

from .applying import apply_rules
from .config import Config
from .confine import Confinement
from .errors import AggregatorError, ConfigError, ReadError, StoreError
from .fetch import fetch, open_client
from .hosts import Gate
from .model import Fetched, PollState, Source, SourceId
from .pipeline import Outside, Polled, poll
from .placing import Rules
from .scheduler import Schedule, clock
from .sources import read
from .store import Store
from .study import study
from .websub import Callbacks, subscribe

log = structlog.get_logger()

_STUDY = 600.0  # seconds between two looks at what new stories teach about topics


def due_sources(store: Store, rules: Rules, now: datetime, *, every: bool) -> tuple[Source, ...]:
    """The sources that are due, or every one that is configured."""
    if every:
        return tuple(rules.sources.values())
    with store.writing() as write:
        due = write.due(now, len(rules.sources))
    return tuple(rules.sources[number] for number in due if number in rules.sources)


@asynccontextmanager
async def going_outside(store: Store, config: Config, directory: Path) -> AsyncIterator[Outside]:
    """What polls need, for as long as the block lasts."""
    async with open_client(config) as client, Confinement() as confinement:
        yield Outside(
            client=client,
            gate=Gate(config.fetch),
            store=store,
            directory=directory,
            confinement=confinement,
        )


async def fetch_once(
    sources: Sequence[Source],
    outside: Outside,
    rules: Rules,
    *,
    force: bool,
    refresh: Callable[[], Rules],
    done: Callable[[], None],
) -> tuple[Polled, ...]:
    """Poll each of these sources once; what a followed list newly names comes after."""

    async def one(source: Source, rules: Rules) -> Polled:
        jitter = random.random()  # noqa: S311 - spreads polls, guards nothing
        polled = await poll(source, outside, rules, now=clock(), jitter=jitter, force=force)
        done()
        return polled

    lists = [source for source in sources if source.kind == "opml"]
    feeds = [source for source in sources if source.kind != "opml"]
    polled = await asyncio.gather(*(one(source, rules) for source in lists))
    if any(answer.outcome == "read" for answer in polled):
        known = set(rules.sources)
        rules = refresh()
        feeds += [source for number, source in rules.sources.items() if number not in known]
    polled += await asyncio.gather(*(one(source, rules) for source in feeds))
    return tuple(polled)


async def discover(url: str, config: Config) -> str:
    """The feed behind an address: itself, or the first one its page names. Raises SourceError."""
    source = Source(id=SourceId("new"), url=url)
    async with open_client(config) as client:
        state = PollState(source=source.id, url=url)
        answer = await fetch(client, source, state, config, clock())
    if not isinstance(answer, Fetched):
        raise ReadError(f"{url}: no document")
    try:
        read(answer, None)
    except ReadError as error:
        if not error.feed_urls:
            raise
        return error.feed_urls[0]
    return answer.moved_to or url


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
                await hub.sweep(clock())
            except StoreError as error:
                log.error("hub", error=str(error))
            except Exception:
                log.exception("hub")
            await hub.rest(1)


async def serve_and_poll(
    store: Store,
    rules: Rules,
    *,
    reload: Callable[[], Rules],
    build_app: Callable[[Rules], ASGIApp],
    build_hub: BuildHub,
    watched: Path,
) -> None:
    """The main job: poll what is due and answer requests until SIGINT or SIGTERM.

    SIGHUP or a saved configuration reloads it; a wrong one is logged and changes nothing.
    """
    async with going_outside(store, rules.config, watched.parent) as outside:
        schedule = Schedule(outside, rules, reload, subscribe)
        callbacks = Callbacks(outside, lambda: schedule.rules, clock)
        front = _Front(callbacks.app(), build_app(rules))
        gate = Gate(rules.config.fetch)  # its own: slow subscribers do not hold up polls

        async def furnish(rules: Rules) -> None:
            if stories := await asyncio.to_thread(apply_rules, store, rules, clock()):
                log.info("regroup", stories=stories)
            before = front.hub
            front.hub = await asyncio.to_thread(build_hub, outside.client, gate, rules)
            front.site = build_app(rules)
            front.prefix = urlsplit(rules.config.site.url).path.rstrip("/")
            if before is not None:
                await before.stop()

        async def renew() -> None:
            try:
                fresh = await asyncio.to_thread(reload)
            except AggregatorError as error:
                log.error("reload", error=str(error))
                return
            if _needs_restart(schedule.rules.config, fresh.config):
                log.warning("reload", note="[server], [store] and [fetch] wait for a restart")
            schedule.rules = fresh
            await furnish(fresh)
            log.info("reload", sources=len(fresh.sources))

        await furnish(rules)
        schedule.start()
        tasks = [
            asyncio.ensure_future(job)
            for job in (_watch(watched, renew), front.push(), _learn(store, schedule))
        ]
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, AttributeError):  # Windows has no SIGHUP
            loop.add_signal_handler(
                signal.SIGHUP, lambda: tasks.append(asyncio.create_task(renew()))
            )
        try:
            await _serve(front, rules.config)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if front.hub is not None:
                await front.hub.stop()
            await schedule.stop()


async def _learn(store: Store, schedule: Schedule) -> None:
    """Keep learning topics from what is published, for ever."""
    while True:
        await asyncio.sleep(_STUDY)
        try:
            learned = await asyncio.to_thread(study, store, schedule.rules)
        except StoreError as error:
            log.error("study", error=str(error))
        else:
            schedule.rules = replace(schedule.rules, learned=learned)


def _needs_restart(before: Config, after: Config) -> bool:
    return (before.server, before.store, before.fetch) != (after.server, after.store, after.fetch)


async def _watch(path: Path, renew: Callable[[], Awaitable[None]]) -> None:
    async for _ in watchfiles.awatch(
        path.parent, watch_filter=lambda _, name: Path(name).name == path.name, recursive=False
    ):
        await renew()


async def _serve(app: ASGIApp, config: Config) -> None:
    listening = _listen(config.server.host, config.server.port)
    address = f"http://{config.server.host}:{listening.getsockname()[1]}"
    log.info("serving", address=address, site=config.site.url)
    server = _Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=5,
            lifespan="off",
        )
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    with listening:
        await server.serve(sockets=[listening])


class _Server(uvicorn.Server):
    """uvicorn raises the signal that stopped it once more, which would end us before we have
    tidied up: signals are ours."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Finish what is being answered, then end; a second time: end at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything starts, so that a taken port is one clear line."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"server: {host}:{port}: {error.strerror} (choose another [server] port)"
        ) from error
    return listening
