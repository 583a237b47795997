"""Constructors of our nouns with sensible defaults; any field can be given by keyword. Pure.

    article(title="Other", published=at(days=-2))

`NOW` is the moment of the `now` fixture. Each call gives an equal value for equal arguments.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from aggregator.model import (
    Article,
    ArticleId,
    Copy,
    Entry,
    Feed,
    Fetched,
    Link,
    Person,
    Source,
    SourceId,
    Story,
    StoryId,
)

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)

WORDS = (
    "The town council has decided to keep the old mill open through the winter, "
    "after three years in which the river gauge was read by volunteers every morning. "
    "A second reading of the by-law is expected in March."
)


def at(**delta: float) -> datetime:
    """NOW moved by timedelta keywords: at(hours=-3)."""
    return NOW + timedelta(**delta)


def source(id: str = "mill", **given: Any) -> Source:
    values: dict[str, Any] = {"url": f"https://{id}.example/feed.xml", "title": id.title()}
    return Source(id=SourceId(id), **(values | given))


def fetched(body: bytes | str = b"", **given: Any) -> Fetched:
    """An answer with `body`; text is encoded as UTF-8."""
    content = body.encode("utf-8") if isinstance(body, str) else body
    values: dict[str, Any] = {"url": "https://mill.example/feed.xml", "at": NOW}
    return Fetched(body=content, **(values | given))


def entry(id: str = "https://mill.example/1", **given: Any) -> Entry:
    values: dict[str, Any] = {
        "title": "The mill stays open",
        "links": (Link(href="https://mill.example/1"),),
        "content": f"<p>{WORDS}</p>",
        "base": "https://mill.example/feed.xml",
        "published": at(hours=-2),
        "updated": at(hours=-2),
        "authors": (Person(name="Ada Miller"),),
    }
    return Entry(id=id, **(values | given))


def feed(*entries: Entry, **given: Any) -> Feed:
    """A feed of the entries; of one default entry when none is given."""
    values: dict[str, Any] = {
        "id": "https://mill.example/feed.xml",
        "title": "Mill",
        "links": (
            Link(href="https://mill.example/"),
            Link(href="https://mill.example/feed.xml", rel="self"),
        ),
        "updated": at(hours=-1),
        "entries": entries or (entry(),),
    }
    return Feed(**(values | given))


def article(seed: str = "1", **given: Any) -> Article:
    """An article whose id and addresses follow from `seed`; `id` may still be given."""
    name = given.get("source", "mill")
    address = f"https://{name}.example/{seed}"
    published = given.get("published", at(hours=-2))
    values: dict[str, Any] = {
        "id": ArticleId(blake2b(f"{name} {seed}".encode(), digest_size=16).hexdigest()),
        "source": SourceId(name),
        "entry_id": address,
        "link": address,
        "url": address,
        "title": "The mill stays open",
        "html": f"<p>{WORDS}</p>",
        "text": WORDS,
        "summary": WORDS,
        "published": published,
        "updated": published,
        "first_seen": published,
        "language": "en",
        "claimed_authors": (Person(name="Ada Miller"),),
        "authors": (Person(name="Ada Miller"),),
    }
    return Article(**(values | given))


def copy(seed: str = "2", **given: Any) -> Copy:
    """A copy from another source; keywords of Article, or how, score, because."""
    own = {key: given.pop(key) for key in ("how", "score", "because") if key in given}
    given.setdefault("source", "weir")
    return Copy(article=article(seed, **given), **({"how": "same-text"} | own))


def story(seed: str = "1", lead: Article | None = None, **given: Any) -> Story:
    """A story of `lead` (default: article(seed)); authors and times follow the lead."""
    leader = lead or article(seed)
    values: dict[str, Any] = {
        "id": StoryId(blake2b(leader.id.encode(), digest_size=6).hexdigest()),
        "uri": leader.entry_id,
        "lead": leader,
        "authors": leader.authors,
        "contributors": leader.contributors,
        "evidence": leader.evidence,
        "published": leader.published,
        "updated": leader.updated,
        "listed": leader.first_seen,
    }
    return Story(**(values | given))
