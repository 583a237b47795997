"""What labelled articles read like. In: lessons, then a text; out: its topics and how surely.

Pure. A topic is the sum of the words of the articles that rules and sources put into it, set
against the sum of all others (Rocchio's method, with words weighted by their rarity). It was chosen
by measurement (benchmarks/topics.py): as good as online logistic regression with many labels and
better with few, one pass, the same in any order of arrival, and it can say which words spoke.

Nothing is learned from its own answers. The words of a topic's rule count as all others do: left
out of its sum, since the rule finds them itself, first guesses were worse by two in a hundred and
what the rule missed was filed no better. How sure an answer is was measured on the lessons: each
was asked as a question, as if it had not been learned.
"""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import repeat
from operator import mul
from typing import Any

from .text.curve import chance_at, fit_curve
from .text.weights import of_length_one

_VOCABULARY = 8000  # words known at all
_OF_TOPIC = 2000  # words of one topic
_TRIALS = 200  # newest questions that confidence is measured on
_ENOUGH = 8  # lessons, and as many of other subjects, before a topic is spoken of
_VOICES = 2  # sources: what one source calls by a topic's name may be its tone of voice
_UNLABELLED = 0.05  # what an article without a label counts as a trial: it may belong all the same
_SHOWN = 5

Words = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """An article's words, the topics it is known to be in (none: not known), and its source."""

    words: Words
    topics: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A text reads like a topic: how surely (0 to 1), and by which words."""

    topic: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A text's known words weighted by rarity, together of length 1, and how common they are."""

    words: Mapping[str, float]
    common: float
    rarity: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Topic:
    """What was learned of one topic, and what follows from it.

    A text's score is the sum of its words' `weights`, less `drag` times how common its words are.
    """

    lessons: int = 0
    sources: tuple[str, ...] = ()
    sums: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    trials: tuple[tuple[float, float, float], ...] = ()  # score, was in it (0 or 1), weight
    weights: Mapping[str, float] = field(default_factory=dict)
    drag: float = 0.0
    length: float = 1.0  # of the sums weighted by rarity
    slope: float = 0.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """All that was learned; a value: `learn` gives a new one."""

    lessons: int = 0
    sums: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, _Topic] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)  # high for words of few articles
    whole: Mapping[str, float] = field(default_factory=dict)  # `sums` weighted by rarity

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads; about 20 bytes a word."""
        return {
            "lessons": self.lessons,
            "words": {w: [round(s, 4), self.counts[w]] for w, s in self.sums.items()},
            "topics": {
                slug: {
                    "lessons": topic.lessons,
                    "sources": list(topic.sources),
                    "words": {w: [round(s, 4), topic.counts[w]] for w, s in topic.sums.items()},
                    "trials": [[round(s, 4), y, n] for s, y, n in topic.trials],
                }
                for slug, topic in self.topics.items()
            },
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Learned":
        """Read back; an empty mapping is nothing learned yet."""
        words = told.get("words", {})
        topics = {
            slug: _Topic(
                lessons=one["lessons"],
                sources=tuple(one["sources"]),
                sums={word: pair[0] for word, pair in one["words"].items()},
                counts={word: pair[1] for word, pair in one["words"].items()},
                trials=tuple((s, y, n) for s, y, n in one["trials"]),
            )
            for slug, one in told.get("topics", {}).items()
        }
        return _trusted(_weighed(cls(
            lessons=told.get("lessons", 0),
            sums={word: pair[0] for word, pair in words.items()},
            counts={word: pair[1] for word, pair in words.items()},
            topics=topics,
        )))  # fmt: skip


# ---- asking ------------------------------------------------------------------------------------


def judge(learned: Learned, words: Words, at_least: float = 0.0) -> tuple[Opinion, ...]:
    """What a text reads like, surest first; only topics of which enough is known."""
    asked = _asked(words, learned)
    opinions = []
    for slug, topic in learned.topics.items():
        if not _is_known(topic, learned):
            continue
        confidence = chance_at(topic.slope * _score(topic, asked) + topic.offset)
        if confidence >= at_least:
            shown = _telling(topic, asked, learned)
            opinions.append(Opinion(topic=slug, confidence=confidence, words=shown))
    return tuple(sorted(opinions, key=lambda one: -one.confidence))


def _score(topic: _Topic, asked: _Asked) -> float:
    weights = map(topic.weights.get, asked.words, repeat(0.0))
    said: float = sum(map(mul, asked.words.values(), weights))
    return said - topic.drag * asked.common


def _telling(topic: _Topic, asked: _Asked, learned: Learned) -> tuple[str, ...]:
    """The words that spoke for the topic, strongest first."""
    said = {
        word: value * (topic.weights[word] - topic.drag * learned.whole[word])
        for word, value in asked.words.items()
        if word in topic.weights
    }
    best = sorted((word for word, by in said.items() if by > 0), key=lambda w: (-said[w], w))
    return tuple(best[:_SHOWN])


def _is_known(topic: _Topic, learned: Learned) -> bool:
    others = learned.lessons - topic.lessons
    return min(topic.lessons, others) >= _ENOUGH and len(topic.sources) >= _VOICES


def _asked(words: Words, learned: Learned) -> _Asked:
    rarity = learned.rarity.get
    new = math.log(learned.lessons + 2)
    rare = of_length_one({word: value * rarity(word, new) for word, value in words.items()})
    known = {word: value for word, value in rare.items() if word in learned.rarity}
    common = sum(map(mul, known.values(), map(learned.whole.__getitem__, known)))
    return _Asked(words=known, common=common, rarity=learned.rarity)


# ---- learning ----------------------------------------------------------------------------------


def learn(learned: Learned, lessons: Sequence[Lesson], slugs: Set[str]) -> Learned:
    """Take in lessons, in any number, about the topics named; others are forgotten."""
    sums, counts = _grown(learned.sums, learned.counts, lessons, _VOCABULARY)
    known = {slug: learned.topics.get(slug, _Topic()) for slug in sorted(slugs)}
    grown = replace(
        learned,
        lessons=learned.lessons + len(lessons),
        sums=sums,
        counts=counts,
        topics={slug: _with_lessons(topic, slug, lessons) for slug, topic in known.items()},
    )
    return _trusted(_with_trials(_weighed(grown), lessons[-_TRIALS:]))


def _with_lessons(topic: _Topic, slug: str, lessons: Sequence[Lesson]) -> _Topic:
    own = [lesson for lesson in lessons if slug in lesson.topics]
    if not own:
        return topic
    sums, counts = _grown(topic.sums, topic.counts, own, _OF_TOPIC)
    sources = tuple(dict.fromkeys((*topic.sources, *(lesson.source for lesson in own))))[:_ENOUGH]
    return replace(
        topic, lessons=topic.lessons + len(own), sources=sources, sums=sums, counts=counts
    )


def _grown(
    sums: Mapping[str, float], counts: Mapping[str, int], lessons: Sequence[Lesson], most: int
) -> tuple[dict[str, float], dict[str, int]]:
    """Sums and counts with the lessons' words; of too many, the most frequent are kept."""
    grown, counted = dict(sums), dict(counts)
    for lesson in lessons:
        for word, value in lesson.words.items():
            grown[word] = grown.get(word, 0.0) + value
            counted[word] = counted.get(word, 0) + 1
    if len(grown) > most * 1.25:
        kept = sorted(counted, key=lambda word: (-counted[word], word))[:most]
        return {word: grown[word] for word in kept}, {word: counted[word] for word in kept}
    return grown, counted


