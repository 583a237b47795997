"""Fixtures every test may ask for; values come from `tests.build`."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """The moment at which every test happens: tests have no clock of their own."""
    return datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
