"""The text of an article in, who its own words say wrote it out. Pure.

Bylines stand in the first or last lines ("By Jane Roe"), biographies in the last paragraphs ("Jane
Roe is the elected president of ..."). A house byline with its staff biography names who posted it.
What is said of somebody whom the article is about, or quotes, must not make them its author: hence
the tests on where the name stands, what else the paragraph says and where else the name occurs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .bio_words import DISCLAIMER, HOUSE, SAYING, VOICE
from .biography import Biography, read_biography
from .lexicon import EVERYDAY, STOP
from .lines import Line, is_prose, lines
from .name_roles import is_labelled
from .name_shape import display, fold, plain
from .name_tests import is_person
from .name_words import GIVEN
from .names import Names, persons

HEAD, TAIL = 6, 8
_LAST = 4  # paragraphs at the end among which a writer's biography may stand
_LONGEST_BYLINE = 140
_QUOTE = re.compile(r"[\"“”„«»]")
_GOES_ON = re.compile(
    r"^\W*(?:he|she|they|er|sie|il|elle|el|ella|lui|lei|ele|ela|hij|zij|он|она)\s|"
    r"^\W*(?:get in touch|contact|follow|e-?mail|reach|you can|kontakt|contactez|contacta|"
    r"twitter|tel|phone)\b"
)
_ABOUT = re.compile(
    r"(?:about|meet) the (?:author|writer|contributor)s?|(?:uber|zu[rm]?)(?: den| die| der)? "
    r"(?:autor(?:in)?|person)|"
    r"a propos de l'(?:auteur|autrice|auteure)|sobre (?:el|la|o|a) autora?|(?:l'autore|l'autrice|"
    r"sull'autore|sull'autrice)|"
    r"over de auteur|об авторе|o autorze|om forfattaren|om skribenten|作者简介|筆者紹介|bio|"
    r"author|the author"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Lines of the text that name people. `names` are as shown; `places` are numbers of lines."""

    names: tuple[str, ...]
    words: str
    places: tuple[int, ...]
    biography: bool = False
    explicit: bool = False
    house: bool = False
    shouted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """All that a text says of its makers; `opinion`: it speaks in the first person, or reports no
    speech."""

    bylines: tuple[Claim, ...] = ()
    biographies: tuple[Claim, ...] = ()
    houses: tuple[Claim, ...] = ()
    opinion: bool = False


def read_credits(text: str, site: str = "") -> Credits:
    """Find the bylines and biographies of a text; `site` is the title of its source."""
    rows = lines(text)
    found = _biographies(rows)
    houses = tuple(claim for claim in found if claim.house)
    taken = {place for claim in found for place in claim.places}
    bylines = tuple(_bylines(rows, taken, site))
    return Credits(
        bylines=bylines,
        biographies=tuple(claim for claim in found if not claim.house),
        houses=houses,
        opinion=_is_opinion(rows, taken),
    )


# ---- bylines ---------------------------------------------------------------------------------


def _bylines(rows: Sequence[Line], taken: set[int], site: str) -> Iterable[Claim]:
    for number, row in enumerate(rows):
        if (
            (HEAD <= number < len(rows) - TAIL)
            or number in taken
            or len(row.words) > _LONGEST_BYLINE
        ):
            continue
        claim = _byline(row.words, number, site)
        if claim is not None:
            yield claim


def _byline(words: str, number: int, site: str) -> Claim | None:
    """'By JANE ROE, Staff Writer' as a line of its own."""
    cleaned = plain(words).strip("*_ ")
    if not is_labelled(cleaned):
        return None
    found: Names = persons(cleaned, site=site)
    if found.generic or found.biography or not found.persons:
        return None
    names = tuple(person.name for person in found.persons)
    if not all(_is_plausible(name) for name in names):
        return None
    if is_prose(words, words=9) and not all(set(fold(name).split()) & GIVEN for name in names):
        return None
    # in capitals as written: what `persons` shows has its case repaired
    shouted = all(name.upper() in cleaned for name in names) and any(map(str.isalpha, names[0]))
    return Claim(
        names=names, words=words, places=(number,), shouted=shouted and not cleaned.isupper()
    )


def _is_plausible(name: str) -> bool:
    """A full name, and not words such as 'Popular Demand'."""
    if not is_person(name):
        return False
    parts = [fold(part).strip(".") for part in name.split()]
    return bool(set(parts) & GIVEN) or not all(part in EVERYDAY or part in STOP for part in parts)


