"""Mapping: what `schema.toml` says, and the texts that FollowTheMoney has for what the schema has no property for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

PREFIX = "recoupe:"
NOUN = "noun"  # the field that says which noun an entity is


@cache
def table() -> dict[str, Any]:
    """The mapping."""
    return tomllib.loads(files(__package__).joinpath("schema.toml").read_text(encoding="utf-8"))


def row(noun: str, kind: str = "") -> dict[str, Any]:
    """How a noun is written, and where it is an entity, one of a kind."""
    told = dict(table()["noun"][noun])
    if more := table()["entity"].get(kind) if noun == "entity" else None:
        told |= {"schema": more["schema"], "properties": told["properties"] | more["properties"]}
    return told


def tag(field: str, text: str) -> str:
    """What stands among the keywords for a field."""
    return f"{PREFIX}{field}={text}"


def fields(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The fields that keywords tell; other keywords are left alone."""
    for text in texts:
        if text.startswith(PREFIX):
            name, _, value = text.removeprefix(PREFIX).partition("=")
            yield name, value
