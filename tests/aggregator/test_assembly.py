"""Edges in, stories out: who is with whom is what most of them agree on."""

import random

from aggregator.assembly import assemble_by
from aggregator.model import ArticleId, Edge
from tests.build import article


def edge(pair: str, score: float) -> Edge:
    """Of two letters; a score below zero: one event, other articles."""
    a, b = sorted(pair)
    return Edge(a=ArticleId(a), b=ArticleId(b), how="edited", score=abs(score), merges=score > 0)


def stories(names: str, **edges: float) -> set[str]:
    """The partition as words, one letter an article; nobody is asked beyond these edges."""
    articles = [article(name, id=ArticleId(name)) for name in names]
    told = [edge(pair, score) for pair, score in edges.items()]
    found = assemble_by(lambda *_: None, articles, told)
    return {"".join(story) for story in found}


BRIDGE = {"ab": 1.0, "ac": 0.95, "rs": 1.0, "rt": 0.95, "st": 0.9, "bc": 0.9} | {
    "mr": 0.99, "ms": 0.9, "mt": 0.9, "am": 0.75, "ar": -0.5, "as": -0.5, "bm": 0.7
}  # fmt: skip
"""Two articles with their copies, and a rewording of one of them that resembles both."""


def test_a_rewording_that_resembles_two_articles_ties_neither_to_the_other() -> None:
    assert stories("abcmrst", **BRIDGE) == {"abc", "mrst"}


def test_an_article_goes_where_its_nearest_is_though_it_was_drawn_elsewhere() -> None:
    # b is the text of a, but stands for neither: m draws it more than c, who stands for a
    drawn = BRIDGE | {"am": -0.5, "bm": 0.99, "br": -0.5, "bs": -0.5, "cd": 0.95}
    assert stories("abcdmrst", **drawn) == {"abcd", "mrst"}


def test_what_one_agrees_with_and_most_speak_against_stands_alone() -> None:
    copies = {"ab": 1.0, "ac": 0.9, "ad": 0.9, "bc": 0.9}
    assert stories("abcdx", **copies, cx=0.75) == {"abcdx"}
    against = {"ax": -0.5, "bx": -0.5, "dx": -0.5}
    assert stories("abcdx", **copies, cx=0.75, **against) == {"abcd", "x"}


def test_who_was_left_over_joins_those_who_agree() -> None:
    # x is unknown to the head, and agrees with one of the two who answer for it
    assert stories("abx", ab=1.0, bx=0.9) == {"abx"}


def test_order_does_not_matter() -> None:
    for seed in range(20):
        chance = random.Random(seed)
        names, edges = list("abcmrst"), list(BRIDGE.items())
        chance.shuffle(names)
        chance.shuffle(edges)
        assert stories("".join(names), **dict(edges)) == {"abc", "mrst"}
