"""Answers about texts, remembered for those that come again.

A stranger's text may be of any length, so what is remembered is bounded in characters too.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_T = TypeVar("_T")


def remember(most: int, longest: int) -> Callable[[Callable[[str], _T]], Callable[[str], _T]]:
    """Keep the answers about the last `most` texts of at most `longest` characters; what is longer
    is looked at each time."""

    def remembering(function: Callable[[str], _T]) -> Callable[[str], _T]:
        remembered = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(text: str) -> _T:
            return (remembered if len(text) <= longest else function)(text)

        return answer

    return remembering
