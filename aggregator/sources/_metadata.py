"""What a page says of its author in its head: HTML in, persons out. Pure.

JSON-LD as schema.org has it, then <meta>, then rel=author; the first that names anybody holds. All
of it is text from outside: bounded, and a shape nobody thought of is nobody.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ..model import Person
from ..text.clean import one_line
from ..text.urls import absolute

_SCRIPT = re.compile(r"<script\b[^<>]{0,300}?application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_LONGEST = 200_000  # characters of one block
_ARTICLE = re.compile(r"Article|Posting|Report|Review|CreativeWork|WebPage")
_MOST, _SCRIPTS, _DEPTH = 20, 20, 8


def page_authors(html: str, meta: Mapping[str, str], base: str) -> tuple[Person, ...]:
    """The authors that the head of a page names; `meta` has the page's <meta> by name."""
    found = _of_json(html, base)
    if not found:
        words = meta.get("author") or meta.get("article:author") or meta.get("dc.creator") or ""
        if words and "://" not in words:
            found = (Person(name=one_line(words, 500)),)
    return found[:_MOST]


def _of_json(html: str, base: str) -> tuple[Person, ...]:
    """The author of the first article that a JSON-LD block describes."""
    for block in islice(_SCRIPT.finditer(html), _SCRIPTS):
        end = html.find("</script", block.end(), block.end() + _LONGEST)
        try:
            value = json.loads(html[block.end() : max(end, block.end())])
        except (ValueError, RecursionError):
            continue
        for thing in _things(value, 0):
            if _ARTICLE.search(_words(thing.get("@type"))) and (people := _people(thing, base)):
                return people
    return ()


def _things(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph"), depth + 1)
        yield from _things(value.get("mainEntity"), depth + 1)
    elif isinstance(value, list):
        for one in value[:100]:
            yield from _things(one, depth + 1)


def _people(thing: Mapping[str, Any], base: str) -> tuple[Person, ...]:
    written = thing.get("author") or thing.get("creator")
    rows = written if isinstance(written, list) else [written]
    people = [_person(row, base) for row in rows[:_MOST]]
    return tuple(dict.fromkeys(person for person in people if person.name))


def _person(row: Any, base: str) -> Person:
    if isinstance(row, str):
        return Person() if "://" in row else Person(name=one_line(row, 500))
    if not isinstance(row, dict):
        return Person()
    uri, email = _words(row.get("url")), _words(row.get("email")).removeprefix("mailto:")
    return Person(
        name=one_line(_words(row.get("name")), 500),
        uri=(absolute(uri, base) or None) if uri else None,
        email=email if "@" in email else None,
    )


def _words(value: Any) -> str:
    """A string, or the first of a list of them."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), "")
    return value if isinstance(value, str) else ""
