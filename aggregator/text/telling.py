"""Lines of a text in, the biographies in it that may be of its writer out. Pure.

What is said of somebody whom the article is about, or quotes, must not make them its author: hence
the tests on where the name stands, what else the paragraph says and where else the name occurs.
What one paragraph says of somebody is read in `biography`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from .bio_words import CONTACT, DISCLAIMER, HOUSE, SAYING
from .biography import Biography, read_biography, tells_on
from .claims import CLOSES_QUOTE, HEAD, TAIL, Claim, occurs, stands_in
from .lines import Line, is_prose
from .name_shape import display, fold
from .sentences import sentences
from .voice import speaks_for_itself

_LAST = 7  # paragraphs at the end among which biographies are looked for
_FAR = 3  # paragraphs that may follow where a text says outright who its writer is
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


def biographies_in(rows: Sequence[Line]) -> tuple[Claim, ...]:
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
    if read.signature and number and CLOSES_QUOTE.search(rows[number - 1].words):
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
        apposed=read.apposed,
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
        if any(stands_in(name, before) for name in read.names):
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
    if speaks_for_itself(rows, taken):
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
        elsewhere = not claim.explicit and any(occurs(name, others) for name in claim.names)
        if not elsewhere or (claim.house and claim.shouted):
            kept.append(claim)
    return tuple(kept)


def _leads(claim: Claim, paragraphs: Sequence[int]) -> bool:
    """Whether it is the first paragraph and the only one that tells of somebody."""
    at_the_head = claim.places[:1] == tuple(paragraphs[:1])
    return at_the_head and not claim.vague and (claim.explicit or claim.position)


def _without_vague(found: Sequence[Claim], paragraphs: Sequence[int]) -> list[Claim]:
    """What is vague counts only alone, and only as the very last paragraph but for the house's; so
    does what is said in passing, but for 'My name is ...'."""
    ends = {claim.places[0] for claim in found if claim.house or claim.shouted if claim.places}
    last = max((number for number in paragraphs if number not in ends), default=-1)
    found = [c for c in found if not c.apposed or last in c.places or paragraphs[:1] == [*c.places]]
    known = [claim for claim in found if not claim.vague]
    # 'JOHN SMITH has been with us since May' is the house's too
    if any(not claim.house and (claim.position or not claim.shouted) for claim in known):
        return known
    house = {place for claim in known for place in claim.places}
    last = max((number for number in paragraphs if number not in house), default=-1)
    return [claim for claim in found if not claim.vague or last in claim.places]
