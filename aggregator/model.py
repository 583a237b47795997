"""The nouns of Feedmill, as frozen values. Pure: no input, no output, no clock.

    bytes -> Feed of Entry -> Article -> Story -> Group -> Feed of Entry -> bytes
             (as they wrote)  (clean)   (same     (topic,   (as we say it)
                                         tale)     author)

`Feed`, `Entry`, `Person`, `Link` and `Category` are the wire: RFC 4287's terms, used for what we
read and for what we publish. `Article`, `Story`, `Verdict` and `Group` are ours. Times are aware
UTC datetimes in whole seconds. HTML in `Entry` is as the source wrote it; HTML in `Article` is
clean and safe.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NewType

from .episode import Episode
from .errors import FailureKind

SourceId = NewType("SourceId", str)
"""A slug, given once: it stands in /sources/{id} and in /status.json."""
ArticleId = NewType("ArticleId", str)
"""32 hexadecimal digits from the source and the entry's identity in it."""
StoryId = NewType("StoryId", str)
"""Twelve letters and digits, given once: it stands in /stories/{id}."""

Kind = Literal["feed", "jsonfeed", "page", "opml"]  # opml: a list of sources that is followed
Publish = Literal["full", "excerpt", "title"]
Distrust = Literal["ids", "dates", "authors", "language"]
GroupKind = Literal["all", "topic", "author", "source"]
Evidence = Literal["pin", "byline", "page", "copy", "claimed", "alias", "source"]
How = Literal["same-entry", "same-link", "same-text", "edited", "reworded", "pinned"]

# ---- configuration ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A configured thing we read. Configuration only: what polls found out is in `PollState`."""

    id: SourceId
    url: str
    kind: Kind | None = None  # None: told from the bytes
    title: str = ""  # "": the feed's own title is shown
    topics: tuple[str, ...] = ()
    author: str = ""
    publish: Publish = "full"
    rank: int = 0
    every: timedelta | None = None
    headers: tuple[tuple[str, str], ...] = ()  # values may be "env:NAME", resolved when sent
    distrust: frozenset[Distrust] = frozenset()
    max_items: int | None = None
    clean: bool = False  # publish without learned furniture


# ---- the wire (RFC 4287 terms) ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """RFC 4287 3.2. `name` is what is shown; the other two are keys to who it is."""

    name: str = ""
    uri: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """RFC 4287 4.2.7. `length` in bytes, `duration` in seconds; files are rel="enclosure"."""

    href: str
    rel: str = "alternate"
    type: str | None = None
    title: str | None = None
    hreflang: str | None = None
    length: int | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """RFC 4287 4.2.2."""

    term: str
    scheme: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as a document states it; a missing value is "", () or None.

    `id` is verbatim, never resolved. `title` is plain text. `summary` and `content` are HTML
    (plain text already escaped) with links as written; `base` is what they resolve against.
    At publication `updated` is required, links are absolute and the HTML is clean.
    """

    id: str = ""
    title: str = ""
    links: tuple[Link, ...] = ()
    summary: str = ""
    content: str = ""
    base: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    image: str = ""
    rights: str = ""
    language: str = ""
    origin: "Feed | None" = None  # atom:source, RSS <source>: a Feed without entries
    comments: str = ""
    episode: Episode | None = None
    story: "Story | None" = None  # at publication: what the JSON extension tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed document says about when to ask again (RSS ttl, skipHours, skipDays, sy:*)."""

    at_least: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()  # 0-23, UTC
    skip_days: frozenset[int] = frozenset()  # 0 = Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A document's content: what stands in its head, and its entries in the document's order."""

    id: str = ""
    title: str = ""
    subtitle: str = ""
    links: tuple[Link, ...] = ()
    updated: datetime | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    rights: str = ""
    language: str = ""
    icon: str = ""
    logo: str = ""
    entries: tuple[Entry, ...] = ()
    hints: Hints = Hints()
    removed: "tuple[Tombstone, ...]" = ()
    shared: frozenset[str] = frozenset()  # at intake: ids and links of several entries
    notes: tuple[str, ...] = ()  # at intake: what was mended or left out while reading, for `check`


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """RFC 6721: an entry that was published and is no more."""

    uri: str
    when: datetime
    by: str = ""
    comment: str = ""


