"""What two articles have in common: two sketches in, a `Likeness` out. Pure.

Sentences are matched with the sentence of the other text that shares most with them. The stretch
of each text that is matched - its `Stretch` - is what is compared: furniture, teasers, a false
byline or a cut end lie outside of it. Inside, a copy shares words, a rewording shares facts, where
they stand and part of the prose; two reports of one event share facts and little else.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .sketch import Sentence, Sketch

_LIKE = 0.4  # from here on two sentences are counted as matched
_NEAR = 0.25  # what a sentence of the stretch shares at least, on average
_TELLING = 2.0  # weight under which a sentence matches nothing
_SLIGHT = 8.0  # weight under which a sentence shares too easily to count as contained


@dataclass(frozen=True, slots=True)
class Stretch:
    """The matched part of one article: sentences [start, stop) and how well they are matched.

    `cover` is its share of the article, `before` the weight that stands in front of it, `share`
    its mean match, `placed` how much of its facts and `prose` how much of its other words stand in
    the matching sentences; all but `before` are 0 to 1. `kept` is the share of the whole article in
    sentences that the other has word for word, `own` in those it has nothing like, `unmet` in those
    it has no match for.
    """

    start: int
    stop: int
    cover: float
    before: float
    share: float
    placed: float
    prose: float
    prose_weight: float
    kept: float
    own: float
    unmet: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """A passage that both have, with other facts in it: 'in Leeds' and 'in York'."""

    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """The figures of a pair. Shares are 0 to 1; facts are counted within the stretches.

    `wording` is the share of the smaller fingerprint that both have; `facts` the weight of all
    facts that both have; `facts_shared` their share of both texts' facts, `facts_held` of the
    poorer's; `in_order` the share of matches that stand in the same order.
    """

    wording: float
    facts: float
    facts_shared: float
    facts_held: float
    numbers_against: float
    matched: int
    in_order: float
    ours: Stretch
    theirs: Stretch
    conflicts: tuple[Conflict, ...]
    agreeing: int
    title: float
    language: float
    both: tuple[str, ...]
    against: tuple[tuple[str, ...], tuple[str, ...]]


_Match = tuple[float, int]


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """All figures of a pair, from `a`'s side."""
    forth, back = _matches(a, b), _matches(b, a)
    ours, theirs = _stretch(a, b, forth), _stretch(b, a, back)
    pairs = [(i, forth[i][1]) for i in range(ours.start, ours.stop) if forth[i][0] >= _LIKE]
    tally = _tally(a, b, ours, theirs)
    conflicts, agreeing = _conflicts(a, b, forth)
    return Likeness(
        wording=wording(a, b),
        facts=tally.shared,
        facts_shared=tally.shared / max(0.1, tally.shared + tally.mine + tally.yours),
        facts_held=tally.shared / max(0.1, tally.shared + min(tally.mine, tally.yours)),
        numbers_against=tally.numbers_against,
        matched=len(pairs),
        in_order=_rising([j for _, j in pairs]) / max(1, len(pairs)),
        ours=ours,
        theirs=theirs,
        conflicts=conflicts,
        agreeing=agreeing,
        title=_overlap(a.title.weights, b.title.weights),
        language=_language(a, b, ours, theirs),
        both=tally.both,
        against=tally.against,
    )


def wording(a: Sketch, b: Sketch) -> float:
    """The share of the smaller fingerprint that both have."""
    smaller = min(len(a.fingerprint), len(b.fingerprint))
    return len(a.fingerprint & b.fingerprint) / smaller if smaller else 0.0


def facts_held(a: Sketch, b: Sketch) -> float:
    """The share of the poorer's facts that both texts mention, wherever; 1.0 if it has none."""
    mine, yours = a.stems, b.stems
    shared = sum(w for fact, w in {**b.facts, **a.facts}.items() if fact in mine and fact in yours)
    alone = min(
        sum(weight for fact, weight in a.facts.items() if fact not in yours),
        sum(weight for fact, weight in b.facts.items() if fact not in mine),
    )
    return shared / (shared + alone) if shared + alone else 1.0


