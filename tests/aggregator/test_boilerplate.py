"""Page furniture: the corpus of phrases, what is learned from repetition, and the laws."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.boilerplate import (
    MOST_BLOCKS,
    Furniture,
    blocks_of,
    observe,
    strip,
    strip_known,
)

CORPUS = Path(__file__).parent.parent / "corpus" / "furniture"
LINES = tomllib.loads((CORPUS / "lines.toml").read_text(encoding="utf-8"))
TEXTS = tomllib.loads((CORPUS / "texts.toml").read_text(encoding="utf-8"))["text"]
PARAGRAPHS = (
    "The mill at Ferry Lane stays open through the winter, the council has decided.",
    "Its wheel was mended by volunteers, who were paid in flour.",
    "Alderman Petra Quist called the cost of 4,200 crowns less than that of one flood.",
    "The second reading of the by-law is expected in March.",
)
BODY = "\n\n".join(PARAGRAPHS)


# ---- known phrases ---------------------------------------------------------------------------


@pytest.mark.parametrize("line", LINES["gone"])
def test_a_known_phrase_goes_from_the_tail(line: str) -> None:
    stripped = strip_known(f"{BODY}\n\n{line}")
    assert stripped.text == BODY
    assert [one.line for one in stripped.removed] == [line]
    assert stripped.removed[0].reason


@pytest.mark.parametrize("line", LINES["stays"])
def test_a_sentence_that_begins_like_furniture_stays(line: str) -> None:
    text = f"{BODY}\n\n{line}"
    assert strip_known(text).text == text
    assert strip_known(f"{line}\n\n{BODY}").text == f"{line}\n\n{BODY}"


@pytest.mark.parametrize("case", TEXTS, ids=[case["name"] for case in TEXTS])
def test_a_text_is_left_with_its_article(case: dict[str, Any]) -> None:
    assert strip_known(case["text"].strip()).text == case["left"].strip()


ANY_LINES = st.lists(
    st.sampled_from([*PARAGRAPHS, *LINES["gone"], *LINES["stays"]]), min_size=1, max_size=12
)


@given(ANY_LINES)
def test_stripping_twice_is_stripping_once(lines: list[str]) -> None:
    once = strip_known("\n\n".join(lines)).text
    assert strip_known(once).text == once


@given(ANY_LINES)
def test_no_paragraph_of_the_article_is_lost(lines: list[str]) -> None:
    left = strip_known("\n\n".join(lines)).text
    assert all(line in left for line in lines if line in PARAGRAPHS)


@given(st.text(max_size=500))
def test_something_is_always_left_of_something(text: str) -> None:
    assert bool(strip_known(text).text.strip()) == bool(text.strip())


# ---- what repeats ----------------------------------------------------------------------------

OWN = ("A mill in winter", "The Fjord Post", "Corinna Vasquez")


def seen(*tails: str, start: int = 0) -> Furniture:
    """A source's furniture after articles with these tails, each of a story of its own."""
    furniture = Furniture()
    for number, tail in enumerate(tails, start):
        text = f"Article {number} about something else.\n\nIt ends soon.\n\n{tail}"
        furniture = observe(furniture, blocks_of(text), f"story {number}")
    return furniture


def test_what_three_stories_end_with_is_furniture_from_then_on() -> None:
    tail = "Ring the Fjord Post: we answer until six."
    assert strip(f"{BODY}\n\n{tail}", seen(tail, tail, tail)).text == BODY


def test_what_two_stories_end_with_is_not_yet() -> None:
    tail = "Ring the Fjord Post: we answer until six."
    text = f"{BODY}\n\n{tail}"
    assert strip(text, seen(tail, tail)).text == text


def test_a_sentence_of_background_is_not_furniture_though_it_repeats() -> None:
    tail = (
        "The dispute over the sluice began nine years ago, when the old owner died without a will "
        "and left two keys to three heirs."
    )
    text = f"{BODY}\n\n{tail}"
    furniture = seen(tail, "One end.", tail, "Another end.", tail, "A third end.", tail)
    assert strip(text, furniture).text == text
    assert strip(text, seen(*[tail] * 6)).text == BODY


def test_copies_and_revisions_of_one_story_count_once() -> None:
    furniture = Furniture()
    for _ in range(9):
        furniture = observe(furniture, blocks_of(BODY), "one story")
    assert furniture.learned() == frozenset()
    assert furniture.stories == 1


def test_digits_titles_and_names_may_differ() -> None:
    furniture = Furniture()
    for number in range(3):
        own = (f"Title number {'abc'[number]}", "The Fjord Post", f"Writer {'XYZ'[number]} Roe")
        tail = f"{number} people liked {own[0]} by {own[2]} in {own[1]}"
        furniture = observe(furniture, blocks_of(f"{BODY}\n\n{tail}", own), f"story {number}")
    text = f"Something new.\n\n87 people liked {OWN[0]} by {OWN[2]} in {OWN[1]}"
    assert strip(text, furniture, OWN).text == "Something new."


