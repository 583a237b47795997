"""How a name is written: str in, str out; knows letters and cases, not who is a person. Pure.

`fold` is what names are compared by, `display` what is shown, `plain` what a field's markup and
escaping leave of it.
"""

import re
import unicodedata
from html import unescape

from .memo import remember
from .name_known import GIVEN
from .name_ranks import DEGREES, PARTICLES, SUFFIXES, TITLES

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ß": "ss"}
)
_STRAIGHT = str.maketrans(
    dict.fromkeys("\ufeff\u200b\u200e\u200f\u00ad\ufffd\u061c", "")
    | dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2070))), "")
    | dict.fromkeys("’‘ʼ`´", "'")
    | dict.fromkeys("＂“”„", '"')
    | dict.fromkeys("‐‑", "-")
    | dict(zip("，；：｜／（）【】［］＆＠＝＋", ",;:|/()[][]&@=+", strict=True))
    | dict(zip("،؛፣፤፥፦՝〔〕《》丨│", ",;,;:::[]  ||", strict=True))
)
_RANKS = TITLES | DEGREES | SUFFIXES
_MARK = re.compile("[\u0300-\u036f]")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"</?(?:[a-zA-Z][\w:-]*)(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_SILENT = re.compile(r"<(script|style)\b[^<>]*>.{0,2000}?</\1\s*>", re.I | re.S)
_BREAK = re.compile(r"<(?:br|/li|/p|/div)\b[^<>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a>", re.I | re.S)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\W*(?:(?:personal |her |his )?(?:web ?site|home ?page|blog|profile|bio|web|site|page|link)|"
    r"here|www|twitter|x|facebook|mastodon|linkedin|instagram|github|orcid)\W*",
    re.IGNORECASE,
)
_GEORGIAN = re.compile("[\u10d0-\u10ff]")  # has capitals, but sets none at the head of names
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.-?){2,}")
_LAST_INITIALS = re.compile(r"([^\W\d_]{3,}(?:-[^\W\d_]{3,})?) ((?:[^\W\d_]\. ?){2})")
_PATRONYMIC = re.compile(r"(?:вич|вна|чна|ична|вичем|вны)$", re.IGNORECASE)
_MAC = re.compile(
    r"mac(?=(?:donald|gregor|kenzie|leod|intyre|arthur|millan|pherson|lean|neil|farlane|dougall|"
    r"intosh|cormac|cormack|namara|dowell|bride|laren|aulay|kinnon|kay|fadyen|diarmid|iver)$)"
)


def plain(text: str) -> str:
    """The words of a field without markup, escaped twice or not; a link keeps its web address."""
    for _ in range(3):
        unescaped = unescape(text)
        if unescaped == text:
            break
        text = unescaped
    text = _CDATA.sub(r"\1", text)
    text = _ANCHOR.sub(_linked, _SILENT.sub(" ", text))
    text = _TAG.sub(" ", _BREAK.sub(" • ", text)).translate(_STRAIGHT)
    return " ".join(text.split())


def _linked(anchor: re.Match[str]) -> str:
    """What a link says and where it leads; 'website' says nothing."""
    words = "" if _NO_NAME.fullmatch(anchor[2]) else anchor[2]
    return f"{words} <{anchor[1]}>" if _WEB.match(anchor[1]) else words


def fold(text: str) -> str:
    """Case, marks and compatibility forms away; scripts without case stay as they are."""
    if text.isascii():
        return text.casefold()
    bare = _MARK.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold()).translate(
        _LETTERS
    )


def without_marks(text: str) -> str:
    """Accents away, case kept."""
    return text if text.isascii() else _MARK.sub("", unicodedata.normalize("NFKD", text))


