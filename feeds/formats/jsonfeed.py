"""A composed `Feed` in, a JSON Feed 1.1 document out, with our `_feedmill` extension. Pure."""

import json
from html import unescape
from typing import Any

from aggregator.config import Site
from aggregator.model import Copy, Entry, Evidence, Feed, How, Link, Person, Story

from .. import urls
from ..words import language_tag, legal, plain
from ._sound import file_type, people, rfc3339, sound

VERSION = "https://jsonfeed.org/version/1.1"

# The published words are a promise of four each; what we know more finely is said by `why`.
_HOW: dict[How, str] = {
    "same-entry": "same-link",
    "same-link": "same-link",
    "same-text": "same-text",
    "edited": "edited",
    "reworded": "reworded",
    "pinned": "reworded",  # an editor's word: nothing is claimed about the wording
}
_EVIDENCE: dict[Evidence, str] = {
    "pin": "alias",  # an editor's word stands like a configured alias
    "byline": "byline",
    "page": "byline",
    "copy": "byline",
    "claimed": "claimed",
    "alias": "alias",
    "source": "source",
}


def render(feed: Feed, self_url: str, site: Site) -> bytes:
    """The document that stands at `self_url`; raises FormatError when its head is incomplete.

    The feed names no authors: they would be those of each item that names none, and a planet has
    not written what nobody is credited with.
    """
    feed, _ = sound(feed)
    links = {link.rel: link.href for link in reversed(feed.links)}
    document = {
        "version": VERSION,
        "title": plain(feed.title),
        "home_page_url": links.get("alternate"),
        "feed_url": self_url,
        "description": plain(feed.subtitle),
        "next_url": links.get("next") if links.get("next") != self_url else None,
        "icon": feed.logo,
        "favicon": feed.icon,
        "language": language_tag(feed.language),
        "hubs": [{"type": "WebSub", "url": link.href} for link in feed.links if link.rel == "hub"],
        "items": [_item(entry, feed, site) for entry in feed.entries],
    }
    return json.dumps(_present(document, "items"), ensure_ascii=False, indent=1).encode()


def _item(entry: Entry, feed: Feed, site: Site) -> dict[str, Any]:
    files = [link for link in entry.links if link.rel == "enclosure"]
    item = {
        "id": entry.id,
        "url": next((link.href for link in entry.links if link.rel == "alternate"), ""),
        "title": plain(entry.title),
        "content_html": legal(entry.content or entry.summary),
        "summary": plain(unescape(entry.summary)),
        "image": entry.image,
        "date_published": rfc3339(entry.published) if entry.published else None,
        "date_modified": rfc3339(entry.updated) if entry.updated else None,
        "authors": _authors(entry.authors),
        "tags": _tags(entry),
        "language": language_tag(entry.language) if entry.language != feed.language else "",
        "attachments": [_attachment(link) for link in files],
        "_feedmill": _story(entry.story, entry.origin or Feed(), site) if entry.story else None,
    }
    return _present(item, "content_html")


def _story(story: Story, origin: Feed, site: Site) -> dict[str, Any]:
    """The story behind the entry, in the words of the published extension."""
    links = {link.rel: link.href for link in reversed(origin.links)}
    return {
        "about": urls.absolute(site.url, urls.JSON_DOCS),
        "story": story.id,
        "event": story.event or None,
        "independent_sources": story.independent,
        "source": {
            "id": story.lead.source,
            "title": plain(origin.title),
            "url": links.get("alternate") or links.get("self") or "",
        },
        "copies": [_copy(copy) for copy in story.copies],
        "author_evidence": _EVIDENCE[story.evidence],
        "topics": [m.group.slug for m in story.memberships if m.group.kind == "topic"],
    }


def _copy(copy: Copy) -> dict[str, Any]:
    article = copy.article
    return {
        "id": legal(article.entry_id) or article.id,
        "url": urls.web_address(article.link) or urls.web_address(article.url),
        "source": article.source,
        "published": rfc3339(article.published),
        "how": _HOW[copy.how],
        "score": round(copy.score, 4),
    }


def _authors(persons: tuple[Person, ...]) -> list[dict[str, str]]:
    return [_present({"name": one["name"], "url": one.get("uri")}) for one in people(persons)]


def _tags(entry: Entry) -> list[str]:
    """Each once, however it is capitalised: without a scheme 'python' and 'Python' say the same."""
    tags = (plain(category.label or category.term) for category in entry.categories)
    kept: dict[str, str] = {}
    for tag in filter(None, tags):
        kept.setdefault(tag.casefold(), tag)
    return list(kept.values())


def _attachment(link: Link) -> dict[str, Any]:
    return _present(
        {
            "url": link.href,
            "mime_type": file_type(link),
            "title": plain(link.title or ""),
            "size_in_bytes": link.length,
            "duration_in_seconds": link.duration,
        }
    )


def _present(values: dict[str, Any], *always: str) -> dict[str, Any]:
    """Only what has a value: JSON Feed leaves out what is unknown."""
    return {key: value for key, value in values.items() if key in always or value}
