"""A prepared document in, what feedparser would say of it out, in a fraction of the time. Pure.

libxml2 parses, and the elements that nearly all feeds consist of are read into the same
dictionaries that feedparser makes (`_feedparser.Judgement`). Whatever it would treat in a way not
repeated here is a `Doubt`: then feedparser reads the document itself.
`tests/aggregator/test_fast.py` holds the two against each other.
"""

from typing import Any

from lxml import etree

from ._constructs import Doubt, construct, name_of, plain
from ._elements import (
    MEANING,
    Context,
    Given,
    add_category,
    add_image,
    add_tag,
    attributes_of,
    file_of,
    hollow,
    inherited,
    link_of,
    person_of,
    resolved,
)
from ._feedparser import HANDLED, MAX_ATTRIBUTES, Judgement, join_safely
from ._vocabulary import (
    ADDRESSES,
    AUTHORS,
    CATEGORIES,
    CONSTRUCTS,
    CONTRIBUTORS,
    DATES,
    FILES,
    KEYWORDS,
    NOTHING,
    PLAIN,
    RESERVED,
)

MAX_ELEMENTS = 250_000
"""What MAX_ENTRIES entries may need; feedparser is given fewer, and says so."""

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ATOM = "http://www.w3.org/2005/atom"
_RSS_1 = "http://purl.org/rss/1.0/"
_ENTRIES = frozenset({"item", "entry"})

_OF_THEIR_OWN = frozenset({"itunes_name", "itunes_email", "title", "description", "name", "link"})


def read_fast(text: str, base: str) -> Judgement | None:
    """What feedparser would make of `text`; None where that is not certain."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    document = text.encode("utf-8")
    if _elements(document) > MAX_ELEMENTS:
        return None
    try:
        root = etree.fromstring(document, parser)
        return _document(root, join_safely(base, base) or base)
    except (etree.XMLSyntaxError, Doubt, RecursionError):
        return None


def _elements(document: bytes) -> int:
    """No fewer than it has, seen before a tree takes a quarter of a kilobyte for each."""
    first, *others = document.split(b"<![CDATA[")
    marked_up = (first, *(part.partition(b"]]>")[2] for part in others))
    return sum(part.count(b"<") - part.count(b"</") for part in marked_up)


def _document(root: Any, base: str) -> Judgement:
    total = 0
    for element in root.iter():
        total += name_of(element) in _ENTRIES
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise Doubt("size")
    version, heads, outside = _shape(root)
    head = Context(kind="head", atom=version == "atom10")
    base, language = inherited(root, base, "")
    if language:
        head.given["language"] = language.replace("_", "-")
    for one in heads:
        inner = inherited(one, base, language) if one is not root else (base, language)
        _children(one, head, inner, 1)
    found = [_entry(one, head.atom, where) for one, where in head.entries]
    found += [_entry(one, head.atom, (base, language)) for one in outside]
    if len(found) != total:
        raise Doubt("entries in strange places")
    return Judgement(head.given, found, version)


def _shape(root: Any) -> tuple[str, list[Any], list[Any]]:
    """(version, the elements that are a head, entries outside of them)."""
    name = name_of(root)
    spaces = {uri.lower() for uri in root.nsmap.values()}
    if name == "feed" and etree.QName(root).namespace == "http://www.w3.org/2005/Atom":
        return "atom10", [root], []
    children = [(name_of(child), child) for child in root]
    channels = [child for name, child in children if name == "channel"]
    items = [child for name, child in children if name == "item"]
    others = {name for name, _ in children} - {"channel", "item"}
    if len(channels) != 1 or others & HANDLED - {"image", "textinput"}:
        raise Doubt("channels")
    if name == "rss":
        return "rss20", channels, items
    if name == "rdf_rdf" and _RSS_1 in spaces and _ATOM not in spaces:
        return "rss10", channels, items
    raise Doubt(name)


def _entry(element: Any, atom: bool, outer: tuple[str, str]) -> Given:
    place = inherited(element, *outer)
    context = Context(kind="entry", atom=atom)
    context.given.update(x_base=place[0], x_language=place[1])
    if about := element.get(_ABOUT):
        context.given["id"] = about
    elif any(key.endswith("}about") for key in element.attrib):
        raise Doubt("about")  # RDF's under a misspelt namespace
    if element.get("href") or element.get("lastmod"):
        raise Doubt("cdf")
    _children(element, context, place, 1)
    return context.given


def _children(parent: Any, context: Context, outer: tuple[str, str], depth: int) -> None:
    for element in parent:
        name = name_of(element)
        if name in _ENTRIES and context.kind == "head":
            context.entries.append((element, outer))
            continue
        _element(name, element, context, inherited(element, *outer), depth)


def _element(name: str, element: Any, context: Context, place: tuple[str, str], depth: int) -> None:
    """One element into `context`: feedparser's handler of that name, as far as it is used."""
    base = place[0]
    if name in CONSTRUCTS:
        _construct(name, element, context, base)
    elif name in DATES:
        context.kept(DATES[name], plain(element), depth)
    elif name in PLAIN:
        _plain(name, element, context, depth)
    elif name in ADDRESSES:
        _plain(name, element, context, depth, base)
    elif name in CATEGORIES:
        add_category(name, element, context)
    elif name in AUTHORS or name in CONTRIBUTORS:
        key = "authors" if name in AUTHORS else "contributors"
        person = person_of(element, base, text_is_name=name != "contributor")
        context.given.setdefault(key, []).append(person)
    elif name in ("guid", "id"):
        _id(element, context, depth)
    else:
        _link_or_media(name, element, context, place, depth)


