"""Settings of all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The same examples on every machine and in every run, and no clock: a slow machine is no failure.
settings.register_profile("formcheck", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("formcheck")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden summaries anew; review the diff")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))