def told_anew(a: Sketch, b: Sketch) -> tuple[tuple[str, ...], float, float]:
    """What both mention outside of the sentences they have in common: the facts, the heaviest
    first as they are written, their weight, and their share of the poorer's facts there.

    The sentences that one publisher's articles share are its forms, biographies and background.
    """
    mine, yours = _own_sentences(a, b), _own_sentences(b, a)
    facts_a, facts_b = _facts(mine), _facts(yours)
    both = {fact: weight for fact, weight in facts_a.items() if fact in facts_b}
    shared = sum(both.values())
    least = min(sum(facts_a.values()), sum(facts_b.values()))
    return _told(both, a), shared, shared / least if least else 0.0


def _own_sentences(a: Sketch, b: Sketch) -> list[Sentence]:
    matches = _matches(a, b)
    return [one for one, (share, _) in zip(a.sentences, matches, strict=True) if share < _LIKE]


def _matches(a: Sketch, b: Sketch) -> list[_Match]:
    """For each sentence of `a`, how much it shares with the best of `b`, and which that is."""
    same = {sentence.text: j for j, sentence in reversed(tuple(enumerate(b.sentences)))}
    where: dict[str, list[int]] = {}
    if any(sentence.text not in same for sentence in a.sentences):
        for j, sentence in enumerate(b.sentences):
            for word in sentence.weights:
                where.setdefault(word, []).append(j)
    return [
        (1.0, same[sentence.text])
        if sentence.text in same and sentence.total >= _TELLING
        else _best(sentence, b.sentences, where)
        for sentence in a.sentences
    ]


def _best(sentence: Sentence, others: Sequence[Sentence], where: Mapping[str, list[int]]) -> _Match:
    if sentence.total < _TELLING:
        return 0.0, -1
    shared: dict[int, float] = {}
    for word, weight in sentence.weights.items():
        for j in where.get(word, ()):
            shared[j] = shared.get(j, 0.0) + weight
    best, at = 0.0, -1
    for j, weight in shared.items():
        other = others[j].total
        smaller = min(sentence.total, other)
        # a sentence split in two, or two drawn together, is held by its other form
        share = max(2 * weight / (sentence.total + other), 0.8 * weight / max(smaller, _SLIGHT))
        if share > best:
            best, at = share, j
    return min(best, 1.0), at


def _stretch(a: Sketch, b: Sketch, matches: Sequence[_Match]) -> Stretch:
    """The run of sentences that gains most over `_NEAR` (Kadane's maximum sub-array)."""
    start = stop = begin = 0
    best = run = 0.0
    for i, (sentence, (share, _)) in enumerate(zip(a.sentences, matches, strict=True)):
        if run <= 0:
            run, begin = 0.0, i
        run += (share - _NEAR) * sentence.total
        if run > best:
            best, start, stop = run, begin, i + 1
    inside = a.sentences[start:stop]
    weight = sum(sentence.total for sentence in inside)
    shared = sum(s.total * m[0] for s, m in zip(inside, matches[start:stop], strict=True))
    facts = facts_met = prose = prose_met = 0.0
    for sentence, (_, j) in zip(inside, matches[start:stop], strict=True):
        other = b.sentences[j].weights if j >= 0 else {}
        facts += sum(sentence.facts.values())
        facts_met += sum(w for fact, w in sentence.facts.items() if fact in other)
        prose += sum(sentence.prose.values())
        prose_met += sum(w for word, w in sentence.prose.items() if word in other)
    return Stretch(
        start=start,
        stop=stop,
        cover=weight / a.total if a.total else 0.0,
        before=sum(sentence.total for sentence in a.sentences[:start]),
        share=shared / weight if weight else 0.0,
        placed=facts_met / facts if facts else 0.0,
        prose=prose_met / prose if prose else 0.0,
        prose_weight=prose,
        kept=_weigh(a, matches, 0.85, 2.0),
        own=_weigh(a, matches, -1.0, 0.3),
        unmet=_weigh(a, matches, -1.0, _LIKE),
    )


def _weigh(a: Sketch, matches: Sequence[_Match], low: float, high: float) -> float:
    """The share of the article in sentences whose match is in [low, high)."""
    pairs = zip(a.sentences, matches, strict=True)
    found = sum(sentence.total for sentence, (share, _) in pairs if low <= share < high)
    return found / a.total if a.total else 0.0


