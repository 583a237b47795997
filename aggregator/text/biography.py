"""One paragraph in, what it says of its writer out: 'Jane Roe is the president of ...'. Pure.

Only the paragraph itself is judged here; whether it makes somebody the author is for `credit`.
"""

import re
from dataclasses import dataclass

from .bio_words import (
    ARTICLES,
    BEING,
    CONTACT,
    DISCLAIMER,
    DOING,
    HAVING,
    HOUSE,
    LEAD_IN,
    LEARNING,
    LIVING,
    NO_JOB,
    OWN,
    PERFECT,
    POSITION,
    POSSESSIVE,
    PREPOSITIONS,
    PRESENT,
    PRONOUN,
    PUBLISHED,
    RELATING,
    REPORTING,
    SAYING,
    SETTLED,
    TELLING,
)
from .caseless import writer_in
from .introduction import Opening, late_opening, opening
from .name_ranks import TITLES
from .name_shape import fold, without_marks
from .naming import speaker_called, writer_called
from .sentences import sentences

_LONGEST = 900  # characters; a longer paragraph is not about its writer
_VAGUE = 320  # characters of a paragraph that may be a biography in words we do not know
_OPENING = 300  # characters in which names and verb must stand
_ORNAMENT = " \t*_~—–-•·|>#\"'“”„«»()[]"
_ASIDE = re.compile(
    r"\s*\((?:[^()]{1,60})\)|\s*\[[^\[\]]{1,60}\]|\s[\"“„«'‘][\w.-]{2,20}[\"”“»'’](?=\s)"
)
_JOB_ENDING = re.compile(r"\w{3,}(?:er|or|ist|ian|man|woman|wright|ess|eer)$")
_BY = re.compile(r"By\s+")
_FOR_YEARS = re.compile(
    r"^(?:for|seit|für|depuis|pendant|durante|desde hace|por|per|da|al|sinds)\s+(?:\S+\s+){1,3}?"
    r"(?:years?|months?|decades?|jahren?|ans|années|años|anni|anos|jaar)\s+",
    re.IGNORECASE,
)  # 'was for eleven years the bursar of ...'
_POSSESSED = re.compile(
    r"^([^.,]{3,40}?)['’]s? ((?:(?:latest|new|most recent|next|forthcoming|first|debut) )+"
    r"(?:book|novel|memoir|column|newsletter|podcast|collection|essays|poems)\b)"
)  # "Jane Roe's latest book is ..."
_LASTING = re.compile(r"\s(?:for|since) ")
_NOTE = re.compile(r"(?:editor['’]?s?['’]? note|note)\s*[:–—-]\s*", re.IGNORECASE)
_HEADED = re.compile(r"(?:about|über|sobre|à propos de|over) (?-i:(?=[A-Z]))[^:.]{3,40}:\s*", re.I)
_NAMING = re.compile(r"(?:[,:—–-]|\b(?:is|are|ist|est|es|é|è|of))\s*$", re.IGNORECASE)
_SIGNING = re.compile(r"(?:by|par|por|von|da|door)\s*:?\s*$", re.IGNORECASE)
_LONG = tuple(sorted(calling for calling in POSITION if len(calling) > 6 or calling == "lehrer"))
_ELIDED = re.compile(r"^(?:[dlnsj]|dell|nell|sull|un)'")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Biography:
    """`names` as written. `explicit`: it says that this is the writer. `position`: it tells what
    they are or do. `house`: it is how a site speaks of its own staff. `shouted`: in capitals.
    `living`: it tells of a life, not of an office. `signature`: it has no verb.
    `apposed`: it says what they are in passing, and then what we have no word for.
    `vague`: it begins with a name, and nothing speaks against it; by itself that is no evidence."""

    names: tuple[str, ...]
    explicit: bool = False
    position: bool = False
    house: bool = False
    shouted: bool = False
    living: bool = False
    signature: bool = False
    apposed: bool = False
    vague: bool = False


