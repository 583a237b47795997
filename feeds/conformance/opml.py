"""An OPML document in, its problems out. Pure. OPML 2.0."""

from . import _rules as rules
from ._rules import Element, Problem, Problems, error, warning

_SPEC = "OPML 2.0"


def check(body: bytes, self_url: str) -> tuple[Problem, ...]:
    """Everything found; OPML does not say where it is, so `self_url` is not looked for."""
    root = rules.parse(body)
    if isinstance(root, Problem):
        return (root,)
    if root.tag != "opml" or root.get("version") != "2.0":
        return (error("document", "is not OPML 2.0", _SPEC),)
    return tuple(_opml(root))


def _opml(root: Element) -> Problems:
    if [child.tag for child in root] != ["head", "body"]:
        yield error("opml", "is not one head and one body", _SPEC)
        return
    head, body = root
    yield from rules.at_most_once(head, ("title", "dateModified", "ownerId"), "head", _SPEC)
    yield from rules.dated(head.find("dateModified"), "head", rules.rfc822, _SPEC)
    if body.find("outline") is None:
        yield error("body", "has no outline", _SPEC)
    for outline in body.iter("outline"):
        yield from _outline(outline)


def _outline(outline: Element) -> Problems:
    where = f"outline {outline.get('text')!r}"
    if not outline.get("text"):
        yield error(where, "has no text", _SPEC)
    yield from rules.plain_text(outline.get("text", ""), where, _SPEC)
    if outline.get("type") == "rss":
        if not rules.is_address(outline.get("xmlUrl", "")):
            yield error(where, "has no xmlUrl", _SPEC)
        if not outline.get("title"):
            yield warning(where, "has no title", _SPEC)
    elif outline.get("xmlUrl") is not None:
        yield warning(where, "has an xmlUrl and no type", _SPEC)
    if outline.get("htmlUrl") is not None and not rules.is_address(outline.get("htmlUrl")):
        yield error(where, "htmlUrl is no web address", _SPEC)
    if outline.get("language") is not None and not rules.is_language(outline.get("language")):
        yield error(where, "language is none", _SPEC)
