"""A run of names cut into one part for each name: str in, parts out. Pure.

Knows the separators and the 'and' of many languages; what a part is worth is decided in `names`.
"""

import re

from .name_beside import alone, side_by_side
from .name_commas import comma_parts
from .name_known import GIVEN, PLACES, SECTIONS
from .name_pieces import AGENCY, KEY_ONLY, TO, Part, is_agency
from .name_shape import fold
from .name_tests import (
    is_acronym,
    is_generic,
    is_occupation,
    is_organisation,
    is_person,
)

_AND = (
    "and|und|et|y|e|og|och|en|ja|i|ve|dan|và|и|та|και|és|și|a|sowie|agus|eta|dhe|və|va|ir|және|"
    "और|एवं|तथा|व|এবং|ও|மற்றும்|మరియు|ಮತ್ತು|اور|و|እና|და|և|եւ|และ|as well as|ainsi que|así como|"
    "with|avec|mit|con|com|med|met|og med|z|с|со"
)
JOIN = re.compile(
    rf"\s+(?P<word>{_AND}|as told (?:to|by))\s+|\s*[&+]\s*|\s+(?:und|and)/(?:or|oder)\s+",
    re.IGNORECASE,
)
_WEAK = frozenset(("y", "e", "i", "a", "en", "z", "с", "con", "com", "et"))
_STRONG = re.compile(
    r"\s*(?:;|、|•|●|(?<![\u3400-\u9fff])·|·(?![\u3400-\u9fff])|\||\s(?:[-–—]|--)\s|/)\s*"
)
_VIA = re.compile(
    r",?\s+(?:via|courtesy of|through|(?:re)?(?:published|printed|posted) (?:from|in|by))\s+", re.I
)
_BODY = re.compile(
    r"(?:The )?(?:[A-Z][\w.]+ )?"
    r"(?:Ministry|Departments?|Centers?|Centres?|Bureau|Office|Institute|Agency)"
    r" (?:of|for|on) [^\W\d_]+(?: [^\W\d_]+)?(?:, [^\W\d_]+)*,? (?:and|&) (?P<last>[A-Z][^\W\d_]+)"
)  # 'Ministry of Health, Labour and Welfare': single words after the first are its fields of work
_SHOUTED = re.compile(r"[A-Z]{3,}")  # 'Jane Roe/PIXSELL'


def parts(words: str, site: str = "") -> tuple[Part, ...]:
    """The names in a run of authors; `site` is the folded title of the source."""
    if is_generic(words):
        return (Part(words),)
    words = alone(words, site)
    if paired := side_by_side(words):
        return paired
    found: list[Part] = []
    via = _VIA.split(words, maxsplit=1)
    for piece in filter(None, _STRONG.split(via[0])):
        if _is_beside(piece, len(found), via[0], site) or TO.match(piece):
            continue
        if found and piece.isupper() and not via[0].isupper() and _SHOUTED.fullmatch(piece):
            found.append(Part(piece, organisation=True))
        else:
            found += _joined(piece, inverted=";" in via[0])
    if len(via) > 1 and not is_generic(via[1]):
        found.append(Part(via[1], organisation=True))
    return tuple(found)


def _is_beside(piece: str, place: int, whole: str, site: str) -> bool:
    """The section before the name, the site or outlet after it, initials after an agency."""
    if fold(piece) == site:
        return True
    if place and fold(piece) in PLACES:
        return True
    if place == 0:
        alone = (
            " " not in piece and re.fullmatch(r"\S+\s[-–—]\s\S+\s\S.*", whole) is not None
        )  # 'London - Jane Roe'
        beside = fold(piece) in SECTIONS | PLACES or (alone and not is_agency(piece))
        return beside and piece != whole
    if KEY_ONLY.fullmatch(piece) or ";" in whole or "、" in whole:
        return False
    if len(piece) < 4 and piece.isascii() and piece.islower() and not is_agency(piece):
        return True
    if re.search(r"\s[-–—|]\s", whole):
        words = [fold(word) for word in piece.split()]
        if not (set(words) & GIVEN) and not is_agency(piece):
            return True
    return False


def _joined(piece: str, *, inverted: bool) -> list[Part]:
    """A piece cut at 'and' where names stand on both sides, and each side at its commas."""
    if _is_body(piece):
        return [Part(piece, organisation=True)]
    sides: list[str] = []
    start = 0
    for match in JOIN.finditer(piece):
        if _joins(piece[start : match.start()], match, piece[match.end() :]):
            sides.append(piece[start : match.start()])
            start = match.end()
    sides.append(piece[start:])
    sides = _share_surname(sides, piece)
    named = [side for place, side in enumerate(sides) if not place or not is_occupation(side)]
    return [part for side in named for part in comma_parts(side, inverted=inverted)]


def _is_body(piece: str) -> bool:
    """One body whose name is a list; 'Ministry of Health and Reuters' are two."""
    body = _BODY.fullmatch(piece)
    return body is not None and not is_agency(body["last"]) and not _has_given(piece)


def _has_given(piece: str) -> bool:
    return any(fold(word.strip(",")) in GIVEN for word in piece.split())


def _joins(left: str, match: re.Match[str], right: str) -> bool:
    word = match["word"]
    right = re.sub(r"^the\s+", "", right, flags=re.IGNORECASE)
    if not left.strip() or not right.strip():
        return False
    if is_agency(right.strip().removeprefix("l'").removeprefix("die ")):
        return True
    if right[:1].islower() and not (left + right).islower():
        return False
    if word is None:
        return True
    if _is_band(match, right):
        return False
    # Ortega y Gasset: a weak "and" before a single word joins a surname, not two people
    return fold(word) not in _WEAK or " " in right.strip() or " " not in left.strip()


def _is_band(match: re.Match[str], right: str) -> bool:
    """'Prince and the Revolution': 'the' after 'and', and no organisation."""
    following = match.string[match.end() :]
    return bool(re.match(r"the\s", following, re.IGNORECASE)) and not is_organisation(right)


def _share_surname(sides: list[str], whole: str) -> list[str]:
    """'Jane & John Doe' are two Does; 'Anna & Peter' are two; 'Big & Bad' signs as one."""
    if len(sides) != 2 or "," in whole:
        return sides
    first, last = sides[0].split(), sides[1].split()
    if len(first) != 1 or not first[0].isalpha() or is_generic(first[0]):
        return sides
    if len(last) == 1:
        given = {fold(first[0]), fold(last[0])} & GIVEN
        agency = {fold(first[0]), fold(last[0])} & AGENCY
        return sides if given or agency or not last[0].istitle() else [whole]
    if is_person(sides[1]) and fold(first[0]) not in AGENCY and not is_acronym(first[0]):
        return [f"{first[0]} {' '.join(last[1:])}", sides[1]]
    return sides
