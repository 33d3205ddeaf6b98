"""Backup: all of the room comes back equal in a database of either kind, or nothing does; and never while somebody has to wait."""

import io
import json
import os
import stat
import subprocess
import sys
import threading
import zipfile

import pytest
from databases import new_database, room_at, rows
from furnishing import furnish

from recoupe.errors import BackupError, StoreError

CHAIN = {"people.Entry", "people.Head"}  # restoring adds a line


@pytest.fixture(scope="module")
def empty(story, request, tmp_path_factory):
    """Makes the address of an empty database, of the kind of the story where none is named.

    To make the tables takes most of the time of restoring: `tables` gives a copy of a room that has them and nothing else, for tests
    of which they are not the matter.
    """
    rooms = {}

    def made(kind=story, tables=False):
        from recoupe.room.setup import open_room

        server = request.getfixturevalue("postgresql") if kind == "postgresql" else ""
        folder = tmp_path_factory.mktemp("empty")
        if tables and kind not in rooms:
            rooms[kind] = new_database(kind, folder, server)
            with room_at(rooms[kind]):
                open_room()
        return new_database(kind, folder, server, rooms[kind] if tables else "")

    return made


@pytest.fixture(scope="module")
def full(empty, tmp_path_factory):
    """A room of the kind of the story with a row in every table, and its backup: address and file."""
    folder = tmp_path_factory.mktemp("full")
    address = empty(tables=True)
    backed_up(folder / "story.zip")
    with room_at(address):
        restored(folder / "story.zip")
        furnish()
        backed_up(folder / "full.zip")
    return address, folder / "full.zip"


def backed_up(path, on_progress=lambda done, total, name: None):
    from recoupe.room.backup.making import back_up

    with open(path, "wb") as out:
        return back_up(out, path.name, "a test", on_progress)


def restored(path, on_progress=lambda done, total, name: None, **options):
    from recoupe.room.backup.file import BackupFile
    from recoupe.room.backup.restoring import restore

    with BackupFile(path) as file:
        restore(file, "a test", on_progress, **options)


def test_every_table_has_a_row_or_what_comes_back_says_nothing(full):
    with room_at(full[0]):
        assert [name for name, found in rows().items() if not found] == []


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def copy(request, full, empty):
    """The same room restored into a database of each kind."""
    address = empty(request.param)
    with room_at(address):
        restored(full[1])
    return address


def test_all_of_it_comes_back_equal(full, copy):
    with room_at(full[0]):
        before = rows()
    with room_at(copy):
        after = rows()
        assert {name: found for name, found in after.items() if name not in CHAIN} == {
            name: found for name, found in before.items() if name not in CHAIN
        }
        assert after["people.Entry"][:-1] == before["people.Entry"]
        audit_is_whole("restored")


def audit_is_whole(last):
    from recoupe.room.people.audit import faults
    from recoupe.room.people.models import Entry

    assert list(faults()) == []
    assert Entry.objects.first().action == last


def test_a_restored_room_goes_on(full, copy):
    from django.db import DatabaseError, connection
    from django.test import Client

    from recoupe.query import parse
    from recoupe.room.evidence.store import WorkspaceStore
    from recoupe.room.people.models import Person
    from recoupe.room.taskforce.models import Group, Seat
    from recoupe.room.work import stale

    with room_at(full[0]):
        last = Seat.objects.latest("id").pk
    with room_at(copy):
        assert not stale(), "nothing has to be worked out again"
        person = Person.objects.get(email="secretaire@room.example")
        assert person.check_password("recoupe-demo-room")
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(person)
        assert browser.get("/").status_code == 200
        assert WorkspaceStore("default").search(parse("Namur")), "the index of words is there"
        assert Seat.objects.create(group=Group.objects.first(), name="new").pk == last + 2, "a number is given once"
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_entry")


def test_the_same_room_gives_the_same_bytes(full, empty, tmp_path):
    with room_at(full[0]), zipfile.ZipFile(full[1]) as one:
        backed_up(tmp_path / "again.zip")
        with zipfile.ZipFile(tmp_path / "again.zip") as other:
            different = {n for n in one.namelist() if one.read(n) != other.read(n)}
    assert different == {"tables/people.Entry.jsonl", "tables/people.Head.jsonl", "manifest.json", "manifest.seal"}


