"""A reading that may be killed: `python reader.py PILE FOLDER SEED KILLS` kills real processes at random moments of one.

Each child is forked from here once all is imported, opens an empty workspace of its own, a copy of one made before, and reads the
pile; after a random time it gets SIGKILL. A second child then reads to the end. Prints one JSON line a workspace: how far the first came, and a digest of what is
there at last; the first line is of a reading that nobody interrupted.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from pathlib import Path

from recoupe.pipeline import read_into
from recoupe.room.setup import open_store, started


def dump(path: Path) -> list[str]:
    """All rows of all tables, without the numbers that SQLite gives to rows and the time of arrival, in an order of their own."""
    connection = sqlite3.connect(path)
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'evidence%'")
    ]
    lines = []
    for name in sorted(names):
        if name.startswith("evidence_words_"):
            continue
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
        types = {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({name})")}
        kept = [
            column
            for column in columns
            if column != "received" and (column != "id" or types[column].lower().startswith("varchar"))
        ]
        quoted = ", ".join(f'"{column}"' for column in kept)
        rows = [name + repr(row) for row in connection.execute(f"SELECT {quoted} FROM {name}")]
        lines += sorted(rows)
    words = "SELECT count(*) FROM evidence_words WHERE evidence_words MATCH 'lyon'"
    lines.append(f"words {connection.execute(words).fetchone()}")
    connection.execute("INSERT INTO evidence_words(evidence_words) VALUES ('integrity-check')")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return lines


def child(pile: Path, path: Path) -> int:
    """A process that reads the pile into the workspace."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            store = open_store(path)
            read_into([pile], store)
            store.close()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return pid


def documents_in(path: Path) -> int:
    try:
        connection = sqlite3.connect(path)
        count = connection.execute("SELECT count(*) FROM evidence_document").fetchone()[0]
        connection.close()
    except sqlite3.Error:
        return -1
    return count


def main(pile: Path, folder: Path, seed: int, kills: int) -> None:
    started()
    warm = open_store(folder / "warm.db")
    read_into([pile], warm)
    warm.close()
    empty = folder / "empty.db"
    open_store(empty).close()
    chance = random.Random(seed)
    shutil.copyfile(empty, folder / "whole.db")
    begun = time.perf_counter()
    pid = child(pile, folder / "whole.db")
    assert os.waitpid(pid, 0)[1] == 0
    span = time.perf_counter() - begun
    sys.stdout.write(
        json.dumps({"reached": documents_in(folder / "whole.db"), "digest": digest(folder / "whole.db")}) + "\n"
    )
    hits, tries = 0, 0
    while hits < kills and tries < 4 * kills:
        tries += 1
        path = folder / f"{tries}.db"
        shutil.copyfile(empty, path)
        begun = time.perf_counter()
        pid = child(pile, path)
        time.sleep(chance.uniform(0, span))
        os.kill(pid, signal.SIGKILL)
        if not os.WIFSIGNALED(os.waitpid(pid, 0)[1]):
            # It was done before the signal came: the machine is quicker now than when the span was measured.
            span = min(span, time.perf_counter() - begun)
            continue
        hits += 1
        reached = documents_in(path)
        again = child(pile, path)
        assert os.waitpid(again, 0)[1] == 0
        sys.stdout.write(json.dumps({"reached": reached, "digest": digest(path)}) + "\n")
        for rest in folder.glob(f"{tries}.db*"):
            rest.unlink()


def digest(path: Path) -> str:
    return hashlib.sha256("\n".join(dump(path)).encode()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
