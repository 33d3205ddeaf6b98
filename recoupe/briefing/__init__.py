"""Briefing: evidence to a brief, as HTML, PDF, DOCX, Markdown, JSON or JSON-LD, every line with the sentence that it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from ..errors import UsageError
from .compose import brief
from .model import Brief

FORMATS = ("html", "pdf", "docx", "md", "json", "jsonld")


def write(made: Brief, out: BinaryIO | str | Path, format: str | None = None) -> None:
    """Write a brief to a file or a binary stream; `format` is one of FORMATS, by the file's ending where it is not given.

    Raises UsageError for another format.
    """
    if isinstance(out, str | Path):
        with Path(out).open("wb") as file:
            write(made, file, format or Path(out).suffix.lower().removeprefix("."))
        return
    if format == "html":
        from .html import rendered
    elif format == "pdf":
        from .pdf import rendered
    elif format == "docx":
        from .word import rendered
    elif format == "md":
        from .markdown import rendered
    elif format == "json":
        from .as_json import rendered
    elif format == "jsonld":
        from .as_jsonld import rendered
    else:
        raise UsageError(str(format), "a brief cannot be written in this format", f"one of {', '.join(FORMATS)}")
    out.write(rendered(made))


__all__ = ["FORMATS", "Brief", "brief", "write"]
