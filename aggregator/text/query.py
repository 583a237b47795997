"""The `match` language: words, "phrases", word*, AND OR NOT, parentheses, fields. Pure. (stub)"""

from collections.abc import Mapping
from dataclasses import dataclass


class QueryError(ValueError):
    """The text is not a query; the message says where."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `text` is what was written."""

    text: str


def parse_query(text: str) -> Query:
    """Parse; raise QueryError with the column."""
    return Query(text)


def search(query: Query, fields: Mapping[str, str]) -> str | None:
    """The words that made `query` true of `fields` (title, content, author, category, source, lang), or None."""
    raise NotImplementedError
