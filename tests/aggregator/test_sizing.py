"""The arithmetic of many feeds: it grows as it must, and says from what."""

from datetime import timedelta

from aggregator.sizing import explained, size_of

HOUR = timedelta(hours=1)


def needed(feeds, **circumstances):
    return {name: figure for name, figure, _ in explained(feeds, HOUR, **circumstances)}


def test_ten_times_the_feeds_take_ten_times_as_much():
    small, large = size_of(100_000, HOUR), size_of(1_000_000, HOUR)
    assert large.polls == 10 * small.polls
    assert large.cores > 9.99 * small.cores
    assert large.a_month > 9.99 * small.a_month


def test_to_ask_half_as_often_takes_fewer_workers_and_as_much_storage():
    often, seldom = size_of(1_000_000, HOUR), size_of(1_000_000, 2 * HOUR)
    assert seldom.workers < often.workers
    assert seldom.a_month == often.a_month


def test_a_few_feeds_are_a_matter_for_one_machine():
    assert size_of(1, HOUR).workers == 1
    assert needed(1000)["one machine with SQLite"] == "enough"
    assert needed(10_000_000)["one machine with SQLite"].startswith("not enough")


def test_each_figure_says_what_it_is_made_of():
    assert all(origin for _, _, origin in explained(5000, HOUR))


def test_what_is_kept_for_a_year_takes_twelve_months_room():
    months = size_of(1000, HOUR).a_month
    kept = {name: needed for name, needed, _ in explained(1000, HOUR, timedelta(days=360))}
    assert kept["storage in the end"] == f"{12 * months:,.1f} GiB"
    assert dict(row[:2] for row in explained(1000, HOUR))["storage in the end"] == "without end"


def test_a_host_that_would_be_asked_more_often_than_its_pace_allows_is_named_with_the_remedy():
    hosts = {"blogs.example": 3, "mill.example": 1}
    rows = explained(10_000, HOUR, hosts=hosts)
    (hot,) = (row for row in rows if row[0].startswith("host "))
    assert hot == (
        "host blogs.example", "7,500 feeds: one round takes 2:05:00", "3 of 4 sources are there now"
    )  # fmt: skip
    assert needed(10_000)["feeds of one host"] == "at most 3,600"
    assert any("WebSub" in origin and "[fetch.hosts]" in origin for _, _, origin in rows)


def test_at_a_quicker_pace_or_with_fewer_feeds_no_host_is_too_hot():
    hosts = {"blogs.example": 3, "mill.example": 1}
    assert "host blogs.example" not in needed(4_800, hosts=hosts)
    assert "host blogs.example" in needed(4_801, hosts=hosts)
    quick = {"host_every": timedelta(seconds=0.1), "hosts": hosts}
    assert "host blogs.example" not in needed(10_000, **quick)


def test_a_pause_agreed_with_a_host_is_counted_with():
    hosts = {"blogs.example": 3, "mill.example": 1}
    agreed = {"blogs.example": timedelta(seconds=0.1), "mill.example": timedelta(seconds=2)}
    assert {"host blogs.example", "host mill.example"}.isdisjoint(needed(4_800, hosts=hosts))
    rows = needed(10_000, hosts=hosts, agreed=agreed)
    assert "host blogs.example" not in rows
    assert "host mill.example" in rows
