"""What is left of an article that is no longer kept: enough to know its entry when it comes again.

Pure. A source may list an entry for years, and an entry that was published once must not be news a
second time. So four hashes and a date stay of each article. In doubt an entry is new: better twice
than lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from .model import Article

_ONE_DAY = timedelta(days=1)  # dates of one entry differ by a time zone at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Hashes (64 bits, signed) of an article's id and title, and of its link and its text within
    its source; 0 for what it has none of. `published` is None where the source gave no date."""

    id: int
    link: int
    title: int
    text: int
    published: datetime | None


def trace_of(article: Article) -> Trace:
    """What an article leaves, and what its entry is known by."""
    source, letters = article.source, _letters(article.title)
    return Trace(
        id=_hash(article.id),
        link=_hash(source, article.url) if article.url else 0,
        title=_hash(letters) if letters else 0,
        text=_hash(source, article.fingerprint) if article.fingerprint else 0,
        published=article.published if article.dated else None,
    )


def is_past(fresh: Trace, known: Iterable[Trace]) -> bool:
    """Whether an entry is one of those that are no longer kept."""
    return any(_is_same(fresh, trace) for trace in known)


def _is_same(fresh: Trace, trace: Trace) -> bool:
    """The same id, unless nothing else agrees (an id that was given anew); or under another id the
    same text, not published later; or the same link and date."""
    same_link = fresh.link != 0 and fresh.link == trace.link
    same_text = fresh.text != 0 and fresh.text == trace.text
    if fresh.id == trace.id:
        return same_link or same_text or (fresh.title != 0 and fresh.title == trace.title)
    if fresh.published is None or trace.published is None:
        return same_text
    is_later = fresh.published - trace.published > _ONE_DAY
    is_of_one_day = abs(fresh.published - trace.published) <= _ONE_DAY
    return (same_text and not is_later) or (same_link and is_of_one_day)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _hash(*words: str) -> int:
    text = "\n".join(words).encode("utf-8", "replace")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), signed=True)
