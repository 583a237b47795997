"""Which of a story's articles is the original, and how many told it on their own. Pure.

Evidence adds up, each piece with a weight; nothing depends on the order of arrival but the times at
which articles were first seen, which weigh little beside what the articles say of themselves.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median
from urllib.parse import urlsplit

from .model import Article, ArticleId, Edge, SourceId
from .text.memo import remember
from .text.slug import slugify
from .text.urls import canonical

Ranks = Mapping[SourceId, int]
History = Mapping[SourceId, float]
"""How far each source lives by copying, 0 to 1; see `copying`."""
Homes = Mapping[SourceId, str]
"""Of each source the host it is read from."""

_CREDITED, _RANKED, _FIRST, _SEEN, _FULL, _ODD, _COPYIST = 6.0, 4.0, 3.0, 1.0, 2.0, 2.0, 4.0
_LONG = timedelta(days=1)  # a source that still has not an article after that had not published it
_ENOUGH = 20  # articles from which on a source has a history
_TAKEN = re.compile(
    r"(?:first|originally) (?:appeared|published|posted)(?: (?:on|at|in|by))? (?P<en>[^.\n]{3,60})"
    r"|(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:auf|bei|in) (?P<de>[^.\n]{3,60})"
    r"|(?:publié|paru) (?:initialement|d'abord) (?:sur|par|dans) (?P<fr>[^.\n]{3,60})"
    r"|publicad[oa] originalmente (?:en|em|por) (?P<es>[^.\n]{3,60})"
    r"|pubblicato originariamente (?:su|da) (?P<it>[^.\n]{3,60})"
    r"|впервые опубликован[оа]? (?:в|на) (?P<ru>[^.\n]{3,60})"
    r"|(?:^|\n)(?:source|quelle|fuente|fonte|bron|источник|出典|来源)\s*[:：]\s*(?P<of>[^.\n]{3,60})",
    re.IGNORECASE,
)
_HREF = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Claim:
    """How good an article's claim is to be the original: each piece of evidence, heaviest first,
    with its weight; what speaks against it weighs less than nothing."""

    article: Article
    evidence: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        """The sum; of equal ones the earliest leads."""
        return round(sum(weight for _, weight in self.evidence), 6)


def lead(
    articles: Sequence[Article],
    ranks: Ranks,
    edges: Iterable[Edge] = (),
    history: History | None = None,
    homes: Homes | None = None,
) -> Article:
    """The original by evidence; of equals the earliest, then the least id."""
    return claims(articles, ranks, edges, history, homes)[0].article


def claims(
    articles: Sequence[Article],
    ranks: Ranks,
    edges: Iterable[Edge] = (),
    history: History | None = None,
    homes: Homes | None = None,
) -> tuple[Claim, ...]:
    """Every article's claim to lead, the best first.

    What counts: that others credit or link to it and it credits nobody (of two with one link the
    one read from the link's own host is credited by the other: nobody takes an entry over by naming
    its link), the rank an operator gave its source, that it was published (`believed`) and seen
    first, that it is whole, that others repeat its words, and that its source does not live by
    copying.
    """
    known = _Evidence.of(articles, edges, homes or {})

    def claim(one: Article) -> Claim:
        found = [
            *known.told(one),
            ("the rank of its source", _RANKED * ranks.get(one.source, 0)),
            ("its source lives by copying", -_COPYIST * (history or {}).get(one.source, 0.0)),
        ]
        telling = [(words, weight) for words, weight in found if round(weight, 6)]
        return Claim(one, tuple(sorted(telling, key=lambda piece: -abs(piece[1]))))

    def standing(one: Claim) -> tuple[float, float, float, ArticleId]:
        article = one.article
        seen = article.first_seen.timestamp()
        return -one.weight, known.published[article.id].timestamp(), seen, article.id

    return tuple(sorted(map(claim, articles), key=standing))


def followers(articles: Sequence[Article], homes: Homes) -> frozenset[ArticleId]:
    """Those of a story's articles that plainly came after another source's, whoever leads.

    Either an article says so and nobody says it of that article, or it was both published
    (`believed`) and seen later than another: who was seen first may only be asked more often.
    """
    credited = _credited(articles, homes)
    takers = {number for number, others in credited.items() if others}
    named = frozenset[ArticleId]().union(*credited.values())
    return frozenset(takers | _late(articles)) - named


def believed(articles: Sequence[Article]) -> dict[ArticleId, datetime]:
    """When each was published, as far as that is to be believed: a date is easily set back, but
    what a source was read without a day after another's was seen it had not published by then."""
    seen: dict[SourceId, datetime] = {}
    for one in articles:
        seen[one.source] = min(one.first_seen, seen.get(one.source, one.first_seen))
    first = sorted(seen.items(), key=lambda item: item[1])[:2]  # one may be its own source

    def is_refuted(one: Article) -> bool:
        return one.absent is not None and any(
            source != one.source and at + _LONG <= one.absent for source, at in first
        )

    return {
        one.id: max(one.published, one.absent) if one.absent and is_refuted(one) else one.published
        for one in articles
    }


