"""Lines of a text in, who signs it out: bylines at its head and tail, names under it. Pure."""

import re
from collections.abc import Iterable, Sequence

from .claims import CLOSES_QUOTE, HEAD, LONGEST_BYLINE, TAIL, Claim, occurs
from .lines import Line, is_prose
from .name_keys import mark_keys
from .name_roles import is_labelled
from .name_shape import fold, plain
from .name_tests import is_plausible
from .names import Names, persons
from .voice import speaks_for_itself

_LONGEST_SIGNATURE = 60
_QUOTED_FROM = re.compile(r",\s*\d{4}$")  # 'by Harriet Onslow, 1961', under a poem
_DASH = re.compile(r"^\s*(?:[—–―-]+|~)\s*(?=\w)")
_ASKED = re.compile(
    r"interview(?:ed)?(?: by|:)|propos recueillis|entrevista(?: de| por|:)|intervista(?: di|:)|"
    r"das (?:interview|gesprach) fuhrte|беседовал"
)
_REPORTED = re.compile(r"(?:report(?:ing|ed)|words) by\b")


def bylines_in(rows: Sequence[Line], taken: set[int], site: str) -> Iterable[Claim]:
    for number, row in enumerate(rows):
        at_edge = number < HEAD or number >= len(rows) - TAIL
        if at_edge and number not in taken and len(row.words) <= LONGEST_BYLINE:
            claim = _byline(row.words, number, site)
            if claim is not None:
                yield claim


def _byline(words: str, number: int, site: str) -> Claim | None:
    """'By JANE ROE, Staff Writer' as a line of its own."""
    cleaned = plain(words).strip("*_ ")
    if cleaned[:1] == "(" and cleaned[-1:] == ")":
        cleaned = cleaned[1:-1]  # (Reporting by Jane Roe; Editing by John Poe)
    if not is_labelled(mark_keys(cleaned).words) or _QUOTED_FROM.search(cleaned):
        return None
    found: Names = persons(cleaned, site=site)
    if found.generic or found.biography or not found.persons:
        return None
    names = tuple(person.name for person in found.persons)
    if not all(is_plausible(name) and _is_written(name, cleaned) for name in names):
        return None
    if is_prose(words, words=9):
        return None  # 'Hosted by Ola Nordby, the ceremony begins at six.'
    shouted = not cleaned.isupper() and all(
        name.upper() in cleaned and name[0].isalpha() for name in names
    )
    return Claim(
        names=names,
        words=words,
        places=(number,),
        shouted=shouted,
        reporting=_REPORTED.match(fold(cleaned)) is not None,
        explicit=_ASKED.match(fold(cleaned)) is not None,
    )


def signatures_in(rows: Sequence[Line], taken: set[int]) -> tuple[Claim, ...]:
    """A name on a line of its own under the text: '— Jane Roe', or as letters are signed, with the
    place under it. Whose words stand right above it is quoted, if they stand in quotation marks."""
    last = max(
        (n for n, row in enumerate(rows) if n not in taken and is_prose(row.words, 6)), default=-1
    )
    number = last + 1
    if last < 1 or number >= len(rows) or number in taken or len(rows) - number > 2:
        return ()
    words, dashed = _DASH.subn("", rows[number].words)
    if not (dashed or speaks_for_itself(rows, taken)) or CLOSES_QUOTE.search(rows[last].words):
        return ()
    if len(words) > _LONGEST_SIGNATURE or words.endswith((".", "!", "?", ":")):
        return ()
    found = persons(words.partition(",")[0])  # after it: the town
    names = tuple(person.name for person in found.persons)
    if len(names) != 1 or found.organisations or not all(map(is_plausible, names)):
        return ()
    if occurs(names[0], [row.words for row in rows[:number]]):
        return ()
    return (Claim(names=names, words=rows[number].words, places=()),)


def _is_written(name: str, line: str) -> bool:
    """With capitals, as names in running text are: 'by all accounts' is no byline."""
    shown = set(name.split())
    return not any(word.islower() and word.title() in shown for word in line.split())
