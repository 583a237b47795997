"""A prepared document in, what feedparser would say of it out, in a fraction of the time. Pure.

libxml2 parses, and the elements that nearly all feeds consist of are read into the same
dictionaries that feedparser makes (`_feedparser.Judgement`). Whatever it would treat in a way not
repeated here is a `Doubt`: then feedparser reads the document itself.
`tests/aggregator/test_fast.py` holds the two against each other.
"""

from dataclasses import dataclass, field
from typing import Any

from feedparser.urls import _urljoin, make_safe_absolute_uri
from lxml import etree

from ._constructs import PREFIXES, Doubt, construct, name_of, plain
from ._feedparser import HANDLED, MAX_ATTRIBUTES, MAX_BASE, MAX_TAGS, Judgement
from ._vocabulary import (
    ADDRESSES,
    AUTHORS,
    CATEGORIES,
    CONSTRUCTS,
    CONTRIBUTORS,
    DATES,
    KEYWORDS,
    NOTHING,
    PLAIN,
    RESERVED,
)

MAX_ELEMENTS = 400_000
"""What MAX_ENTRIES entries may need; feedparser is given fewer, and says so."""

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ATOM = "http://www.w3.org/2005/atom"
_RSS_1 = "http://purl.org/rss/1.0/"
_ENTRIES = frozenset({"item", "entry"})

_MEANING = HANDLED | RESERVED | ADDRESSES | frozenset(PLAIN)
_OF_THEIR_OWN = frozenset({"itunes_name", "itunes_email", "title", "description", "name", "link"})

Given = dict[str, Any]


@dataclass(slots=True)
class _Context:
    """One of feedparser's dictionaries while it is filled, and how deep each value was found."""

    kind: str  # "head", "entry", "source"
    atom: bool
    given: Given = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    entries: list[Any] = field(default_factory=list)

    def once(self, key: str, value: object) -> None:
        if key in self.given:
            raise Doubt(key)
        self.given[key] = value

    def kept(self, key: str, value: str, depth: int) -> None:
        """feedparser's rule in entries: of equals the last, but never a deeper one."""
        if self.kind == "entry" and depth > self.depths.get(key, depth):
            return
        self.depths[key] = depth
        self.given[key] = value


