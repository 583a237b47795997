"""Words of any script."""

import pytest

from aggregator.text.words import fold, letters, normal, pairs, raw_words, stem, words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Blair's own e-mail", ("blair", "own", "e", "mail")),
        ("L’Été à l'Europe", ("ete", "a", "europe")),
        ("Erdoğan'ın Karasu'daki", ("erdogan", "karasu")),
        ("O'Sullivan", ("o'sullivan",)),
        ("£4.5bn, 1,200 and 3:02", ("4.5", "bn", "1,200", "and", "3:02")),
        ("iPhone15 and WorldWire24", ("iphone15", "and", "worldwire24")),
        ("हिन्दी में", ("हिन्दी", "में")),
        ("שָׁלוֹם", ("שלום",)),
        ("北京市民2024年", ("北京", "京市", "市民", "2024", "年")),
        ("ｆｕｌｌ　width", ("full", "width")),
        ("", ()),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, wanted: tuple[str, ...]) -> None:
    assert words(text) == wanted


def test_thai_marks_stay_in_their_run() -> None:
    assert raw_words("สวัสดีครับ") == ["สวัสดีครับ"]
    assert pairs("กขค") == ["กข", "ขค"]
    assert pairs("ก") == ["ก"]


def test_soft_hyphens_are_no_letters() -> None:
    assert normal("Torf\u00adwerk") == "Torfwerk"
    assert letters("Torf\u00adwerk, 2!") == "torfwerk2"


def test_accents_do_not_count() -> None:
    assert fold("Łęgowice") == fold("ŁĘGOWICE")
    assert fold("été") == "ete"


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("announcement", "announ"),
        ("москвой", "москв"),
        ("대통령은", "대통"),
        ("서울", "서울"),
        ("本", "本"),
    ],
)
def test_a_stem_is_what_inflection_leaves(word: str, wanted: str) -> None:
    assert stem(word) == wanted
