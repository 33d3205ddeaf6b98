"""Reading: bytes to documents; formats, cleaning, dating, language, passages, repeats."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..model import Document, Passage, PassageKind, Published, document_id
from .mapped import decoded


def read_text(
    text: str, published: date | str | Published | None = None, language: str | None = None, url: str | None = None
) -> Document:
    """A document from a text at hand. (Provisional: a sentence splitter and nothing else.)"""
    data = text.encode()
    mapped = decoded(data, "utf-8")
    passages = []
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        body = line.group()
        kind = PassageKind.SENTENCE if body.rstrip()[-1:] in ".!?»:" else PassageKind.HEADING
        for m in re.finditer(r"\S.*?(?:[.!?](?=\s+[A-ZÉÀ«\"“]|\s*$)|$)(?: »)?", body):
            if m.group():
                start = line.start() + m.start()
                passages.append(Passage(start, line.start() + m.end(), kind, language or "fr", number))
    when = Published()
    if isinstance(published, Published):
        when = published
    elif published:
        day = published if isinstance(published, date) else date.fromisoformat(published)
        when = Published(day, day, "given by the caller")
    return Document(
        id=document_id(data), original=data, text=text, offsets=mapped.offsets(), layer=data,
        language=language or "fr", url=url, published=when, passages=tuple(passages),
    )


def read(path: str | Path) -> list[Document]:
    return [replace(read_text(Path(path).read_text()), name=str(path))]
