"""One element of a feed in, what feedparser keeps of it out. Pure: the parts of `_fast`.

Whatever feedparser would treat otherwise, or what is not known to be treated so, is a `Doubt`.
"""

from dataclasses import dataclass, field
from typing import Any

from ._constructs import PREFIXES, Doubt, name_of, plain
from ._feedparser import HANDLED, MAX_BASE, MAX_TAGS, join_address, join_safely
from ._vocabulary import ADDRESSES, PLAIN, RESERVED

MEANING = HANDLED | RESERVED | ADDRESSES | frozenset(PLAIN)
"""The elements that say something to feedparser wherever they stand."""

_XML = "{http://www.w3.org/XML/1998/namespace}"

Given = dict[str, Any]


@dataclass(slots=True)
class Context:
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


def attributes_of(element: Any) -> dict[str, str]:
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


def inherited(element: Any, base: str, language: str) -> tuple[str, str]:
    """xml:base and xml:lang, also without their prefix."""
    if not element.attrib:
        return base, language
    stated = element.get(f"{_XML}base", element.get("base"))
    if stated and len(stated) < MAX_BASE and len(base) < MAX_BASE:
        base = (join_safely(base, stated) or base) if base else join_address(base, stated)
    spoken = element.get(f"{_XML}lang", element.get("lang"))
    return base, language if spoken is None else spoken


def resolved(address: str, base: str) -> str:
    return str(join_address(base or "", address)) if address else ""


def with_href(attributes: dict[str, str]) -> dict[str, str]:
    href = attributes.get("url", attributes.get("uri", attributes.get("href")))
    return {**attributes, "href": href} if href else attributes


def hollow(element: Any, context: Context) -> None:
    """What stands in an element that says all by its attributes belongs to the one around it."""
    if len(element) or (context.kind == "source" and (element.text or "").strip()):
        raise Doubt(element.tag)


def link_of(element: Any, base: str, context: Context) -> Given:
    attributes = attributes_of(element)
    own = attributes.setdefault("rel", "alternate") == "self"
    attributes.setdefault("type", "application/atom+xml" if own else "text/html")
    attributes = with_href(attributes)
    if "href" in attributes:
        hollow(element, context)
        return attributes | {"href": join_address(base, attributes["href"])}
    if text := resolved(plain(element), base):
        attributes["href"] = text.replace("&amp;", "&")
    return attributes


def file_of(element: Any, rel: str) -> Given:
    attributes = attributes_of(element)
    link = with_href(attributes) | {"rel": rel}
    return link if rel == "enclosure" else link | {"hreflang": attributes.get("language", "")}


def add_category(name: str, element: Any, context: Context) -> None:
    attributes = attributes_of(element)
    if name == "itunes_category":
        add_tag(context, attributes.get("text"), "http://www.itunes.com/", None)
        for child in element:
            if name_of(child) != name:
                raise Doubt(name)
            add_category(name, child, context)
        if (element.text or "").strip():
            raise Doubt(name)
        return
    if name == "media_category":
        attributes.setdefault("scheme", "http://search.yahoo.com/mrss/category_schema")
    scheme = attributes.get("scheme", attributes.get("domain"))
    add_tag(context, attributes.get("term"), scheme, attributes.get("label"))
    value = plain(element)
    tags = context.given.setdefault("tags", [])
    if value and tags and not tags[-1]["term"]:
        tags[-1]["term"] = value
    elif value:
        add_tag(context, value, None, None)


def add_tag(context: Context, term: str | None, scheme: str | None, label: str | None) -> None:
    tags = context.given.setdefault("tags", [])
    tag = {"term": term, "scheme": scheme, "label": label}
    if (term or scheme or label) and len(tags) < MAX_TAGS and tag not in tags:
        tags.append(tag)


def person_of(element: Any, base: str, text_is_name: bool = True) -> Given:
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
            found["href"] = resolved(plain(child), inherited(child, base, "")[0])
        elif name in MEANING or len(child):
            raise Doubt(name)
    return found


def add_image(element: Any, given: Given, base: str) -> None:
    picture = given.setdefault("image", {})
    for child in element:
        name = name_of(child)
        if name == "url":
            picture["href"] = resolved(plain(child), base)
        elif name not in ("title", "link", "description", "width", "height"):
            raise Doubt(name)
