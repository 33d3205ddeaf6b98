"""Formats: what evidence leaves and comes in by: which writer writes a format, which reader reads what some bytes are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO

from ..errors import UnsupportedFormat
from . import carrying
from .content import Content, strictest
from .exporting import Export

MODULES = {"ics": "ical"}  # where a module is not called as its format
OF_CONTENT = ("ftm", "misp")
FORMATS = ("json", "csv", "parquet", "geojson", "ics", *OF_CONTENT)
READ = {"ftm": "FollowTheMoney", "misp": "MISP"}

HEAD = 1 << 20
EVENT = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:Event|response)"\s*:')


def write(format: str, export: Export, out: BinaryIO, although: str = "") -> None:
    """Write an export in one of FORMATS. Raises UsageError where the format cannot carry its marking and no reason is given."""
    carrying.check(format, strictest(document.marking for document, _ in export.pairs()), although)
    writer = import_module(f".{MODULES.get(format, format)}", __package__)
    if format in OF_CONTENT:
        from .whole import content

        writer.write(content(export), out)
    else:
        writer.write(export, out)


def told_by(name: str) -> str:
    """The format that the name of a file tells ("x.csv", "x.misp.json"); "" for none."""
    endings = [ending.removeprefix(".").lower() for ending in PurePath(name).suffixes]
    if endings[-1:] in (["json"], ["jsonl"]) and endings[-2:-1] and endings[-2] in OF_CONTENT:
        return endings[-2]
    return endings[-1] if endings and endings[-1] in FORMATS else ""


def told_by_bytes(data: bytes) -> str:
    """The format of what a partner sent, one of READ; "" for none."""
    head = data[:HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if EVENT.match(head):
        return "misp"
    try:
        first = json.loads(head.split("\n", 1)[0])
    except (ValueError, RecursionError):
        return ""
    if isinstance(first, dict) and {"id", "schema", "properties"} <= first.keys():
        return "ftm"
    return "misp" if isinstance(first, dict) and {"info", "Attribute"} <= first.keys() else ""


def read(data: bytes, name: str, on_note: Callable[[str], None] | None = None) -> Content:
    """The content of what a partner sent. Raises UnsupportedFormat for what none of READ is, DamagedInput, EmptyInput or
    RefusedInput for what is none in truth."""
    format = told_by_bytes(data)
    if not format:
        raise UnsupportedFormat(name, "it is in no format of exchange", f"formats: {', '.join(READ.values())}")
    reader = import_module(f".{format}", __package__)
    content: Content = reader.read(data, name, on_note)
    return content
