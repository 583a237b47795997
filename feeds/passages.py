"""A card and the words that were sought in, the card that shows where they stand out. Pure.

Marks are for the eye: what a search finds is decided in the store. Words of one letter of a script
without spaces are not marked, as they stand everywhere.
"""

import re
from dataclasses import replace

from markupsafe import Markup, escape

from aggregator.text.fold import fold

from . import cards, compose
from .cards import Card

_WORD = re.compile(r"\w+")
_BEFORE = 90  # characters of a passage before the first word that was sought


def showing(card: Card, text: str, sought: frozenset[str]) -> Card:
    """The card with its title and a passage of `text` in which the words are marked.

    `text` is as much of the article as may be shown; '' leaves the excerpt as it is.
    """
    shown = _passage(text, card.excerpt, sought)
    return replace(card, title=marked(card.title, sought), excerpt=marked(shown, sought))


def marked(text: str, sought: frozenset[str]) -> Markup:
    """The text as safe markup, each word that was sought in a <mark>."""
    pieces: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        if _is_sought(word[0], sought):
            pieces += (escape(text[end : word.start()]), Markup("<mark>{}</mark>").format(word[0]))
            end = word.end()
    return Markup("").join((*pieces, escape(text[end:])))


def _is_sought(word: str, sought: frozenset[str]) -> bool:
    folded = fold(word).split()
    if len(folded) != 1:
        return False
    beginnings = (one.removesuffix("*") for one in sought if one.endswith("*"))
    return folded[0] in sought or any(folded[0].startswith(one) for one in beginnings)


def _passage(text: str, excerpt: str, sought: frozenset[str]) -> str:
    """As much of the text as an excerpt holds, from a little before the first word sought; the
    excerpt itself where it shows one already or none is found as it is written."""
    if not text or not sought or any(_is_sought(word, sought) for word in _WORD.findall(excerpt)):
        return excerpt
    words = (re.escape(one.removesuffix("*")) + r"\w*" * one.endswith("*") for one in sought)
    found = re.search(rf"\b(?:{'|'.join(sorted(words))})\b", text, re.IGNORECASE)
    if found is None:
        return excerpt
    start = text.rfind(" ", 0, max(found.start() - _BEFORE, 0)) + 1
    return ("…" if start else "") + compose.excerpt(text[start:], cards.EXCERPT)
