"""The nouns are values: frozen, hashable, whole."""

import dataclasses
import inspect

import pytest

from aggregator import model
from tests import build

NOUNS = [noun for _, noun in inspect.getmembers(model, dataclasses.is_dataclass)]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_is_frozen_and_takes_keywords_only(noun: type) -> None:
    settings = noun.__dataclass_params__  # type: ignore[attr-defined]
    assert settings.frozen
    assert hasattr(noun, "__slots__")
    assert all(field.kw_only for field in dataclasses.fields(noun))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_holds_nothing_that_can_change(noun: type) -> None:
    for field in dataclasses.fields(noun):
        assert "list" not in str(field.type)
        assert "dict" not in str(field.type)


def test_the_articles_of_a_story_are_its_lead_then_its_copies() -> None:
    copy = build.copy("2")
    story = build.story("1", copies=(copy,))
    assert story.articles == (story.lead, copy.article)


def test_values_can_be_put_in_sets() -> None:
    assert len({build.story("1"), build.story("1"), build.story("2")}) == 2
