"""The stories of a window of time decided anew, as if their articles arrived today.

What has improved in how copies are found is carried out on what is stored; editors' decisions
stand. First all pairs are judged anew and doubts are noted; then whatever is tied by the former
verdicts or the new ones is decided in a transaction of its own, which is taken back unless it is to
be kept. So a look without `apply` reports what `apply` will do, however large the window, and
neither stands in the way of polls for long.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .deduplicate import compare, keys
from .model import ArticleId, Edge, Story
from .placing import Rules, found_at_arrival, judged, redecide
from .store import Intake, Store

_PAGE = 40  # articles looked at in one transaction: a fraction of a second

Kind = Literal["merge", "split", "regroup", "lead", "link", "unlink"]
_Pair = tuple[ArticleId, ArticleId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: the stories it is about before and after, each as "title (id)".

    `regroup`: articles move between stories; `lead`: of one story, the former and the new lead;
    `link` and `unlink`: two stories are now, or no longer, held to be reports of one event.
    """

    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclustered:
    """How many articles were judged anew, and what differs."""

    articles: int
    changes: tuple[Change, ...]


class _TakenBackError(Exception):
    """Raised to roll a transaction back."""


def recluster(
    store: Store,
    rules: Rules,
    *,
    since: datetime,
    now: datetime,
    apply: bool,
    done: Callable[[], None] = lambda: None,
) -> Reclustered:
    """Decide all articles first seen since then anew; what differs, carried out only with `apply`.

    `done` is called for each article that was judged. Without `apply` nothing changes but what
    articles are found by, where that is made otherwise than when they came.
    """
    with store.writing() as write:
        ids = write.arrived(since)
    found = _Findings()
    for page in _pages(ids):
        with store.writing() as write:
            for article in write.articles(page):
                write.put_keys(article.id, keys(article))
    for page in _pages(ids):
        with store.writing() as write:
            for number in page:
                _judge(write, number, found, rules)
                done()
    changes: list[Change] = []
    for knot in found.knots():
        doubts = found.doubts_in(knot)
        changes += _decided(store, knot, doubts, rules=rules, now=now, apply=apply)
    for pair in found.links:
        changes += _decided(store, pair, [pair], rules=rules, now=now, apply=apply)
    return Reclustered(articles=len(ids), changes=tuple(changes))


# ---- what is to be decided -----------------------------------------------------------------------


@dataclass(slots=True)
class _Findings:
    """What judging anew came to."""

    ties: dict[ArticleId, dict[ArticleId, None]] = field(default_factory=dict)
    doubts: dict[_Pair, None] = field(default_factory=dict)  # judged otherwise now, tied at a time
    links: dict[_Pair, None] = field(default_factory=dict)  # judged otherwise now, never tied

    def tie(self, a: ArticleId, b: ArticleId) -> None:
        """Note that two articles are one by the former verdict, the new one or their story."""
        self.ties.setdefault(a, {})[b] = None
        self.ties.setdefault(b, {})[a] = None

    def knots(self) -> Iterator[list[ArticleId]]:
        """The articles that ties hold together in any way, in order of arrival."""
        left = dict.fromkeys(self.ties)
        while left:
            first = next(iter(left))
            del left[first]
            knot, fresh = [first], [first]
            while fresh:
                near = [other for other in self.ties[fresh.pop()] if other in left]
                for other in near:
                    del left[other]
                knot += near
                fresh += near
            yield knot

    def doubts_in(self, knot: Sequence[ArticleId]) -> list[_Pair]:
        """The doubtful pairs of a knot: both ends are in it."""
        inside = set(knot)
        return [pair for pair in self.doubts if pair[0] in inside]


