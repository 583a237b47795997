"""Persons in, who is the same person out: the alias book, and the key an author feed is kept under.

Pure. A name alone is a person only within one site: two Jane Roes on two sites are two people until
something strong ties them - the operator's alias book, a personal address, or a page of their own.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlsplit

from ..model import Person
from .name_keys import is_personal_mail
from .name_shape import name_key

# Where the registrable name has three labels; a full public suffix list changes monthly and is not
# needed: a wrong guess here only keeps two sites of one owner apart, or two co.xx sites together.
_SECOND_LEVEL = frozenset(
    [
        "co",
        "com",
        "org",
        "net",
        "ac",
        "gov",
        "edu",
        "or",
        "ne",
        "go",
        "gob",
        "gouv",
        "nom",
        "asso",
        "blogspot",
        "github",
        "wordpress",
    ]
)
_HOSTED = frozenset(
    [
        "github.io",
        "gitlab.io",
        "wordpress.com",
        "blogspot.com",
        "substack.com",
        "medium.com",
        "tumblr.com",
        "livejournal.com",
        "netlify.app",
        "vercel.app",
        "pages.dev",
        "neocities.org",
        "write.as",
        "bearblog.dev",
        "typepad.com",
        "hatenablog.com",
        "blog.jp",
        "ghost.io",
        "micro.blog",
        "dreamwidth.org",
        "over-blog.com",
        "canalblog.com",
        "codeberg.page",
        "readthedocs.io",
        "web.app",
        "firebaseapp.com",
    ]
)


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Aliases:
    """The operator's word on who is who: every name, e-mail, page or handle to one display name."""

    book: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, authors: Iterable[_Named]) -> "Aliases":
        """Of `[[authors]]` in the configuration; the first to claim an alias keeps it."""
        book: dict[str, str] = {}
        for author in authors:
            for alias in (author.name, *author.aliases):
                for key in _alias_keys(alias):
                    if key != "name:":  # '*' and '...' have no letters, and would be everybody
                        book.setdefault(key, author.name)
        return cls(book)

    def canonical(self, person: Person) -> str:
        """The display name the book gives this person; "" when they are not in it."""
        for key in strong_keys(person):
            if key in self.book:
                return self.book[key]
        return self.book.get(f"name:{name_key(person.name)}", "") if person.name else ""

    def names_of(self, person: Person) -> tuple[str, ...]:
        """The keys of all names the book has for this person, the one that is shown first."""
        shown = self.canonical(person)
        keys = (key.removeprefix("name:") for key in self.book if key.startswith("name:"))
        return tuple(key for key in keys if shown and self.book[f"name:{key}"] == shown)

    def resolve(self, person: Person) -> Person:
        """The person under their one name; their own address and page are kept."""
        name = self.canonical(person)
        return replace(person, name=name) if name and name != person.name else person


def _alias_keys(alias: str) -> tuple[str, ...]:
    alias = alias.strip()
    if re.match(r"(?:acct:|mailto:)", alias):
        alias = alias.partition(":")[2]
    if re.match(r"https?://", alias):
        return (f"uri:{_page(alias)}",)
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", alias):
        return (f"mail:{alias.casefold()}",)
    if match := re.fullmatch(r"@([^@\s]+)@([^@\s]+)", alias):
        return (f"uri:{match[2].casefold()}/@{match[1].casefold()}", f"name:{name_key(alias)}")
    return (f"name:{name_key(alias)}",)


def strong_keys(person: Person) -> tuple[str, ...]:
    """What tells this person from every other of the name: a personal address, a page."""
    keys = []
    if person.email and is_personal_mail(person.email):
        keys.append(f"mail:{person.email.casefold()}")
    if person.uri:
        keys.append(f"uri:{_page(person.uri)}")
    return tuple(keys)


def _page(uri: str) -> str:
    """An address without scheme, www, query and closing slash: how people write it varies."""
    parts = urlsplit(uri.strip())
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{path}{query}".casefold() if host else uri.strip().casefold()


