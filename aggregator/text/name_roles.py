"""What the labels of a byline say: str in, runs of (role, words) out. Pure.

"Story by Jane Roe, photos by John Poe" is two runs: ("", "Jane Roe") and ("photo", "John Poe").
The role "" is the author's; everyone else is credited, but is no author.

A label is read word by word: what was done ("Text", "Fotos"), what joins two such words, and what
leads to the name, a colon or a "by". The words are in `role_words`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lexicon import EVERYDAY, STOP
from .name_known import GIVEN
from .name_ranks import CALLINGS
from .name_shape import fold
from .name_tests import is_generic, is_organisation, is_person
from .role_words import BETWEEN, BY, FIRST, PART_OF_LABEL, ROLE_OF


@dataclass(frozen=True, slots=True)
class Run:
    """Words that one label governs. `role` is "" for authors, else photo, translation..."""

    role: str
    words: str


@dataclass(frozen=True, slots=True)
class _Label:
    """Where a label stands in the words, and what it says."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class _Token:
    folded: str
    start: int
    end: int
    written: str


_TOKEN = re.compile(r"[^\s:/|;,()=]+|[:/|;,()=]")
_HARD = frozenset("|;,()")
_BESIDE = (":", "=", "-", "–", "—")
_WEAK_BY = frozenset(("de", "del", "della", "van", "di", "da"))
_ARTICLE = frozenset(("a", "an", "ein", "eine", "un", "une", "una", "um", "uma", "en", "ett", "et"))
_LONGEST = 5  # words between what was done and 'by': 'translated from the Spanish by'
_UNKNOWN = 3  # words before a colon that are a label though we know none of them
_FILES = re.compile(
    r"(?<!\w)(?:with|avec|mit|con|com|met) (?:additional )?(?:files?|reports?|reporting|"
    r"material|inputs?|contributions?|research|material|informations?|información|informaciones|"
    r"informações|informazioni|informatie) (?:from|by|de|von|van|di|da|del|della|do)\s+",
    re.IGNORECASE,
)
_TONGUE = re.compile(
    r"(?<!\w)(?:aus dem |from the |from |du |de l'|del |dall'|dal |do |uit het |fra |från |z |"
    r"с |со )[^\W\d_]{3,}\s(?:von|by|par|por|di|door|av|af|przez)\s+|"
    r"перев[^\W\d_]+ с [^\W\d_]+ого\s+",
    re.IGNORECASE,
)  # 'Aus dem Englischen von Jane Roe'
_ANY_BY = re.compile(
    r"(?P<before>\S+(?:\s\S+){0,2})\s(?:by|von|par|por|door|av|af)\s(?P<after>\S.*)"
)
_COURTESY = re.compile(r"(?:photos?|images?|pictures?)\s(?:courtesy|credit)(?:\sof)?\s*:?\s+", re.I)
_ELIDED = re.compile(r"([^\W\d_]+) d'(?=\w)")  # 'une chronique d'Anne Roe'
_EASTERN_ROLE = "|".join(
    sorted((w for w in ROLE_OF if re.fullmatch(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+", w)),
           key=len, reverse=True)
)  # fmt: skip
# Chinese, Japanese and Korean labels need no space, and may be two in one: 文・写真＝
_EASTERN = re.compile(
    rf"(?<![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
    rf"(?:本报|本報|本刊|特约|特約|实习|實習|见习|通讯员|首席)?"
    rf"(?P<words>(?:{_EASTERN_ROLE})(?:\s?[・·/、和與与と]\s?(?:{_EASTERN_ROLE}))*)"
    r"(?:者|员|員|人)?(?:\s*[:/=|・●]+\s*|\s+(?=\S))"
)
_GLUED = re.compile(
    r"(?:本报|本報|特约|特約|实习|實習)?(?:记者|記者)(?=[\u4e00-\u9fff]{2,4}(?:$|[\s/、,]))|"
    r"(?:特约)?(?:通[讯訊]员|撰稿人?)\s*[:/]?\s*(?=\S)|(?:本报|本報)?[记記]者(?=[\s:/・])\s*[:/・]?\s*"
)
_AFTER = [
    ("translation", re.compile(r"\s(?:監訳|訳|译|譯|翻訳|옮김|번역)$")),
    ("editing", re.compile(r"\s(?:編集?|监修|監修)$")),
    ("photo", re.compile(r"\s(?:写真|撮影|摄影|攝影|사진)$")),
    (
        "",
        re.compile(
            r"\s?(?<=[\u3400-\u9fff])(?:記者|记者)$|(?<=[가-힣]{3})기자$|"
            r"\s(?:著|文|撰文|記者|记者|(?:선임|객원|인턴|수석|편집|전문|수습)?기자|특파원|"
            r"논설위원|칼럼니스트|에디터|통신원|교수|작가)(?=$|\s*[\ue000-\ue03f])"
        ),
    ),
]
_DANGLING = re.compile(
    r"^(?:(?:and|und|et|with|mit|avec|&)\s+(?=\S)|(?:y|e|en|och|og|i|и)\s+(?=\S+\s+\S))|"
    r"[\s,;]+(?:and|und|et|y|e|en|och|og|i|и|&)$",
    re.IGNORECASE,
)
_SHOUTED_AND = ("ET", "Y", "E", "EN", "I")  # 'ET Bureau', 'Jane Roe E'
_FROM = ("from", "de", "le", "nga", "gan", "na", "ni")
"""'By' in languages in which it may also begin a name: a label only before a known given name."""
_TURNED = re.compile(r"([\u4e00-\u9fff]{2,4})\s?/\s?(文|图|圖|摄影?|攝影?|编辑|編輯)(?=\s|$)")
_BRACKETED = re.compile(r"(?P<name>[^,;/|&()]+?)\s*\((?P<role>[^()]{2,40})\)")
_WIRED = re.compile(
    r"(?P<by>[记記]者[\u4e00-\u9fff]{3})[\u4e00-\u9fff]{2,4}(?:\d{1,2}日)?(?:專電|专电|電|电|報導|报道|報道)$"
)  # 記者吳明哲東京3日專電
_DATELINE = re.compile(r"\s*[/|]?\s*[\u4e00-\u9fff]{0,6}(?:綜合報導|報導|报道|報道|專訪|电|電)\s*$")
_OUR = re.compile(
    r"^(?:(?:de|from|von|da|van|dall?a?|della?)\s+)?(?:unser(?:em|er|en)?|our|notre|nuestr[oa]|"
    r"nostr[oa]|onze|nosso|nossa|vår|наш)\s+[\w-]+(?:\s(?:spéciale?|especial|speciale|permanente?))?"
    r"(?:\s+(?:in|à|en|a|em|на|в|i)\s+[\w-]+)?,?\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)
# A single preposition is a label at the head only, and only before something else than itself.
_HEAD = re.compile(
    r"^\W*(?:das (?:gespräch|interview) führten?\s+|follow (?=\S+ \S)|"
    r"(?-i:From )(?=\S+ (?-i:[A-Z]))|(?:©|copyright )\s*(?:\d{4}\s*)?(?=\w)|"
    r"(?:by|von(?! (?:der|den|dem) )|par|por|di|door|av|af|oleh|bởi|theo|od|przez|scris de|"
    r"skrevet av|skrivet av)\s+(?=\S+\s+\S|(?-i:[^a-z\s])\S*$)"
    r"|by\s+(?=\S)|(?:by|von|por|par|di|door|av)\s*:\s*|as told (?:to|by)\s+"
    r"|(?:in )?(?:partnership|association|collaboration) with\s+"
    r"|per\s+(?=.+\si\s)"  # Catalan, where 'i' joins; else it is a first name
    r"|(?:του|της|των|από τ(?:ον?|ην?)|γράφει (?:ο|η))\s+(?=\S+\s+\S)"
    r"|بقلم\s*[:/]?\s*|كتبت?\s*[:–—-]?\s*(?=\S+\s+\S)|مقال\s*[:/]\s*|(?:نوشته|به قلم)\s+"
    r"|(?:מאת|כתבה?)\s*:?\s*(?=\S)|द्वारा\s*:?\s*|लेखक\s*:\s*|โดย\s*:?\s*|از\s+(?=\S+\s+\S))",
    re.IGNORECASE,
)


def runs(words: str) -> tuple[Run, ...]:
    """The words cut at their labels; without labels one run of authors."""
    found: list[Run] = []
    if words[:1] == "[" and words.find("]") == len(words) - 1:
        words = words[1:-1]
    words = _ELIDED.sub(_full, _WIRED.sub(r" \g<by>", words))
    words = _DATELINE.sub("", _BRACKETED.sub(_unbracketed, _TURNED.sub(r"\2/\1", words)))
    place, role = 0, ""
    for label in _labels(words, guess=True):
        if not (found or place) and _is_lead(words[: label.start]):
            place = label.start
        found += _closed(role, words[place : label.start])
        place, role = label.end, label.role
    return (*found, *_closed(role, words[place:]))


def _is_lead(words: str) -> bool:
    """'Cover', 'This article was': everyday words right before a label, no name."""
    folds = [fold(word) for word in words.split()]
    if words[-1:] != " " or set(folds) & GIVEN:
        return False
    if len(folds) == 1:
        return not is_organisation(words.strip())
    return all(word in EVERYDAY | STOP | PART_OF_LABEL for word in folds)


def unlabelled(words: str) -> str:
    """Without the preposition it opens with: 'By Jane Roe' -> 'Jane Roe'."""
    words = _OUR.sub("", _HEAD.sub("", words, count=1), count=1)
    first, _, rest = words.partition(" ")
    given = fold(rest.partition(" ")[0]) in GIVEN
    return rest if given and " " in rest and fold(first) in _FROM else words


def is_labelled(words: str) -> bool:
    """Whether the words open with a label that names an author."""
    if _HEAD.match(words) or _AFTER[-1][1].search(words):
        return True
    first = next(iter(_labels(words)), None)
    return first is not None and first.start == 0 and not first.role


def is_role(words: str) -> bool:
    """'Text', 'photos & video': words that say what somebody did, and no name."""
    return _role_of([token.folded for token in _tokens(words)]) is not None


def _full(match: re.Match[str]) -> str:
    """Of what was done, not of a name: 'chronique d'Anne', but 'Jean d'Ormesson'."""
    return f"{match[1]} de " if fold(match[1]) in ROLE_OF else match[0]


def _unbracketed(match: re.Match[str]) -> str:
    """'Jane Roe (text) and John Poe (photos)': the label comes after the name."""
    if not is_role(match["role"]):
        return match[0]
    before, name = "", _DANGLING.sub("", match["name"].strip())
    for cut in re.finditer(r"\s(?:and|und|et|y|e|och|og|en|i|и)\s", name):
        before, name = name[: cut.start()], name[cut.end() :]
    return f"{before}; {match['role']}: {name};" if is_person(name) else match[0]


# ---- labels ----------------------------------------------------------------------------------


def _labels(words: str, *, guess: bool = False) -> list[_Label]:
    """The labels in order, none overlapping, the longest where they do. `guess`: what stands
    before a colon at the head is a label even in words we do not know."""
    found = [*_of_words(_tokens(words)), *_of_the_east(words)]
    found += [_Label(m.start(), m.end(), "reporting") for m in _FILES.finditer(words)]
    found += [_Label(m.start(), m.end(), "translation") for m in _TONGUE.finditer(words)]
    found += [_Label(m.start(), m.end(), "photo") for m in _COURTESY.finditer(words)]
    chosen: list[_Label] = []
    for label in sorted(found, key=lambda label: (label.start, -label.end)):
        if not chosen or label.start >= chosen[-1].end:
            chosen.append(label)
    if guess and not chosen:
        chosen += _unknown(words)
    return chosen


def _tokens(words: str) -> list[_Token]:
    return [
        _Token(_looked_up(match[0]), match.start(), match.end(), match[0])
        for match in _TOKEN.finditer(words)
    ]


def _looked_up(word: str) -> str:
    """Folded; without the letter that is 'and' in Arabic and Hebrew where it is before a label."""
    folded = fold(word).strip(".'\"-–")
    bare = folded[1:] if folded[:1] in ("و", "ו") else folded
    return bare if bare in ROLE_OF else folded


def _of_words(tokens: Sequence[_Token]) -> Iterator[_Label]:
    """Labels that end with a colon or a 'by', and those that need neither."""
    floor = 0  # where the label before ended: no word is of two
    for place in range(len(tokens)):
        if place < floor:
            continue
        start, end, role = _ending_at(tokens, place, floor)
        if role is not None:
            yield _Label(tokens[start].start, tokens[end - 1].end, role)
            floor = end


def _ending_at(tokens: Sequence[_Token], place: int, floor: int) -> tuple[int, int, str | None]:
    """(first token, token after the last, what it says) of the label that this token ends."""
    token, end = tokens[place], place + 1
    if _is_bare(tokens, place, labelled=floor > 0):
        while tokens[end].written.islower() and _is_of_label(tokens[end]):
            end += 1
        return place, end, ROLE_OF[token.folded]
    if token.written in _BESIDE:
        start, role = _before(tokens, floor, place)
    elif token.written[-1:] in "-–" and token.folded in ROLE_OF:  # 'लेखक- राम शर्मा'
        start, role = _before(tokens, floor, place + 1)
    elif _is_fresh_by(tokens, place):
        start, role = place, ""
    elif token.folded in BY and place + 1 < len(tokens):
        start, role = _before_by(tokens, floor, place)
    else:
        return place, end, None
    while end < len(tokens) and tokens[end].written in _BESIDE:
        end += 1
    return start, end, role


def _is_fresh_by(tokens: Sequence[_Token], place: int) -> bool:
    """'Illustrations by Mo Poe. By Jane Roe': a capital after a full stop."""
    before = tokens[place - 1].written if place else ""
    strong = tokens[place].folded in BY - _WEAK_BY and tokens[place].written.istitle()
    return strong and before.endswith(".") and len(before) > 3


def _before(tokens: Sequence[_Token], floor: int, end: int) -> tuple[int, str | None]:
    """The words of a label that end at `end`: where they begin, and what they say."""
    if end > floor and tokens[end - 1].folded in BY | {"by"}:
        return _before_by(tokens, floor, end - 1)
    start = end
    while start > floor and (_is_of_label(tokens[start - 1]) or _lists(tokens, floor, start)):
        start -= 1
    return start, _role_of([token.folded for token in tokens[start:end]])


def _lists(tokens: Sequence[_Token], floor: int, start: int) -> bool:
    """The comma of 'Text, Fotos:'."""
    listed = tokens[start - 1].written == "," and start - 2 >= floor and start < len(tokens)
    return listed and tokens[start - 2].folded in ROLE_OF and tokens[start].folded in ROLE_OF


def _before_by(tokens: Sequence[_Token], floor: int, end: int) -> tuple[int, str | None]:
    """'Story', 'Translated from the Spanish', 'A wonderful guest column' before their 'by'."""
    start, role = _before(tokens, floor, end) if end > floor else (end, None)
    if tokens[end].folded in _WEAK_BY:
        further = tokens[end + 1 : end + _LONGEST]  # 'traduit de l'anglais par'
        strong = next((n for n, one in enumerate(further) if one.folded in BY - _WEAK_BY), 0)
        return start, None if strong and _is_prose(further[:strong]) else role
    if role is not None:
        return start, role
    for near in range(end - 1, max(floor, end - _LONGEST) - 1, -1):
        if tokens[near].written in _HARD:
            break
        if tokens[near].folded in ROLE_OF and _is_prose(tokens[near + 1 : end]):
            return _before(tokens, floor, near + 1)
    if floor == 0 and 0 < end < _LONGEST and tokens[0].folded in _ARTICLE:
        told = (ROLE_OF.get(token.folded, "") for token in tokens[:end])
        return 0, next((role for role in told if role), "")
    return start, None


def _is_prose(tokens: Sequence[_Token]) -> bool:
    return bool(tokens) and tokens[0].written[:1].islower()


def _is_of_label(token: _Token) -> bool:
    return token.folded in ROLE_OF or token.folded in PART_OF_LABEL or token.folded in BETWEEN


def _role_of(words: Sequence[str]) -> str | None:
    """What a label says. Of 'photo editor' the last word counts, of 'text and photos' the text;
    None for words that are no label."""
    groups: list[list[str]] = [[]]
    for word in words:
        if word in BETWEEN or word == ",":
            groups.append([])
        elif word in ROLE_OF:
            groups[-1].append(ROLE_OF[word])
        elif word not in PART_OF_LABEL and word not in BY:
            return None
    told = [role for group in groups for role in group]
    first = next((role for role in told if role in FIRST), None)
    if first or not told:
        return first
    heads = [group[-1] for group in groups if group]
    return "" if "" in heads else heads[0]


def _is_bare(tokens: Sequence[_Token], place: int, *, labelled: bool) -> bool:
    """'Napsal Jiří Škoda', 'Words Imogen Pryce': a label at the head, or after another, before
    two words that are written as names are."""
    word = tokens[place].folded
    if word not in ROLE_OF or word in GIVEN or (place and not labelled):
        return False
    if word in EVERYDAY and word not in ("words", "pictures", "text"):
        return False
    if word in CALLINGS and tokens[place].written.islower():
        return False
    place += 1
    while place < len(tokens) and tokens[place].written.islower() and _is_of_label(tokens[place]):
        if tokens[place].folded in BY:
            return False
        place += 1  # 'автор текста Иван Петров'
    name = tokens[place : place + 2]
    named = " ".join(one.written for one in name)
    return len(name) == 2 and is_person(named) and not any(map(_is_of_label, name))


def _unknown(words: str) -> list[_Label]:
    """'Xyz: Jane Roe', 'Cake decorated by Jane Roe': one to three words before a colon, or what is
    no name before 'by', are a label in whatever language."""
    match = re.match(r"(?P<before>[^:]+):\s*(?P<after>[^\s:].*)", words) or _ANY_BY.match(words)
    if not match or re.search(r"[\d_@#]", match["before"]):
        return []
    before, name = match["before"], match["after"].split(",")[0].strip()
    named = (is_person(name) and (" " in name or not name.isascii())) or is_organisation(name)
    if {fold(word) for word in before.split()} & GIVEN:
        return []
    folds = [fold(word) for word in before.split()]
    many = len(folds) > (2 * _UNKNOWN if CALLINGS.intersection(folds) else _UNKNOWN)
    if not named or many or (is_person(before) and " " in before):
        return []
    return [_Label(0, match.start("after"), "")]


def _of_the_east(words: str) -> Iterator[_Label]:
    for match in _EASTERN.finditer(words):
        told = re.split(r"\s?[・·/、和與与と]\s?", match["words"])
        roles = [ROLE_OF[word] for word in told if word in ROLE_OF]
        yield _Label(match.start(), match.end(), "" if "" in roles else roles[0])
    for match in _GLUED.finditer(words):
        yield _Label(match.start(), match.end(), "")


def _closed(role: str, words: str) -> list[Run]:
    """A run as it stands; where each part names its own role after the name, a run for each."""
    words = words.strip(" \t,;=|/·•-–—\u3000")
    words = _DANGLING.sub(lambda m: m[0] if m[0].strip() in _SHOUTED_AND else "", words)
    if not words:
        return []
    parts = [part.strip(" \u3000") for part in words.split("、")]
    if len(parts) > 1 and any(pattern.search(part) for part in parts for _, pattern in _AFTER):
        return [run for part in parts for run in _closed(role, part)]
    for own, pattern in _AFTER:
        if match := pattern.search(words):
            return [Run(own or role, words[: match.start()] + words[match.end() :])]
    bare = _HEAD.sub("", words, count=1)
    if role or is_generic(words) or is_generic(bare):
        return [Run(role, words if role else bare)]
    return [Run(role, unlabelled(words))]