def _judge(write: Intake, number: ArticleId, found: _Findings, rules: Rules) -> None:
    """Judge an article with all that it would meet today, and note its ties and its doubts."""
    for story in write.stories_of([number]):
        for copy in story.copies:
            found.tie(story.lead.id, copy.article.id)
    before = {(edge.a, edge.b): edge for edge in write.edges_of([number])}
    for article in write.articles([number]):
        after = judged(write, article, found_at_arrival(write, article, rules=rules))
        for pair in sorted(before.keys() | after.keys()):
            verdicts = [one for one in (before.get(pair), after.get(pair)) if one is not None]
            ties = any(edge.merges for edge in verdicts)
            if ties:
                found.tie(*pair)
            if before.get(pair) != after.get(pair):
                (found.doubts if ties else found.links)[pair] = None


def _pages(ids: Sequence[ArticleId]) -> Iterator[Sequence[ArticleId]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))


# ---- deciding ------------------------------------------------------------------------------------


def _decided(
    store: Store,
    knot: Sequence[ArticleId],
    doubts: Sequence[_Pair],
    *,
    rules: Rules,
    now: datetime,
    apply: bool,
) -> list[Change]:
    """Decide what is tied together; kept when asked for and when anything in it is otherwise."""
    changes: list[Change] = []
    try:
        with store.writing() as write:
            before = write.stories_of(knot)
            for pair in doubts:
                changes += _rejudged(write, pair)
            redecide(write, knot, rules=rules, now=now)
            after = write.stories_of([a.id for story in before for a in story.articles])
            changes += _differences(before, after)
            if not apply or not (changes or doubts):
                raise _TakenBackError
    except _TakenBackError:
        pass
    return changes


def _rejudged(write: Intake, pair: _Pair) -> Iterator[Change]:
    """Write today's verdict about a pair down; a change where it begins or ends to link events."""
    former = next((edge for edge in write.edges_of(pair[:1]) if (edge.a, edge.b) == pair), None)
    articles = write.articles(pair)
    edge = compare(*articles) if len(articles) == 2 else None
    if edge is None:
        write.drop_edge(*pair)
    else:
        write.put_edges([edge])
    told = _titles(write.stories_of(pair))
    if _links(edge) and former is None:
        yield Change(kind="link", before=told, after=told, because=_reason(edge))
    if _links(former) and edge is None:
        yield Change(kind="unlink", before=told, after=told)


def _links(edge: Edge | None) -> bool:
    return edge is not None and not edge.merges


def _differences(before: Sequence[Story], after: Sequence[Story]) -> Iterator[Change]:
    """What became of the stories, by where their articles are."""
    left = {story.id: story for story in before}
    while left:
        olds, news = _touching(next(iter(left.values())), before, after)
        for story in olds:
            del left[story.id]
        yield from _difference(olds, news)


def _touching(
    story: Story, before: Sequence[Story], after: Sequence[Story]
) -> tuple[list[Story], list[Story]]:
    """The stories before and after that share articles with this one, directly or by others."""
    olds, news, size = [story], list[Story](), 0
    while size != len(olds) + len(news):
        size = len(olds) + len(news)
        news = _sharing(olds, after)
        olds = _sharing(news, before) or olds
    return olds, news


def _sharing(some: Iterable[Story], stories: Sequence[Story]) -> list[Story]:
    members = {article.id for story in some for article in story.articles}
    return [one for one in stories if any(article.id in members for article in one.articles)]


def _difference(olds: Sequence[Story], news: Sequence[Story]) -> Iterator[Change]:
    kind: Kind
    match len(olds), len(news):
        case 1, 1:
            if olds[0].lead.id == news[0].lead.id:
                return
            kind = "lead"
        case _, 1:
            kind = "merge"
        case 1, _:
            kind = "split"
        case _:
            kind = "regroup"
    joined = [copy for story in news for copy in story.copies if kind in ("merge", "regroup")]
    because = "; ".join(dict.fromkeys(f"{one.how}: {', '.join(one.because[:1])}" for one in joined))
    yield Change(kind=kind, before=_titles(olds), after=_titles(news), because=because)


def _reason(edge: Edge | None) -> str:
    return "" if edge is None else "; ".join(edge.because)


def _titles(stories: Sequence[Story]) -> tuple[str, ...]:
    return tuple(f"{story.lead.title} ({story.id})" for story in stories)
