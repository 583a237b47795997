"""A host that a redirect leads to is asked under its own lease, on a store of many machines."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from aggregator import holding
from aggregator.holding import Holdings
from aggregator.pipeline import Outside, Polled, poll
from aggregator.store import Lease, bucket_at
from tests.rim import Site

MILL, WEIR = "https://mill.example/feed.xml", "https://weir.example/feed.xml"
FEED = "<rss version='2.0'><channel><title>Weir</title></channel></rss>"
CONFIG = f"[[sources]]\nurl = '{MILL}'\n[fetch]\nhost_every = '50s'\nhost_burst = 1\n"


@pytest.fixture
def site(address: str) -> Iterator[Site]:
    away = httpx.Response(302, headers={"location": WEIR})
    given = Site({MILL: away, WEIR: FEED}, CONFIG, at=address)
    yield given
    given.store.close()


def asked(site: Site, *, patience: float = 0.0) -> Polled:
    """Poll the only source under the lease of its host."""

    async def main() -> Polled:
        async with httpx.AsyncClient(transport=httpx.MockTransport(site.answer)) as client:
            outside = site.outside(client)
            async with under(MILL, outside, patience) as hold:
                assert hold is not None
                (source,) = site.sources
                permitted = replace(outside, permit=hold)
                return await poll(source, permitted, site.rules, now=site.now, jitter=0.5)

    return asyncio.run(main())


def under(url: str, outside: Outside, patience: float = 0.0):
    holdings = Holdings(outside.store, outside.gate, timedelta(seconds=20), patience=patience)
    return holdings.holding(bucket_at(url))


def take(site: Site, url: str) -> Lease | None:
    return site.store.write(lambda write: write.leases.take(bucket_at(url), 60))


def give_back(site: Site, lease: Lease) -> None:
    site.store.write(lambda write: write.leases.give_back(lease))


def test_the_host_it_leads_to_is_given_back_with_its_pace(site: Site) -> None:
    assert asked(site).outcome == "read"
    lease = take(site, WEIR)
    assert lease is not None and not lease.is_left
    pacings = site.store.write(lambda write: write.leases.pacings(bucket_at(WEIR)))
    assert 40 < pacings["weir.example"].full_in <= 50


def test_a_poll_is_put_off_while_another_process_asks_that_host(site: Site) -> None:
    (source,) = site.sources
    with site.read() as read:
        before = read.poll_state(source.id)
    lease = take(site, WEIR)
    assert lease is not None
    assert asked(site).outcome == "put off"
    assert [str(request.url) for request in site.requests] == [MILL]

    later = site.now + timedelta(seconds=75)  # the host's gap, and half as much by lot
    with site.read() as read:
        assert read.poll_state(source.id) == replace(before, next_poll=later)  # no failure
        assert read.due_in(bucket_at(MILL), later, 9) == ()
        # whoever holds the host that was busy is the one to try for the other
        assert read.due_in(bucket_at(WEIR), later, 9) == ((source.id, MILL),)

    give_back(site, lease)
    assert asked(site).outcome == "read"
    with site.read() as read:
        assert read.due_in(bucket_at(MILL), later + timedelta(days=2), 9) == ((source.id, MILL),)


def test_a_host_that_is_busy_for_a_moment_is_waited_for(site: Site) -> None:
    lease = take(site, WEIR)
    assert lease is not None

    def freeing(request: httpx.Request) -> httpx.Response:
        asyncio.get_running_loop().call_later(1, give_back, site, lease)
        return httpx.Response(302, headers={"location": WEIR})

    site.answers[MILL] = freeing
    assert asked(site, patience=60).outcome == "read"


def test_a_poll_under_the_lease_of_where_it_leads_asks_both(site: Site) -> None:
    async def main() -> Polled:
        async with httpx.AsyncClient(transport=httpx.MockTransport(site.answer)) as client:
            outside = site.outside(client)
            async with under(WEIR, outside) as hold:
                (source,) = site.sources
                permitted = replace(outside, permit=hold)
                return await poll(source, permitted, site.rules, now=site.now, jitter=0.5)

    assert asyncio.run(main()).outcome == "read"
    assert take(site, MILL) is not None


def test_a_bucket_that_was_held_for_long_is_left_to_its_visits(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "VISIT", 0.0)
    assert asked(site).outcome == "put off"
    assert take(site, WEIR) is not None  # nobody has it


def test_one_process_has_one_lease_for_all_who_need_the_bucket(site: Site) -> None:
    async def main() -> list[bool]:
        async with httpx.AsyncClient() as client:
            outside = site.outside(client)
            longest = timedelta(seconds=20)
            ours, others = (Holdings(site.store, outside.gate, longest, patience=0) for _ in "ab")
            found = []
            bucket = bucket_at(MILL)
            async with ours.holding(bucket) as first:
                async with ours.holding(bucket) as second:
                    found.append(first is second is not None)
                async with others.holding(bucket) as theirs:
                    found.append(theirs is None)  # it is held until the last has left
            async with others.holding(bucket) as theirs:
                found.append(theirs is not None)
            return found

    assert asyncio.run(main()) == [True, True, True]


def test_a_bucket_whose_taking_was_broken_off_is_not_left_behind(site: Site) -> None:
    async def main() -> None:
        async with httpx.AsyncClient() as client:
            outside = site.outside(client)

            async def visit() -> None:
                async with under(MILL, outside):
                    raise AssertionError("it was to be stopped before")

            visiting = asyncio.create_task(visit())
            await asyncio.sleep(0)  # it has begun to take it
            await asyncio.sleep(0)
            visiting.cancel()
            await asyncio.gather(visiting, return_exceptions=True)
            assert visiting.cancelled()

    asyncio.run(main())
    lease = take(site, MILL)
    assert lease is not None and not lease.is_left
    assert lease.epoch == 2  # it had been taken
