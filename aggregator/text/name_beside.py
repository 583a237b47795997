"""What stands around the names of a byline: taken away, or put where a name would stand. Pure.

Brackets, pronouns, telephone numbers, 'and others'; and names that scripts without spaces or with
glued words put side by side.
"""

import re

from .name_known import SURNAMES
from .name_nothing import without_dates
from .name_pieces import AGENCY, KEY_ONLY, Part, is_agency
from .name_shape import fold
from .name_tests import is_generic, is_person
from .name_words import ORGANISATION_ENDING

_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_WITH = re.compile(
    r"^(?:avec|with|mit|con|com|and|et|und|theo|via|nach|selon|según|fonte:|по материалам)\s+", re.I
)
_NOBODY = re.compile(
    r"[\s,/]+(?:(?:and|plus|with|und|mit|et|avec|y|con|e|com|en|met|og|och|med|i|и|&|\+)\s+"
    r"(?:the\s+)?(?:\d+\s+)?(?:(?:news\s+|wire\s+)?agenc(?:ies|y)(?:\s+reports?)?|"
    r"wires?(?:\s+(?:services?|reports?))?|others?|friends|more|autres|weitere|otros|altri|outros|"
    r"anderen|staff|agenturen|agences|agencias|agenzie|agências|agentschappen|byråer|агентства|"
    r"co\.?)|agenturen|agencias|agences|et al\.?|u\. ?a\.|[иі]? ?др\.|etc\.?|ve diğerleri|ほか|他|"
    r"等|وآخرون)(?: in [^\W\d_]+)?$",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_DOTTED = re.compile(r"(?<=[\u3400-\u9fff]{3})・(?=[\u3400-\u9fff]{3})")  # 山田太郎・鈴木花子
_TELEPHONE = re.compile(
    r"[\s,;|]+(?:(?:tel|phone|ph|tlf|mob)\b\.?:?\s*)?\+?\d[\d\s().-]{5,}$", re.I
)
_PRONOUNS = re.compile(
    r"\s+[(\[]?(?:she|he|they|ze|xe|any|elle|il|iel|ella|el|sie|er)(?:\s?/\s?\w+){1,2}[)\]]?$"
    r"|\s(?:aka|a\.k\.a\.?|alias|also known as)\s.*$",
    re.IGNORECASE,
)
_INPUTS = re.compile(r"\b(with|mit|avec|con|com) ([A-Z][\w ]*?) (?:inputs?|reports?|files?)$")
_NAMED = re.compile("([\ue000-\ue03f])\\s*\\(([^()]*\\w[^()]*)\\)")  # ana@x.example (Ana Soto)
_EASTERN = re.compile(r"[\u3005\u3400-\u9fff\uac00-\ud7af]+")
_WIRES = re.compile(r"(?<!\S)(\w+)[-–](\w+)(?!\S)")
_GLUED_AND = re.compile(
    r"^(?P<first>[\u05d0-\u05ea'\u05f3]+(?: [\u05d0-\u05ea'\u05f3-]+){1,2}) \u05d5"
    r"(?P<last>[\u05d0-\u05ea'\u05f3]{2,}(?: [\u05d0-\u05ea'\u05f3-]+){1,2})$"
    r"|^(?P<one>[\u0620-\u064a]+(?: [\u0620-\u064a]+){1,2}) \u0648"
    r"(?P<two>(?!ليد|سام|فاء|ائل|سيم|لاء|جدي|حيد|هيب|داد|دیع|ديع|فيق|صال)[\u0620-\u064a]{3,}"
    r"(?: [\u0620-\u064a]+){1,2})$"
)
"""Hebrew and Arabic write 'and' as one letter before the next name; some names begin with it."""


def alone(words: str, site: str) -> str:
    """The words without what stands around the names; `site` is the folded title of the source."""
    words = _INPUTS.sub(r"\1 \2", words)
    words = _bracketless(without_dates(_PRONOUNS.sub("", _TELEPHONE.sub("", words))), site)
    words = _NOBODY.sub("", _NOBODY.sub("", words))
    return _DOTTED.sub("、", _WIRES.sub(_wires, words))


def side_by_side(words: str) -> tuple[Part, ...]:
    """Two names with no separator between them, in scripts that show them all the same; else ()."""
    if glued := _GLUED_AND.match(words):
        return tuple(Part(name) for name in glued.groups() if name)
    return _unspaced(words)


def _wires(match: re.Match[str]) -> str:
    """'STT-AFP' are two, 'Agence France-Presse' is one."""
    both = fold(match[1]) in AGENCY and fold(match[2]) in AGENCY
    both = both and fold(match[0]) not in AGENCY
    return f"{match[1]} / {match[2]}" if both else match[0]


def _unspaced(words: str) -> tuple[Part, ...]:
    """Chinese and Korean: '杨丽 王强' are two, '한겨레신문 오지은' a paper and its reporter, and
    what stands after '木村拓海=' is where she writes."""
    left, _, right = words.partition("=")
    # '뉴욕=홍길동' has the place first
    name = left if not right or _HAN.search(left) else right.strip()
    tokens = [token for token in name.split() if token not in ("和", "與", "与", "及", "와", "과")]
    if not all(_EASTERN.fullmatch(token) for token in tokens):
        return ()
    if len(tokens) == 1:
        return (Part(name),) if name != words else ()
    first, *rest = tokens
    if first.endswith(ORGANISATION_ENDING) and is_person("".join(rest)):
        return (Part(first, organisation=True), Part(" ".join(rest)))
    if all(1 < len(token) < 4 and token[0] in SURNAMES for token in tokens):
        return tuple(map(Part, tokens))
    return ()


def _bracketless(words: str, site: str) -> str:
    """Words in brackets dropped, or taken where only the site or nobody stands before them."""
    words = _NAMED.sub(r"\2 \1", words)
    for match in reversed(list(_PAREN.finditer(words))):
        words = _unbracketed(words, match, site)
    return words


def _unbracketed(words: str, match: re.Match[str], site: str) -> str:
    before, inner, after = words[: match.start()], match[1], words[match.end() :]
    outer = " ".join(f"{before} {after}".split())
    agencies = inner.rpartition("=")[2].replace("/", ",")  # (서울=연합뉴스), (AFP, dpa)
    if outer and not is_generic(outer) and all(map(is_agency, agencies.split(","))):
        named = (before.strip(), agencies, after.strip())
        return ", ".join(part for part in (named if before else (named[2], agencies)) if part)
    if _WITH.match(inner):
        return f"{before}, {_WITH.sub('', inner)} {after}"
    login = " " in inner and " " not in outer and is_person(inner) and outer.isascii()
    if login:  # janeroe (Jane Roe)
        return inner
    if not outer or fold(outer) == site or (is_generic(outer) and not is_generic(inner)):
        return inner
    if inner == "bot":
        return words
    return outer if not KEY_ONLY.fullmatch(outer) or not inner else f"{outer} {inner}"
