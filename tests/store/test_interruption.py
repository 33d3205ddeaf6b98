"""Interruption: a reading that is killed, or that meets another, leaves the workspace as it should be."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recoupe.room.workspace import database

SEED, KILLS = 20140508, 50
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
    from django.db import connections

    from recoupe.room.setup import open_store, started

    started()

    def make(path: Path, at: int) -> bool:
        """Whether a process that dies before its statement number `at` died, rather than ending the making."""
        pid = os.fork()
        if pid == 0:
            done = 0

            def die(execute, *rest):  # type: ignore[no-untyped-def]
                nonlocal done
                done += 1
                if done == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return execute(*rest)

            connections.databases[str(path)] = connections.configure_settings({"default": database(path)})["default"]
            try:
                with connections[str(path)].execute_wrapper(die):
                    open_store(path).close()
            finally:
                os._exit(0)
        return os.WIFSIGNALED(os.waitpid(pid, 0)[1])

    at = 1
    while make(tmp_path / f"{at}.db", at):
        store = open_store(tmp_path / f"{at}.db")
        assert store.entries() == []
        store.close()
        at += 1
    assert at > 50  # it has been killed in the making of tables, indexes and records


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