@remember(8192, 200)
def name_key(name: str) -> str:
    """What two spellings of one name have in common; "" for what has no letter.

    'Dr. JANE  DÖE, PhD' and 'Jane Doe' are equal, so are 'J.K. Rowling' and 'J K Rowling'. The
    order of the parts counts: 'Li Wei' and 'Wei Li' may be two people. Middle initials count.
    """
    words = fold(plain(name)).replace("'", "").replace("-", " ").replace(".", ". ")
    words = "".join(c if c.isalnum() or c in ".@_/" or _is_mark(c) else " " for c in words)
    tokens = [token for token in words.split() if token.strip("._")]
    while len(tokens) > 1 and tokens[0] in TITLES:
        tokens = tokens[1:]
    while len(tokens) > 2 and tokens[-1].rstrip(".") in DEGREES - SUFFIXES:
        tokens = tokens[:-1]
    joined: list[str] = []
    runs: set[int] = set()  # the places of joined initials
    for token in (token.strip(".") for token in tokens):
        if joined and len(token) == 1 and token.isalpha() and _is_run(joined[-1], tokens):
            joined[-1] += token
            runs.add(len(joined) - 1)
        else:
            joined.append(token)
    return " ".join(_initials(w) if place in runs else w for place, w in enumerate(joined))


def _initials(word: str) -> str:
    """Joined initials, told apart where they spell a title: D. R. Smith is no doctor."""
    return "_".join(word) if word in _RANKS else word


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _is_run(word: str, tokens: list[str]) -> bool:
    """Whether `word` was joined from initials: 'jk' of 'j. k.', but not the name 'al'."""
    bare = {token.strip(".") for token in tokens}
    return all(letter in bare for letter in word) and len(word) < 5 and word not in bare - set(word)


def display(name: str) -> str:
    """The name as it is shown: initials spaced, shouting and whispering made usual case."""
    name = _INITIALS.sub(lambda match: _spaced(match[0]), name)
    letters = [letter for letter in name if letter.isalpha()]
    words = name.split()
    if len(words) < 2 or not letters or _GEORGIAN.search(name):
        return name
    if all(letter.isupper() for letter in letters) or all(letter.islower() for letter in letters):
        return " ".join(_cased(word, place, len(words)) for place, word in enumerate(words))
    if words[0].isupper() != words[-1].isupper():
        # 'Jean DUPONT', 'MACDONALD Ian': the surname alone is shouted
        return " ".join(
            _cased(word, place, len(words)) if word.isupper() and _is_long(word) else word
            for place, word in enumerate(words)
        )
    return name


def usual_order(name: str) -> str:
    """'DUPONT Jean', 'Иванов Иван Иванович', 'Иванов И. И.': surname first, in usual order."""
    words = name.split()
    if len(words) == 3 and _PATRONYMIC.search(words[2]) and not _PATRONYMIC.search(words[1]):
        return f"{words[1]} {words[2]} {words[0]}"
    shouted = [word for word in words if word.isupper() and len(word) > 2]
    given = words[len(shouted) :]
    if shouted and given and words[: len(shouted)] == shouted and fold(given[0]) in GIVEN:
        return " ".join((*given, *shouted))
    if match := _LAST_INITIALS.fullmatch(name):
        return f"{match[2].strip()} {match[1]}"
    return name


def _spaced(initials: str) -> str:
    return initials.replace(".", ". ").replace(". -", ".-").strip() + " " * initials.endswith(" ")


def _is_long(word: str) -> bool:
    return sum(letter.isalpha() for letter in word) > 2 and fold(word) not in SUFFIXES


def _cased(word: str, place: int, count: int) -> str:
    lower = word.replace("İ", "i").lower()
    if fold(lower) in SUFFIXES and place:
        return word.upper() if set(lower) <= set("iv") else word.title()
    if 0 < place < count - 1 and fold(lower) in PARTICLES and len(lower) > 1:
        return lower
    if word.isupper() and len(word) == 2 and place == 0 and not set(lower) & set("aeiouy"):
        return word  # JD, TJ: initials written without stops
    return "-".join(_capital(part) for part in lower.split("-"))


def _capital(part: str) -> str:
    if "'" in part and not part.endswith("'"):
        head, _, tail = part.partition("'")
        return f"{_capital(head)}'{_capital(tail)}" if len(head) < 3 else part.capitalize()
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    if match := _MAC.match(part):
        return "Mac" + part[match.end() :].capitalize()
    return part[:1].upper() + part[1:]
