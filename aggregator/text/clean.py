"""Text in, text that may stand in XML, in a database and on a line out. Pure.

One place for what no field of any document may carry: characters that XML 1.0 forbids (2.2),
lone surrogates, noncharacters, and the controls that reorder what a person sees.
"""

import re
from html import unescape

_C1 = {
    code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)
}  # written as C1 controls, meant as Windows-1252: what feedparser and browsers make of them

_BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls but tab, newline, return
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\ud800-\udfff"  # surrogates: no character at all
    "\ufdd0-\ufdef\ufeff\ufffe\uffff]"  # noncharacters, and a byte order mark that strayed in
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_ENTITY = re.compile(
    r"&(?!lt;|gt;|LT;|GT;)(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)


def scrub(text: str) -> str:
    """`text` without forbidden and reordering characters; C1 controls become Windows-1252's."""
    if _BAD.search(text) is None:
        return text
    return _BAD.sub(lambda match: _C1.get(ord(match[0]), ""), text)


def one_line(text: str, limit: int = 0) -> str:
    """`text` scrubbed, with single spaces, cut at a word to `limit` characters (0: no limit)."""
    line = _SPACE.sub(" ", scrub(text)).strip()
    return cut(line, limit) if limit and len(line) > limit else line


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending in '…' when something was cut off, at a word if one is
    near."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ", int(limit * 0.6))
    return (head[:space] if space > 0 else head).rstrip(" ,;:-–—") + "…"


def visible(text: str) -> str:
    """`text` without soft hyphens and zero-width breaks, which hide words from a search."""
    return _INVISIBLE.sub("", text)


def unescape_twice(text: str) -> str:
    """Undo escaping that was applied once too often: '&amp;amp;' and '&#8217;' in plain text.

    '&lt;' and '&gt;' stay: '&lt;br&gt;' in plain text is more often meant than broken. The result
    is a fixed point.
    """
    while True:
        repaired = _ENTITY.sub(lambda match: _reference(match[0]), text)
        if repaired == text:
            return text
        text = repaired


def _reference(reference: str) -> str:
    character = unescape(reference)
    return reference if character in "<>" or character.endswith(";") else character
