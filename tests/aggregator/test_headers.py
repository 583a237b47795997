"""Header fields to values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import headers as fields
from tests.build import NOW


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 09:49:37 +0100",
    ],
)
def test_http_dates_are_read_in_each_of_their_forms(text: str) -> None:
    assert fields.http_date(text) == datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    found = fields.http_date(text)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("given_fields", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": " 30 "}, 30),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-30"}, None),
        ({"retry-after": "1e9"}, None),
        ({"retry-after": "9" * 40}, 86400),  # too long to count is long (RFC 9111 1.2.2)
        ({"retry-after": "604800"}, 86400),
        ({"retry-after": "Thu, 15 Jan 2026 12:01:40 GMT"}, 100),
        ({"retry-after": "Thu, 15 Jan 2099 12:01:40 GMT"}, 86400),
        ({"retry-after": "Thu, 15 Jan 1999 12:01:40 GMT"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, 86400),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -1200"}, None),  # no moment that there is
        ({"retry-after": "later", "x-ratelimit-reset": "12"}, 12),
        ({"x-ratelimit-reset": "45.5"}, 45.5),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) - 90)}, None),
        ({"x-ratelimit-reset": f"{int(NOW.timestamp()) + 90}000"}, 90),
        ({"x-rate-limit-reset": "7"}, 7),
        ({"ratelimit-reset": "8"}, 8),
        ({"ratelimit": '"default";r=0;t=50'}, 50),
        ({"ratelimit": "limit=100, remaining=0, reset=20"}, 20),
        ({"ratelimit": "nonsense"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(given_fields: dict[str, str], seconds: float | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert fields.retry_after(given_fields, NOW) == expected


@pytest.mark.parametrize(
    ("given_fields", "spent"),
    [
        ({"x-ratelimit-remaining": "0"}, True),
        ({"x-ratelimit-remaining": "0.0"}, True),
        ({"x-ratelimit-remaining": "1"}, False),
        ({"x-ratelimit-remaining": "none"}, False),
        ({"ratelimit": '"default";r=0;t=50'}, True),
        ({"ratelimit": '"default";r=12;t=50'}, False),
        ({"ratelimit": "limit=100, remaining=0, reset=20"}, True),
        ({}, False),
    ],
)
def test_a_limit_is_spent_when_nothing_remains(given_fields: dict[str, str], spent: bool) -> None:
    assert fields.is_spent(given_fields) is spent


def test_a_good_answer_may_announce_that_it_was_the_last_for_now() -> None:
    reddit = {"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "42"}
    assert fields.spent_for(reddit, NOW) == timedelta(seconds=42)
    assert fields.spent_for(reddit | {"x-ratelimit-remaining": "3"}, NOW) is None


@pytest.mark.parametrize(
    ("given_fields", "seconds"),
    [
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, Max-Age=600"}, 600),
        ({"cache-control": 'private="x, max-age=5", max-age="600"'}, 600),
        ({"cache-control": "max-age=600, max-age=5"}, 600),
        ({"cache-control": "s-maxage=900, max-age=600"}, 600),
        ({"cache-control": "s-maxage=900"}, 900),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "900"}, None),
        ({"cache-control": "max-age=600, no-cache"}, None),
        ({"cache-control": "no-store, max-age=600"}, None),
        ({"cache-control": "max-age=soon", "expires": "Thu, 15 Jan 2026 13:00:00 GMT"}, None),
        ({"cache-control": "max-age=31536000"}, 86400),
        ({"cache-control": "max-age=0"}, None),
        ({"expires": "Thu, 15 Jan 2026 13:00:00 GMT"}, 3600),
        ({"expires": "Thu, 15 Jan 2026 13:00:00 GMT", "date": "Thu, 15 Jan 2026 12:30:00 GMT"},
         1800),
        ({"expires": "Thu, 15 Jan 2026 13:00:00 GMT", "cache-control": "max-age=60"}, 60),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_how_long_an_answer_is_fresh(given_fields: dict[str, str], seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert fields.fresh_for(given_fields, NOW) == expected


NAMES = st.sampled_from(
    ["retry-after", "cache-control", "expires", "age", "date", "ratelimit", "x-ratelimit-reset",
     "x-ratelimit-remaining"]
)  # fmt: skip


@given(st.dictionaries(NAMES, st.text(max_size=50)))
def test_no_wish_is_longer_than_a_day_or_below_nothing_whatever_is_written(found) -> None:
    for span in (fields.retry_after(found, NOW), fields.fresh_for(found, NOW)):
        assert span is None or timedelta(0) < span <= fields.LONGEST


def test_links_are_made_absolute_one_for_each_relation() -> None:
    values = [
        '<https://hub.example/>; rel="hub", </feed>; rel="self alternate"; type="application/xml"',
        '<other;a,b>; title="a, <b>; c"; rel=hub',
        '<https://x.example/>; rel="hub"; anchor="https://elsewhere.example/"',
        "nonsense",
        '<https://never.example/>; rel="hub"',
    ]
    found = fields.links(values, "https://a.example/dir/feed")
    assert [(link.rel, link.href, link.type) for link in found] == [
        ("hub", "https://hub.example/", None),
        ("self", "https://a.example/feed", "application/xml"),
        ("alternate", "https://a.example/feed", "application/xml"),
        ("hub", "https://a.example/dir/other;a,b", None),
    ]


@given(st.lists(st.text(alphabet='<>;,="rel hub/[anchor', max_size=60), max_size=5))
def test_no_link_field_breaks_the_reading(values: list[str]) -> None:
    fields.links(values, "https://a.example/")


def test_a_long_link_field_takes_no_long_time() -> None:
    assert len(fields.links(["<a>; rel=hub," * 10_000], "https://a.example/")) <= 100
    fields.links(["<a>" + "; x=" * 30_000], "https://a.example/")
    fields.links(["<a>" + '; x="' * 30_000], "https://a.example/")
    fields.links(["<a>" + " " * 90_000 + "x"], "https://a.example/")


def test_a_link_whose_target_cannot_be_resolved_is_left_out() -> None:
    found = fields.links(["<http://[oops/>; rel=hub, <b>; rel=hub"], "https://a.example/")
    assert [link.href for link in found] == ["https://a.example/b"]
