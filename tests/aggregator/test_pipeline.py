"""aggregator.pipeline: documents that take long to place."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from aggregator import identify, pipeline, portions
from aggregator.confine import CutOffError
from aggregator.errors import StoreError
from tests.build import NOW, at
from tests.rim import Site

URL = "https://mill.example/feed.xml"
WORDS = "Word{n} was said on the quay of town{n} about its mill{n}, and nobody{n} objected to it."


def feed(count):
    return "<rss version='2.0'><channel><title>Mill</title>" + "".join(
        f"<item><title>Story {n}</title><guid>urn:mill:{n}</guid>"
        f"<link>https://mill.example/{n}</link><pubDate>{at(hours=-24 * n).isoformat()}</pubDate>"
        f"<description>{WORDS.format(n=n)}</description></item>"
        for n in range(count)
    )


def told(site):
    return sorted((story.lead.title, story.listed) for story in site.stories())


@pytest.fixture
def slow(monkeypatch):
    """Each new article is a portion of its own."""
    monkeypatch.setattr(portions, "_PORTION", -1.0)
    return monkeypatch


def test_a_document_placed_in_portions_comes_to_the_same(slow):
    whole, parts = Site({URL: feed(12)}), Site({URL: feed(12)})
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr(portions, "_PORTION", 1e9)
        whole.poll_all()
    (polled,) = parts.poll_all()
    assert [verdict.kind for verdict in polled.verdicts] == ["new"] * 12
    assert told(parts) == told(whole)
    parts.now += timedelta(days=2)
    (polled,) = parts.poll_all()
    assert polled.outcome == "unchanged"


def test_the_newer_end_of_a_long_document_comes_first(slow):
    slow.setattr(identify, "_BLOCK", 4)
    slow.setattr(pipeline, "_LONGEST", -1.0)
    site = Site({URL: feed(12)})
    site.poll_all()
    assert [title for title, _ in told(site)] == ["Story 3"], "oldest first within a block"


def test_what_took_too_long_comes_with_the_next_polls_and_floods_nobody(slow):
    slow.setattr(pipeline, "_LONGEST", -1.0)
    site = Site({URL: feed(30)})
    for _ in range(30):
        (polled,) = site.poll_all()
        assert polled.outcome == "read"
        site.now += timedelta(days=1)
    assert len(told(site)) == 30
    late = [title for title, listed in told(site) if listed > NOW]
    assert len(late) < 5, "an archive is no news; fewer are simply late"
    site.poll_all()
    assert site.poll_all()[0].outcome == "unchanged"


def test_a_pass_that_is_made_but_once_places_whole_documents(slow):
    slow.setattr(pipeline, "_LONGEST", -1.0)
    site = Site({URL: feed(12)})
    site.whole = True
    (polled,) = site.poll_all()
    assert len(polled.verdicts) == len(told(site)) == 12


def test_what_is_broken_off_between_portions_is_taken_up_again_and_doubles_nothing(slow):
    site = Site({URL: feed(12)})
    calls = 0

    def failing(*given, **named):
        nonlocal calls
        calls += 1
        if calls == 6:
            raise StoreError("sqlite:////srv/mill.db: the disk is full")
        return place(*given, **named)

    place = portions.place
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(portions, "place", failing)
        (polled,) = site.poll_all()
    assert (polled.outcome, len(told(site))) == ("failed", 5)
    assert polled.error == f"{URL}: not stored, the disk is full", "and not where it is"
    (polled,) = site.poll_all()
    assert [verdict.kind for verdict in polled.verdicts].count("new") == 7
    assert len(told(site)) == 12
    assert all(listed <= NOW for _, listed in told(site))


def test_a_host_that_wants_quiet_is_told_of_under_the_name_of_each_source():
    quiet = httpx.Response(429, headers={"retry-after": "3000"})
    other = "https://mill.example/other.xml"
    site = Site({URL: quiet, other: quiet})
    first, second = site.poll_all()
    assert first.error == f"{URL}: 429 too many requests"
    assert second.error.startswith(f"{other}: mill.example: asked to be left alone for another ")
    with site.read() as read:
        failures = [row.state.failure for row in read.sources()]
        waits = [row.state.next_poll - row.state.last_poll for row in read.sources()]
    assert [failure.kind for failure in failures] == ["throttled", "throttled"]
    assert min(waits) >= timedelta(seconds=2990)


class _CutOff:
    """A confinement in which reading is stopped after some articles."""

    def __init__(self, articles):
        self.articles = articles

    async def call(self, subject, function, values, size=0):
        (whole,) = function(*values)
        if self.articles is None:
            return (whole,)
        some = replace(whole, articles=whole.articles[: self.articles])
        raise CutOffError(f"{subject}: stopped", [some] if self.articles else [])


def cut_off(site, articles, monkeypatch):
    with monkeypatch.context() as patch:
        outside = site.outside
        patch.setattr(
            site, "outside", lambda client: replace(outside(client), confinement=_CutOff(articles))
        )
        return site.poll_all()[0]


def test_what_was_read_before_it_took_too_long_is_kept_and_all_is_asked_for_again(monkeypatch):
    site = Site({URL: feed(12)})
    assert cut_off(site, 5, monkeypatch).outcome == "read"
    assert len(site.stories()) == 5
    with site.read() as read:
        assert not read.sources()[0].state.body_hash
    site.now += timedelta(days=2)
    (polled,) = site.poll_all()
    assert [one.kind for one in polled.verdicts].count("new") == 7
    assert len(site.stories()) == 12


def test_new_ids_in_a_document_that_is_cut_off_publish_nothing_again(monkeypatch):
    site = Site({URL: feed(12)})
    site.poll_all()
    site.now += timedelta(days=2)
    site.answers[URL] = feed(12).replace("urn:mill", "urn:new")
    assert cut_off(site, 6, monkeypatch).outcome == "read"
    site.now += timedelta(days=2)
    assert site.poll_all()[0].outcome == "read"
    assert len(site.stories()) == 12


def test_reading_that_is_stopped_at_its_beginning_is_a_failure(monkeypatch):
    site = Site({URL: feed(12)})
    polled = cut_off(site, 0, monkeypatch)
    assert (polled.outcome, polled.error) == ("failed", f"{URL}: stopped")
