"""Editors' decisions: stored as pins, replayed at every re-decision, listed and undone.

Each runs in one transaction and returns the stories as they are afterwards.
"""

from collections.abc import Sequence
from datetime import datetime

from .errors import ConfigError
from .model import ArticleId, Pin, PinKind, Story
from .normalise import article_id
from .placing import Rules, redecide
from .store import Publication, Store


def pin(
    store: Store,
    rules: Rules,
    kind: PinKind,
    article: str,
    *,
    now: datetime,
    other: str = "",
    value: str = "",
) -> tuple[Pin, tuple[Story, ...]]:
    """Store a decision about the article named by an address or id, and carry it out.

    `other` is what a merge joins it with, `value` the author's name. Raises ConfigError when a name
    fits nothing.
    """
    first = named(store, article)
    second = named(store, other) if other else None
    with store.writing() as write:
        made = write.add_pin(kind, first, second, value, now)
        ids = [first] if second is None else [first, second]
        return made, redecide(write, ids, rules=rules, now=now)


def unpin(
    store: Store, rules: Rules, number: int, *, now: datetime
) -> tuple[Pin, tuple[Story, ...]]:
    """Undo a decision by its number and decide its articles anew."""
    with store.writing() as write:
        # the articles it holds together are related only as long as it stands
        held = next((one for one in write.pins() if one.id == number), None)
        if held is None:
            raise ConfigError(f"pin {number}: there is none (feedmill pins lists them)")
        ids = [held.article] if held.other is None else [held.article, held.other]
        together = [article.id for story in write.stories_of(ids) for article in story.articles]
        write.drop_pin(number)
        return held, redecide(write, [*ids, *together], rules=rules, now=now)


def pins(store: Store) -> Sequence[Pin]:
    """All decisions that stand, oldest first."""
    with store.writing() as write:
        return write.pins()


def found(read: Publication, text: str) -> tuple[Story, ...]:
    """The stories that an address or id names; also an id that only its source understands."""
    if stories := read.find(text):
        return stories
    ids = [article_id(row.source.id, f"id {text.strip()}") for row in read.sources()]
    every = (story for number in read.entries(ids) for story in read.find(number))
    return tuple({story.id: story for story in every}.values())


def named(store: Store, text: str) -> ArticleId:
    """The article that an address or id names: itself, or the lead of the story that has it."""
    with store.reading() as read:
        stories = found(read, text)
    matching = [
        article.id
        for story in stories
        for article in story.articles
        if text in (article.id, article.url, article.link, article.entry_id)
    ]
    if matching:
        return matching[0]
    if stories:
        return stories[0].lead.id
    raise ConfigError(f"{text}: no article or story has this address or id")
