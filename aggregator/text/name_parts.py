"""A run of names cut into one part for each name: str in, parts out. Pure.

Knows the separators, the inverted order, what follows a name after a comma, and names glued
together; what a part is worth is decided in `names`.
"""

import re
from dataclasses import dataclass

from .name_shape import fold
from .name_tests import (
    is_acronym,
    is_degree,
    is_generic,
    is_occupation,
    is_organisation,
    is_person,
    without_affixes,
    without_dates,
)
from .name_words import AGENCIES, CALLINGS, GIVEN, OCCUPATION, PARTICLES, PLACES, SECTIONS, SUFFIXES

_AGENCY = frozenset(fold(word) for word in AGENCIES)
_AND = (
    "and|und|et|y|e|og|och|en|ja|i|ve|dan|và|и|та|και|és|și|a|sowie|"
    "with|avec|mit|con|com|med|og med|z|с"
)
JOIN = re.compile(
    rf"\s+(?P<word>{_AND}|as told to)\s+|\s*[&+]\s*|\s+(?:und|and)/(?:or|oder)\s+", re.IGNORECASE
)
_WEAK = frozenset(("y", "e", "i", "a", "en", "z", "с", "con", "com", "et"))
_STRONG = re.compile(r"\s*(?:;|、|•|●|·|\||\s[-–—]\s|/)\s*")
_COMMA = re.compile(r"\s*,\s*")
_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_WITH = re.compile(r"^(?:avec|with|mit|con|com|and|et|und)\s+", re.IGNORECASE)
_NOBODY = re.compile(
    r"[\s,]+(?:(?:and|with|und|mit|et|avec|y|&|\+)\s+(?:the\s+)?(?:\d+\s+)?(?:(?:news\s+|wire\s+)?agenc(?:ies|y)|wires?(?:\s+(?:services?|reports?))?|others?|friends|more|autres|weitere|otros|"
    r"staff|agenturen|agences|co\.?|dpa|afp)|et al\.?|u\. ?a\.|і? др\.|etc\.?)(?: in [^\W\d_]+)?$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^(?P<name>.+?\S)\s+(?:(?:in|from|aus|à|au|en|da|reporting (?:from|in)|"
    r"for|für|pour|para|per|at|of|bei|chez|special to|on behalf of|courtesy of|exclusive to)\s+"
    r"(?:the\s+)?[^\Wa-z_].*|(?:for|pour|für)\s+the\s.*|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day.*)$"
)
_TO = re.compile(
    r"(?:special |exclusive )(?:to|for) |(?:for|für|pour|para) (?:the |die |le |el )?(?-i:[A-Z])",
    re.IGNORECASE,
)
_FOR = re.compile(r"(?P<name>.+?)\s+for\s+(?:the\s+)?\S", re.IGNORECASE)
_VIA = re.compile(r"\s+(?:via|courtesy of|through)\s+", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:\s|$))")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.[\s-]?){1,4}|[^\W\d_a-z](?: ?[^\W\d_a-z])?")
_KEY_ONLY = re.compile("[\ue000-\ue03f\\s]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One name, still with its titles. `organisation`: its place says that it is one."""

    words: str
    organisation: bool = False


def parts(words: str, site: str = "") -> tuple[Part, ...]:
    """The names in a run of authors; `site` is the folded title of the source."""
    words = _NOBODY.sub("", _NOBODY.sub("", _bracketless(without_dates(words), site)))
    found: list[Part] = []
    via = _VIA.split(words, maxsplit=1)
    for place, piece in enumerate(_STRONG.split(via[0])):
        if piece and not _is_beside(piece, place, via[0], site) and not _TO.match(piece):
            found += _joined(piece, inverted=";" in via[0])
    if len(via) > 1 and not is_generic(via[1]):
        found.append(Part(via[1], organisation=True))
    return tuple(found)


def _bracketless(words: str, site: str) -> str:
    """Words in brackets dropped, or taken where only the site or nobody stands before them."""
    for match in reversed(list(_PAREN.finditer(words))):
        inner, rest = match[1], words[: match.start()] + " " + words[match.end() :]
        outer = " ".join(rest.split())
        if _WITH.match(inner):
            words = f"{words[: match.start()]}, {_WITH.sub('', inner)} {words[match.end() :]}"
        elif not outer or (fold(outer) == site) or (is_generic(outer) and not is_generic(inner)):
            words = inner
        elif inner == "bot":
            continue
        elif not _KEY_ONLY.fullmatch(outer) or not inner:
            words = outer
        else:
            words = f"{outer} {inner}"
    return words


def _is_beside(piece: str, place: int, whole: str, site: str) -> bool:
    """The section before the name, the site or outlet after it, initials after an agency."""
    if fold(piece) == site:
        return True
    if place and fold(piece) in PLACES:
        return True
    if place == 0:
        return fold(piece) in SECTIONS and piece != whole
    if _KEY_ONLY.fullmatch(piece) or ";" in whole or "、" in whole:
        return False
    if len(piece) < 4 and piece.isascii() and piece.islower():
        return True
    if re.search(r"\s[-–—|]\s", whole):
        words = [fold(word) for word in piece.split()]
        return not (set(words) & GIVEN) and fold(piece) not in _AGENCY
    return False


def _joined(piece: str, *, inverted: bool) -> list[Part]:
    """A piece cut at 'and' where names stand on both sides, and each side at its commas."""
    sides: list[str] = []
    start = 0
    for match in JOIN.finditer(piece):
        if _joins(piece[start : match.start()], match, piece[match.end() :]):
            sides.append(piece[start : match.start()])
            start = match.end()
    sides.append(piece[start:])
    sides = _share_surname(sides, piece)
    return [part for side in sides for part in _comma_parts(side, inverted=inverted)]


def _joins(left: str, match: re.Match[str], right: str) -> bool:
    word = match["word"]
    right = re.sub(r"^the\s+", "", right, flags=re.IGNORECASE)
    if not left.strip() or not right.strip():
        return False
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
        agency = {fold(first[0]), fold(last[0])} & _AGENCY
        return sides if given or agency or not last[0].istitle() else [whole]
    if is_person(sides[1]) and fold(first[0]) not in _AGENCY and not is_acronym(first[0]):
        return [f"{first[0]} {' '.join(last[1:])}", sides[1]]
    return sides


def _comma_parts(side: str, *, inverted: bool) -> list[Part]:
    tokens = [token for token in _COMMA.split(side) if token.strip()]
    if len(tokens) < 2:
        return _single(tokens[0]) if tokens else []
    tokens = _suffixed(tokens)
    tokens = [token for place, token in enumerate(tokens) if not place or fold(token) not in PLACES]
    if len(tokens) == 1:
        return _single(tokens[0])
    if pairs := _inverted(tokens, sure=inverted):
        return [Part(f"{first} {last}") for last, first in pairs]
    return _listed(tokens)


def _suffixed(tokens: list[str]) -> list[str]:
    """'Martin Luther King, Jr.' is one name."""
    joined: list[str] = []
    for token in tokens:
        if joined and fold(token).rstrip(".") in SUFFIXES:
            joined[-1] += f" {token}"
        else:
            joined.append(token)
    return joined


def _inverted(tokens: list[str], *, sure: bool) -> list[tuple[str, str]]:
    """(surname, given) pairs when the whole list is inverted; else nothing."""
    if len(tokens) % 2:
        return []
    pairs = list(zip(tokens[::2], tokens[1::2], strict=True))
    if all(_INITIALS.fullmatch(first) and not _is_title(last, first) for last, first in pairs):
        return pairs
    if all(_is_inverted(last, first, sure) for last, first in pairs):
        return pairs
    return []


def _is_title(last: str, first: str) -> bool:
    """'Jane Roe, MD' has a degree, 'Roe, M. D.' has initials."""
    return " " in last and is_degree(first)


def _is_inverted(last: str, first: str, sure: bool) -> bool:
    if (is_degree(first) and first.isupper()) or is_occupation(first) or is_organisation(first):
        return False
    if fold(first) in PLACES or fold(last) in _AGENCY or is_generic(first):
        return False
    surname = [word for word in last.split() if fold(word) not in PARTICLES]
    given = [word for word in first.split() if fold(word) not in PARTICLES]
    if not any(word[0].isupper() for word in surname):  # scripts without case have no such order
        return False
    if not surname or not given or not all(word[:1].isalpha() for word in given):
        return False
    if len(surname) == 1:
        return len(given) <= (3 if sure or last.isupper() else 2) and _is_given(given, sure, last)
    two = len(surname) == 2 and len(given) == 1
    return two and fold(given[0]) in GIVEN and fold(surname[0]) not in GIVEN


def _is_given(given: list[str], sure: bool, last: str) -> bool:
    """Two plain words after a single one could be another person: 'Madonna, John Roe'."""
    if sure or len(given) == 1 or last.isupper() or fold(given[0]) in GIVEN:
        return True
    return len(given[-1].rstrip(".")) == 1


def _listed(tokens: list[str]) -> list[Part]:
    """Names and what is said of them, in the order written."""
    found: list[Part] = []
    described = False
    for token in tokens:
        bare = without_affixes(token)
        if _KEY_ONLY.fullmatch(token):
            found.append(Part(token))
        elif found and (is_degree(bare) or fold(bare) in PLACES):
            continue
        elif found and (is_acronym(bare) or fold(bare.partition(" ")[0]) in _AGENCY):
            found.append(Part(bare, organisation=True))
        elif found and is_occupation(bare) and not is_organisation(found[-1].words):
            described = True
        elif is_organisation(bare):
            if not described or fold(bare) in _AGENCY:
                found += _single(token)
        elif is_person(re.sub("[\ue000-\ue03f]", "", bare).strip()) or not found:
            described = False
            found += _single(token)
        elif _is_account(bare):
            found.append(Part(token))
    return found


def _is_account(word: str) -> bool:
    return " " not in word and (word.islower() or any(c.isdigit() for c in word))


def _single(token: str) -> list[Part]:
    """One token: cut where names are glued or an agency follows; what is said after it dropped."""
    for cut in _GLUED.finditer(token):
        left, right = token[: cut.start()], token[cut.start() :]
        if is_person(left) and is_person(right) and not _GLUE_PREFIX.search(left):
            return [*_single(left), *_single(right)]
    words = token.split()
    for place in range(2, len(words)):
        if fold(" ".join(words[place:])) in _AGENCY and is_person(" ".join(words[:place])):
            return [Part(" ".join(words[:place])), Part(" ".join(words[place:]), organisation=True)]
    if (match := _FOR.match(token)) and is_person(match["name"]):
        token = match["name"]
    if (match := _WHERE.match(token)) and (
        is_person(match["name"]) or (len(match["name"].split()) > 1 and token.islower())
    ):
        token = match["name"]
    return [Part(_undescribed(token))]


_GLUE_PREFIX = re.compile(r"(?:^|\s)(?:Mc|Mac|De|Di|Da|Du|La|Le|Van|Von|Fitz|O|Del|Des|St)$")


def _undescribed(token: str) -> str:
    """'Jane Doe Berlin correspondent' -> 'Jane Doe'."""
    words = token.split()
    kept = len(words)
    while kept > 2 and fold(words[kept - 1]).strip(".,") in OCCUPATION | PLACES:
        kept -= 1
    if kept < len(words) and fold(words[-1]) in CALLINGS and is_person(" ".join(words[:kept])):
        return " ".join(words[:kept])
    return token
