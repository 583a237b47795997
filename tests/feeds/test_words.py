"""Text that a document can hold and that none misreads."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.words import direction, language_tag, legal, one_line, plain


@given(st.text(st.characters()))
def test_legal_text_goes_into_xml_and_utf8(text: str) -> None:
    element = etree.Element("x")
    element.text = legal(text)
    assert etree.tostring(element, encoding="UTF-8")
    assert legal(legal(text)) == legal(text)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "So"))))
def test_legal_text_loses_no_letter(text: str) -> None:
    assert legal(text) == text


def test_a_replacement_character_becomes_a_question_mark() -> None:
    assert legal("caf\ufffd \x00\x93x\x94") == "caf? x"


def test_one_line_has_no_other_white_space_than_single_spaces() -> None:
    assert one_line("  a\n\tb\x85c ") == "a b c"


@pytest.mark.parametrize(
    "text", ["AT&T", "a < b", "R & D", "1 > 0", "Fish and chips", "x<3", "a&b=c"]
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", ["<b>", "</b>", "<!--", "&lt;", "&#60;", "&copy 2026", "&amp;"])
def test_text_that_looks_like_html_is_the_same_text_either_way(text: str) -> None:
    assert plain(text) != text
    assert plain(text).replace("\u2060", "") == text
    assert unescape(plain(text)) == plain(text)


@given(st.text(st.characters()))
def test_made_plain_twice_is_made_plain_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert unescape(plain(text)) == plain(text)


@pytest.mark.parametrize("tag", ["en", "de-CH", "zh-Hant-TW", "EN-us", "gsw"])
def test_a_language_that_exists_is_kept(tag: str) -> None:
    assert language_tag(tag) == tag


@pytest.mark.parametrize("tag", ["", "xx", "english", "en_US", "e", "en-", "?"])
def test_what_is_no_language_is_left_out(tag: str) -> None:
    assert language_tag(tag) == ""


def test_a_language_tells_which_way_its_words_run() -> None:
    assert [direction(tag) for tag in ("ar", "he-IL", "FA", "ks-Deva", "az-Arab")] == [
        "rtl", "rtl", "rtl", "auto", "rtl",
    ]  # fmt: skip
    assert [direction(tag) for tag in ("", "en", "de-AT", "arn", 'ar" x')] == ["auto"] * 5
