"""A visit polls what is due in its bucket, and one slow source holds nobody up."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count

import httpx

from aggregator.model import SourceId
from aggregator.rounds import Rounds, _Desk, _Poll
from aggregator.store import bucket_at
from tests.rim import Site

BASE = "https://mill.example"
# another host of the same bucket: those of one host are asked one after another anyway
OTHER = next(
    base
    for base in (f"https://weir-{number}.example" for number in count())
    if bucket_at(base) == bucket_at(BASE)
)
CONFIG = "".join(
    ["[fetch]\nmin_every = '1s'\nmax_every = '1s'\nhost_burst = 500\n"]
    + [
        f"[[sources]]\nurl = '{url}'\nevery = '1s'\n"
        for url in (f"{OTHER}/slow", *(f"{BASE}/{number}" for number in range(9)))
    ]
)
FEED = "<rss version='2.0'><channel><title>{}</title></channel></rss>"


class Host:
    """Answers at once, but for /slow, which waits for `released`."""

    def __init__(self) -> None:
        self.site = Site({}, CONFIG)
        self.asked: Counter[str] = Counter()
        self.released = asyncio.Event()
        self.until: Callable[[], bool] = lambda: False

    async def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked[path] += 1
        self.site.now += timedelta(seconds=1)  # so that what was polled is due again
        if self.until():
            self.released.set()
        if path == "/slow":
            await self.released.wait()
        return httpx.Response(200, content=FEED.format(path))

    async def visit(self, meanwhile: Callable[[Rounds], Awaitable[None]] | None = None) -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(self.answer)) as client:
            site = self.site

            async def nothing(*_: object) -> None: ...

            rounds = Rounds(
                site.outside(client), site.rules, lambda: site.rules, nothing, lambda: site.now
            )
            work = asyncio.create_task(rounds.visit(bucket_at(BASE)))
            if meanwhile is not None:
                await meanwhile(rounds)
            await work


def test_one_slow_host_holds_up_no_other_of_its_bucket() -> None:
    async def watch() -> Counter[str]:
        host = Host()

        def all_were_asked_again() -> bool:
            quick = [host.asked[f"/{number}"] for number in range(9)]
            return host.asked["/slow"] == 1 and min(quick) >= 2

        host.until = all_were_asked_again
        await host.visit(lambda rounds: _until(host, rounds))
        return host.asked

    asked = asyncio.run(watch())
    assert asked["/slow"] == 1, "the others were asked again while it made us wait"
    assert all(asked[f"/{number}"] >= 2 for number in range(9)), asked


def test_a_visit_that_is_over_stays_open_beside_who_was_never_quick_and_no_other() -> None:
    async def main() -> None:
        site = Site({}, CONFIG)
        async with httpx.AsyncClient() as client:
            desk = _Desk(outside=site.outside(client), until=30.0, quick={SourceId("sound")})
            poll = asyncio.create_task(asyncio.sleep(0))
            desk.running[poll] = _Poll(SourceId("unknown"), "weir.example", 29.0)
            assert desk.is_open(31.0), "else the others would wait for it"
            desk.running[poll] = _Poll(SourceId("sound"), "mill.example", 29.9)
            assert not desk.is_open(31.0), "else one would follow the other for ever"
            assert desk.is_open(40.0)
            await poll

    asyncio.run(main())


async def _until(host: Host, rounds: Rounds) -> None:
    """Once the slow one was let go, nothing is due any more and the visit comes to its end."""
    await asyncio.wait_for(host.released.wait(), 60)
    await rounds.stop()
