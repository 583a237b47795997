"""Bytes to articles: all that can be done with a document without the store.

Pure, and its values can be pickled, so that it may run in a process that can be killed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .byline import Aliases, byline
from .model import Article, Entry, Feed, Fetched, Source
from .normalise import fingerprint, normalise
from .sources import read
from .text.pruning import pruned

_PART = 100  # articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document made into articles; `feed` is its head, without entries.

    `is_cut`: reading was stopped, and there are more entries than these.
    """

    feed: Feed
    articles: tuple[tuple[Entry, Article], ...]
    is_cut: bool = False


def read_articles(
    fetched: Fetched, source: Source, aliases: Aliases, now: datetime
) -> Iterator[Reading]:
    """Read, normalise and credit a document, part by part; ReadError when it is none."""
    feed = read(fetched, source.kind)
    head, site = replace(feed, entries=()), source.title or feed.title
    is_article = source.kind == "page" and len(feed.entries) == 1

    def article(entry: Entry) -> Article:
        clean = normalise(entry, feed, source, now)
        # a page that is one article names its author in its metadata, not in a field of a feed
        page = entry.authors if is_article else ()
        signed = byline(clean, aliases, source_author=source.author, site=site, page=page)
        return replace(
            signed,
            html=pruned(signed.html, signed.text),
            fingerprint=fingerprint(signed.title, signed.text),
        )

    for start in range(0, max(len(feed.entries), 1), _PART):
        entries = feed.entries[start : start + _PART]
        yield Reading(feed=head, articles=tuple((entry, article(entry)) for entry in entries))


def joined(parts: Sequence[Reading], *, is_cut: bool = False) -> Reading:
    """One reading of all its parts."""
    return Reading(
        feed=parts[0].feed,
        articles=tuple(article for part in parts for article in part.articles),
        is_cut=is_cut,
    )
