"""Fixtures every test may ask for; values come from `tests.build`."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from tests import postgres as _postgres

postgres, migrated = _postgres.postgres, _postgres.migrated  # fixtures

# where a landing is judged the same examples are tried each time: chance finds new ones elsewhere
hypothesis.settings.register_profile("same", derandomize=True, database=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("same")

CORPUS = Path(__file__).parent / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --update` rewrites expectations, for review in the diff."""
    parser.addoption("--update", action="store_true", help="rewrite the files in tests/corpus")


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
