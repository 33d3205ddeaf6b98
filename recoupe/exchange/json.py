"""JSON: all the documents with their evidence, as docs/schema.md describes them; written one document at a time."""

from __future__ import annotations

import json
from typing import BinaryIO

from .exporting import Export


def write(export: Export, out: BinaryIO) -> None:
    """Write an export as one JSON object: `export` says how it was made, `documents` holds the pairs.

    Beside them stands what holds over them: `copies`, `findings`, `contradictions` and `rulings`.
    """
    about = json.dumps(export.about(), ensure_ascii=False)
    out.write(f'{{"export": {about}, "documents": ['.encode())
    for number, pair in enumerate(export.plain()):
        separator = ",\n" if number else "\n"
        item = {"document": pair["document_received"], "evidence": pair["evidence"]}
        out.write((separator + json.dumps(item, ensure_ascii=False)).encode("utf-8", errors="replace"))
    out.write(b"\n]")
    for name, value in export.crosschecked().items():
        out.write(f',\n"{name}": {json.dumps(value, ensure_ascii=False)}'.encode("utf-8", errors="replace"))
    out.write(b"}\n")
