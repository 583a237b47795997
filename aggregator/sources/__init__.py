"""The bytes of a source in, a `Feed` out. Pure.

`read` tells from the bytes what they are; one module per kind reads them: `feed` (RSS, RDF, Atom),
`jsonfeed`, `page`. Whatever is wrong with the bytes becomes a value or a `ReadError` naming the
reason.
"""

from collections.abc import Callable

from ..errors import ReadError
from ..model import Feed, Fetched, Kind
from ._characters import characters
from ._document import has_feed_root, root_name
from ._identities import told_apart
from .feed import read_feed
from .jsonfeed import read_jsonfeed
from .page import feed_urls, read_page

__all__ = ["read"]

_OF_PAGES = frozenset(
    (
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "div",
        "p",
        "h1",
        "br",
        "b",
    )
)


def read(fetched: Fetched, kind: Kind | None = None) -> Feed:
    """The feed that the bytes of `fetched` state; entries in the document's order.

    The bytes decide between XML and JSON, whatever header and `kind` say; `kind` "page" makes an
    HTML page a feed of the articles it shows. Raises ReadError with the reason, and for any other
    HTML page with the feeds it names.
    """
    try:
        read_it = _fitting(characters(fetched.body, fetched.content_type), fetched, kind)
        # made once more, so that only who reads the characters holds them, and can let go of them:
        # they take four bytes each where one of them is an emoji
        feed = read_it(fetched, characters(fetched.body, fetched.content_type))
    except ReadError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        # a shape nobody thought of must stay one source's trouble
        raise ReadError(f"the document cannot be read ({type(error).__name__}: {error})") from error
    return told_apart(feed)


def _fitting(text: str, fetched: Fetched, kind: Kind | None) -> Callable[[Fetched, str], Feed]:
    head = text[:1000].lstrip()
    if not head and not text.strip():
        raise ReadError("the document is empty")
    if head.startswith(("{", "[")):
        return read_jsonfeed
    root = root_name(text).lower()
    if root != "html" and has_feed_root(text):
        return read_feed
    if root in _OF_PAGES or (not root and "html" in fetched.content_type.lower()):
        return read_page if kind == "page" else _refuse_page
    return read_feed


def _refuse_page(fetched: Fetched, text: str) -> Feed:
    raise ReadError("an HTML page, not a feed", feed_urls=feed_urls(fetched, text))
