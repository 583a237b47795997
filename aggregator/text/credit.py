"""The text of an article in, who its own words say wrote it out. Pure.

Bylines stand in the first or last lines ("By Jane Roe"), biographies in the last paragraphs ("Jane
Roe is the elected president of ..."). A house byline with its staff biography names who posted it.
What is said of somebody whom the article is about, or quotes, must not make them its author: hence
the tests on where the name stands, what else the paragraph says and where else the name occurs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .bio_words import CONTACT, DISCLAIMER, HOUSE, SAYING, TELLING, VOICE
from .biography import Biography, read_biography, tells_on
from .lines import Line, is_prose, lines
from .name_keys import mark_keys
from .name_roles import is_labelled
from .name_shape import display, fold, plain
from .name_tests import is_plausible
from .names import Names, persons
from .sentences import sentences

HEAD, TAIL = 6, 8
"""Lines at either end among which a byline may stand."""
_LAST = 7  # paragraphs at the end among which biographies are looked for
_FAR = 3  # paragraphs that may follow where a text says outright who its writer is
_LONGEST_BYLINE = 140
_LONGEST_SIGNATURE = 60
_DASH = re.compile(r"^\s*(?:[—–―-]+|~)\s*(?=\w)")
_ASKED = re.compile(
    r"interview(?:ed)?(?: by|:)|propos recueillis|entrevista(?: de| por|:)|intervista(?: di|:)|"
    r"das (?:interview|gesprach) fuhrte|беседовал"
)
_REPORTED = re.compile(r"(?:report(?:ing|ed)|words) by\b")
_QUOTE = re.compile(r"[\"“”„«»]")
_CLOSES_QUOTE = re.compile(r"[\"“”»’'][.!?,]?$")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»“]")
_PRONOUN = re.compile(
    r"^\W*(?:he|she|they|his|her|their|er|sie|il|elle|el|ella|lui|lei|ele|ela|hij|zij|он|она)\s"
)
_REACH = re.compile(
    r"^\W*(?:you can |to )?(?:get in touch|contact|follow|e-?mail|reach|languages?|kontakt|"
    r"contactez|"
    r"contacta|twitter|tel|phone|schreiben|ecrivez)\b"
)
_ABOUT = re.compile(
    r"(?:about|meet) the (?:author|writer|contributor)s?|"
    r"(?:uber|zu[rm]?)(?: den| die| der)? (?:autor(?:in)?|person)|"
    r"a propos de l'(?:auteur|autrice|auteure)|sobre (?:el|la|o|a) autora?|"
    r"(?:l'autore|l'autrice|sull'autore|sull'autrice)|over de auteur|об авторе|o autorze|"
    r"om forfattaren|om skribenten|作者简介|筆者紹介|bio|author|the author"
)


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
    vague: bool = False
    leading: bool = False
    reporting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """All that a text says of its makers. `houses` are biographies as a site writes them of its
    staff; `signatures` are names under a text and no more. `opinion`: the text speaks in the first
    person, or reports hardly any speech; `first_person`: the former; `report`: it begins with the
    news of a day, and not in the first person."""

    bylines: tuple[Claim, ...] = ()
    signatures: tuple[Claim, ...] = ()
    biographies: tuple[Claim, ...] = ()
    houses: tuple[Claim, ...] = ()
    opinion: bool = False
    first_person: bool = False
    report: bool = False


def read_credits(text: str, site: str = "") -> Credits:
    """Find the bylines and biographies of a text; `site` is the title of its source."""
    rows = lines(text)
    found = _biographies(rows)
    taken = {place for claim in found for place in claim.places}
    bylines = tuple(_bylines(rows, taken, site))
    signed = () if bylines else _signatures(rows, taken)
    return Credits(
        bylines=bylines,
        signatures=signed,
        biographies=tuple(claim for claim in found if not claim.house),
        houses=tuple(claim for claim in found if claim.house),
        opinion=bool(found) and _is_opinion(rows, taken),
        first_person=bool(found) and _speaks_for_itself(rows, taken),
        report=bool(found) and _is_report(rows, taken),
    )


# ---- bylines ---------------------------------------------------------------------------------


def _bylines(rows: Sequence[Line], taken: set[int], site: str) -> Iterable[Claim]:
    for number, row in enumerate(rows):
        at_edge = number < HEAD or number >= len(rows) - TAIL
        if at_edge and number not in taken and len(row.words) <= _LONGEST_BYLINE:
            claim = _byline(row.words, number, site)
            if claim is not None:
                yield claim


def _byline(words: str, number: int, site: str) -> Claim | None:
    """'By JANE ROE, Staff Writer' as a line of its own."""
    cleaned = plain(words).strip("*_ ")
    if cleaned[:1] == "(" and cleaned[-1:] == ")":
        cleaned = cleaned[1:-1]  # (Reporting by Jane Roe; Editing by John Poe)
    if not is_labelled(mark_keys(cleaned).words):
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


def _signatures(rows: Sequence[Line], taken: set[int]) -> tuple[Claim, ...]:
    """A name on a line of its own under the text: '— Jane Roe', or as letters are signed, with the
    place under it. Whose words stand right above it is quoted, if they stand in quotation marks."""
    last = max(
        (n for n, row in enumerate(rows) if n not in taken and is_prose(row.words, 6)), default=-1
    )
    number = last + 1
    if last < 1 or number >= len(rows) or number in taken or len(rows) - number > 2:
        return ()
    words, dashed = _DASH.subn("", rows[number].words)
    if not (dashed or _speaks_for_itself(rows, taken)) or _CLOSES_QUOTE.search(rows[last].words):
        return ()
    if len(words) > _LONGEST_SIGNATURE or words.endswith((".", "!", "?", ":")):
        return ()
    found = persons(words.partition(",")[0])  # after it: the town
    names = tuple(person.name for person in found.persons)
    if len(names) != 1 or found.organisations or not all(map(is_plausible, names)):
        return ()
    if _occurs(names[0], [row.words for row in rows[:number]]):
        return ()
    return (Claim(names=names, words=rows[number].words, places=()),)


def _is_written(name: str, line: str) -> bool:
    """With capitals, as names in running text are: 'by all accounts' is no byline."""
    shown = set(name.split())
    return not any(word.islower() and word.title() in shown for word in line.split())


# ---- biographies -----------------------------------------------------------------------------


def _biographies(rows: Sequence[Line]) -> tuple[Claim, ...]:
    """The biographies that may count: where they stand, and that the article is not about them."""
    paragraphs = [number for number, row in enumerate(rows) if is_prose(row.words, words=6)]
    tail = set(paragraphs[-_LAST:])
    found: list[Claim] = []
    number = 0
    while number < len(rows):
        if number < HEAD + 2 or number in tail or number >= len(rows) - TAIL:
            claim = _biography(rows, number)
            if (claim is None or claim.vague) and number in paragraphs[-2:]:
                claim = _within(rows[number].words) or claim
            if claim is not None:
                found.append(claim)
                number = max(number, *claim.places) if claim.places else number
        number += 1
    return _settled(rows, paragraphs, found)


def _biography(rows: Sequence[Line], number: int) -> Claim | None:
    """The biography that begins with this line, and the lines that go on with it."""
    read = read_biography(rows[number].words) or _signed(rows, number)
    if read is None:
        return None
    if read.signature and number and _CLOSES_QUOTE.search(rows[number - 1].words):
        return None  # whose words were quoted, not who wrote
    explicit = read.explicit or (number > 0 and _is_about(rows[number - 1].words))
    house = read.house
    places = [number]
    for following in range(number + 1, min(number + 6, len(rows))):
        if not _goes_on(rows[following].words, read):
            break
        places.append(following)
        folded = fold(rows[following].words).replace("’", "'")
        explicit = explicit or DISCLAIMER.search(folded) is not None
        house = house or HOUSE.search(folded) is not None
    return _claim(read, rows[number].words, tuple(places), explicit=explicit, house=house)


def _signed(rows: Sequence[Line], number: int) -> Biography | None:
    """A name on a line of its own, and under it what she is, as letters are signed."""
    if number + 2 < len(rows) - 1 or number + 1 >= len(rows) or len(rows[number].words) > 60:
        return None
    return read_biography(f"{rows[number].words}, {rows[number + 1].words}")


def _claim(
    read: Biography, words: str, places: tuple[int, ...], *, explicit: bool, house: bool
) -> Claim:
    return Claim(
        names=tuple(display(name) for name in read.names),
        words=words,
        places=places,
        biography=True,
        explicit=explicit,
        position=read.position,
        house=house,
        shouted=read.shouted,
        living=read.living,
        vague=read.vague,
    )


def _within(paragraph: str) -> Claim | None:
    """A biography that is the end of a longer paragraph, as in texts whose breaks were lost."""
    parts = sentences(paragraph)
    for number in range(max(1, len(parts) - 4), len(parts)):
        read = read_biography(parts[number])
        if read is None:
            continue
        before = " ".join(parts[:number])
        if any(_stands_in(name, before) for name in read.names):
            continue
        after = fold(" ".join(parts[number + 1 :]))
        if not SAYING.search(after):
            house = read.house or HOUSE.search(after) is not None
            explicit = read.explicit or DISCLAIMER.search(after) is not None
            return _claim(read, parts[number], (), explicit=explicit, house=house)
    return None


def _is_about(words: str) -> bool:
    return _ABOUT.fullmatch(fold(words).replace("’", "'").strip(" :.-–—*#")) is not None


def _goes_on(words: str, read: Biography) -> bool:
    """Whether the next line still speaks of the same person: what else they did, how to reach
    them, that the views are theirs."""
    folded = fold(words).replace("’", "'")
    if len(words) > 600:
        return False
    if (DISCLAIMER.search(folded) and len(words) < 240) or (
        _REACH.match(folded) and len(words) < 240
    ):
        return True
    if SAYING.search(folded) and not read.shouted:
        return False
    known = _PRONOUN.match(folded) is not None or _begins_with(words, read)
    told = bool(HOUSE.search(folded) or CONTACT.search(folded))
    return known and (told or (read.shouted and tells_on(read.names, words)))


def _begins_with(words: str, read: Biography) -> bool:
    first = words.partition(" ")[0].strip(".,")
    return fold(first).removesuffix("'s").removesuffix("’s") in {
        part for name in read.names for part in fold(name).split()
    }


def _settled(
    rows: Sequence[Line], paragraphs: Sequence[int], found: Sequence[Claim]
) -> tuple[Claim, ...]:
    found = _without_vague(found, paragraphs)
    taken = {place for claim in found for place in claim.places}
    prose = [number for number in paragraphs if number not in taken]
    last = max(prose, default=-1)
    if _speaks_for_itself(rows, taken):
        found = [replace(one, leading=_leads(one, paragraphs)) for one in found]

    def ends(claim: Claim) -> int:
        """How many paragraphs of the article come after it."""
        if not claim.places:
            return 0
        return sum(number > claim.places[-1] for number in prose)

    nearest = min((ends(claim) for claim in found if not claim.house), default=0)
    office = any(not (claim.living or claim.house or claim.shouted) for claim in found)
    kept: list[Claim] = []
    for claim in found:
        if claim.living and office and not claim.explicit:
            continue
        far = min(nearest, 1) if not claim.explicit else _FAR
        if not (claim.house or claim.leading) and ends(claim) > far:
            continue
        before = claim.places[0] if claim.places else last
        # the line right above may be a heading with the name
        others = [
            rows[number].words
            for number in range(before)
            if number not in taken and (number != before - 1 or number in prose)
        ]
        elsewhere = not claim.explicit and any(_occurs(name, others) for name in claim.names)
        if not elsewhere or (claim.house and claim.shouted):
            kept.append(claim)
    return tuple(kept)


def _leads(claim: Claim, paragraphs: Sequence[int]) -> bool:
    """Whether it is the first paragraph and the only one that tells of somebody."""
    at_the_head = claim.places[:1] == tuple(paragraphs[:1])
    return at_the_head and not claim.vague and (claim.explicit or claim.position)


def _without_vague(found: Sequence[Claim], paragraphs: Sequence[int]) -> list[Claim]:
    """What is vague counts only alone, and only as the very last paragraph but for the house's."""
    known = [claim for claim in found if not claim.vague]
    # 'JOHN SMITH has been with us since May' is the house's too
    if any(not claim.house and (claim.position or not claim.shouted) for claim in known):
        return known
    house = {place for claim in known for place in claim.places}
    last = max((number for number in paragraphs if number not in house), default=-1)
    return [claim for claim in found if not claim.vague or last in claim.places]


