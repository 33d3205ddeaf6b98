"""The file of a backup: what was altered, cut short or made to harm is found before it does."""

import hashlib
import json
import zipfile

import pytest

from recoupe.errors import BackupError
from recoupe.room.backup import file as files
from recoupe.room.backup.file import BackupFile, BackupWriter, Manifest

TABLES = {
    "people.Service": [b'{"id":%d,"name":"%s"}\n' % (n, hashlib.sha256(b"%d" % n).hexdigest().encode()) for n in range(500)],
    "evidence.Document": [b'{"original":"%s"}\n' % (b"A" * 200_000)],
    "people.Token": [],
}  # fmt: skip


@pytest.fixture
def path(tmp_path):
    """A small backup."""
    with open(tmp_path / "room.zip", "wb") as out:
        writer = BackupWriter(out)
        parts = {name: writer.table(name, lines, len(lines)) for name, lines in TABLES.items()}
        manifest = Manifest(1, "0.1.0", "2026-10-01T08:00:00+00:00", "sqlite", "k", {"people": ["0001_start"]}, parts)
        writer.close(manifest.to_bytes(), "seal")
    return tmp_path / "room.zip"


def content(path):
    with BackupFile(path) as file:
        return file.sealed, file.seal, {name: list(file.lines(name)) for name in file.manifest.parts}


def rebuilt(path, **others):
    """The same backup with other files in it, under their names with underscores for dots and slashes."""
    with zipfile.ZipFile(path) as old:
        held = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in held.items():
            new.writestr(name, others.pop(name.replace(".", "_").replace("/", "_"), data))
        for name, data in others.items():
            new.writestr(name, data)
    return path


def manifest_of(path, **changes):
    with zipfile.ZipFile(path) as file:
        return json.dumps(json.loads(file.read("manifest.json")) | changes)


def test_what_was_written_is_read(path):
    assert content(path)[1:] == ("seal", TABLES)


def test_a_byte_that_was_altered_is_found(path):
    data, whole, found = path.read_bytes(), content(path), 0
    for place in range(0, len(data), len(data) // 400):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        try:
            # the bytes of a ZIP that say nothing here (its dates), and the seal, which is looked at with the key
            assert content(path)[::2] == whole[::2]
        except BackupError:
            found += 1
    assert found > 350


def test_a_file_that_was_cut_short_is_found(path):
    data = path.read_bytes()
    for length in [*range(0, len(data), len(data) // 50), len(data) - 1]:
        path.write_bytes(data[:length])
        with pytest.raises(BackupError, match="cut short"):
            content(path)


def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "text").write_text("no backup")
    with zipfile.ZipFile(tmp_path / "zip", "w") as file:
        file.writestr("a.txt", "a")
    for name, why in (
        ("text", "no backup"),
        ("zip", "no backup"),
        ("nothing", "cannot be read"),
        (".", "cannot be read"),
    ):
        with pytest.raises(BackupError, match=why):
            content(tmp_path / name)


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{}", "null", '{"format": "x"}', '{"format": 1, "parts": {"a": {}}}', "{" * 9]
)
def test_a_manifest_that_is_none_is_refused(path, manifest):
    with pytest.raises(BackupError, match="manifest"):
        content(rebuilt(path, manifest_json=manifest))


def test_a_newer_format_is_refused(path):
    with pytest.raises(BackupError, match="upgrade recoupe"):
        content(rebuilt(path, manifest_json=manifest_of(path, format=2)))


def test_other_rows_of_the_same_length_are_found(path):
    other = b"".join(TABLES["people.Service"]).replace(b'"id":7,', b'"id":8,')
    with pytest.raises(BackupError, match=r"people\.Service in it is not what was written"):
        content(rebuilt(path, tables_people_Service_jsonl=other))


def test_what_unpacks_to_more_than_it_says_is_refused_before_it_is_unpacked(path, monkeypatch):
    rebuilt(path, tables_people_Service_jsonl=bytes(64 << 20))
    monkeypatch.setattr(BackupFile, "lines", None)
    with pytest.raises(BackupError, match=r"people\.Service in it is not what was written"):
        content(path)


def test_a_manifest_that_unpacks_to_too_much_is_a_bomb(path):
    with pytest.raises(BackupError, match="bomb"):
        content(rebuilt(path, manifest_json=bytes(64 << 20)))


def test_what_packs_tighter_than_packing_can_is_a_bomb(path, monkeypatch):
    monkeypatch.setattr(files, "MOST_DEFLATED", 100)
    with pytest.raises(BackupError, match="bomb"):
        content(path)


def test_a_row_longer_than_any_can_be_is_a_bomb(path, monkeypatch):
    monkeypatch.setattr(files, "LONGEST_LINE", 1000)
    with pytest.raises(BackupError, match="bomb"):
        content(path)


def test_a_row_longer_than_it_says_is_not_read_into_memory(path):
    parts = json.loads(manifest_of(path))["parts"]
    parts["evidence.Document"]["longest"] = 100
    with pytest.raises(BackupError, match=r"evidence\.Document in it is not what was written"):
        content(rebuilt(path, manifest_json=manifest_of(path, parts=parts)))


def test_what_is_in_it_beside_the_tables_is_refused(path):
    with pytest.raises(BackupError, match="just the tables"):
        content(rebuilt(path, more="x"))
