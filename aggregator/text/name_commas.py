"""A list with commas in, its parts out: names, inverted names, and what is said of them. Pure.

'Roe, Jane' is one person, 'Jane Roe, John Poe' are two, 'Jane Roe, Hull' is one and where she is.
"""

import re

from .name_known import GIVEN, PLACES
from .name_pieces import AGENCY, KEY_ONLY, TO, Part, single
from .name_ranks import CALLINGS, PARTICLES, SUFFIXES
from .name_shape import fold
from .name_tests import (
    is_acronym,
    is_degree,
    is_generic,
    is_occupation,
    is_organisation,
    is_person,
    is_title,
    without_affixes,
)

_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.[\s-]?){1,4}|[^\W\d_a-z](?: ?[^\W\d_a-z])?")
_QUOTES = re.compile('^"|"(?=[\\s\ue000-\ue03f]*$)')
_LETTERS = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.){1,}[A-Z]?[A-Za-z]{0,4}")  # M.Hum., S.Kom
_COMMA = re.compile(r"\s*,\s*")


def comma_parts(side: str, *, inverted: bool) -> list[Part]:
    tokens = [_QUOTES.sub("", token) for token in _COMMA.split(side) if token.strip()]
    if len(tokens) < 2:
        return single(tokens[0]) if tokens else []
    tokens = _suffixed(tokens)
    tokens = [token for place, token in enumerate(tokens) if not place or fold(token) not in PLACES]
    if len(tokens) == 1:
        return single(tokens[0])
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
    bare = [(last, KEY_ONLY.sub(" ", first).strip()) for last, first in pairs]
    if all(_INITIALS.fullmatch(first) and not _is_title(last, first) for last, first in bare):
        return pairs
    if all(_is_inverted(last, first, sure) for last, first in bare):
        return pairs
    return []


def _is_title(last: str, first: str) -> bool:
    """'Jane Roe, MD' and 'Ir. Jane Roe, M.T.' have a degree, 'Jane Roe, AP' an agency, 'Roe, M. D.'
    has initials."""
    titled = is_title(last.partition(" ")[0]) or is_degree(first) or fold(first) in AGENCY
    return " " in last and titled


def _is_inverted(last: str, first: str, sure: bool) -> bool:
    if (is_degree(first) and first.isupper()) or is_occupation(first) or is_organisation(first):
        return False
    if fold(first) in PLACES or fold(last) in AGENCY or is_generic(first):
        return False
    surname = [word for word in last.split() if fold(word) not in PARTICLES]
    given = [word for word in first.split() if fold(word) not in PARTICLES]
    if surname and given and fold(first.rsplit(maxsplit=1)[-1]) in PARTICLES:
        return len(surname) < 4 and len(given) < 4  # 'Sousa Monteiro, Inês de'
    if not any(map(str.isupper, "".join(surname))):  # scripts without case have no such order
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
    while len(tokens) > 1 and _is_said(without_affixes(tokens[0])):
        tokens = tokens[1:]
    for token in tokens:
        bare = without_affixes(token).removeprefix("l'")
        if KEY_ONLY.fullmatch(token):
            found.append(Part(token))
        elif found and _is_aside(bare):
            continue
        elif found and (is_acronym(bare) or fold(bare.partition(" ")[0]) in AGENCY):
            found.append(Part(bare, organisation=True))
        elif found and is_occupation(bare) and not is_organisation(found[-1].words):
            described = True
        elif is_organisation(bare):
            if not described or fold(bare) in AGENCY:
                found += single(token)
        elif not found or _is_named(bare):
            described = False
            found += single(token)
    return found


def _is_aside(bare: str) -> bool:
    """A degree, a place, whom it was written for: nobody's name."""
    lettered = _LETTERS.fullmatch(bare) is not None or TO.match(bare) is not None
    return lettered or is_degree(bare) or fold(bare) in PLACES


def _is_said(words: str) -> bool:
    """What stands before the name: 'New Delhi', 'Laporan wartawan Tribun'."""
    folds = [fold(word) for word in words.split()]
    return fold(words) in PLACES or (
        len(folds) > 1 and bool(set(folds[:2]) & CALLINGS) and not set(folds) & GIVEN
    )


def _is_named(bare: str) -> bool:
    """A person's name, beside an address or not, or an account: 'jroe_99'."""
    bare = KEY_ONLY.sub(" ", bare).strip()
    marked = any(c.isdigit() or c in "_." for c in bare) and any(map(str.isalpha, bare))
    return is_person(bare) or (" " not in bare and marked)