def _occurs(name: str, paragraphs: Iterable[str]) -> bool:
    """Whether the surname stands in any line that is not a byline."""
    return any(
        _stands_in(name, paragraph) and not _is_signed(name, paragraph) for paragraph in paragraphs
    )


def _is_signed(name: str, line: str) -> bool:
    """A byline, or a line of little more than the name: 'Photo of JANE ROE'."""
    if len(line) > _LONGEST_BYLINE:
        return False
    return is_labelled(plain(line)) or (fold(name) in fold(line) and len(line.split()) < 8)


def _stands_in(name: str, paragraph: str) -> bool:
    """The surname as a name: 'Banks' is not in 'the banks', but in 'Ms Banks' and 'BANKS'."""
    parts = [part.strip(".,") for part in name.split()]
    while len(parts) > 1 and fold(parts[-1]) in ("jr", "sr", "ii", "iii", "iv"):
        parts.pop()
    surname = re.escape(parts[-1])
    shouted = re.escape(parts[-1].upper())
    return re.search(rf"(?<!\w)(?:{surname}|{shouted})(?!\w)", paragraph) is not None


# ---- the voice -------------------------------------------------------------------------------


def _is_opinion(rows: Sequence[Line], taken: set[int]) -> bool:
    """The first person, or hardly any reported speech."""
    prose = _prose(rows, taken)
    spoken = sum(1 for words in prose if _QUOTE.search(words) and SAYING.search(words))
    return spoken * 5 < len(prose) or _speaks_for_itself(rows, taken)


def _is_report(rows: Sequence[Line], taken: set[int]) -> bool:
    first = " ".join(_prose(rows, taken)[:2])
    return bool(TELLING.search(first)) and not _speaks_for_itself(rows, taken)


def _speaks_for_itself(rows: Sequence[Line], taken: set[int]) -> bool:
    """The first person outside quotations, in two paragraphs."""
    return sum(1 for words in _prose(rows, taken) if VOICE.search(_QUOTED.sub(" ", words))) >= 2


def _prose(rows: Sequence[Line], taken: set[int]) -> list[str]:
    return [
        fold(row.words).replace("’", "'")
        for number, row in enumerate(rows)
        if number not in taken and is_prose(row.words, words=6)
    ]
