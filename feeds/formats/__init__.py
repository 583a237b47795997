"""The formats a feed is written in: one module each, a `render` each, all in one table. Pure.

`notes` tells which entries no format will write, and why; a caller logs them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aggregator.config import Site
from aggregator.model import Feed

from ..urls import FormatName
from . import atom, jsonfeed, rss
from ._sound import sound

Render = Callable[[Feed, str, Site], bytes]
"""(feed, self_url, site) -> the document; raises FormatError when the feed's head is incomplete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a feed; `name` is the ending of its address."""

    name: FormatName
    title: str
    media_type: str
    render: Render

    @property
    def content_type(self) -> str:
        """The Content-Type header: every document is UTF-8."""
        return f"{self.media_type}; charset=utf-8"


FORMATS: dict[FormatName, Format] = {
    "atom": Format(
        name="atom", title="Atom", media_type="application/atom+xml", render=atom.render
    ),
    "rss": Format(name="rss", title="RSS", media_type="application/rss+xml", render=rss.render),
    "json": Format(
        name="json", title="JSON Feed", media_type="application/feed+json", render=jsonfeed.render
    ),
}


def notes(feed: Feed) -> tuple[str, ...]:
    """One line for each entry that is left out of every format: our bug, worth a log line."""
    return sound(feed)[1]
