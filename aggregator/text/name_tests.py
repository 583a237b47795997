"""Is this a person, an organisation, or nothing at all? str in, bool out. Pure."""

import re

from .lexicon import EVERYDAY, STOP
from .name_shape import fold, name_key
from .name_words import (
    AGENCIES,
    DEGREES,
    GENERIC,
    GIVEN,
    NOTHING,
    OCCUPATION,
    ORGANISATION,
    ORGANISATION_ENDING,
    PARTICLES,
    PLACES,
    TITLES,
)

_GENERIC = frozenset(name_key(word) for word in GENERIC)
_AGENCIES = frozenset(fold(word) for word in AGENCIES)
_ORGANISATION = frozenset(fold(word) for word in ORGANISATION)
_GENERIC_SHAPE = re.compile(
    r"(?:[\w.-]+ )?(?:web ?|wp[ _-]?)?(?:admin|administrator|webmaster)[ _-]?\d*"
    r"|(?:editor|user|author|autor|guest|staff|team)[ _-]?\d+"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|ene|abr|ago|"
    r"gen|mag|giu|lug|set|ott|dic)[a-zé]*"
)
_DATE = re.compile(
    rf"\b(?:{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}\.?\s+{_MONTH}\b|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}"
    r"|\d{1,2}:\d{2}|\d{4}年)",
    re.IGNORECASE,
)
_STARTS_TAIL = re.compile(
    r"(?<=\S)\s*(?:[|,;·-]\s*)?(?:\b(?:last\s+)?(?:updated|published|posted|modified|aktualisiert"
    r"|veröffentlicht|publié|mis à jour|actualizado)\b(?!\s+by\b).*$"
    r"|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*$"
    rf"|(?:\s(?:on|am|le|el|il|op|em)\s+)?(?:\s?\d{{1,2}}\.?\s?{_MONTH}\.?\s+\d{{4}}.*$"
    rf"|\b{_MONTH}\.?\s+\d{{1,2}},?\s+\d{{4}}.*$|\s\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}.*$)"
    r"|\s\d+ (?:hours?|days?|minutes?) ago.*$|\s\d+[ -]min(?:ute)?s?\b(?: read)?.*$)",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"^(?:an? |\d+ )(?:min(?:ute)?|hour|day|week|month)s? ago(?: by\b)?\s*", re.IGNORECASE
)
_DATED = re.compile(r"(?:last\s+)?(?:updated|modified|published)\b\s*(?:on|:)", re.IGNORECASE)
_STOP_AFTER = re.compile(
    r"(?<=[^\W\d_A-Z]{2})(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)\.$"
)  # 'Jane Roe.', but 'Roe Jr.' and 'Jane R.'
_OF_A_HOUSE = frozenset(
    ("the", "staff", "team", "desk", "newsroom", "editors", "editor", "editorial", "news", "admin",
     "writers", "reporters", "redaktion", "redaccion", "redaction", "redazione", "online", "web")
)  # fmt: skip
_TEAMS = ("staff", "team", "news")
_ORNAMENT = re.compile(
    "^[\u2022-\u2bff\ufe0f\U0001f000-\U0001faff\\s]+|[\u2022-\u2bff\ufe0f\U0001f000-\U0001faff\\s]+$"
)
_BOT = re.compile(r"\[bot\]$|^(?:dependabot|renovate|greenkeeper)|[a-z]-bot$|\bbot$", re.IGNORECASE)
_DOMAIN = re.compile(
    r"^(?:[\w-]+\.)+(?:com|org|net|de|co\.uk|fr|io|info|eu|ru|jp|cn|news|tv|ca|at|ch)$", re.I
)
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ud7ff]")


def without_dates(words: str) -> str:
    """Without the date, the time or the count of comments that follows a name."""
    return _STARTS_TAIL.sub("", _AGO.sub("", words)).strip(" ,;|·-–—")


def is_nothing(words: str) -> bool:
    """Nothing that names anyone: empty, 'null', a date, a button."""
    if not any(character.isalpha() for character in words) or fold(words) in NOTHING:
        return True
    if _DATED.match(words):
        return True
    start = _DATE.search(words)
    rest = without_dates(words)
    return not rest or (start is not None and start.start() == 0)


def is_generic(name: str) -> bool:
    """An account that says nothing of who wrote: 'admin', 'Redaktion', 'Staff Writer'."""
    key = name_key(name)
    return key in _GENERIC or (
        _GENERIC_SHAPE.fullmatch(key) is not None and not is_person(name.title())
    )


def is_own(name: str, site: str) -> bool:
    """The source itself, or its people in general: 'Gazette Staff' in the Harbour Gazette."""
    folded = fold(name)
    if not site or folded == site:
        return folded == site and bool(site)
    words = set(re.findall(r"[^\W_]+", folded))
    rest = words - _OF_A_HOUSE
    return rest < words and bool(rest) and rest <= set(re.findall(r"[^\W_]+", site))


