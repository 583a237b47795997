"""Sentences of any script: plain text in, tuple of str out. Pure.

Every line break ends a sentence: feeds break lines between blocks and in lists, and what is broken
in the middle is still found, because sentences are compared by what they contain.
"""

import re

# After a full stop and what may close after it: a space and a capital, a figure, an opening quote
# or a letter of a script without case. Chinese, Hindi and Armenian stops need no space.
_END = re.compile(
    r"(?<=[.!?…])([\"”’»)\]']*)\s+(?=[\"“”‘’«»„(\[¿¡]*[^\W_a-zà-öø-ÿа-яё])"
    r"|(?<=[。！？｡।॥։؟])([」』”’）\"']*)\s*(?=\S)"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“„'’])(?:\w|[A-Z]\.\w|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Sen"
    r"|Rep|Gov|Pres|Nos|vs|Inc|Corp|Co|Ltd|approx|ca|bzw|usw|Nr|Str|Hr|Fr|Abs|Sra?|Dra?|Sres|Mme"
    r"|Mlle|env|ул|г|им|тыс|млн|млрд|руб|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences and headings of the text, in order, without empty ones."""
    found: list[str] = []
    for line in text.splitlines():
        if line := line.strip():
            found.extend(_of_line(line))
    return tuple(found)


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(line):
        stop = end.end(end.lastindex or 0)
        if line[stop - 1] == "." and _ABBREVIATED.search(line, max(0, stop - 12), stop):
            continue
        found.append(line[start:stop])
        start = end.end()
    return [*found, line[start:]]
