"""Markup follows its text: the blocks of lines that went go, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.html import to_text
from aggregator.text.pruning import pruned

ARTICLE = "<p>Real <b>text</b> here &amp; more.</p>"


def test_a_paragraph_that_left_the_text_leaves_the_markup() -> None:
    assert pruned(f"<p>By JOHN SMITH</p>{ARTICLE}", "Real text here & more.") == ARTICLE


def test_a_list_goes_with_its_last_entry() -> None:
    html = (
        f'{ARTICLE}<div><h3>Related Articles</h3><ul><li><a href="https://a.example/">Mayor</a></li>'
        '<li><img src="https://b.example/x.png"><a href="https://b.example/">Walks</a></li></ul></div>'
    )
    assert pruned(html, "Real text here & more.") == ARTICLE


def test_a_block_with_a_line_to_keep_stays_whole() -> None:
    html = "<p>Kept line<br>Related Articles</p>"
    assert pruned(html, "Kept line") == html


def test_a_line_that_was_only_shortened_stays() -> None:
    html = "<p>The council has decided at last […] Continue reading →</p>"
    assert pruned(html, "The council has decided at last …") == html


def test_pictures_outside_what_goes_stay() -> None:
    html = f'<figure><img src="https://a.example/x.png"></figure>{ARTICLE}<p>Advertisement</p>'
    assert 'src="https://a.example/x.png"' in pruned(html, "Real text here & more.")


@pytest.mark.parametrize("text", ["", "Something else entirely."])
def test_markup_of_another_text_is_left_alone(text: str) -> None:
    assert pruned(ARTICLE, text) == ARTICLE


def test_plain_text_is_left_alone() -> None:
    assert pruned("no markup", "other") == "no markup"


BLOCKS = st.lists(
    st.sampled_from(["One line.", "Another line.", "A third.", "Related", "Share"]),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip


@given(BLOCKS, st.sets(st.integers(0, 5)))
def test_what_is_left_of_the_markup_reads_as_the_text(blocks: list[str], out: set[int]) -> None:
    kept = [block for number, block in enumerate(blocks) if number not in out] or blocks
    html = "".join(f"<div><p>{block}</p></div>" for block in blocks)
    assert to_text(pruned(html, "\n\n".join(kept))) == "\n\n".join(kept)