def test_nobody_waits_for_a_backup_and_it_holds_one_moment(full, empty, tmp_path):
    from django.db import connections

    from recoupe.room.people.audit import record
    from recoupe.room.people.models import Person
    from recoupe.room.taskforce.models import Group, Member

    written = []

    def write():
        # A row of a table that is read early, and of one that is read late and refers to it.
        group = Group.objects.create(name=f"written meanwhile {len(written)}")
        Member.objects.create(group=group, person=Person.objects.first())
        record(None, "wrote meanwhile", f"group {group.pk}")
        written.append(group.pk)
        connections.close_all()

    def meanwhile(done, total, name):
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(timeout=60)
        assert not writer.is_alive(), "somebody waits for the backup"

    with room_at(empty(tables=True)):
        restored(full[1])
        backed_up(tmp_path / "one.zip", meanwhile)
        assert len(written) > 2
        assert Group.objects.filter(name__startswith="written meanwhile").count() == len(written)
    with room_at(empty("sqlite", tables=True)):
        restored(tmp_path / "one.zip")
        assert not Group.objects.filter(name__startswith="written meanwhile").exists()
        assert not Member.objects.filter(group__in=written).exists()
        audit_is_whole("restored")


def test_a_backup_writes_nothing_where_it_reads(full):
    from django.db import DatabaseError

    from recoupe.room.backup.snapshot import snapshot
    from recoupe.room.taskforce.models import Group

    with room_at(full[0]), pytest.raises(DatabaseError), snapshot() as alias:
        Group.objects.using(alias).create(name="x")


# --- what is refused ---------------------------------------------------------------------------------------------


def rebuilt(path, target, seal=True, without="", **changes):
    """A backup of which the manifest says something else, with the right seal; without one of its tables where one is named."""
    from recoupe.room.backup.making import sealed

    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        said = json.loads(old.read("manifest.json")) | changes
        said["parts"] = {name: part for name, part in said["parts"].items() if name != without}
        manifest = json.dumps(said).encode()
        for name in old.namelist():
            data = old.read(name)
            if name == f"tables/{without}.jsonl":
                continue
            if name == "manifest.json":
                data = manifest
            elif name == "manifest.seal" and seal:
                data = sealed(manifest).encode()
            new.writestr(name, data)
    return target


def manifest_of(path):
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read("manifest.json"))


def test_a_newer_recoupe_is_told_by_its_migrations(full, empty, tmp_path):
    migrations = manifest_of(full[1])["migrations"]
    migrations["evidence"].append("0099_to_come")
    newer = rebuilt(full[1], tmp_path / "new.zip", migrations=migrations)
    with room_at(empty("sqlite")), pytest.raises(BackupError, match="upgrade recoupe"):
        restored(newer)


def test_a_backup_of_an_older_recoupe_is_brought_up_to_date(full, empty, tmp_path):
    migrations = manifest_of(full[1])["migrations"]
    assert migrations["people"].pop() > "0003_no_replace"
    older = rebuilt(full[1], tmp_path / "old.zip", migrations=migrations, without="people.Retention")
    with room_at(empty()):
        restored(older)
        audit_is_whole("restored")
        from django.db import DatabaseError, connection

        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_entry")
    with room_at(empty(tables=True)), pytest.raises(StoreError, match="newer recoupe than the backup"):
        restored(older)


def test_what_was_altered_by_somebody_without_the_key_is_refused(full, empty, tmp_path):
    altered = rebuilt(full[1], tmp_path / "altered.zip", seal=False, made="2020-01-01T00:00:00+00:00")
    with room_at(empty("sqlite")), pytest.raises(BackupError, match="altered"):
        restored(altered)


def test_another_key_is_refused_unless_the_key_is_lost(full, empty):
    from django.test import override_settings

    from recoupe.room.people.audit import faults
    from recoupe.room.people.models import Person

    with room_at(empty("sqlite", tables=True)), override_settings(SECRET_KEY="another key"):
        with pytest.raises(BackupError, match="RECOUPE_SECRET"):
            restored(full[1])
        restored(full[1], key_is_lost=True)
        assert Person.objects.exists()
        assert list(faults()), "an audit that another key sealed cannot be verified"


def test_a_database_that_holds_something_is_left_as_it_is(full, empty):
    from recoupe.room.people.models import Service

    with room_at(empty(tables=True)):
        Service.objects.create(short="X", name="X")
        before = rows()
        with pytest.raises(StoreError, match=r"not empty: there is something in people\.Service"):
            restored(full[1])
        assert rows() == before


def test_rows_that_do_not_fit_are_refused_and_nothing_is_kept(full, empty, tmp_path):
    from recoupe.room.backup.file import BackupFile, BackupWriter, Manifest
    from recoupe.room.backup.making import sealed

    out = io.BytesIO()
    with BackupFile(full[1]) as file:
        writer = BackupWriter(out)
        parts = {  # members without those who they are
            name: writer.table(name, [] if name == "taskforce.Group" else file.lines(name), part.last)
            for name, part in file.manifest.parts.items()
        }
        said = {name: getattr(file.manifest, name) for name in Manifest.__dataclass_fields__} | {"parts": parts}
    manifest = Manifest(**said).to_bytes()
    writer.close(manifest, sealed(manifest))
    (tmp_path / "odd.zip").write_bytes(out.getvalue())
    with room_at(empty()):
        with pytest.raises(BackupError, match="do not fit"):
            restored(tmp_path / "odd.zip")
        assert there_are_no_tables()


