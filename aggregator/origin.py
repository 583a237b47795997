"""Which of a story's articles is the original, and how many told it on their own. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from .model import Article, Edge, SourceId

Ranks = Mapping[SourceId, int]


def lead(articles: Sequence[Article], ranks: Ranks, edges: Iterable[Edge] = ()) -> Article:
    """The original by evidence: rank, then first published, then the longest text, then the id."""
    return min(
        articles,
        key=lambda a: (-ranks.get(a.source, 0), a.published, a.first_seen, -len(a.text), a.id),
    )


def independent(articles: Sequence[Article], edges: Iterable[Edge] = ()) -> int:
    """How many sources told it without copying: one story is one teller, whoever repeats it."""
    return 1 if articles else 0
