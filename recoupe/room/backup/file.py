"""File: the ZIP that a backup is: written in one go, read with suspicion. Nothing here knows what a database is."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from ...errors import BackupError

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.seal"
LARGEST_MANIFEST = 4 << 20
LONGEST_LINE = 2 << 30  # a row holds a file of at most 1 GB, which is what the databases take
MOST_DEFLATED = 1032  # DEFLATE makes nothing smaller than this many times
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same room gives the same bytes, whenever
SOUND = "take another copy of it"


@dataclass(frozen=True, slots=True)
class Part:
    """A table in the file: its rows, the bytes and the longest line of their JSON, the SHA-256 of it.

    `last` is the last number that the table gave to a row, whether the row is still there or not: the audit speaks of rows by
    number, so none is given twice. None where rows are not numbered.
    """

    rows: int
    size: int
    longest: int
    sha256: str
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: by which recoupe it was made, when, out of what kind of database, as what migrations made it.

    `key` tells which key sealed the audit, without telling the key.
    """

    format: int
    recoupe: str
    made: str
    database: str
    key: str
    migrations: dict[str, list[str]]
    parts: dict[str, Part]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(part.rows for part in self.parts.values())

    def to_bytes(self) -> bytes:
        """The manifest as it stands in the file."""
        return json.dumps(asdict(self), indent=1).encode()


def path_of(name: str) -> str:
    """Where a table stands in the file."""
    return f"tables/{name}.jsonl"


# --- writing -----------------------------------------------------------------------------------------------------


class BackupWriter:
    """Writes a backup, to a pipe too: a table after the other, the manifest last."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def table(self, name: str, lines: Iterable[bytes], last: int | None) -> Part:
        """Write the rows of a table as they come; what there is to know of them."""
        rows = size = longest = 0
        digest = hashlib.sha256()
        with self._zip.open(entry(path_of(name)), "w", force_zip64=True) as out:
            for line in lines:
                out.write(line)
                digest.update(line)
                rows, size, longest = rows + 1, size + len(line), max(longest, len(line))
        return Part(rows, size, longest, digest.hexdigest(), last)

    def close(self, manifest: bytes, seal: str) -> None:
        """End the file with its manifest."""
        self._zip.writestr(entry(MANIFEST), manifest)
        self._zip.writestr(entry(SEAL), seal)
        self._zip.close()


def entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


# --- reading -----------------------------------------------------------------------------------------------------


class BackupFile:
    """A backup to read. Raises BackupError where it is none, was cut short, was altered, or is of a newer recoupe.

    Nothing is unpacked before its size is known to be what the manifest says; `lines` gives rows as they come and raises at the
    end where they were not those that were written: whoever uses them must be able to take back what they did.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise BackupError(str(path), f"it cannot be read: {error.strerror}", "check the path") from error
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise BackupError(str(path), "it is no backup of recoupe, or it was cut short", SOUND) from error
        try:
            self.sealed = self._small(MANIFEST)
            self.seal = self._small(SEAL).decode("ascii", errors="replace")
            self.manifest = understood(self.sealed, str(path))
            self._look_at_sizes()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._zip.close()

    def __enter__(self) -> BackupFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lines(self, name: str) -> Iterator[bytes]:
        """The rows of a table, one JSON object each."""
        part = self.manifest.parts[name]
        digest, rows = hashlib.sha256(), 0
        try:
            with self._zip.open(path_of(name)) as packed, io.BufferedReader(packed, 1 << 18) as file:  # type: ignore[type-var]
                while line := file.readline(part.longest + 1):
                    if len(line) > part.longest:
                        raise self._altered(name)
                    digest.update(line)
                    rows += 1
                    yield line
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise self._altered(name) from error
        if (digest.hexdigest(), rows) != (part.sha256, part.rows):
            raise self._altered(name)

    def look_through(self) -> None:
        """Read all of it. Raises BackupError where it is not what was written."""
        for name in self.manifest.parts:
            for _ in self.lines(name):
                pass

    def _altered(self, name: str) -> BackupError:
        return BackupError(str(self.path), f"{name} in it is not what was written: it was altered or damaged", SOUND)

    def _small(self, name: str) -> bytes:
        """One of the two small files that say what is in the rest."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise BackupError(str(self.path), "it is no backup of recoupe", f"there is no {name} in it") from None
        if info.file_size > LARGEST_MANIFEST:
            raise BackupError(str(self.path), f"{name} in it is too large: it could be a bomb", SOUND)
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise self._altered(name) from error

    def _look_at_sizes(self) -> None:
        """Refuse what would unpack to anything else than what the manifest says, or to more than bytes can hold."""
        infos = {info.filename: info for info in self._zip.infolist()}
        wanted = {MANIFEST, SEAL, *map(path_of, self.manifest.parts)}
        if set(infos) != wanted or len(self._zip.infolist()) != len(wanted):
            raise BackupError(str(self.path), "it does not hold just the tables that it says", SOUND)
        for name, part in self.manifest.parts.items():
            info = infos[path_of(name)]
            if info.file_size != part.size or info.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
                raise self._altered(name)
            if part.longest > LONGEST_LINE or info.file_size > MOST_DEFLATED * (info.compress_size + 1):
                raise BackupError(str(self.path), f"{name} in it unpacks to too much: it could be a bomb", SOUND)
        if sum(info.compress_size for info in infos.values()) > self.path.stat().st_size:
            raise BackupError(str(self.path), "what is in it overlaps: it could be a bomb", SOUND)


def understood(data: bytes, path: str) -> Manifest:
    """A manifest out of its bytes. Raises BackupError where it is none, or of a format that came later."""
    try:
        said: dict[str, Any] = json.loads(data)
        if said["format"] > FORMAT:
            raise BackupError(path, "a newer recoupe made this backup", f"upgrade recoupe: it is of {said['recoupe']}")
        parts = {name: Part(**part) for name, part in said["parts"].items()}
        manifest = Manifest(**{field.name: said[field.name] for field in fields(Manifest)} | {"parts": parts})
        is_sound = all(isinstance(n, int) for part in parts.values() for n in (part.rows, part.size, part.longest))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(path, "its manifest cannot be understood: it was altered or damaged", SOUND) from error
    if not is_sound or not isinstance(manifest.migrations, dict):
        raise BackupError(path, "its manifest cannot be understood: it was altered or damaged", SOUND)
    return manifest
