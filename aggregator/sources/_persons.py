"""A person as a feed writes one, as a `Person`. Pure.

Only the forms that the specifications of feeds describe are taken apart here; what a name really
says is for `byline` to find out, so everything else is kept as written.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Person
from ..text.clean import one_line
from ..text.urls import absolute

_MOST = 100
_PART = r"[^\s@<>()\"',;:]{1,100}"
_ADDRESS = rf"(?:mailto:)?({_PART}@{_PART}\.[^\s@<>()\"',;:.]{{2,24}})(?:\?\S*)?"
_EMAIL = re.compile(rf"{_ADDRESS}$", re.IGNORECASE)
_ADDRESS_FIRST = re.compile(rf"{_ADDRESS}\s*[(<]\s*([^()<>]*?)\s*[)>]$", re.IGNORECASE)  # RSS 2.0
_NAME_FIRST = re.compile(rf"([^<>(@]*?)\s*[(<]\s*{_ADDRESS}\s*[)>]$", re.IGNORECASE)  # RFC 5322


def person(text: str, uri: str = "", email: str = "", base: str = "") -> Person | None:
    """The person that `text` names; None when nothing is named."""
    name, address = one_line(text, 500), one_line(email, 200).removeprefix("mailto:")
    if match := _EMAIL.match(name):
        name, address = "", address or match[1]
    elif match := _ADDRESS_FIRST.match(name):
        name, address = match[2], address or match[1]
    elif match := _NAME_FIRST.match(name):
        name, address = match[1].strip(' "'), address or match[2]
    home = absolute(uri, base) if uri else ""
    if not (name or address or home):
        return None
    return Person(name=name, uri=home or None, email=address or None)


def persons(given: Iterable[Mapping[str, Any]], base: str = "") -> tuple[Person, ...]:
    """The distinct persons of feedparser's list; the details of one named twice are brought
    together."""
    found: dict[str, Person] = {}
    for stated in list(given)[:_MOST]:
        one = person(
            str(stated.get("name") or ""),
            str(stated.get("href") or ""),
            str(stated.get("email") or ""),
            base,
        )
        if one is not None:
            key = one.name.casefold() or (one.email or one.uri or "").casefold()
            known = found.get(key)
            found[key] = one if known is None else _merged(known, one)
    return tuple(found.values())


def _merged(known: Person, other: Person) -> Person:
    if (known.email and other.email and known.email != other.email) or (
        known.uri and other.uri and known.uri != other.uri
    ):
        return known
    return Person(name=known.name, uri=known.uri or other.uri, email=known.email or other.email)
