"""CSV: one row a piece of evidence, for a spreadsheet, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from typing import Any, BinaryIO

from .exporting import COLUMNS, Export, rows

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(export: Export, out: BinaryIO) -> None:
    """Write an export as CSV (RFC 4180) in UTF-8 with a byte-order mark, which spreadsheets need to see that it is UTF-8."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for row in rows(export):
        writer.writerow({column: cell(value) for column, value in row.items()})
    text.detach()


def cell(value: Any) -> Any:
    """A value that a spreadsheet shows and never runs (OWASP, CSV injection): a leading sign of a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value
