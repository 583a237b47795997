"""Markup from outside in, safe markup or plain text out. Pure.

`clean` is the one gate that HTML passes before it is stored: an explicit allow-list applied by nh3
(ammonia), behind a guard, because nh3 takes quadratic time on deep nesting and cannot be stopped.
`to_text` is what people, searches and comparisons read.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from itertools import islice

import nh3

from ._allowed import ATTRIBUTES, BLOCKS, DROPPED, LINES, SCHEMES, TAGS
from ._images import lazy_images, srcset, without_pixels
from ._markup import attributes, escape_stray, guarded, tokens
from ._noscript import without_noscript
from .clean import cut, scrub, visible
from .urls import is_web

MAX_CHARS = 500_000
"""More markup than this in one entry is read as plain text, and cut (protocol.md 4 c)."""

MAX_PAGE = 2_000_000
"""Of a whole page no more than this is looked at."""

_ASCII_SPACE = " \t\r\n\f"
_FEW_TAGS = 250  # so few cannot nest deep enough to hurt: the guard is skipped
_DROPPED = re.compile(rf"<(?:!|\?|(?:{'|'.join(sorted(DROPPED))})(?=[\s/>]))", re.IGNORECASE)
_SILENT = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|script(?=[\s/>]).*?(?:</script\s*>|\Z)|style(?=[\s/>]).*?(?:</style\s*>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(BLOCKS | LINES))})(?=[\s/>])[^>]*>?", re.IGNORECASE
)
_ANY_TAG = re.compile(r"</?[a-zA-Z!?][^>]*>?")
_MATH = re.compile(  # nh3 drops formulas whole: their letters stay, without tags and without TeX
    r"<annotation(?=[\s/>])[^>]*+>[^<]*+</annotation\s*>|</?(?:math|semantics|annotation(?:-xml)?|none|"
    r"m(?:i|o|n|s|text|row|frac|sqrt|root|su[bp]|subsup|over|under|underover|t(?:able|r|d)|space|style|"
    r"padded|phantom|enclosed?|error|multiscripts|prescripts|glyph|alignmark))(?=[\s/>])[^>]*+>",
    re.IGNORECASE,
)
_OPENING = re.compile(r"<([a-zA-Z][^\s/>]*)")
_MARKED_UP = re.compile(
    r"<(p|div|a|b|i|em|strong|span|ul|ol|table|blockquote|h[1-6]|font|center)(?:\s[^<>]*)?>.*?</\1>"
    r"|<(?:br|hr)\s*/?>|<img\s[^<>]*src=",
    re.IGNORECASE | re.DOTALL,
)
_PRE_NEWLINE = re.compile(r"(<pre(?:\s[^>]*)?>)\n+")
_SPACE = re.compile(r"[^\S\x02-\x05]+")
_BREAKS = re.compile(r"\x03 ?\x03[ \x03]*")
_LINE_ENDS = re.compile(r" ?[\x03-\x05][ \x03-\x05]*")
_BLOCK_ENDS = re.compile(r"[ \n]*\x02[ \n\x02]*")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|$)")
# controls: scrubbed text has none of its own
_PARAGRAPH, _LINE, _KEPT, _ROW = "\x02", "\x03", "\x04", "\x05"


def clean(html: str, base: str = "") -> str:
    """`html` as safe markup: allowed elements and attributes only, every address absolute.

    Addresses resolve against `base`; those that do not become http, https or mailto are dropped. No
    text is lost but that of elements which hold none (scripts, styles, frames). Markup too long or
    too deep to be meant is reduced to its paragraphs. Idempotent.
    """
    html = scrub(html).strip(_ASCII_SPACE)
    if "<" not in html:
        text = escape(scrub(unescape(html)), quote=False).replace("\xa0", "&nbsp;")
        return text.strip(_ASCII_SPACE)
    if len(html) > MAX_CHARS:
        return paragraphs(cut(to_text(html[: MAX_CHARS * 2]), MAX_CHARS))
    html = without_noscript(_MATH.sub("", escape_stray(html)))
    if html.count("<") > _FEW_TAGS or _DROPPED.search(html):
        calm = guarded(html)
        if calm is None:
            return paragraphs(_crude(html))
        html = calm
    return _settled(lazy_images(html), _cleaner(base if is_web(base) else ""))


def has_markup(text: str) -> bool:
    """Whether `text`, said to be plain, has elements with their ends in it, breaks or pictures."""
    return _MARKED_UP.search(text, 0, 4000) is not None


def less_escaped(html: str) -> str:
    """`html` as it was meant when all of its markup was escaped once too often; else as it is."""
    if "<" in html or "&lt;" not in html:
        return html
    once = unescape(html)
    return once if has_markup(once) else html


def to_text(html: str) -> str:
    """The text of `html`: blocks parted by a blank line, lines by a newline, spaces single.

    Works on any markup, also unclean; takes time in proportion to its length.
    """
    if "<" not in html:
        return _SPACE.sub(" ", visible(scrub(unescape(html)))).strip()
    pieces: list[str] = []
    preformatted = 0
    for kind, name, source in tokens(escape_stray(scrub(html))):
        if kind == "text":
            text = unescape(source) if "&" in source else source
            pieces.append(text.replace("\n", _LINE + _KEPT) if preformatted else text)
        elif name in BLOCKS:
            pieces.append(_PARAGRAPH)
        elif name == "br":
            pieces.append(_LINE)
        elif name in LINES:
            pieces.append(_ROW)
        elif name in ("td", "th"):
            pieces.append(" ")
        if name == "pre":
            preformatted = max(0, preformatted + (1 if kind == "open" else -1))
    joined = _BREAKS.sub(_PARAGRAPH, _SPACE.sub(" ", "".join(pieces)))
    lines = _LINE_ENDS.sub("\n", joined)
    return visible(scrub(_BLOCK_ENDS.sub("\n\n", lines).strip()))


def tags(html: str, *names: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The opening tags of `html` that bear one of `names`, with their attributes as a parser has
    them.

    Needs no tree, so no nesting can make it slow.
    """
    for kind, name, source in tokens(html[:MAX_PAGE]):
        if kind == "open" and name in names:
            given = attributes(source[1 + len(name) :].rstrip(">"))
            yield name, {key: scrub(unescape(value)) for key, value in given.items()}


