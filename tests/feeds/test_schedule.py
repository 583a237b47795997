"""The picture of the polls to come."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feeds.schedule import schedule_of
from tests.build import NOW, at
from tests.feeds.site import THREE, failing, open_site, well


def test_nothing_is_drawn_where_nothing_is_due() -> None:
    assert schedule_of([]) is None
    with open_site(*THREE) as site:
        assert "Next polls" not in site.get("/status").text


@pytest.mark.parametrize(
    ("minutes", "slot", "counts"),
    [
        ((0, 0, 3), "minute", [2, 0, 0, 1]),
        ((2, 61), "5 minutes", [1, *[0] * 11, 1]),
        ((0, 14, 300), "quarter of an hour", [2, *[0] * 19, 1]),
        ((0, 23 * 60), "hour", [1, *[0] * 22, 1]),
        ((0, 24 * 60), "6 hours", [1, 0, 0, 0, 1]),
    ],
)
def test_slots_are_as_short_as_fit(minutes: tuple[int, ...], slot: str, counts: list[int]) -> None:
    schedule = schedule_of([at(minutes=more) for more in minutes])
    assert schedule is not None
    assert schedule.slot == slot
    assert [bar.count for bar in schedule.picture.bars] == counts
    assert schedule.start == NOW
    assert schedule.later == 0


@given(st.lists(st.datetimes(min_value=datetime(2000, 1, 1)), min_size=1, max_size=40))
def test_every_poll_is_counted_once(times: list[datetime]) -> None:
    schedule = schedule_of([time.replace(tzinfo=NOW.tzinfo) for time in times
                            if time.year < 9000] or [NOW])  # fmt: skip
    assert schedule is not None
    shown = schedule.picture.total + schedule.later
    assert shown == (len([time for time in times if time.year < 9000]) or 1)
    assert len(schedule.picture.bars) <= 24
    assert schedule.picture.bars[0].count and schedule.picture.bars[-1].count
    assert schedule.start < schedule.end


def test_the_status_page_shows_when_sources_are_asked_next() -> None:
    with open_site(*THREE) as site:
        with site.store.writing() as write:
            write.put_poll_state(well())
            write.put_poll_state(failing())
        page = LexborHTMLParser(site.get("/status").content)
        figure = page.css_first(".schedule figure")
        assert figure.css_first("figcaption").text().startswith("2 polls, a bar for each ")
        ends = [node.text() for node in figure.css(".ends time")]
        assert ends == ["15 January 2026, 12:45 UTC", "15:15 UTC"], "the day is said once"
        assert figure.css_first("desc").text() == (
            "From 15 January 2026, 12:45 UTC: 1, 0, 0, 0, 0, 0, 0, 0, 0, 1."
        )
        assert page.css_first("link[href='/status.atom']").attributes["rel"] == "alternate"
