"""Conditional requests, RFC 9110 13."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.conditional import http_date, unchanged
from tests.build import NOW

ETAG = '"abc"'


@pytest.mark.parametrize(
    ("tags", "same"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ("*", True),
        (" * ", True),
        ('"x", "abc"', True),
        ('"x",W/"abc","y"', True),
        ('"abcd"', False),
        ("abc", False),
        ("", False),
        ('"ABC"', False),
    ],
)
def test_one_matching_tag_is_enough(tags: str, same: bool) -> None:
    found = unchanged(if_none_match=tags, if_modified_since=None, etag=ETAG, last_modified=NOW)
    assert found is same


def test_tags_decide_and_dates_are_then_not_looked_at() -> None:
    later = http_date(NOW + timedelta(days=1))
    earlier = http_date(NOW - timedelta(days=1))
    assert not unchanged(
        if_none_match='"old"', if_modified_since=later, etag=ETAG, last_modified=NOW
    )
    assert unchanged(if_none_match=ETAG, if_modified_since=earlier, etag=ETAG, last_modified=NOW)


@pytest.mark.parametrize(
    ("since", "same"),
    [
        (http_date(NOW), True),
        (http_date(NOW + timedelta(seconds=1)), True),
        (http_date(NOW - timedelta(seconds=1)), False),
        ("Thursday, 15-Jan-26 12:00:00 GMT", True),  # RFC 9110 5.6.7: obsolete, still accepted
        ("yesterday", False),
        ("", False),
        ("Thu, 99 Foo 2026 12:00:00 GMT", False),
        ("0" * 1000, False),
    ],
)
def test_a_date_decides_when_it_is_one(since: str, same: bool) -> None:
    found = unchanged(if_none_match=None, if_modified_since=since, etag=ETAG, last_modified=NOW)
    assert found is same


def test_parts_of_a_second_do_not_count() -> None:
    assert unchanged(
        if_none_match=None,
        if_modified_since=http_date(NOW),
        etag=ETAG,
        last_modified=NOW + timedelta(milliseconds=700),
    )


def test_without_conditions_or_without_a_date_everything_is_sent() -> None:
    assert not unchanged(if_none_match=None, if_modified_since=None, etag=ETAG, last_modified=NOW)
    assert not unchanged(
        if_none_match=None, if_modified_since=http_date(NOW), etag=ETAG, last_modified=None
    )


@given(st.text(max_size=90), st.text(max_size=90))
def test_no_header_can_break_it(tags: str, since: str) -> None:
    unchanged(if_none_match=tags, if_modified_since=None, etag=ETAG, last_modified=NOW)
    unchanged(if_none_match=None, if_modified_since=since, etag=ETAG, last_modified=NOW)


def test_http_dates_are_written_in_their_one_form() -> None:
    assert http_date(NOW) == "Thu, 15 Jan 2026 12:00:00 GMT"
