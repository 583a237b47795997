"""A headline, tag or name as someone wrote it in, one plain line out. Pure."""

import re
from html import unescape

from ._allowed import DROPPED, KNOWN, VOID
from .clean import one_line, unescape_twice, visible

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})((?:\s[^<>]*)?)/?>")
_CODE = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "hr"})
_ESCAPED = re.compile(
    r"&lt;(b|i|em|strong|u|sub|sup|span|q|cite|code|p|a)\b(?:(?!&lt;|&gt;).)*&gt;.*?&lt;/\1\s*&gt;"
    r"|&lt;(?:br|wbr|hr)\s*/?&gt;",
    re.IGNORECASE,
)
_SIGN = re.compile(r"&lt;(?![a-zA-Z/!?])", re.IGNORECASE)  # "less than": no tag begins so


def plain_title(text: str, limit: int) -> str:
    """`text` without markup and double escaping, on one line of at most `limit` characters.

    Only what is certainly markup goes: an element that is opened and closed, one with attributes,
    one that has no content, a script. "Why <b> is not <strong>" keeps its words. "&lt;" is undone
    where no tag can begin. A fixed point.
    """
    line = one_line(text)[: limit * 8]
    while True:  # each round is shorter: it undoes one layer of escaping or of markup
        repaired = _ESCAPED.sub(lambda match: unescape(match[0]), unescape_twice(line))
        repaired = _untagged(_SIGN.sub("<", repaired))
        repaired = one_line(visible(repaired), limit)
        if repaired == line or len(repaired) >= len(line):
            return repaired
        line = repaired


def _untagged(line: str) -> str:
    if "<" not in line:
        return line
    line = _CODE.sub(" ", line)
    tags = [(match[1], match[2].lower()) for match in _TAG.finditer(line)]

    def judged(match: re.Match[str]) -> str:
        name = match[2].lower()
        partner = ("" if match[1] else "/", name)
        active = name in DROPPED and match[3].strip()
        if name in KNOWN and (partner in tags or name in VOID or match[3].strip() or active):
            return " " if name in _BREAKS else ""
        return match[0]

    return _TAG.sub(judged, line)
