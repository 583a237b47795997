"""Bytes to articles: all that can be done with a document without the store.

Pure, and its values can be pickled, so that it may run in a process that can be killed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from .byline import Aliases, byline
from .model import Article, Entry, Feed, Fetched, Source
from .normalise import fingerprint, normalise
from .sources import read
from .text.pruning import pruned


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document made into articles; `feed` is its head, without entries."""

    feed: Feed
    articles: tuple[tuple[Entry, Article], ...]


def read_articles(fetched: Fetched, source: Source, aliases: Aliases, now: datetime) -> Reading:
    """Read, normalise and credit a document; ReadError when it is none."""
    feed = read(fetched, source.kind)

    def article(entry: Entry) -> Article:
        clean = normalise(entry, feed, source, now)
        site = source.title or feed.title
        # a page that is one article names its author in its metadata, not in a field of a feed
        page = entry.authors if source.kind == "page" and len(feed.entries) == 1 else ()
        signed = byline(clean, aliases, source_author=source.author, site=site, page=page)
        return replace(
            signed,
            html=pruned(signed.html, signed.text),
            fingerprint=fingerprint(signed.title, signed.text),
        )

    return Reading(
        feed=replace(feed, entries=()),
        articles=tuple((entry, article(entry)) for entry in feed.entries),
    )
