"""Nouns: the evidence as JSON in STIX, where nothing is null and no list is empty, and back, strictly."""

from __future__ import annotations

import types
from collections.abc import Collection
from dataclasses import MISSING, Field, field, fields, is_dataclass, make_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from ...crosscheck.model import Finding
from ...errors import DamagedInput
from ...model import Event, Link, Piece, plain

Noun = TypeVar("Noun")

RENAMED = {Event: {"type": "event_type"}, Link: {"type": "link_type"}, Finding: {"type": "finding_type"}}
"""Names that mean something else in STIX."""


@cache
def names(kind: Any) -> dict[str, str]:
    """What each field of a noun is called in STIX."""
    changed = RENAMED.get(kind, {}) | ({"confidence": "rule_confidence"} if issubclass(kind, Piece) else {})
    return {f.name: changed.get(f.name, f.name) for f in fields(kind)}


def told(noun: Any, without: Collection[str] = ()) -> dict[str, Any]:
    """A noun as JSON: what is as it would be anyhow, nothing or empty is left out."""
    kind: Any = type(noun)
    called = names(kind)
    rows = {
        called[f.name]: value(getattr(noun, f.name)) for f in fields(noun) if f.name not in without and says(f, noun)
    }
    return {name: row for name, row in rows.items() if row is not None and row != []}


def says(field: Field[Any], noun: Any) -> bool:
    """Whether a field differs from what it is where nobody says anything."""
    return field.default is MISSING or bool(getattr(noun, field.name) != field.default)


def value(held: Any) -> Any:
    """What a field holds, as JSON."""
    if is_dataclass(held) and not isinstance(held, type):
        return told(held)
    return [value(item) for item in held] if isinstance(held, tuple) else plain(held)


def taken(kind: type[Noun], data: Any, what: str, **given: Any) -> Noun:
    """A noun out of JSON; `given` are the fields that stand elsewhere. Raises DamagedInput where a type is wrong."""
    if not isinstance(data, dict):
        raise DamagedInput(what, f"{kind.__name__.lower()} is not an object")
    shape: Any = kind  # mypy takes no type for hashable
    rows = {name: data[called] for name, called in names(shape).items() if called in data} | given
    try:
        noun: Noun = adapter(shape).validate_json(to_json(filled(shape, rows)), strict=True)
        return noun
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DamagedInput(what, f"{kind.__name__.lower()}: {where}: {first['msg']}") from None


def taken_fields(kind: type, without: Collection[str], data: Any, what: str) -> dict[str, Any]:
    """The fields of a noun out of JSON, but for those that stand elsewhere, or nowhere."""
    part = part_of(kind, frozenset(without))
    noun: Any = taken(part, data, what)
    return {f.name: getattr(noun, f.name) for f in fields(part)}


@cache
def part_of(kind: type, without: frozenset[str]) -> type:
    """A noun with some of its fields."""
    hints = get_type_hints(kind)
    rows = [(f.name, hints[f.name], field(default=f.default)) for f in fields(kind) if f.name not in without]
    return make_dataclass(kind.__name__, rows, frozen=True, kw_only=True)


@cache
def adapter(kind: type) -> TypeAdapter[Any]:
    """What checks the types of a noun."""
    return TypeAdapter(kind)


def filled(hint: Any, data: Any) -> Any:
    """JSON with the nothings and the empty lists that were left out of it, as a type has them."""
    if get_origin(hint) is tuple and isinstance(data, list):
        inside = get_args(hint)
        return [filled(inside[0], item) for item in data] if inside[-1] is ... else data
    if get_origin(hint) in (Union, types.UnionType):
        return next((filled(one, data) for one in get_args(hint) if is_dataclass(one)), data)
    if not is_dataclass(hint) or not isinstance(data, dict):
        return data
    rows: dict[str, Any] = dict(data)
    shape: Any = hint
    for name, (inner, absent) in needed(shape).items():
        if name in rows:
            rows[name] = filled(inner, rows[name])
        elif absent is not MISSING:
            rows[name] = absent
    return rows


@cache
def needed(kind: type) -> dict[str, tuple[Any, Any]]:
    """The type of each field of a noun, and what stands for it where it was left out; MISSING where its default does."""
    hints = get_type_hints(kind)
    found: dict[str, tuple[Any, Any]] = {}
    for f in fields(kind):
        hint: Any = hints[f.name]
        absent: Any = MISSING
        if f.default is MISSING and f.default_factory is MISSING:
            if get_origin(hint) is tuple:
                absent = []
            elif type(None) in get_args(hint):
                absent = None
        found[f.name] = (hint, absent)
    return found
