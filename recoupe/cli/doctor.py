"""`recoupe doctor`: what is installed and what is not, and whether the workspace can be reached."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from ..errors import RecoupeError
from ..version import VERSION, engine
from .common import DONE, FOUND_NOTHING, common_options, print_json, state

EPILOG = """\b
Examples:
  recoupe doctor
  recoupe --database postgres://me@db/cases doctor --json
"""

OPTIONAL_PROGRAMS = {
    "pdftotext": "compares how PDF pages read, in tests (poppler-utils)",
    "chromium": "prints the HTML brief, in tests",
}
OPTIONAL_PACKAGES = {"psycopg": "a workspace on PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; what is not `needed` may be missing."""

    name: str
    is_well: bool
    says: str
    needed: bool = True


@click.command("doctor", epilog=EPILOG)
@common_options
def command() -> int:
    """Say what is installed and what is not. Ends with 0 where all that is needed is there, else with 1."""
    checks = list(examined())
    is_well = all(check.is_well for check in checks if check.needed)
    if state().json:
        print_json({"is_well": is_well, "checks": [asdict(check) for check in checks]})
        return DONE if is_well else FOUND_NOTHING
    for check in checks:
        word, colour = (
            ("ok", "green") if check.is_well else ("MISSING", "red") if check.needed else ("absent", "yellow")
        )
        click.echo(f"{click.style(f'{word:8}', fg=colour)} {check.name:22} {check.says}")
    return DONE if is_well else FOUND_NOTHING


def examined() -> Iterator[Check]:
    """Everything that is looked at, in order."""
    yield Check("recoupe", True, f"{VERSION}, engine {engine()}")
    yield Check("python", sys.version_info >= (3, 11), f"{platform.python_version()} on {platform.platform()}")
    yield sqlite()
    yield from packages()
    yield from languages()
    yield fonts()
    yield workspace_check()
    for program, use in OPTIONAL_PROGRAMS.items():
        path = shutil.which(program)
        yield Check(program, path is not None, path or f"not needed; {use}", needed=False)
    for package, use in OPTIONAL_PACKAGES.items():
        version = installed(package)
        yield Check(package, version is not None, version or f"not needed; {use}", needed=False)


def sqlite() -> Check:
    """SQLite, and whether its full-text search forgives accents."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE w USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("INSERT INTO w VALUES ('réunion')")
        is_well = connection.execute("SELECT count(*) FROM w WHERE w MATCH 'reunion'").fetchone() == (1,)
    except sqlite3.Error as error:
        return Check("sqlite", False, f"{sqlite3.sqlite_version}: no full-text search: {error}")
    finally:
        connection.close()
    return Check("sqlite", is_well, f"{sqlite3.sqlite_version} with FTS5")


def packages() -> Iterator[Check]:
    """The packages that recoupe asks for, as its own metadata lists them."""
    try:
        wanted = importlib.metadata.requires("recoupe") or []
    except importlib.metadata.PackageNotFoundError:
        yield Check("packages", False, "recoupe itself is not installed: pip install -e .")
        return
    for requirement in wanted:
        if "extra ==" in requirement:
            continue
        match = re.match(r"[A-Za-z0-9._-]+", requirement)
        name = match[0] if match else requirement
        version = installed(name)
        yield Check(name, version is not None, version or f"pip install '{requirement}'")


def installed(package: str) -> str | None:
    """The version of a package; None where it is not installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def languages() -> Iterator[Check]:
    """The languages with data, and the files that one of them lacks."""
    from ..languages import FILES, HERE, available

    for language in available():
        missing = [name for name in FILES if not (HERE / language / f"{name}.toml").is_file()]
        says = f"{len(FILES) - len(missing)} of {len(FILES)} files"
        yield Check(f"language {language}", not missing, says + (f"; missing: {', '.join(missing)}" if missing else ""))


def fonts() -> Check:
    """The fonts of the PDF brief: typst brings its own."""
    try:
        import typst

        families = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True).families()
        return Check("fonts", bool(families), f"{len(families)} families come with typst: {', '.join(families[:4])}")
    except (ImportError, AttributeError) as error:
        return Check("fonts", False, f"the PDF brief cannot be set: {error}")


def workspace_check() -> Check:
    """Whether the workspace can be opened; one that does not exist is not made."""
    from pathlib import Path

    from ..room.setup import address_of_workspace, open_store, without_password

    address = address_of_workspace(state().database)
    shown = without_password(address)
    if "://" not in address and not Path(address).exists():
        return Check("workspace", True, f"{shown}: not there yet; `recoupe read PATH` makes it")
    try:
        store = open_store(address)
        count = len(store.entries())
        store.close()
    except RecoupeError as error:
        return Check("workspace", False, str(error))
    return Check("workspace", True, f"{shown}: {count} documents")
