"""Interruption: a reading that is killed, or that meets another, leaves the workspace as it should be."""

import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recoupe.room.workspace import database

SEED, KILLS, STRIDE = 20140508, 50, 50
HERE = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}

TEXT = """LYON, {day} mars 2026 (Agence Transmed) – Les ministres de l'Intérieur de {count} pays se réuniront à Lyon le {day} avril 2026,
a annoncé Anne Colin, ministre de l'Intérieur. « Nous avons arrêté une dizaine de recruteurs », a-t-elle déclaré. Selon elle,
près de {count}0 jeunes auraient quitté la Belgique depuis fin 2025.
"""


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pile")
    for n in range(1, 9):
        (folder / f"{n}.txt").write_text(TEXT.format(day=n + 1, count=n + 2), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_reading_killed_at_fifty_random_moments_and_done_again_is_as_if_never_killed(
    pile: Path, tmp_path: Path
) -> None:
    command = [sys.executable, str(HERE / "reader.py"), str(pile), str(tmp_path), str(SEED), str(KILLS)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=300)
    assert done.returncode == 0, done.stderr
    whole, *others = map(json.loads, done.stdout.splitlines())
    assert whole["reached"] == 8
    assert len(others) == KILLS
    assert {other["digest"] for other in others} == {whole["digest"]}
    # The kills have to have hit while something was there and something was missing.
    assert any(0 < other["reached"] < 8 for other in others)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_workspace_whose_making_is_killed_at_any_statement_opens_again(tmp_path: Path) -> None:
    """A process that is killed leaves its files as they are: those before each statement of one making are what a kill there leaves.

    Each state of them is opened. Processes are really killed where the state changes, that is where something is committed, and at
    every fiftieth statement.
    """
    from recoupe.room.setup import started

    started()
    kept, states = tmp_path / "states", []  # of each statement, the digest of what there is before it
    kept.mkdir()

    def look(at: int) -> None:
        there = {end: Path(f"{tmp_path}/whole.db{end}").read_bytes() for end in files_of(tmp_path / "whole.db")}
        states.append(hashlib.sha256(repr(sorted(there.items())).encode()).hexdigest())
        for end, data in there.items():
            (kept / f"{states[-1]}.db{end}").write_bytes(data)

    made(tmp_path / "whole.db", look)
    assert len(states) > 50  # tables, indexes and records
    for state in set(states):
        opens_empty(kept / f"{state}.db")
    changes = [at for at in range(2, len(states) + 1) if states[at - 1] != states[at - 2]]
    assert changes
    for at in sorted({*changes, *(at - 1 for at in changes), *range(1, len(states), STRIDE), len(states)}):
        assert is_killed(tmp_path / f"{at}.db", at)
        opens_empty(tmp_path / f"{at}.db")


def made(path: Path, before: Callable[[int], None]) -> None:
    """Make a workspace; `before` is told the number of each statement before it is executed."""
    from django.db import connections

    from recoupe.room.setup import open_store

    numbers = itertools.count(1)

    def execute(then: Callable[..., Any], *rest: Any) -> Any:
        before(next(numbers))
        return then(*rest)

    connections.databases[str(path)] = connections.configure_settings({"default": database(path)})["default"]
    with connections[str(path)].execute_wrapper(execute):
        open_store(path).close()


def is_killed(path: Path, at: int) -> bool:
    """Whether a process that dies before statement number `at` of the making died, rather than ending it."""
    pid = os.fork()
    if pid == 0:
        try:
            made(path, lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == at else None)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def files_of(path: Path) -> list[str]:
    """The ends of the names of the files in which SQLite keeps a database; the shared memory beside them is made anew."""
    return [end for end in ("", "-wal", "-journal") if Path(f"{path}{end}").exists()]


def opens_empty(path: Path) -> None:
    """A workspace has to open, with nothing in it."""
    from recoupe.room.setup import open_store

    store = open_store(path)
    assert store.entries() == []
    store.close()


def recoupe(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "recoupe.cli", *arguments]


def test_two_readings_at_once_store_all_once(pile: Path, tmp_path: Path) -> None:
    from recoupe.room.setup import open_store

    path = tmp_path / "shared.db"
    command = recoupe("--database", str(path), "--json", "read", str(pile))
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [3, 3], said
    counts = [json.loads(out) for out, _ in said]
    assert sum(count["read"] for count in counts) == 8
    assert all(count["read"] + count["already_there"] == 8 for count in counts)
    store = open_store(path)
    assert len(store.entries()) == 8
    assert len(list(store.pairs())) == 8
    store.close()


def test_ctrl_c_leaves_a_workspace_that_the_next_reading_completes(pile: Path, tmp_path: Path) -> None:
    path = tmp_path / "stopped.db"
    command = recoupe("--database", str(path), "read", str(pile))
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    while not path.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (130, 3), said  # 3 where it was done before the signal came
    assert "Traceback" not in said
    again = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, timeout=120)
    assert again.returncode == 3, again.stderr
    assert "1 failed" in again.stderr
