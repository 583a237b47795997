"""What is older than the operator keeps is let go: articles, and stories that have no other.

Works on the store that its caller opens, in short transactions: a kill between two of them means
that the rest is let go the next time, and of two processes that do so each finds what the other
has left. Nobody is told: a story that is kept no longer was not withdrawn.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    """How much was let go; `spans`: how often the room of many was given back at once."""

    articles: int = 0
    stories: int = 0
    spans: int = 0


def tidy(store: Store, keep: timedelta | None, now: datetime) -> LetGo:
    """Let go of what came longer ago than is to be kept, None for ever; a word to the log.

    A failure of the store is one, too: it is done the next time.
    """
    try:
        if store.is_shared:
            _begin_span(store, keep, now)
        gone = LetGo() if keep is None else let_go(store, now - keep)
        if store.is_shared:
            gone = replace(gone, spans=_drop_spans(store))
    except StoreError as error:
        log.error("retention", error=str(error))
        return LetGo()
    if gone != LetGo():
        log.info("retention", articles=gone.articles, stories=gone.stories, spans=gone.spans)
    return gone


def _begin_span(store: Store, keep: timedelta | None, now: datetime) -> None:
    with store.reading() as read:
        if not read.past.is_span_due(now):
            return
    with store.writing() as write:
        write.past.begin_span(now, keep)
    with store.writing() as write:
        write.past.number_on()


def _drop_spans(store: Store) -> int:
    with store.reading() as read:
        if not read.past.empty_spans():
            return 0
    with store.writing() as write:
        return write.past.drop_spans()


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
