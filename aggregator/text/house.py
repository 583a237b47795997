"""A text and the house bylines found in it in, the text without their lines out. Pure.

A house byline is more than its line: the staff biography, "Photo of JOHN SMITH", "JOHN SMITH | The
Site", and under it what John Smith is.
"""

import re
from collections.abc import Iterable, Sequence

from .credit import Claim
from .lines import lines, without
from .name_roles import is_labelled
from .name_shape import fold
from .name_tests import is_occupation

_LINE = 90  # characters of a line that only names who posted
_PARTED = re.compile(r"\s[|•·/–—]\s")
_EDGE = 8  # lines at either end where such a line may stand


def without_house(text: str, posters: Sequence[Claim], names: Iterable[str] = ()) -> str:
    """The text without house bylines and staff biographies; `names` are others who posted it."""
    rows = lines(text)
    places: set[int] = set()
    for claim in posters:
        places.update(claim.places)
    edge = [n for n in range(len(rows)) if n < _EDGE or n >= len(rows) - _EDGE]
    signing = {name for claim in posters for name in claim.names} | set(names)
    for number in edge:
        row = rows[number].words
        if number in places or any(_is_signature(row, name) for name in signing):
            places.add(number)
            if number + 1 < len(rows) and _is_role(rows[number + 1].words):
                places.add(number + 1)
    if len(places) == len(rows):
        return text
    return without(text, places)


def _is_signature(line: str, name: str) -> bool:
    """A line of a name and next to nothing else: 'Photo of JOHN SMITH', 'JOHN SMITH | The Site'."""
    folded = fold(line)
    if len(line) > _LINE or fold(name) not in folded or line.rstrip().endswith((".", "!", "?")):
        return False
    rest = re.findall(r"[^\W\d_]+", folded.replace(fold(name), " "))
    if len(rest) > 5:
        return False
    return len(rest) < 2 or bool(_PARTED.search(line)) or _is_labelling(line, rest)


def _is_labelling(line: str, rest: list[str]) -> bool:
    return is_labelled(line) or rest[0] in ("photo", "image", "foto", "author", "staff", "by")


def _is_role(words: str) -> bool:
    return len(words) < 60 and not words.endswith((".", "!", "?")) and is_occupation(words)
