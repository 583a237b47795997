"""A group and its stories in, one `Feed` to publish out: every editorial choice is made here. Pure.

Nothing here reads a clock: the same stories give the same feed. HTML in articles is clean already;
all that is added (names, titles, addresses) is escaped, and only http(s) addresses are linked.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import assert_never
from urllib.parse import urlsplit

from aggregator.config import Site
from aggregator.model import (
    Article,
    Category,
    Copy,
    Entry,
    Feed,
    Group,
    Link,
    Person,
    Publish,
    Source,
    SourceId,
    Story,
    Tombstone,
)
from aggregator.text.urls import without_secrets

from . import urls

Others = Sequence[tuple[Copy, str]]
"""Copies with the name of their source as shown."""

EXCERPT = 400
"""Characters of an excerpt at most: what may be quoted of a source that publishes excerpts."""

NEVER = datetime(2005, 12, 1, tzinfo=UTC)
"""`updated` of a feed that never had an entry: the month of RFC 4287, as a clock would change the
bytes and 1970 is refused by validators."""


def compose(
    group: Group,
    stories: Sequence[Story],
    *,
    site: Site,
    sources: Mapping[SourceId, Source],
    heads: Mapping[SourceId, Feed],
    removed: Sequence[Tombstone] = (),
    path: str = "",
    title: str = "",
    subtitle: str = "",
    links: tuple[Link, ...] = (),
    limit: int | None = None,
    capped: bool = True,
    full: bool = True,
) -> Feed:
    """The feed of a group.

    `stories` come newest `listed` first; at most `limit` (default: [site] entries) are taken, and
    of each source at most its max_items, counted in this document. Within the document entries
    stand by `published`, newest first, then by id.
    `sources` and `heads` (`PollState.feed`) say what is known of the leads' sources; one that is
    in neither is shown by its id. `path`, `title` and `subtitle` are needed for views that are no
    group (search, an author on a topic). `links` are the document's own (hub, next, prev-archive).
    `capped=False` is for archives, which must hold everything; `full=False` gives excerpts
    whatever the sources allow.
    """
    chosen = select(stories, sources if capped else {}, site.entries if limit is None else limit)
    page = path or urls.path_of(group)
    present = {urls.iri(story.uri) for story in chosen}
    gone = tuple(
        tombstone
        for tombstone in sorted(removed, key=lambda t: (t.when, t.uri), reverse=True)
        if urls.iri(tombstone.uri) not in present
    )
    times = [story.updated for story in chosen] + [tombstone.when for tombstone in gone]
    return Feed(
        id=feed_id(site, page),
        title=title or title_of(group, site),
        subtitle=subtitle or subtitle_of(group, site),
        links=(Link(href=urls.absolute(site.url, page), type="text/html"), *links),
        updated=max(times, default=NEVER),
        authors=(Person(name=site.title, uri=urls.absolute(site.url, "/")),),
        language=site.language,
        entries=tuple(
            entry_of(story, site=site, sources=sources, heads=heads, full=full) for story in chosen
        ),
        removed=gone,
    )


def feed_id(site: Site, path: str) -> str:
    """The address of the Atom document: the same in each format, page and archive (RFC 5005 2)."""
    stem, mark, query = path.partition("?")
    return urls.absolute(site.url, urls.feed_path(stem, "atom")) + mark + query


def title_of(group: Group, site: Site) -> str:
    """What a reader's list of subscriptions shows."""
    return site.title if group.kind == "all" else f"{group.title or group.slug} – {site.title}"


def subtitle_of(group: Group, site: Site) -> str:
    """One sentence on what the feed holds."""
    name = group.title or group.slug
    match group.kind:
        case "all":
            return f"All stories of {site.title}, each once"
        case "topic":
            return f"Stories about {name}, each once"
        case "author":
            return f"Stories by {name}, wherever they appeared"
        case "source":
            return f"Stories of {name}, cleaned"
        case never:
            assert_never(never)


def select(
    stories: Sequence[Story], sources: Mapping[SourceId, Source], limit: int
) -> tuple[Story, ...]:
    """The first `limit` stories that no source's max_items keeps out, in document order."""
    taken: list[Story] = []
    count: Counter[SourceId] = Counter()
    for story in stories:
        source = sources.get(story.lead.source)
        if source and source.max_items is not None and count[source.id] >= source.max_items:
            continue
        if len(taken) == limit:
            break
        count[story.lead.source] += 1
        taken.append(story)
    taken.sort(key=lambda story: story.id)
    return tuple(sorted(taken, key=lambda story: story.published, reverse=True))


def entry_of(
    story: Story,
    *,
    site: Site,
    sources: Mapping[SourceId, Source],
    heads: Mapping[SourceId, Feed],
    full: bool = True,
) -> Entry:
    """The story as one entry: its lead speaks, its copies are linked."""
    lead = story.lead
    source = sources.get(lead.source)
    policy: Publish = source.publish if source else "full"
    if policy == "full" and not full:
        policy = "excerpt"
    home = origin_of(lead, story, site, source, heads.get(lead.source))
    others: list[tuple[Copy, str]] = []
    for copy in elsewhere(story):
        where = copy.article.source
        others.append((copy, name_of(copy.article, sources.get(where), heads.get(where))))
    brief = excerpt(lead.summary or lead.text)
    body = {"full": lead.html or _paragraph(brief), "excerpt": _paragraph(brief), "title": ""}
    return Entry(
        id=urls.iri(story.uri),
        title=lead.title or excerpt(lead.text, 80) or home.title,
        links=_links(story, others, site),
        summary="" if policy == "title" else escape(brief),
        content=body[policy] + credit(story, home.title, others),
        published=story.published,
        updated=max(story.updated, story.published),
        authors=story.authors,
        contributors=story.contributors,
        categories=(*lead.categories, *topics_of(story, site)),
        image=urls.web_address(lead.image),
        rights=lead.rights or (heads[lead.source].rights if lead.source in heads else ""),
        language=lead.language,
        origin=home,
        comments=urls.web_address(lead.comments),
        episode=lead.episode,
        story=story,
    )


