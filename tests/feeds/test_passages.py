"""What a search marks in what it found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from feeds.passages import marked
from tests.build import source
from tests.feeds.site import THREE, open_site, told

LONG = "The first words say nothing of it. " * 30


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("An old mill", {"mill"}, "An old <mark>mill</mark>"),
        ("MILL & Mills", {"mill"}, "<mark>MILL</mark> &amp; Mills"),
        ("MILL & Mills", {"mil*"}, "<mark>MILL</mark> &amp; <mark>Mills</mark>"),
        ("Zürich", {"zurich"}, "<mark>Zürich</mark>"),
        ("<b>mill</b>", {"mill", "b"},
         "&lt;<mark>b</mark>&gt;<mark>mill</mark>&lt;/<mark>b</mark>&gt;"),
        ("nothing", set(), "nothing"),
    ],
)  # fmt: skip
def test_words_are_marked_as_the_search_compares_them(
    text: str, sought: set[str], shown: str
) -> None:
    assert marked(text, frozenset(sought)) == shown


@given(st.text(), st.frozensets(st.text(min_size=1, max_size=3)))
def test_marks_add_nothing_but_themselves(text: str, sought: frozenset[str]) -> None:
    plain = str(marked(text, sought)).replace("<mark>", "").replace("</mark>", "")
    assert Markup(plain).unescape() == Markup(str(Markup.escape(text))).unescape()


def test_a_result_shows_the_passage_in_which_the_words_stand() -> None:
    deep = told("deep", title="Deep", text=f"{LONG} Then an ermine appeared. {LONG}", summary="")
    with open_site(*THREE, deep) as site:
        page = LexborHTMLParser(site.get("/search?q=ermine").content)
        excerpt = page.css_first(".excerpt")
        assert excerpt.css_first("mark").text() == "ermine"
        assert excerpt.text().startswith("…")
        assert not LexborHTMLParser(site.get("/").content).css("mark")


def test_a_passage_shows_no_more_than_the_source_allows() -> None:
    deep = told("deep", title="Deep", text=f"{LONG} Then an ermine appeared.", summary="Head.")
    with open_site(deep, sources=(source("mill", publish="excerpt"),)) as site:
        page = site.get("/search?q=ermine").text
        assert "Deep" in page and "appeared" not in page
