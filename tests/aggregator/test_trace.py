"""aggregator.trace: what an entry is known by when its article is kept no longer."""

import pytest

from aggregator.trace import is_past, trace_of
from tests.build import article, at

OLD = article("1", fingerprint="f1", published=at(days=-500))


def past(**changes):
    """Whether an entry that differs from OLD in these ways is OLD's."""
    values = {"fingerprint": "f1", "published": at(days=-500), "id": OLD.id} | changes
    return is_past(trace_of(article("1", **values)), [trace_of(OLD)])


def test_an_entry_that_comes_again_is_known():
    assert past()


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Another headline"},
        {"fingerprint": "f2"},
        {"url": "https://elsewhere.example/1", "fingerprint": "f2"},
        {"published": at(days=-1)},
        {"dated": False},
    ],
)
def test_an_edited_one_as_well_also_when_its_date_is_another(edit):
    assert past(**edit)


def test_an_id_that_was_given_anew_is_an_entry_of_its_own():
    assert not past(url="https://mill.example/2", title="Other", fingerprint="f2")


def test_two_without_a_title_do_not_agree_in_it():
    untitled = trace_of(article("1", title="", fingerprint="f1"))
    other = article("1", title="", fingerprint="f2", url="https://mill.example/2")
    assert not is_past(trace_of(other), [untitled])


def test_a_blog_that_moved_to_other_ids_is_known_by_its_texts():
    assert past(id="0" * 32, url="https://new.example/1")
    assert past(id="0" * 32, url="https://new.example/1", dated=False)


def test_and_by_its_links_with_their_dates():
    assert past(id="0" * 32, fingerprint="f2", published=at(days=-500, hours=5))


def test_the_same_words_said_again_later_are_news():
    assert not past(id="0" * 32, url="https://mill.example/again", published=at(days=-1))


def test_what_stands_at_the_same_link_later_is_news():
    assert not past(id="0" * 32, fingerprint="f2", published=at(days=-1))
    assert not past(id="0" * 32, fingerprint="f2", dated=False)


def test_another_source_is_another_matter():
    other = article("1", source="weir", url=OLD.url, fingerprint="f1", published=OLD.published)
    assert not is_past(trace_of(other), [trace_of(OLD)])


def test_what_has_neither_link_nor_text_is_known_by_its_id_alone():
    bare = article("1", url="", fingerprint="", id="1" * 32)
    assert is_past(trace_of(bare), [trace_of(bare)])
    assert not is_past(
        trace_of(article("1", url="", fingerprint="", id="2" * 32)), [trace_of(bare)]
    )
