from dataclasses import replace

import pytest

from aggregator.model import Copy, StoryId
from aggregator.settle import Cell, begin_story, continue_story, published_id, settle
from tests.build import article, at, story

A, B, C = article("a"), article("b", source="weir"), article("c", source="lock")


def cell(lead, *others):
    return Cell(lead=lead, copies=tuple(Copy(article=o, how="same-text") for o in others))


def test_a_cell_without_a_past_is_a_new_story():
    assert settle([cell(A)], []).named == ((cell(A), None),)


def test_a_story_that_gains_a_copy_keeps_its_name():
    before = story(lead=A)
    settled = settle([cell(A, B)], [before])
    assert settled.named == ((cell(A, B), before),)
    assert settled.gone == ()


def test_of_two_stories_that_become_one_the_first_listed_keeps_its_id():
    older = story(lead=B, listed=at(days=-2))
    newer = story(lead=A, listed=at(days=-1))
    settled = settle([cell(A, B)], [newer, older])
    assert settled.named[0][1] == older
    assert settled.gone == ((newer, older.id),)


def test_a_story_that_falls_apart_stays_with_the_larger_part():
    before = replace(
        story(lead=A),
        copies=(Copy(article=B, how="same-text"), Copy(article=C, how="same-text")),
    )
    settled = settle([cell(A), cell(B, C)], [before])
    assert [named for _, named in settled.named] == [None, before]


def test_the_lead_may_change_but_the_id_and_the_publication_date_may_not(now):
    before = story(lead=B)
    after = continue_story(before, cell(A, B), now)
    assert (after.id, after.uri, after.published) == (before.id, before.uri, before.published)
    assert after.lead == A


def test_a_guessed_publication_date_gives_way_to_the_leads_real_one(now):
    undated = replace(B, dated=False)
    after = continue_story(story(lead=undated), cell(replace(A, published=at(days=-9)), B), now)
    assert after.published == at(days=-9)


def test_a_new_lead_with_other_words_is_an_update(now):
    before = story(lead=B)
    other = replace(A, text="The original said it at much greater length. " * 20)
    assert continue_story(before, cell(other, B), now).updated == now
    assert continue_story(before, cell(A, B), now).updated == before.updated


def test_a_story_begins_with_its_leads_dates():
    begun = begin_story(cell(A, B), story_id=StoryId("x"), uri="urn:x", listed=at(hours=-1))
    assert (begun.published, begun.updated) == (A.published, A.updated)
    assert begun.articles == (A, B)


@pytest.mark.parametrize(
    "verbatim",
    [
        "https://mill.example/1",
        "https://mill.example",
        "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6",
        "tag:mill.example,2026:1",
    ],
)
def test_an_absolute_iri_is_published_verbatim(verbatim):
    wanted, _ = published_id(verbatim, story_id=StoryId("x1"), host="planet.example", year=2026)
    assert wanted == verbatim


@pytest.mark.parametrize(
    "odd", ["", "42", "/relative", "https:///x", "http://a b", "urn:a<b", "https:"]
)
def test_what_is_no_absolute_iri_gets_a_tag_of_ours(odd):
    wanted, ours = published_id(odd, story_id=StoryId("x1"), host="planet.example", year=2026)
    assert wanted == ours == "tag:planet.example,2026:story/x1"
