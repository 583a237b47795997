"""What must be decided together: articles in, all that edges, pins and stories tie to them out.

Works inside a writing transaction that its caller opens; reads only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .model import Article, ArticleId, Edge, Pin, Story, StoryId
from .store import Intake

_MOST_RELATED = 120  # articles re-decided together; a bigger knot is only added to


@dataclass(slots=True)
class Around:
    """Articles with all that edges, pins and stories tie to them."""

    articles: dict[ArticleId, Article] = field(default_factory=dict)
    edges: dict[tuple[ArticleId, ArticleId], Edge] = field(default_factory=dict)
    pins: dict[int, Pin] = field(default_factory=dict)
    stories: dict[StoryId, Story] = field(default_factory=dict)
    joining: tuple[ArticleId, ...] = ()  # where all is too much: the only ones to be decided

    def note(self, edges: Iterable[Edge], pins: Iterable[Pin]) -> None:
        """Remember what ties articles together."""
        self.edges.update({(edge.a, edge.b): edge for edge in edges})
        self.pins.update({pin.id: pin for pin in pins})

    def add(self, write: Intake, stories: Iterable[Story], ids: Sequence[ArticleId]) -> None:
        """Stories with all their articles, and the articles among these that are in none."""
        for story in stories:
            self.stories[story.id] = story
            self.articles.update({article.id: article for article in story.articles})
        missing = [number for number in ids if number not in self.articles]
        self.articles.update({article.id: article for article in write.articles(missing)})


def around(write: Intake, ids: Sequence[ArticleId]) -> Around:
    """What must be decided together with these: followed until nothing new is tied to it, or until
    it is too much; then only these are decided, and the stories they are tied to stay as they are.
    """
    found = Around()
    seen, fresh = set(ids), list(ids)
    while fresh:
        if len(seen) > _MOST_RELATED:
            return _around_only(write, ids)
        stories = write.stories_of(fresh)  # first: they are held, and what ties them with them
        found.note(write.edges_of(fresh), write.pins(fresh))
        found.add(write, stories, fresh)
        tied = [end for e in found.edges.values() if e.merges for end in (e.a, e.b)]
        tied += [article.id for story in stories for article in story.articles]
        tied += [end for pin in found.pins.values() for end in (pin.article, pin.other) if end]
        fresh = [number for number in dict.fromkeys(tied) if number not in seen]
        seen.update(fresh)
    return found


def _around_only(write: Intake, ids: Sequence[ArticleId]) -> Around:
    """These articles, all verdicts about them, and the stories that those and pins tie them to."""
    found = Around(joining=tuple(ids))
    found.add(write, write.stories_of(ids), ids)  # first, for the same reason
    found.note(write.edges_of(ids), write.pins(ids))
    ends = [end for edge in found.edges.values() for end in (edge.a, edge.b) if edge.merges]
    ends += [end for pin in found.pins.values() for end in (pin.article, pin.other) if end]
    wanted = list(dict.fromkeys([*ids, *ends]))
    found.add(write, write.stories_of(wanted), wanted)
    found.note((), write.pins(list(found.articles)))
    return found
