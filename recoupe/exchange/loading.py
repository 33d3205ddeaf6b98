"""Loading: JSON of others: no larger than we read, of no depth that breaks us, and its texts without what breaks a text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..errors import DamagedInput, EmptyInput, RefusedInput

MOST_BYTES = 64 << 20
MOST_OBJECTS = 250_000
LONGEST_LINE = 32 << 20

COUNTRY = re.compile("[A-Z]{2}")
"""ISO 3166-1 alpha-2, by its form."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def decoded(data: bytes, name: str) -> str:
    """Bytes as text. Raises RefusedInput for too many, EmptyInput for none."""
    if len(data) > MOST_BYTES:
        raise RefusedInput(
            name,
            f"it has {len(data) >> 20} MB, more than the {MOST_BYTES >> 20} MB that are taken in at once",
            "split it",
        )
    text = data.decode("utf-8", "replace").lstrip("\ufeff").strip()
    if not text:
        raise EmptyInput(name, "there is nothing in it")
    return text


def value(text: str, name: str) -> Any:
    """JSON as a value. Raises DamagedInput for what is none, RefusedInput for what nests too deep."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise DamagedInput(
            name, f"it is no complete JSON: {error.msg} at character {error.pos}", "was it cut off?"
        ) from error
    except RecursionError as error:
        raise RefusedInput(name, "its JSON nests too deep", "what exports it is wrong, or means harm") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise DamagedInput(name, f"it is no JSON that can be read: {error}", "check what wrote it") from error


def lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    """The values of JSON lines with their numbers, from 1. Raises as `value` does, for the line at fault."""
    found = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found += 1
        if found > MOST_OBJECTS:
            raise RefusedInput(name, f"it has more than {MOST_OBJECTS} entities", "split it")
        yield number, value(line, f"{name}, line {number}")


def words(given: Any) -> str:
    """A text without control characters, signs that turn its direction, and halves of characters; "" for what is no text."""
    if not isinstance(given, str):
        return ""
    return CONTROL.sub("", given).encode("utf-8", "replace").decode()


def listed(given: Any) -> list[Any]:
    """A list, or nothing for what is none."""
    return given if isinstance(given, list) else []


def objects(given: Any) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in listed(given) if isinstance(one, dict)]
