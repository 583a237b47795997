"""Who leads: by what the articles say of each other, not by who came first or says most."""

from dataclasses import replace
from itertools import combinations

import pytest

from aggregator.deduplicate import compare
from aggregator.origin import believed, copying, followers, lead
from tests.build import article, at
from tests.corpus.pairs import texts

TEXTS = texts()
HOMES = {"mill": "feeds.mill.example", "weir": "weir.example", "planet": "planet.example"}
PAGE = "https://mill.example/1"


def test_nobody_takes_an_entry_over_by_naming_its_link() -> None:
    ours = article("1", first_seen=at())
    longer = article("2", source="weir", url=PAGE, link=PAGE, text="Buy our pills. " * 90)
    assert lead([longer, ours], {}, homes=HOMES) == ours
    assert lead([ours, longer], {}, homes=HOMES) == ours


def test_the_original_leads_though_a_planet_was_read_first() -> None:
    ours = article("1", first_seen=at(hours=3))
    planet = article("2", source="planet", url=PAGE, link=PAGE, first_seen=at(hours=-9))
    assert lead([planet, ours], {}, homes=HOMES) == ours


def test_where_nobody_is_at_home_the_first_leads() -> None:
    first = article("1", source="weir", url=PAGE, link=PAGE, published=at(hours=-3))
    second = article("2", source="planet", url=PAGE, link=PAGE)
    assert lead([second, first], {}, homes=HOMES) == first


def test_a_host_that_only_ends_alike_is_no_home() -> None:
    ours = article("1")
    longer = article("2", source="evil", url=PAGE, link=PAGE, text="Pills. " * 900)
    homes = HOMES | {"evil": "notmill.example"}
    assert lead([longer, ours], {}, homes=homes) == ours


# ---- sources that live by copying ----------------------------------------------------------------


def test_who_lives_by_copying_does_not_lead_though_its_date_is_earlier() -> None:
    ours, early = article("1"), article("2", source="weir", published=at(hours=-3))
    assert lead([ours, early], {}) == early
    assert lead([ours, early], {}, history={"weir": 1.0}) == ours
    assert lead([ours, early], {}, history={"weir": 1.0, "mill": 1.0}) == early


def test_a_source_has_a_history_from_twenty_articles_on_and_by_more_than_half() -> None:
    assert copying(19, 19) == 0.0
    assert copying(20, 10) == 0.0
    assert copying(40, 30) == 0.5
    assert copying(400, 399) == 1.0


def test_who_was_published_and_seen_later_or_says_so_followed() -> None:
    first = article("1", published=at(hours=-5), first_seen=at(hours=-4))
    later = article("2", source="weir", published=at(hours=-3), first_seen=at(hours=-2))
    set_back = article("3", source="lock", published=at(hours=-9), first_seen=at(hours=-1))
    says_so = article("4", source="pell", published=at(hours=-9), first_seen=at(hours=-9),
                      html='<a href="https://mill.example/1">from</a>')  # fmt: skip
    assert followers([first, later], {}) == {later.id}
    assert followers([first, set_back], {}) == frozenset()
    assert followers([first, says_so], {}) == {says_so.id}
    own = article("5", published=at(hours=-1), first_seen=at(hours=-1))
    assert followers([first, own], {}) == frozenset()


def test_a_date_is_not_believed_that_is_before_its_source_was_read_without_it() -> None:
    ours = article("1", published=at(hours=-60), first_seen=at(hours=-59))
    set_back = article("2", source="weir", published=at(hours=-90), first_seen=at(hours=-1),
                       absent=at(hours=-2))  # fmt: skip
    late = replace(set_back, absent=at(hours=-40))  # it may have waited to be read for a day
    new = replace(set_back, absent=None)  # of a source that nobody had read before
    assert lead([set_back, ours], {}) == ours
    assert followers([set_back, ours], {}) == {set_back.id}
    assert believed([set_back, ours]) == {ours.id: ours.published, set_back.id: at(hours=-2)}
    for one in (late, new):
        assert lead([ours, one], {}) == one
        assert followers([ours, one], {}) == frozenset()


def test_a_source_does_not_refute_its_own_dates() -> None:
    ours = article("1", published=at(hours=-60), first_seen=at(hours=-59))
    again = article("2", published=at(hours=-90), first_seen=at(hours=-1), absent=at(hours=-2))
    assert believed([again, ours])[again.id] == again.published


def test_who_is_credited_did_not_follow() -> None:
    ours = article("1", first_seen=at(hours=9), published=at(hours=1))
    says_so = article("2", source="weir", html='<a href="https://mill.example/1">from</a>')
    assert followers([ours, says_so], {}) == {says_so.id}


@pytest.mark.parametrize(("copies", "first"), [(1, "farm"), (2, "mill")])
def test_whose_words_two_others_have_leads_a_rewording_with_an_earlier_date(
    copies: int, first: str
) -> None:
    bank, spun = TEXTS["en-bank"], TEXTS["en-bank/copy1"]
    farm = spun.at("farm", published=at(hours=-6))
    mill = bank.at("mill", published=at(hours=-3))
    others = [bank.at(f"weir{n}", published=at(hours=-2)) for n in range(copies)]
    every = [farm, mill, *others]
    edges = [edge for a, b in combinations(every, 2) if (edge := compare(a, b)) is not None]
    assert lead(every, {}, edges).source == first
