"""A JSON Feed in, its problems out. Pure. JSON Feed 1.1, and the shape of our own extension."""

import json
from typing import Any

from . import _rules as rules
from ._rules import Problem, Problems, error, warning

_MISREAD = "no reader may take it for HTML"
_SPEC = "JSON Feed 1.1"
_FEED = rules.words(
    "version title home_page_url feed_url description user_comment next_url icon favicon authors "
    "language expired hubs items"
)
_ITEM = rules.words(
    "id url external_url title content_html content_text summary image banner_image "
    "date_published date_modified authors tags language attachments"
)
_HOW = rules.words("same-link same-text edited reworded")
_EVIDENCE = rules.words("byline claimed alias source")
_STORY = rules.words("about story event independent_sources source copies author_evidence topics")


def check(body: bytes, self_url: str) -> tuple[Problem, ...]:
    """Everything found."""
    try:
        feed = json.loads(body.decode("utf-8"))
    except ValueError as fault:
        return (error("document", f"is not UTF-8 JSON: {fault}", "RFC 8259"),)
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return (error("document", "is no object with items", _SPEC),)
    return tuple(_feed(feed, self_url))


def _feed(feed: dict[str, Any], self_url: str) -> Problems:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield error("feed", "has the wrong version", _SPEC)
    elif next(iter(feed)) != "version":
        yield warning("feed", "does not begin with its version", _SPEC)
    if not isinstance(feed.get("title"), str) or not feed["title"]:
        yield error("feed", "has no title", _SPEC)
    yield from _places(feed, self_url)
    yield from _shared(feed, "feed", _FEED)
    ids = [item.get("id") for item in _list(feed, "items")]
    for twice in sorted({str(id) for id in ids if ids.count(id) > 1}):
        yield error("feed", f"has two items with the id {twice!r}", _SPEC)
    for number, item in enumerate(feed["items"], 1):
        if isinstance(item, dict):
            yield from _item(item, f"items[{number}]")
        else:
            yield error(f"items[{number}]", "is no object", _SPEC)


def _places(feed: dict[str, Any], self_url: str) -> Problems:
    if feed.get("feed_url") != self_url:
        yield error("feed", f"says it is at {feed.get('feed_url')!r}, not {self_url}", _SPEC)
    if "next_url" in feed and feed["next_url"] == feed.get("feed_url"):
        yield error("feed", "has itself as its next page", _SPEC)
    yield from _addresses(feed, ("home_page_url", "next_url", "icon", "favicon"), "feed")
    for hub in _list(feed, "hubs"):
        if not hub.get("type") or not rules.is_address(hub.get("url", "")):
            yield error("feed", "has a hub without type or url", _SPEC)


def _item(item: dict[str, Any], where: str) -> Problems:
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield error(where, "has no id that is a string: readers must discard it", _SPEC)
    yield from _texts(item, where)
    yield from _addresses(item, ("url", "external_url", "image", "banner_image"), where)
    for name in ("date_published", "date_modified"):
        if name in item and rules.rfc3339(str(item[name])) is None:
            yield error(where, f"{name} {item[name]!r} is no RFC 3339 date", _SPEC)
    tags = item.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        yield error(where, "tags are no strings", _SPEC)
    for attachment in _list(item, "attachments"):
        yield from _attachment(attachment, where)
    yield from _shared(item, where, _ITEM)
    if "_feedmill" in item:
        yield from _story(item["_feedmill"], f"{where}._feedmill")


def _attachment(attachment: dict[str, Any], where: str) -> Problems:
    if not rules.is_address(attachment.get("url", "")):
        yield error(where, "has an attachment without url", _SPEC)
    if not rules.is_media_type(attachment.get("mime_type", "")):
        yield error(where, "has an attachment without mime_type", _SPEC)
    for name in ("size_in_bytes", "duration_in_seconds"):
        value = attachment.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            yield error(where, f"has an attachment whose {name} is {value!r}", _SPEC)


def _texts(item: dict[str, Any], where: str) -> Problems:
    if "content_html" not in item and "content_text" not in item:
        yield error(where, "has neither content_html nor content_text", _SPEC)
    for name in ("content_html", "content_text", "title", "summary"):
        value = item.get(name, "")
        if not isinstance(value, str):
            yield error(where, f"{name} is no string", _SPEC)
        elif name == "content_html":
            yield from rules.safe_html(value, f"{where}.{name}")
        else:
            yield from rules.plain_text(value, f"{where}.{name}", _MISREAD)


def _shared(thing: dict[str, Any], where: str, known: frozenset[str]) -> Problems:
    """What feeds and items have in common: persons, language, names of keys."""
    if "authors" in thing and not isinstance(thing["authors"], list):
        yield error(where, "authors is no array", _SPEC)
    for author in _list(thing, "authors"):
        if not any(author.get(name) for name in ("name", "url", "avatar")):
            yield error(where, "has an author without name, url and avatar", _SPEC)
        if "url" in author and not rules.is_iri(str(author["url"])):
            yield error(where, f"author's url {author['url']!r} is none", _SPEC)
    if "language" in thing and not rules.is_language(str(thing["language"])):
        yield error(where, f"language {thing['language']!r} is none", "RFC 5646")
    for name, value in thing.items():
        if name not in known and not name.startswith("_"):
            yield warning(where, f"has the unknown key {name!r}", _SPEC)
        elif name.startswith("_") and not isinstance(value, dict):
            yield error(where, f"extension {name!r} is no object", _SPEC)


def _story(story: Any, where: str) -> Problems:
    """interface: the published extension, which is a promise to machines."""
    rule = "_feedmill extension"
    if not isinstance(story, dict):
        yield error(where, "is no object", rule)
        return
    for name in sorted(_STORY - set(story)):
        yield error(where, f"has no {name}", rule)
    if story.get("author_evidence") not in _EVIDENCE:
        yield error(where, f"author_evidence is {story.get('author_evidence')!r}", rule)
    for copy in _list(story, "copies"):
        if copy.get("how") not in _HOW or not 0 <= copy.get("score", -1) <= 1:
            yield error(where, f"has a copy that is {copy.get('how')!r}", rule)
        if rules.rfc3339(str(copy.get("published"))) is None:
            yield error(where, "has a copy without date", rule)


def _addresses(thing: dict[str, Any], names: tuple[str, ...], where: str) -> Problems:
    for name in names:
        if name in thing and not (isinstance(thing[name], str) and rules.is_address(thing[name])):
            yield error(where, f"{name} {thing[name]!r} is no web address", _SPEC)


def _list(thing: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = thing.get(name, [])
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []
