"""Fixtures that all tests share."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from postgres import programs, server

# No test asserts a time, not even through hypothesis: a busy machine fails nothing.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = "RECOUPE_TEST_POSTGRES"


def pytest_configure() -> None:
    """One Django a process: with all of the room, which holds the tables of the store too."""
    import django

    os.environ["RECOUPE_SECRET"] = "for tests alone, fifty characters of no worth at all"
    os.environ["DJANGO_SETTINGS_MODULE"] = "recoupe.room.settings"
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]  # programs that a test starts choose for themselves


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared` beside the checkout, whose texts are read by tests and never committed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not beside this checkout: its texts are not ours to ship")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL database, or a skip that says what is missing."""
    if not importlib.util.find_spec("psycopg"):
        pytest.skip("psycopg is not installed")
    if address := os.environ.get(POSTGRES):
        yield address
    elif binaries := programs():
        with server(binaries) as address:
            yield address
    else:
        pytest.skip(f"{POSTGRES} names no database, and there is no initdb to make one")
