"""aggregator.text.dates: every way of writing a moment, and nothing that is none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from aggregator.text.dates import parse_date


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # RFC 822 and 2822
        ("Tue, 06 Jan 2026 07:15:09 GMT", "2026-01-06 07:15:09"),
        ("Tue, 06 Jan 2026 07:15:09 +0100", "2026-01-06 06:15:09"),
        ("Tue, 06 Jan 2026 07:15:09 -0530", "2026-01-06 12:45:09"),
        ("Tue, 06 Jan 2026 07:15 EST", "2026-01-06 12:15:00"),
        ("Tue, 06 Jul 2026 07:15:09 EDT", "2026-07-06 11:15:09"),
        ("6 Jan 2026 07:15:09 PST", "2026-01-06 15:15:09"),
        ("Tue, 06 Jan 26 07:15:09 CET", "2026-01-06 06:15:09"),
        ("Wed, 06 Jan 99 07:15:09 Z", "1999-01-06 07:15:09"),
        ("Tue,06 Jan 2026 07:15:09 UT", "2026-01-06 07:15:09"),
        ("Tuesday, 6 January 2026 07:15:09 +00:00", "2026-01-06 07:15:09"),
        ("Tue, 06 Jan 2026 07:15:09 GMT+0200", "2026-01-06 05:15:09"),
        ("Tue, 06 Jan 2026 07:15:09 UTC-02:00", "2026-01-06 09:15:09"),
        ("Tue, 06 Jan 2026 07:15:09 -0500 (EST)", "2026-01-06 12:15:09"),
        ("Tue, 06 Jan 2026 24:00:00 GMT", "2026-01-07 00:00:00"),
        ("Tue, 06 Jan 2026 23:59:60 GMT", "2026-01-07 00:00:00"),
        ("Tue, 06 Jan 2026", "2026-01-06 00:00:00"),
        ("Tue, 06 Jan 2026 07:15:09 +9900", "2026-01-06 07:15:09"),
        ("Tue, 06 Jan 2026 07:15:09 XYZ", "2026-01-06 07:15:09"),
        ("Tue, 06 Jan 2026 77:15:09 GMT", "2026-01-06 00:00:00"),
        ("Tue, 06 Jan 2026\n 07:15:09   GMT ", "2026-01-06 07:15:09"),
        # ISO 8601 and RFC 3339
        ("2026-01-06T07:15:09Z", "2026-01-06 07:15:09"),
        ("2026-01-06T07:15:09.987654Z", "2026-01-06 07:15:09"),
        ("2026-01-06T07:15:09.9876543210Z", "2026-01-06 07:15:09"),
        ("2026-01-06T07:15:09+05:30", "2026-01-06 01:45:09"),
        ("2026-01-06T07:15:09+0530", "2026-01-06 01:45:09"),
        ("2026-01-06T07:15:09-08", "2026-01-06 15:15:09"),
        ("2026-01-06t07:15:09z", "2026-01-06 07:15:09"),
        ("2026-01-06T07:15Z", "2026-01-06 07:15:00"),
        ("2026-01-06 07:15:09", "2026-01-06 07:15:09"),
        ("2026-01-06 07:15:09 UTC", "2026-01-06 07:15:09"),
        ("2026-01-06 07:15:09 PDT", "2026-01-06 14:15:09"),
        ("2026-01-06", "2026-01-06 00:00:00"),
        ("2026-1-6", "2026-01-06 00:00:00"),
        ("2026-01", "2026-01-01 00:00:00"),
        ("20260106T071509Z", "2026-01-06 07:15:09"),
        ("20260106", "2026-01-06 00:00:00"),
        # how others write it
        ("1767683709", "2026-01-06 07:15:09"),
        ("1767683709123", "2026-01-06 07:15:09"),
        ("January 6, 2026 7:15 PM EST", "2026-01-07 00:15:00"),
        ("Jan 6, 2026", "2026-01-06 00:00:00"),
        ("6th January 2026", "2026-01-06 00:00:00"),
        ("Tue Jan  6 07:15:09 2026", "2026-01-06 07:15:09"),
        ("Tue Jan 06 07:15:09 PST 2026", "2026-01-06 15:15:09"),
        ("Ter, 06 Fev 2026 07:15:09 -0300", "2026-02-06 10:15:09"),
        ("6 de enero de 2026", "2026-01-06 00:00:00"),
        ("6. März 2026, 07:15", "2026-03-06 07:15:00"),
        ("mar. 6 janv. 2026 07:15", "2026-01-06 07:15:00"),
        ("6 января 2026 07:15", "2026-01-06 07:15:00"),
        ("Τρι, 06 Ιαν 2026 07:15:09 EET", "2026-01-06 05:15:09"),
        ("2026-január-06T7:15+01:00", "2026-01-06 06:15:00"),
        ("2026年1月6日 07:15", "2026-01-06 07:15:00"),
        ("2026년 1월 6일 07:15:09", "2026-01-06 07:15:09"),
        ("2026. 01. 06. 오후 07:15:09", "2026-01-06 19:15:09"),
        ("2026/01/06 07:15", "2026-01-06 07:15:00"),
        ("06.01.2026 07:15", "2026-01-06 07:15:00"),
        ("12/25/2025", "2025-12-25 00:00:00"),
        ("25/12/2025", "2025-12-25 00:00:00"),
        ("1/6/2026 7:15:09 AM", "2026-01-06 07:15:09"),
        ("12:05 AM 6 Jan 2026", "2026-01-06 00:05:00"),
    ],
)
def test_a_moment_is_read_however_it_is_written(text: str, moment: str) -> None:
    assert parse_date(text) == datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "yesterday", "now", "-", "None", "2026", "12", "Tue", "January", "0"),
        *("0000-00-00 00:00:00", "0000-00-00", "0001-01-01T00:00:00Z"),
        "Mon, 01 Jan 0001 00:00:00 +0000",
        *("2026-13-01", "2026-02-30", "32 Jan 2026", "Tue, 31 Feb 2026 07:00:00 GMT"),
        *("9" * 40, "1/6/2026", "20261399", "9999-12-31T23:59:59Z", "١٢٣"),
        *("<b>2026</b>", "\x00", "2026-01-06T07:15:09 and then some", "😀", "1e9", "²⁰²⁶-⁰¹-⁰¹"),
    ],
)  # fmt: skip
def test_what_names_no_moment_is_none(text: str) -> None:
    assert parse_date(text) is None


@settings(max_examples=500, deadline=None)
@given(some.text(max_size=60) | some.text(alphabet="0123456789:-+TZ/., JanFebGMT", max_size=40))
def test_no_text_raises_and_every_date_is_whole_seconds_of_utc(text: str) -> None:
    found = parse_date(text)
    assert found is None or (found.tzinfo is UTC and found.microsecond == 0)


@given(
    some.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
    some.integers(-14 * 60, 14 * 60),
)
def test_what_the_specifications_write_is_read_back(stamp: datetime, minutes: int) -> None:
    stamp = stamp.replace(microsecond=0)
    sign, hours, rest = "-" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60
    utc = stamp.replace(tzinfo=UTC) - timedelta(minutes=minutes)
    assert parse_date(f"{stamp.isoformat()}{sign}{hours:02}:{rest:02}") == utc
    written = f"{stamp:%a, %d %b %Y %H:%M:%S} {sign}{hours:02}{rest:02}"
    assert parse_date(written) == utc


def test_a_very_long_text_is_no_date_and_takes_no_time() -> None:
    assert parse_date("1 " * 1_000_000) is None
    assert parse_date("(" * 1_000_000) is None
