"""An archive document's address in, the document out (RFC 5005 section 4). Pure but for the store.

A closed document keeps its bytes, with one exception: what was withdrawn altogether, by its source
or by the operator, is taken out of it. What the operator must not publish no archive may hold.
"""

from aggregator.model import GroupKind
from aggregator.store import Publication
from aggregator.store.archives import Key

from . import urls
from .answers import Absent, Answer, Document
from .formats import FORMATS, atom
from .routes import ArchiveOf


def document_at(read: Publication, target: ArchiveOf) -> Answer:
    """An archive document as it was closed, less what was withdrawn since."""
    group = key_of(target.address)
    found = read.archives.document(group, target.number) if group else None
    if found is None:
        return Absent()
    withdrawn = read.archives.withdrawn(found.stories)
    body = atom.without(found.body, withdrawn) if withdrawn else found.body
    return Document(body, FORMATS["atom"].content_type, atom.updated_of(body))


def key_of(address: urls.Address) -> Key | None:
    """The group whose feed an address names; None for the meeting of two groups, or a search."""
    named: tuple[tuple[GroupKind, str], ...] = (
        ("topic", address.topic), ("author", address.author), ("source", address.source),
    )  # fmt: skip
    groups = [(kind, slug) for kind, slug in named if slug]
    if address.path == "/":
        return ("all", "")
    return groups[0] if len(groups) == 1 else None
