"""The store's groups and the configuration in, what the index pages and their shelves list out.

A configured topic or source is published from the start, so that it can be subscribed to before
its first story; an author is published with theirs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import nlargest

from aggregator.config import Config
from aggregator.model import Group, GroupKind, SourceId, Story
from aggregator.store import Publication
from aggregator.store.views import View
from aggregator.text.html import to_text

from . import cards, compose, pictures, urls
from .cards import Known, Named
from .catalogue import Listing, listing
from .frames import KINDS, Head, IndexOf, Nothing, Shelf
from .pictures import Picture

_MOST_ON_SHELF = 10

_PICTURED: tuple[GroupKind, ...] = ("topic", "source")  # there may be very many authors
_TELL: dict[GroupKind, str] = {
    "topic": "Follow a subject: every story that matches it, from whichever source, each once.",
    "author": "Follow a person: everything credited to them, wherever it appeared.",
    "source": "Where the stories come from. Each source can also be followed by itself, cleaned.",
}
_NOTHING: dict[GroupKind, Nothing] = {
    "topic": Nothing(
        title="No topic is configured yet",
        lines=("A topic is a name and a rule in config.toml:",),
        code='[[topics]]\nslug = "python"\ntitle = "Python"\nmatch = \'python OR category:pypy\'',
    ),
    "author": Nothing(
        title="Nobody has been credited yet",
        lines=("Authors appear here with the first story that names them.",),
    ),
    "source": Nothing(
        title="No source is configured yet",
        lines=(
            "Feedmill reads what config.toml names. Add a feed, or the page that links to one:",
        ),
        code="feedmill sources add https://blog.example.org/",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a river begins, and what it says while it is empty."""

    head: Head
    heading: str
    nothing: Nothing
    tell: str = ""
    rule: str = ""
    link: Named | None = None


def known_of(read: Publication, before: Known) -> Known:
    """What is known of every source that is configured; `before`: at an earlier version."""
    rows = read.heads(before.rows)
    return Known(
        sources={id: row.source for id, row in rows.items()},
        heads={id: row.feed for id, row in rows.items() if row.feed},
        rows=rows,
    )


def group_of(
    read: Publication, config: Config, known: Known, kind: GroupKind, slug: str
) -> Group | None:
    """A published group with its title as configured; None when there is none of that slug."""
    if kind == "topic":
        topic = next((topic for topic in config.topics if topic.slug == slug), None)
        if topic:
            return Group(kind=kind, slug=slug, title=topic.name)
    if kind == "source" and SourceId(slug) in known.sources:
        return Group(kind=kind, slug=slug, title=known.title(SourceId(slug)))
    return read.group(kind, slug)


def groups_of(
    read: Publication, config: Config, known: Known, kind: GroupKind
) -> tuple[Listing, ...]:
    """The published groups of a kind: topics as configured, authors by stories, sources by name."""
    if kind not in known.listings:
        known.listings[kind] = _listed(read, config, known, kind)
    return known.listings[kind]


def _listed(
    read: Publication, config: Config, known: Known, kind: GroupKind
) -> tuple[Listing, ...]:
    rows = {row.group.slug: row for row in read.groups(kind)}
    named: list[tuple[str, str]] = []
    if kind == "topic":
        named = [(topic.slug, topic.name) for topic in config.topics]
    elif kind == "source":
        lists = {source.id for source in known.sources.values() if source.kind == "opml"}
        named = [(str(id), known.title(id)) for id in known.sources if id not in lists]
        named.sort(key=lambda pair: (pair[1].casefold(), pair[0]))
    shown = {slug for slug, _ in named}
    named += [(slug, row.group.title) for slug, row in rows.items() if slug not in shown]
    return tuple(
        listing(
            Group(kind=kind, slug=slug, title=title),
            config.site,
            stories=rows[slug].stories if slug in rows else 0,
            latest=rows[slug].latest if slug in rows else None,
        )
        for slug, title in named
    )


def index_of(read: Publication, config: Config, known: Known, kind: GroupKind) -> IndexOf:
    """The index page of a kind."""
    place = KINDS[kind]
    return IndexOf(
        head=Head(
            title=place.title,
            path=place.path,
            shelf=place.path,
            description=f"{place.title} of {config.site.title}, each with its feeds",
        ),
        rows=groups_of(read, config, known, kind),
        tell=_TELL[kind],
        nothing=_NOTHING[kind],
        pictures=_weeks_by_path(read, kind) if kind in _PICTURED else {},
    )


def weeks_of(read: Publication, view: View) -> Picture | None:
    """How many stories of a view came in each of the last weeks; None when none did."""
    newest = read.newest()
    if newest is None:
        return None
    weeks = pictures.weeks_to(newest)
    counts = pictures.by_week(read.daily(view, pictures.start_of(weeks)), weeks)
    return pictures.drawn(counts, weeks, max(counts)) if any(counts) else None


