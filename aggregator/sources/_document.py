"""The characters of an XML document in, a document a parser may have out. Pure.

`prepared` is done before any parser sees a character, `mended` when a strict one has refused,
`calm` before a lenient one tries: what costs quadratic time or unbounded memory (protocol.md 4)
ends here, as a ReadError or by being left out.
"""

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from itertools import islice
from typing import TypeVar

from ..errors import ReadError
from ..text.clean import scrub
from ..text.dates import parse_date

_T = TypeVar("_T")

MAX_ENTRIES = 5_000
"""Of a document with more, this many are read: those at its newer end."""
MAX_LENIENT = 3_000_000
"""Characters a lenient parser is given: it takes seconds for each million."""
MAX_TAGS = 60_000
"""Tags a lenient parser is given."""

_LONG_TAG = re.compile(r"<[A-Za-z_][^<>]{20000,}")
_MOST_STATED = 5_000  # attributes, as a glance counts them: a strict parser keeps them all
_ROOT = re.compile(r"<(?:([\w.-]{1,40}):)?(rss|feed|rdf|channel)(?=[\s/>])", re.IGNORECASE)
_ROOT_END = re.compile(r"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body)(?=[\s/>])", re.IGNORECASE)
_FIRST = re.compile(r"<([a-zA-Z_][\w.:-]{0,60})(?=[\s/>])")
_HEAD_NOISE = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^<>\[]*+(?:\[.*?\]\s*)?>", re.DOTALL | re.I
)
_DOCTYPE_BEGUN = re.compile("<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*+(?:\[(.*?)\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s+([\w.-]{1,40})\s+(?:"([^"<%&]{0,200})"|'([^'<%&]{0,200})')\s*>"""
)
_OPAQUE = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_REFERENCE = re.compile(
    rf"{_OPAQUE}|&++(?![\w#])|&(?!(?:lt|gt|amp|quot|apos);)(?:#(?:x([0-9a-fA-F]{{1,8}})|([0-9]{{1,9}}));|([\w.-]{{1,40}});)?+",
    re.DOTALL,
)
_ENTRY = re.compile(
    rf"{_OPAQUE}|<(/?)((?:[\w.-]{{1,40}}:)?(?:item|entry))(?=[\s/>])[^>]*+>", re.DOTALL
)
_DATE = re.compile(
    r"<(?:\w+:)?(?:pubDate|updated|published|date)\b[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]{4,60})", re.I
)
_DECLARED = re.compile(r"\sxmlns:([\w.-]{1,40})\s*=")
_OWN = re.compile(r"<([\w.-]{1,40}):(?:rss|channel|item|feed|entry)(?=[\s/>])", re.IGNORECASE)
_PREFIXED = re.compile(
    r"<([A-Za-z_][\w.-]{0,39}):[\w.-]|\s([A-Za-z_][\w.-]{0,39}):[\w.-]{1,40}\s*=\s*[\"']"
)
_TAG = (
    r"/?[a-zA-Z_][\w.:-]{0,80}+"
    r"(?:\s++(?:[^\s/>=\"'<]{1,80}+(?:\s*+=\s*+(?:\"[^\"<]{0,9999}+\"|'[^'<]{0,9999}+'|[^\s\"'<>]{1,999}+))?+)?+){0,200}+"
    r"\s*+/?>"
)
_ANY_TAG = re.compile(rf"{_OPAQUE}|<", re.DOTALL)
_NOT_A_TAG = re.compile(rf"{_OPAQUE}|<+(?!{_TAG}|\?xml|!\[CDATA\[|!--)", re.DOTALL)
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}


def root_name(text: str) -> str:
    """The name of the document's first element, as written; "" when there is none near its
    start."""
    match = _FIRST.search(_HEAD_NOISE.sub("", text[:10_000]))
    return match[1] if match else ""


def has_feed_root(text: str) -> bool:
    """Whether a feed begins near the start of `text`, perhaps after some junk, and before any
    page."""
    root = _ROOT.search(text, 0, 65_536)
    return root is not None and not _PAGE.search(text, 0, root.start())


