"""The head of a paragraph in, whom it introduces out: names, verb, what follows. Pure.

'Jane Roe and John Poe, of Hull, are co-directors of ...' names two people with the verb 'are'.
News introduces people too, but by what they do today; that is judged in `biography`.
"""

import re
from dataclasses import dataclass

from ._months import MONTHS
from .bio_words import (
    BEING,
    CLAUSES,
    DOING,
    HAVING,
    HONOURS,
    PERFECT,
    POSITION,
    POSSESSIVE,
    PREPOSITIONS,
    SURNAMES,
)
from .name_parts import JOIN
from .name_ranks import DEGREES, PARTICLES, TITLES
from .name_shape import fold
from .name_tests import is_generic, is_plausible, without_affixes

_NAME_WORD = re.compile(r"[\w.'’ʼ,·\u0300-\u036f-]+")
_CLAUSE = 14  # words of a clause that may come before the name
_STOPPED = re.compile(r"[^\W\d_]{4,}\.")  # 'Belova.' ends a sentence, 'Dr.' and 'J.' do not
_POLITE = re.compile(r"(?:mr|mrs|ms|miss|herr|frau)\b\.?", re.IGNORECASE)
_CALLINGS = POSITION - SURNAMES
_AND = frozenset(("and", "und", "et", "y", "e", "och", "og", "en", "i", "и", "&"))
_VERBS = (BEING | DOING | HAVING) - PARTICLES - _AND


@dataclass(frozen=True, slots=True)
class Opening:
    """How a paragraph begins: whom it names, the verb, what follows it; `rest` is all but names."""

    names: tuple[str, ...] = ()
    verb: str = ""
    after: str = ""
    apposition: str = ""
    rest: str = ""


def opening(tokens: list[str]) -> Opening:
    """The names, the verb and what follows of 'Jane Roe and John Poe, of Hull, are ...'."""
    end = _name_end(tokens)
    head, rest = " ".join(tokens[:end]), tokens[end:]
    names = _names(head.rstrip(",:"))
    if not names or not rest:
        return Opening(names)
    if head.endswith((",", ":")) or rest[0] in (",", "—", "–", "-"):
        return _apposed(names, rest)
    verb, after = _verb(_singular(rest) if len(names) > 1 else _without_kin(rest))
    return Opening(names, verb, after, rest=" ".join(rest))


def late_opening(tokens: list[str]) -> Opening:
    """The same where a clause comes first: 'Until his retirement in April Jane Roe was ...'."""
    if not tokens or fold(tokens[0]).strip(",") not in CLAUSES:
        return Opening()
    for place in range(2, min(len(tokens), _CLAUSE)):
        bare = fold(tokens[place]).strip(",.")
        if bare in MONTHS or not _is_name_token(tokens[place]) or bare in TITLES:
            continue
        said = opening(tokens[place:])
        if said.names:
            return said if said.verb in BEING | PERFECT else Opening()
    return Opening()


def _apposed(names: tuple[str, ...], rest: list[str]) -> Opening:
    """'Jane Roe, a farmer in Kent, writes ...': the verb comes after a comma, or never."""
    verb, after = _verb(rest)  # 'Jane Roe, PhD, is ...'
    if verb:
        return Opening(names, verb, after)
    for place in range(1, min(len(rest), 18)):
        if rest[place - 1].endswith((",", "—", "–")) and rest[place][:1].islower():
            verb, after = _verb(rest[place:])
            if verb:
                return Opening(names, verb, after, " ".join(rest[:place]))
    after = " ".join(rest).lstrip(",—–- ")
    # 'Анна Лебедева — профессор ...': the dash is the verb
    return Opening(names, "is" if rest[0] in ("—", "–") else "", after, after)


def _without_kin(rest: list[str]) -> list[str]:
    """'and her wife breed lurchers' -> 'breeds lurchers': only the one who is named signs."""
    if len(rest) < 4 or fold(rest[0]) not in _AND or fold(rest[1]) not in POSSESSIVE:
        return rest
    singular = _singular(rest[3:])
    return singular if singular != rest[3:] else rest


def _singular(rest: list[str]) -> list[str]:
    """'chair the forum' -> 'chairs the forum': biographies are known by the verbs of one person."""
    verb = {"are": "is", "were": "was", "have": "has"}.get(rest[0], f"{rest[0]}s")
    return [verb, *rest[1:]] if verb in _VERBS else rest


def _verb(tokens: list[str]) -> tuple[str, str]:
    """The verb at the head, when it is one of biographies, and what follows."""
    words = [fold(token).strip(".,") for token in tokens[:3]]
    while len(words) > 1 and words[0] in ("also", "currently", "now", "auch", "derzeit"):
        tokens, words = tokens[1:], words[1:]
    if len(words) > 1 and words[0] in HAVING:
        return (words[1], " ".join(tokens[2:])) if words[1] in PERFECT else ("", "")
    if words and (words[0] in BEING or words[0] in DOING):
        return words[0], " ".join(tokens[1:])
    return "", ""


def _name_end(tokens: list[str]) -> int:
    """How many tokens at the head are names, their titles and the 'and' between them."""
    end = 0
    for place, token in enumerate(tokens[:14]):
        bare = fold(token).strip(",.")
        lower = token[:1].islower()
        if end and lower and bare in _VERBS:
            break
        if _is_name_token(token) or (end and lower and bare in PARTICLES):
            end = place + 1
        elif not (end and bare in _AND):
            break
        if _STOPPED.fullmatch(token) and fold(token) not in TITLES:
            break
        if token.endswith((",", ":")) and not _continues(tokens, place):
            break
    while end and tokens[end - 1].islower():
        end -= 1  # a particle needs its surname: in 'Anna Rossi e la ...' there is none
    return end


def _continues(tokens: list[str], place: int) -> bool:
    """'Jane Roe, PhD, ...' and 'Jane Roe, John Poe and ...' go on after the comma."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if fold(following).strip(".,") in DEGREES:
        return True
    pair = " ".join(tokens[place + 1 : place + 3]).rstrip(",")
    rest = {fold(token) for token in tokens[place + 2 : place + 8]}
    return is_plausible(pair) and bool(rest & {"and", "&", "und", "et"})


def _is_name_token(token: str) -> bool:
    first = token.lstrip("'\"“„«(")[:1]
    return (first.isalpha() and not first.islower()) or fold(token) in TITLES


def _names(head: str) -> tuple[str, ...]:
    """The persons in the head, each with at least two words; () if one of them is none."""
    found = []
    for piece in (piece for part in head.split(",") for piece in JOIN.split(part) if piece):
        if fold(piece).strip(" .") in DEGREES | _AND:
            continue
        words = piece.split()
        if fold(words[0]) in ("the", "der", "die") and len(words) > 3:
            words.pop(0)  # The Rev. Jane Roe
        while len(words) > 2 and fold(words[0]).strip(".") in HONOURS:
            words.pop(0)
        name = without_affixes(" ".join(words))
        # 'Actor John Poe is ...' is how news introduces people, not how biographies begin
        if fold(words[0]) in PREPOSITIONS:
            return ()
        callings = {fold(word) for word in name.split()[:-1]} & _CALLINGS
        if any(
            word.endswith(("'", "'s", "’s")) or not _NAME_WORD.fullmatch(word) for word in words
        ):
            return ()
        if callings or not is_plausible(name) or is_generic(name) or _POLITE.match(name):
            return ()
        found.append(name)
    return tuple(found)
