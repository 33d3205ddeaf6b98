"""A PostgreSQL server for tests: of its own in a temporary folder, reached by a socket; nothing of the machine's is touched."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

UNPRIVILEGED = "nobody"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl."""
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """The address of a fresh database. PostgreSQL refuses to run as root: then another user runs it."""
    with TemporaryDirectory(prefix="recoupe-pg-", dir="/tmp") as folder:
        data = Path(folder) / "data"
        as_user: list[str] = []
        if os.geteuid() == 0:
            as_user = ["runuser", "-u", UNPRIVILEGED, "--"]
            shutil.chown(folder, UNPRIVILEGED)

        def run(*command: str) -> None:
            subprocess.run(
                [*as_user, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder
            )

        run(str(binaries / "initdb"), "-D", str(data), "-U", "recoupe", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run(str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield f"postgres://recoupe@/postgres?host={folder}"
        finally:
            run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
