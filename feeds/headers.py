"""What is said of an answer in, its HTTP headers out. Pure.

Names are lower case, as ASGI wants them. Nothing of a request is repeated.
"""

from collections.abc import Sequence
from datetime import datetime

from aggregator.config import Config

from .coding import Coding
from .conditional import http_date

Headers = list[tuple[bytes, bytes]]

METHODS = "GET, HEAD, OPTIONS"

# No script runs on our pages, whatever slips through; pictures and sound of articles are foreign.
_POLICY = (
    b"default-src 'none'; style-src 'self'; img-src https: http: data:; media-src https: http:; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Headlines for other sites load nothing at all, and there is nothing in them to click by mistake.
_EMBEDDED_POLICY = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *"
_GUARD: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", _POLICY),
    (b"referrer-policy", b"no-referrer"),
]
_EMBEDDED_GUARD: Headers = [
    (name, _EMBEDDED_POLICY if name == b"content-security-policy" else value)
    for name, value in _GUARD
]
# Feeds and data are for scripts of any site; conditional requests must work there too.
_SHARED: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Last-Modified, Link, IM, Delta-Base"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
DAY = 86_400
NEWS = "no-store, im"  # RFC 3229 10.8: only a cache that knows instance manipulations may keep it
_FEEDS = ("application/atom+xml", "application/rss+xml", "application/feed+json")
_IMMUTABLE = "public, max-age=31536000, immutable"


def max_age_of(config: Config) -> int:
    """Seconds for which a document need not be asked for again: half the shortest interval at
    which a source is polled, at most five minutes."""
    intervals = [source.every or config.fetch.min_every for source in config.sources]
    shortest = min(intervals, default=config.fetch.min_every).total_seconds()
    return int(min(max(shortest / 2, 1), 300))


def cached(seconds: int) -> str:
    """Cache-Control for what every client may keep; 0: ask each time, the ETag makes it cheap.

    A cache may serve what it has for as long again while it asks, and for a day while we are down
    (RFC 5861).
    """
    if not seconds:
        return "no-cache"
    return f"public, max-age={seconds}, stale-while-revalidate={seconds}, stale-if-error={DAY}"


def of_document(
    *,
    media_type: str,
    length: int,
    etag: str,
    updated: datetime | None,
    coding: Coding,
    cache: str,
    embedded: bool = False,
) -> Headers:
    """Of a document that is sent; `embedded`: for pages of other sites, though it is HTML."""
    found = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(length).encode()),
        *validators(
            media_type=media_type, etag=etag, updated=updated, cache=cache, embedded=embedded
        ),
        *(_EMBEDDED_GUARD if embedded else _GUARD),
    ]
    if coding != "identity":
        found.append((b"content-encoding", coding.encode()))
    return found


def validators(
    *, media_type: str, etag: str, updated: datetime | None, cache: str, embedded: bool = False
) -> Headers:
    """What a 304 repeats of the document it stands for (RFC 9110 15.4.5)."""
    is_feed = media_type.startswith(_FEEDS)
    found = [
        (b"etag", etag.encode()),
        (b"cache-control", cache.encode()),
        (b"vary", b"Accept-Encoding, A-IM" if is_feed else b"Accept-Encoding"),
    ]
    if updated is not None:
        found.append((b"last-modified", http_date(updated).encode()))
    if embedded or not media_type.startswith("text/html"):
        found += _SHARED
    return found


def of_news(base: str) -> Headers:
    """Of an answer that tells only what is new since the document of the ETag `base` (RFC 3229)."""
    return [(b"im", b"feed"), (b"delta-base", base.encode())]


def of_surrogates(keys: Sequence[str]) -> Headers:
    """Names by which a cache before us can forget all documents of a group at once."""
    return [(b"surrogate-key", " ".join(keys).encode()), (b"cache-tag", ",".join(keys).encode())]


def of_links(links: Sequence[tuple[str, str]]) -> Headers:
    """Link (RFC 8288 3) for (rel, address) pairs: where a subscriber looks first (WebSub 4)."""
    value = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in links)
    return [(b"link", value.encode("ascii", "ignore"))] if links else []


def of_asset(*, media_type: str, length: int, etag: str, coding: Coding) -> Headers:
    """Of a file whose name changes with its content."""
    return of_document(
        media_type=media_type,
        length=length,
        etag=etag,
        updated=None,
        coding=coding,
        cache=_IMMUTABLE,
    )


def of_notice(*, media_type: str, length: int, cache: str = "no-store") -> Headers:
    """Of an answer that is no document: an error, a probe."""
    return [
        (b"content-type", media_type.encode()),
        (b"content-length", str(length).encode()),
        (b"cache-control", cache.encode()),
        *_GUARD,
    ]


def of_preflight() -> Headers:
    """Of the answer to a browser that asks whether a script may ask (Fetch 3.2.2)."""
    return [
        (b"allow", METHODS.encode()),
        (b"content-length", b"0"),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-allow-methods", METHODS.encode()),
        (b"access-control-allow-headers", b"If-None-Match, If-Modified-Since, A-IM"),
        (b"access-control-max-age", b"86400"),
    ]