def read_fast(text: str, base: str) -> Judgement | None:
    """What feedparser would make of `text`; None where that is not certain."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
        return _document(root, make_safe_absolute_uri(base, base) or base)
    except (etree.XMLSyntaxError, Doubt, RecursionError):
        return None


def _document(root: Any, base: str) -> Judgement:
    total = 0
    for number, element in enumerate(root.iter()):
        total += name_of(element) in _ENTRIES
        if number > MAX_ELEMENTS or len(element.attrib) > MAX_ATTRIBUTES:
            raise Doubt("size")
    version, heads, outside = _shape(root)
    head = _Context(kind="head", atom=version == "atom10")
    base, language = _inherited(root, base, "")
    if language:
        head.given["language"] = language.replace("_", "-")
    for one in heads:
        inner = _inherited(one, base, language) if one is not root else (base, language)
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
    place = _inherited(element, *outer)
    context = _Context(kind="entry", atom=atom)
    context.given.update(x_base=place[0], x_language=place[1])
    if about := element.get(_ABOUT):
        context.given["id"] = about
    if element.get("href") or element.get("lastmod"):
        raise Doubt("cdf")
    _children(element, context, place, 1)
    return context.given


def _children(parent: Any, context: _Context, outer: tuple[str, str], depth: int) -> None:
    for element in parent:
        name = name_of(element)
        if name in _ENTRIES and context.kind == "head":
            context.entries.append((element, outer))
            continue
        _element(name, element, context, _inherited(element, *outer), depth)


def _element(
    name: str, element: Any, context: _Context, place: tuple[str, str], depth: int
) -> None:
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
        _category(name, element, context)
    elif name in AUTHORS or name in CONTRIBUTORS:
        key = "authors" if name in AUTHORS else "contributors"
        person = _person(element, base, text_is_name=name != "contributor")
        context.given.setdefault(key, []).append(person)
    elif name in ("guid", "id"):
        _id(element, context, depth)
    else:
        _link_or_media(name, element, context, place, depth)


def _link_or_media(
    name: str, element: Any, context: _Context, place: tuple[str, str], depth: int
) -> None:
    given, base = context.given, place[0]
    if name == "link":
        given.setdefault("links", []).append(_link(element, base, context))
    elif name == "enclosure":
        _hollow(element, context)
        link = _with_href(_attributes(element)) | {"rel": "enclosure"}
        given.setdefault("links", []).append(link)
    elif name in ("media_group", "media_content"):
        if name == "media_content":
            given.setdefault("media_content", []).append(_attributes(element))
        _children(element, context, place, depth + 1)
    elif name == "media_thumbnail":
        thumbnail = _attributes(element)
        thumbnail.setdefault("url", _resolved(plain(element), base))
        given.setdefault("media_thumbnail", []).append(thumbnail)
    elif name == "source" and context.kind == "entry":
        context.once("source", _source(element, context.atom, place))
    else:
        _rare(name, element, context, base)


def _rare(name: str, element: Any, context: _Context, base: str) -> None:
    given = context.given
    if name in KEYWORDS and not element.attrib:
        for term in plain(element).split(","):
            _tag(context, term.strip(), KEYWORDS[name] if term.strip() else None, None)
    elif name == "itunes_image":
        _hollow(element, context)
        attributes = _attributes(element)
        if href := attributes.get("href") or attributes.get("url"):
            given["image"] = {"href": href}
    elif name == "image" and context.kind == "head":
        _image(element, given, base)
    elif name in ("skiphours", "skipdays") and context.kind == "head":
        key, child = ("x_hours", "hour") if name == "skiphours" else ("x_days", "day")
        if any(name_of(one) != child for one in element):
            raise Doubt(name)
        given.setdefault(key, []).extend(plain(one) for one in element)
    else:
        _ignored(name, element, context)


def _ignored(name: str, element: Any, context: _Context) -> None:
    """Nothing here asks for it, and feedparser makes nothing of it or of what it holds."""
    if name == "itunes_owner" or (name == "textinput" and context.kind == "head"):
        allowed = _OF_THEIR_OWN
    else:
        if (name in HANDLED and name not in NOTHING) or name in RESERVED:
            raise Doubt(name)
        allowed = frozenset()
    for inner in element.iterdescendants():
        if name_of(inner) in _MEANING - allowed:
            raise Doubt(name)


# ---- the elements ----------------------------------------------------------------------------


def _construct(name: str, element: Any, context: _Context, base: str) -> None:
    key, default = CONSTRUCTS[name]
    attributes = _attributes(element)
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


def _plain(name: str, element: Any, context: _Context, depth: int, base: str = "") -> None:
    """Elements without a handler keep their text only where they have no attributes."""
    if element.attrib and name not in HANDLED:
        raise Doubt(name)
    text = plain(element)
    context.kept(PLAIN.get(name, name), _resolved(text, base) if base else text, depth)


def _id(element: Any, context: _Context, depth: int) -> None:
    if "id" in context.depths:
        raise Doubt("id")
    context.kept("id", plain(element), depth)
    permanent = _attributes(element).get("ispermalink", "true") == "true"
    context.given.setdefault("x_permalink", permanent)


def _link(element: Any, base: str, context: _Context) -> Given:
    attributes = _attributes(element)
    own = attributes.setdefault("rel", "alternate") == "self"
    attributes.setdefault("type", "application/atom+xml" if own else "text/html")
    attributes = _with_href(attributes)
    if "href" in attributes:
        _hollow(element, context)
        return attributes | {"href": _urljoin(base, attributes["href"])}
    if text := _resolved(plain(element), base):
        attributes["href"] = text.replace("&amp;", "&")
    return attributes


def _with_href(attributes: dict[str, str]) -> dict[str, str]:
    href = attributes.get("url", attributes.get("uri", attributes.get("href")))
    return {**attributes, "href": href} if href else attributes


def _category(name: str, element: Any, context: _Context) -> None:
    attributes = _attributes(element)
    if name == "itunes_category":
        _tag(context, attributes.get("text"), "http://www.itunes.com/", None)
        for child in element:
            if name_of(child) != name:
                raise Doubt(name)
            _category(name, child, context)
        if (element.text or "").strip():
            raise Doubt(name)
        return
    if name == "media_category":
        attributes.setdefault("scheme", "http://search.yahoo.com/mrss/category_schema")
    scheme = attributes.get("scheme", attributes.get("domain"))
    _tag(context, attributes.get("term"), scheme, attributes.get("label"))
    value = plain(element)
    tags = context.given.setdefault("tags", [])
    if value and tags and not tags[-1]["term"]:
        tags[-1]["term"] = value
    elif value:
        _tag(context, value, None, None)


def _tag(context: _Context, term: str | None, scheme: str | None, label: str | None) -> None:
    tags = context.given.setdefault("tags", [])
    tag = {"term": term, "scheme": scheme, "label": label}
    if (term or scheme or label) and len(tags) < MAX_TAGS and tag not in tags:
        tags.append(tag)


def _person(element: Any, base: str, text_is_name: bool = True) -> Given:
    if not len(element):
        name = plain(element)
        return {"name": name} if name and text_is_name else {}
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise Doubt("person")
    found: Given = {}
    for child in element:
        name = name_of(child)
        if name in ("name", "email", "itunes_name", "itunes_email"):
            found[name.removeprefix("itunes_")] = plain(child)
        elif name in ("uri", "url", "homepage"):
            found["href"] = _resolved(plain(child), _inherited(child, base, "")[0])
        elif name in _MEANING or len(child):
            raise Doubt(name)
    return found


def _hollow(element: Any, context: _Context) -> None:
    """What stands in an element that says all by its attributes belongs to the one around it."""
    if len(element) or (context.kind == "source" and (element.text or "").strip()):
        raise Doubt(element.tag)


def _image(element: Any, given: Given, base: str) -> None:
    picture = given.setdefault("image", {})
    for child in element:
        name = name_of(child)
        if name == "url":
            picture["href"] = _resolved(plain(child), base)
        elif name not in ("title", "link", "description", "width", "height"):
            raise Doubt(name)


def _source(element: Any, atom: bool, place: tuple[str, str]) -> Given:
    context = _Context(kind="source", atom=atom)
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


def _attributes(element: Any) -> dict[str, str]:
    found = {}
    for key, value in element.attrib.items():
        name = key
        if key[0] == "{":
            space, _, local = key[1:].partition("}")
            prefix = PREFIXES.get(space.lower(), "")
            name = f"{prefix}:{local}" if prefix else local
        name = name.lower()
        found[name] = value.lower() if name in ("rel", "type") else value
    return found


def _inherited(element: Any, base: str, language: str) -> tuple[str, str]:
    """xml:base and xml:lang, also without their prefix."""
    if not element.attrib:
        return base, language
    stated = element.get(f"{_XML}base", element.get("base"))
    if stated and len(stated) < MAX_BASE and len(base) < MAX_BASE:
        base = (make_safe_absolute_uri(base, stated) or base) if base else _urljoin(base, stated)
    spoken = element.get(f"{_XML}lang", element.get("lang"))
    return base, language if spoken is None else spoken


def _resolved(address: str, base: str) -> str:
    return str(_urljoin(base or "", address)) if address else ""
