"""How far a score can be trusted, from scores and what became of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.curve import chance_at, fit_curve


def chance(trials: list[tuple[float, float, float]], score: float) -> float:
    slope, offset = fit_curve(trials)
    return chance_at(slope * score + offset)


def test_no_trials_leave_a_cautious_curve() -> None:
    assert chance([], 0.0) < 0.05
    assert chance([], 0.1) < 0.5


def test_scores_that_were_right_are_trusted_and_others_not() -> None:
    trials = [(0.2, 1.0, 1.0)] * 40 + [(0.0, 0.0, 1.0)] * 40
    assert chance(trials, 0.2) > 0.95
    assert chance(trials, 0.0) < 0.05


def test_what_is_right_half_of_the_time_is_trusted_half() -> None:
    trials = [(0.1, 1.0, 1.0), (0.1, 0.0, 1.0)] * 100
    assert chance(trials, 0.1) == pytest.approx(0.5, abs=0.05)


def test_a_trial_of_little_weight_says_little() -> None:
    right = [(0.1, 1.0, 1.0)] * 20
    assert chance([*right, *[(0.1, 0.0, 0.05)] * 20], 0.1) > chance(
        [*right, *[(0.1, 0.0, 1.0)] * 20], 0.1
    )


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.sampled_from([0.0, 1.0]), st.sampled_from([0.05, 1.0])),
        max_size=60,
    )
)
def test_any_trials_give_a_curve(trials: list[tuple[float, float, float]]) -> None:
    slope, offset = fit_curve(trials)
    assert abs(slope) < 1000
    assert abs(offset) < 1000
    assert 0 < chance_at(slope * 0.1 + offset) < 1
