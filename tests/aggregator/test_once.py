"""One pass asks each host under the lease that workers take, and leaves out who is being asked."""

import asyncio
from collections.abc import Sequence

import httpx
import pytest

from aggregator import once
from aggregator.once import fetch_once
from aggregator.pipeline import Polled
from aggregator.store import Lease, LeaseLostError, Store, bucket_at
from aggregator.store.leases import Leases
from tests.rim import Answer, Site

MILL, WEIR = "https://mill.example/feed.xml", "https://weir.example/feed.xml"
FEED = (
    "<rss version='2.0'><channel><title>Mill</title><item><title>Eels return</title>"
    "<link>https://mill.example/eels</link></item></channel></rss>"
)


def held(store: Store, url: str) -> Lease | None:
    return store.write(lambda write: write.leases.take(bucket_at(url), 60))


def one_pass(site: Site, *, beside: float = 0.0, lease: Lease | None = None) -> Sequence[Polled]:
    """Poll all sources; a worker gives its lease back after `beside` seconds."""
    store = site.store

    async def run() -> Sequence[Polled]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(site.answer)) as client:

            async def give_back() -> None:
                await asyncio.sleep(beside)
                if lease is not None:
                    store.write(lambda write: write.leases.give_back(lease))

            giving = asyncio.create_task(give_back())
            polled = await fetch_once(
                site.sources, site.outside(client), site.rules,
                force=False, refresh=lambda: site.rules, done=lambda: None,
            )  # fmt: skip
            giving.cancel()
            return polled

    return asyncio.run(run())


def test_a_host_that_a_worker_is_asking_is_waited_for() -> None:
    site = Site({MILL: FEED})
    polled = one_pass(site, beside=0.5, lease=held(site.store, MILL))
    assert [one.outcome for one in polled] == ["read"]
    assert len(site.requests) == 1
    assert held(site.store, MILL) is not None  # it was given back


def test_one_that_is_never_free_is_left_out_with_a_word_and_the_others_are_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(once, "_PATIENCE", 0.0)
    site = Site({MILL: FEED, WEIR: FEED})
    polled = one_pass(site, beside=60, lease=held(site.store, MILL))
    assert [one.outcome for one in polled] == ["failed", "read"]
    assert polled[0].error == f"{MILL}: left out: a worker is asking its host"
    assert [str(request.url) for request in site.requests] == [WEIR]


def test_a_feed_that_a_page_names_on_another_host_is_asked_in_the_same_pass() -> None:
    page = f"<html><head><link rel='alternate' type='application/rss+xml' href='{WEIR}'></head>"
    answers: dict[str, Answer] = {"https://mill.example/": page, WEIR: FEED}
    site = Site(answers, "[[sources]]\nurl = 'https://mill.example/'\n")
    polled = one_pass(site)
    assert [one.outcome for one in polled] == ["read"]
    assert [str(request.url) for request in site.requests] == ["https://mill.example/", WEIR]


def test_a_lease_that_is_lost_meanwhile_is_told_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost(leases: Leases, lease: Lease) -> None:
        raise LeaseLostError(f"bucket {lease.bucket}: another worker has taken it over")

    monkeypatch.setattr(Leases, "confirm", lost)
    site = Site({MILL: FEED})
    (polled,) = one_pass(site)
    assert (polled.outcome, polled.verdicts) == ("failed", ())
    assert "another worker has taken it over" in polled.error
    assert site.stories() == ()


def test_fifty_sources_of_a_host_that_says_429_cost_it_one_request() -> None:
    """The first refusal speaks for all of them: each has it as its own, and its time."""
    crowd = {
        f"https://crowd.example/{number}": httpx.Response(429, headers={"Retry-After": "7200"})
        for number in range(50)
    }
    site = Site({**crowd, MILL: FEED})
    polled = one_pass(site)
    assert [one.outcome for one in polled] == ["failed"] * 50 + ["read"]
    assert len([one for one in site.requests if one.url.host == "crowd.example"]) == 1
    with site.read() as read:
        states = [row.state for row in read.sources() if row.source.url in crowd]
    for state in states:
        assert state.failure is not None
        assert state.failure.kind == "throttled"
        assert (state.next_poll - state.last_poll).total_seconds() >= 3590
