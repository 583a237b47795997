"""Which of a document's articles are ones we have, whatever their ids say now.

Pure. Ids are the first word on identity (RFC 4287 4.2.6) but sources break them: one id on many
entries, ids of a counter that starts again, a blog moved to software that makes all ids new. So
identity is a ladder - id, link, content - and a source that floods is listed in the past, where
nothing is lost and nobody is flooded. What was let go by its age does not arrive again.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import chain
from urllib.parse import urlsplit

from .model import Article, ArticleId, Entry
from .trace import Trace, is_past, trace_of

_LATE = timedelta(days=2)  # dated this long before our last look, it should have been there then
_FEW = 5  # fewer latecomers than this are simply late
_FLOOD = 20  # new articles in one poll that no source with a slower rhythm brings
_ALIKE = 0.5  # share of words two texts under one link and title must have in common
_BLOCK = 100  # articles
_UNLIKE = 0.3  # below this share, one id names two different things: of 3,695 pairs of articles of
# one source 43 % share 0.1 of their words, 0.6 % 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a document shows of its source: these articles, none of them older than `oldest`."""

    ids: frozenset[ArticleId] = frozenset()
    oldest: datetime | None = None

    def lacks(self, old: Article) -> bool:
        """Whether a stored article is gone though what is older still stands: it was taken out, and
        has not just made room."""
        in_time = self.oldest is not None and old.dated and old.published >= self.oldest
        return in_time and old.id not in self.ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An article with its true id. `backfill` is its place among those that are listed by their own
    dates instead of now; None for news. `because` says why an id was not believed or why held;
    `window` is what it came with."""

    entry: Entry
    article: Article
    backfill: int | None = None
    because: str = ""
    window: Window = Window()


def identify(
    fresh: Sequence[tuple[Entry, Article]],
    *,
    known: Mapping[ArticleId, Article],
    former: Sequence[Article],
    last_look: datetime | None,
    rhythm: Sequence[datetime] = (),
    past: Sequence[Trace] = (),
) -> tuple[Arrival, ...]:
    """The document's articles, in its order, each once; without those that are kept no longer.

    `known` has the stored articles with the ids of `fresh`, those by content too; `former` has
    stored articles of the same source, in order of arrival: all that have a link or text of those
    not known. `last_look` is the last success, None for the first; `rhythm` the newest publishing
    times, newest first; `past` has the traces that may be of entries that are not known.
    """
    named = _with_own_ids(fresh, known)
    gone = _Gone({article.id for _, article in named}, former)
    arrivals: dict[ArticleId, Arrival] = {}
    for entry, article in named:
        same = None if article.id in known else gone.same_as(article)
        number, because = (same.id, "its id is new, its text is not") if same else (article.id, "")
        if number not in known and same is None and is_past(trace_of(article), past):
            continue
        arrivals.setdefault(
            number,
            Arrival(
                entry=entry, article=replace(article, id=number, absent=last_look), because=because
            ),
        )
    window = _window(arrivals)
    seen = tuple(replace(one, window=window) for one in arrivals.values())
    return _list_in_the_past(seen, known, last_look, rhythm)


def _window(arrivals: Mapping[ArticleId, Arrival]) -> Window:
    dated = [one.article.published for one in arrivals.values() if one.article.dated]
    return Window(ids=frozenset(arrivals), oldest=min(dated, default=None))


def unknown(
    fresh: Sequence[tuple[Entry, Article]], known: Mapping[ArticleId, Article]
) -> tuple[Article, ...]:
    """The articles that are not stored under the ids they have or get: what `former` is about."""
    return tuple(one for _, one in _with_own_ids(fresh, known) if one.id not in known)


def oldest_first(arrivals: Sequence[Arrival]) -> tuple[Arrival, ...]:
    """In the order to place them in, as stories begin with their oldest; of a long document its new
    end first. A document lists its newest entry first."""
    blocks = (arrivals[start : start + _BLOCK] for start in range(0, len(arrivals), _BLOCK))
    return tuple(arrival for block in blocks for arrival in reversed(block))


def _with_own_ids(
    fresh: Sequence[tuple[Entry, Article]], known: Mapping[ArticleId, Article]
) -> list[tuple[Entry, Article]]:
    """Entries that share an id, or have one that named something else, get ids by link and text."""
    shared = Counter(article.id for _, article in fresh)
    vague = {url for url, count in Counter(a.url for _, a in fresh).items() if count > 1}
    told: dict[ArticleId, Article] = {}
    result = []
    for entry, article in fresh:
        other = told.setdefault(article.id, known.get(article.id, article))
        is_other = _different(article, other, is_vague=article.url in vague)
        if is_other and (shared[article.id] > 1 or article.id in known):
            result.append((entry, replace(article, id=id_by_content(article))))
        else:
            result.append((entry, article))
    return result


def _different(article: Article, other: Article, *, is_vague: bool) -> bool:
    """Nothing of the two agrees: link, title and text all differ. A link that is none, or leads to
    what is more than one article, agrees with nothing."""
    return (
        (is_vague or article.url != other.url or _is_front(article.url))
        and _letters(article.title) != _letters(other.title)
        and article.fingerprint != other.fingerprint
        and _likeness(article, other) < _UNLIKE
    )


def _is_front(url: str) -> bool:
    """Whether an address is none or that of a whole site."""
    parts = urlsplit(url)
    return not parts.path.strip("/") and not parts.query


def id_by_content(article: Article) -> ArticleId:
    """An id that does not rest on the one the source gave; stable for the same link and title."""
    text = "\n".join((article.source, article.url, _letters(article.title)))
    return ArticleId(blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest())


class _Gone:
    """The stored articles whose ids a document has no more, by text and by link; each is found
    once, so that no two entries become one."""

    def __init__(self, present: Set[ArticleId], stored: Sequence[Article]) -> None:
        self._found: set[ArticleId] = set()
        self._by_text: defaultdict[str, deque[Article]] = defaultdict(deque)
        self._by_link: defaultdict[str, deque[Article]] = defaultdict(deque)
        for old in stored:
            if old.id not in present:
                self._by_text[old.fingerprint].append(old)
                self._by_link[old.url].append(old)

    def same_as(self, article: Article) -> Article | None:
        """The one this is under another id: of the same text, or of the same link with the same
        title and much the same text."""
        name = _letters(article.title)
        alike = (
            old
            for old in self._left(self._by_link, article.url)
            if _letters(old.title) == name and _likeness(article, old) >= _ALIKE
        )
        same = next(chain(self._left(self._by_text, article.fingerprint), alike), None)
        if same is not None:
            self._found.add(same.id)
        return same

    def _left(self, where: Mapping[str, deque[Article]], name: str) -> Iterator[Article]:
        waiting = where.get(name) if name else None
        while waiting and waiting[0].id in self._found:
            waiting.popleft()
        return (old for old in waiting or () if old.id not in self._found)


def _likeness(a: Article, b: Article) -> float:
    """Share of the words of two texts that they have in common (Jaccard)."""
    left, right = set(a.text.casefold().split()), set(b.text.casefold().split())
    return len(left & right) / len(left | right) if left | right else 1.0


def _list_in_the_past(
    arrivals: tuple[Arrival, ...],
    known: Mapping[ArticleId, Article],
    last_look: datetime | None,
    rhythm: Sequence[datetime],
) -> tuple[Arrival, ...]:
    """Mark what must not be published as news: a first document, an old archive that turns up, a
    flood far beyond the source's rhythm."""
    if last_look is None:
        return tuple(replace(one, backfill=place) for place, one in enumerate(arrivals))
    new = [one for one in arrivals if one.article.id not in known and not one.because]
    late = [one for one in new if one.article.dated and one.article.published < last_look - _LATE]
    now = max((one.article.first_seen for one in arrivals), default=last_look)
    if len(new) > _FLOOD and len(new) > 5 * _expected(rhythm, now - last_look):
        marked, because = new, f"held back: {len(new)} new articles at once"
    elif len(late) >= _FEW:
        marked, because = late, f"held back: {len(late)} old articles at once"
    else:
        return arrivals
    places = {one.article.id: place for place, one in enumerate(marked)}
    return tuple(
        replace(one, backfill=places[one.article.id], because=because)
        if one.article.id in places
        else one
        for one in arrivals
    )


def _expected(rhythm: Sequence[datetime], elapsed: timedelta) -> float:
    """How many articles the source's own rhythm promises for this time."""
    if len(rhythm) < 3:
        return _FLOOD / 5
    gap = (rhythm[0] - rhythm[-1]) / (len(rhythm) - 1)
    return elapsed / max(gap, timedelta(minutes=1))


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
