"""Keyring: the keys of participants, sealed under that of their programme, in a file of its own that is in no backup of the room.

To erase a participant is to take their key out of this file: what is sealed under it, in the database and in every backup of it,
can be read by nobody from then on. The file is overwritten where something was taken out. Beside each key stands the quarter of the
year in which it has to be gone, so that erasing on time takes nobody who can open anything. Copies of the file: see `copies`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from ...errors import StoreError

SUFFIX = ".programme-keys"
WAIT_SECONDS = 30
AT_ONCE = 500
TABLES = """
CREATE TABLE IF NOT EXISTS key (owner TEXT PRIMARY KEY, wrapped BLOB NOT NULL, due INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased (digest TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copy (path TEXT PRIMARY KEY, made TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS owed (path TEXT, digest TEXT, PRIMARY KEY (path, digest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), quarter INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS trail (programme INTEGER PRIMARY KEY, number INTEGER NOT NULL, proof TEXT NOT NULL);
"""
"""The keys; digests of those that were erased, so that a copy can be told; the copies that are known, and what is still to be taken
out of each; the last quarter that the clock was seen in; where the trail of each programme ends."""


def path() -> Path:
    """Where the keys are: RECOUPE_PROGRAMME_KEYS, else beside the SQLite database. Raises StoreError where neither is."""
    if settings.PROGRAMME_KEYS:
        return Path(settings.PROGRAMME_KEYS)
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"])).with_suffix(SUFFIX)
    raise StoreError(
        _("the keys of the programme"),
        _("nothing says where they are kept"),
        _("set RECOUPE_PROGRAMME_KEYS to a file that is in no backup of the database"),
    )


def is_there() -> bool:
    """Whether this room has a keyring; one without a programme has none."""
    try:
        return path().exists()
    except StoreError:
        return False


@contextmanager
def opened(file: Path | None = None) -> Iterator[sqlite3.Connection]:
    """The keyring, made where there is none; only its owner may read the file. What is taken out of it is overwritten."""
    where = file or path()
    where.parent.mkdir(parents=True, exist_ok=True)
    file_itself = os.open(where, os.O_RDWR | os.O_CREAT, 0o600)
    with suppress(OSError):  # a copy that was put in its place may have come with other rights
        os.fchmod(file_itself, 0o600)
    os.close(file_itself)
    ring = sqlite3.connect(where, timeout=WAIT_SECONDS)
    try:
        ring.execute("PRAGMA secure_delete = ON")
        ring.execute("PRAGMA journal_mode = TRUNCATE")
        ring.execute("PRAGMA temp_store = MEMORY")  # rewriting it puts no keys into a folder of other files
        if ring.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] < TABLES.count("CREATE"):
            ring.executescript(TABLES)
        with ring:
            yield ring
    except sqlite3.DatabaseError as error:
        raise StoreError(str(where), str(error), _("put back a copy of the keys")) from error
    finally:
        ring.close()


def is_one(file: Path) -> bool:
    """Whether a file is a keyring; looked at without writing a byte into it, for it may be anything."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as ring:
            ring.execute("SELECT owner, wrapped, due FROM key LIMIT 1").fetchall()
    except sqlite3.Error:
        return False
    return True


def keep(owner: str, wrapped: bytes) -> None:
    """Keep the key of a participant. Raises StoreError where there is one: no key is ever replaced."""
    with opened() as ring:
        ring.execute("INSERT INTO key (owner, wrapped) VALUES (?, ?)", [owner, wrapped])


def kept(owners: Iterable[str]) -> dict[str, bytes]:
    """The keys of some participants, sealed; of one who was erased there is none.

    Raises StoreError where the keyring has never held a key: it is lost, or another, and nobody was erased.
    """
    wanted = list(owners)
    found: dict[str, bytes] = {}
    if not wanted:
        return found
    with opened() as ring:
        for some in (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)):
            asked = f"SELECT owner, wrapped FROM key WHERE owner IN ({','.join('?' * len(some))})"
            found.update(ring.execute(asked, some))
        if (
            not found
            and not ring.execute("SELECT EXISTS (SELECT 1 FROM key) OR EXISTS (SELECT 1 FROM erased)").fetchone()[0]
        ):
            raise StoreError(str(path()), _("it holds no keys at all"), _("put back a copy of the keys"))
    return found


def digest(owner: str) -> str:
    """What is kept of the number of a participant who was erased: enough to know it again, not enough to tell it."""
    return hashlib.sha256(b"erased\0" + owner.encode()).hexdigest()


def erased_of(owners: Iterable[str]) -> list[str]:
    """Of some participants those who were erased, by this keyring's own word; of whom it never heard, it says nothing."""
    with opened() as ring:
        gone = {said for (said,) in ring.execute("SELECT digest FROM erased")}
    return [owner for owner in owners if digest(owner) in gone]


def erase(owner: str) -> bool:
    """Take the key of a participant out, for good; whether there was one. Its copies are owed the same: see `copies`."""
    with opened() as ring:
        found = ring.execute("DELETE FROM key WHERE owner = ?", [owner]).rowcount > 0
        ring.execute("INSERT OR IGNORE INTO erased VALUES (?)", [digest(owner)])
        ring.execute("INSERT OR IGNORE INTO owed SELECT path, ? FROM copy", [digest(owner)])
    rewritten(path())
    return found


def rewritten(file: Path) -> None:
    """Write the file anew, without what was taken out."""
    with opened(file) as ring:
        ring.isolation_level = None
        ring.execute("VACUUM")


# --- when


def quarter_of(day: date) -> int:
    """The quarter of a day, as a number that goes up by one."""
    return day.year * 4 + (day.month - 1) // 3


def called(quarter: int) -> str:
    """A quarter as it is written: 2028-Q3."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


def last_day_of(quarter: int) -> date:
    """The last day of a quarter."""
    year, month = quarter // 4, quarter % 4 * 3 + 3
    return date(year, month, 31 if month in (3, 12) else 30)


def gone_by(owner: str, last: date) -> None:
    """Say when a key has to be gone: at the end of the quarter of a day. Only the quarter is kept."""
    with opened() as ring:
        ring.execute("UPDATE key SET due = ? WHERE owner = ?", [quarter_of(last), owner])


def due_of(owners: Iterable[str]) -> dict[str, int]:
    """In which quarter each of some keys has to be gone."""
    wanted = set(owners)
    if not wanted:
        return {}
    with opened() as ring:
        rows = ring.execute("SELECT owner, due FROM key WHERE due IS NOT NULL").fetchall()
    return {owner: due for owner, due in rows if owner in wanted}


def due(now: date) -> list[str]:
    """Whose keys should be gone by now; none where the clock leapt, for a clock that is wrong must not erase anybody."""
    with opened() as ring:
        if leapt(ring, now):
            return []
        asked = "SELECT owner FROM key WHERE due < ? ORDER BY owner"
        return [owner for (owner,) in ring.execute(asked, [quarter_of(now)])]


def has_leapt(now: date) -> bool:
    """Whether the clock is so much later than when it was last looked at that nobody is erased by it."""
    with opened() as ring:
        return leapt(ring, now)


def leapt(ring: sqlite3.Connection, now: date) -> bool:
    """Whether the clock is more than a quarter after when it was last looked at; the quarter is remembered where it is not."""
    quarter = quarter_of(now)
    row = ring.execute("SELECT quarter FROM clock").fetchone()
    if row is not None and quarter > row[0] + 1:
        return True
    if row is None or quarter > row[0]:
        ring.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", [quarter])
    return False


def believe(now: date) -> None:
    """A person says that the clock is right, though it leapt."""
    with opened() as ring:
        ring.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", [quarter_of(now)])


# --- where the trail ends


def trail_ended(programme: int, number: int, proof: str) -> None:
    """Remember outside the database where the trail of a programme ends, so that one that was cut short shows."""
    with opened() as ring:
        ring.execute(
            "INSERT INTO trail VALUES (?, ?, ?) ON CONFLICT (programme) DO UPDATE "
            "SET number = excluded.number, proof = excluded.proof WHERE excluded.number > number",
            [programme, number, proof],
        )


def end_of_trail(programme: int) -> tuple[int, str]:
    """Where the trail of a programme ended when it was last written: its number, and the proof of it; 0 where it never was."""
    with opened() as ring:
        row = ring.execute("SELECT number, proof FROM trail WHERE programme = ?", [programme]).fetchone()
    return (row[0], row[1]) if row else (0, "")
