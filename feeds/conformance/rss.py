"""An RSS document in, its problems out. Pure. RSS 2.0 and the RSS Advisory Board's profile."""

import re
from itertools import pairwise

from . import _rules as rules
from ._rules import Element, Problem, Problems, error, text_of, warning

A = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
_SPEC = "RSS 2.0"
_PROFILE = "RSS Best Practices Profile"
_APPLE = {
    "duration": r"[1-9]\d*",
    "season": r"[1-9]\d*",
    "episode": r"[1-9]\d*",
    "episodeType": "full|trailer|bonus",
    "explicit": "true|false",
}
"""Apple's podcast elements of an item, and what each may say; durations in seconds."""


def check(body: bytes, self_url: str) -> tuple[Problem, ...]:
    """Everything found."""
    root = rules.parse(body)
    if isinstance(root, Problem):
        return (root,)
    if root.tag != "rss" or root.get("version") != "2.0" or len(root.findall("channel")) != 1:
        return (error("document", "is not an RSS 2.0 document with one channel", _SPEC),)
    return tuple(_channel(root.find("channel"), self_url))


def _channel(channel: Element, self_url: str) -> Problems:
    yield from rules.once(channel, ("title", "link", "description"), "channel", _SPEC)
    names = ("language", "copyright", "pubDate", "lastBuildDate", "generator", "docs", "ttl")
    yield from rules.at_most_once(channel, names, "channel", _SPEC)
    for name in ("title", "description", "copyright"):
        yield from rules.plain_text(text_of(channel.find(name)), f"channel/{name}", _PROFILE)
    for name in ("pubDate", "lastBuildDate"):
        yield from rules.dated(channel.find(name), f"channel/{name}", rules.rfc822, _PROFILE)
    yield from _addresses(channel, "channel")
    language = channel.find("language")
    if language is not None and not rules.is_language(text_of(language)):
        yield error("channel", f"language {text_of(language)!r} is none", _SPEC)
    own = [link.get("href") for link in channel.findall(f"{A}link") if link.get("rel") == "self"]
    if own != [self_url]:
        yield error("channel", f"says it is at {own}, not {self_url}", f"{_PROFILE}: atom:link")
    yield from _links(channel, "channel")
    for before, after in pairwise(channel):
        if before.tag == "item" and after.tag != "item":
            yield warning("channel", f"has <{after.tag}> after its items", _PROFILE)
    items = channel.findall("item")
    yield from _order(items)
    for number, item in enumerate(items, 1):
        yield from _item(item, f"item[{number}]")


def _order(items: list[Element]) -> Problems:
    """Each item once, the newest first."""
    guids = [text_of(item.find("guid")) for item in items]
    for twice in sorted({guid for guid in guids if guids.count(guid) > 1}):
        yield error("channel", f"has two items with the guid {twice!r}", _SPEC)
    dates = [rules.rfc822(text_of(item.find("pubDate"))) for item in items]
    if any(a and b and a < b for a, b in pairwise(dates)):
        yield warning("channel", "does not have its newest item first", "newest first")


def _item(item: Element, where: str) -> Problems:
    if item.find("title") is None and item.find("description") is None:
        yield error(where, "has neither title nor description", _SPEC)
    yield from rules.once(item, ("guid",), where, _PROFILE)
    names = ("title", "link", "description", "author", "comments", "pubDate", "source", ENCODED)
    yield from rules.at_most_once(item, names, where, _SPEC)
    yield from _guid(item.find("guid"), where)
    yield from _addresses(item, where)
    yield from rules.dated(item.find("pubDate"), f"{where}/pubDate", rules.rfc822, _PROFILE)
    yield from rules.dated(item.find(f"{A}updated"), f"{where}/updated", rules.rfc3339, "RFC 4287")
    for name in ("title", "source", "category", f"{DC}creator", f"{DC}rights"):
        for found in item.findall(name):
            if not text_of(found).strip():
                yield warning(where, f"has an empty <{found.tag}>", _PROFILE)
            yield from rules.plain_text(text_of(found), f"{where}/{found.tag}", _PROFILE)
    for name in ("description", ENCODED):
        yield from rules.safe_html(text_of(item.find(name)), f"{where}/{name}")
    order = [child.tag for child in item if child.tag in ("description", ENCODED)]
    if ENCODED in order and order != ["description", ENCODED]:
        yield warning(where, "content:encoded needs a description before it", _PROFILE)
    if item.find("author") is not None and item.find(f"{DC}creator") is not None:
        yield warning(where, "names its author in two ways", _PROFILE)
    yield from _files(item, where)
    yield from _podcast(item, where)
    yield from _links(item, where)


def _addresses(element: Element, where: str) -> Problems:
    for name in ("link", "comments"):
        found = element.find(name)
        if found is not None and not rules.is_address(text_of(found)):
            yield error(where, f"{name} is no web address", _SPEC)
    source = element.find("source")
    if source is not None and not rules.is_address(source.get("url", "")):
        yield error(where, "source has no url", _SPEC)


def _guid(guid: Element | None, where: str) -> Problems:
    if guid is None:
        return
    match guid.get("isPermaLink"):
        case "true":
            if not rules.is_address(text_of(guid)):
                yield error(where, "guid is called a permanent link and is none", _SPEC)
        case "false":
            pass
        case _:
            yield warning(where, "guid does not say whether it is a permanent link", _PROFILE)


def _files(item: Element, where: str) -> Problems:
    enclosures = item.findall("enclosure")
    if len(enclosures) > 1:
        yield warning(where, "has more than one enclosure", _PROFILE)
    for enclosure in enclosures:
        if not rules.is_address(enclosure.get("url", "")):
            yield error(where, "enclosure has no url", _SPEC)
        if not enclosure.get("length", "").isdecimal():
            yield error(where, "enclosure has no length", _SPEC)
        if not rules.is_media_type(enclosure.get("type", "")):
            yield error(where, "enclosure has no type", _SPEC)
    for found in (*item.findall(f"{MEDIA}content"), *item.findall(f"{MEDIA}thumbnail")):
        if not rules.is_address(found.get("url", "")):
            yield error(where, "a media element has no url", "Media RSS")


def _podcast(item: Element, where: str) -> Problems:
    once = (*(f"{ITUNES}{name}" for name in ("image", *_APPLE)), f"{PODCAST}chapters")
    yield from rules.at_most_once(item, once, where, "podcast namespaces")
    for name, form in _APPLE.items():
        found = item.find(f"{ITUNES}{name}")
        if found is not None and not re.fullmatch(form, text_of(found), re.ASCII):
            yield error(where, f"itunes:{name} is {text_of(found)!r}", "Apple's podcast elements")
    for found in (*item.findall(f"{PODCAST}transcript"), *item.findall(f"{PODCAST}chapters")):
        if not rules.is_address(found.get("url", "")):
            yield error(where, "a podcast element has no url", "Podcasting 2.0")
        if not rules.is_media_type(found.get("type", "")):
            yield error(where, "a podcast element has no type", "Podcasting 2.0")
        if not rules.is_language(found.get("language", "en")):
            yield error(where, "a transcript's language is none", "Podcasting 2.0")


def _links(element: Element, where: str) -> Problems:
    for link in element.findall(f"{A}link"):
        if not rules.is_address(link.get("href", "")):
            yield error(where, f"atom:link {link.get('href')!r} is no address", "RFC 4287 4.2.7.1")
        yield from rules.plain_text(link.get("title", ""), where, "RFC 4287 4.2.7.5")