@dataclass(frozen=True, slots=True)
class _Tally:
    shared: float
    mine: float
    yours: float
    numbers_against: float
    both: tuple[str, ...]
    against: tuple[tuple[str, ...], tuple[str, ...]]


def _tally(a: Sketch, b: Sketch, ours: Stretch, theirs: Stretch) -> _Tally:
    """The facts of the two stretches: shared are those that both mention in any way."""
    inside_a = a.sentences[ours.start : ours.stop]
    inside_b = b.sentences[theirs.start : theirs.stop]
    facts_a, facts_b = _facts(inside_a), _facts(inside_b)
    words_a, words_b = _words(inside_a), _words(inside_b)
    both = {f: w for f, w in {**facts_b, **facts_a}.items() if f in words_a and f in words_b}
    mine = {fact: weight for fact, weight in facts_a.items() if fact not in both}
    yours = {fact: weight for fact, weight in facts_b.items() if fact not in both}
    numbers = sum(fact[0].isdecimal() for fact in both)
    alone_a = sum(fact[0].isdecimal() for fact in mine)
    alone_b = sum(fact[0].isdecimal() for fact in yours)
    return _Tally(
        shared=sum(both.values()),
        mine=sum(mine.values()),
        yours=sum(yours.values()),
        numbers_against=min(alone_a, alone_b) / max(1, numbers + min(alone_a, alone_b)),
        both=_told(both, a),
        against=(_told(mine, a), _told(yours, b)),
    )


def _told(facts: Mapping[str, float], sketch: Sketch) -> tuple[str, ...]:
    """The heaviest facts first, as they are written."""
    return tuple(
        sketch.written.get(fact, fact) for fact in sorted(facts, key=lambda f: (-facts[f], f))
    )


def _facts(sentences: Iterable[Sentence]) -> dict[str, float]:
    found: dict[str, float] = {}
    for sentence in sentences:
        found.update(sentence.facts)
    return found


def _words(sentences: Iterable[Sentence]) -> set[str]:
    return {word for sentence in sentences for word in sentence.weights}


def _conflicts(a: Sketch, b: Sketch, matches: Sequence[_Match]) -> tuple[tuple[Conflict, ...], int]:
    """Passages that are nearly the same but for their facts, and how many agree in theirs."""
    against: list[Conflict] = []
    agreeing = 0
    for sentence, (share, j) in zip(a.sentences, matches, strict=True):
        if share < 0.55:
            continue
        other = b.sentences[j]
        mine = [fact for fact in sentence.facts if fact not in other.weights]
        yours = [fact for fact in other.facts if fact not in sentence.weights]
        if mine and yours:
            first, second = mine[0], yours[0]
            against.append(Conflict(a.written.get(first, first), b.written.get(second, second)))
        else:
            agreeing += bool(sentence.facts)
    return tuple(against), agreeing


def _overlap(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    smaller = min(sum(a.values()), sum(b.values()))
    return sum(min(w, b[word]) for word, w in a.items() if word in b) / smaller if smaller else 0.0


def _language(a: Sketch, b: Sketch, ours: Stretch, theirs: Stretch) -> float:
    """The share of function words that both use: low for translations, 1.0 if untold.

    What stands around the stretches may be in any language, as teasers of a planet's articles are.
    """
    inside = (
        _stops(a.sentences[ours.start : ours.stop]),
        _stops(b.sentences[theirs.start : theirs.stop]),
    )
    mine, yours = (
        inside if min(map(len, inside)) > 3 else (_stops(a.sentences), _stops(b.sentences))
    )
    smaller = min(len(mine), len(yours))
    return len(mine & yours) / smaller if smaller > 3 else 1.0


def _stops(sentences: Iterable[Sentence]) -> frozenset[str]:
    return frozenset().union(*(sentence.stops for sentence in sentences))


def _rising(places: Iterable[int]) -> int:
    """The length of the longest run that never goes back."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place + 1)
        ends[at : at + 1] = [place]
    return len(ends)
