"""A text as its lines, and a text without some of them. Pure.

Text of articles has blocks parted by a blank line and lines within blocks; both count as lines
here. What is left keeps the breaks it had.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SENTENCE_END = re.compile(r"[.!?…。！？।։؟][\"'”’»)\]*]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the space around it, and its place in the text."""

    words: str
    start: int
    end: int


def lines(text: str) -> tuple[Line, ...]:
    """The lines that hold anything, in order."""
    return tuple(
        Line(match[0].strip(), match.start(), match.end()) for match in _LINE.finditer(text)
    )


def without(text: str, places: Collection[int]) -> str:
    """The text without the lines of these numbers (as `lines` counts them)."""
    if not places:
        return text
    kept: list[str] = []
    last = 0
    for number, line in enumerate(lines(text)):
        gap = text[last : line.start]
        last = line.end
        if number in places:
            # of two gaps around a dropped line the wider one stays
            if kept and gap.count("\n") > kept[-1].count("\n") and not kept[-1].strip():
                kept[-1] = gap
            elif not kept or kept[-1].strip():
                kept.append(gap)
            continue
        if kept and not kept[-1].strip():
            gap = max(kept.pop(), gap, key=lambda space: space.count("\n"))
        kept += [gap, text[line.start : line.end]]
    return "".join(kept).strip()


def is_prose(line: str, words: int = 12) -> bool:
    """A sentence rather than a heading or an entry of a list: long enough, and ended."""
    if _SENTENCE_END.search(line) is None:
        return False
    return len(line.split()) >= words or (not line.isascii() and " " not in line and len(line) > 24)
