"""Answers of a TAXII server, read as they come: a property of a wrong type counts as none."""

from __future__ import annotations

from typing import Any

from .model import Status

Answer = dict[str, Any]


def status(said: Answer) -> Status:
    """What a server says of what was sent."""
    successes, failures, pending = (number(said, f"{name}_count") for name in ("success", "failure", "pending"))
    reasons = tuple(text(row, "message") or text(row, "id") for row in rows(said, "failures"))
    return Status(text(said, "id"), text(said, "status"), successes, failures, pending, reasons)


def number(row: Answer, name: str, otherwise: int = 0) -> int:
    """A property that is a number from 1; `otherwise` where it is none."""
    said = row.get(name)
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else otherwise


def text(row: Answer, name: str) -> str:
    """A property that is a text; "" where it is none."""
    said = row.get(name)
    return said if isinstance(said, str) else ""


def texts(row: Answer, name: str) -> list[str]:
    """Those of a property that are texts."""
    said = row.get(name)
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def rows(said: Answer, name: str) -> list[Answer]:
    """Those of a property that are objects."""
    found = said.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
