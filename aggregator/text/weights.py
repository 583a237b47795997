"""A text in, its words with weights out: what subjects are told by. Pure."""

import math
from collections import Counter
from collections.abc import Mapping

from .fold import fold

_MOST = 400  # words of a text: the beginning says what it is about


def weigh(title: str, text: str) -> dict[str, float]:
    """The words of an article with their weights, of length 1; the title counts twice."""
    head = _tokens(title)
    counts = Counter((*head, *head, *_tokens(text[: _MOST * 8])[:_MOST]))
    return of_length_one({word: 1 + math.log(count) for word, count in counts.items()})


def _tokens(text: str) -> list[str]:
    """Folded words; letters of scripts without spaces in pairs, which tell more than one alone."""
    words = fold(text).split()
    return [
        word + after if len(word) == 1 and word > "z" and len(after) == 1 else word
        for word, after in zip(words, (*words[1:], ""), strict=False)
        if len(word) > 1 or word > "z"
    ]


def of_length_one(words: Mapping[str, float]) -> dict[str, float]:
    """The same direction with the length 1, so that long texts weigh no more than short ones."""
    length = math.sqrt(sum(value * value for value in words.values())) or 1.0
    return {word: value / length for word, value in words.items()}
