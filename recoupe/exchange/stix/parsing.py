"""Parsing: bytes of anybody as STIX objects: limits on size, depth and numbers, and one version of each object."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NoReturn

from ...errors import DamagedInput, EmptyInput, RefusedInput, UnsupportedFormat
from ...reading.limits import Limits

Object = dict[str, Any]
Note = Callable[[str], None]

WHAT = "the STIX bundle"
DEPTH = 64
LARGEST = 2**53 - 1
IDENTIFIER = re.compile(r"[a-z0-9-]{3,200}--[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def objects(data: bytes, limits: Limits, note: Note) -> dict[str, Object]:
    """The objects of a bundle, of a TAXII envelope, or one alone, by identifier: the latest version of each.

    Raises EmptyInput, RefusedInput, DamagedInput or UnsupportedFormat. What is revoked, or is no STIX 2.1 object, is left out
    and noted.
    """
    rows = listed(parsed(data, limits))
    if len(rows) > limits.records:
        raise RefusedInput(WHAT, f"it holds {len(rows)} objects", f"send at most {limits.records} at once")
    found: dict[str, Object] = {}
    odd: Counter[str] = Counter()
    for row in rows:
        if fault := fault_of(row):
            odd[fault] += 1
            continue
        held = found.get(row["id"])
        if held is None or version(row) > version(held):
            found[row["id"]] = row
        elif (
            version(row) == version(held)
            and row != held
            and row["type"] not in ("marking-definition", "extension-definition")
        ):
            raise DamagedInput(
                WHAT, f"{row['id']} stands in it twice, and not the same", "ask its sender which one holds"
            )
    for fault, count in odd.items():
        note(f"{count} objects are left aside: {fault}")
    revoked = [id for id, row in found.items() if row.get("revoked") is True]
    if revoked:
        note(f"{len(revoked)} objects are left aside: their sender revoked them")
    return {id: row for id, row in found.items() if row.get("revoked") is not True}


def parsed(data: bytes, limits: Limits) -> Any:
    """JSON as STIX allows it: UTF-8, finite numbers, integers of 53 bits, not nested without end."""
    if not data.strip():
        raise EmptyInput(WHAT, "there is nothing in it")
    if len(data) > limits.file:
        raise RefusedInput(WHAT, f"it has {len(data)} bytes", f"send at most {limits.file} at once")
    try:
        whole = json.loads(data.decode("utf-8-sig"), parse_constant=not_a_number)
        check(whole, DEPTH)
    except RecursionError:
        raise RefusedInput(WHAT, "it is nested too deeply") from None
    except ValueError as error:
        raise DamagedInput(WHAT, f"it is not JSON in UTF-8: {str(error)[:200]}") from None
    return whole


def not_a_number(said: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON has not."""
    raise ValueError(f"{said} is not a number")


def check(value: Any, depth: int) -> None:
    """Refuse what no database and no other program would take: endless nesting, numbers too large, NUL, half characters."""
    if depth < 0:
        raise RefusedInput(WHAT, f"it is nested more than {DEPTH} deep")
    if isinstance(value, dict):
        for name, item in value.items():
            check(name, depth)
            check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            check(item, depth - 1)
    elif isinstance(value, str):
        if "\x00" in value:
            raise ValueError("a NUL character")
        value.encode()
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number that is too large")
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError("an integer of more than 53 bits")


def listed(whole: Any) -> list[Any]:
    """The objects in what was parsed."""
    if not isinstance(whole, dict):
        raise UnsupportedFormat(WHAT, "it is no JSON object", "send a STIX 2.1 bundle")
    if whole.get("type") == "bundle" or ("objects" in whole and "type" not in whole):
        rows = whole.get("objects", [])
        if not isinstance(rows, list):
            raise DamagedInput(WHAT, "its objects are no list")
        return rows
    if "type" in whole and "id" in whole:
        return [whole]
    raise UnsupportedFormat(WHAT, "it is neither a bundle, nor an envelope, nor an object", "send a STIX 2.1 bundle")


def fault_of(row: Any) -> str | None:
    """Why something is no STIX object that can be read; None where it is one."""
    if not isinstance(row, dict):
        return "no JSON objects"
    type, id = row.get("type"), row.get("id")
    if not isinstance(type, str) or not isinstance(id, str):
        return "without type or id"
    if not IDENTIFIER.fullmatch(id) or id.rpartition("--")[0] != type:
        return "their id is none of STIX"
    if row.get("spec_version", "2.0") not in ("2.0", "2.1"):
        return "of another version of STIX"
    return None


def version(row: Object) -> str:
    """What tells versions of an object apart, and orders them."""
    said = row.get("modified", row.get("created", ""))
    return said if isinstance(said, str) else ""


def text(row: Object, name: str) -> str:
    """A property that is a text; "" where it is none."""
    said = row.get(name)
    return said if isinstance(said, str) else ""


def texts(row: Object, name: str) -> list[str]:
    """Those of a property that are texts."""
    said = row.get(name)
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
