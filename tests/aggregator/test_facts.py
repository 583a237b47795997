"""Names and numbers, and what they tell."""

import pytest

from aggregator.text.facts import german, name_weight, number, number_weight


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("3,5", "3.5"),
        ("007", "7"),
        ("000", "0"),
        ("twelve", "12"),
        ("zwolf", "12"),
        ("3:02", "3:02"),
        ("once", ""),
        ("fish", ""),
    ],
)
def test_a_number_has_one_form(word: str, wanted: str) -> None:
    assert number(word) == wanted


@pytest.mark.parametrize(
    ("figure", "weight"),
    [
        ("7", 0.0),
        ("50", 0.7),
        ("24", 1.5),
        ("2024", 1.0),
        ("1907", 1.0),
        ("118", 3.0),
        ("3.5", 1.5),
        ("4212", 4.0),
        ("90000", 0.7),
        ("00", 0.5),
    ],
)
def test_the_rarer_a_figure_the_more_it_tells(figure: str, weight: float) -> None:
    assert number_weight(figure) == weight


@pytest.mark.parametrize(
    ("name", "weight"),
    [("the", 0.0), ("london", 1.0), ("monday", 0.7), ("brisk", 3.0), ("xi", 1.0)],
)
def test_the_rarer_a_name_the_more_it_tells(name: str, weight: float) -> None:
    assert name_weight(name) == weight


def test_a_language_that_capitalises_its_nouns_is_known_by_its_articles() -> None:
    assert german(["der", "hund", "und", "die", "katze", "auf", "dem", "dach"])
    assert not german(["the", "dog", "and", "the", "cat", "on", "the", "roof"])
