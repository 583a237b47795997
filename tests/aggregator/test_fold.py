"""Words are compared without what writers vary or leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.fold import fold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("…!", ""),
        ("Free-Threading", " free threading "),
        ("Zürich, Straße", " zurich strasse "),
        ("ﬁnale ＡＢＣ", " finale abc "),
        ("C++ C# C", " c++ c# c "),
        ("free_threading", " free threading "),
        ("東京タワー", " 東 京 タ ワ ー "),
        ("ハロー・ワールド", " ハ ロ ー ワ ー ル ド "),
        ("서울에서 PyCon", " 서 울 에 서 pycon "),
        ("हिन्दी भाषा", " हिन्दी भाषा "),
        ("שָׁלוֹם", " שלום "),
        ("مُحَمَّد", " محمد "),
        ("Donau\u00addampf", " donaudampf "),
        ("İstanbul", " istanbul "),
    ],
)
def test_a_word_has_one_form(text: str, words: str) -> None:
    assert fold(text) == words


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
