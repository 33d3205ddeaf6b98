"""Records: tables of texts (JSON, JSON lines, CSV, Parquet); each row is a document of its own."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from ...errors import DamagedInput, EmptyInput, ReadingError, RefusedInput, UnsupportedFormat
from ...languages import table
from ..encoding import encoding_of
from ..input import Input
from ..mapped import decoded
from ..received import Dated, Received
from ..sources import from_address, from_name
from . import web
from .about import first_day
from .failures import Failures
from .text import checked_size

DELIMITERS = ";\t,|"
MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|article|html|body|img|table)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
SLASHED = re.compile(r"\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
# The widest field that a table may hold: an article, not the 128 kB at which Python's reader stops.
csv.field_size_limit(32 << 20)


def is_jsonl(start: str, extension: str) -> bool:
    """Whether a text that starts with "{" is one object a line."""
    lines = start.split("\n", 2)
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError):
        return False
    second = lines[1].lstrip() if len(lines) > 1 else ""
    return isinstance(first, dict) and (second.startswith("{") or (extension not in ("json", "txt") and not second))


def is_json(data: bytes) -> bool:
    """Whether bytes that start with a bracket are JSON as a whole."""
    try:
        json.loads(data.decode(encoding_of(data), "strict"))
    except (ValueError, LookupError, RecursionError):
        return False
    return True


def read_jsonl(given: Input) -> Iterator[Received]:
    """One document a line; a line that is no object goes to `report` and the next is read."""
    failures = Failures(given)
    for n, line in enumerate(io.BytesIO(as_utf8(given.data)), start=1):
        if not line.strip(b" \t\r\n\x00\xef\xbb\xbf"):
            continue
        check_number(given, n)
        name = f"{given.name}#{n}"
        try:
            record = parsed(line, name)
            if not isinstance(record, dict):
                raise UnsupportedFormat(name, "the line is no JSON object", "each line must be an object with a text")
            found = received(given, record, line.strip(b"\r\n"), name, "application/x-ndjson")
        except ReadingError as error:
            failures.add(error)
            continue
        failures.success()
        yield found
    failures.close()


def check_number(given: Input, number: int) -> None:
    """Raises RefusedInput for more records than are read."""
    if number > given.limits.records:
        raise RefusedInput(
            given.name, f"it has more than {given.limits.records} records: the others were not read", "split it"
        )


def read_json(given: Input) -> Iterator[Received]:
    """The objects of a JSON file: one object, a list of them, or the longest list of objects inside an object."""
    whole = parsed(as_utf8(given.data), given.name)
    if isinstance(whole, dict) and not text_column(whole):
        lists = [v for v in whole.values() if isinstance(v, list) and any(isinstance(item, dict) for item in v)]
        whole = max(lists, key=len, default=whole)
    if isinstance(whole, dict):
        yield received(given, whole, given.data, given.name, "application/json")
        return
    if not isinstance(whole, list):
        raise UnsupportedFormat(given.name, "the JSON holds no object", "give objects with a text")
    if not whole:
        raise EmptyInput(given.name, "the list has no record")
    yield from rows(given, enumerate(whole, start=1), "application/json")


def rows(given: Input, items: Iterable[tuple[int, Any]], media_type: str) -> Iterator[Received]:
    """Rows as documents; their bytes are the row as JSON with sorted keys, the same for the same row."""
    failures = Failures(given)
    for n, row in items:
        check_number(given, n)
        name = f"{given.name}#{n}"
        try:
            if not isinstance(row, dict):
                raise UnsupportedFormat(name, "the record is no object", "each record must be an object with a text")
            try:
                original = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")
            except (RecursionError, ValueError) as error:
                raise DamagedInput(name, "the record nests too deep", "give flat records with a text") from error
            found = received(given, row, original, name, media_type)
        except ReadingError as error:
            failures.add(error)
            continue
        failures.success()
        yield found
    failures.close()


def read_csv(given: Input) -> Iterator[Received]:
    """One document a row; the delimiter is the one that parts the first line most."""
    data = as_utf8(given.data)
    lines: list[bytes] = []

    def fed() -> Iterator[str]:
        for line in io.BytesIO(data):
            lines.append(line)
            yield line.decode("utf-8", "replace").replace("\x00", "")

    first = data.split(b"\n", 1)[0].decode("utf-8", "replace")
    delimiter = max(DELIMITERS, key=first.count)
    rows_of = csv.reader(fed(), delimiter=delimiter)
    failures = Failures(given)
    try:
        header = [name.strip().lstrip("\ufeff") for name in next(rows_of, [])]
        if not text_column(dict.fromkeys(header, "-")):
            raise no_text(given.name, header)
        lines.clear()
        for n, cells in enumerate(rows_of, start=1):
            original = b"".join(lines).rstrip(b"\r\n")
            lines.clear()
            if not any(cell.strip() for cell in cells):
                continue
            check_number(given, n)
            name = f"{given.name}#{n}"
            try:
                if len(cells) != len(header):
                    why = f"the row has {len(cells)} cells, the header {len(header)}"
                    raise DamagedInput(name, why, f"put cells that hold a {delimiter!r} in quotation marks")
                found = received(given, dict(zip(header, cells, strict=True)), original, name, "text/csv")
            except ReadingError as error:
                failures.add(error)
                continue
            failures.success()
            yield found
    except csv.Error as error:
        raise DamagedInput(given.name, f"the table breaks off: {error}", "save it again as CSV") from error
    failures.close()


def read_parquet(given: Input) -> Iterator[Received]:
    """One document a row, read in batches."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(given.data))
        column = text_column(dict.fromkeys(file.schema_arrow.names, "-"))
        if not column:
            raise no_text(given.name, file.schema_arrow.names)
        unpacked = sum(file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups))
        if unpacked > given.limits.archive:
            raise RefusedInput(given.name, f"it unpacks to {unpacked / 1e6:.0f} MB", "split it")
        yield from rows(given, batched(file), "application/vnd.apache.parquet")
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        raise DamagedInput(given.name, "the Parquet file is damaged", "write it again") from error


