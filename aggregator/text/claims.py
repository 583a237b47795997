"""What a text says of its makers, as values: a claim for each, and all of them together. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .name_roles import is_labelled
from .name_shape import fold, plain

HEAD, TAIL = 6, 8
"""Lines at either end among which a byline may stand."""
LONGEST_BYLINE = 140
CLOSES_QUOTE = re.compile(r"[\"“”»’'][.!?,]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Lines of the text that name people.

    `names` are as shown; `places` are numbers of lines, none when the words stand inside one.
    `biography` and what follows are as in `Biography`. `leading`: it stands before the text.
    `reporting`: a line that says who reported, as agencies close with.
    """

    names: tuple[str, ...]
    words: str
    places: tuple[int, ...]
    biography: bool = False
    explicit: bool = False
    position: bool = False
    house: bool = False
    shouted: bool = False
    living: bool = False
    apposed: bool = False
    vague: bool = False
    leading: bool = False
    reporting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """All that a text says of its makers. `houses` are biographies as a site writes them of its
    staff; `signatures` are names under a text and no more. `opinion`: the text speaks in the first
    person, or reports hardly any speech; `first_person`: the former; `personal`: it does so at
    least once; `report`: it begins with the news of a day, and not in the first person."""

    bylines: tuple[Claim, ...] = ()
    signatures: tuple[Claim, ...] = ()
    biographies: tuple[Claim, ...] = ()
    houses: tuple[Claim, ...] = ()
    opinion: bool = False
    first_person: bool = False
    personal: bool = False
    report: bool = False


def occurs(name: str, paragraphs: Iterable[str]) -> bool:
    """Whether the surname stands in any line that is not a byline."""
    return any(
        stands_in(name, paragraph) and not _is_signed(name, paragraph) for paragraph in paragraphs
    )


def _is_signed(name: str, line: str) -> bool:
    """A byline, or a line of little more than the name: 'Photo of JANE ROE'."""
    if len(line) > LONGEST_BYLINE:
        return False
    return is_labelled(plain(line)) or (fold(name) in fold(line) and len(line.split()) < 8)


def stands_in(name: str, paragraph: str) -> bool:
    """The surname as a name: 'Banks' is not in 'the banks', but in 'Ms Banks' and 'BANKS'."""
    parts = [part.strip(".,") for part in name.split()]
    while len(parts) > 1 and fold(parts[-1]) in ("jr", "sr", "ii", "iii", "iv"):
        parts.pop()
    surname = re.escape(parts[-1])
    shouted = re.escape(parts[-1].upper())
    return re.search(rf"(?<!\w)(?:{surname}|{shouted})(?!\w)", paragraph) is not None