def test_a_line_inside_a_long_article_is_not_looked_at() -> None:
    tail = "He declined to comment on the matter."
    inside = "\n\n".join([*PARAGRAPHS * 4, tail, *PARAGRAPHS * 4])
    assert strip(inside, seen(tail, tail, tail)).text == inside


def test_in_a_big_source_one_in_ten_is_asked_for() -> None:
    tail = "Ring the Fjord Post: we answer until six."
    furniture = seen(tail, tail, tail, *(f"Ending number {'abc'[n % 3] * n}." for n in range(60)))
    text = f"{BODY}\n\n{tail}"
    assert strip(text, furniture).text == text


def test_nothing_but_furniture_is_left_alone() -> None:
    tail = "Ring the Fjord Post: we answer until six."
    assert strip(tail, seen(tail, tail, tail)).text == tail


def test_an_old_design_is_forgotten_and_a_new_one_learned() -> None:
    old, new = "Ring the Fjord Post: we answer until six.", "Write to the Fjord Post instead."
    furniture = seen(*[old] * 100)
    for number in range(100, 500):
        furniture = observe(furniture, blocks_of(f"Other {'x' * number}.\n\n{new}"), f"s{number}")
    assert strip(f"{BODY}\n\n{new}", furniture).text == BODY
    assert strip(f"{BODY}\n\n{old}", furniture).text != BODY


def test_what_is_remembered_is_bounded() -> None:
    furniture = Furniture()
    for number in range(400):
        lines = [f"line {'ab'[n % 2] * (n + 1)} of {'cd'[n % 2] * (number + 1)}" for n in range(20)]
        furniture = observe(furniture, blocks_of("\n".join(lines)), f"story {number}")
    assert len(furniture.blocks) <= MOST_BLOCKS
    assert len(json.dumps(furniture.as_json())) < 120_000


def test_counts_survive_the_store() -> None:
    furniture = seen("One tail here.", "One tail here.", "Another tail here.")
    assert Furniture.from_json(json.loads(json.dumps(furniture.as_json()))) == furniture


@pytest.mark.parametrize("value", [{}, {"blocks": 3}, {"blocks": {"a": "x"}, "stories": 1}])
def test_strange_counts_are_forgotten(value: dict[str, object]) -> None:
    assert Furniture.from_json(value).learned() == frozenset()


@given(st.permutations(range(6)))
def test_the_order_of_stories_does_not_matter(order: list[int]) -> None:
    tails = [
        "First tail.",
        "First tail.",
        "Second tail.",
        "First tail.",
        "Third one.",
        "Second tail.",
    ]
    furniture = Furniture()
    for number in order:
        furniture = observe(furniture, blocks_of(f"{BODY}\n\n{tails[number]}"), f"story {number}")
    assert furniture.learned() == seen_in_order(tails).learned()


def seen_in_order(tails: list[str]) -> Furniture:
    furniture = Furniture()
    for number, tail in enumerate(tails):
        furniture = observe(furniture, blocks_of(f"{BODY}\n\n{tail}"), f"story {number}")
    return furniture


def learned(*texts: str) -> list[list[str]]:
    """What goes of each text once those before it were seen."""
    furniture, gone = Furniture(), []
    for number, text in enumerate(texts):
        own = (f"Title {number}", "Jane Roe", "The Mill")
        gone.append([one.line for one in strip(text, furniture, own).removed])
        furniture = observe(furniture, blocks_of(text, own), f"story {number}")
    return gone


def lines_of(number: int, count: int, words: str) -> list[str]:
    return [f"{words} {chr(97 + number)}{chr(97 + place)}" for place in range(count)]


def test_the_headings_of_a_recipe_stay() -> None:
    texts = [
        [PARAGRAPHS[0], "Ingredients", *lines_of(number, 6, "flour of"), "Method", PARAGRAPHS[1]]
        for number in range(8)
    ]
    assert learned(*("\n\n".join(rows) for rows in texts))[-1] == [PARAGRAPHS[0], PARAGRAPHS[1]]


def test_a_list_of_links_at_the_end_keeps_its_heading() -> None:
    texts = [
        [*lines_of(number, 1, "The weir was closed again and nobody was told. That was"),
         f"It was day {chr(97 + number)} of the flood and the mill stood in the water.",
         "Five papers worth reading this week:", *lines_of(number, 5, "On eels, by")]
        for number in range(8)
    ]  # fmt: skip
    assert learned(*("\n\n".join(rows) for rows in texts)) == [[]] * 8


def test_a_heading_over_what_repeats_goes_with_it() -> None:
    texts = [
        [*PARAGRAPHS[:1], f"It was day {chr(97 + number)} of the flood.", "The Mill Letter",
         "Fridays at noon", "Your address stays with us"]
        for number in range(8)
    ]  # fmt: skip
    assert {"The Mill Letter", "Fridays at noon"} <= set(
        learned(*("\n\n".join(t) for t in texts))[-1]
    )
