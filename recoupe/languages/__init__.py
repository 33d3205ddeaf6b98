"""Languages: one folder of data for each, read once; adding a language adds a folder and no code.

A folder holds the same TOML files each time (`FILES`). `common/` holds what belongs to no language: organisations
with their names in several languages, event types, outlets.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import LanguageNotAvailable

HERE = Path(__file__).parent

FILES = (
    "cleaning",
    "sentences",
    "numbers",
    "times",
    "figures",
    "names",
    "places",
    "verbs",
    "speech",
    "events",
    "links",
    "functions",
    "briefing",
)


@cache
def available() -> tuple[str, ...]:
    """BCP 47 codes of the languages that have a folder of data, in alphabetical order."""
    return tuple(sorted(path.name for path in HERE.iterdir() if path.is_dir() and (path / "times.toml").exists()))


@cache
def table(language: str, name: str) -> Mapping[str, Any]:
    """The data file `name` ("times") of a language ("fr"), or of "common", as parsed TOML.

    Raises LanguageNotAvailable where the folder or the file is missing.
    """
    path = HERE / language / f"{name}.toml"
    if not path.is_file():
        have = ", ".join(available())
        raise LanguageNotAvailable(language, f"there is no {name}.toml for it", f"languages with data: {have}")
    with path.open("rb") as file:
        return MappingProxyType(tomllib.load(file))


@cache
def first_names() -> frozenset[str]:
    """Common first names, folded (common/first_names.txt)."""
    return frozenset((HERE / "common" / "first_names.txt").read_text(encoding="utf-8").split())
