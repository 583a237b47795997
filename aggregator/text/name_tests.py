"""Is this a person, an organisation, or nothing at all? str in, bool out. Pure."""

import re

from .lexicon import EVERYDAY, STOP
from .name_known import GIVEN, PLACES, SECTIONS
from .name_ranks import CALLED, CALLINGS, DEGREES, OCCUPATION, PARTICLES, TITLES
from .name_shape import fold, name_key
from .name_words import (
    AGENCIES,
    ANYBODY,
    GENERIC,
    OF_A_HOUSE,
    ORGANISATION,
    ORGANISATION_ENDING,
    OUR,
)

_GENERIC = frozenset(name_key(word) for word in GENERIC)
_AGENCIES = frozenset(fold(word) for word in AGENCIES)
_ORGANISATION = frozenset(fold(word) for word in ORGANISATION)
_GENERIC_SHAPE = re.compile(
    r"(?:[\w.-]+ )?(?:web ?|wp[ _-]?)?(?:admin|administrator|webmaster)[ _-]?\d*"
    r"|(?:editor|user|author|autor|guest|staff|team)[ _-]?\d+"
)
_ABBREVIATED = re.compile(r"(?:[^\W\d_]{1,6}\.){2,}[^\W\d_]*")  # к.ф.н., dipl.ing.
_STOP_AFTER = re.compile(
    r"(?<=[^\W\d_A-Z]{2})(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)\.$"
)  # 'Jane Roe.', but 'Roe Jr.' and 'Jane R.'
_CORPORATE = ("inc", "ltd", "llc", "gmbh", "plc", "srl", "corp", "pty", "bv", "kft", "doo", "a/s")
_POSTED = ("reporter", "correspondent", "writer", "editor", "desk", "online", "reporters")
_QUOTED = re.compile(r"['‘]([^'‘’]+)['’]")  # around the whole name
_TEAMS = ("staff", "team", "news")
_ORNAMENT = re.compile(
    "^[\u2022-\u2bff\ufe0f\U0001f000-\U0001faff\\s]+|[\u2022-\u2bff\ufe0f\U0001f000-\U0001faff\\s]+$"
)
_BOT = re.compile(r"\[bot\]$|^(?:dependabot|renovate|greenkeeper)|[a-z]-bot$|\bbot$", re.IGNORECASE)
_DOMAIN = re.compile(
    r"^(?:[\w-]+\.)+(?:com|org|net|de|co\.uk|fr|io|info|eu|ru|jp|cn|news|tv|ca|at|ch)$", re.I
)
_UNSPACED = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,12}")


def is_generic(name: str) -> bool:
    """An account that says nothing of who wrote: 'admin', 'Redaktion', 'Staff Writer', and whatever
    is put together from such words: 'Our Foreign Staff', 'Notre correspondante à Rome'."""
    key = name_key(name)
    if key in _GENERIC or (_is_of_nobody(key.split()) and fold(name) not in _AGENCIES):
        return True
    return _GENERIC_SHAPE.fullmatch(key) is not None and not is_person(name.title())


def _is_of_nobody(words: list[str]) -> bool:
    """Callings, sections and 'our' only; more than the one word, which may be a surname."""
    while words and words[-1] in PLACES:
        words = words[:-1]
    if len(words) > 2 and words[0] in OUR and words[-1] in CALLINGS:
        return True  # 'Our Legal Affairs Editor'
    return len(words) > 1 and all(
        word in OCCUPATION or word in SECTIONS or word in ANYBODY for word in words
    )


def is_own(name: str, site: str) -> bool:
    """The source itself, or its people in general: 'Gazette Staff' in the Harbour Gazette."""
    folded = fold(name)
    if not site or folded == site:
        return folded == site and bool(site)
    words = set(re.findall(r"[^\W_]+", folded))
    rest = words - OF_A_HOUSE
    return rest < words and bool(rest) and rest <= set(re.findall(r"[^\W_]+", site))


def is_organisation(name: str) -> bool:
    """An agency, outlet, desk, team or institution; 'Tim Press' is a person for his given name."""
    folded = fold(name).strip(" .")
    if folded in _AGENCIES or name.endswith(ORGANISATION_ENDING):
        return True
    if _BOT.search(name) or _DOMAIN.match(name):
        return True
    words = name.split()
    if len(words) < 2:
        return fold(name.rpartition("-")[2]) in _ORGANISATION and "-" in name
    folds = [fold(word).strip(",.()") for word in words]
    if folds[-1] in _CORPORATE or _is_of_a_paper(name, words, folds):
        return True
    known = len(words) < 4 and folds[0] in GIVEN  # 'Jane Staff' has a surname, 'Jane News' has not
    if known and (folds[-1] not in _TEAMS or folds[1:] == ["staff"]):
        return False
    return _has_calling(name, folds)


