"""A feed and how far a subscriber was told in, the document of what is new to them out.

Reads the store. What is new has the form of the feed itself, with these entries only: WebSub 7
allows it for formats whose entries can be told apart.
"""

import hashlib
import hmac
from collections import Counter
from dataclasses import dataclass

from aggregator.model import SourceId, Story, Tombstone
from aggregator.store import Publication
from aggregator.store.news import Place

from .answers import Document
from .documents import Documents
from .headers import of_links
from .routes import FeedOf
from .selection import view_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """What to deliver, None for nothing, and how far the subscriber is told then."""

    document: Document | None
    through: Place
    entries: int = 0


def ping_of(read: Publication, documents: Documents, target: FeedOf, after: Place) -> Ping:
    """The next delivery of a feed: at most as many entries as the feed itself has, of each source
    at most its max_items. What is too much for one document comes in the next, so none is lost."""
    view, keep = view_of(target.address, target.filter)
    limit = target.filter.limit or documents.site.entries
    news = read.hub.news(view, after=after, window=limit, limit=limit)
    sources = documents.editions.known(read).sources
    count: Counter[SourceId] = Counter()
    stories: list[Story] = []
    removed: list[Tombstone] = []
    through = after
    for change in news.changes:
        if change.story is not None and keep(change.story):
            source = change.story.lead.source
            most = sources[source].max_items if source in sources else None
            if most is not None and count[source] >= most:
                break
            count[source] += 1
            stories.append(change.story)
        elif change.removed is not None and target.format == "atom":  # RFC 6721 is Atom's
            removed.append(change.removed)
        through = change.place
    else:
        through = news.through
    if not stories and not removed:
        return Ping(document=None, through=through)
    document = documents.editions.part(read, target, stories, removed)
    return Ping(document=document, through=through, entries=len(stories) + len(removed))


def headers_of(document: Document, secret: str) -> dict[str, str]:
    """Of the delivery: the feed's own type and links, and who sent it (WebSub 7, 7.1)."""
    found = {"Content-Type": document.media_type}
    for _, links in of_links(document.links):
        found["Link"] = links.decode()
    if secret:
        digest = hmac.new(secret.encode(), document.body, hashlib.sha256).hexdigest()
        found["X-Hub-Signature"] = f"sha256={digest}"
    return found
