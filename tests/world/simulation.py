"""Thousands of sources polled for hours, on an event loop whose time passes at once.

The real `fetch`, `Gate` and `next_poll`; servers, heartbeat and documents are made up. Hosts are as
skewed as those of a public list of feeds (611 sources on one, 338 on another that allows one
request a minute, half of the rest alone).
"""

import asyncio
import heapq
import random
import resource
import zlib
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from aggregator.cadence import next_poll
from aggregator.config import Config, Fetch, Site
from aggregator.errors import FetchError
from aggregator.fetch import fetch
from aggregator.hosts import Gate, host_of
from aggregator.model import Fetched, NotModified, PollState, Source, SourceId

from .clock import run_simulated

START = datetime(2026, 11, 2, tzinfo=UTC)
ONE_A_MINUTE = "limited.example"  # says what is left, as Reddit does
UNTOLD = "silent.example"  # one in 40 seconds, and only a 429 tells
CONFIG = Config(
    site=Site(url="https://planet.example", contact="mailto:ops@planet.example"),
    fetch=Fetch(concurrency=64),
)


@dataclass(slots=True)
class Simulation:
    """The sources, the servers, and what happened between them."""

    sources: list[Source]
    hours: int
    chance: random.Random
    states: dict[SourceId, PollState] = field(default_factory=dict)
    asked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # by host
    by_source: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    refused: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: list[int] = field(default_factory=list)  # KiB resident, each hour
    most_waiting: int = 0

    async def serve(self, request: httpx.Request) -> httpx.Response:
        """Any of the servers: mostly 304, sometimes news, sometimes trouble."""
        now, host = asyncio.get_running_loop().time(), request.url.host
        before = self.asked[host][-1] if self.asked[host] else -1e9
        self.asked[host].append(now)
        self.by_source[str(request.url)].append(now)
        await asyncio.sleep(self.chance.lognormvariate(-1.5, 0.8))
        answer = self._answer(request, host, now - before)
        self.statuses[answer.status_code] += 1
        return answer

    def _answer(self, request: httpx.Request, host: str, gap: float) -> httpx.Response:
        if host == ONE_A_MINUTE:
            fields = {"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "60"}
            if gap < 60:
                self.refused[host].append(gap)
                return httpx.Response(429, headers=fields)
            return httpx.Response(200, headers=fields | {"etag": '"1"'}, content=b"same")
        if host == UNTOLD and gap < 40:
            self.refused[host].append(gap)
            return httpx.Response(429)
        number = zlib.crc32(str(request.url).encode())
        if number % 97 == 0:
            return httpx.Response(500)
        if number % 89 == 0:
            return httpx.Response(503, headers={"retry-after": "1800"})
        fields = {"etag": '"1"'} if number % 5 or host == UNTOLD else {}
        if number % 7 == 0:
            fields["cache-control"] = f"max-age={600 * (1 + number % 30)}"
        if request.headers.get("if-none-match") and self.chance.random() < 0.95:
            return httpx.Response(304, headers=fields)
        return httpx.Response(200, headers=fields, content=b"same")

    async def run(self) -> None:
        """The scheduler's heartbeat: each second, what is due and whose host has room."""
        loop = asyncio.get_running_loop()
        gate = Gate(CONFIG.fetch)
        due = [(0.0, number) for number in range(len(self.sources))]
        waiting: dict[str, deque[int]] = {}  # due, by host, longest first
        running: set[asyncio.Task[None]] = set()
        async with httpx.AsyncClient(transport=httpx.MockTransport(self.serve)) as client:
            while loop.time() < self.hours * 3600:
                while due and due[0][0] <= loop.time():
                    number = heapq.heappop(due)[1]
                    waiting.setdefault(host_of(self.sources[number].url), deque()).append(number)
                for host, numbers in tuple(waiting.items()):
                    while numbers and gate.has_room(self.sources[numbers[0]].url):
                        poll = self._poll(client, gate, numbers.popleft(), due)
                        task = asyncio.create_task(poll)
                        running.add(task)
                        task.add_done_callback(running.discard)
                        await asyncio.sleep(0)
                    if not numbers:
                        del waiting[host]
                self.most_waiting = max(self.most_waiting, len(running))
                if loop.time() % 3600 < 1:
                    self.memory.append(resident())
                await asyncio.sleep(1)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _poll(
        self, client: httpx.AsyncClient, gate: Gate, number: int, due: list[tuple[float, int]]
    ) -> None:
        source, loop = self.sources[number], asyncio.get_running_loop()
        state = self.states.get(source.id) or PollState(source=source.id, url=source.url)
        outcome: Fetched | NotModified | FetchError
        try:
            outcome = await fetch(client, source, state, CONFIG, clock(loop.time()), gate=gate)
        except FetchError as error:
            outcome = error
        now = clock(loop.time())
        rhythm = self._rhythm(number, now)
        after = next_poll(state, outcome, source, rhythm, CONFIG.fetch, now, self.chance.random())
        self.states[source.id] = after
        if after.next_poll is not None:
            heapq.heappush(due, ((after.next_poll - START).total_seconds(), number))

    def _rhythm(self, number: int, now: datetime) -> tuple[datetime, ...]:
        """Every source publishes at a pace of its own: from each half hour to each month."""
        gap = timedelta(hours=0.5 * 1400 ** ((number * 7919 % 1000) / 1000))
        newest = now - gap * ((number * 104729 % 100) / 100)
        return tuple(newest - gap * n for n in range(20))


def clock(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def resident() -> int:
    """KiB resident now; at the highest where the system does not tell more."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def hosts(count: int, chance: random.Random) -> list[str]:
    """A host for each source: a public list's skew, scaled (peers.md section 4a)."""
    large = {"news.example": 611, ONE_A_MINUTE: 338, UNTOLD: 60}
    names = [name for name, size in large.items() for _ in range(size * count // 10_000)]
    number = 0
    while len(names) < count * 0.52:
        size = 2 + min(int(chance.paretovariate(1.2)), 120)
        names += [f"shared{number}.example"] * size
        number += 1
    names += [f"alone{n}.example" for n in range(count - len(names))]
    chance.shuffle(names)
    return names


def simulate(count: int, hours: int) -> Simulation:
    chance = random.Random(1)
    sources = [
        Source(id=SourceId(f"s{n}"), url=f"https://{host}/{n}.xml")
        for n, host in enumerate(hosts(count, chance))
    ]
    simulation = Simulation(sources=sources, hours=hours, chance=chance)
    run_simulated(simulation.run())
    return simulation