def _weeks_by_path(read: Publication, kind: GroupKind) -> Mapping[str, Picture]:
    """The same of every group of a kind, by its page, all on one scale."""
    newest = read.newest()
    if newest is None:
        return {}
    weeks = pictures.weeks_to(newest)
    days = read.daily_by_group(kind, pictures.start_of(weeks))
    counts = {slug: pictures.by_week(of_group, weeks) for slug, of_group in days.items()}
    most = max((max(of_group) for of_group in counts.values()), default=0)
    return {
        urls.group_path(kind, slug): pictures.drawn(of_group, weeks, most)
        for slug, of_group in counts.items()
    }


def shelves_of(read: Publication, config: Config, known: Known) -> tuple[Shelf, ...]:
    """The groups with most stories, to stand beside a river."""
    shelves = []
    for kind in ("topic", "author"):
        place = KINDS[kind]
        rows = groups_of(read, config, known, kind)
        most = nlargest(_MOST_ON_SHELF, rows, key=lambda row: row.stories)
        shown = tuple(row for row in most if row.stories)
        words = f"All {len(rows):,} {place.title.lower()}"
        shelves.append(Shelf(title=place.title, path=place.path, all=words, rows=shown))
    return tuple(shelves)


def opening_of(
    group: Group | None, byline: Group | None, path: str, config: Config, known: Known
) -> Opening:
    """How the river of a group begins (None: all stories); `byline` narrows it to an author."""
    feeds = cards.feed_links(path)
    if group is None:
        tell = f"The latest of {len(known.sources):,} sources, each story once."
        head = Head(title=config.site.title, path=path, description=tell, shelf="/", feeds=feeds)
        return Opening(
            head=head,
            heading="Latest stories",
            tell=tell if known.sources else "",
            nothing=_empty_river(known),
        )
    place = KINDS[group.kind]
    title = group.title or group.slug
    name = f"{byline.title or byline.slug} on {title}" if byline else title
    head = Head(
        title=name,
        path=path,
        description=f"{name}: stories collected by {config.site.title}",
        shelf=place.path,
        crumbs=_above(group, byline, config),
        feeds=feeds,
    )
    opening = Opening(head=head, heading=name, nothing=_empty_group(group))
    return opening if byline else _told(opening, group, config, known)


def _above(group: Group, byline: Group | None, config: Config) -> tuple[Named, ...]:
    """What a group's page stands under: the index, the topics above it, the group of a byline."""
    titles = {topic.slug: topic.name for topic in config.topics}
    levels = group.slug.split("/") if group.kind == "topic" else []
    higher = ("/".join(levels[:depth]) for depth in range(1, len(levels)))
    topics = (
        Named(title=titles[slug], path=urls.group_path("topic", slug))
        for slug in higher
        if slug in titles
    )
    own = (Named(title=group.title or group.slug, path=urls.path_of(group)),) if byline else ()
    return (KINDS[group.kind], *topics, *own)


def narrower_of(stories: Iterable[Story], address: urls.Address) -> tuple[Named, ...]:
    """Of an author's page, what they wrote on each topic of the stories shown there."""
    if not address.author or address.topic:
        return ()
    topics = {
        membership.group.slug: membership.group.title or membership.group.slug
        for story in stories
        for membership in story.memberships
        if membership.group.kind == "topic"
    }
    return tuple(
        Named(title=title, path=urls.group_path("topic", slug, address.author))
        for slug, title in sorted(topics.items(), key=lambda pair: pair[1].casefold())
    )


def title_of(group: Group, byline: Group | None, config: Config, words: str = "") -> str:
    """What a reader's list of subscriptions shows of a view; `words` are what it was asked for."""
    title = compose.title_of(group, config.site)
    if byline:
        title = f"{byline.title or byline.slug} on {title}"
    return f"{words} – {title}" if words else title


def _told(opening: Opening, group: Group, config: Config, known: Known) -> Opening:
    match group.kind:
        case "topic":
            rule = next((t.rule for t in config.topics if t.slug == group.slug), "")
            tell = "Stories that match" if rule else "Stories about this subject."
            return replace(opening, tell=tell, rule=rule)
        case "author":
            return replace(opening, tell="Stories credited to them, wherever they appeared.")
        case "source":
            words, home = _tell_source(SourceId(group.slug), known)
            return replace(opening, tell=words, link=home)
        case "all":
            return opening


def _tell_source(source: SourceId, known: Known) -> tuple[str, Named | None]:
    head = known.heads.get(source)
    pages = (link.href for link in head.links if link.rel == "alternate") if head else ()
    home = next(filter(None, map(urls.web_address, pages)), "")
    words = compose.excerpt(to_text(head.subtitle), 200) if head else ""
    shown = home.partition("://")[2].rstrip("/")
    return words, Named(title=shown, path=home) if home else None


def _empty_river(known: Known) -> Nothing:
    if not known.sources:
        return _NOTHING["source"]
    return Nothing(
        title="No stories yet",
        lines=("The sources are being read for the first time. Come back in a moment.",),
    )


def _empty_group(group: Group) -> Nothing:
    if group.kind == "topic":
        return Nothing(
            title="No story has matched yet",
            lines=("You can subscribe already: the feeds fill when the first one comes.",),
        )
    return Nothing(
        title="No stories yet",
        lines=("You can subscribe already: the feeds fill with the first story.",),
    )
