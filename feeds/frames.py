"""What stands around the content of a page, or in place of it when there is none: values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aggregator.model import GroupKind

from .cards import FeedLink, Named
from .catalogue import Listing
from .pictures import Picture

KINDS: dict[GroupKind, Named] = {
    "topic": Named(title="Topics", path="/topics/"),
    "author": Named(title="Authors", path="/authors/"),
    "source": Named(title="Sources", path="/sources/"),
}
"""The indices, by what they list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands in a page's <head> and above its content."""

    title: str
    path: str = ""  # "": the page has no address of its own (an error)
    description: str = ""
    shelf: str = ""  # the place in the navigation it belongs to
    feeds: tuple[FeedLink, ...] = ()
    crumbs: tuple[Named, ...] = ()  # what stands above it, the highest first
    type: str = "website"
    image: str = ""
    hidden: bool = False  # not for search engines


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """What a page says in place of a list that is empty, and what to do about it."""

    title: str
    lines: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexOf:
    """All that an index page says; `pictures` are of the last weeks, by the rows' paths."""

    head: Head
    rows: tuple[Listing, ...]
    tell: str
    nothing: Nothing
    pictures: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A short list of groups beside a river."""

    title: str
    path: str
    all: str
    rows: tuple[Listing, ...]