def prepared(text: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """From the root element on, without what XML forbids and without a DTD; the DTD's entities;
    notes.

    Only entities that stand for plain characters are kept: no entity of an entity, none from
    outside.
    """
    root = _ROOT.search(text)
    if root is None:
        raise ReadError(f"not a feed: {_described(text)}")
    for tag in _LONG_TAG.finditer(text):
        if (
            tag[0].count("=") > _MOST_STATED
            and tag[0].count('"') + tag[0].count("'") > _MOST_STATED
        ):
            raise ReadError(f"an element has more than {_MOST_STATED} attributes")
    notes: tuple[str, ...] = ()
    entities: dict[str, str] = {}
    begun = _DOCTYPE_BEGUN.search(text, 0, root.start())
    start = begun.start() if begun else root.start()
    doctype = _DOCTYPE.match(text, start, min(root.start(), start + 50_000))
    if doctype and doctype[1]:
        for name, double, single in _ENTITY.findall(doctype[1][:20_000])[:200]:
            entities.setdefault(name, double or single)
    text = scrub(text[root.start() :]).rstrip()
    kept = bounded(text)
    if kept is not text:
        notes = (f"more than {MAX_ENTRIES} entries: only the newest are read",)
    return kept, entities, notes


def _described(text: str) -> str:
    name = root_name(text)
    if name:
        return f"its root element is <{name}>"
    return "it has no root element" if text.strip() else "it is empty"


def bounded(text: str) -> str:
    """`text` with at most MAX_ENTRIES entries. Which end is the newer one, their dates tell."""
    if text.count("<item") + text.count("<entry") + text.count(":item") <= MAX_ENTRIES:
        return text
    found = [match for match in _ENTRY.finditer(text) if match[2]]
    starts = [match.start() for match in found if not match[1]]
    ends = [match.end() for match in found if match[1]]
    if len(starts) <= MAX_ENTRIES:
        return text
    first, last = (_date_after(text, start) for start in (starts[0], starts[-1]))
    if first and last and first < last:
        return text[: starts[0]] + text[starts[-MAX_ENTRIES] :]
    return text[: starts[MAX_ENTRIES]] + (text[ends[-1] :] if ends else "")


def handed_over(entries: list[_T]) -> Iterator[_T]:
    """At most MAX_ENTRIES of these; the list lets go of each as it is taken, so that one after
    another is there in its old form or its new one and not in both."""
    del entries[MAX_ENTRIES:]
    entries.reverse()
    while entries:
        yield entries.pop()


def _date_after(text: str, start: int) -> str:
    match = _DATE.search(text, start, start + 20_000)
    date = parse_date(match[1]) if match else None
    return date.isoformat() if date else ""


def mended(text: str, entities: dict[str, str]) -> str:
    """`text` with its references and prefixes put right, as its author meant them.

    Named characters of HTML, entities of the DTD, '&' on its own, references to characters that do
    not exist, prefixes that were never declared.
    """
    budget = 1_000_000  # characters by which entities may let a document grow

    def replaced(match: re.Match[str]) -> str:
        nonlocal budget
        if match[0][0] == "<":
            return match[0]
        if match[0].strip("&") == "":
            return match[0].replace("&", "&amp;")
        hexadecimal, decimal, name = match.groups()
        if hexadecimal or decimal:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            return match[0] if _exists(code) else ""
        if name in entities and budget > 0:
            budget -= len(entities[name])
            return entities[name]
        if name in name2codepoint:
            return f"&#{name2codepoint[name]};"
        return f"&amp;{match[0][1:]}"

    return _with_namespaces(_without_own_prefix(_REFERENCE.sub(replaced, text)))


def _exists(code: int) -> bool:
    return code in (9, 10, 13) or (
        code >= 0x20
        and not 0xD800 <= code <= 0xDFFF
        and code <= 0x10FFFF
        and code & 0xFFFE != 0xFFFE
    )


def _without_own_prefix(text: str) -> str:
    """A prefix that nobody declared on a feed's own elements (<rss:item>): they are meant bare."""
    strays = {match[1] for match in _OWN.finditer(text)} - set(_DECLARED.findall(text))
    for prefix in sorted(strays)[:5]:
        text = re.sub(rf"(</?|\s){re.escape(prefix)}:(?=[A-Za-z_])", r"\1", text)
    return text


def _with_namespaces(text: str) -> str:
    used = {one or other for one, other in _PREFIXED.findall(text)}
    missing = sorted(used - set(_DECLARED.findall(text)) - {"xml", "xmlns"})[:50]
    root = _FIRST.match(text)
    if not missing or root is None:
        return text
    declared = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix.lower(), f"urn:undeclared:{prefix}")}"'
        for prefix in missing
    )
    return text[: root.end()] + declared + text[root.end() :]


def calm(text: str) -> str:
    """What a lenient parser may have of `text`: whole tags only, and nothing half-said at its end.

    Its search for the end of a tag takes quadratic time where quotes do not match.
    """
    text = _NOT_A_TAG.sub(_escaped, text[:MAX_LENIENT])[:MAX_LENIENT]
    tag = next(islice(_ANY_TAG.finditer(text), MAX_TAGS, None), None)
    text = text if tag is None else text[: tag.start()]
    last = None
    for match in _ENTRY.finditer(text):
        if match[2]:
            last = match
    if last is None or last[1] or _ROOT_END.search(text, last.end()):
        return text
    if re.search(rf"</{re.escape(last[2])}\s*>", text):
        return text[: last.start()]  # the document was cut off within its last entry
    return text


def _escaped(match: re.Match[str]) -> str:
    if match[0].startswith("<!"):
        return match[0]
    return match[0].replace("<", "&lt;")