def is_organisation(name: str) -> bool:
    """An agency, outlet, desk, team or institution; 'Tim Press' is a person for his given name."""
    folded = fold(name).strip(" .")
    if folded in _AGENCIES or name.endswith(ORGANISATION_ENDING):
        return True
    if _BOT.search(name) or _DOMAIN.match(name):
        return True
    words = name.split()
    if len(words) == 1:
        return False
    folds = [fold(word).strip(",.()") for word in words]
    if len(words) == 2 and folds[0] in GIVEN and folds[1] == "staff":
        return False  # a surname
    if len(words[0]) > 2 and words[0].isupper() and folds[0] in _AGENCIES:
        return True  # BBC Sport Africa
    if len(words) < 4 and folds[0] in GIVEN and folds[-1] not in _TEAMS:
        return False
    if set(folds) & _ORGANISATION:
        return True
    if " and the " in folded:
        return False  # Prince and the Revolution
    if folds[0] == "the":
        return True
    return is_phrase(name)


def is_phrase(name: str) -> bool:
    """'Contributors to local projects': lower-case words that no name has."""
    first, *rest = name.split()
    return first[:1].isupper() and any(_is_prose(word) for word in rest)


def is_acronym(word: str) -> bool:
    """'TIME' after a name and a comma; alone it may well be somebody's initials."""
    return (
        word.isascii()
        and word.isupper()
        and word.isalpha()
        and 1 < len(word) < 6
        and (fold(word) not in GIVEN)
    )


def _is_prose(word: str) -> bool:
    """A lower-case word that no name has in it."""
    bare = fold(word.strip(".,'"))
    if not word[:1].islower() or "'" in word or len(bare) < 2:
        return False
    return bare != "and" and bare.partition("-")[0] not in PARTICLES


def is_person(words: str) -> bool:
    """Two to six words, each as names are written: 'Jane Roe', 'Ludwig van Beethoven', '王小明'."""
    tokens = words.split()
    if len(tokens) < 2:
        return bool(_CASELESS.match(words)) and len(words) <= 12 and words.isalpha()
    if len(tokens) > 6 or any(character.isdigit() for character in words):
        return False
    if fold(words) in PLACES or is_organisation(words) or is_occupation(words):
        return False
    return (
        _is_name_word(tokens[0])
        and _is_name_word(tokens[-1])
        and all(
            _is_name_word(token) or fold(token) in PARTICLES or token.startswith(("d'", "al-", "'"))
            for token in tokens[1:-1]
        )
    )


def _is_name_word(word: str) -> bool:
    first = word.lstrip("'\"(")[:1]
    return (first.isalpha() and not first.islower()) or bool(
        re.match(r"(?:d|al|el|ibn|van|von|o)['-]?[A-Z]", word)
    )


def is_plausible(name: str) -> bool:
    """A person's name even where it is read from running text: not 'Popular Demand', 'In July'."""
    if not is_person(name):
        return False
    parts = {fold(part).strip(".,") for part in re.split(r"[\s-]", name)}
    return bool(parts & GIVEN) or not parts <= EVERYDAY | STOP


def is_occupation(words: str) -> bool:
    """'Political Correspondent', 'Professor of History': what somebody is."""
    tokens = [fold(token).strip(".,") for token in words.split()]
    return bool(tokens) and (
        tokens[0] in OCCUPATION or tokens[-1] in OCCUPATION or _of_occupation(tokens)
    )


def _of_occupation(tokens: list[str]) -> bool:
    return any(
        token in OCCUPATION and tokens[place + 1 : place + 2] in (["of"], ["at"], ["for"], ["and"])
        for place, token in enumerate(tokens)
    )


def is_degree(words: str) -> bool:
    """'MD', 'PhD', also before an outlet: 'MA Health News'."""
    first, _, _ = words.partition(" ")
    folded = fold(first).rstrip(",")
    return folded in DEGREES or fold(words) in DEGREES


def without_affixes(name: str) -> str:
    """Without quotes, dangling punctuation, titles before and degrees after the name."""
    name = name.strip(' \t,;:|/·•*_-–—"«»()[')
    name = _ORNAMENT.sub("", name if name.endswith("[bot]") else name.rstrip("]"))
    name = name.removeprefix("the ")
    tokens = name.split()
    while len(tokens) > 1 and fold(tokens[0]) in TITLES:
        if len(tokens) == 2:
            break  # 'Mr Speaker', 'Dr. No' sign so
        tokens.pop(0)
    while len(tokens) > 2 and fold(tokens[-1]).strip(",") in DEGREES and tokens[-1][:1].isupper():
        tokens.pop()
    half = len(tokens) // 2
    if half > 1 and len(tokens) == 2 * half and tokens[:half] == tokens[half:]:
        tokens = tokens[:half]
    return _STOP_AFTER.sub("", " ".join(tokens).rstrip(","))
