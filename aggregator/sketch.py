"""What an article is compared by: title and text in, a `Sketch` out. Pure.

Made once for an article and used for every pair it stands in; nothing in it depends on any other
article, so neither does a verdict about a pair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .text.facts import german, name_weight, number, number_weight
from .text.lexicon import EVERYDAY, KNOWN_NAMES, STOP
from .text.sentences import sentences
from .text.shingles import digest, winnow
from .text.walls import is_wall
from .text.words import fold, is_unspaced, letters, normal, pairs, raw_words, stem

LONGEST = 30_000
"""Characters that are looked at; what is the same so far is the same."""
_LONGEST_WORD = 40  # characters; what is longer is not remembered
_SHORT = 4_000  # characters of most articles


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or heading. Words are stems; `weights` leaves function words out.

    `facts` are its names and numbers, `prose` its other words: what a rewording changes.
    """

    text: str
    weights: Mapping[str, float]
    total: float
    facts: Mapping[str, float]
    prose: Mapping[str, float]
    stops: frozenset[str]  # its function words
    size: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """An article's title and body. `words` are folded and in order.

    `letters` is a hash of the body's letters and figures, `size` their number: of equal ones the
    texts are equal but for spaces, signs and capitals. `is_wall`: it is no article, but what stands
    in place of one.
    """

    title: Sentence
    sentences: tuple[Sentence, ...]
    words: tuple[str, ...]
    facts: Mapping[str, float]
    written: Mapping[str, str]  # a fact's stem -> how it is written
    names: frozenset[str]  # capitalised wherever they stand, at the head of a sentence too
    stems: frozenset[str]  # every telling one of the body
    shingles: tuple[int, ...]
    fingerprint: frozenset[int]  # the shingles in no order
    total: float
    letters: int
    size: int
    is_wall: bool


def sketch(title: str, text: str) -> Sketch:
    """The sketch of a title and a plain text; memorised, for an article meets many others."""
    if len(text) <= _SHORT:
        return _of_short(title, text)
    return (_of_long if len(text) <= LONGEST else _of_endless)(title, text)


def _drawn(title: str, text: str) -> Sketch:
    notes = _Notes()
    found = tuple(notes.sentence(piece) for piece in sentences(normal(text[:LONGEST])))
    if german(notes.words):
        found = tuple(_nouns_are_no_names(sentence, notes) for sentence in found)
    facts: dict[str, float] = {}
    for sentence in found:
        facts.update(sentence.facts)
    told, shingles = letters(text), winnow(notes.words)
    return Sketch(
        title=_Notes().sentence(normal(title), heading=True),
        sentences=found,
        words=tuple(notes.words),
        facts=facts,
        written=notes.written,
        names=frozenset(notes.heads - notes.lower).union(facts),
        stems=frozenset().union(*(sentence.weights for sentence in found)),
        shingles=shingles,
        fingerprint=frozenset(shingles),
        total=sum(sentence.total for sentence in found),
        letters=digest(f"text:{told}"),
        size=len(told),
        is_wall=is_wall(text),
    )


# a sketch takes some hundred bytes a word and holds its text: thirty megabytes at the most
_of_short = lru_cache(maxsize=256)(_drawn)
_of_long = lru_cache(maxsize=16)(_drawn)
_of_endless = lru_cache(maxsize=2)(_drawn)


class _Notes:
    """What is written down while a text is read, sentence by sentence."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.written: dict[str, str] = {}
        self.beside: set[str] = set()  # names that stand next to a name
        self.heads: set[str] = set()  # capitalised where everything is
        self.lower: set[str] = set()

    def is_name(self, fact: str) -> bool:
        """In German: a figure, a name beside a name, an acronym or a place that all know."""
        known = fact in KNOWN_NAMES or self.written[fact][1:2].isupper()
        return fact[0].isdecimal() or fact in self.beside or known

    def sentence(self, text: str, *, heading: bool = False) -> Sentence:
        weights: dict[str, float] = {}
        facts: dict[str, float] = {}
        stops: set[str] = set()
        written = raw_words(text)
        told = [_tell(word) if len(word) <= _LONGEST_WORD else _told(word) for word in written]
        shouted = heading or _is_shouted(told)
        before = ""
        for place, (folded, stemmed, weight, name, _, is_figure, cut) in enumerate(told):
            if cut:
                self.words.extend(cut)
                weights.update(dict.fromkeys(cut, 0.7))
                before = ""
                continue
            self.words.append(folded)
            if weight == 0.0:
                stops.add(folded)
            elif is_figure:
                weights[stemmed] = max(0.3, weight)
                if weight >= 0.5:
                    facts[stemmed] = weight
                    self.written[stemmed] = written[place]
            elif name and place and not shouted:
                facts[stemmed] = name
                weights[stemmed] = max(weight, name)
                self.written.setdefault(stemmed, written[place])
                if before:
                    self.beside.update((before, stemmed))
            else:
                weights.setdefault(stemmed, weight)
                (self.heads if name >= 3 else self.lower).add(stemmed)
            before = stemmed if name else ""
        return _sentence(text, weights, facts, frozenset(stops), len(written))


def _sentence(
    text: str,
    weights: Mapping[str, float],
    facts: Mapping[str, float],
    stops: frozenset[str],
    size: int,
) -> Sentence:
    prose = {word: w for word, w in weights.items() if word not in facts and not word[0].isdigit()}
    return Sentence(text, weights, sum(weights.values()), facts, prose, stops, size)


class _Word(NamedTuple):
    """A written word: folded, its stem, its weight, and its weight should it be a name.

    A function word weighs 0; a figure below ten nearly so, and is kept all the same. `pairs` are
    those of a run of a script without spaces, `case` is 1 for a capital, 0 for a small letter at
    its head and -1 where there is no such thing.
    """

    folded: str
    stem: str
    weight: float
    name: float
    case: int
    is_figure: bool
    pairs: tuple[str, ...]


def _told(word: str) -> _Word:
    if is_unspaced(word):
        return _Word(word, word, 0.7, 0.0, -1, False, tuple(pairs(word)))
    folded, head = fold(word), word[0]
    case = -1 if head.lower() == head.upper() else int(head.isupper())
    if figure := number(folded):
        return _Word(folded, figure, number_weight(figure) or 1e-9, 0.0, case, True, ())
    if folded in STOP:
        return _Word(folded, folded, 0.0, 0.0, case, False, ())
    known = folded in EVERYDAY or len(folded) <= 3
    name = name_weight(folded) if head.isupper() else 0.0
    return _Word(folded, stem(folded), 1.0 if known else 2.0, name, case, False, ())


_tell = lru_cache(maxsize=65536)(_told)


def _is_shouted(written: Iterable[_Word]) -> bool:
    """A Headline Like This: its capitals say nothing."""
    cased = [word.case for word in written if word.case >= 0]
    return sum(cased) * 10 > len(cased) * 6 + 20


def _nouns_are_no_names(sentence: Sentence, notes: _Notes) -> Sentence:
    """German capitalises every noun: a name stands beside a name, or is spelt in capitals."""
    facts = {fact: w for fact, w in sentence.facts.items() if notes.is_name(fact)}
    nouns = sentence.facts.keys() - facts.keys()
    weights = {word: 2.0 if word in nouns else w for word, w in sentence.weights.items()}
    return _sentence(sentence.text, weights, facts, sentence.stops, sentence.size)
