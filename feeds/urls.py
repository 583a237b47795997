"""Where each published thing lives: names in, addresses out, and back again. Pure.

The addresses are promises (subscribers store them): only add. Paths start with '/' and are already
percent-encoded; `absolute` puts the site's public address before them. A topic's slug may have
levels (`science/space`); slugs of authors and sources have none.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_URL, uuid5

from aggregator.model import Group, GroupKind

FormatName = Literal["atom", "rss", "json"]
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)

SHELVES: dict[GroupKind, str] = {"topic": "/topics/", "author": "/authors/", "source": "/sources/"}

FEEDS_OPML = "/feeds.opml"
SOURCES_OPML = "/sources.opml"
STATUS = "/status"
HUB = "/hub"
SEARCH = "/search"
ARCHIVE = "/archive/"
EMBED_ELEMENT = "/embed/feedmill.js"
JSON_DOCS = "/docs/json"

# What RFC 3986 allows in a URI, besides letters and digits; '%' because paths come encoded.
_LEGAL = "%;/?:@&=+$,-_.!~*'()"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ACTIVE = re.compile(  # a browser acts on it, some through a scheme that only leads to another
    "(?i)(?:feed:|view-source:)*(?:(?:javascript|data|vbscript|file|blob|about):)|view-source:"
)
_ILLEGAL = re.compile(
    r'[\x00-\x20\x7f-\xa0"<>\\^`{|}\ud800-\udfff\ufffe\uffff]|%(?![0-9A-Fa-f]{2})'
)
_LEVEL = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_FEED = re.compile(
    rf"/(?:all|search|status|topics/(?P<topic>{_LEVEL}(?:/{_LEVEL})*?)"
    rf"(?:/authors/(?P<byline>{_LEVEL}))?|authors/(?P<author>{_LEVEL})|sources/(?P<source>{_LEVEL}))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What the path of a feed names. At most one topic, author and source; none of them: all."""

    path: str  # without the format's ending
    format: FormatName | None = None
    topic: str = ""
    author: str = ""
    source: str = ""
    archive: int | None = None


def absolute(site_url: str, path: str) -> str:
    """The public address of a path: `site_url` is [site] url, with or without a final '/'."""
    return site_url.rstrip("/") + path


def group_path(kind: GroupKind, slug: str = "", author: str = "") -> str:
    """The page of a group, and the stem of its feeds; the river is '/'. `author`: on that topic."""
    if kind == "all":
        return "/"
    page = SHELVES[kind] + quote(slug)
    return f"{page}/authors/{quote(author)}" if author else page


def path_of(group: Group) -> str:
    """`group_path` of a group as a value."""
    return group_path(group.kind, group.slug)


def feed_path(path: str, format: FormatName) -> str:
    """The feed that belongs to a page: '/' has '/all.atom', '/topics/x' has '/topics/x.atom'."""
    return f"{'/all' if path == '/' else path}.{format}"


def with_query(path: str, query: tuple[tuple[str, str], ...]) -> str:
    """The path with its parameters in one order, so that one view has one address and one id."""
    given = sorted((key, value) for key, value in query if value)
    return f"{path}?{urlencode(given)}" if given else path


def archive_path(path: str, number: int) -> str:
    """RFC 5005 section 4: archive document `number` of a feed, counted from 1, the oldest."""
    return f"{'/all' if path == '/' else path}/archive/{number}.atom"


def story_path(story_id: str) -> str:
    """The page of one story."""
    return f"/stories/{quote(story_id, safe='')}"


def embed_path(path: str) -> str:
    """Headlines for another site."""
    return f"/embed{'/all' if path == '/' else path}"


def read_feed_path(path: str) -> Address | None:
    """What a requested path names when it is a feed's, an archive's or a group page's; else None.

    Whether the named group exists is for the caller to find out.
    """
    archive = re.fullmatch(r"(.+)/archive/([1-9]\d{0,8})\.atom", path)
    stem, format = (archive[1], "atom") if archive else _split_ending(path)
    named = _FEED.fullmatch("/all" if path == "/" else stem)
    if named is None or path == "/all":
        return None
    return Address(
        path="/" if stem == "/all" else stem,
        format=next((name for name in FORMAT_NAMES if name == format), None),
        topic=named["topic"] or "",
        author=named["author"] or named["byline"] or "",
        source=named["source"] or "",
        archive=int(archive[2]) if archive else None,
    )


def web_address(href: str) -> str:
    """An http(s) address in the characters RFC 3986 allows; '' for anything else.

    Scripts and data cannot be linked: only these two schemes are published.
    """
    address = href.strip()
    return _legal(address) if re.match(r"(?i)https?://[^\s/?#]", address) else ""


def iri(identity: str) -> str:
    """An id as published: verbatim when it is an absolute IRI (RFC 4287 4.2.6), else made one.

    A function of the id alone, so that an entry and its tombstone always agree; '' stays ''.
    """
    if not _SCHEME.match(identity) or _ACTIVE.match(identity):
        return f"urn:uuid:{uuid5(NAMESPACE_URL, _plain(identity))}" if identity.strip() else ""
    return _legal(identity) if _ILLEGAL.search(identity) else identity


def _split_ending(path: str) -> tuple[str, str]:
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and ending in FORMAT_NAMES else (path, "")


def _plain(text: str) -> str:
    """Without lone surrogates, which no encoding can carry."""
    return "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)


def _legal(address: str) -> str:
    """Characters that RFC 3986 has no place for, percent-encoded as UTF-8."""
    opening = re.match(r"[^/?#]*:(?://[^/?#]*)?", address)
    head = opening[0] if opening else ""
    before, hash_, fragment = _plain(address[len(head) :]).partition("#")
    encoded = quote(before, safe=_LEGAL) + hash_ + quote(fragment, safe=_LEGAL)
    return re.sub(r"\s", "", head) + re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)