def registrable(host: str) -> str:
    """'news.example.co.uk' -> 'example.co.uk'; a hosted blog keeps its own label."""
    labels = host.casefold().strip(".").split(".")
    if re.fullmatch(r"[\d.]+|.*:.*", host) or len(labels) < 3:
        return host.casefold()
    if ".".join(labels[-2:]) in _HOSTED or (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL):
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def author_key(
    person: Person,
    host: str,
    *,
    aliases: Aliases | None = None,
    known: Mapping[str, str] | None = None,
) -> str:
    """The key an author feed is kept under, once and for all (store.author_slug).

    In the alias book: one key wherever they write. Else a key that `links` gave before, by address,
    page, or name on the site of the page; else name and site, so that one person's entries with and
    without an address on one site stay together. `known` holds what `links` returned before.
    """
    name = (aliases or Aliases()).canonical(person)
    if name:
        return f"author:{name_key(name)}"
    links_known = known or {}
    local = _local(person, host)
    paged = _page_host(person)
    here = (local, *_at_home(person, host))  # who has a page here is meant by the full name
    there = (_local(person, paged),) if paged else ()
    for key in (*here, *there, *_sought_keys(person)):
        if key in links_known:
            return links_known[key]
    return local


def links(person: Person, host: str, key: str) -> dict[str, str]:
    """What is to be remembered after `key` was chosen, so that the same person is found again.

    An address ties two sites only under one name: families share mailboxes and home pages.
    """
    paged = _page_host(person)
    homes = _at_home(person, paged) if paged else ()
    return dict.fromkeys((_local(person, host), *homes, *_signed_keys(person)), key)


def _page_host(person: Person) -> str:
    """Where a person with a full name has a page of their own."""
    host = urlsplit(person.uri or "").hostname
    return host if host and " " in name_key(person.name) else ""


def _at_home(person: Person, host: str) -> tuple[str, ...]:
    """Whoever writes under the full name on the site of this person's page is this person. That
    two have pages on one site says nothing: it may be one that everybody has a page on."""
    return (f"home:{_local(person, host)}",)


def _signed_keys(person: Person) -> tuple[str, ...]:
    """Each address with the name: 'jane roe' is also found as 'j roe', not as 'john roe'."""
    given, surname = _given(person)
    names = (f"{given} {surname}", f"{given[:1]}. {surname}" if len(given) > 1 else "")
    return tuple(f"{key} {name}" for key in strong_keys(person) for name in names if name.strip())


def _sought_keys(person: Person) -> tuple[str, ...]:
    given, surname = _given(person)
    names = (f"{given} {surname}", f"{given}. {surname}" if len(given) == 1 else "")
    return tuple(f"{key} {name}" for key in strong_keys(person) for name in names if name.strip())


def _given(person: Person) -> tuple[str, str]:
    first, *rest = name_key(person.name).split() or [""]
    return (first, rest[-1]) if rest else ("", first)


def _local(person: Person, host: str) -> str:
    name = name_key(person.name) or person.email or person.uri or person.name
    return f"name:{name}@{registrable(host)}"


def same_name(one: str, other: str) -> bool:
    """Within one story 'J. Roe', 'Jane Roe' and 'Jane M. Roe' are one person."""
    first, second = name_key(one).split(), name_key(other).split()
    if first == second:
        return bool(first)
    if min(len(first), len(second)) < 2 or first[-1] != second[-1]:
        return False
    a, b = first[0], second[0]
    if a == b:
        return min(len(first), len(second)) == 2
    return (len(a) <= 2 or len(b) <= 2) and a[0] == b[0]


def same_person(one: Person, other: Person) -> bool:
    """Within one story: one name, or one address or page."""
    return same_name(one.name, other.name) or bool(set(strong_keys(one)) & set(strong_keys(other)))
