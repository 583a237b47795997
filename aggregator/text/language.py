"""Text and what its source declares in, a language's primary tag out. Pure.

A declaration is believed unless the script or the small words of the text contradict it. Only then,
or when nothing is declared, is a statistical model asked; it is loaded (80 MB) when first needed.
"""

import re
from collections import Counter
from functools import cache
from typing import Any

from ._languages import ALIASES, BOTH_SCRIPTS, KIN, RANGES, SCRIPTS, SMALL_WORDS, THREE_LETTERS

_ENOUGH = 40  # letters: below, a model guesses
_SAMPLE = 1200
_GUESSED = 400
_SURE = 0.6
_NO_KANA = 25  # characters: no Japanese sentence of this length does without
_TAG = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]*)?\s*$")
_FOREIGN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")  # letters that are not Latin
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPT_OF = {
    block: name for first, last, name in RANGES for block in range(first >> 4, (last >> 4) + 1)
}

_WORDS_OF = {
    word: tuple(tag for tag, small in SMALL_WORDS.items() if word in small)
    for word in frozenset[str]().union(*SMALL_WORDS.values())
}


def load_model() -> Any:
    """The model, loaded now for those who will share it; takes a second and 80 MB."""
    return _model()


def primary_tag(declared: str) -> str:
    """The primary tag of a BCP 47 tag in lower case, common mistakes mended; "" for none."""
    match = _TAG.match(declared)
    if match is None:
        return ""
    tag = match[1].lower()
    tag = THREE_LETTERS.get(tag, tag)
    return ALIASES.get(tag, tag)


def language(text: str, declared: str = "") -> str:
    """The primary tag of the language of `text`, lower case; "" when neither text nor source tells.

    `declared` is the source's word ("" when it gave none or is not trusted). It wins where the
    text is too short to tell, agrees with it, or is of a language that is not told apart from it
    here.
    """
    said = primary_tag(declared)
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script != "latin":
        return _of_script(script, sample, said)
    if _letters(sample[: _ENOUGH * 4]) < _ENOUGH:
        return said
    if said and _may_be_latin(said) and not _contradicted(sample, said):
        return said
    guess = _guess(sample)
    return guess if guess and not _kin(guess, said) else said


def _letters(sample: str) -> int:
    return sum(map(str.isalpha, sample))


def _script(sample: str) -> str:
    """The script of most letters; "latin" where it is that or none."""
    if sample.isascii():
        return "latin"
    foreign = _FOREIGN.findall(sample)
    if len(foreign) * 3 < _letters(sample):
        return "latin"
    counts = Counter(_SCRIPT_OF.get(ord(letter) >> 4, "") for letter in foreign)
    if counts["kana"] * 10 > len(foreign):  # Japanese is mostly han by count
        return "kana"
    script = counts.most_common(1)[0][0] if counts else ""
    return script or "latin"


def _of_script(script: str, sample: str, said: str) -> str:
    possible = SCRIPTS[script]
    if script == "han" and said == "ja" and len(sample) >= _NO_KANA:
        return "zh"
    if said in possible or len(possible) == 1:
        return said if said in possible else possible[0]
    if script == "han":
        return "zh"
    if len(sample) < _ENOUGH:
        return ""
    return next((tag for tag, _ in _model().rank(sample) if tag in possible), "")


def _may_be_latin(tag: str) -> bool:
    return tag in BOTH_SCRIPTS or not any(tag in languages for languages in SCRIPTS.values())


def _contradicted(sample: str, said: str) -> bool:
    """Whether another language's small words stand where those of `said` should."""
    words = _WORD.findall(sample.lower())
    hits = Counter(tag for word in words for tag in _WORDS_OF.get(word, ()))
    own = hits.pop(said, 0)
    best = max((hits[tag] for tag in hits if not _kin(tag, said)), default=0)
    return best >= 5 and best > own * 3 and best * 8 >= len(words)


def _kin(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in KIN)


def _guess(sample: str) -> str:
    tag, probability = _model().classify(sample[:_GUESSED])
    tag = ALIASES.get(tag, tag)
    return tag if probability >= _SURE and _may_be_latin(tag) else ""


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 120 MB, seldom needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
