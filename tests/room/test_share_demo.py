"""Three rooms, each a process of its own, exchange over TLS on loopback: one on PostgreSQL, two on SQLite (`make share-demo`)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_three_rooms_exchange_over_tls_one_of_them_on_postgresql(request: pytest.FixtureRequest, tmp_path):
    import psycopg

    server = request.getfixturevalue("postgresql")
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE rabat")
    address = server.replace("/postgres?", "/rabat?")
    command = [sys.executable, "scripts/share_demo.py", "--folder", str(tmp_path), "--postgres", address]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    for shown in (
        "a wrong fingerprint is refused",
        "a private person is a role",
        "nothing of it shows before it is accepted",
        "two who read the same despatch are one source",
        "what Brussels gave does not pass on",
        "its basis has changed",
        "sees that Rabat has applied it",
        "what one read oneself stands",
        "neither knows that the other was asked",
        "All of it held.",
    ):
        assert shown in done.stdout
    assert "Jeroen Maas" not in done.stdout
