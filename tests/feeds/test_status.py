"""The health of sources in one word, in plain words, and as a feed."""

from dataclasses import replace

import pytest

from aggregator.config import Site
from aggregator.model import Failure, PollState, SourceId
from aggregator.store.views import SourceRow
from feeds.status import by_health, health_of, title_of, trouble_feed, trouble_of
from tests.build import NOW, at, feed, source

URL = "https://mill.example/feed.xml"
STATE = PollState(source=SourceId("mill"), url=URL, last_success=NOW, last_poll=NOW)
FAILURE = Failure(kind="fetch", message=f"{URL}: 503", since=at(days=-1), times=2)


def row(state: PollState = STATE, **given: object) -> SourceRow:
    return SourceRow(source=source("mill", **given), state=state)


@pytest.mark.parametrize(
    ("state", "health"),
    [
        (STATE, "ok"),
        (replace(STATE, last_success=None), "new"),
        (replace(STATE, failure=FAILURE), "failing"),
        (replace(STATE, failure=FAILURE, last_success=None), "failing"),
        (replace(STATE, failure=replace(FAILURE, kind="throttled")), "throttled"),
        (replace(STATE, failure=replace(FAILURE, kind="gone"), gone=True), "gone"),
        (replace(STATE, failure=FAILURE, paused=True), "paused"),
    ],
)
def test_health_is_one_word(state: PollState, health: str) -> None:
    assert health_of(row(state)) == health


def test_troubles_are_told_without_repeating_their_subject() -> None:
    assert trouble_of(row()) == ""
    assert trouble_of(row(replace(STATE, failure=FAILURE))) == "No usable answer: 503"
    queried = replace(FAILURE, message=f"{URL}?…: 503")
    assert trouble_of(row(replace(STATE, failure=queried), url=f"{URL}?a=b")).endswith(": 503")
    assert URL not in trouble_of(row(replace(STATE, failure=queried), url=f"{URL}?a=b"))
    other = replace(FAILURE, message="no address for mill.example", kind="refused")
    assert trouble_of(row(replace(STATE, failure=other))) == "Refused: no address for mill.example"


def test_a_source_is_called_as_configured_as_it_calls_itself_or_by_its_address() -> None:
    named = replace(STATE, feed=feed(title="Its own name"))
    assert title_of(row(named)) == "Mill"
    assert title_of(row(named, title="")) == "Its own name"
    assert title_of(row(title="")) == URL
    assert title_of(row(title="", url="file:/home/ada/feeds/mill.xml")) == "file mill.xml"
    assert title_of(row(title="", url="file:mill.xml")) == "file mill.xml"


def test_sources_stand_under_their_health_worst_first_by_name() -> None:
    rows = [
        row(title="b"),
        row(title="A"),
        row(replace(STATE, failure=FAILURE), title="c"),
    ]
    groups = by_health(rows)
    assert [group.name for group in groups] == ["failing", "ok"]
    assert [line.source.title for line in groups[1].rows] == ["A", "b"]
    assert by_health([]) == ()


def test_a_lasting_trouble_is_one_entry_however_often_it_is_tried() -> None:
    def ids(failure: Failure | None) -> list[str]:
        rows = [row(replace(STATE, failure=failure))]
        return [entry.id for entry in trouble_feed(rows, Site()).entries]

    once = ids(FAILURE)
    assert len(once) == 1
    assert ids(replace(FAILURE, times=9)) == once
    assert ids(replace(FAILURE, since=at())) != once
    assert ids(None) == []
