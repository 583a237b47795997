"""A composed `Feed` in, an RSS 2.0 document out, by the RSS Advisory Board's profile. Pure.

What RSS has no element for is written in the namespaces that readers know: atom:link and
atom:updated, dc:creator for each person, content:encoded, Media RSS for further files, and the
podcast namespaces (Apple's, Podcasting 2.0) where there is something to play.
"""

from functools import partial

from aggregator.config import Site
from aggregator.episode import Episode
from aggregator.model import Entry, Feed, Link

from ..words import language_tag, legal, one_line, plain
from ._feedgen import (
    ATOM,
    DC,
    ITUNES,
    MEDIA,
    PODCAST,
    PODCAST_RELS,
    Element,
    add,
    add_link,
    entry_extension,
    feed_extension,
    generator,
    media,
    new_entry,
    rfc822,
)
from ._sound import file_type, media_type, people, rfc3339, sound

DOCS = "https://www.rssboard.org/rss-specification"


def render(feed: Feed, self_url: str, site: Site) -> bytes:
    """The document that stands at `self_url`; raises FormatError when its head is incomplete."""
    feed, _ = sound(feed)
    made = generator(
        feed,
        site,
        [_item(entry, feed) for entry in feed.entries],
        feed_extension(_namespaces(feed), partial(_finish_channel, feed, self_url)),
    )
    made.title(plain(feed.title))
    made.subtitle(plain(feed.subtitle) or plain(feed.title))
    made.docs(DOCS)
    # feedgen takes the last link of any kind for the channel's: it gets no other one
    page = next((link.href for link in feed.links if link.rel == "alternate"), site.url)
    made.link(href=page, rel="alternate")
    if one_line(feed.rights):
        made.copyright(plain(feed.rights))
    return bytes(made.rss_str())


def _namespaces(feed: Feed) -> dict[str, str]:
    """Those of podcasts only where they are in use."""
    used = {"dc": DC, "media": MEDIA}
    if any(_is_played(entry) or _apple(entry) for entry in feed.entries):
        used["itunes"] = ITUNES
    if any(link.rel in PODCAST_RELS for entry in feed.entries for link in entry.links):
        used["podcast"] = PODCAST
    return used


def _item(entry: Entry, feed: Feed) -> object:
    made = new_entry(entry, entry_extension(partial(_finish_item, entry, feed)))
    made.title(plain(entry.title) or "Untitled")
    page = next((link.href for link in entry.links if link.rel == "alternate"), "")
    if page:
        made.link(href=page)
    made.guid(entry.id, permalink=entry.id == page)
    if entry.summary and entry.content:
        made.description(legal(entry.summary), isSummary=True)
        made.content(legal(entry.content))
    else:
        made.description(legal(entry.content or entry.summary))
    if entry.comments:
        made.comments(entry.comments)
    enclosure = next((link for link in entry.links if link.rel == "enclosure"), None)
    if enclosure:
        # the profile's word for an unknown length is 0; feedgen would keep only the last one
        made.enclosure(enclosure.href, str(enclosure.length or 0), file_type(enclosure))
    if entry.origin:
        links = {link.rel: link.href for link in reversed(entry.origin.links)}
        address = links.get("self") or links.get("alternate")
        if address:
            made.source(address, plain(entry.origin.title) or address)
    return made


def _finish_channel(feed: Feed, self_url: str, root: Element) -> None:
    channel = root.find("channel")
    add(channel, "lastBuildDate", rfc822(feed.updated) if feed.updated else "")
    own = Link(href=self_url, rel="self", type="application/rss+xml")
    others = (link for link in feed.links if link.rel not in ("self", "alternate"))
    for link in (own, *others):
        add_link(channel, link, f"{{{ATOM}}}link")


def _is_played(entry: Entry) -> bool:
    """Whether a podcast program would play it, and has a picture to show."""
    files = (file_type(link) for link in entry.links if link.rel == "enclosure")
    return bool(entry.image) and any(one.startswith(("audio/", "video/")) for one in files)


def _apple(entry: Entry) -> dict[str, str]:
    """Apple's elements for what is known of the entry as an episode, and of its enclosure."""
    episode = entry.episode or Episode()
    durations = [link.duration for link in entry.links if link.rel == "enclosure"]
    said = {
        "duration": durations[0] if durations else None,
        "season": episode.season,
        "episode": episode.number,
        "episodeType": episode.kind,
        "explicit": "" if episode.explicit is None else str(episode.explicit).lower(),
    }
    return {name: str(value) for name, value in said.items() if value}


def _podcast(entry: Entry, item: Element) -> None:
    """What podcast programs look for, in Apple's namespace and in that of Podcasting 2.0."""
    if _is_played(entry):  # Apple's and others like it look at no thumbnail
        add(item, f"{{{ITUNES}}}image", href=entry.image)
    for name, text in _apple(entry).items():
        add(item, f"{{{ITUNES}}}{name}", text)
    for link in entry.links:
        if link.rel == "transcript":
            language = language_tag(link.hreflang or "")
            kind = file_type(link)
            add(item, f"{{{PODCAST}}}transcript", url=link.href, type=kind, language=language)
    for link in [link for link in entry.links if link.rel == "chapters"][:1]:  # one at most
        kind = media_type(link) or "application/json+chapters"
        add(item, f"{{{PODCAST}}}chapters", url=link.href, type=kind)


def _finish_item(entry: Entry, feed: Feed, item: Element) -> None:
    """Dates, every person, further links and files, language and rights."""
    if entry.published:
        add(item, "pubDate", rfc822(entry.published))
    if entry.updated:
        add(item, f"{{{ATOM}}}updated", rfc3339(entry.updated))
    creators = dict.fromkeys(parts["name"] for parts in people(entry.authors))
    helpers = dict.fromkeys(
        parts["name"] for parts in people(entry.contributors, but=entry.authors)
    )
    for name in creators:
        add(item, f"{{{DC}}}creator", name)
    for name in helpers:
        add(item, f"{{{DC}}}contributor", name)
    for link in entry.links:
        if link.rel in ("related", "via"):
            add_link(item, link, f"{{{ATOM}}}link")
    files = [link for link in entry.links if link.rel == "enclosure"]
    media(item, entry, files[1:])
    _podcast(entry, item)
    if language_tag(entry.language) and entry.language != feed.language:
        add(item, f"{{{DC}}}language", entry.language)
    if one_line(entry.rights):
        add(item, f"{{{DC}}}rights", plain(entry.rights))
