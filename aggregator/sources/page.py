"""An HTML page in; the feeds it names, or the articles it lists or is, out. Pure.

Most pages are read for their feed links only (autodiscovery). A source of kind "page" has no feed:
it is read by what its markup says of itself - microformats, `<article>`, headings that are links.
"""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import ReadError
from ..model import Entry, Feed, Fetched, Link, Person
from ..text.clean import one_line
from ..text.dates import parse_date
from ..text.html import bearable, tags, to_text
from ..text.urls import absolute, host_key
from ._metadata import page_authors

_FEED_TYPES = {
    "application/atom+xml": 4,
    "application/rss+xml": 3,
    "application/feed+json": 2,
    "application/rdf+xml": 1,
    "application/json": 1,
}
_FEED_PATH = re.compile(
    r"/(?:feed|rss|atom|(?:index|feed|rss|atom)\.xml|feed\.json|index\.rdf)/?$|\.(?:rss|atom|rdf)$"
)
_ASIDE = re.compile(r"comment|repl(?:y|ies)|/tags?/|/category/|wp-json|oembed", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,1000})", re.IGNORECASE)
_MOST = 200


def feed_urls(fetched: Fetched, text: str) -> tuple[str, ...]:
    """The feeds that a page names, absolute, best first.

    Link headers and <link rel=alternate> of a feed type; only where there is none, links on the
    same host whose address is a feed's. Feeds of comments and tags come last. Nothing is guessed.
    """
    base = fetched.url
    ranked: list[tuple[int, str]] = []
    anchors: list[str] = []
    for link in fetched.links:
        if link.rel == "alternate" and link.type in _FEED_TYPES:
            ranked.append((_rank(link.href, link.title or "", link.type or ""), link.href))
    for name, given in tags(text, "base", "link", "a"):
        href = absolute(given.get("href", ""), base)
        kind = given.get("type", "").split(";")[0].strip().lower()
        if not href:
            continue
        if name == "base":
            base = href
        elif name == "a" and len(anchors) < 5000:
            anchors.append(href)
        elif "alternate" in given.get("rel", "").lower().split() and kind in _FEED_TYPES:
            ranked.append((_rank(href, given.get("title", ""), kind), href))
    if not ranked:
        ranked = [(_rank(href, "", ""), href) for href in anchors if _is_feed_path(href, base)]
    ranked.sort(key=lambda pair: -pair[0])  # stable: the page's own order among equals
    return tuple(dict.fromkeys(href for _, href in ranked if href != fetched.url))[:20]


def _rank(href: str, title: str, kind: str) -> int:
    aside = _ASIDE.search(href) or _ASIDE.search(title)
    return _FEED_TYPES.get(kind, 0) - (10 if aside else 0)


def _is_feed_path(href: str, base: str) -> bool:
    return host_key(href) == host_key(base) and bool(
        _FEED_PATH.search(href.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].lower())
    )


def read_page(fetched: Fetched, text: str) -> Feed:
    """The articles that a page lists, or the one that it is. Raises ReadError when it shows
    neither."""
    calm = bearable(text)
    if not calm:
        raise ReadError("an HTML page that is empty or nested too deep")
    meta = _meta(text)
    base = next(
        (absolute(given.get("href", ""), fetched.url) for _, given in tags(text, "base")), ""
    )
    base = base or fetched.url
    tree = LexborHTMLParser(calm)
    found = _entries(tree, base) or _single(tree, meta, page_authors(text, meta, base), base)
    if not found:
        raise ReadError("an HTML page that lists no articles", feed_urls=feed_urls(fetched, text))
    title = _TITLE.search(text[:200_000])
    return Feed(
        id=fetched.url,
        title=one_line(meta.get("og:site_name") or (to_text(title[1]) if title else ""), 500),
        subtitle=one_line(meta.get("description", ""), 1000),
        links=(Link(href=fetched.url),),
        language=one_line(next((given.get("lang", "") for _, given in tags(text, "html")), ""), 35),
        entries=found[:_MOST],
    )


def _meta(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, given in tags(text, "meta"):
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
        found.setdefault(name, given.get("content", ""))
    return found


def _entries(tree: LexborHTMLParser, base: str) -> tuple[Entry, ...]:
    """Entries by the first kind of markup that gives two or more."""
    for selector in (".h-entry", ".hentry", "article", "h1, h2, h3"):
        nodes = tree.css(selector)[: _MOST * 2]
        entries = [entry for node in nodes if (entry := _listed(node, base)) is not None]
        distinct = tuple({entry.links[0].href: entry for entry in reversed(entries)}.values())[::-1]
        if len(distinct) >= (2 if "h1" not in selector else 3):
            return distinct
    return ()


def _listed(node: LexborNode, base: str) -> Entry | None:
    """An entry of a list: it has a heading or a named link that leads to it."""
    anchor = None
    for selector in (
        ".u-url[href]",
        ".p-name a[href]",
        "h1 a[href], h2 a[href], h3 a[href]",
        "a[href]",
    ):
        anchor = node.css_first(selector)
        if anchor is not None:
            break
    heading = node.css_first(".p-name, .entry-title, h1, h2, h3, h4")
    href = absolute(_attribute(anchor, "href"), base) if anchor is not None else ""
    if not href or host_key(href) != host_key(base):
        return None
    title = one_line((heading or anchor or node).text(), 500)
    content = node.css_first(".e-content, .p-summary, .entry-content, .entry-summary, p")
    return Entry(
        title=title,
        links=(Link(href=href),),
        summary=(content.html or "") if content is not None else "",
        base=base,
        published=_moment(node),
        authors=_author(node),
    )


def _single(
    tree: LexborHTMLParser, meta: dict[str, str], named: tuple[Person, ...], base: str
) -> tuple[Entry, ...]:
    """The page itself as an entry, when it says that it is an article."""
    node = tree.css_first(".h-entry, article, [itemprop=articleBody], main")
    if node is None or ("article" not in meta.get("og:type", "") and node.tag not in ("article",)):
        return ()
    heading = node.css_first(".p-name, h1, h2") or tree.css_first("h1")
    body = node.css_first(".e-content, [itemprop=articleBody], .entry-content") or node
    published = parse_date(meta.get("article:published_time", "")) or _moment(node)
    return (
        Entry(
            title=one_line(meta.get("og:title") or (heading.text() if heading else ""), 500),
            links=(Link(href=absolute(meta.get("og:url", ""), base) or base),),
            content=body.html or "",
            base=base,
            published=published,
            updated=parse_date(meta.get("article:modified_time", "")) or published,
            authors=named or _author(node),
            image=absolute(meta.get("og:image", ""), base),
        ),
    )


def _moment(node: LexborNode) -> datetime | None:
    found = node.css_first("time[datetime], .dt-published[datetime], abbr.published[title]")
    if found is None:
        return None
    return parse_date(_attribute(found, "datetime") or _attribute(found, "title"))


def _author(node: LexborNode) -> tuple[Person, ...]:
    found = node.css_first(".p-author, [rel=author], .author, .byline")
    name = one_line(found.text(), 300) if found is not None else ""
    return (Person(name=name),) if name else ()


def _attribute(node: LexborNode, name: str) -> str:
    return str(node.attributes.get(name) or "")
