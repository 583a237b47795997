"""What is older than the operator keeps is let go: articles, and stories that have no other.

Works on the store that its caller opens, in short transactions: a kill between two of them means
that the rest is let go the next time, and of two processes that do so each finds what the other
has left. Nobody is told: a story that is kept no longer was not withdrawn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from .errors import StoreError
from .model import ArticleId
from .settle import outlive
from .store import Intake, Store

log = structlog.get_logger()

_PORTION = 100  # articles in one transaction: a fraction of a second


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """How much was let go."""

    articles: int = 0
    stories: int = 0


def tidy(store: Store, keep: timedelta | None, now: datetime) -> LetGo:
    """Let go of what came longer ago than is to be kept, None for ever; a word to the log.

    A failure of the store is one, too: it is done the next time.
    """
    if keep is None:
        return LetGo()
    try:
        gone = let_go(store, now - keep)
    except StoreError as error:
        log.error("retention", error=str(error))
        return LetGo()
    if gone.articles:
        log.info("retention", articles=gone.articles, stories=gone.stories)
    return gone


def let_go(store: Store, before: datetime, done: Callable[[], None] = lambda: None) -> LetGo:
    """Let go of all articles first seen before then; `done` is called after each transaction.

    Raises StoreError.
    """
    articles = stories = 0
    while True:
        with store.writing() as write:
            portion = _portion(write, before)
        if not portion.articles:
            return LetGo(articles=articles, stories=stories)
        articles += portion.articles
        stories += portion.stories
        done()


def _portion(write: Intake, before: datetime) -> LetGo:
    old = write.past.expired(before, _PORTION)
    gone = {article.id for article in old}
    for number in write.past.torn(sorted(gone)):
        story = write.story(number)
        if story is None:
            continue
        rest, ties = outlive(story, gone)
        told = {(edge.a, edge.b) for edge in write.edges_of([rest.lead.id])}
        write.put_edges(edge for edge in ties if (edge.a, edge.b) not in told)
        write.put_story(rest)
        left = [ArticleId(one.id) for one in story.articles if one.id in gone]
        write.past.hand_pins_on(left, rest.lead.id)
    articles, stories = write.past.let_go(old)
    return LetGo(articles=articles, stories=stories)
