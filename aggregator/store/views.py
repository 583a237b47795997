"""What is asked of the store and what it answers besides the model's nouns. Frozen values. Pure."""

from dataclasses import dataclass
from datetime import datetime

from ..model import Feed, Group, GroupKind, PollState, Source, Story, StoryId
from ..text.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which stories: those that are in every group named here; `View()` is all of them.

    With `words`, those of them that say what is sought.
    """

    topic: str = ""
    author: str = ""
    source: str = ""
    words: Query | None = None

    @property
    def groups(self) -> tuple[tuple[GroupKind, str], ...]:
        """The (kind, slug) pairs that must all hold, the usually smallest group first."""
        named: tuple[tuple[GroupKind, str], ...] = (
            ("author", self.author),
            ("source", self.source),
            ("topic", self.topic),
        )
        return tuple(pair for pair in named if pair[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in a view: the stories before it are those listed earlier (or equal, by lower id)."""

    listed: datetime
    id: StoryId

    @classmethod
    def after(cls, story: Story) -> "Cursor":
        """The place behind `story`, from which the next page starts."""
        return cls(listed=story.listed, id=story.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A group with how many published stories it has and when the newest was listed.

    `version` is that of the last change to any document of the group.
    """

    group: Group
    stories: int
    latest: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source, its health, and what we hold of it.

    `entries`: distinct entries held; `stories`: stories one of its articles is in; `copies`: its
    articles that another article of their story leads.
    """

    source: Source
    state: PollState
    entries: int = 0
    stories: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A source, and the head that its document had last; `mark` is of the rows as they were."""

    source: Source
    feed: Feed | None
    mark: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Published stories; articles held; authors and topics with at least one published story;
    articles that are kept no longer."""

    stories: int
    articles: int
    authors: int
    topics: int
    let_go: int = 0