# ---- fetching --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """ETag and Last-Modified exactly as received, and the URL that gave them (RFC 9110 8.8)."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A successful answer. `url` is the final one: relative links resolve against it."""

    url: str
    body: bytes
    at: datetime
    content_type: str = ""
    content_language: str = ""
    validators: Validators = Validators()
    body_hash: str = ""
    links: tuple[Link, ...] = ()  # from Link headers, absolute
    fresh_for: timedelta | None = None  # Cache-Control max-age or Expires
    moved_to: str = ""  # where the permanent prefix of the redirects leads
    delta: bool = False  # 226 IM Used: only what is new (RFC 3229)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304, or a 200 whose body is the one we have. Validators are the newest known."""

    at: datetime
    validators: Validators = Validators()
    body_hash: str = ""
    fresh_for: timedelta | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a source is not healthy: shown in status, stored until the next success."""

    kind: FailureKind
    message: str
    since: datetime
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A permanent redirect under observation: adopted only when it stays (protocol rule F9)."""

    to: str
    since: datetime
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """Our subscription at a source's hub (WebSub 5). `feed_url` is what WebSub calls the topic.

    `token` makes the callback unguessable, `secret` signs deliveries; neither is ever shown.
    """

    hub: str
    feed_url: str
    token: str
    secret: str
    state: Literal["asked", "active", "denied"] = "asked"
    asked: datetime  # when the hub was last asked to subscribe us
    expires: datetime | None = None  # when the lease ends; None until it was verified


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What polls of one source have found out; a row of the store."""

    source: SourceId
    url: str  # where it is asked now: the configured URL, a discovered feed, or an adopted move
    validators: Validators = Validators()
    body_hash: str = ""
    hints: Hints = Hints()
    fresh_until: datetime | None = None
    last_poll: datetime | None = None
    last_success: datetime | None = None
    next_poll: datetime | None = None  # None: at once
    every: timedelta | None = None  # the interval the last decision came to
    failure: Failure | None = None
    move: Move | None = None
    gone: bool = False
    paused: bool = False
    feed: Feed | None = None  # the head of the last document, without entries
    links: tuple[Link, ...] = ()  # hub and self from the last answer's Link headers
    push: Push | None = None


# ---- ours ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry of one source, made clean and comparable.

    What the source wrote (`entry_id`, `link`, `claimed_authors`, `origin`) stands beside what we
    believe (`url`, `authors`); the untouched `Entry` is kept in the store next to it.
    """

    id: ArticleId
    source: SourceId
    entry_id: str = ""  # verbatim
    link: str = ""  # absolute, as the source gave it
    url: str = ""  # canonical: what copies are compared by
    title: str = ""  # plain, one line
    html: str = ""  # clean, safe, absolute
    text: str = ""  # plain, furniture removed: what is compared, searched and classified
    summary: str = ""  # plain, the source's own or the head of the text
    published: datetime
    updated: datetime
    first_seen: datetime
    absent: datetime | None = None  # when its source was last read without it
    dated: bool = True  # False: the source gave no credible date; published is first_seen
    language: str = ""  # BCP 47, lower case primary tag first
    claimed_authors: tuple[Person, ...] = ()
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    evidence: Evidence = "claimed"
    author_because: str = ""  # the words or the rule the credit rests on
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()  # via, related, canonical ... absolute
    image: str = ""
    rights: str = ""
    comments: str = ""
    episode: Episode | None = None
    origin: Feed | None = None
    fingerprint: str = ""  # of the letters of title and text; equal = same text
    held: str = ""  # why it is not published though stored, e.g. "re-dated with 40 others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two articles found to be one, or found to be of one event; symmetric: `a` < `b`.

    `because` is for an editor: level, figures, passages or facts that agree, and those that do not.
    """

    a: ArticleId
    b: ArticleId
    how: How
    score: float  # 0 to 1
    because: tuple[str, ...] = ()
    merges: bool = True  # False: same event only, linked and never merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A member of a story other than its lead, and why it is one."""

    article: Article
    how: How
    score: float = 1.0
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Stories published together. `all` has the slug ""; a slug never changes once published."""

    kind: GroupKind
    slug: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A story's place in a group, and the rule or evidence that put it there."""

    group: Group
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles that are one article; published as one entry.

    `uri` is the published id, frozen at first publication (house decision 2). `published` never
    moves; `updated` moves for material changes only. `listed` orders documents: first_seen, or for
    what was already old when its source was first read, `published`.
    """

    id: StoryId
    uri: str
    lead: Article
    copies: tuple[Copy, ...] = ()
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    evidence: Evidence = "claimed"
    published: datetime
    updated: datetime
    listed: datetime
    memberships: tuple[Membership, ...] = ()
    event: str = ""
    independent: int = 1  # sources that did not copy from each other
    hidden: bool = False

    @property
    def articles(self) -> tuple[Article, ...]:
        """The lead, then its copies."""
        return (self.lead, *(copy.article for copy in self.copies))


VerdictKind = Literal["new", "revision", "unchanged", "copy", "reworded", "held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The recorded decision about one article on its arrival."""

    kind: VerdictKind
    article: ArticleId
    story: StoryId | None = None
    how: How | None = None
    score: float = 1.0
    because: tuple[str, ...] = ()


PinKind = Literal["merge", "split", "author", "hide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """An editor's decision: stored, replayed at every re-decision, and undone by its number."""

    id: int
    kind: PinKind
    article: ArticleId
    other: ArticleId | None = None  # merge: the one it belongs with
    value: str = ""  # author: the name
    at: datetime
