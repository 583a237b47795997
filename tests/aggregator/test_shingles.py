"""Winnowed shingles and their guarantee."""

from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.shingles import digest, shingles, winnow

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


def test_a_digest_is_the_same_in_every_process() -> None:
    assert digest("feed") == 115_445_665_497_903
    assert digest("\udc80") < 1 << 48


@given(WORDS, st.lists(st.sampled_from("mnopq"), min_size=8, max_size=14), WORDS, WORDS)
def test_texts_that_share_eight_words_in_a_row_share_a_hash(
    before: list[str], shared: list[str], after: list[str], other: list[str]
) -> None:
    one, two = before + shared + after, other + shared
    assert set(winnow(one)) & set(winnow(two))


@given(WORDS)
def test_a_fingerprint_is_a_part_of_the_shingles(words: list[str]) -> None:
    kept = winnow(words)
    assert len(set(kept)) == len(kept)
    assert set(kept) <= set(shingles(words))


def test_short_texts_have_one_hash_and_empty_ones_none() -> None:
    assert len(winnow(["a", "b"])) == 1
    assert winnow([]) == ()
    assert shingles(["a", "b", "c"]) != shingles(["c", "b", "a"])