def read_biography(paragraph: str) -> Biography | None:
    """The people a paragraph introduces at its very beginning; None when it is no biography."""
    if len(paragraph) > _LONGEST:
        return None
    bare = paragraph.strip().lstrip(_ORNAMENT)
    if name := writer_in(bare):
        return Biography(names=(name,), explicit=True, position=True)
    if name := writer_called(paragraph):
        return Biography(names=(name,), explicit=True, position=True)
    if name := speaker_called(paragraph):
        return Biography(names=(name,), position=True, apposed=True)
    bare = _HEADED.sub("", _NOTE.sub("", bare))
    lead_in = LEAD_IN.match(bare) or _BY.match(bare)
    said = _opening(bare, lead_in)
    if not said.names or (lead_in and not _says_more(lead_in, said)):
        return None  # nobody, or a byline and no more
    folded = fold(paragraph).replace("’", "'")
    explicit = lead_in is not None or DISCLAIMER.search(folded) is not None
    signature = not said.verb and _is_signature(bare, said)
    short = not explicit and len(paragraph) < _VAGUE
    vague = short and bool(said.verb or _is_telling(said.rest))
    apposed = short and not (said.verb or signature) and _is_position(said.apposition)
    if not (explicit or said.verb or signature or vague or apposed):
        return None
    shouted = all(name.isupper() for name in said.names)
    house = _is_house(folded, said)
    if not (shouted and house) and _is_news(paragraph, folded):
        return None
    position = (
        apposed or signature or _is_doing(said) or _is_position(said.after) or _is_learning(said)
    )
    # capitals in a text of usual case are how sites name their own
    known = explicit or position or house or shouted or _is_of_something(said.after)
    if not (known or vague):
        return None
    if not (explicit or house or shouted or _keeps_to(said.names, paragraph)):
        return None
    return Biography(
        names=said.names,
        explicit=explicit,
        position=position,
        house=house,
        shouted=shouted,
        living=said.verb in LIVING and not _is_position(said.after),
        signature=signature,
        apposed=apposed,
        vague=not known,
    )


def _is_telling(rest: str) -> bool:
    """Whether what follows the name may be a verb: not 'Keep Latin for two afternoons'."""
    first = fold(rest.partition(" ")[0]).strip(",")
    return rest[:1].islower() and first not in PREPOSITIONS


def _opening(bare: str, lead_in: re.Match[str] | None) -> Opening:
    rest = bare[lead_in.end() :] if lead_in else _POSSESSED.sub(r"\1 writes \2", bare, count=1)
    tokens = _ASIDE.sub("", rest[:_OPENING]).split()
    said = opening(tokens)
    return said if said.names or lead_in else late_opening(tokens)


def _is_doing(said: Opening) -> bool:
    if said.verb == "been":  # 'has been sexton of St Aldhelm's for years', not 'missing for days'
        first = said.after.partition(" ")[0]
        return _LASTING.search(said.after) is not None and not first.endswith(("ing", "ed"))
    return said.verb in DOING or said.verb in PERFECT


def _says_more(lead_in: re.Match[str], said: Opening) -> bool:
    """'Written by Jane Roe, who ...', 'By Jane Roe, the treasurer of ...': who, and what she is."""
    if _BY.match(lead_in[0]):
        article = fold(said.apposition.partition(" ")[0])
        return article in ARTICLES and _is_position(said.apposition)
    if _SIGNING.search(lead_in[0]):
        return bool(said.verb or said.after or said.apposition or said.rest)
    # 'The writer Jane Roe was born here' is about a writer, not by her
    is_what = said.verb in DOING | PRESENT or _is_position(f"{said.apposition} {said.after}")
    return is_what or bool(_NAMING.search(lead_in[0]))


def _is_news(paragraph: str, folded: str) -> bool:
    """Speech is reported or something happens: the paragraph is about whom the article is about."""
    return bool(SAYING.search(folded) or TELLING.search(without_marks(paragraph)))


def _keeps_to(names: tuple[str, ...], paragraph: str) -> bool:
    """Whether all sentences after the first still tell somebody's life: 'Her latest book is ...'
    does, 'She cannot get home.' does not."""
    return all(_tells_on(names, sentence) for sentence in sentences(paragraph)[1:])


