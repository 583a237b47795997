"""A feed's document in, what the store keeps of it out, and back. Pure.

Kept are the feeds of groups, whose version tells when they change. What a query string asks for has
no end, and a page shows something of every group: each server has these in memory only.
"""

import json
from datetime import datetime

from aggregator.store.renditions import Rendition, Shelfmark

from .answers import MARK, Document
from .archives import key_of
from .coding import Coding
from .routes import EVERYTHING, FeedOf, Target

CODING: Coding = "br"
"""Of the stored body: the smallest. Others are made of it in memory, when they are asked for."""


def shelfmark_of(target: Target, imprint: str) -> Shelfmark | None:
    """Where a target's document is kept; None for what is not."""
    if not isinstance(target, FeedOf) or target.before or target.filter != EVERYTHING:
        return None
    group = key_of(target.address)
    return Shelfmark(group=group, format=target.format, imprint=imprint) if group else None


def rendition_of(document: Document, version: int, made: datetime) -> tuple[Rendition, bytes]:
    """The document as it was made of its group at this version, and its body."""
    head = {"media_type": document.media_type, "links": document.links}
    rendition = Rendition(
        version=version,
        digest=document.digest,
        updated=document.updated,
        made=made,
        head=json.dumps(head),
        told=b"".join(sorted(document.told)),
    )
    return rendition, document.coded(CODING)


def document_of(kept: Rendition) -> Document:
    """The document but for its body."""
    head = json.loads(kept.head)
    told = kept.told
    return Document.known(
        kept.digest,
        head["media_type"],
        kept.updated,
        links=tuple((rel, href) for rel, href in head["links"]),
        told=frozenset(told[at : at + MARK] for at in range(0, len(told), MARK)),
    )
