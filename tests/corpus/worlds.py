"""Small worlds: what several sources carry, and the stories it must form in any order.

A file of tests/corpus/worlds holds worlds; an article names a text of tests/corpus/pairs and what
its site did to it, or says its own title and body. Times are in hours before NOW.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aggregator.deduplicate import assemble, compare, keys
from aggregator.model import Article, ArticleId, Edge, Feed, Link, Pin, SourceId
from tests.build import NOW, at
from tests.corpus import pairs
from tests.corpus.pairs import Text

FOLDER = Path(__file__).parent / "worlds"


@dataclass(frozen=True)
class World:
    """Articles in the file's order, and the stories they are, each in that order."""

    about: str
    articles: tuple[Article, ...]
    stories: tuple[tuple[str, ...], ...]
    leads: tuple[str, ...]
    independent: tuple[int, ...]
    ranks: Mapping[SourceId, int]
    pins: tuple[Pin, ...]


def worlds() -> Iterator[World]:
    """Every world of the corpus."""
    texts = pairs.texts()
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["world"]:
            yield _world(row, texts)


def decide(
    articles: Sequence[Article], pins: Sequence[Pin] = ()
) -> tuple[tuple[tuple[ArticleId, ...], ...], tuple[Edge, ...]]:
    """The stories that articles arriving in this order form, and the edges that were found.

    Candidates are found as the store finds them: the newest 50 of each key, most shared first.
    """
    found_by: dict[int, list[Article]] = {}
    edges: list[Edge] = []
    for article in articles:
        shared: Counter[ArticleId] = Counter()
        by_id = {}
        for key in keys(article):
            for other in found_by.setdefault(key, [])[-50:]:
                shared[other.id] += 1
                by_id[other.id] = other
            found_by[key].append(article)
        ranked = sorted(shared, key=lambda number: (-shared[number], number))
        pairs_found = (compare(article, by_id[number]) for number in ranked[:30])
        edges += [edge for edge in pairs_found if edge is not None]
    return assemble(articles, edges, pins), tuple(edges)


def _world(row: dict[str, Any], texts: Mapping[str, Text]) -> World:
    apart = row.get("separate_sources", False)
    pins = [
        Pin(
            id=number,
            kind=pin["kind"],
            article=ArticleId(pin["article"]),
            other=ArticleId(pin["other"]) if "other" in pin else None,
            at=NOW,
        )
        for number, pin in enumerate(row.get("pin", ()), 1)
    ]
    return World(
        about=row["about"],
        articles=tuple(_article(one, texts, apart=apart) for one in row["article"]),
        stories=tuple(tuple(sorted(story)) for story in row["stories"]),
        leads=tuple(row.get("leads", ())),
        independent=tuple(row.get("independent", ())),
        ranks={SourceId(name): rank for name, rank in row.get("ranks", {}).items()},
        pins=tuple(pins),
    )


def _article(row: dict[str, Any], texts: Mapping[str, Text], *, apart: bool) -> Article:
    source = row["id"].replace("/", "-") if apart else row["id"].split("/")[0]
    text = _text(row, texts)
    link = row.get("link", f"https://{source}.example/{row['id'].split('/')[1]}")
    canonical = row.get("canonical", "")
    url = f"https://{canonical.replace('/', '.example/')}" if canonical else link
    enclosures = (Link(href=row["enclosure"], rel="enclosure"),) if "enclosure" in row else ()
    return text.at(
        source,
        id=ArticleId(row["id"]),
        entry_id=row.get("entry_id", row["id"]),
        link=link,
        url=url,
        published=at(hours=-row["published"]),
        updated=at(hours=-row["published"]),
        first_seen=at(hours=-row["seen"]),
        image=row.get("image", ""),
        enclosures=enclosures,
        origin=Feed(id=f"https://{row['origin']}.example/") if "origin" in row else None,
    )


def _text(row: dict[str, Any], texts: Mapping[str, Text]) -> Text:
    if "body" in row:
        return Text(row["id"], row["title"], row["body"])
    text = texts[row["text"]]
    match row.get("as"):
        case None:
            pass
        case "embedded":
            teasers = [t for name, t in texts.items() if "/" not in name and name != row["text"]]
            text = pairs.embedded(text, teasers[-4:])
        case made:
            text = getattr(pairs, made)(text)
    body = text.text
    for old, new in row.get("swap", ()):
        body = body.replace(old, new)
    if "tail" in row:
        body = f"{body}\n\n{row['tail']}"
    return replace(text, title=row.get("title", text.title), text=body)
