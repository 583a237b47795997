"""Categories as sources write them find the topics they mean."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from aggregator.config import Topic
from aggregator.model import Category
from aggregator.vocabulary import topics_meant

CORPUS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / "corpus/topics/categories.toml").read_text(encoding="utf-8")
)
TOPICS = [Topic.model_validate(one) for one in CORPUS["topics"]]


@pytest.mark.parametrize("case", CORPUS["cases"], ids=lambda case: case["category"])
def test_a_category_means_the_topics_it_says(case: dict[str, Any]) -> None:
    category = Category(term=case["category"], scheme=case.get("scheme"), label=case.get("label"))
    assert sorted(topics_meant([category], TOPICS)) == sorted(case["means"])


def test_the_category_is_quoted_as_written() -> None:
    categories = [Category(term="c7", label="Django "), Category(term="python")]
    assert topics_meant(categories, TOPICS)["technology/python"] == "Django "


def test_an_empty_word_means_something_where_the_operator_says_so() -> None:
    topic = Topic.model_validate({"slug": "news", "categories": ["News"]})
    assert topics_meant([Category(term="NEWS")], [topic]) == {"news": "NEWS"}
    assert topics_meant([], [topic]) == {}
