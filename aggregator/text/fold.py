"""A text in, its words in the form in which they are compared out. Pure.

Case, accents and width do not count, punctuation only separates, `C++` and `C#` are words. Scripts
that set no spaces between words, or glue particles to them (Han, kana, Hangul, Thai, Lao, Khmer,
Burmese), give one word per letter, so that a word there is found inside a longer run.
"""

import re
import unicodedata

_GLUED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7a3"  # Hangul
)
_MARKS = "\u0900-\u0963\u0970-\u0dff"  # Indic vowel signs are no letters to `\w`, yet part of words
_WORD = re.compile(rf"[{_GLUED}]|(?:(?![{_GLUED}])[^\W_]|[{_MARKS}])+(?:\+\+|#)?")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:\+\+|#)?")
# Accents, Hebrew points and Arabic vowel signs: writers leave them out. Kana and Indic signs stay.
# Soft hyphens and joiners are no letters but must not cut a word in two either.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200c-\u200f\u2060\ufeff]+"
)


def fold(text: str) -> str:
    """The words of `text` in their compared form, each between single spaces; '' when none."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
        plain = unicodedata.normalize("NFC", plain).casefold()
    words = (_ASCII_WORD if plain.isascii() else _WORD).findall(plain)
    return f" {' '.join(words)} " if words else ""
