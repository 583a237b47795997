"""What people and sources wrote in, text that a document can hold and none misreads out. Pure."""

import re
from html import unescape

# XML 1.0 2.2, less the C1 controls and non-characters that it discourages.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*")
# ISO 639-1; of the thousands of longer codes the form has to do.
_ISO_639 = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu iw ja ji jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
    "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc "
    "oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu "
)


# Languages that are written from right to left, and the scripts that say so where a tag has one.
_RIGHT = " ar arc ckb dv fa he iw ji khw ks nqo ps sd syr ug ur yi "
_RIGHT_SCRIPTS = " adlm arab hebr mand nkoo rohg samr syrc thaa "


def legal(text: str) -> str:
    """The text without characters that no document can hold, or that tell of lost ones."""
    return _ILLEGAL.sub("", text).replace("\x85", "\n").replace("\ufffd", "?")


def one_line(text: str) -> str:
    """The same in one line, for titles and names."""
    return " ".join(legal(text).split())


def plain(text: str) -> str:
    """A line of text that reads the same whether it is taken for plain text or for HTML.

    RSS does not say which a title is (Advisory Board profile, "Character Data"), and in names
    readers guess. An invisible word joiner parts each '<' and '&' from what would make it a tag
    or an entity; 'AT&T' and 'a < b' stay as they are.
    """
    line = one_line(text)
    if "<" not in line and "&" not in line:
        return line
    return re.sub(r"<(?=[A-Za-z/!?])", "<\u2060", re.sub(r"&(#?\w+);?", _part_entity, line))


def _part_entity(match: re.Match[str]) -> str:
    name = match[1]
    means = unescape(match[0]) != match[0] or unescape(f"&{name};") != f"&{name};"
    return f"&\u2060{match[0][1:]}" if means or not name.isalpha() else match[0]


def language_tag(tag: str) -> str:
    """The tag when it has the form of BCP 47 and its language exists, else ''."""
    match = _LANGUAGE.fullmatch(tag)
    known = match and (len(match[1]) == 3 or f" {match[1].lower()} " in _ISO_639)
    return tag if known else ""


def direction(tag: str) -> str:
    """HTML's dir for text in a language: 'rtl' where that is sure, else by the text itself."""
    language, *rest = tag.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    right = f" {script} " in _RIGHT_SCRIPTS if script else f" {language} " in _RIGHT
    return "rtl" if right else "auto"
