"""What a reader sees of each output: the text of an HTML page, a PDF, a DOCX, a Markdown or JSON file."""

import html
import io
import re

import docx
import pypdfium2

from recoupe.briefing import FORMATS, Brief, write


def written(made: Brief, format: str) -> bytes:
    out = io.BytesIO()
    write(made, out, format)
    return out.getvalue()


def seen(data: bytes, format: str) -> str:
    """All the text of an output, hidden or not; white space as it comes."""
    if format == "pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    if format == "docx":
        document = docx.Document(io.BytesIO(data))
        parts = [document.element.body, *(part._element for s in document.sections for part in (s.header, s.footer))]
        return "\n".join("".join(node.text or "" for node in part.iter() if node.tag.endswith("}t")) for part in parts)
    return html.unescape(data.decode()) if format == "html" else data.decode()


def flat(text: str) -> str:
    """A text on one line, without escapes, soft hyphens and the hyphens that end a line."""
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad\ufffe\x02]\s*|\\", "", text))


__all__ = ["FORMATS", "flat", "seen", "written"]
