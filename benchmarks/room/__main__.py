"""The room at size: how long its pages take with 100,000 documents, in SQLite and PostgreSQL, for one person and for fifty.

python -m benchmarks.room                      # 100,000 documents, both databases; half an hour and 12 GB in a temporary folder
python -m benchmarks.room 2000                 # fewer
python -m benchmarks.room 100000 /tmp/room     # kept in a folder and taken up again from there
python -m benchmarks.room 100000 /tmp/room postgresql

Served by gunicorn on loopback as docs/deploy.md says. The load is bounded and runs on the same cores as the server.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from .load import PAUSE_SECONDS, RUSHED, USERS, VISITS, Measured, alone, part, together
from .serving import THREADS, WORKERS, postgresql, programs, served, spent

SIZE = 100_000
KINDS = ("sqlite", "postgresql")
PROCESSES = (
    "postgresql/data",
    "postgres: recoupe",
)  # of our PostgreSQL: the first, which adds up those that ended, and the others


def main() -> None:
    """Fill, serve and measure; the tables are printed."""
    size = int(sys.argv[1]) if sys.argv[1:] else SIZE
    with TemporaryDirectory(prefix="recoupe-room-") as passing:
        folder = Path(sys.argv[2]) if sys.argv[2:] else Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        os.environ["RECOUPE_SECRET"] = "for the benchmark alone, fifty characters of no worth"
        filled = folder / f"{size}.db"
        if not filled.is_file():
            in_own_process("fill", filled, str(size))
        for kind in sys.argv[3:] or KINDS:
            measure(kind, filled, folder)


def measure(kind: str, filled: Path, folder: Path) -> None:
    """Serve the room from one kind of database, and print its table."""
    if kind == "sqlite":
        tell("SQLite", str(filled))
        return
    if not (binaries := programs()):
        print("PostgreSQL: not installed, nothing measured.\n")
        return
    home = folder / f"{filled.stem}-postgresql"
    is_new = not home.is_dir()
    home.mkdir(exist_ok=True)
    with postgresql(binaries, home) as address:
        if is_new:
            in_own_process("copy", address, str(filled))
        tell("PostgreSQL", address)


def in_own_process(do: str, database: object, what: str) -> str:
    """Something done with a room, in a process of its own: Django opens one database a process."""
    environment = {**os.environ, "RECOUPE_DATABASE": str(database)}
    command = [sys.executable, "-m", "benchmarks.room.chores", do, what]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def tell(name: str, database: str) -> None:
    """The table of a database."""
    lines = [line.split("\t") for line in in_own_process("visit", database, str(USERS)).splitlines()]
    sessions = [line[1] for line in lines if line[0] == "session"]
    pages: dict[str, list[str]] = {}
    for _, page, address in (line for line in lines if line[0] == "page"):
        pages.setdefault(page, []).append(address)
    with served(database) as port:
        one = alone(port, sessions[0], pages, lambda: sum(map(spent, (f"--port {port}", *PROCESSES))))
        many = together(port, sessions, pages, VISITS, PAUSE_SECONDS)
        rushed = together(port, sessions, pages, RUSHED, 0)
    print(f"**{name}** ({', '.join(line[1] for line in lines if line[0] == 'count')})\n")
    print("\n".join(table(one, many)))
    answers = sum(map(len, rushed.seconds.values()))
    everything = [second for some in rushed.seconds.values() for second in some]
    print(
        f"\n{USERS} at once without a pause: {answers / rushed.whole:.0f} pages a second; "
        f"p50 {part(everything, 0.5):.0f} ms, p95 {part(everything, 0.95):.0f} ms.\n"
    )
    for failure in [*one.failed, *many.failed, *rushed.failed][:5]:
        print(f"Failed: {failure}")


def table(one: Measured, many: Measured) -> Iterator[str]:
    """A row for each page."""
    yield f"| page | p50, 1 user, ms | p95 | processor, ms | p50, {USERS} users, ms | p95 | kB | kB compressed |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for page, alone_ in one.seconds.items():
        plain, small = one.weight[page]
        there = many.seconds[page]
        figures = [
            part(alone_, 0.5),
            part(alone_, 0.95),
            1000 * one.processor[page],
            part(there, 0.5),
            part(there, 0.95),
        ]
        yield f"| {page} | " + " | ".join(f"{n:.0f}" for n in figures) + f" | {plain / 1024:.0f} | {small / 1024:.0f} |"
    everything = [[second for some in told.seconds.values() for second in some] for told in (one, many)]
    figures = [part(some, share) for some in everything for share in (0.5, 0.95)]
    figures.insert(2, 1000 * sum(one.processor.values()) / len(one.processor))
    yield "| **all** | " + " | ".join(f"**{n:.0f}**" for n in figures) + " | | |"


if __name__ == "__main__":
    main()
    print(
        f"Two processes of {THREADS} threads (`recoupe serve --workers {WORKERS}`), facets made by the worker after each turn. "
        f"{USERS} users: each signed in as another person, looks at a page for {PAUSE_SECONDS:.0f} s on average before asking for "
        f"the next, {VISITS} pages each. Processor: what server and database used for a page. What asks runs on the same cores."
    )
