"""Fixtures that all tests share."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test asserts a time, not even through hypothesis: a busy machine fails nothing.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared` beside the checkout, whose texts are read by tests and never committed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not beside this checkout: its texts are not ours to ship")
    return folder
