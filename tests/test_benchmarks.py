"""The benchmarks can be run: they are no part of the package, so nothing else would notice."""

from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.stages import watched

NAMES = sorted(path.stem for path in (Path(__file__).parents[1] / "benchmarks").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_finds_all_it_measures(name: str) -> None:
    assert import_module(f"benchmarks.{name}").__doc__


def test_every_stage_is_there_to_be_timed() -> None:
    with watched() as watch:
        assert watch.running == ["the rest of a poll"]
