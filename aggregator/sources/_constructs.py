"""An element that holds text in, its type and value as feedparser gives them, out. Pure.

Atom text constructs (RFC 4287 3.1) and RSS's texts. Anything else in them is a `Doubt`.
"""

from typing import Any
from xml.sax.saxutils import escape

from ._feedparser import CP1252, HANDLED, NAMESPACES, looks_like_html

PREFIXES = {uri.lower(): prefix for uri, prefix in NAMESPACES.items()}
_TYPES = {
    "text": "text/plain", "plain": "text/plain", "text/plain": "text/plain",
    "html": "text/html", "text/html": "text/html",
    "xhtml": "application/xhtml+xml", "application/xhtml+xml": "application/xhtml+xml",
}  # fmt: skip
_XHTML = "application/xhtml+xml"
_DEEPEST = 100


class Doubt(Exception):
    """Something that feedparser may treat otherwise than the fast reader would."""


def name_of(element: Any) -> str:
    """feedparser's name for an element: "dc_creator"; elements of feeds themselves have no
    prefix."""
    tag: str = element.tag
    if tag[0] != "{":
        return tag.lower()
    space, _, local = tag[1:].partition("}")
    space = space.lower()
    prefix = PREFIXES.get(space)
    if prefix is None:
        # feedparser takes elements of a strange default namespace for a feed's own
        prefix = "" if "backend.userland.com/rss" in space else element.prefix or ""
    return f"{prefix}_{local}".lower() if prefix else local.lower()


def plain(element: Any) -> str:
    """The text of an element without children."""
    if len(element):
        raise Doubt(element.tag)
    return str((element.text or "").strip().translate(CP1252))


def construct(
    element: Any, attributes: dict[str, str], default: str, *, atom: bool
) -> tuple[str, str]:
    """(type, value) of a text construct."""
    kind = _TYPES.get(attributes.get("type", default))
    if kind is None or "mode" in attributes:
        raise Doubt(element.tag)
    if kind == _XHTML:
        return kind, _markup(element, atom=atom)
    value = plain(element)
    if kind == "text/plain" and not atom and looks_like_html(value):
        kind = "text/html"
    return kind, value


def _markup(element: Any, *, atom: bool) -> str:
    """The markup in an element of type xhtml; Atom's own <div> around all of it is not content."""
    pieces: list[str] = [escape(element.text or "")]
    for child in element:
        _write(child, pieces, 0)
        pieces.append(escape(child.tail or ""))
    while len(pieces) > 1 and not pieces[-1].strip():
        pieces.pop()
    while len(pieces) > 1 and not pieces[0].strip():
        del pieces[0]
    if atom and len(element) == 1 and pieces[-1] == "</div>" and pieces[0].startswith("<div"):
        pieces = pieces[1:-1]
    return "".join(pieces).strip().translate(CP1252)


def _write(element: Any, pieces: list[str], depth: int) -> None:
    """feedparser's serialising: no namespaces, every element with an end."""
    if depth > _DEEPEST or not isinstance(element.tag, str):
        raise Doubt("markup")
    name = element.tag.rpartition("}")[2].lower()
    if name in ("svg", "math") or name_of(element) in HANDLED:
        raise Doubt(name)
    attributes = "".join(
        f' {_attribute(key)}="{escape(value, {chr(34): "&quot;"})}"'
        for key, value in element.attrib.items()
    )
    pieces.append(f"<{name}{attributes}>")
    if element.text:
        pieces.append(escape(element.text))
    for child in element:
        _write(child, pieces, depth + 1)
        if child.tail:
            pieces.append(escape(child.tail))
    pieces.append(f"</{name}>")


def _attribute(key: str) -> str:
    if key[0] == "{":
        if not key.startswith("{http://www.w3.org/XML/1998/namespace}"):
            raise Doubt(key)
        return f"xml:{key.rpartition('}')[2].lower()}"
    return key.lower()
