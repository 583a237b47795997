"""Which published story is which, after articles were found to belong together or apart.

Pure: cells (articles that are one article, with their lead) and the stories they were in before go
in; stories to write and stories to withdraw come out. A published id never changes: of two stories
that turn out to be one, the one listed first keeps its id and the other leaves a tombstone that
points to it (house decision 2; RFC 6721).
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from .model import Article, ArticleId, Copy, Edge, Evidence, Person, Story, StoryId
from .revise import is_material

# a scheme, and for web addresses a host; nothing that must be escaped in XML attributes or IRIs
_ABSOLUTE_IRI = re.compile(
    r"(?:https?://[^\s/?#<>\"{}|\\^`]+|(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:)[^\s<>\"{}|\\^`]+|https?://[^\s/?#<>\"{}|\\^`]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is one story now, before it has a name."""

    lead: Article
    copies: tuple[Copy, ...] = ()
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    evidence: Evidence = "claimed"
    independent: int = 1
    hidden: bool = False

    @property
    def articles(self) -> tuple[Article, ...]:
        """The lead, then its copies."""
        return (self.lead, *(copy.article for copy in self.copies))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """`named`: each cell with the story it continues (None: a new one). `gone`: stories that are no
    more, each with the story that took its articles, if any."""

    named: tuple[tuple[Cell, Story | None], ...]
    gone: tuple[tuple[Story, StoryId | None], ...]


def settle(cells: Sequence[Cell], before: Sequence[Story]) -> Settlement:
    """Give each cell at most one of the stories before, the one it shares most articles with."""
    members = [{article.id for article in cell.articles} for cell in cells]
    claims = sorted(
        (
            -len(members[place] & {article.id for article in story.articles}),
            story.listed,
            story.id,
            place,
        )
        for story in before
        for place in range(len(cells))
    )
    stories = {story.id: story for story in before}
    taken: dict[int, Story] = {}
    for shared, _, story_id, place in claims:
        if shared and place not in taken and story_id in stories:
            taken[place] = stories.pop(story_id)
    gone = tuple((story, _heir(story, members, taken)) for story in stories.values())
    return Settlement(
        named=tuple((cell, taken.get(place)) for place, cell in enumerate(cells)), gone=gone
    )


def _heir(
    story: Story, members: Sequence[set[ArticleId]], taken: dict[int, Story]
) -> StoryId | None:
    """The surviving story that holds the lead of one that is gone."""
    for place, ids in enumerate(members):
        if story.lead.id in ids and place in taken:
            return taken[place].id
    return None


def continue_story(before: Story, cell: Cell, now: datetime) -> Story:
    """The next state of a story: same id, same uri, same `published`, same place in the list.

    A new lead with other words is an update that readers see; more copies alone are not. Only a
    date that was our guess (the first copy had none) gives way to the real one.
    """
    guessed = not before.lead.dated and before.published == before.lead.published
    published = cell.lead.published if guessed and cell.lead.dated else before.published
    updated = before.updated
    if cell.lead.id == before.lead.id:
        updated = max(updated, cell.lead.updated)
    elif is_material(before.lead, cell.lead):
        updated = max(updated, now)
    return replace(
        before,
        lead=cell.lead,
        copies=cell.copies,
        authors=cell.authors,
        contributors=cell.contributors,
        evidence=cell.evidence,
        independent=cell.independent,
        hidden=cell.hidden,
        published=published,
        updated=updated,
    )


def outlive(before: Story, gone: Set[ArticleId]) -> tuple[Story, tuple[Edge, ...]]:
    """A story without those of its articles that are kept no longer, and what holds the rest of it
    together from now on: all were one with articles that nobody can compare them with any more.

    The earliest published of them leads. Nothing else of it changes: it is no news. At least one
    article must be left.
    """
    rest = [copy for copy in before.copies if copy.article.id not in gone]
    if before.lead.id in gone:
        first, *rest = rest
        lead = first.article
    else:
        lead = before.lead
    ties = tuple(
        Edge(
            a=min(lead.id, copy.article.id),
            b=max(lead.id, copy.article.id),
            how=copy.how,
            score=copy.score,
            because=(*copy.because, "told of articles that are no longer kept"),
        )
        for copy in rest
    )
    return replace(before, lead=lead, copies=tuple(rest)), ties


def begin_story(cell: Cell, *, story_id: StoryId, uri: str, listed: datetime) -> Story:
    """A story published for the first time."""
    return Story(
        id=story_id,
        uri=uri,
        lead=cell.lead,
        copies=cell.copies,
        authors=cell.authors,
        contributors=cell.contributors,
        evidence=cell.evidence,
        published=cell.lead.published,
        updated=cell.lead.updated,
        listed=listed,
        independent=cell.independent,
        hidden=cell.hidden,
    )


def published_id(entry_id: str, *, story_id: StoryId, host: str, year: int) -> tuple[str, str]:
    """The two ids a new story may be published under, the preferred one first.

    The source's own id verbatim when it is an absolute IRI, so that readers of two planets see one
    entry (RFC 4287 4.2.6); else, or when another story has that id already, a tag: URI (RFC 4151).
    """
    ours = f"tag:{host},{year}:story/{story_id}"
    return (entry_id if _ABSOLUTE_IRI.fullmatch(entry_id) else ours), ours
