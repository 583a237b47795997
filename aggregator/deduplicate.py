"""Is it new, or an article we have? Articles in; keys and explained edges out. Pure.

No decision reads a clock, an order of arrival or what else is stored: a verdict about a pair
depends on the pair alone, which is what makes the same articles in any order give the same stories.
The levels are tried from the surest to the weakest; a false merge is worse than a missed one.
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from .assembly import adjoin, assemble_by
from .judgement import Ruling, judge, rewritten, told_again
from .model import Article, ArticleId, Edge, Pin
from .origin import Claim, claims, copying, followers, independent, lead
from .pair import Pair, is_identity
from .sketch import Sketch, sketch
from .text.shingles import digest
from .text.words import is_unspaced, normal, pairs

__all__ = [
    "Claim",
    "adjoin",
    "assemble",
    "claims",
    "compare",
    "copying",
    "followers",
    "independent",
    "keys",
    "lead",
    "replaces",
]

_LONGER = re.compile(r"[\u0600-\U0003ffff]{2,}|\w{5,}|\d{2,}")
_HEAD, _SPREAD, _FACTS, _RARE = 12, 12, 14, 12
_HEAD_SEEN = 6000  # letters at which a glance stops


def keys(article: Article) -> frozenset[int]:
    """What candidates are found by: at most 54 signed integers of 48 bits.

    The fingerprint of the head, where excerpts are cut from; the smallest of the whole, wherever
    they stand; some of the facts and of the rare words, which survive rewording. Which of many are
    taken is decided by their hash, so two texts that share most of them choose the same.
    """
    drawn = sketch(article.title, article.text)
    found = {_signed(drawn.letters)} if drawn.words else set()
    if is_identity(article.url):
        found.add(_key("link", article.url))
    if drawn.title.weights:
        found.add(_key("title", " ".join(sorted(drawn.title.weights))))
    shingles = {*drawn.shingles[:_HEAD], *sorted(drawn.shingles)[:_SPREAD]}
    found.update(_signed(number) for number in shingles)
    facts = sorted((_lot(f, w), f) for f, w in drawn.facts.items() if w >= 1)
    found.update(_key("fact", fact) for _, fact in facts[:_FACTS])
    rare = sorted(_rare(drawn), key=digest, reverse=True)  # as by lot, for all weigh the same
    found.update(_key("word", word) for word in rare[:_RARE])
    return frozenset(found)


def compare(a: Article, b: Article) -> Edge | None:
    """The verdict about a pair, the same whichever comes first; None: nothing in common.

    An edge that does not merge says: another article about the same event.
    """
    if a.id == b.id:
        return None
    first, second = (a, b) if a.id < b.id else (b, a)
    ruling = _ruling(first, second)
    if ruling is None:
        return None
    return Edge(
        a=first.id,
        b=second.id,
        how=ruling.how,
        score=round(min(1.0, max(0.0, ruling.score)), 3),
        because=ruling.because,
        merges=ruling.merges,
    )


def replaces(article: Article, old: Article) -> bool:
    """Whether an article is one that its source took back at the same time, edited."""
    return article.source == old.source and rewritten(Pair(article, old))


def assemble(
    articles: Iterable[Article], edges: Iterable[Edge], pins: Iterable[Pin] = ()
) -> tuple[tuple[ArticleId, ...], ...]:
    """The partition of `articles` into stories, the same in any order of the arguments.

    Ids ascend in each story, stories by their first id; pins overrule what the edges say.
    """
    return assemble_by(compare, articles, edges, pins)


def _ruling(a: Article, b: Article) -> Ruling | None:
    """From the cheapest question to the dearest: most candidates are nothing to each other."""
    pair = Pair(a, b)
    if pair.repeated_on_purpose:  # a form filled in anew: never one article, seldom one event
        near = pair.near_in_time(hours=72)
        return told_again(pair) if near and _worth_a_look(a.text, b.text) else None
    if a.url != b.url and not _worth_a_look(a.text, b.text):
        return None
    return judge(pair)


def _worth_a_look(a: str, b: str) -> bool:
    """A glance at the longer words: copies share half of them in any wording, chance a tenth."""
    (words, names), (others, other_names) = _glance(a[:_HEAD_SEEN]), _glance(b[:_HEAD_SEEN])
    smaller = min(len(words), len(others))
    if smaller < 8 or len(words & others) * 3 >= smaller:
        return True
    shared = len(names & other_names)
    return shared >= 4 and shared * 3 >= min(len(names), len(other_names))


@lru_cache(maxsize=128)
def _glance(head: str) -> tuple[frozenset[str], frozenset[str]]:
    """The longer words of a text's head, cut to their stems; what is capitalised or a figure."""
    words: set[str] = set()
    names: set[str] = set()
    for word in set(_LONGER.findall(normal(head))):
        if word[0] < "\u0600":
            words.add(word[:6].lower())
            if word[0].isupper() or word[0].isdecimal():
                names.add(word[:6])
        elif is_unspaced(word):
            words.update(pairs(word))
        else:
            words.add(word[:4])
    return frozenset(words), frozenset(names)


def _rare(drawn: Sketch) -> Iterable[str]:
    return {
        word
        for sentence in drawn.sentences
        for word, weight in sentence.prose.items()
        if weight >= 2 or (len(word) == 2 and not word.isascii())
    }


def _lot(text: str, weight: float) -> float:
    """A place in the draw: heavier ones come first more often, and always the same ones."""
    return -math.log((digest(text) + 1) / (1 << 48)) / weight


def _key(kind: str, text: str) -> int:
    return _signed(digest(f"{kind}:{text}"))


def _signed(number: int) -> int:
    """48 bits with a sign, which SQLite stores in six bytes."""
    return number - (1 << 47)
