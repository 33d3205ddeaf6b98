"""The workspace: its database, how it is opened, and what it keeps over versions."""

import sqlite3
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import StoreError
from recoupe.room.evidence.packing import packed, unpacked
from recoupe.room.setup import open_store, started, without_password
from recoupe.room.workspace import database


def test_no_migration_is_missing() -> None:
    started()
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_opening_makes_a_workspace_that_writes_ahead(tmp_path: Path) -> None:
    open_store(tmp_path / "new" / "recoupe.db").close()
    connection = sqlite3.connect(tmp_path / "new" / "recoupe.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_foreign_keys_are_held(tmp_path: Path) -> None:
    store = open_store(tmp_path / "recoupe.db")
    from django.db import IntegrityError

    from recoupe.room.evidence.models import Passage

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        Passage.objects.using(store.alias).create(
            document_id="x", position=0, start=0, end=1, kind="s", language="fr", paragraph=0
        )
    store.close()


def test_two_workspaces_are_two(tmp_path: Path) -> None:
    from recoupe.reading import read_text
    from recoupe.store import Evidence

    first, second = open_store(tmp_path / "1.db"), open_store(tmp_path / "2.db")
    document = read_text("Une phrase.")
    first.save(document, Evidence(document.id, "fr", {}), "e")
    assert (len(first.entries()), len(second.entries())) == (1, 0)
    first.close()
    second.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are notes\n" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(path)
    assert path.read_text().startswith("these are notes")


def test_a_workspace_of_a_newer_recoupe_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recoupe.db"
    open_store(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('evidence', '9999_later', '2099-01-01')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="newer recoupe"):
        open_store(path)


def test_an_address_names_a_postgresql_database() -> None:
    settings = database("postgres://me:p%40ss@db.example:5433/cases?sslmode=require")
    assert settings["ENGINE"].endswith("postgresql")
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("cases", "me", "p@ss")
    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("db.example", "5433", {"sslmode": "require"})


def test_a_password_is_not_shown() -> None:
    assert "secret" not in without_password("postgres://me:secret@db/cases")


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_an_offset_map_unpacks_to_itself(numbers: list[int]) -> None:
    assert unpacked(packed(array("I", numbers))) == array("I", numbers)


def test_an_offset_map_packs_small() -> None:
    assert len(packed(array("I", range(100_000)))) < 1_000
