"""A store snapshot and the target of a page in, the page out: which stories and groups it shows.

Reads the store. What the pages look like is for `pages` to say.
"""

from collections.abc import Callable
from dataclasses import replace

from aggregator.config import Config
from aggregator.model import Group, GroupKind, Story, StoryId
from aggregator.store import Publication
from aggregator.store.views import View
from aggregator.text.query import asked, sought

from . import cards, compose, indices, months, passages, urls
from .answers import Absent, Answer, Document, Moved
from .cards import Day, Known
from .months import MonthRow, Tally
from .pages import Pages, older_head
from .routes import (
    MOST,
    Embed,
    Index,
    Manual,
    Month,
    Months,
    Page,
    River,
    SearchPage,
    StoryPage,
    path_of,
)
from .selection import Selection, capped, changed, latest, take, view_of

HTML = "text/html; charset=utf-8"
_SEARCH = urls.Address(path=urls.SEARCH)
_NOTHING = Selection(stories=(), following=None)
_HEADLINES = 10  # of an embedded list that does not say
_MOST_TOLD = 20  # other reports of a happening that a story page lists

KnownNow = Callable[[Publication], Known]
"""What is known of the sources at the snapshot's version."""
GroupsOf = Callable[[Publication, urls.Address], tuple[Group, ...] | None]
"""The groups an address names; None when one does not exist."""


class Webpages:
    """The pages of one site, and the headlines it has for the pages of others."""

    def __init__(self, config: Config, pages: Pages, known: KnownNow, groups: GroupsOf) -> None:
        self._config = config
        self._pages = pages
        self._known = known
        self._groups = groups
        self._tally = Tally()

    def make(self, read: Publication, target: Page) -> Answer:
        """The page at a target's address."""
        match target:
            case River():
                return self._river(read, target)
            case Index(kind=kind):
                return self._index(read, kind)
            case StoryPage(id=id):
                return self._story(read, id)
            case SearchPage():
                return self._search(read, target)
            case Months() | Month():
                return self._archive(read, target)
            case Embed():
                return self._embed(read, target)
            case Manual():
                return Document(self._pages.manual(MOST), HTML)

    def _river(self, read: Publication, target: River) -> Answer:
        groups = self._groups(read, target.address)
        if groups is None:
            return Absent()
        known = self._known(read)
        group, byline, *_ = (*groups, None, None)
        opening = indices.opening_of(group, byline, target.address.path, self._config, known)
        selection = self._chosen(read, target, known)
        older = target_after(target, selection)
        if target.before:
            opening = replace(
                opening, head=older_head(opening.head, path_of(target)), tell="", rule="", link=None
            )
        body = self._pages.river(
            opening.head,
            cards.days_of(selection.stories, known, target.address.path),
            heading=opening.heading,
            tell=opening.tell,
            tell_rule=opening.rule,
            tell_link=opening.link,
            narrower=indices.narrower_of(selection.stories, target.address),
            before=target.before.listed if target.before else None,
            older=path_of(older) if older else "",
            picture=None if target.before else indices.weeks_of(read, view_of(target.address)[0]),
            shelves=indices.shelves_of(read, self._config, known),
            nothing=opening.nothing,
        )
        return Document(body, HTML, read.updated(View()), following=older)

    def _chosen(self, read: Publication, target: River, known: Known) -> Selection:
        """A page's stories. max_items makes a source's own pages shorter, not its stories fewer."""
        view, keep = view_of(target.address)
        limit = self._config.site.entries
        source = next((s for id, s in known.sources.items() if id == view.source), None)
        if source:
            limit = min(limit, source.max_items or limit)
        else:
            keep = capped(keep, known.sources)
        return take(read, view, keep, limit, target.before)

    def _index(self, read: Publication, kind: GroupKind) -> Document:
        index = indices.index_of(read, self._config, self._known(read), kind)
        return Document(self._pages.index(index), HTML, read.updated(View()))

    def _story(self, read: Publication, id: StoryId) -> Answer:
        story = read.story(id)
        if story is not None:
            page = self._pages.story(story, self._known(read), _also_told(read, story))
            return Document(page, HTML, latest(story))
        into = read.moved(id)
        if into is not None:
            return Moved(path=urls.story_path(into))
        return Absent(gone=any(found.id == id for found in read.find(id)))

    def _archive(self, read: Publication, target: Months | Month) -> Answer:
        if isinstance(target, Months):
            years = months.years_of(self.months(read))
            return Document(self._pages.months(years), HTML, read.updated(View()))
        leaf = months.leaf_of(read, target, self._tallied(read))
        if leaf is None:
            return Absent()
        body = self._pages.month(
            leaf, cards.days_of(leaf.stories, self._known(read)), path=path_of(target)
        )
        return Document(body, HTML, read.updated(View()), following=leaf.following)

    def months(self, read: Publication) -> tuple[MonthRow, ...]:
        """The months that have pages."""
        return months.months_of(self._tallied(read))

    def _tallied(self, read: Publication) -> Tally:
        self._tally = tally = months.tally_of(read, self._tally)
        return tally

    def _search(self, read: Publication, target: SearchPage) -> Document:
        known = self._known(read)
        found = _NOTHING
        if target.filter.words:
            view, keep = view_of(_SEARCH, target.filter)
            found = take(read, view, keep, self._config.site.entries, target.before)
        older = replace(target, before=found.following) if found.following else None
        days = _marked(cards.days_of(found.stories, known), found.stories, target.filter.words)
        body = self._pages.search(target, days, older=path_of(older) if older else "")
        return Document(body, HTML, read.updated(View()))

    def _embed(self, read: Publication, target: Embed) -> Answer:
        groups = self._groups(read, target.address)
        if groups is None:
            return Absent()
        known = self._known(read)
        view, keep = view_of(target.address, target.filter)
        limit = target.filter.limit or _HEADLINES
        asks = target.address.path != urls.SEARCH or target.filter.words
        chosen = take(read, view, capped(keep, known.sources), limit) if asks else _NOTHING
        shown = compose.select(chosen.stories, {}, limit)
        group, byline, *_ = (*groups, None, None)
        title = indices.title_of(
            group or Group(kind="all"), byline, self._config, target.filter.words
        )
        body = self._pages.embed([cards.card_of(story, known) for story in shown], title, target)
        return Document(body, HTML, changed(read, view, chosen.stories), embedded=True)


def _marked(days: tuple[Day, ...], stories: tuple[Story, ...], words: str) -> tuple[Day, ...]:
    """The days with what was sought marked in each story."""
    query = asked(words)
    wanted = sought(query) if query else frozenset()
    texts = {story.id: story.lead.text for story in stories}
    return tuple(
        replace(
            day,
            cards=tuple(
                passages.showing(card, texts[StoryId(card.id)] if card.whole else "", wanted)
                for card in day.cards
            ),
        )
        for day in days
    )


def _also_told(read: Publication, story: Story) -> tuple[tuple[Story, str], ...]:
    """Other stories of the same happening, each with what the two were found to share."""
    if not story.event:
        return ()
    own = [article.id for article in story.articles]
    shared = {
        end: next((reason for reason in edge.because if " shared" in reason), "")
        for edge in read.edges_of(own)
        for end in (edge.a, edge.b)
    }
    return tuple(
        (other, next((shared[a.id] for a in other.articles if a.id in shared), ""))
        for other in read.stories_about(story.event, limit=_MOST_TOLD)
        if other.id != story.id
    )


def target_after(target: River, selection: Selection) -> River | None:
    """The next page of a river; None on its last."""
    following = selection.following
    return River(address=target.address, before=following) if following else None
