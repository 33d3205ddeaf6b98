"""Copies: of the keyring, which outlive the disk that it is on: made, remembered, compared, and reached by every erasure.

A copy that cannot be reached when somebody is erased (a disk in a safe) is owed that erasure, and named until it was put in and
looked at. Only what was erased here is ever taken out of a copy: one that holds keys which the keyring has lost keeps them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from ...errors import StoreError, UsageError
from . import keyring


@dataclass(frozen=True)
class Looked:
    """What a copy holds beside the keyring: how many keys, what was just taken out of it, what it lacks, what it has besides."""

    keys: int
    taken_out: int
    lacks: int
    besides: int


def copied(to: Path, today: date) -> int:
    """Copy the keyring to a new file, and remember where. Gives how many keys. Raises UsageError where there is such a file."""
    target = to.absolute()
    if target.exists():
        raise UsageError(str(to), _("there is such a file"), _("choose another name"))
    if not target.parent.is_dir():
        raise UsageError(str(to), _("there is no such folder"), _("choose another place"))
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with keyring.opened() as ring:
        ring.execute("INSERT OR REPLACE INTO copy VALUES (?, ?)", [str(target), today.isoformat()])
        ring.execute("DELETE FROM owed WHERE path = ?", [str(target)])
        ring.commit()
        with contextlib.closing(sqlite3.connect(target)) as other:
            ring.backup(other)
        return int(ring.execute("SELECT count(*) FROM key").fetchone()[0])


def looked_at(file: Path) -> Looked:
    """Compare a copy with the keyring, and take out of it what was erased here. Raises UsageError where there is no copy."""
    target = file.absolute()
    if not target.exists():
        raise UsageError(str(file), _("there is no such file"), _("put in the disk that it is on"))
    if target == keyring.path().absolute():
        raise UsageError(str(file), _("it is the keyring itself"), _("name a copy of it"))
    if not keyring.is_one(target):
        raise UsageError(str(file), _("it is no copy of the keyring"), _("name a copy of it"))
    with keyring.opened() as ring:
        ours = {owner for (owner,) in ring.execute("SELECT owner FROM key")}
        gone = {digest for (digest,) in ring.execute("SELECT digest FROM erased")}
    with keyring.opened(target) as copy:
        theirs = {owner for (owner,) in copy.execute("SELECT owner FROM key")}
        erased = [owner for owner in theirs if keyring.digest(owner) in gone]
        copy.executemany("DELETE FROM key WHERE owner = ?", [[owner] for owner in erased])
    if erased:
        keyring.rewritten(target)
    with keyring.opened() as ring:
        ring.execute("DELETE FROM owed WHERE path = ?", [str(target)])
    left = theirs - set(erased)
    return Looked(len(left), len(erased), len(ours - left), len(left - ours))


def reached() -> list[str]:
    """Take out of every copy that can be reached what is owed to it; the paths of those that cannot."""
    return [path for path in owing() if not reach(Path(path))]


def owing() -> list[str]:
    """The copies out of which something is still to be taken."""
    with keyring.opened() as ring:
        return [path for (path,) in ring.execute("SELECT DISTINCT path FROM owed ORDER BY path")]


def reach(file: Path) -> bool:
    """Take out of one copy what was erased; whether it could be reached."""
    try:
        looked_at(file)
    except (UsageError, StoreError, OSError):
        return False
    return True


def known() -> list[tuple[str, str]]:
    """The copies that are remembered: path, and the day on which each was made."""
    with keyring.opened() as ring:
        return list(ring.execute("SELECT path, made FROM copy ORDER BY path"))


def forgotten(file: Path) -> bool:
    """Stop remembering a copy, which was destroyed; whether it was remembered."""
    with keyring.opened() as ring:
        ring.execute("DELETE FROM owed WHERE path = ?", [str(file.absolute())])
        return ring.execute("DELETE FROM copy WHERE path = ?", [str(file.absolute())]).rowcount > 0
