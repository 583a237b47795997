"""Fixtures every test may ask for; values come from `tests.build`."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres as _postgres

# fixtures
postgres, migrated, address = _postgres.postgres, _postgres.migrated, _postgres.address

CORPUS = Path(__file__).parent / "corpus"

# Where a landing is judged the same examples are tried each time: chance finds new ones elsewhere.
# How long an example takes says nothing on a busy machine.
_UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("searching", **_UNHURRIED)
settings.register_profile("same", derandomize=True, database=None, **_UNHURRIED)
settings.load_profile("same" if os.environ.get("CI") else "searching")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` rewrites expectations, for review in the diff; `--examples 20` tries every
    law on twenty times as many examples, and nothing else."""
    parser.addoption("--update", action="store_true", help="rewrite the files in tests/corpus")
    parser.addoption("--examples", type=int, default=0, help="only laws, on so many times more")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Under `--examples`."""
    times: int = config.getoption("--examples")
    if not times:
        return
    laws = [(one, getattr(one, "obj", None)) for one in items]
    laws = [(one, law) for one, law in laws if hasattr(law, "is_hypothesis_test")]
    items[:] = [one for one, _ in laws]
    for _, law in laws:
        stated = getattr(law, "_hypothesis_internal_use_settings")  # noqa: B009 - there is no other
        law._hypothesis_internal_use_settings = settings(
            stated, max_examples=stated.max_examples * times
        )


@pytest.fixture
def now() -> datetime:
    """The moment at which every test happens: tests have no clock of their own."""
    return datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compares bytes with tests/corpus/NAME; rewrites that file instead under --update."""

    def compare(name: str, found: bytes) -> None:
        file = CORPUS / name
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(found)
        assert found == file.read_bytes(), f"{name} differs: review, then pytest --update"

    return compare
