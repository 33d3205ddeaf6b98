"""Formats: what evidence leaves and comes in by: which writer writes a format, which reader reads what some bytes are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO

from ..errors import UnsupportedFormat, UsageError
from . import carrying
from .content import Content, strictest
from .exporting import Export
from .whole import content

FORMATS = ("json", "csv", "parquet", "geojson", "ics", "ftm", "misp", "stix")
WITH_JSON = ("ftm", "misp", "stix")  # "x.misp.json" is MISP
READ = {"ftm": "FollowTheMoney", "misp": "MISP", "stix": "STIX 2.1"}

HEAD = 1 << 20
EVENT = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:Event|response)"\s*:')
BUNDLE = re.compile(r'"type"\s*:\s*"bundle"')


def write(format: str, export: Export, out: BinaryIO, although: str = "") -> None:
    """Write an export in one of FORMATS. Raises UsageError where the format cannot carry its marking and no reason is given, or
    where what it needs is not installed."""
    carrying.check(format, strictest(document.marking for document, _ in export.pairs()), although)
    try:
        writer(format)(export, out)
    except ImportError as error:
        raise UsageError(format, f"{error.name} is not installed", "pip install 'recoupe[exchange]'") from error


def writer(format: str) -> Callable[[Export, BinaryIO], None]:
    """What writes a format."""
    from . import csv, ftm, geojson, ical, json, misp, parquet

    return {
        "json": json.write,
        "csv": csv.write,
        "parquet": parquet.write,
        "geojson": geojson.write,
        "ics": ical.write,
        "ftm": lambda export, out: ftm.write(content(export), out),
        "misp": lambda export, out: misp.write(content(export), out),
        "stix": stix,
    }[format]


def stix(export: Export, out: BinaryIO) -> None:
    """Write an export as a STIX 2.1 bundle."""
    from .stix import write

    out.write(write(content(export), made=datetime.fromisoformat(export.made), by="recoupe"))


def told_by(name: str) -> str:
    """The format that the name of a file tells ("x.csv", "x.misp.json"); "" for none."""
    endings = [ending.removeprefix(".").lower() for ending in PurePath(name).suffixes]
    if endings[-1:] in (["json"], ["jsonl"]) and endings[-2:-1] and endings[-2] in WITH_JSON:
        return endings[-2]
    return endings[-1] if endings and endings[-1] in FORMATS else ""


def told_by_bytes(data: bytes) -> str:
    """The format of what a partner sent, one of READ; "" for none."""
    head = data[:HEAD].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if EVENT.match(head):
        return "misp"
    if head.startswith("{") and BUNDLE.search(head):
        return "stix"
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
    if format == "stix":
        from .stix import read as of_stix

        return of_stix(data, on_note=on_note)
    content: Content = import_module(f".{format}", __package__).read(data, name, on_note)
    return content
