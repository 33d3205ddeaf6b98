"""Word documents: the paragraphs, headings and tables of a .docx; other Office files are told apart and refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ...errors import EmptyInput, ReadingError, UnsupportedFormat
from ..input import Input
from ..mapped import decoded
from ..received import Dated, Received
from .about import first_day
from .archive import FAULTS, member, opened_zip
from .feed import child, local, parsed_xml, words

DOCUMENT, CORE = "word/document.xml", "docProps/core.xml"
OTHERS = (
    ("xl/workbook.xml", "an Excel workbook", "save its table as CSV"),
    ("ppt/presentation.xml", "a PowerPoint presentation", "save it as PDF"),
    ("content.xml", "an OpenDocument file", "save it as .docx or PDF"),
)
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Text that a reader does not see, or that would stand twice: what a choice falls back on, deletions, field codes.
SKIPPED = frozenset({"Fallback", "del", "instrText", "moveFrom", "rPr", "pPr", "sectPr"})


def is_office(data: bytes) -> bool:
    """Whether a ZIP is an Office file and not an archive of documents."""
    with suppress(*FAULTS):
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
        return DOCUMENT in names or "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names
    # A directory that was cut off: the first member tells.
    return b"[Content_Types].xml" in data[:200] or b"word/" in data[:4000]


def read(given: Input) -> Iterator[Received]:
    """The text of a Word document, its headings lines of their own, a table row a line.

    Raises UnsupportedFormat for other Office files, DamagedInput for half a document, EmptyInput for one without text.
    """
    archive = opened_zip(given.data, given.name)
    names = set(archive.namelist())
    if DOCUMENT not in names:
        for marker, kind, remedy in OTHERS:
            if marker in names:
                raise UnsupportedFormat(given.name, f"it is {kind}", remedy)
        raise UnsupportedFormat(given.name, "it is an Office file without a text", "save it as .docx or PDF")
    root = part(archive, DOCUMENT, given)
    lines = list(texts(root))
    layer = "\n".join(lines).encode("utf-8", "replace")
    if not layer.strip():
        raise EmptyInput(given.name, "the document has no text")
    title, authors, dated = properties(archive, names, given)
    yield Received(
        original=given.data,
        layer=layer,
        readable=decoded(layer, "utf-8"),
        name=given.name,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title=title,
        authors=authors,
        dated=dated,
        keeps_lines=True,
    )


def part(archive: zipfile.ZipFile, path: str, given: Input) -> Any:
    """The root of one part of the document, unpacked within the limits."""
    data = member(archive, archive.getinfo(path), given.name, given.limits)
    given.budget.take_bytes(len(data), given.name)
    return parsed_xml(data, given.name)


def texts(root: Any) -> Iterator[str]:
    """The lines of a document: one a paragraph, one a row of a table."""
    body = child(root, "body")
    if body is None:
        return
    waiting = list(reversed(body))
    while waiting:
        item = waiting.pop()
        name = local(item)
        if name == "p":
            yield from (line for line in written(item).split("\n") if line.strip())
        elif name == "tr":
            cells = [
                " ".join(" ".join(written(p) for p in cell.iter() if local(p) == "p").split())
                for cell in item
                if local(cell) == "tc"
            ]
            if row := " | ".join(cell for cell in cells if cell):
                yield row
        elif name not in SKIPPED:
            waiting.extend(reversed(item))


def written(paragraph: Any) -> str:
    """The characters of a paragraph, without what a reader does not see."""
    found: list[str] = []
    waiting = [paragraph]
    while waiting:
        item = waiting.pop()
        name = local(item)
        if name == "t":
            found.append(item.text or "")
        elif name in BREAKS:
            found.append(BREAKS[name])
        elif name not in SKIPPED:
            if name == "p" and item is not paragraph:
                found.append("\n")
            waiting.extend(reversed(item))
    return "".join(found)


def properties(
    archive: zipfile.ZipFile, names: set[str], given: Input
) -> tuple[str, tuple[str, ...], tuple[Dated, ...]]:
    """Title, authors, and when the file was made, which only bounds the publication."""
    if CORE not in names:
        return "", (), ()
    try:
        root = part(archive, CORE, given)
    except ReadingError:
        return "", (), ()
    author, created = words(child(root, "creator")), first_day(words(child(root, "created")))
    dated = (Dated(created, f"the document was made on {created.isoformat()}", is_creation=True),) if created else ()
    # What the library that wrote the file calls itself is no author.
    return words(child(root, "title")), (author,) if author and author != "python-docx" else (), dated
