"""One paragraph in, what it says of its writer out: 'Jane Roe is the president of ...'. Pure.

Only the paragraph itself is judged here; whether it makes somebody the author is for `credit`.
"""

import re
from dataclasses import dataclass

from .bio_words import (
    ARTICLES,
    BEING,
    DISCLAIMER,
    DOING,
    HOUSE,
    LEAD_IN,
    NO_JOB,
    POSITION,
    REPORTING,
    SAYING,
    TELLING,
)
from .name_parts import JOIN
from .name_shape import fold
from .name_tests import is_generic, is_occupation, is_organisation, is_person, without_affixes
from .name_words import DEGREES, PARTICLES, TITLES

_LONGEST = 700  # characters; a longer paragraph is not about its writer
_ORNAMENT = " \t*_~—–-•·|>#\"'“”„«»()[]"
_ASIDE = re.compile(r"\s*\((?:[^()]{1,60})\)|\s*\[[^\[\]]{1,60}\]")
_EAST = re.compile(
    r"^[(（【]?\s*(?:本文)?(?:作者|筆者|撰文|執筆者?)(?:简介|簡介|介绍)?\s*(?:为|為|是|系|"
    r"[::：])?\s*"
    r"(?P<name>[\u3400-\u9fff々]{2,4}(?:[·・ ][\u3400-\u9fff]{1,4})?)\s*(?:[，,、。（(]|为|為|是|"
    r"系|は|现任)"
)


_JOB_ENDING = re.compile(r"\w{3,}(?:er|or|ist|ian|man|woman|wright|ess|eer)s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Biography:
    """`names` as written. `explicit`: it says that this is the writer. `position`: it tells what
    they are. `house`: it is how a site speaks of its own staff. `shouted`: in capitals."""

    names: tuple[str, ...]
    explicit: bool = False
    position: bool = False
    house: bool = False
    shouted: bool = False


def read_biography(paragraph: str) -> Biography | None:
    """The people a paragraph introduces at its very beginning; None when it is no biography."""
    if len(paragraph) > _LONGEST:
        return None
    bare = paragraph.strip().lstrip(_ORNAMENT)
    if match := _EAST.match(bare):
        return Biography(names=(match["name"],), explicit=True, position=True)
    lead_in = LEAD_IN.match(bare)
    rest = bare[lead_in.end() :] if lead_in else bare
    names, verb, after = _opening(_ASIDE.sub("", rest[:240]))
    if not names:
        return None
    folded = fold(paragraph).replace("’", "'")
    if not lead_in and (not verb or SAYING.search(folded) or TELLING.search(folded)):
        return None
    explicit = lead_in is not None or DISCLAIMER.search(folded) is not None
    position = _has_position(after)
    if not (explicit or position or verb in DOING or (verb in BEING and _of_place(after))):
        return None
    shouted = all(name.isupper() for name in names)
    house = bool(HOUSE.search(folded)) or bool(REPORTING.search(" ".join(fold(after).split()[:14])))
    return Biography(
        names=names,
        explicit=explicit,
        position=position or verb in DOING,
        house=house,
        shouted=shouted,
    )


def _opening(words: str) -> tuple[tuple[str, ...], str, str]:
    """(names, verb, what follows) of 'Jane Roe and John Poe, of Hull, are ...'."""
    tokens = words.split()
    end = _name_end(tokens)
    if end == 0:
        return (), "", ""
    head = " ".join(tokens[:end])
    names = _names(head.rstrip(",:"))
    if not names:
        return (), "", ""
    rest = tokens[end:]
    if head.endswith(",") or (rest and rest[0].strip() in (",", "—", "–", "-")):
        return _apposed(names, rest)
    if not rest:
        return names, "", ""
    verb = fold(rest[0]).strip(".,")
    return names, verb if verb in BEING | DOING else "", " ".join(rest[1:])


def _name_end(tokens: list[str]) -> int:
    """How many tokens at the head are names, their titles and the 'and' between them."""
    end = 0
    for place, token in enumerate(tokens[:14]):
        bare = fold(token).strip(",.")
        if bare in BEING | DOING and end and token[:1].islower():
            break
        if _is_name_token(token) or (end and bare in PARTICLES and token[:1].islower()):
            end = place + 1
        elif end and bare in ("and", "und", "et", "y", "e", "och", "og", "en", "i", "и", "&"):
            continue
        else:
            break
        if token.endswith((",", ":")) and not _continues(tokens, place):
            break
    return end


def _continues(tokens: list[str], place: int) -> bool:
    """'Jane Roe, PhD, ...' and 'Jane Roe, John Poe and ...' go on after the comma."""
    following = tokens[place + 1] if place + 1 < len(tokens) else ""
    if fold(following).strip(".,") in DEGREES:
        return True
    pair = " ".join(tokens[place + 1 : place + 3]).rstrip(",")
    return is_person(pair) and any(
        token in ("and", "&", "und", "et") for token in tokens[place + 2 : place + 8]
    )


def _is_name_token(token: str) -> bool:
    first = token.lstrip("'\"“„«(")[:1]
    return (first.isalpha() and not first.islower()) or fold(token) in TITLES


def _names(head: str) -> tuple[str, ...]:
    """The persons in the head, each with at least two words; () if one of them is none."""
    pieces = [piece for part in head.split(",") for piece in JOIN.split(part)]
    found = []
    for piece in pieces:
        if (
            piece is None
            or fold(piece).strip(" .") in DEGREES
            or fold(piece) in ("and", "und", "et", "y", "e", "en", "i", "и", "och", "og")
        ):
            continue
        name = without_affixes(" ".join(piece.split()))
        if not name:
            continue
        if not is_person(name) or is_generic(name) or is_organisation(name) or is_occupation(name):
            return ()
        found.append(name)
    return tuple(found)


def _apposed(names: tuple[str, ...], rest: list[str]) -> tuple[tuple[str, ...], str, str]:
    """'Jane Roe, a farmer in Kent, writes ...': the verb comes after, or never."""
    after = " ".join(rest).lstrip(",—–- ")
    for place, token in enumerate(rest[:16]):
        verb = fold(token).strip(".,")
        if (
            verb in BEING | DOING
            and token[:1].islower()
            and place
            and rest[place - 1].endswith(",")
        ):
            return names, verb, after
    # 'Jane Roe - professor of history, author of ...' as Slavic and short biographies have it
    first = fold(rest[0]).strip(".,") if rest else ""
    return (
        names,
        "is" if rest and rest[0] in ("—", "–") and _has_position(after) else "",
        after if first else "",
    )


def _has_position(after: str) -> bool:
    """Whether the next dozen words say what somebody is."""
    tokens = [fold(token).strip(".,;:'’\"()") for token in after.split()[:14]]
    if any(token in POSITION for token in tokens):
        return True
    return any(
        token in ("a", "an", "the")
        and any(
            _JOB_ENDING.match(job) and job not in NO_JOB for job in tokens[place + 1 : place + 5]
        )
        for place, token in enumerate(tokens[:5])
    )


def _of_place(after: str) -> bool:
    """'... the elective figurehead of the Growers Union': some article, then 'of' something "
    "named."""
    tokens = after.split()[:12]
    if not tokens or fold(tokens[0]) not in ARTICLES:
        return False
    return any(
        fold(token)
        in (
            "of",
            "at",
            "for",
            "in",
            "from",
            "de",
            "del",
            "der",
            "des",
            "du",
            "di",
            "da",
            "do",
            "van",
            "von",
            "bei",
        )
        and any(word[:1].isupper() for word in tokens[place + 1 : place + 4])
        for place, token in enumerate(tokens)
    )
