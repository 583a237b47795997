"""Names and numbers, the part of a text that rewording leaves alone: words in, weights out. Pure.

A name is a capitalised word within a sentence, in scripts that have capitals; a number is any
figure of two digits or more, written in digits or in words. A fact's weight says how much it
tells: a figure of four digits much, a year or the name of a month little.
"""

import re
from collections.abc import Sequence

from .lexicon import EVERYDAY, KNOWN_NAMES, NUMBER_WORDS, STOP

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_GERMAN = frozenset(
    {"der", "die", "das", "und", "den", "dem", "des", "ein", "eine", "nicht", "mit", "von", "im"}
    | {"zu", "ist", "auf", "fur", "sich"}
)


def number(word: str) -> str:
    """'1,200' and '1.200' -> '1200'; '3,5' -> '3.5'; 'twelve' -> '12'; '' for what is none."""
    if not word[0].isdecimal():
        return NUMBER_WORDS.get(word, "")
    if _GROUPED.fullmatch(word):
        return re.sub(r"[.,]", "", word)
    plain = word.replace(",", ".")
    return (plain.lstrip("0") or "0") if plain.isdecimal() else plain


def number_weight(figure: str) -> float:
    """What a figure tells: 0 below ten, little for years and round figures, 4 at the most."""
    digits = "".join(filter(str.isdecimal, figure))
    telling = digits.strip("0")
    if len(digits) < 2:
        return 0.0
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return 1.0
    return (0.5, 0.7, 1.5, 3.0)[len(telling)] if len(telling) < 4 else 4.0


def name_weight(name: str) -> float:
    """What a folded name tells: 3 when nothing is known of it, 1 when half the news contains it."""
    if name in STOP:
        return 0.0
    if name in KNOWN_NAMES:
        return 1.0
    if name in EVERYDAY:
        return 0.7
    return 3.0 if len(name) > 2 else 1.0


def german(words: Sequence[str]) -> bool:
    """Whether the folded words are of a language that capitalises its nouns."""
    return sum(word in _GERMAN for word in words) * 12 > len(words)
