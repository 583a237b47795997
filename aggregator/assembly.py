"""Articles and edges in; stories, their leads and their independent tellers out. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from .model import Article, ArticleId, Edge, Pin, SourceId

Ranks = Mapping[SourceId, int]


def assemble(
    articles: Iterable[Article], edges: Iterable[Edge], pins: Iterable[Pin] = ()
) -> tuple[tuple[ArticleId, ...], ...]:
    """The partition of `articles` into stories, in the order of their ids; order-independent."""
    ids = {article.id for article in articles}
    parent = {number: number for number in ids}

    def root(number: ArticleId) -> ArticleId:
        while parent[number] != number:
            number = parent[number]
        return number

    for edge in edges:
        if edge.merges and edge.a in ids and edge.b in ids:
            low, high = sorted((root(edge.a), root(edge.b)))
            parent[high] = low
    for pin in pins:
        if pin.kind == "merge" and pin.article in ids and pin.other in ids and pin.other:
            low, high = sorted((root(pin.article), root(pin.other)))
            parent[high] = low
    stories: dict[ArticleId, list[ArticleId]] = {}
    for number in sorted(ids):
        stories.setdefault(root(number), []).append(number)
    return tuple(tuple(story) for story in stories.values())


def lead(articles: Sequence[Article], ranks: Ranks, edges: Iterable[Edge] = ()) -> Article:
    """The original by evidence: rank, then first published, then the longest text, then the id."""
    return min(
        articles,
        key=lambda a: (-ranks.get(a.source, 0), a.published, a.first_seen, -len(a.text), a.id),
    )


def independent(articles: Sequence[Article], edges: Iterable[Edge] = ()) -> int:
    """How many sources told it without copying: one story is one teller, whoever repeats it."""
    return 1 if articles else 0
