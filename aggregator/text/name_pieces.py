"""One piece of a byline in, its names out: what is glued to a name or said after it. Pure.

A piece holds no separator any more: 'Jane Roe in Berlin', 'Jane Roe Associated Press'.
"""

import re
from dataclasses import dataclass

from .lexicon import EVERYDAY, STOP
from .name_known import PLACES
from .name_ranks import CALLINGS, OCCUPATION
from .name_shape import fold
from .name_tests import is_person
from .name_words import AGENCIES, ORGANISATION_ENDING

AGENCY = frozenset(fold(word) for word in AGENCIES)
_FOR = re.compile(r"(?P<name>.+?)\s+(?:(?:writing|reporting)\s+)?for\s+\S", re.I)
_TOLD = re.compile(r"(?P<name>[^:]+):\s+\S+")  # 'Jane Roe: Opinion'
_WHERE = re.compile(
    r"^(?P<name>.+?\S)\s+(?:(?:in|from|aus|à|au|en|da|desde|fra|från|из|reporting (?:from|in)|"
    r"for|für|pour|para|per|at|of|bei|chez|special to|on behalf of|courtesy of|exclusive to)\s+"
    r"(?:the\s+)?[^\Wa-z_].*|(?:for|pour|für)\s+the\s.*|"
    r"on (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day.*|\w+)|@\s.*)$"
)
_GLUED = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:\s|$))")
_GLUE_PREFIX = re.compile(r"(?:^|\s)(?:Mc|Mac|De|Di|Da|Du|La|Le|Van|Von|Fitz|O|Del|Des|St)$")
KEY_ONLY = re.compile("[\ue000-\ue03f\\s]+")
TO = re.compile(
    r"(?:special |exclusive )(?:to|for) |(?:for|für|pour|para) (?:the |die |le |el )?(?-i:[A-Z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One name, still with its titles. `organisation`: its place says that it is one."""

    words: str
    organisation: bool = False


def single(token: str) -> list[Part]:
    """One token: cut where names are glued or an agency follows; what is said after it dropped."""
    if token[:2] == "l'" and is_agency(token[2:]):
        return [Part(token[2:], organisation=True)]
    match = _FOR.match(token) or _TOLD.fullmatch(token)
    if match and is_person(match["name"]):
        token = match["name"]
    for cut in _GLUED.finditer(token):
        left, right = token[: cut.start()], token[cut.start() :]
        if is_person(left) and is_person(right) and not _GLUE_PREFIX.search(left):
            return [*single(left), *single(right)]
    words = token.split()
    for place in range(2, len(words)):
        if fold(" ".join(words[place:])) in AGENCY and is_person(" ".join(words[:place])):
            return [Part(" ".join(words[:place])), Part(" ".join(words[place:]), organisation=True)]
    if (match := _WHERE.match(token)) and (
        is_person(match["name"]) or (len(match["name"].split()) > 1 and token.islower())
    ):
        token = match["name"]
    told, _, verb = token.rpartition(" ")  # 'Jane Roe reports'
    if verb.islower() and verb.isascii() and verb in EVERYDAY | STOP and is_person(told):
        token = told
    return [Part(_undescribed(token))]


def _undescribed(token: str) -> str:
    """'Jane Doe Berlin correspondent' -> 'Jane Doe'."""
    words = token.split()
    kept = len(words)
    while kept > 2 and fold(words[kept - 1]).strip(".,") in OCCUPATION | PLACES:
        kept -= 1
    if kept < len(words) and fold(words[-1]) in CALLINGS and is_person(" ".join(words[:kept])):
        return " ".join(words[:kept])
    return token


def is_agency(words: str) -> bool:
    """Whether the words are the name of one that signs as an author."""
    return fold(words.strip()) in AGENCY or words.endswith(ORGANISATION_ENDING)
