"""Does a byline name anyone at all? str in, bool or the words without dates out. Pure.

Dates, minutes of reading, counts of comments, buttons and what broken templates write.
"""

import re

from .lexicon import EVERYDAY, STOP
from .name_known import GIVEN
from .name_ranks import OCCUPATION
from .name_shape import fold
from .name_words import BUTTONS, DONE, NOTHING, ORGANISATION, PLATFORMS

_ORGANISATION = frozenset(fold(word) for word in ORGANISATION)
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
_STARTS_HEAD = re.compile(
    rf"^(?i:(?:posted|published|updated|geschrieben|veröffentlicht|publié|publicado|pubblicato)\s+)?"
    rf"(?i:(?:on|am|le|el|il|op)\s+)?(?i:{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}\.?\s+{_MONTH}\.?\s+\d{{4}}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}})"
    r"[\s,|·–—-]+(?=(?i:by|von|par|por|di|door|av|af)\s|[^\W\d_a-z][\w'.-]+\s[^\W\d_a-z])"
)  # 'May 3, 2021 by Jane Roe'
_YEAR = re.compile(r"(?<=[^\W\d])[\s,]+(?:©\s*)?(?:19|20)\d\d$")
_AGO = re.compile(
    r"^(?:an? |\d+ )(?:min(?:ute)?|hour|day|week|month)s? ago(?: by\b)?\s*", re.IGNORECASE
)
_DATED = re.compile(r"(?:last\s+)?(?:updated|modified|published)\b\s*(?:on|:)", re.IGNORECASE)
_COUNTED = re.compile(
    r"\W*(?:[^\W\d]+(?:\s[^\W\dA-Z]\w*){0,2}\W+)?\d+\W*(?i:min\w*|мин\w*|分\w*|분|דקות|دقيقة|دقائق|"
    r"comment\w*|komment\w*|coment\w*|reacties|replies|shares?|views?|likes?|reads?)\b\.?"
    r"(?:\W*[^\W\d]+){0,3}\W*"
)
_BY = ("by", "von", "par", "por", "door", "av", "af")


def without_dates(words: str) -> str:
    """Without the date, the time or the count of comments that follows a name."""
    return _YEAR.sub("", _STARTS_TAIL.sub("", _STARTS_HEAD.sub("", _AGO.sub("", words)))).strip(
        " ,;|·-–—"
    )


def is_nothing(words: str) -> bool:
    """Nothing that names anyone: empty, 'null', a date, a button, so many minutes or comments."""
    if not any(character.isalpha() for character in words) or fold(words) in NOTHING:
        return True
    if _DATED.match(words) or _COUNTED.fullmatch(words) or _is_button(words) or _is_time(words):
        return True
    start = _DATE.search(words)
    rest = without_dates(words)
    led = _STARTS_HEAD.match(words) is not None  # '3 May 2021 by Jane Roe'
    at_head = start is not None and start.start() == 0 and not led
    return not rest or at_head or (start is not None and fold(rest).strip(": ") in DONE)


def _is_button(words: str) -> bool:
    """'Share this article', 'Leave a comment': everyday words, none of them a name."""
    first, *rest = [word.strip(".,:!?»›>") for word in words.split()] or [""]
    folds = [fold(word) for word in (first, *rest)]
    if set(folds) <= NOTHING or (len(folds) == 1 and len(first) > 6 and folds[0] in BUTTONS):
        return True  # 'undefined undefined', 'Subscribe'
    if not rest or not all(word.islower() or fold(word) in PLATFORMS for word in rest):
        return False
    if set(folds) & BUTTONS and not set(folds) & GIVEN:
        return True
    return first[:1].isupper() and all(
        word in EVERYDAY | STOP and word not in _ORGANISATION | OCCUPATION | GIVEN for word in folds
    )


def _is_time(words: str) -> bool:
    """'vor 3 Stunden', 'Publicado el 3 de mayo de 2022', 'Updated yesterday'."""
    first, *rest = words.split() or [""]
    told = fold(first) in DONE
    numbers = [place for place, word in enumerate((first, *rest)) if word[:1].isdigit()]
    letters = [word for word in rest if word[:1].isalpha()]
    if (
        told
        and letters
        and letters[0] not in _BY
        and all(word.islower() or word in ("AM", "PM") for word in letters)
    ):
        return True
    early = bool(numbers) and (numbers[0] < 2 or words.startswith("il y a "))
    return early and bool(letters) and (all(map(str.islower, letters)) or first.islower())
