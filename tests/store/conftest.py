"""Stores: every adapter, empty. PostgreSQL is the one that RECOUPE_TEST_POSTGRES names and that may be emptied, or one of our own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.store import MemoryStore, Store


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace, of which each test gets a copy: to make its tables takes longer than most tests."""
    from recoupe.room.setup import open_store

    path = tmp_path_factory.mktemp("empty") / "recoupe.db"
    open_store(path).close()
    return path


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    from recoupe.room.setup import open_store

    if request.param == "postgresql":
        opened = open_store(request.getfixturevalue("postgresql"))
        from recoupe.room.evidence import models

        for table in (models.Document, models.Receipt, models.Disclosure, models.Ruling):
            table.objects.using(opened.alias).all().delete()
    else:
        shutil.copyfile(request.getfixturevalue("empty"), tmp_path / "recoupe.db")
        opened = open_store(tmp_path / "recoupe.db")
    yield opened
    opened.close()