def _link_or_media(
    name: str, element: Any, context: Context, place: tuple[str, str], depth: int
) -> None:
    given, base = context.given, place[0]
    if name == "link":
        given.setdefault("links", []).append(link_of(element, base, context))
    elif name in FILES:
        hollow(element, context)
        given.setdefault("links", []).append(file_of(element, FILES[name]))
    elif name in ("media_group", "media_content"):
        if name == "media_content":
            given.setdefault("media_content", []).append(attributes_of(element))
        _children(element, context, place, depth + 1)
    elif name == "media_thumbnail":
        thumbnail = attributes_of(element)
        thumbnail.setdefault("url", resolved(plain(element), base))
        given.setdefault("media_thumbnail", []).append(thumbnail)
    elif name == "source" and context.kind == "entry":
        context.once("source", _source(element, context.atom, place))
    else:
        _rare(name, element, context, base)


def _rare(name: str, element: Any, context: Context, base: str) -> None:
    given = context.given
    if name in KEYWORDS and not element.attrib:
        for term in plain(element).split(","):
            add_tag(context, term.strip(), KEYWORDS[name] if term.strip() else None, None)
    elif name == "itunes_image":
        hollow(element, context)
        attributes = attributes_of(element)
        if href := attributes.get("href") or attributes.get("url"):
            given["image"] = {"href": href}
    elif name == "image" and context.kind == "head":
        add_image(element, given, base)
    elif name in ("skiphours", "skipdays") and context.kind == "head":
        key, child = ("x_hours", "hour") if name == "skiphours" else ("x_days", "day")
        if any(name_of(one) != child for one in element):
            raise Doubt(name)
        given.setdefault(key, []).extend(plain(one) for one in element)
    else:
        _ignored(name, element, context)


def _ignored(name: str, element: Any, context: Context) -> None:
    """Nothing here asks for it, and feedparser makes nothing of it or of what it holds."""
    if name == "itunes_owner" or (name == "textinput" and context.kind == "head"):
        allowed = _OF_THEIR_OWN
    else:
        if (name in HANDLED and name not in NOTHING) or name in RESERVED:
            raise Doubt(name)
        allowed = frozenset()
    for inner in element.iterdescendants():
        if name_of(inner) in MEANING - allowed:
            raise Doubt(name)


# ---- the elements ----------------------------------------------------------------------------


def _construct(name: str, element: Any, context: Context, base: str) -> None:
    key, default = CONSTRUCTS[name]
    attributes = attributes_of(element)
    kind, value = construct(element, attributes, default, atom=context.atom)
    if key == "content":
        if context.kind != "entry":
            raise Doubt(name)
        part = {"type": kind, "value": value, "base": base}
        if src := attributes.get("src"):
            part["src"] = src
        context.given.setdefault("content", []).append(part)
        return
    if key == "description":
        key = "summary" if context.kind == "entry" else "subtitle"
    context.once(key, value)
    context.given[f"{key}_detail"] = {"type": kind, "base": base}


def _plain(name: str, element: Any, context: Context, depth: int, base: str = "") -> None:
    """Elements without a handler keep their text only where they have no attributes."""
    if element.attrib and name not in HANDLED:
        raise Doubt(name)
    text = plain(element)
    context.kept(PLAIN.get(name, name), resolved(text, base) if base else text, depth)


def _id(element: Any, context: Context, depth: int) -> None:
    if "id" in context.depths:
        raise Doubt("id")
    context.kept("id", plain(element), depth)
    permanent = attributes_of(element).get("ispermalink", "true") == "true"
    context.given.setdefault("x_permalink", permanent)


def _source(element: Any, atom: bool, place: tuple[str, str]) -> Given:
    context = Context(kind="source", atom=atom)
    if url := element.get("url"):
        context.given["href"] = url
    if len(element):
        texts = [element.text, *(child.tail for child in element)]
        if any((text or "").strip() for text in texts):
            raise Doubt("source")
        _children(element, context, place, 1)
    elif text := plain(element):
        context.given["title"] = text
    return context.given


# ---- names, addresses ------------------------------------------------------------------------
