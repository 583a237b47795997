"""An entry as its source wrote it in, a clean and comparable `Article` out. Pure.

What the source wrote stays beside what is believed: nothing here judges who really wrote a text or
what else tells the same story. Every field is plain or safe, absolute and of bounded length.
Normalising what was normalised changes nothing.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from .episode import Episode
from .model import Article, ArticleId, Category, Entry, Feed, Link, Person, Source, SourceId
from .text.boilerplate import strip_known
from .text.clean import one_line
from .text.html import clean, excerpt, less_escaped, to_text
from .text.language import language
from .text.titles import plain_title
from .text.urls import absolute, canonical, is_web, path_words, untracked

MAX_TITLE = 500
MAX_CATEGORIES = 50
MAX_LINKS = 50
MAX_PERSONS = 50
MAX_LINE = 1000
MAX_DURATION = 30 * 24 * 3600
MAX_NUMBER = 999_999_999  # some shows count their episodes by dates: 20260115
SUMMARY_WORDS = 60
_AHEAD = timedelta(days=1)
_FIRST_YEAR = 1990  # before there was a web page there was no article on one
_SAME_LETTERS = 40
_SAME_WORDS = 8
_LONG_WORDS = 40
_WORD = re.compile(r"[^\W_]+")
_CREDIT = re.compile(r'<p class="feedmill-credit">(?:(?!</p>).){0,20000}</p>', re.DOTALL)
_LETTERS = re.compile(r"[\W_]+")
_OWN_RELS = frozenset({"alternate", "enclosure", "self", "hub"})


def normalise(entry: Entry, feed: Feed, source: Source, now: datetime) -> Article:
    """The article that `entry` of `feed` is. Never fails; `now` is the moment of the poll.

    Dates: more than a day ahead, before 1990, missing or distrusted counts as none (`dated` is
    False, published is now); a little ahead is a wrong clock and becomes now; updated is never
    before published. Persons: of the entry, else of its origin, else of the feed, else the
    source's.
    """
    link, url = _addresses(entry, feed)
    # content may be empty markup
    html = _safe(entry.content, entry.base) or _safe(entry.summary, entry.base)
    text = to_text(html)
    abstract = to_text(_uncredited(less_escaped(entry.summary))) if entry.content else text
    title = plain_title(entry.title, MAX_TITLE) or _title_of(text or abstract, entry)
    plain = strip_known(text).text
    published, updated, dated = _dates(entry, source, now)
    return Article(
        id=article_id(source.id, identity(entry, source, feed)),
        source=source.id,
        entry_id=entry.id,
        link=link,
        url=url,
        title=title,
        html=html,
        text=plain,
        summary=excerpt(abstract, SUMMARY_WORDS) or excerpt(plain, SUMMARY_WORDS),
        published=published,
        updated=updated,
        first_seen=now,
        dated=dated,
        language=_language(entry, feed, source, f"{title}\n{plain}"),
        claimed_authors=_authors(entry, feed, source),
        authors=_authors(entry, feed, source),
        contributors=_persons(entry.contributors),
        evidence="source" if _by_source(entry, feed, source) else "claimed",
        categories=_categories(entry.categories),
        enclosures=_links(entry, "enclosure"),
        links=_links(entry, ""),
        image=absolute(entry.image, entry.base),
        rights=one_line(entry.rights, MAX_LINE),
        comments=absolute(entry.comments, entry.base),
        episode=_episode(entry.episode),
        origin=entry.origin,
        fingerprint=fingerprint(title, plain),
    )


def identity(entry: Entry, source: Source, feed: Feed | None = None) -> str:
    """What makes `entry` itself in its source: its id, else its link, else its words.

    An id or a link that several entries of `feed` bear identifies none of them; a source whose ids
    are distrusted is identified by links.
    """
    shared = feed.shared if feed is not None else frozenset()
    if entry.id and entry.id not in shared and "ids" not in source.distrust:
        return f"id {entry.id}"
    link = _alternate(entry)
    if link and link not in shared:
        return f"link {canonical(link) or link}"
    words = _LETTERS.sub("", f"{entry.title}{to_text(entry.content or entry.summary)}".casefold())
    enclosure = next((one.href for one in entry.links if one.rel == "enclosure"), "")
    if words or enclosure:
        return f"words {_digest(words)} {enclosure}"
    return f"last {entry.id} {link} {entry.published or ''}"


def article_id(source: SourceId, identity: str) -> ArticleId:
    """32 hexadecimal digits: equal ids of different sources make different articles (RFC 4287
    8.4)."""
    return ArticleId(_digest(f"{source}\n{identity}"))


def fingerprint(title: str, text: str) -> str:
    """A digest of the letters and digits, for "same text"; "" when there are too few to prove it.

    The title takes part only where the text is short: a new headline on a long text is a copy.
    """
    words = _WORD.findall(text.casefold())
    if len(words) < _LONG_WORDS:
        words = _WORD.findall(title.casefold()) + words
    letters = "".join(words)
    # scripts without spaces have few "words": there the letters count
    if len(words) < _SAME_WORDS and len(letters) < _SAME_LETTERS:
        return ""
    return _digest(letters)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


# ---- parts -----------------------------------------------------------------------------------


def _alternate(entry: Entry) -> str:
    """The entry's page: what it links to, else an id that is an address, else its first file."""
    for rel in ("alternate", "enclosure"):
        for link in entry.links:
            if link.rel == rel and (href := absolute(link.href, entry.base)):
                return href
        if is_web(entry.id):
            return absolute(entry.id)
    return ""


