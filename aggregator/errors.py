"""The error tree. Pure.

    AggregatorError
      ConfigError        config.toml is wrong; names the key and the line  -> exit 2, nothing starts
      SourceError        one source, this time; never stops the others     -> stored, backed off
        FetchError       no usable bytes
        ReadError        the bytes are not a document of that kind
      FormatError        a feed lacks what its format requires: our bug    -> last good bytes served
      DeliveryError      one subscriber could not be reached               -> retried, then dropped
      StoreError         the database failed, cause chained                -> exit 1

A 304, a copy and a held-back article are values, not errors. Messages start with their subject,
are lower case and carry no full stop. They must never contain a secret or a request header.
"""

from datetime import timedelta
from typing import Literal

FailureKind = Literal["fetch", "read", "refused", "throttled", "gone", "store"]


class AggregatorError(Exception):
    """Anything Feedmill reports by itself."""


class ConfigError(AggregatorError):
    """The configuration is wrong; the message names the key and, where known, the line."""


class SourceError(AggregatorError):
    """One source could not be brought up to date this time."""

    kind: FailureKind = "fetch"


class FetchError(SourceError):
    """A request gave no usable bytes.

    `kind` says which sort of trouble it was; `retry_after` is the server's own wish (RFC 9110
    10.2.3), already parsed and capped.
    """

    def __init__(
        self, message: str, *, kind: FailureKind = "fetch", retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after = retry_after


class ReadError(SourceError):
    """Bytes arrived but are not a document of the expected kind.

    `feed_urls` holds the feeds an HTML page names instead (autodiscovery), best first.
    """

    kind: FailureKind = "read"

    def __init__(self, message: str, *, feed_urls: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.feed_urls = feed_urls


class FormatError(AggregatorError):
    """A feed lacks something its format requires."""


class DeliveryError(AggregatorError):
    """A WebSub subscriber could not be reached."""


class StoreError(AggregatorError):
    """The database failed."""
