"""A byline in, who is named in it out: persons, organisations, other credits. Pure.

Any shape that feeds use goes in: lists, "and", inverted names, roles, agencies, e-mail addresses,
handles, markup, any script. What says nothing ("admin", "Redaktion", a date) comes out as nothing.
Where a reading is doubtful the narrower one is taken: better no second author than a city as one.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from ..model import Person
from .name_keys import Keys, Marked, is_personal_mail, mark_keys, unmark
from .name_nothing import is_nothing, without_dates
from .name_parts import parts
from .name_pieces import Part
from .name_roles import runs
from .name_shape import display, fold, name_key, plain, usual_order
from .name_tests import (
    is_generic,
    is_organisation,
    is_own,
    is_person,
    is_phrase,
    without_affixes,
)
from .name_words import AGENCIES

__all__ = [
    "Credit",
    "Names",
    "is_generic",
    "is_organisation",
    "name_key",
    "named_person",
    "persons",
]

_LONGEST = 600  # characters of a field that are looked at; real bylines are far shorter
_TWO_WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}", re.IGNORECASE)
_PHOTO = re.compile(r"^([A-Z]{2,8})\s?/\s?(\S+\s+\S.*)$")
_BIOGRAPHY = re.compile(
    r"^(?P<name>\S+(?:\s+\S+){1,4}?),?\s+"
    r"(?:is|was|has been|ist|war|est|es|è|é|covers|writes|reports|joined)\s+"
    r"(?:(?:an?|the|our|ein|eine|une?|un|una|uno|um|uma)\s|\S+\s+\S+)"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone named for something else than writing: photo, translation, editing, reporting..."""

    role: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """`handles` has for each person the '@name' written with it, or "". `generic`: an account that
    says nothing. `biography`: the field held a sentence about the person; its name is unchanged."""

    persons: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    handles: tuple[str, ...] = ()
    generic: bool = False
    biography: bool = False


def persons(
    text: str, *, email: str | None = None, uri: str | None = None, site: str = ""
) -> Names:
    """Read one author field. `email` and `uri` are what stood beside it; `site` is the source's
    title, which is dropped where it follows a name ("Jane Roe | The Site")."""
    found = _read(plain(_unwrapped(text[:_LONGEST])), fold(site.strip()))
    kept = tuple(email for email in (email,) if email and is_personal_mail(email))
    if not found.persons and not found.organisations and not found.credits and (kept or uri):
        lone = Person(email=kept[0] if kept else None, uri=uri or None)
        return replace(found, persons=(lone,), handles=("",))
    if len(found.persons) == 1:
        one = found.persons[0]
        one = replace(one, email=one.email or next(iter(kept), None), uri=one.uri or uri or None)
        found = replace(found, persons=(one,))
    return found


def named_person(person: Person) -> Person:
    """With a name to show: of 'jane.roe@example.org' "Jane Roe", of a page its last step."""
    if person.name:
        return person
    account = (person.email or "").partition("@")[0]
    if account:
        words = re.sub(r"[._+-]+", " ", account)
        return replace(person, name=display(words) if _TWO_WORDS.fullmatch(words) else account)
    parts = urlsplit(person.uri or "")
    steps = [step for step in parts.path.split("/") if step]
    host = (parts.hostname or "").removeprefix("www.")
    return replace(person, name=steps[-1].lstrip("@") if steps else host)


def _unwrapped(text: str) -> str:
    """'["Jane Roe", "John Poe"]' and '{"name": "Jane Roe"}' leak from other formats."""
    if text.lstrip()[:2] not in ('["', '{"', "[{"):
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    rows = value if isinstance(value, list) else [value]
    found = (row.get("name") if isinstance(row, dict) else row for row in rows)
    return " • ".join(name for name in found if isinstance(name, str))


def _read(words: str, site: str) -> Names:
    if is_nothing(words):
        return Names()
    words = without_dates(words)
    if fold(words) == site and not is_person(words):
        return Names(generic=True)
    match = _PHOTO.match(words)
    if match and fold(match[1]) in AGENCIES and not is_organisation(match[2]):
        photo = Credit("photo", display(match[2]))
        return Names(
            organisations=(match[1].title() if len(match[1]) > 4 else match[1],), credits=(photo,)
        )
    if (match := _BIOGRAPHY.match(words)) and is_person(match["name"]):
        return Names(persons=(Person(name=match["name"]),), handles=("",), biography=True)
    marked = mark_keys(words)
    return _collected(marked, site)


def _collected(marked: Marked, site: str) -> Names:
    """The parts of every run, each where it belongs; one mention of each."""
    people: dict[str, tuple[Person, str]] = {}
    organisations: dict[str, str] = {}
    others: dict[tuple[str, str], Credit] = {}
    generic = False
    for role, part in _all_parts(marked.words, site):
        name, keys = unmark(part.words, marked)
        name = usual_order(without_affixes(name))
        if not name and keys.dropped:
            generic = True
        if name and not part.organisation and (is_generic(name) or is_own(name, site)):
            generic = True
        elif name and (role == "sponsor" or _is_organisation(name, part, keys)):
            organisations.setdefault(name_key(name) or name, name)
        elif role:
            if name:
                others.setdefault((role, name_key(name)), Credit(role, display(name)))
        elif name or keys.email or keys.uri:
            _add(people, Person(name=display(name), email=keys.email, uri=keys.uri), keys.handle)
        elif keys.handle:
            _add_handle(people, keys.handle)
    return Names(
        persons=tuple(person for person, _ in people.values()),
        organisations=tuple(organisations.values()),
        credits=tuple(others.values()),
        handles=tuple(handle for _, handle in people.values()),
        generic=generic and not people,
    )


def _is_organisation(name: str, part: Part, keys: Keys) -> bool:
    """A personal address makes a person of 'Example editor'."""
    if part.organisation:
        return True
    return is_organisation(name) and not (keys.email and is_phrase(name))


def _all_parts(words: str, site: str) -> Iterator[tuple[str, Part]]:
    for run in runs(words):
        for part in parts(run.words, site):
            yield run.role, part


def _add_handle(people: dict[str, tuple[Person, str]], handle: str) -> None:
    """A handle after a name belongs to it; a handle alone is somebody."""
    last = next(reversed(people), None)
    if last is not None and not people[last][1] and " " in people[last][0].name:
        people[last] = (people[last][0], handle)
    else:
        _add(people, Person(name=handle), "")


def _add(people: dict[str, tuple[Person, str]], person: Person, handle: str) -> None:
    """A new person, or the keys of one already named. A key alone belongs to the one before it."""
    if not person.name and people and (person.email or person.uri):
        last, (known, known_handle) = list(people.items())[-1]
        if not (known.email and person.email) and not (known.uri and person.uri):
            merged = replace(known, email=known.email or person.email, uri=known.uri or person.uri)
            people[last] = (merged, known_handle)
            return
    key = name_key(person.name) or person.email or person.uri or person.name
    known, known_handle = people.get(key, (person, handle))
    people[key] = (
        replace(known, email=known.email or person.email, uri=known.uri or person.uri),
        known_handle or handle,
    )
