"""What of an edit is taken over: the article we have and the one just read in, one article out.

Pure. The same entry of the same source has come again. Its words are the new ones; its identity,
its first sighting and its publication date are the old ones; `updated` moves only when a reader
would care (RFC 4287 4.2.15 leaves that judgement to the publisher).
"""

from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher

from .model import Article

_SMALL = 0.02  # at most this share of the words may differ before an edit is material


def revise(known: Article, fresh: Article, now: datetime) -> Article:
    """The article to store; equal to `known` when nothing of it changed.

    `published` stays unless the old one was our guess. `updated` is the source's own when that
    moved forward with a material change, else `now` for a material change, else the old one.
    """
    published = known.published if known.dated or not fresh.dated else fresh.published
    kept = replace(
        fresh,
        id=known.id,
        first_seen=known.first_seen,
        absent=known.absent,
        published=published,
        dated=known.dated or fresh.dated,
        updated=known.updated,
        held=known.held,
    )
    if kept == known or not is_material(known, kept):
        return kept
    claimed = fresh.updated if fresh.updated > known.updated else now
    return replace(kept, updated=max(min(claimed, now), known.updated))


def is_material(before: Article, after: Article) -> bool:
    """Would a reader want to see it again? A new title, other enclosures, or enough other words."""
    if _letters(before.title) != _letters(after.title):
        return True
    if {link.href for link in before.enclosures} != {link.href for link in after.enclosures}:
        return True
    if before.fingerprint == after.fingerprint and before.fingerprint:
        return False
    old, new = before.text.split(), after.text.split()
    if old == new:
        return False
    if abs(len(old) - len(new)) > max(3, _SMALL * max(len(old), len(new))):
        return True
    # quick: a few words' difference in a long text; the exact measure is only for close calls
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    changed = max(len(old), len(new)) * (1 - matcher.quick_ratio())
    return changed > max(3, _SMALL * max(len(old), len(new)))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
