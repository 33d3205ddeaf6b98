"""Keyring: the keys of participants, sealed under that of their programme, in a file of its own that is in no backup of the room.

To erase a participant is to take their key out of this file: what is sealed under it, in the database and in every backup of it,
can be read by nobody from then on. The file is overwritten where something was taken out. Copies of it: see docs/programme.md.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from ...errors import StoreError

SUFFIX = ".programme-keys"
WAIT_SECONDS = 30
AT_ONCE = 500


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


@contextmanager
def opened(file: Path | None = None) -> Iterator[sqlite3.Connection]:
    """The keyring, made where there is none; only its owner may read the file. What is taken out of it is overwritten."""
    where = file or path()
    where.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(where, os.O_RDWR | os.O_CREAT, 0o600))
    ring = sqlite3.connect(where, timeout=WAIT_SECONDS)
    try:
        ring.execute("PRAGMA secure_delete = ON")
        ring.execute("PRAGMA journal_mode = TRUNCATE")
        ring.execute("CREATE TABLE IF NOT EXISTS key (owner TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID")
        with ring:
            yield ring
    except sqlite3.DatabaseError as error:
        raise StoreError(str(where), str(error), _("put back a copy of the keys")) from error
    finally:
        ring.close()


def keep(owner: str, wrapped: bytes) -> None:
    """Keep the key of a participant. Raises StoreError where there is one: no key is ever replaced."""
    with opened() as ring:
        ring.execute("INSERT INTO key VALUES (?, ?)", [owner, wrapped])


def kept(owners: Iterable[str]) -> dict[str, bytes]:
    """The keys of some participants, sealed; of one who was erased there is none."""
    wanted = list(owners)
    found: dict[str, bytes] = {}
    if not wanted:
        return found
    with opened() as ring:
        for some in (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)):
            asked = f"SELECT owner, wrapped FROM key WHERE owner IN ({','.join('?' * len(some))})"
            found.update(ring.execute(asked, some))
    return found


def erase(owner: str, file: Path | None = None) -> bool:
    """Take the key of a participant out, for good; whether there was one."""
    with opened(file) as ring:
        found = ring.execute("DELETE FROM key WHERE owner = ?", [owner]).rowcount > 0
    with opened(file) as ring:
        ring.isolation_level = None
        ring.execute("VACUUM")
    return found
