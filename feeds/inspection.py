"""A target and its document in, what our own validator finds wrong with it out.

Pure but for reading the store: `published` goes through everything a site has.
"""

from collections.abc import Iterator

from aggregator.errors import FormatError
from aggregator.store import Publication

from . import urls
from .answers import Document
from .conformance import DocumentName, Problem, check
from .documents import Documents
from .routes import ArchiveOf, Catalogue, FeedOf, Status, Target, path_of


def format_of(target: Target) -> DocumentName | None:
    """Which rules its document must keep; None for what has none, a page."""
    match target:
        case FeedOf(format=format):
            return format
        case ArchiveOf() | Status(format="atom"):
            return "atom"
        case Catalogue():
            return "opml"
        case _:
            return None


def inspect(target: Target, body: bytes, site_url: str) -> tuple[Problem, ...]:
    """All that is wrong with a document, in its order."""
    format = format_of(target)
    if format is None:
        return ()
    return check(body, format, urls.absolute(site_url, path_of(target)))


def published(read: Publication, documents: Documents) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """The path of every document that has rules to keep, with what is wrong with it."""
    for target in documents.targets(read):
        if format_of(target) is None:
            continue
        path = path_of(target)
        try:
            made = documents.make(read, target)
        except FormatError as error:
            yield (
                path,
                (Problem(severity="error", where="document", what=str(error), rule="house"),),
            )
            continue
        if isinstance(made, Document):
            yield path, inspect(target, made.body, documents.site.url)
