"""PDF: the text layer by pdfium, page by page, without the lines that head or foot every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import accumulate
from typing import Any

from ...errors import DamagedInput, EncryptedInput, RefusedInput
from ..input import Input
from ..mapped import MappedText, decoded, join
from ..received import Dated, Received
from .text import checked_size

EDGE, LEAST_PAGES, SHARE = 2, 3, 0.6
STOPS = (".", "!", "?", "…", ";", ",")
NUMBER = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:page|p\.)?\s{0,2}\d{1,4}(?:\s{0,2}(?:/|sur|of|de)\s{0,2}\d{1,4})?\W{0,3}", re.IGNORECASE
)
MADE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
BREAKS = re.compile(r"\r\n?|\f")


def read(given: Input) -> Iterator[Received]:
    """The text of a PDF.

    Raises EncryptedInput where it needs a password, DamagedInput where pdfium cannot open it or where no page has text,
    RefusedInput for too many pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(given.data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedInput(
                given.name, "the PDF needs a password", "open it and save it without the password"
            ) from error
        raise DamagedInput(given.name, "the PDF is cut off or damaged", "get it again") from error
    try:
        count = len(document)
        if count > given.limits.pages:
            raise RefusedInput(
                given.name, f"it has {count} pages, more than the {given.limits.pages} that are read", "split it"
            )
        texts, failed = page_texts(document, given)
        properties = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    if not any(text.strip() for text in texts):
        why = (
            f"none of its {count} pages could be read"
            if failed and failed == count
            else "it has no text layer: it is a scan"
        )
        raise DamagedInput(given.name, why, "OCR is not done: give a version with text")
    encoded = [(text + "\n").encode("utf-8", "replace") for text in texts]
    starts = [0, *accumulate(map(len, encoded))]
    layer = b"".join(encoded)
    checked_size(layer, given.name, given.limits)
    readable, notes = without_running_lines(decoded(layer, "utf-8"), texts)
    if failed:
        notes += (f"{failed} of {count} pages could not be read",)
    title, author = str(properties.get("Title", "")), str(properties.get("Author", ""))
    yield Received(
        original=given.data,
        layer=layer,
        readable=readable,
        name=given.name,
        media_type="application/pdf",
        title=title.strip() if is_title(title) else "",
        authors=(author.strip(),) if author.strip() else (),
        dated=dated(properties.get("CreationDate", "")),
        pages=tuple(starts[:-1]),
        notes=notes,
    )


def page_texts(document: Any, given: Input) -> tuple[list[str], int]:
    """The text of each page, line breaks as one character; and how many pages failed."""
    import pypdfium2

    texts: list[str] = []
    failed = size = 0
    for n in range(len(document)):
        try:
            page = document[n]
            layer = page.get_textpage()
            text = layer.get_text_bounded()
            layer.close()
            page.close()
        except pypdfium2.PdfiumError:
            failed += 1
            text = ""
        size += len(text)
        if size > given.limits.text:
            raise RefusedInput(given.name, f"it has more than {given.limits.text / 1e6:.0f} MB of text", "split it")
        texts.append(BREAKS.sub("\n", text))
    return texts, failed


def without_running_lines(text: MappedText, pages: list[str]) -> tuple[MappedText, tuple[str, ...]]:
    """The text of all pages without the lines that stand at the head or foot of most of them, and a note that says so.

    Page numbers inside such a line do not tell pages apart. The header of a single page cannot be told from its text.
    """
    seen: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page.split("\n") if line.strip()]
        seen.update({running(line) for line in (*filled[:EDGE], *filled[-EDGE:])})
    # What ends like a sentence is text, however often it stands at the end of a page.
    common = {
        key for key, times in seen.items() if times >= max(LEAST_PAGES, SHARE * len(pages)) and not key.endswith(STOPS)
    }
    kept: list[MappedText] = []
    dropped: Counter[str] = Counter()
    at = 0
    for page in pages:
        lines = text[at : at + len(page) + 1]
        at += len(page) + 1
        numbers = [n for n, line in enumerate(page.split("\n")) if line.strip()]
        edges = {*numbers[:EDGE], *numbers[-EDGE:]}
        start = 0
        for n, line in enumerate(page.split("\n")):
            end = start + len(line) + 1
            is_number = len(pages) > 1 and PAGE_NUMBER.fullmatch(line.strip()) is not None
            if n in edges and (running(line) in common or is_number):
                dropped[running(line)] += 1
            else:
                kept.append(lines[start:end])
            start = end
    words = [key for key, _ in dropped.most_common(3)]
    note = f"lines that head or foot the pages were left out: {'; '.join(words)}"
    return (join(kept), (note[:300],)) if dropped else (text, ())


def running(line: str) -> str:
    """A line as it is compared between pages: numbers all alike."""
    return NUMBER.sub("0", " ".join(line.split()))


def is_title(title: str) -> bool:
    """Whether the title in the properties is one, and not the name of a file that a program put there."""
    return bool(title.strip()) and not re.search(
        r"\.(?:docx?|odt|pdf|indd|qxd|rtf)$|^(?:untitled|sans titre|microsoft word)", title.strip(), re.IGNORECASE
    )


def dated(made: str) -> tuple[Dated, ...]:
    """When the file was made (PDF 32000-1, 7.9.4), which only bounds the publication."""
    if match := MADE.match(made):
        with suppress(ValueError):
            day = date(int(match[1]), int(match[2]), int(match[3]))
            return (Dated(day, f"the PDF was made on {day.isoformat()}", is_creation=True),)
    return ()