# ---- trials ------------------------------------------------------------------------------------


def _with_trials(learned: Learned, lessons: Sequence[Lesson]) -> Learned:
    """Each lesson is asked of all topics, as if it had not been learned."""
    asked = [(lesson, _asked(lesson.words, learned)) for lesson in lessons]
    topics = {}
    for slug, topic in learned.topics.items():
        topics[slug] = topic
        if topic.lessons >= _ENOUGH:
            trials = [
                (
                    _score(topic, question) - _own_part(topic, slug, lesson, question),
                    float(slug in lesson.topics),
                    1.0 if lesson.topics else _UNLABELLED,
                )
                for lesson, question in asked
            ]
            topics[slug] = replace(topic, trials=(*topic.trials, *trials)[-_TRIALS:])
    return replace(learned, topics=topics)


def _own_part(topic: _Topic, slug: str, lesson: Lesson, asked: _Asked) -> float:
    """How much of a lesson's score it owes to having been learned."""
    words = asked.words.items()
    if slug not in lesson.topics:
        return -topic.drag * sum(v * lesson.words[w] * asked.rarity[w] for w, v in words)
    total = 0.0
    for word, value in words:
        if count := topic.counts.get(word, 0):
            with_own = topic.sums[word] * _trust(count)
            without = (topic.sums[word] - lesson.words[word]) * _trust(count - 1)
            total += value * (with_own - without) * asked.rarity[word]
    return total / topic.length


# ---- conclusions -------------------------------------------------------------------------------


def _weighed(learned: Learned) -> Learned:
    """The same with rarities, and with every topic's weights worked out from its sums."""
    most = learned.lessons + 2
    rarity = {word: math.log(most / (count + 1)) for word, count in learned.counts.items()}
    whole = {word: total * rarity[word] for word, total in learned.sums.items()}
    learned = replace(learned, rarity=rarity, whole=whole)
    return replace(
        learned,
        topics={slug: _with_weights(topic, learned) for slug, topic in learned.topics.items()},
    )


def _trusted(learned: Learned) -> Learned:
    """The same with every topic's confidence worked out from its trials."""
    topics = {}
    for slug, topic in learned.topics.items():
        slope, offset = fit_curve(topic.trials)
        topics[slug] = replace(topic, slope=slope, offset=offset)
    return replace(learned, topics=topics)


def _with_weights(topic: _Topic, learned: Learned) -> _Topic:
    """A word's weight is the direction to the topic's sum, less half of that to the rest's.

    The rest is the whole less the topic. Its part that is the same for all topics is not in
    `weights` but in `drag`, so that a topic needs to know its own words only.
    """
    if topic.lessons < _ENOUGH:
        return topic
    whole, rarity = learned.whole, learned.rarity
    own = {word: total * rarity[word] for word, total in topic.sums.items() if word in rarity}
    length = math.sqrt(sum(v * v for v in own.values())) or 1.0
    rest = sum(v * v for word, v in whole.items() if word not in own)
    rest += sum((whole[word] - v) ** 2 for word, v in own.items())
    drag = 0.5 / (math.sqrt(rest) or 1.0)
    weights = {w: v * drag + v / length * _trust(topic.counts[w]) for w, v in own.items()}
    return replace(topic, weights=weights, drag=drag, length=length)


def _trust(articles: int) -> float:
    """How far a word is believed that so many articles of a topic have: the names in one article
    are no evidence of a subject, and the turns of phrase of three are little."""
    return max(0, articles - 1) / max(1, articles)
