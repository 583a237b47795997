"""Column types: our times and texts in, what every database stores and orders alike out. Pure."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

from .codec import clean_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_millis(when: datetime) -> int:
    """Whole milliseconds since 1970; what is finer is cut off."""
    return (when - _EPOCH) // _MILLISECOND


def whole_millis(when: datetime) -> datetime:
    """`when` as it will be read back."""
    return _EPOCH + to_millis(when) * _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as BIGINT milliseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_millis(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MILLISECOND


class Name(TypeDecorator[str]):
    """Text that is compared: by code point in every database, so that order is the same in all."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Text:
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean_text(value)


# SQLite gives row numbers to INTEGER PRIMARY KEY only; PostgreSQL makes a sequence of BIGINT
Number = BigInteger().with_variant(Integer, "sqlite")
