"""Checks: what the tests of reading ask of every document."""

import html
import re

from recoupe.errors import ReadingError
from recoupe.model import Document
from recoupe.reading import read_bytes


def documents(data: bytes, name: str) -> list[Document]:
    """The documents in these bytes; no error may be reported."""
    errors: list[ReadingError] = []
    found = list(read_bytes(data, name, on_error=errors.append))
    assert errors == []
    return found


def undone(text: str) -> str:
    """A stretch of bytes or of clean text without what cleaning may take away: tags, entities, spaces, soft line ends."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[A-Za-z][^<>]*>", "", text, flags=re.DOTALL)
    text = html.unescape(text) if "&" in text else text
    text = re.sub(r"[-\u00ad\ufffe\x02]\s*\n\s*", "", text)
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069-]", "", text)


def leads_back(document: Document) -> None:
    """Each passage of the document must be what its bytes say."""
    assert document.passages
    for passage in document.passages:
        text = document.text[passage.start : passage.end]
        assert undone(document.original_text(passage.start, passage.end)) == undone(text)
