"""Is it new, or an article we have? Articles in; keys, explained edges, stories and leads out. Pure.

No decision reads a clock, an order of arrival or what else is stored: a pair's verdict depends on
the pair alone, and a partition on its articles, edges and pins alone. That is what makes the same
articles in any order give the same stories.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from urllib.parse import urlsplit

from .model import Article, ArticleId, Edge, Pin, SourceId

Ranks = Mapping[SourceId, int]


def keys(article: Article) -> frozenset[int]:
    """What candidates are found by: signed integers of 48 bits, which SQLite stores in six bytes."""
    found = {_key("text", text)} if (text := _letters(article.text)) else set()
    if is_identity(article.url):
        found.add(_key("link", article.url))
    return frozenset(found)


def compare(a: Article, b: Article) -> Edge | None:
    """One decision about a pair, the same whichever comes first; None: nothing in common."""
    if a.id == b.id:
        return None
    first, second = sorted((a, b), key=lambda article: article.id)
    text = _letters(a.text)
    if len(text) >= 120 and text == _letters(b.text):
        because = (f"the same {len(a.text.split())} words",)
        return Edge(a=first.id, b=second.id, how="same-text", score=1.0, because=because)
    if a.source != b.source and a.url == b.url and is_identity(a.url):
        because = (f"the same link: {a.url}",)
        return Edge(a=first.id, b=second.id, how="same-link", score=1.0, because=because)
    return None


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


def is_identity(url: str) -> bool:
    """A page of its own: a home page is shared by everything that is on it."""
    parts = urlsplit(url)
    return bool(parts.hostname and (parts.path.strip("/") or parts.query))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _key(kind: str, text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6, person=kind.encode())
    return int.from_bytes(digest.digest(), "big", signed=True)