def _late(articles: Sequence[Article]) -> set[ArticleId]:
    """Who was published and seen later than one of another source."""
    published = believed(articles)
    late: set[ArticleId] = set()
    soonest: dict[SourceId, datetime] = {}  # when it was seen, of what was published before
    dated = sorted((one for one in articles if one.dated), key=lambda one: published[one.id])
    for _, group in groupby(dated, key=lambda one: published[one.id]):
        at_once = list(group)
        first = sorted(soonest.items(), key=lambda item: item[1])[:2]  # one may be its own source
        late.update(
            one.id
            for one in at_once
            if any(source != one.source and seen < one.first_seen for source, seen in first)
        )
        for one in at_once:
            soonest[one.source] = min(one.first_seen, soonest.get(one.source, one.first_seen))
    return late


def copying(articles: int, copies: int) -> float:
    """How far a source lives by copying, in quarters: 0.0 up to half of its articles, 1.0 for all.

    In quarters, and from twenty articles on, so that a lead seldom rests on how many of them had
    arrived when it was chosen.
    """
    if articles < _ENOUGH:
        return 0.0
    return round(4 * max(0.0, 2 * copies / articles - 1)) / 4


def independent(articles: Sequence[Article], edges: Iterable[Edge] = ()) -> int:
    """How many sources told it without copying: copies of one text are one teller.

    More than one only where an editor put reports together that no evidence ties.
    """
    tellers = {article.id: article.id for article in articles}

    def root(number: ArticleId) -> ArticleId:
        while tellers[number] != number:
            number = tellers[number]
        return number

    for edge in edges:
        if edge.merges and edge.a in tellers and edge.b in tellers:
            tellers[max(root(edge.a), root(edge.b))] = min(root(edge.a), root(edge.b))
    groups: dict[ArticleId, set[SourceId]] = {}
    for article in articles:
        groups.setdefault(root(article.id), set()).add(article.source)
    counted: set[SourceId] = set()
    number = 0
    for sources in sorted(groups.values(), key=lambda s: (-len(s), sorted(s))):
        number += not sources & counted  # a source that tells it twice is one teller
        counted |= sources
    return number


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the articles of one story say of each other."""

    articles: tuple[Article, ...]
    credits: Mapping[ArticleId, frozenset[ArticleId]]  # who is pointed to
    verbatim: frozenset[ArticleId]  # whose words others have
    sharing: frozenset[SourceId]  # the sources of those
    usual: float  # letters
    published: Mapping[ArticleId, datetime]

    @classmethod
    def of(cls, articles: Sequence[Article], edges: Iterable[Edge], homes: Homes) -> "_Evidence":
        ids = {article.id for article in articles}
        verbatim = {
            number
            for edge in edges
            if edge.merges and edge.how in ("same-text", "edited") and {edge.a, edge.b} <= ids
            for number in (edge.a, edge.b)
        }
        usual = median(len(article.text) for article in articles)
        return cls(
            articles=tuple(articles),
            credits=_credited(articles, homes),
            verbatim=frozenset(verbatim),
            sharing=frozenset(one.source for one in articles if one.id in verbatim),
            usual=max(usual, 1.0),
            published=believed(articles),
        )

    def told(self, one: Article) -> list[tuple[str, float]]:
        """What they say of one of them, with its weight."""
        named = any(
            one.id in theirs and other not in self.credits[one.id]
            for other, theirs in self.credits.items()
        )
        takes = bool(self.credits[one.id]) and not named
        odd = 0 if one.id in self.verbatim else min(2, max(0, len(self.sharing) - 1))
        short = max(0.0, 1 - len(one.text) / self.usual)
        return [
            ("credited or linked to by another", _CREDITED * named),
            ("credits or links to another", -_CREDITED * takes),
            ("says that it comes from elsewhere", -_CREDITED / 2 * (not takes and _is_taken(one))),
            *self._lateness(one),
            ("shorter than the others", -_FULL * short),
            ("others share their words, not with it", -_ODD * odd),
        ]

    def _lateness(self, one: Article) -> list[tuple[str, float]]:
        """0 for the first; published later weighs from half to the whole within two hours."""
        dated = [self.published[article.id] for article in self.articles if article.dated]
        seen = one.first_seen - min(article.first_seen for article in self.articles)
        late = [("seen later", -_SEEN * min(1.0, seen / timedelta(hours=6)))]
        if not dated:
            return late
        if not one.dated:
            return [*late, ("has no date", -_FIRST / 2)]
        behind = self.published[one.id] - min(dated)
        if behind < timedelta(minutes=1):
            return late
        share = min(1.0, behind / timedelta(hours=2))
        set_back = self.published[one.id] != one.published
        words = "dated back: its source was read without it" if set_back else "published later"
        return [*late, (words, -_FIRST / 2 - _FIRST / 2 * share)]


def _credited(articles: Sequence[Article], homes: Homes) -> dict[ArticleId, frozenset[ArticleId]]:
    """Whom each article says that it has it from; only who may be meant is looked at."""
    at: dict[str, set[ArticleId]] = {}
    for one in articles:
        for place in {one.url, one.link} - {""}:
            at.setdefault(place, set()).add(one.id)
    known = {article.id: article for article in articles}
    credited = {}
    for one in articles:
        told = _Told.of(one)
        places = {*told.pointed, *told.led, one.url, one.link}
        meant = known.keys() if told.named else {n for place in places for n in at.get(place, ())}
        others = (known[number] for number in sorted(meant) if number != one.id)
        credited[one.id] = frozenset(
            other.id for other in others if _credits(one, told, other, homes)
        )
    return credited


@dataclass(frozen=True, slots=True)
class _Told:
    """Where an article says that it comes from, or leads to."""

    pointed: frozenset[str]  # by links that mean it
    named: tuple[str, ...]
    led: frozenset[str]  # by any link in its text

    @classmethod
    def of(cls, one: Article) -> "_Told":
        pointed = {link.href for link in one.links if link.rel in ("via", "canonical")}
        pointed |= {canonical(place) for place in pointed}
        led = {place for place in _HREF.findall(one.html) if urlsplit(place).path.strip("/")}
        return cls(frozenset(pointed - {one.url, one.link}), _taken_from(one.text), frozenset(led))


def _credits(one: Article, told: _Told, other: Article, homes: Homes) -> bool:
    """Whether `one` says that it has it from `other`: by link, by feed or by name."""
    places = {place for place in (other.url, other.link) if place}
    if one.url == other.url and one.source != other.source:
        if _is_at_home(one, homes) != _is_at_home(other, homes):
            return _is_at_home(other, homes)
        republished = one.origin is not None and other.origin is None
        return republished or (_is_elsewhere(one) and not _is_elsewhere(other))
    if places & told.pointed or places & told.led:
        return True
    if one.url in places and _is_elsewhere(one):
        return True
    return one.source != other.source and any(
        _names(words, other) and not _names(words, one) for words in told.named
    )


def _is_at_home(one: Article, homes: Homes) -> bool:
    """Whether its source is read from the host that its link leads to, or from one under it."""
    home, host = homes.get(one.source, "").removeprefix("www."), _host(one.url)
    return bool(home and host) and (f".{home}".endswith(f".{host}") or host.endswith(f".{home}"))


def _is_taken(one: Article) -> bool:
    """Whether it says that it comes from elsewhere, whoever that is."""
    from_other = any(not _names(words, one) for words in _taken_from(one.text))
    return one.origin is not None or _is_elsewhere(one) or from_other


def _is_elsewhere(one: Article) -> bool:
    """Whether its canonical link leads to another site than its link."""
    return bool(one.url) and bool(one.link) and _host(one.url) != _host(one.link)


@remember(1024, 4_000)
def _taken_from(text: str) -> tuple[str, ...]:
    """The names in 'first published in The Mill', 'Quelle: Die Mühle'."""
    return tuple(next(filter(None, match.groups())) for match in _TAKEN.finditer(text))


def _names(words: str, article: Article) -> bool:
    """Whether these words are the name or the host of the article's source."""
    said, host = slugify(words), _host(article.link or article.url)
    names = {str(article.source), slugify(host), slugify(host.rsplit(".", 1)[0])} - {""}
    return any(name in said or (len(said) > 4 and said in name) for name in names)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
