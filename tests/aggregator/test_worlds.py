"""The stories of small worlds: copies together, look-alikes apart, in any order of arrival."""

from random import Random

import pytest

from aggregator.deduplicate import assemble, independent, lead
from tests.corpus.worlds import World, decide, worlds

EVERY = tuple(worlds())


@pytest.mark.parametrize("world", EVERY, ids=lambda world: world.about)
def test_a_world_forms_its_stories_in_any_order(world: World) -> None:
    wanted = tuple(sorted(world.stories))
    for order in _orders(world):
        stories, _ = decide(order, world.pins)
        assert tuple(sorted(stories)) == wanted


@pytest.mark.parametrize("world", [w for w in EVERY if w.leads], ids=lambda world: world.about)
def test_the_original_leads_in_any_order(world: World) -> None:
    for order in _orders(world):
        stories, edges = decide(order, world.pins)
        for story, wanted in zip(world.stories, world.leads, strict=False):
            members = [article for article in order if article.id in story]
            assert lead(members, world.ranks, edges).id == wanted
        assert assemble(order, reversed(edges), world.pins) == stories


@pytest.mark.parametrize("world", EVERY, ids=lambda world: world.about)
def test_copies_are_one_teller(world: World) -> None:
    _, edges = decide(world.articles, world.pins)
    told = [
        independent([article for article in world.articles if article.id in story], edges)
        for story in world.stories
    ]
    assert tuple(told) == (world.independent or (1,) * len(told))


def test_there_are_worlds_enough() -> None:
    assert len(EVERY) >= 30


def _orders(world: World) -> list[list]:
    given = list(world.articles)
    shuffled = [Random(seed).sample(given, len(given)) for seed in range(3)]
    return [given, given[::-1], *shuffled]