def _addresses(entry: Entry, feed: Feed) -> tuple[str, str]:
    """(link, url). A link that several entries share, or the feed's home, is no entry's address."""
    stated = next((one.href for one in entry.links if one.rel == "canonical"), "")
    link = absolute(stated, entry.base) or _alternate(entry)
    return untracked(link), "" if link in feed.shared else canonical(link)


def _safe(html: str, base: str) -> str:
    """Safe markup of what was meant: once the rest is cleaned away, what stays may turn out to be
    escaped once too often. Three rounds see through any honest mistake."""
    for _ in range(3):
        html = clean(_uncredited(less_escaped(html)), base)
        if less_escaped(html) == html:
            break
    return html


def _uncredited(html: str) -> str:
    """Without the line that another Feedmill put under what it published."""
    return _CREDIT.sub("", html) if "feedmill-credit" in html else html


def _title_of(text: str, entry: Entry) -> str:
    """A name for what has none: the head of its text, the name of its file or page."""
    if head := plain_title(excerpt(text.split("\n", 1)[0], 12), MAX_TITLE):
        return head
    named = next((link.title for link in entry.links if link.title), "")
    return plain_title(named, MAX_TITLE) or one_line(path_words(_alternate(entry)), MAX_TITLE)


def _dates(entry: Entry, source: Source, now: datetime) -> tuple[datetime, datetime, bool]:
    if "dates" in source.distrust:
        return now, now, False
    published, updated = _credible(entry.published, now), _credible(entry.updated, now)
    first = published or updated
    if first is None:
        return now, now, False
    return first, max(first, updated or first), True


def _credible(date: datetime | None, now: datetime) -> datetime | None:
    if date is None or date.year < _FIRST_YEAR or date > now + _AHEAD:
        return None
    return min(date, now)


def _language(entry: Entry, feed: Feed, source: Source, text: str) -> str:
    trusted = "language" not in source.distrust
    return language(text, (entry.language or feed.language) if trusted else "")


def _authors(entry: Entry, feed: Feed, source: Source) -> tuple[Person, ...]:
    """RFC 4287 4.2.1: an entry's authors, else those of its atom:source, else those of the feed."""
    if "authors" not in source.distrust:
        origin = entry.origin.authors if entry.origin is not None else ()
        if persons := _persons(entry.authors or origin or feed.authors):
            return persons
    return (Person(name=one_line(source.author, MAX_LINE)),) if source.author else ()


def _by_source(entry: Entry, feed: Feed, source: Source) -> bool:
    return bool(source.author) and _authors(entry, feed, replace(source, author="")) == ()


def _persons(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    found = (
        Person(
            name=one_line(person.name, MAX_LINE),
            uri=absolute(person.uri or "") or None,
            email=one_line(person.email or "", 320) or None,
        )
        for person in persons[:MAX_PERSONS]
    )
    return tuple(dict.fromkeys(one for one in found if one != Person()))


def _categories(categories: tuple[Category, ...]) -> tuple[Category, ...]:
    """Distinct by term, whatever its case, within a scheme."""
    found: dict[tuple[str, str], Category] = {}
    for category in categories:
        term = plain_title(category.term, 100)
        label = plain_title(category.label or "", 100)
        scheme = one_line(category.scheme or "", 500) or None
        if term:
            one = Category(term=term, scheme=scheme, label=label or None)
            found.setdefault((term.casefold(), scheme or ""), one)
        if len(found) == MAX_CATEGORIES:
            break
    return tuple(found.values())


def _links(entry: Entry, rel: str) -> tuple[Link, ...]:
    """The entry's links of `rel`, or with "" those of every rel that has no field of its own."""
    found = (
        replace(
            link,
            href=href,
            title=one_line(link.title or "", 300) or None,
            duration=_within(link.duration, MAX_DURATION),
        )
        for link in entry.links
        if (link.rel == rel if rel else link.rel not in _OWN_RELS)
        and (href := absolute(link.href, entry.base))
    )
    return tuple(dict.fromkeys(found))[:MAX_LINKS]


def _episode(stated: Episode | None) -> Episode | None:
    if stated is None:
        return None
    number, season = _within(stated.number, MAX_NUMBER), _within(stated.season, MAX_NUMBER)
    found = replace(stated, number=number, season=season)
    return found if found != Episode() else None


def _within(value: int | None, most: int) -> int | None:
    return value if value is not None and 1 <= value <= most else None
