"""Fields: a noun of evidence as named texts, as formats with free fields take them, and back, each text checked for its field."""

from __future__ import annotations

import dataclasses
import json
import math
import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ...model import plain
from ..loading import words

LARGEST = 2**53  # beyond it, programs do not agree on what a number is
MOST_VALUES = 10_000

HINTS: dict[Any, dict[str, Any]] = {}

Noun = TypeVar("Noun")


class Misshapen(ValueError):
    """What a field may not hold; the message says which field and why."""


def texts(noun: Any, without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The fields of a noun that say something, as pairs of name and text; a list gives a pair for each of its items.

    A text is given as it is, anything else as JSON. What has the value that it has anyway is left out.
    """
    known = hints(type(noun))
    for field in dataclasses.fields(noun):
        value = getattr(noun, field.name)
        if field.name in without or value is None or value == without_a_word(field):
            continue
        for one in value if item(known[field.name]) else (value,):
            yield field.name, written(one)


def without_a_word(field: dataclasses.Field[Any]) -> Any:
    """The value of a field of which nothing is said; a new object where it has none."""
    if field.default is not dataclasses.MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not dataclasses.MISSING else object()


def written(value: Any) -> str:
    """One value as text."""
    told = plain(value)
    return told if isinstance(told, str) else json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def noun(kind: type[Noun], said: Mapping[str, Sequence[str]]) -> Noun:
    """The noun that texts tell, by the names of its fields. Raises Misshapen where they tell none."""
    known = hints(kind)
    values: dict[str, Any] = {}
    shape: Any = kind  # a dataclass, which no type says
    for field in dataclasses.fields(shape):
        told, hint = said.get(field.name), known[field.name]
        if not told:
            if needs_a_word(field) and not may_be_nothing(hint):
                raise Misshapen(f"{field.name} is missing")
            if needs_a_word(field):
                values[field.name] = None
            continue
        try:
            if inner := item(hint):
                values[field.name] = tuple(read(inner, text) for text in told[:MOST_VALUES])
            else:
                values[field.name] = read(hint, told[0])
        except (ValueError, RecursionError) as error:
            raise Misshapen(f"{field.name}: {error}") from error
    return kind(**values)


def needs_a_word(field: dataclasses.Field[Any]) -> bool:
    """Whether there is no noun without this field."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def read(hint: Any, text: str) -> Any:
    """The value of a text, for a field of this type. Raises ValueError."""
    simple = [one for one in (get_args(hint) if is_union(hint) else (hint,)) if one is not types.NoneType]
    if len(simple) == 1 and isinstance(simple[0], type) and issubclass(simple[0], (str, date)):
        return checked(simple[0], text)
    return checked(hint, json.loads(text, parse_constant=refused))


def refused(constant: str) -> Any:
    """NaN and infinities are no numbers of JSON."""
    raise ValueError(f"{constant} is no number")


def checked(hint: Any, value: Any) -> Any:
    """A plain value as a field of this type holds it; `recoupe.model.plain` the other way. Raises ValueError."""
    if is_union(hint):
        if value is None:
            return None
        (hint,) = (one for one in get_args(hint) if one is not types.NoneType)
    origin = get_origin(hint)
    if origin is tuple:
        return sequence(hint, value)
    if origin is dict:
        if not isinstance(value, dict):
            raise ValueError("an object is wanted")
        return {words(key): checked(get_args(hint)[1], one) for key, one in value.items()}
    if dataclasses.is_dataclass(hint):
        return from_plain(hint, value)
    return scalar(hint, value)


def sequence(hint: Any, value: Any) -> tuple[Any, ...]:
    """A list as a tuple of this type."""
    if not isinstance(value, list):
        raise ValueError("a list is wanted")
    if inner := item(hint):
        return tuple(checked(inner, one) for one in value[:MOST_VALUES])
    if len(value) != len(get_args(hint)):
        raise ValueError(f"{len(get_args(hint))} values are wanted")
    return tuple(checked(kind, one) for kind, one in zip(get_args(hint), value, strict=True))


def from_plain(kind: Any, value: Any) -> Any:
    """A plain object as a noun; names that the noun has not are left out."""
    if not isinstance(value, dict):
        raise ValueError("an object is wanted")
    known, values = hints(kind), {}
    for field in dataclasses.fields(kind):
        if field.name in value:
            values[field.name] = checked(known[field.name], value[field.name])
        elif needs_a_word(field):
            raise ValueError(f"{field.name} is missing")
    return kind(**values)


def scalar(hint: type, value: Any) -> Any:
    """A text, number, truth or day."""
    if issubclass(hint, StrEnum):
        return hint(value)
    if hint is str and isinstance(value, str):
        return words(value)
    if hint is date and isinstance(value, str):
        return date.fromisoformat(value)
    if hint is bool and isinstance(value, bool):
        return value
    if hint in (int, float) and isinstance(value, int | float) and not isinstance(value, bool):
        if not (abs(value) <= LARGEST and math.isfinite(value)):
            raise ValueError("the number is too large")
        if hint is float or isinstance(value, int):
            return hint(value)
    raise ValueError(f"{hint.__name__} is wanted")


def item(hint: Any) -> Any:
    """The type of the items of a list; None for what is no list."""
    kinds = get_args(hint)
    return kinds[0] if get_origin(hint) is tuple and len(kinds) == 2 and kinds[1] is Ellipsis else None


def may_be_nothing(hint: Any) -> bool:
    """Whether a field of this type holds None where nothing is said."""
    return is_union(hint) and types.NoneType in get_args(hint)


def is_union(hint: Any) -> bool:
    """Whether a type is one of several."""
    return get_origin(hint) in (Union, types.UnionType)


def hints(kind: Any) -> dict[str, Any]:
    """The types of the fields of a noun."""
    if kind not in HINTS:
        HINTS[kind] = get_type_hints(kind)
    return HINTS[kind]
