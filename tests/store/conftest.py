"""Stores: every adapter, empty; PostgreSQL only where RECOUPE_TEST_POSTGRES names a database that may be emptied."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from recoupe.store import MemoryStore, Store

POSTGRES = "RECOUPE_TEST_POSTGRES"


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    from recoupe.room.setup import open_store

    if request.param == "postgresql":
        if not (address := os.environ.get(POSTGRES)):
            pytest.skip(f"{POSTGRES} names no database that may be emptied")
        opened = open_store(address)
        from recoupe.room.evidence import models

        for table in (models.Document, models.Receipt, models.Disclosure):
            table.objects.using(opened.alias).all().delete()
    else:
        opened = open_store(tmp_path / "recoupe.db")
    yield opened
    opened.close()
