"""Scores and what became of them in, how far a score can be trusted out. Pure."""

import math
from collections.abc import Iterable

_SLOPE, _OFFSET = 30.0, -4.0  # the curve that is believed at first,
_FIRM_SLOPE, _FIRM_OFFSET = 0.003, 0.3  # and how firmly


def chance_at(value: float) -> float:
    """The logistic function, from 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def fit_curve(trials: Iterable[tuple[float, float, float]]) -> tuple[float, float]:
    """The logistic curve from scores to how often they were right (Platt), fitted by Newton's
    method in bounded steps; the prior is a cautious curve, so that few trials give little
    confidence and trials that all agree give no certainty."""
    slope, offset = _SLOPE, _OFFSET
    held = tuple(trials)
    for _ in range(20):
        gs, go = (slope - _SLOPE) * _FIRM_SLOPE, (offset - _OFFSET) * _FIRM_OFFSET
        ss, so, oo = _FIRM_SLOPE, 0.0, _FIRM_OFFSET
        for score, truth, weight in held:
            chance = chance_at(slope * score + offset)
            error, bend = weight * (chance - truth), weight * chance * (1 - chance)
            gs, go = gs + error * score, go + error
            ss, so, oo = ss + bend * score * score, so + bend * score, oo + bend
        determinant = ss * oo - so * so
        slope -= max(-10.0, min(10.0, (oo * gs - so * go) / determinant))
        offset -= max(-1.0, min(1.0, (ss * go - so * gs) / determinant))
    return slope, offset
