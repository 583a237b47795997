"""Which happening a story belongs to: stories and the edges between their articles in. Pure.

Stories of one event are linked and never merged. An event holds together as a story does: by its
members' ties to the one most tied, within a few days, and not by links of links.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import timedelta

from .model import Edge, Story, StoryId

_SOON = timedelta(hours=72)
_LATER = timedelta(days=10)
_STRONG = 0.42  # of a tie's score: from here on it reaches over days

Ties = Mapping[StoryId, Mapping[StoryId, float]]


def events(stories: Sequence[Story], edges: Iterable[Edge]) -> Mapping[StoryId, str]:
    """The event of each story, "" for one that stands alone; the same in any order of arguments.

    An event keeps the id that most of its stories bear; a new one is named after its first story.
    """
    told = {story.id: story for story in stories}
    ties = _ties(told, edges)
    left = {number for number in told if ties[number]}
    groups = []
    while left:
        hub = min(left, key=lambda one: (-_weight(one, left, ties), told[one].listed, one))
        group = _around(hub, left, ties)
        groups.append(group)
        left.difference_update(group)
    return dict.fromkeys(told, "") | _named(groups, told)


def _ties(told: Mapping[StoryId, Story], edges: Iterable[Edge]) -> Ties:
    """How strongly two stories are tied: by the best edge between their articles."""
    home = {article.id: story.id for story in told.values() for article in story.articles}
    ties: dict[StoryId, dict[StoryId, float]] = {number: {} for number in told}
    for edge in edges:
        a, b = home.get(edge.a), home.get(edge.b)
        if a is None or b is None or a == b or not _in_time(told[a], told[b], edge.score):
            continue
        strength = max(edge.score, ties[a].get(b, 0.0))
        ties[a][b] = ties[b][a] = strength
    return ties


def _in_time(a: Story, b: Story, strength: float) -> bool:
    apart = abs(a.lead.published - b.lead.published)
    return apart <= (_LATER if strength >= _STRONG else _SOON)


def _weight(one: StoryId, among: Set[StoryId], ties: Ties) -> float:
    tied = ties[one]
    return round(sum(tied[other] for other in sorted(tied.keys() & among)), 6)


def _around(hub: StoryId, left: Set[StoryId], ties: Ties) -> tuple[StoryId, ...]:
    """The hub, what is tied to it, and what is tied to at least half of those."""
    near = ties[hub].keys() & left
    needed = max(2, (len(near) + 1) // 2)
    beyond = {other for one in near for other in ties[one]} & left - near - {hub}
    far = {one for one in beyond if len(near & ties[one].keys()) >= needed}
    return (hub, *sorted(near), *sorted(far))


def _named(
    groups: Iterable[Sequence[StoryId]], told: Mapping[StoryId, Story]
) -> dict[StoryId, str]:
    """Larger events choose first; no two have one id."""
    names: dict[StoryId, str] = {}
    taken: set[str] = set()
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        if len(group) == 1:
            names[group[0]] = ""
            continue
        first = min(group, key=lambda number: (told[number].listed, number))
        borne = Counter(told[number].event for number in group if told[number].event not in taken)
        borne.pop("", None)
        kept = min(borne, key=lambda event: (-borne[event], event), default=str(first))
        taken.add(kept)
        names.update(dict.fromkeys(group, kept))
    return names
