"""What the labels of a byline say: str in, runs of (role, words) out. Pure.

"Story by Jane Roe, photos by John Poe" is two runs: ("", "Jane Roe") and ("photo", "John Poe").
The role "" is the author's; everyone else is credited, but is no author.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words that one label governs. `role` is "" for authors, else photo, translation..."""

    role: str
    words: str


_BY = r"(?:\s+(?:by|von|vom|par|por|di|da|door|av|af|od|przez)(?:\s*:|(?=\s))|\s*:)"
_WORDS_OF = {
    "photo": (
        r"photos?|photo\s?credit|photograph(?:s|y|ed)?|pictures?|images?|fotos?|fotografías?|"
        r"fotografie|"
        r"bild(?:er)?|photographies?|immagini|beeld|zdjęci[ae]|фото(?:графии)?|φωτογραφί(?:α|ες)"
    ),
    "illustration": r"illustrations?|illustrated|artwork|graphics?|grafik|illustrationen|cartoon",
    "translation": (
        r"translat(?:ed|ion|or)s?|übersetzt|übersetzung|tradu(?:it|ction)|traducción|traducido|"
        r"tradotto|traduzione|tradução|traduzido|vertaald|vertaling|oversatt|översättning|перевод"
    ),
    "editing": (
        r"edited|editing|editors?|copy[- ]?edit(?:ed|ing)|redigiert|bearbeitet|édité|editado|"
        r"redaktion|redacteur|редактор"
    ),
    "reporting": r"additional (?:reporting|research)|(?:reporting )?contributions?|mitarbeit",
    "production": r"produced|video|videos|filmed|audio|music|design(?:ed)?|narrated|directed",
    "review": r"(?:medically |fact[- ]?|peer )(?:reviewed|checked)",
    "": (
        r"hosted|presented|written|words|story|text(?:e|o)?|article|opinions?|analysis|posted|"
        r"post|published|submitted|"
        r"reviews?|reviewed|report(?:ed|age|ing)?|commentary|column|essay|interview(?:ed)?|"
        r"compiled|"
        r"guest \w+|an? (?:[\w-]+ ){0,2}\w+|contributed|special report|perspective|feature|recap|"
        r"authors?|"
        r"aut(?:eur|or|ora|ore)s?|"
        r"eine? (?:\w+ )?\w+|geschrieben|verfasst|écrit|rédigé|publié|propos recueillis|escrito|"
        r"publicado|scritto|testo|pubblicato|geschreven|tekst|skrevet|skriven|skribent|författare|"
        r"napsala?|szerzők?|kirjoittanut|avtor|autor(?:in|ka|zy|i)?|opublikowała?|írta|teksti|kirjoittaja|yazan|penulis|"
        r"oleh|tác giả|автор(?:ка|ы)?|репортаж|материал|подготовил[аи]?|беседовал[аи]?|текст|"
        r"κείμενο|نویسنده|الكاتب|الكاتبة|מאת|लेखक|ผู้เขียน|"
        r"tekijä|"
        r"byline|creator"
    ),
}
_LATIN = [
    (role, re.compile(rf"(?<![\w'-])(?:{words}){_BY}\s*", re.IGNORECASE))
    for role, words in _WORDS_OF.items()
]
_LATIN.append((
    "reporting",
    re.compile(
        r"(?<!\w)(?:with|avec|mit|con|com|met) (?:additional )?(?:files?|reports?|reporting|"
        r"material|inputs?|contributions?|research|material|informations?|información) "
        r"(?:from|by|de|von|van|di|da)\s+",
        re.IGNORECASE,
    ),
))  # fmt: skip
# Chinese, Japanese and Korean labels need no space and come before or after the name.
_EAST = [
    ("translation", r"翻訳者|翻訳|監訳者|翻译|译者|編訳|訳者|訳(?=[\s:/])|译(?=[\s:/])|번역"),
    (
        "editing",
        r"责任编辑|責任編輯|责编|責編|编辑(?=[\s:/])|編集(?=[\s:/])|監修|校对|编审|편집(?=[\s:/])",
    ),
    ("photo", r"写真(?=[\s:/・=])|撮影|摄影|攝影|图(?=[\s:/])|사진(?=[\s:/=])"),
    (
        "",
        r"取材[・と](?:文|構成)|文[・と](?:写真|構成)|構成[・と]文|通[讯訊]员(?=[\s:/])|特约撰稿(?=[\s:/])|"
        r"著者|作者|筆者|執筆者?|寄稿者?|撰文|撰稿|文[●・/|:=]|文章(?=:)|"
        r"(?:本报|本報|特约|实习|见习)?记者(?=[\s:/])|(?:本報)?記者(?=[\s:/・])|글(?=[\s:/=])|"
        r"기고(?=[\s:/])|취재(?=[\s:/])",
    ),
]
_EASTERN = [(role, re.compile(rf"(?:{words})\s*[:/=|・]?\s*")) for role, words in _EAST]
_AFTER = [
    ("translation", re.compile(r"\s(?:監訳|訳|译|翻訳)$")),
    ("editing", re.compile(r"\s(?:編集?|监修|監修)$")),
    ("photo", re.compile(r"\s(?:写真|撮影|摄影|사진)$")),
    (
        "",
        re.compile(
            r"\s(?:著|文|記者|记者|기자|특파원|논설위원|객원기자|칼럼니스트|선임기자)(?=$|"
            r"\s*[\ue000-\ue03f])"
        ),
    ),
]
_DANGLING = re.compile(r"[\s,;]+(?:and|und|et|y|e|en|och|og|i|и|&)$", re.IGNORECASE)
_TURNED = re.compile(r"([\u4e00-\u9fff]{2,4})\s?/\s?(文|图|摄影?|编辑)(?=\s|$)")  # 李明/文
_OUR = re.compile(
    r"^(?:(?:de|from|von|da)\s+)?(?:unser(?:em|er|en)?|our|notre|nuestr[oa]|nostro|nostra|onze|"
    r"vår)\s+[\w-]+(?:\s+(?:in|à|en|a)\s+[\w-]+)?,?\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)
# A single preposition is a label at the head only, and only before something else than itself.
_HEAD = re.compile(
    r"^\W*(?:(?:by|von|par|por|di|door|av|af|oleh|bởi|theo|od|kirjoittanut|napsala?|napisała?|"
    r"scris de|skrevet av|skrivet av|yazan)\s+(?=\S+\s+\S|(?-i:[^a-z\s])\S*$)"
    r"|by\s+(?=\S)|(?:by|von|por|par|di|door|av)\s*:\s*|as told to\s+|(?:του|της|των|γράφει (?:ο|"
    r"η))\s+(?=\S+\s+\S)"
    r"|بقلم\s*[:/]?\s*|كتبت?\s*[:–—-]?\s*(?=\S+\s+\S)|مقال\s*[:/]\s*|نوشته\s+"
    r"|מאת\s*:?\s*|द्वारा\s*:?\s*|लेखक\s*:\s*|โดย\s*:?\s*"
    r"|जानकारी\s*:\s*|автор\s*:?\s+)",
    re.IGNORECASE,
)


def runs(words: str) -> tuple[Run, ...]:
    """The words cut at their labels; without labels one run of authors."""
    found: list[Run] = []
    words = _TURNED.sub(r"\2/\1", words)
    place, role = 0, ""
    for start, end, next_role in _labels(words):
        found += _closed(role, words[place:start])
        place, role = end, next_role
    return (*found, *_closed(role, words[place:]))


def unlabelled(words: str) -> str:
    """Without the preposition it opens with: 'By Jane Roe' -> 'Jane Roe'."""
    return _OUR.sub("", _HEAD.sub("", words, count=1), count=1)


def is_labelled(words: str) -> bool:
    """Whether the words open with a label that names an author."""
    if _HEAD.match(words) or _AFTER[-1][1].search(words):
        return True
    starts = ((role, pattern.match(words)) for role, pattern in (*_LATIN, *_EASTERN))
    found = {role: match.end() for role, match in starts if match}
    return "" in found and found[""] == max(found.values())


def _labels(words: str) -> list[tuple[int, int, str]]:
    """(start, end, role) of each label, none overlapping, longest first where they do."""
    spans = [
        (match.start(), match.end(), role)
        for role, pattern in (*_LATIN, *_EASTERN)
        for match in pattern.finditer(words)
    ]
    chosen: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not chosen or span[0] >= chosen[-1][1]:
            chosen.append(span)
    return chosen


def _closed(role: str, words: str) -> list[Run]:
    """A run as it stands; where each part names its own role after the name, a run for each."""
    words = _DANGLING.sub("", words.strip(" \t,;|/·•-–—\u3000"))
    if not words:
        return []
    parts = [part.strip(" \u3000") for part in words.split("、")]
    if len(parts) > 1 and any(pattern.search(part) for part in parts for _, pattern in _AFTER):
        return [run for part in parts for run in _closed(role, part)]
    for own, pattern in _AFTER:
        if match := pattern.search(words):
            return [Run(own or role, words[: match.start()] + words[match.end() :])]
    return [Run(role, unlabelled(words) if not role else words)]
