"""Markup in, its tokens and its true depth out. Pure: what `html.py` must know before any parser
runs.

The tokens are the HTML standard's (13.2.5), so that what is measured is what a parser would build:
a quote counts only after '=', and what stands in a comment or a script is no tag.
"""

import re
from collections.abc import Iterator

from ._allowed import DROPPED, FORMATTING, KNOWN, OPTIONAL_END, SCOPES, SPECIAL, VOID

MAX_DEPTH = 200
MAX_TAGS = 50_000
MAX_ATTRIBUTES = 100

_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s"'>][^\s>]*+)?+"""
ATTRIBUTES = rf"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE})?+)*+"
_TOKEN = re.compile(
    rf"""<(?: !--(?:-?>|.*?(?:--!?>|\Z))        # a comment
       | /?(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>{ATTRIBUTES})>?
       | [!?/][^>]*+>?                          # doctypes and what the standard calls bogus
       comments
    )""",
    re.VERBOSE | re.DOTALL,
)
_STRAY = re.compile(rf"<(?!/?(?:{'|'.join(sorted(KNOWN))})(?=[\s/>])|[!?])", re.IGNORECASE)
_LONELY = re.compile(r"<(?![a-zA-Z/!?])")
_NAME = re.compile(r"[a-zA-Z][^\s/<>]{0,60}")
_CUSTOM = re.compile(r"(?!https?:|ftp:|mailto:)[a-zA-Z][\w]*[-:][\w:-]+$", re.IGNORECASE)
_CLOSING = re.compile(r"</([a-zA-Z][^\s/>]*)")
_ONE_ATTRIBUTE = re.compile(
    r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"?|'[^']*+'?|[^\s"'>][^\s>]*+))?+"""
)

Token = tuple[str, str, str]
"""(kind, name, source): kind is "text", "open" or "close"; text has no name."""


def escape_stray(html: str) -> str:
    """'<' before anything that is no element becomes '&lt;': 'a<b', '<user@host>', 'List<int>'.

    A strange name that is closed somewhere, has a '-' or a ':' (custom and Office elements) stays a
    tag, for a parser to drop. Only ever escapes, so it cannot make anything active.
    """
    html = _LONELY.sub("&lt;", html)
    closed: set[str] = set()

    def judged(match: re.Match[str]) -> str:
        start = match.end() + (html[match.end() : match.end() + 1] == "/")
        name = _NAME.match(html, start)
        if name is None:
            return "&lt;"
        if not closed:
            closed.update({"", *(found.lower() for found in _CLOSING.findall(html))})
        return "<" if name[0].lower() in closed or _CUSTOM.match(name[0]) else "&lt;"

    return _STRAY.sub(judged, html)


def attributes(source: str) -> dict[str, str]:
    """Names in lower case to raw values (still escaped, unquoted); the first of a name counts."""
    found: dict[str, str] = {}
    for name, value in _ONE_ATTRIBUTE.findall(source):
        raw = value[1:].removesuffix(value[0]) if value[:1] in ("'", '"') else value
        found.setdefault(name.lower(), raw)
    return found


def tokens(html: str) -> Iterator[Token]:
    """The text and the tags of `html`, without comments and without the elements of DROPPED.

    A dropped element that is never closed loses its tag only, unless it holds code.
    """
    position, unclosed = 0, set[str]()
    while match := _TOKEN.search(html, position):
        if match.start() > position:
            yield ("text", "", html[position : match.start()])
        position = match.end()
        if not match["name"]:
            continue
        name = match["name"].lower()
        if html[match.start() + 1] == "/":
            yield ("close", name, match[0])
        elif name in DROPPED:
            position = _after(html, name, match, unclosed)
        else:
            yield ("open", name, match[0])
    if position < len(html):
        yield ("text", "", html[position:])


def _after(html: str, name: str, match: re.Match[str], unclosed: set[str]) -> int:
    """Where reading goes on after a dropped element."""
    if name in VOID or name in unclosed or match["attributes"].endswith("/"):
        return match.end()
    closing = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE).search(html, match.end())
    if closing:
        return closing.end()
    unclosed.add(name)  # looked for once: looking again for each would be quadratic
    return len(html) if name in ("script", "style") else match.end()


def guarded(html: str) -> str | None:
    """`html` as a parser may have it, without comments and DROPPED; None when it is an attack.

    That is: nesting beyond MAX_DEPTH, more than MAX_TAGS tags or MAX_ATTRIBUTES in one, all of
    which cost nh3 quadratic time (protocol.md 4). Depth is counted by the rules of tree
    construction (13.2.6): which end tag closes what, and which is ignored.
    """
    kept: list[str] = []
    stack: list[str] = []
    count = 0
    for kind, name, source in tokens(html):
        kept.append(source)
        if kind == "text":
            continue
        count += 1
        if kind == "close":
            _close(stack, name)
        elif name not in VOID and name not in OPTIONAL_END:
            stack.append(name)
        if count > MAX_TAGS or len(stack) > MAX_DEPTH:
            return None
        if len(source) > 1000 and len(_ONE_ATTRIBUTE.findall(source)) > MAX_ATTRIBUTES:
            return None
    return "".join(kept)


def _close(stack: list[str], name: str) -> None:
    """Take from `stack` what the end tag `name` closes, or nothing where the standard ignores
    it."""
    if name in FORMATTING:  # the adoption agency leaves what was opened since
        if name in stack:
            stack.reverse()
            stack.remove(name)
            stack.reverse()
        return
    stop = SCOPES if name in SPECIAL else SPECIAL
    for index in range(len(stack) - 1, -1, -1):
        if stack[index] == name:  # formatting that was open is opened again: it stays counted
            stack[index:] = [other for other in stack[index + 1 :] if other in FORMATTING]
            return
        if stack[index] in stop and name != "table":
            return
