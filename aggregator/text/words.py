"""Words of any script: str in, tuples of str out. Pure.

A word is a run of letters with their marks; scripts that write no spaces (Chinese, Japanese, Thai,
Lao, Khmer, Burmese) are cut into overlapping pairs of characters, so that everything that counts
words works for them unchanged.
"""

import re
import unicodedata

_UNSPACED = (
    "\u0e01-\u0e4e\u0e80-\u0ecf\u1000-\u109f\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
# Python's \w leaves combining marks out, which would cut Hindi, Arabic or Hebrew words to pieces.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0900-\u0963\u0971-\u0dff\u0f71-\u0f84\u200c\u200d"
)
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
WORD = re.compile(
    rf"[{_UNSPACED}]+"
    rf"|\d+(?:[.,:]\d+)*"
    rf"|(?:(?![{_UNSPACED}]){_LETTER})+(?:\d+(?![\d.,:])|['’](?:(?![{_UNSPACED}]){_LETTER})+)*"
)
_SPACELESS = re.compile(rf"[{_UNSPACED}]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|dell|all|nell|sull|un)['’](?=\w{2})", re.IGNORECASE)
# What writers leave out: accents, Hebrew points, Arabic vowel signs and the stretching sign.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+")
_ENDING = re.compile(r"['’]\w{1,4}$")


def normal(text: str) -> str:
    """Compatibility forms folded (full width, ligatures); plain ASCII passes at no cost."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).replace("\u00ad", "")


def raw_words(text: str) -> list[str]:
    """The words of normal text as written, runs of unspaced scripts uncut."""
    return WORD.findall(text)


def fold(word: str) -> str:
    """Case, accents, possessives and elisions away: "Blair's" -> blair, "l'Été" -> ete."""
    if "'" in word or "’" in word:
        word = _ENDING.sub("", _ELISION.sub("", word))
    if word.isascii():
        return word.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return unicodedata.normalize("NFC", plain)


def letters(text: str) -> str:
    """The letters and digits alone: equal for two texts that differ in nothing else."""
    return "".join(filter(str.isalnum, normal(text).casefold()))


def words(text: str) -> tuple[str, ...]:
    """Folded words, unspaced runs as pairs of characters."""
    found: list[str] = []
    for word in raw_words(normal(text)):
        if is_unspaced(word):
            found.extend(pairs(word))
        else:
            found.append(fold(word))
    return tuple(found)


def is_unspaced(word: str) -> bool:
    """Whether the word is a run of a script that writes no spaces."""
    return word[0] > "\u0e00" and _SPACELESS.match(word) is not None


def pairs(run: str) -> list[str]:
    """'北京市民' -> 北京, 京市, 市民; a single character stays as it is."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def stem(word: str) -> str:
    """What inflection leaves alone, roughly: six letters of Latin script, five of Greek and
    Cyrillic, two syllables of Hangul; words of other scripts stay as they are."""
    if word[0] < "\u0370":
        return word[:6]
    if word[0] < "\u0600":
        return word[:5]
    return word[:2] if "\uac00" <= word[0] <= "\ud7a3" else word
