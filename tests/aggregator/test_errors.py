"""The error tree: who may catch what."""

from datetime import timedelta

import pytest

from aggregator import errors


@pytest.mark.parametrize(
    "kind",
    [errors.ConfigError, errors.SourceError, errors.FormatError, errors.DeliveryError,
     errors.StoreError],
)  # fmt: skip
def test_all_we_report_is_one_family(kind: type[Exception]) -> None:
    assert issubclass(kind, errors.AggregatorError)


def test_a_failed_fetch_tells_its_kind_and_when_to_come_back() -> None:
    error = errors.FetchError("https://a.example/: 429", kind="throttled",
                              retry_after=timedelta(minutes=5))  # fmt: skip
    assert isinstance(error, errors.SourceError)
    assert (error.kind, error.retry_after) == ("throttled", timedelta(minutes=5))
    assert errors.FetchError("x").kind == "fetch"
    assert errors.FetchError("x").retry_after is None


def test_an_unreadable_page_names_the_feeds_it_points_to() -> None:
    error = errors.ReadError("x", feed_urls=("https://a.example/feed",))
    assert isinstance(error, errors.SourceError)
    assert (error.kind, error.feed_urls) == ("read", ("https://a.example/feed",))
    assert errors.ReadError("x").feed_urls == ()
