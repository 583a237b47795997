"""What was learned of who is who: persons and stories in, author keys out. Pure, kept as JSON.

`identity.author_key` keeps two Jane Roes on two sites apart. Two things make one of them: an
address or page of her own seen on both, and two articles that both sites have and both credit to
that name. Nothing else does; a key once given is kept, so that no author's address changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import urlsplit

from ..model import Article, Person
from .identity import Aliases, author_key, links, registrable
from .name_shape import name_key
from .name_tests import is_generic, is_organisation

T = TypeVar("T")

MOST = 5000
"""Ties remembered; the oldest are forgotten first."""
_ENOUGH = 2  # articles in common that make two of one name the same person


@dataclass(frozen=True, slots=True)
class Register:
    """`ties`: a key -> the key it is filed under. `met`: 'name|site|site' -> stories in common."""

    ties: Mapping[str, str] = field(default_factory=dict)
    met: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def key(self, person: Person, host: str, aliases: Aliases | None = None) -> str:
        """The key of this person writing at `host`: the alias book's, unless they were published
        under another before they came into the book."""
        known = author_key(person, host, known=self.ties)
        booked = author_key(person, host, aliases=aliases)
        if not (aliases and aliases.canonical(person)):
            return known
        return self.ties.get(booked, known if known in self.ties else booked)

    def noted(
        self, person: Person, host: str, key: str, aliases: Aliases | None = None
    ) -> "Register":
        """With what `key` having been chosen for this person tells of later ones."""
        names = {author_key(person, host, aliases=aliases): key, **links(person, host, key)}
        fresh = {one: key for one in names if one not in self.ties}
        return replace(self, ties=_newest({**self.ties, **fresh})) if fresh else self

    def moved(
        self, person: Person, before: str, after: str, aliases: Aliases | None = None
    ) -> "Register":
        """With this person being the same at `after` as at `before`: a published story of theirs is
        led from there now, and nobody's address changes for that."""
        own = author_key(Person(name=person.name), after)
        if " " not in person.name or _is_nobody(person.name) or self.ties.get(own, own) != own:
            return self
        key = self.key(person, before, aliases)
        return replace(self, ties=_newest({**self.ties, own: key}))

    def observed(self, story: str, articles: Iterable[Article]) -> "Register":
        """With the names that several sites credit one article to; `story` is its id."""
        sites: dict[str, set[str]] = {}
        for article in articles:
            for person in article.authors:
                if " " in person.name and not _is_nobody(person.name):
                    sites.setdefault(name_key(person.name), set()).add(site_of(article))
        register = self
        for name in sorted(sites):
            first, *others = sorted(sites[name])
            for other in others:
                register = register._met(name, first, other, story)
        return register

    def _met(self, name: str, first: str, other: str, story: str) -> "Register":
        pair = f"{name}|{first}|{other}"
        stories = self.met.get(pair, ())
        if story in stories or len(stories) >= _ENOUGH:
            return self
        met = _newest({**self.met, pair: (*stories, story)})
        if len(met[pair]) < _ENOUGH:
            return replace(self, met=met)
        kept, tied = f"name:{name}@{first}", f"name:{name}@{other}"
        known = {key: self.ties[key] for key in (kept, tied) if self.ties.get(key, key) != key}
        kept = next(iter(known.values()), kept)
        ties = {key: kept for key in (f"name:{name}@{first}", tied) if key not in known}
        return Register(ties=_newest({**self.ties, **ties}), met=met)

    def as_json(self) -> dict[str, object]:
        """Plain dictionaries and lists, for the store."""
        return {"ties": dict(self.ties), "met": {pair: list(ids) for pair, ids in self.met.items()}}

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> "Register":
        """The inverse of `as_json`; what does not fit is forgotten, not raised."""
        ties, met = value.get("ties"), value.get("met")
        return cls(
            ties={str(key): str(one) for key, one in ties.items()}
            if isinstance(ties, dict)
            else {},
            met={
                str(pair): tuple(map(str, ids))
                for pair, ids in met.items()
                if isinstance(ids, list)
            }
            if isinstance(met, dict)
            else {},
        )


def site_of(article: Article) -> str:
    """The registrable name of where an article stands, else its source."""
    host = urlsplit(article.url or article.link).hostname
    return registrable(host) if host else str(article.source)


def _is_nobody(name: str) -> bool:
    return is_generic(name) or is_organisation(name)


def _newest(entries: dict[str, T]) -> dict[str, T]:
    return dict(list(entries.items())[-MOST:])
