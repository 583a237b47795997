"""Lines of a text in, in whose voice it speaks out: an opinion's or a report's. Pure."""

import re
from collections.abc import Sequence

from .bio_words import SAYING, TELLING, VOICE
from .lines import Line, is_prose
from .name_shape import fold

_QUOTE = re.compile(r"[\"“”„«»]")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»“]")


def is_opinion(rows: Sequence[Line], taken: set[int]) -> bool:
    """The first person, or hardly any reported speech."""
    prose = _prose(rows, taken)
    spoken = sum(1 for words in prose if _QUOTE.search(words) and SAYING.search(words))
    return spoken * 5 < len(prose) or speaks_for_itself(rows, taken)


def is_report(rows: Sequence[Line], taken: set[int]) -> bool:
    first = " ".join(_prose(rows, taken)[:2])
    return bool(TELLING.search(first)) and not speaks_for_itself(rows, taken)


def speaks_for_itself(rows: Sequence[Line], taken: set[int], times: int = 2) -> bool:
    """The first person outside quotations, in two paragraphs or so many."""
    own = (VOICE.search(_QUOTED.sub(" ", words)) for words in _prose(rows, taken))
    return sum(map(bool, own)) >= times


def _prose(rows: Sequence[Line], taken: set[int]) -> list[str]:
    return [
        fold(row.words).replace("’", "'")
        for number, row in enumerate(rows)
        if number not in taken and is_prose(row.words, words=6)
    ]