def batched(file: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a Parquet file with their numbers, a thousand in memory at a time."""
    n = 0
    for batch in file.iter_batches(batch_size=1000):
        for row in batch.to_pylist():
            n += 1
            yield n, row


def as_utf8(data: bytes) -> bytes:
    """The bytes in UTF-8: as they are, or decoded from what they are in."""
    encoding = encoding_of(data)
    if encoding == "utf-8":
        return data
    return data.decode(encoding, "replace").encode("utf-8", "replace")


def parsed(data: bytes, name: str) -> Any:
    """JSON bytes as a value. Raises DamagedInput for what is none."""
    try:
        return json.loads(data.decode("utf-8", "replace").lstrip("\ufeff").strip("\x00"), strict=False)
    except json.JSONDecodeError as error:
        raise DamagedInput(
            name, f"it is no complete JSON: {error.msg} at character {error.pos}", "check whether it was cut off"
        ) from error
    except RecursionError as error:
        raise RefusedInput(name, "its JSON nests too deep", "give flat records with a text") from error
    except ValueError as error:
        raise DamagedInput(name, f"it is no JSON that can be read: {error}", "check what wrote it") from error


@cache
def columns() -> dict[str, list[str]]:
    """The names of columns by what they hold, the surest first."""
    return {key: list(names) for key, names in table("common", "columns").items()}


def value_of(row: dict[str, Any], what: str) -> Any:
    """The first filled value of a row under the names for one thing; None for none."""
    low = {str(key).strip().lower(): value for key, value in row.items()}
    return next((low[name] for name in columns()[what] if low.get(name) not in (None, "", [], {})), None)


def text_column(row: dict[str, Any]) -> str | None:
    """The name of the column that holds the text."""
    low = {str(key).strip().lower(): str(key) for key in row}
    return next(
        (low[name] for name in columns()["text"] if name in low and isinstance(row[low[name]], (str, list))), None
    )


def no_text(name: str, names: list[str]) -> UnsupportedFormat:
    """The error for records without a text."""
    has = ", ".join(str(n)[:40] for n in names[:12]) or "none"
    return UnsupportedFormat(
        name, f"no column holds the text; its columns: {has}", "name the column of the texts 'text' or 'texte'"
    )


def received(given: Input, row: dict[str, Any], original: bytes, name: str, media_type: str) -> Received:
    """One row as a text. Raises UnsupportedFormat without a column of texts, EmptyInput where it is empty."""
    if not text_column(row):
        raise no_text(name, [str(key) for key in row])
    found = value_of(row, "text")
    body = "\n\n".join(str(part) for part in found) if isinstance(found, list) else str(found or "")
    if not body.strip():
        raise EmptyInput(name, "the record has no text")
    layer = body.encode("utf-8", "replace")
    checked_size(layer, name, given.limits)
    readable = decoded(layer, "utf-8")
    is_markup = len(MARKUP.findall(body[:5000])) > 1
    if is_markup:
        readable = web.visible(readable)
    url = plain(value_of(row, "url"))
    address = url if url.startswith(("http://", "https://")) and is_address(url) else None
    authors = value_of(row, "author")
    language = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", plain(value_of(row, "language")))
    return Received(
        original=original,
        layer=layer,
        readable=readable,
        name=name,
        media_type=media_type,
        title=html.unescape(plain(value_of(row, "title"))),
        authors=tuple(
            plain(author) for author in (authors if isinstance(authors, list) else [authors]) if plain(author)
        ),
        url=address,
        language=language.group().lower() if language else None,
        dated=dated(row),
        source=from_name(plain(value_of(row, "source"))) or from_address(address),
        keeps_lines=is_markup,
    )


def is_address(url: str) -> bool:
    """Whether an address can be taken apart."""
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def plain(value: Any) -> str:
    """A value as text on one line; an object by its name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return " ".join(str(value).split())[:2000] if isinstance(value, (str, int, float)) and value != "" else ""


def dated(row: dict[str, Any]) -> tuple[Dated, ...]:
    """The day in the row's column of dates: ISO 8601, or day/month/year."""
    low = {str(key).strip().lower(): (str(key), value) for key, value in row.items()}
    for name in columns()["date"]:
        key, value = low.get(name, ("", None))
        if isinstance(value, datetime):
            value = value.date()
        day = value if isinstance(value, date) else first_day(value)
        if day is None and isinstance(value, str) and (match := SLASHED.match(value)):
            day = first_day(f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}")
        if day:
            return (Dated(day, f"the record's {key} says {day.isoformat()}"),)
    return ()