# ---- biographies -----------------------------------------------------------------------------


def _biographies(rows: Sequence[Line]) -> tuple[Claim, ...]:
    found: list[Claim] = []
    last = {number for number in range(len(rows)) if is_prose(rows[number].words, words=6)}
    tail = sorted(last)[-_LAST - 3 :]
    number = 0
    while number < len(rows):
        if number < HEAD + 2 or number in tail or number >= len(rows) - TAIL:
            claim = _biography(rows, number)
            if claim is not None:
                found.append(claim)
                number = claim.places[-1] + 1
                continue
        number += 1
    return tuple(_settled(rows, found))


def _biography(rows: Sequence[Line], number: int) -> Claim | None:
    read = read_biography(rows[number].words)
    if read is None:
        return None
    explicit = read.explicit or (number > 0 and _is_about(rows[number - 1].words))
    places = [number]
    words = rows[number].words
    for following in range(number + 1, min(number + 4, len(rows))):
        if not _goes_on(rows[following].words, read):
            break
        places.append(following)
        explicit = explicit or DISCLAIMER.search(fold(rows[following].words)) is not None
        words = f"{words} {rows[following].words}"
    house = read.house or HOUSE.search(fold(words)) is not None
    return Claim(
        names=tuple(display(name) for name in read.names), words=rows[number].words,
        places=tuple(places), biography=True, explicit=explicit, house=house, shouted=read.shouted,
    )  # fmt: skip


def _is_about(words: str) -> bool:
    return _ABOUT.fullmatch(fold(words).replace("’", "'").strip(" :.-–—*#")) is not None


def _goes_on(words: str, read: Biography) -> bool:
    """Whether the next line still speaks of the same person."""
    folded = fold(words).replace("’", "'")
    if len(words) > 320 or SAYING.search(folded):
        return False
    if DISCLAIMER.search(folded) and len(words) < 200:
        return True
    if HOUSE.search(folded) and (_GOES_ON.match(folded) or _begins_with(words, read)):
        return True
    return (
        len(words) < 160
        and re.match(r"\W*(?:follow|e-?mail|contact|twitter)\b", folded) is not None
    )


def _begins_with(words: str, read: Biography) -> bool:
    first = fold(words.split(maxsplit=1)[0]).strip(".,'’s") if words.split() else ""
    return any(first in fold(name).split() for name in read.names)


def _settled(rows: Sequence[Line], found: Iterable[Claim]) -> Iterable[Claim]:
    """Each biography that may count: where it stands, and that the article is not about them."""
    claims = list(found)
    taken = {place for claim in claims for place in claim.places}
    prose = [n for n in range(len(rows)) if n not in taken and is_prose(rows[n].words, words=6)]
    for claim in claims:
        if claim.house:
            yield claim
            continue
        if not claim.explicit and sum(n > claim.places[-1] for n in prose) > 1:
            continue
        others = [rows[n].words for n in range(claim.places[0]) if n not in taken]
        names = tuple(name for name in claim.names if claim.explicit or not _occurs(name, others))
        if names == claim.names:
            yield claim


def _occurs(name: str, paragraphs: Iterable[str]) -> bool:
    """Whether the surname stands, as a name, in any paragraph that is not a byline."""
    surname = name.rsplit(maxsplit=1)[-1].strip(".,")
    if fold(surname) in ("jr", "sr", "ii", "iii"):
        surname = name.split()[-2]
    pattern = re.compile(
        rf"(?<!\w){re.escape(surname)}(?!\w)|(?<!\w){re.escape(surname.upper())}(?!\w)"
    )
    return any(
        pattern.search(paragraph)
        and not (len(paragraph) < _LONGEST_BYLINE and is_labelled(paragraph))
        for paragraph in paragraphs
    )


# ---- the voice -------------------------------------------------------------------------------


def _is_opinion(rows: Sequence[Line], taken: set[int]) -> bool:
    """The first person outside quotations in two paragraphs, or hardly any reported speech."""
    prose = [
        fold(row.words).replace("’", "'")
        for number, row in enumerate(rows)
        if number not in taken and is_prose(row.words, words=6)
    ]
    own = sum(1 for words in prose if VOICE.search(_unquoted(words)))
    spoken = sum(1 for words in prose if SAYING.search(words) and _QUOTE.search(words))
    return own >= 2 or spoken * 5 < len(prose)


def _unquoted(words: str) -> str:
    return re.sub(r"[\"“„«][^\"“”„«»]*[\"”»“]", " ", words)
