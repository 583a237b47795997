"""Who leads: by what the articles say of each other, not by who came first or says most."""

from aggregator.origin import lead
from tests.build import article, at

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