def _is_of_a_paper(name: str, words: list[str], folds: list[str]) -> bool:
    """'BBC Sport Africa', and 'IOL Reporter' where not all is in capitals."""
    if len(words[0]) > 2 and words[0].isupper() and folds[0] in _AGENCIES:
        return True
    posted = len(words) == 2 and folds[1] in _POSTED and not name.isupper()
    return posted and re.fullmatch(r"[A-Z]{2,5}|\w+\d+", words[0]) is not None


def _has_calling(name: str, folds: list[str]) -> bool:
    """A word that only organisations have, 'the' before it all, or a whole phrase."""
    if {part for word in folds for part in (word, word.rpartition("-")[2])} & _ORGANISATION:
        return True
    if " and the " in fold(name):
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
    if not word.islower() or "'" in word or len(bare) < 2:
        return False
    return bare != "and" and bare.partition("-")[0] not in PARTICLES


def is_person(words: str) -> bool:
    """Two to six words, each as names are written: 'Jane Roe', 'Ludwig van Beethoven', '王小明'."""
    tokens = words.split()
    if len(tokens) < 2:  # scripts that set no space within a name
        return bool(_UNSPACED.fullmatch(words)) and not is_organisation(words)
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
    # Ó hEithir, d'Aubigny, al-Masri
    return first.isalpha() and (not first.islower() or any(map(str.isupper, word)))


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
    name = name.strip(' \t,;:|/·•*_-–—"«»()[{}')
    if quoted := _QUOTED.fullmatch(name):
        name = quoted[1]
    name = _ORNAMENT.sub("", name if name.endswith("[bot]") else name.rstrip("]"))
    first, _, rest = name.partition(" ")
    if first.lower() == "the" and (first.islower() or is_title(rest.partition(" ")[0])):
        name = rest  # The Hon. Jane Roe
    tokens = _untitled(name.split())
    while len(tokens) > 2 and _is_written_degree(tokens[-1], shouted=name.isupper()):
        tokens.pop()
    half = len(tokens) // 2
    if half > 1 and len(tokens) == 2 * half and tokens[:half] == tokens[half:]:
        tokens = tokens[:half]
    return _STOP_AFTER.sub("", " ".join(tokens).rstrip(","))


def _untitled(tokens: list[str]) -> list[str]:
    """Without titles and callings at the head. 'Mr Speaker' and 'Dr. No' sign so."""
    while len(tokens) > 2 and (is_title(tokens[0]) or _called(tokens)):
        tokens = tokens[max(1, _called(tokens)) :]
    if len(tokens) == 2 and is_title(tokens[0]) and _UNSPACED.fullmatch(tokens[1]):
        return tokens[1:]
    return tokens


def is_title(word: str) -> bool:
    """'Dr.', 'Prof.Dr.', 'Dr.-Ing.': a title, or several written as one word."""
    folded = fold(word)
    if folded in TITLES or (word.islower() and _ABBREVIATED.fullmatch(word)):
        return True
    several = [part for part in re.split(r"[.-]", folded) if part]
    return len(several) > 1 and all(part in TITLES or f"{part}." in TITLES for part in several)


def _called(tokens: list[str]) -> int:
    """How many words of 'Senior Political Correspondent Jane Roe' say what she is."""
    folds = [fold(token) for token in tokens]
    for count in range(min(4, len(tokens) - 2), 0, -1):
        told = folds[:count]
        if (told[-1] in CALLINGS or " ".join(told) in CALLED) and told[0] not in GIVEN:
            before = all(word in OCCUPATION | SECTIONS | ANYBODY for word in told[:-1])
            known = before or " ".join(told) in CALLED
            if known and folds[count] not in STOP and is_person(" ".join(tokens[count:])):
                return count
    return 0


def _is_written_degree(word: str, *, shouted: bool) -> bool:
    """'MA' and 'PhD', but Yo-Yo Ma's name is none."""
    folded = fold(word).strip(",")
    if folded not in DEGREES or not word[:1].isupper():
        return False
    return len(folded) > 2 or (word.isupper() and not shouted)