def tells_on(names: tuple[str, ...], paragraph: str) -> bool:
    """Whether every sentence of a paragraph tells on of these people's lives."""
    return all(_tells_on(names, sentence) for sentence in sentences(paragraph))


def _tells_on(names: tuple[str, ...], sentence: str) -> bool:
    folded = fold(sentence).replace("’", "'")
    if CONTACT.search(folded) or DISCLAIMER.search(folded) or PUBLISHED.match(folded):
        return True
    words = [word.strip(".,:;'\"“”()") for word in folded.split()]
    for name in names:
        for part in fold(name).split():
            words = [
                "she" if word == part and place < 3 else word for place, word in enumerate(words)
            ]
    while words[1:] and words[0] in TITLES:
        words = words[1:]
    subject, following = words[0] if words else "", next((w for w in words[1:] if w != "she"), "")
    if subject in POSSESSIVE:
        return following in OWN
    return subject in PRONOUN and (
        following in BEING or following in DOING or following in HAVING or following in RELATING
    )


def _is_house(folded: str, said: Opening) -> bool:
    """A reporter or editor by the words right after the verb, or what only employers say."""
    about = " ".join(_noun_phrase(said.after))
    if said.apposition and (said.verb in DOING or not said.verb):
        about = fold(said.apposition)
    return bool(HOUSE.search(folded) or REPORTING.search(about))


def _is_signature(line: str, said: Opening) -> bool:
    """'Jane Roe, president of the Growers Union', as letters are signed: short and no sentence."""
    if len(line.split()) > 20 or _ENDED.search(line):
        return False
    return bool(said.apposition) and _is_position(said.apposition)


def _is_position(after: str) -> bool:
    """Whether the words up to the first preposition say what somebody is."""
    phrase = _noun_phrase(after)
    if phrase and phrase[0].endswith("ed") and phrase[0] not in SETTLED:
        return False  # 'was appointed manager' is news
    if any(_calling(word) in POSITION for word in phrase):
        return True
    english = phrase and (phrase[0] in ("a", "an", "the") or phrase[0] in ("also", "currently"))
    return bool(english) and any(
        _JOB_ENDING.match(word) and word not in NO_JOB for word in map(_calling, phrase[-2:])
    )


def _is_learning(said: Opening) -> bool:
    first = _noun_phrase(said.after)[:1]
    return said.verb in PRESENT and bool(first) and first[0] in LEARNING


def _noun_phrase(after: str) -> list[str]:
    """Folded words before the first preposition or comma; 'one of ...' looks beyond it."""
    phrase: list[str] = []
    for token in _FOR_YEARS.sub("", after, count=1).split()[:14]:
        bare = _ELIDED.sub("", fold(token).replace("’", "'").strip(".,;:'\"()"))
        if bare in PREPOSITIONS and phrase[-1:] != ["one"]:
            break
        phrase.append(bare)
        if token.endswith((",", ";", ".")) and len(bare) > 2 and "." not in bare:
            break
    return phrase


def _calling(word: str) -> str:
    """'co-directors' -> 'director'."""
    last = word.rpartition("-")[2] if "-" in word and word not in POSITION else word
    for ending in ("s", "in", "innen"):  # plural, German feminine
        if last.endswith(ending) and last.removesuffix(ending) in POSITION:
            return last.removesuffix(ending)
    if len(last) > 9:  # Vorstandsmitglied
        return next((calling for calling in _LONG if last.endswith(calling)), last)
    return last


def _is_of_something(after: str) -> bool:
    """'... the elective figurehead of the Growers Union': an article, then 'of' something named."""
    tokens = after.split()[:12]
    if not tokens or fold(tokens[0]) not in ARTICLES:
        return False
    return any(
        fold(token) in PREPOSITIONS
        and any(word[:1].isupper() for word in tokens[place + 1 : place + 4])
        for place, token in enumerate(tokens)
    )