def there_are_no_tables():
    from django.db import connection

    return "people_person" not in connection.introspection.table_names()


# --- what is broken off ------------------------------------------------------------------------------------------


def test_a_restore_that_was_broken_off_leaves_nothing(full, empty):
    def stop(done, total, name):
        if done > total / 2:
            raise KeyboardInterrupt

    with room_at(empty()):
        with pytest.raises(KeyboardInterrupt):
            restored(full[1], stop)
        assert there_are_no_tables()


def test_a_restore_that_was_killed_leaves_nothing(full, empty):
    address = empty()
    code = (
        "import os, signal; from pathlib import Path\n"
        "from recoupe.room.setup import start_room; start_room()\n"
        "from recoupe.room.backup.file import BackupFile; from recoupe.room.backup.restoring import restore\n"
        "kill = lambda done, total, name: done > total / 2 and os.kill(os.getpid(), signal.SIGKILL)\n"
        f"restore(BackupFile(Path({str(full[1])!r})), '', kill)"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "RECOUPE_DATABASE": address})
    assert done.returncode == -9
    with room_at(address):
        assert there_are_no_tables()
        restored(full[1])
        audit_is_whole("restored")


# --- nothing is forgotten ----------------------------------------------------------------------------------------


def test_a_table_is_in_the_backup_or_left_out_with_a_reason(full):
    from django.apps import apps
    from django.db import connection

    from recoupe.room.backup.tables import LEFT_OUT, NOT_OF_MODELS, tables

    known = {table._meta.db_table for table in tables()}
    known |= {apps.get_model(label)._meta.db_table for label in LEFT_OUT}
    with room_at(full[0]):
        there = set(connection.introspection.table_names())
    assert [name for name in there - known if not name.startswith(tuple(NOT_OF_MODELS))] == []
    assert all(LEFT_OUT.values())
    assert all(NOT_OF_MODELS.values())


def test_every_kind_of_field_has_a_way_to_be_written():
    from recoupe.room.backup.rows import columns
    from recoupe.room.backup.tables import tables

    assert all(columns(table) for table in tables())


# --- the commands ------------------------------------------------------------------------------------------------


def recoupe(*arguments, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "recoupe.cli", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout, done.stderr.decode()


def test_from_the_command_line(full, tmp_path):
    file, other = tmp_path / "room.zip", tmp_path / "other.db"
    assert recoupe("--database", full[0], "backup", file)[0] == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["room.zip"], "nothing half-made is left"
    code, _, said = recoupe("--database", full[0], "backup", file)
    assert (code, "--force" in said) == (2, True)
    assert recoupe("--database", full[0], "backup", file, "--force")[0] == 0
    assert recoupe("restore", "--check", file)[0] == 0
    assert recoupe("--database", other, "restore", file)[0] == 0
    code, _, said = recoupe("--database", other, "audit", "verify")
    assert (code, said.strip().endswith("whole")) == (0, True)
    assert recoupe("--database", other, "restore", file)[0] == 4
    file.write_bytes(file.read_bytes()[:-1])
    code, _, said = recoupe("restore", "--check", file)
    assert (code, "cut short" in said) == (1, True)


def test_a_backup_goes_into_a_pipe(full, tmp_path):
    from recoupe.room.backup.file import BackupFile

    code, data, _ = recoupe("--database", full[0], "backup", "-")
    assert code == 0
    (tmp_path / "piped.zip").write_bytes(data)
    BackupFile(tmp_path / "piped.zip").look_through()


def test_the_key_of_a_room_is_beside_its_database_and_not_in_the_backup(tmp_path):
    without = {"RECOUPE_SECRET": ""}
    one, other, file = tmp_path / "one.db", tmp_path / "other.db", tmp_path / "one.zip"
    password = "--password=fifteen letters"
    assert recoupe("--database", one, "account", "a@b.example", password, **without)[0] == 0
    assert recoupe("--database", one, "backup", file, **without)[0] == 0
    key = (tmp_path / "one.secret").read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert not any(key in archive.read(name) for name in archive.namelist())
    code, _, said = recoupe("--database", other, "restore", file, **without)
    assert (code, ".secret" in said) == (1, True)
    (tmp_path / "other.secret").write_bytes(key)
    assert recoupe("--database", other, "restore", file, **without)[0] == 0
    assert recoupe("--database", other, "audit", "verify", **without)[0] == 0