def topics_of(story: Story, site: Site) -> tuple[Category, ...]:
    """Our topics as categories; scheme and term together are the topic page's address."""
    scheme = urls.absolute(site.url, urls.SHELVES["topic"])
    return tuple(
        Category(term=group.slug, scheme=scheme, label=group.title or None)
        for group in (membership.group for membership in story.memberships)
        if group.kind == "topic"
    )


def elsewhere(story: Story) -> tuple[Copy, ...]:
    """The copies that a person can go and see: not those that lead back to a page already named.

    A planet's copy leads to the original; so does a link that differs only by what it tracks.
    """
    seen = {_page_of(story.lead)}
    found: list[Copy] = []
    for copy in story.copies:
        page = _page_of(copy.article)
        if page not in seen:
            seen.add(page)
            found.append(copy)
    return tuple(found)


def _page_of(article: Article) -> tuple[str, str]:
    """What tells pages apart: the host and, as far as we know it, the canonical address there."""
    address = address_of(article)
    if not address:
        return article.source, ""
    return urlsplit(address).netloc.removeprefix("www."), article.url or address


def credit(story: Story, name: str, others: Others) -> str:
    """The last line of a body: where the text is from, and who else has it, in whose words."""
    line = f"From {_anchor(address_of(story.lead), name)}."
    places = [
        _anchor(address_of(copy.article), place) + (" (reworded)" if copy.how == "reworded" else "")
        for copy, place in others
    ]
    if places:
        line += f" Also at: {', '.join(places)}."
    return f'<p class="feedmill-credit">{line}</p>'


def address_of(article: Article) -> str:
    """Where a person reads the article; '' when it has no web page."""
    return urls.web_address(article.link) or urls.web_address(article.url)


def name_of(article: Article, source: Source | None, head: Feed | None) -> str:
    """The source as shown: the planet's word for the original, the operator's, or its own."""
    if article.origin is not None and article.origin.title:
        return article.origin.title
    return (source.title if source else "") or (head.title if head else "") or article.source


def origin_of(
    article: Article, story: Story, site: Site, source: Source | None, head: Feed | None
) -> Feed:
    """atom:source (RFC 4287 4.2.11): id, title and updated always present.

    `updated` is not the head's own: many servers date each answer anew, and every document that
    quotes them would change with every poll. It is a moment at which the source is known to have
    changed: this entry's.
    """
    quoted = article.origin
    known = quoted or head or Feed()
    fed = _first_link(known, "self") or (
        _for_everyone(source.url) if source and quoted is None else ""
    )
    ours = urls.absolute(site.url, urls.group_path("source", article.source))
    home = _first_link(known, "alternate") or (ours if quoted is None else "")
    name = name_of(article, source, head)
    links = ((home, "alternate", "text/html"), (fed, "self", None))
    return Feed(
        id=urls.iri(known.id if without_secrets(known.id) == known.id else "")
        or fed
        or home
        or ours,
        title=name,
        subtitle=known.subtitle,
        links=tuple(Link(href=href, rel=rel, type=type) for href, rel, type in links if href),
        updated=(quoted.updated if quoted else None) or min(article.updated, story.updated),
        authors=known.authors or (Person(name=name, uri=home or None),),
        rights=known.rights,
        language=known.language,
        icon=urls.web_address(known.icon),
        logo=urls.web_address(known.logo),
    )


def excerpt(text: str, longest: int = EXCERPT) -> str:
    """Plain text in one line, cut at a word within `longest` characters, with '…' when cut.

    What only makes sense before another word, as a comma, does not stand before the '…'.
    """
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > longest // 2 else cut).rstrip(" ,;:-–—") + "…"


def _links(story: Story, others: Others, site: Site) -> tuple[Link, ...]:
    """Alternate first; then the copies, what the lead links as related or via, its enclosures."""
    lead = story.lead
    page = urls.absolute(site.url, urls.story_path(story.id))
    found = [
        Link(href=address_of(lead) or page, hreflang=lead.language or None),
        *(Link(href=address_of(copy.article), rel="related", title=name) for copy, name in others),
        *(link for link in lead.links if link.rel in ("related", "via", "transcript", "chapters")),
        *lead.enclosures,
    ]
    kept: dict[tuple[str, str], Link] = {}
    for link in found:
        href = urls.web_address(link.href)
        rel = "enclosure" if link in lead.enclosures else link.rel
        if href:
            kept.setdefault((rel, href), replace(link, href=href, rel=rel))
    return tuple(kept.values())


def _first_link(feed: Feed, rel: str) -> str:
    addresses = (_for_everyone(link.href) for link in feed.links if link.rel == rel)
    return next(filter(None, addresses), "")


def _for_everyone(href: str) -> str:
    """A web address that may be passed on; '' for one that was given to us alone."""
    return urls.web_address(href) if without_secrets(href) == href else ""


def _anchor(href: str, name: str) -> str:
    shown = escape(name)
    return f'<a href="{escape(href)}">{shown}</a>' if href else shown


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""
