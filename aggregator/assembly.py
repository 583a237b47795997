"""Articles and the edges between them in; the stories they form out. Pure.

A story holds together by its members' agreement, not by links of links: every member agrees with
its representative, or with most of those that do. What an editor pinned overrules all of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from .model import Article, ArticleId, Edge, Pin

Judge = Callable[[Article, Article], Edge | None]

_SPEAKS_AGAINST = 0.25  # of the score of an edge that does not merge
_ASKED = 8  # members asked about an article that its representative knows nothing of
_CLEARLY = 0.5  # by how much an article must be more at home elsewhere to go there
_ROUNDS = 3  # of asking everyone where they are at home


def assemble_by(
    judge: Judge, articles: Iterable[Article], edges: Iterable[Edge], pins: Iterable[Pin] = ()
) -> tuple[tuple[ArticleId, ...], ...]:
    """The partition of `articles` into stories; ids ascend in each, stories by their first id.

    `judge` is asked about pairs that no edge speaks of. The order of the arguments' elements does
    not matter.
    """
    known = {article.id: article for article in articles}
    table = _Table(known, judge)
    for edge in edges:
        if edge.a in known and edge.b in known:
            table.note(edge)
    told = _Orders.of(pins, known.keys())
    stories = [
        story
        for knot in table.knots([number for number in sorted(known) if number not in told.alone])
        for story in _stories(knot, table)
    ]
    stories += [[number] for number in sorted(told.alone)]
    return _with_pins(stories, told)


def adjoin(
    joining: Iterable[ArticleId],
    stories: Iterable[Sequence[ArticleId]],
    edges: Iterable[Edge],
    pins: Iterable[Pin] = (),
) -> tuple[tuple[ArticleId, ...], ...]:
    """The partition when too much is tied together to be decided anew: stories stay as they are.

    Each of `joining`, by id, goes to the story that agrees with it most, if half of those members
    that an edge speaks of do; else it stands alone. Pins overrule all of it.
    """
    fresh = sorted(set(joining))
    settled = [set(story).difference(fresh) for story in stories]
    groups = [story for story in settled if story]
    about: dict[ArticleId, list[tuple[ArticleId, Edge]]] = {}
    for edge in edges:
        about.setdefault(edge.a, []).append((edge.b, edge))
        about.setdefault(edge.b, []).append((edge.a, edge))
    for number in fresh:
        best, most = None, 0.0
        for group in groups:
            told = [edge for other, edge in about.get(number, ()) if other in group]
            agreeing = [edge.score for edge in told if edge.merges]
            against = [edge for edge in told if not edge.merges and edge.score >= _SPEAKS_AGAINST]
            agreed = round(sum(agreeing), 6)
            if len(agreeing) >= max(1, len(against)) and agreed > most:
                best, most = group, agreed
        if best is None:
            groups.append({number})
        else:
            best.add(number)
    known = frozenset().union(*groups)
    told_so = _Orders.of(pins, known)
    apart = [sorted(group - told_so.alone) for group in groups]
    alone = [[number] for number in sorted(told_so.alone)]
    return _with_pins([*filter(None, apart), *alone], told_so)


@dataclass(slots=True)
class _Table:
    """What is known of the pairs: the score of those that merge, 0.0 of those that do not."""

    articles: Mapping[ArticleId, Article]
    judge: Judge
    scores: dict[tuple[ArticleId, ArticleId], float] = field(default_factory=dict)
    refused: set[tuple[ArticleId, ArticleId]] = field(default_factory=set)
    friends: dict[ArticleId, set[ArticleId]] = field(default_factory=dict)

    def note(self, edge: Edge) -> None:
        pair = _pair(edge.a, edge.b)
        if not edge.merges:
            self.scores[pair] = 0.0
            if edge.score >= _SPEAKS_AGAINST:
                self.refused.add(pair)
            return
        self.scores[pair] = max(edge.score, 0.001)
        self.friends.setdefault(edge.a, set()).add(edge.b)
        self.friends.setdefault(edge.b, set()).add(edge.a)

    def score(self, first: ArticleId, second: ArticleId) -> float:
        """As noted; as judged now, where a third article agrees with both; else 0.0."""
        pair = _pair(first, second)
        if pair not in self.scores and self._have_a_friend_in_common(first, second):
            self.scores[pair] = 0.0
            edge = self.judge(self.articles[pair[0]], self.articles[pair[1]])
            if edge is not None:
                self.note(edge)
        return self.scores.get(pair, 0.0)

    def known(self, first: ArticleId, second: ArticleId) -> float:
        """As noted by now; 0.0 of pairs that nobody asked about."""
        return self.scores.get(_pair(first, second), 0.0)

    def _have_a_friend_in_common(self, first: ArticleId, second: ArticleId) -> bool:
        return not self.friends.get(first, set()).isdisjoint(self.friends.get(second, set()))

    def knots(self, numbers: Sequence[ArticleId]) -> list[list[ArticleId]]:
        """The articles that merging edges tie together in any way: no story reaches beyond."""
        left, knots = set(numbers), []
        for number in numbers:
            if number not in left:
                continue
            left.discard(number)
            knot, fresh = [number], [number]
            while fresh:
                found = [f for one in fresh for f in sorted(self.friends.get(one, ())) if f in left]
                fresh = list(dict.fromkeys(found))
                left.difference_update(fresh)
                knot += fresh
            knots.append(sorted(knot))
        return knots


def _pair(first: ArticleId, second: ArticleId) -> tuple[ArticleId, ArticleId]:
    return (first, second) if first < second else (second, first)


def _stories(knot: Sequence[ArticleId], table: _Table) -> list[list[ArticleId]]:
    """Cut a knot into stories: who is most agreed with stands for the first, and so on."""
    if len(knot) == 1:
        return [list(knot)]
    heads: list[ArticleId] = []
    left = list(knot)
    while left:
        head = _most_agreed(left, table)
        heads.append(head)
        near = _at_one(head, [one for one in left if one != head], table)
        far = [one for one in left if one != head and one not in near]
        joining = [one for one in far if _vouched(one, head, near, table)]
        left = [one for one in far if one not in joining]
        if not near and not joining:  # the one most agreed with agrees with none of these
            heads += left
            break
    return _by_head(knot, heads, table)


def _at_one(head: ArticleId, others: Sequence[ArticleId], table: _Table) -> list[ArticleId]:
    """Who agrees with the head and is not contradicted by most of those who agree with it more.

    A short head agrees with whatever quotes it: of two that do and are different texts, the one
    nearer to it is its own.
    """
    near = [one for one in others if table.score(head, one) > 0]
    kept: list[ArticleId] = []
    for one in sorted(near, key=lambda one: (-table.score(head, one), one)):
        asked = kept[:_ASKED]
        against = sum(_contradict(one, other, head, table) for other in asked)
        if against * 2 <= len(asked):
            kept.append(one)
    return kept


def _contradict(first: ArticleId, second: ArticleId, head: ArticleId, table: _Table) -> bool:
    """Whether both say more than the head and are not one text. Two rewordings of the head need
    not agree: only what is longer shows what else it is about."""
    length = len(table.articles[head].text)
    longer = all(len(table.articles[one].text) > 1.2 * length for one in (first, second))
    return longer and not table.score(first, second)


def _by_head(
    knot: Sequence[ArticleId], heads: Sequence[ArticleId], table: _Table
) -> list[list[ArticleId]]:
    """Each article goes to the head it agrees with most; one whom none knows to who vouches."""
    stories = {head: [head] for head in heads}
    strays = []
    for one in knot:
        if one in stories:
            continue
        known = [head for head in heads if table.score(head, one) > 0]
        if known:
            stories[max(known, key=lambda head: table.score(head, one))].append(one)  # else first
        else:
            strays.append(one)
    cores = {head: tuple(members[1:]) for head, members in stories.items()}
    for one in strays:
        host = next((head for head in heads if _vouched(one, head, cores[head], table)), one)
        stories.setdefault(host, []).append(one)
    return _at_home(list(stories.values()), table)


def _at_home(stories: list[list[ArticleId]], table: _Table) -> list[list[ArticleId]]:
    """The stories, their heads first, when each article is where most agrees with it.

    A rewording that agrees with two articles that are not one may have been the head that drew
    their copies together, or tie one of them to the copies of the other. A head stays.
    """
    if len(stories) == 1 and not table.refused:
        return stories
    for _ in range(_ROUNDS):
        movable = sorted(one for story in stories for one in story[1:] or story)
        moves = [_moved(one, stories, table) for one in movable]
        stories = [story for story in stories if story]
        if not any(moves):
            break
    return stories


def _moved(one: ArticleId, stories: list[list[ArticleId]], table: _Table) -> bool:
    """Move an article to the story where it is clearly more at home, or out on its own where more
    speaks against it than for it; whether it was moved. Its story may be empty then."""
    here = next(story for story in stories if one in story)
    bond = _bond(one, here, table)
    elsewhere = [story for story in stories if story and story is not here]
    bonds = [_bond(one, story, table) for story in elsewhere]
    if bonds and max(bonds) > bond + _CLEARLY:
        elsewhere[bonds.index(max(bonds))].append(one)
    elif bond < -_CLEARLY:
        stories.append([one])
    else:
        return False
    here.remove(one)
    return True


def _bond(one: ArticleId, story: Iterable[ArticleId], table: _Table) -> float:
    """What ties an article to a story: whoever agrees by their score, the nearest three times;
    whoever is another article about the same weighs as much as one who agrees wholly."""
    agreeing, against = [0.0], 0
    for other in story:
        if other != one:
            agreeing.append(table.known(one, other))
            against += _pair(one, other) in table.refused
    return round(sum(agreeing) + 2 * max(agreeing) - against, 6)


def _most_agreed(numbers: Sequence[ArticleId], table: _Table) -> ArticleId:
    """The article with the most agreement among these, the fullest of equals."""

    def weight(one: ArticleId) -> tuple[float, int, ArticleId]:
        friends = table.friends.get(one, set()).intersection(numbers)
        agreed = sum(table.score(one, other) for other in sorted(friends))
        return (-round(agreed, 6), -len(table.articles[one].text), one)

    return min(numbers, key=weight)


def _vouched(one: ArticleId, head: ArticleId, members: Sequence[ArticleId], table: _Table) -> bool:
    """Whether two thirds of the members, two at least, agree with what the head does not know.

    A verdict of the head that speaks against it - one event, other article - is final.
    """
    if _pair(one, head) in table.refused:
        return False
    asked = sorted(members)[:_ASKED]
    agreeing = sum(table.score(one, other) > 0 for other in asked)
    return agreeing >= 2 and agreeing * 3 >= len(asked) * 2


@dataclass(frozen=True, slots=True)
class _Orders:
    """The editors' decisions: who stands alone, and who belongs together."""

    alone: frozenset[ArticleId]
    together: tuple[tuple[ArticleId, ArticleId], ...]

    @classmethod
    def of(cls, pins: Iterable[Pin], known: Set[ArticleId]) -> "_Orders":
        """Later decisions about an article overrule earlier ones of the other kind."""
        alone: set[ArticleId] = set()
        together: list[tuple[ArticleId, ArticleId]] = []
        for pin in sorted(pins, key=lambda pin: pin.id):
            if pin.kind == "split":
                together = [pair for pair in together if pin.article not in pair]
                alone.add(pin.article)
            elif pin.kind == "merge" and pin.other is not None:
                together.append((pin.article, pin.other))
        present = [(a, b) for a, b in together if a in known and b in known]
        return cls(frozenset(alone & known), tuple(present))


def _with_pins(
    stories: Iterable[Sequence[ArticleId]], told: _Orders
) -> tuple[tuple[ArticleId, ...], ...]:
    """Stories whose members an editor put together become one."""
    home = {number: set(story) for story in stories for number in story}
    for first, second in told.together:
        if home[first] is not home[second]:
            home[first] |= home[second]
            for number in home[second]:
                home[number] = home[first]
    found = {min(story): tuple(sorted(story)) for story in home.values()}
    return tuple(found[number] for number in sorted(found))
