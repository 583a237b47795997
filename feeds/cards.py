"""Stories, groups and what is known of sources in, the values a page shows out. Pure.

Templates print these and decide nothing. Every address that leads away has been through
`urls.web_address`; every other one is a path of ours.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from aggregator.model import (
    Article,
    Feed,
    GroupKind,
    Publish,
    Source,
    SourceId,
    Story,
)
from aggregator.store.views import Head

from . import compose, urls
from .catalogue import Listing
from .formats import FORMATS

EXCERPT = 320
"""Characters of an excerpt in a river: three lines of it are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Words and where they lead: a path of ours, a web address, or nowhere ("")."""

    title: str
    path: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """One address to subscribe to."""

    label: str
    path: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the sources at one version: as configured, and their documents' heads.

    `rows` are what it was made of; `listings` remembers the groups of a kind, as every page of that
    version shows some of them.
    """

    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    heads: Mapping[SourceId, Feed] = field(default_factory=dict)
    rows: Mapping[SourceId, Head] = field(default_factory=dict, compare=False)
    listings: dict[GroupKind, tuple[Listing, ...]] = field(default_factory=dict, compare=False)

    def name(self, article: Article) -> str:
        """The source of an article as shown."""
        source, head = self.sources.get(article.source), self.heads.get(article.source)
        return compose.name_of(article, source, head)

    def title(self, source: SourceId) -> str:
        """A source as shown: the operator's word for it, its own, or its id."""
        own, head = self.sources.get(source), self.heads.get(source)
        return (own.title if own else "") or (head.title if head else "") or source

    def policy(self, source: SourceId) -> Publish:
        """How much of its articles a source lets us show."""
        own = self.sources.get(source)
        return own.publish if own else "full"

    def place(self, article: Article) -> Named:
        """The source of an article, leading to its page when it is still configured."""
        path = urls.group_path("source", article.source) if article.source in self.sources else ""
        return Named(title=self.name(article), path=path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story in a river."""

    id: str
    path: str
    title: str
    url: str
    language: str
    source: Named
    authors: tuple[Named, ...]
    topics: tuple[Named, ...]
    published: datetime
    listed: datetime
    excerpt: str
    whole: bool  # the text can be read here
    here: bool  # told by another source, and had by that whose page shows it
    places: tuple[Named, ...]  # the others that have it, each once

    @property
    def same_day(self) -> bool:
        """Whether the day it stands under is the day it was published."""
        return self.published.date() == self.listed.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The stories listed on one day (UTC)."""

    date: date
    cards: tuple[Card, ...]


def feed_links(path: str, query: tuple[tuple[str, str], ...] = ()) -> tuple[FeedLink, ...]:
    """The three feeds that belong to a page; `query` narrows them as it did the page."""
    return tuple(
        FeedLink(
            label=format.title,
            path=urls.with_query(urls.feed_path(path, format.name), query),
            media_type=format.media_type,
        )
        for format in FORMATS.values()
    )


def card_of(story: Story, known: Known, page: str = "") -> Card:
    """The story as its lead tells it; `page` is the path of the group whose page shows it, if any:
    what is said at the top of that page is not said again."""
    lead = story.lead
    policy = known.policy(lead.source)
    title = title_of(lead, known)
    brief = compose.excerpt(lead.summary or lead.text, EXCERPT)
    return Card(
        id=story.id,
        path=urls.story_path(story.id),
        title=title,
        url=compose.address_of(lead),
        language=lead.language,
        source=known.place(lead),
        authors=authors_of(story),
        topics=tuple(topic for topic in named_groups(story, "topic") if topic.path != page),
        published=story.published,
        listed=story.listed,
        excerpt="" if policy == "title" or brief.rstrip("…") == title.rstrip("…") else brief,
        whole=policy == "full" and bool(lead.html),
        here=page != _page_of(lead)
        and any(_page_of(copy.article) == page for copy in story.copies),
        places=other_places(story, known, page),
    )


def title_of(article: Article, known: Known) -> str:
    """The title; an article without one is called by its first words, or by its source."""
    return article.title or compose.excerpt(article.text, 80) or known.name(article)


def days_of(stories: Iterable[Story], known: Known, page: str = "") -> tuple[Day, ...]:
    """Stories, newest first, under the days they were listed on; `page` as for `card_of`."""
    days = groupby(stories, key=lambda story: story.listed.date())
    return tuple(
        Day(date=day, cards=tuple(card_of(story, known, page) for story in of_day))
        for day, of_day in days
    )


def authors_of(story: Story) -> tuple[Named, ...]:
    """Whom the story is credited to, each leading to their page when they have one."""
    pages = {named.title.casefold(): named.path for named in named_groups(story, "author")}
    return tuple(
        Named(title=person.name, path=pages.get(person.name.casefold(), ""))
        for person in story.authors
        if person.name
    )


def named_groups(story: Story, kind: GroupKind) -> tuple[Named, ...]:
    """The groups of a kind that the story is in, with the reason as a note."""
    return tuple(
        Named(
            title=membership.group.title or membership.group.slug,
            path=urls.path_of(membership.group),
            note=membership.because,
        )
        for membership in story.memberships
        if membership.group.kind == kind
    )


def other_places(story: Story, known: Known, page: str = "") -> tuple[Named, ...]:
    """The sources besides the lead's, and that of the page, that have the story: each once, in the
    copies' order."""
    lead = known.name(story.lead)
    articles = (copy.article for copy in story.copies if _page_of(copy.article) != page)
    places = {known.name(article): known.place(article) for article in articles}
    return tuple(place for name, place in places.items() if name != lead)


def _page_of(article: Article) -> str:
    return urls.group_path("source", article.source)


def housed(html: str) -> str:
    """Clean HTML as a page can hold it: headings a rank lower, as there is a title above them, and
    tables, which may be wider than the column, within reach of the keyboard.

    Only letters, digits and '=' are put in, so this is safe inside attribute values too.
    """
    lower = re.sub(r"(?i)(</?h)([1-6])(?=[\s>])", _lower, html)
    return re.sub(r"(?i)<table(?=[\s>])", "<table tabindex=0", lower)


def _lower(tag: re.Match[str]) -> str:
    return f"{tag[1]}{min(int(tag[2]) + 1, 6)}"