def bearable(html: str) -> str:
    """`html` without scripts, comments and frames, for a parser that builds a tree; "" for an
    attack."""
    return guarded(escape_stray(scrub(html[:MAX_PAGE]))) or ""


def _crude(html: str) -> str:
    """The text of an attack, at the speed of a regular expression."""
    text = _BLOCK_TAG.sub("\n\n", _SILENT.sub("", html))
    return visible(scrub(unescape(_ANY_TAG.sub("", text))))


def paragraphs(text: str) -> str:
    """Plain `text` as markup: a paragraph for each block, a break for each line."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", scrub(text)))
    return "\n".join(
        f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks if block
    )


def excerpt(text: str, words: int) -> str:
    """The head of plain `text`, about `words` words, to the end of a sentence where one is near.

    One line. Scripts without spaces count six characters as a word.
    """
    line = " ".join(text.split())
    limit = words * 12
    end = next(islice((match.start() for match in re.finditer(" ", line)), words - 1, None), -1)
    limit, at_a_word = (end, True) if 0 <= end < limit else (limit, False)
    if len(line) <= limit or (end < 0 and len(line) <= words * 12):
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line[:limit])]
    if ends and ends[-1] >= limit * 0.6:
        return line[: ends[-1]]
    return line[:limit].rstrip(" ,;:-–—") + "…" if at_a_word else cut(line, limit)


def _settled(html: str, cleaner: nh3.Cleaner) -> str:
    """Cleaned until it stays the same: what is left when elements are dropped may parse otherwise.

    Where the same tags came out as went in, outside of tables, none was moved: once is enough.
    """
    for _ in range(4):
        cleaned = scrub(_PRE_NEWLINE.sub(r"\1", without_pixels(cleaner.clean(html))))
        cleaned = cleaned.strip(_ASCII_SPACE)
        same = _OPENING.findall(cleaned) == [name.lower() for name in _OPENING.findall(html)]
        if cleaned == html or (same and "<table" not in cleaned):
            return cleaned
        html = cleaned
    return html


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=_filter(base),
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"audio": {"controls": ""}, "video": {"controls": ""}},
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def _filter(base: str) -> Callable[[str, str, str], str | None]:
    def allowed(tag: str, name: str, value: str) -> str | None:
        return srcset(value, base) if name == "srcset" else value

    return allowed
