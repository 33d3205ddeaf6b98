"""WARC: the pages and texts in a web archive (ISO 28500); the capture date says nothing of the publication."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from ...errors import DamagedInput, EmptyInput, ReadingError, RefusedInput
from ..encoding import encoding_of
from ..input import Input
from ..mapped import decoded
from ..received import Received
from ..sources import from_address
from . import web
from .text import check_text, checked_size

PAGES = ("text/html", "application/xhtml")
TEXTS = ("text/plain",)
DOCUMENTS = (
    "application/pdf",
    "application/rss",
    "application/atom",
    "application/json",
    "application/vnd.openxml",
    "text/xml",
    "application/xml",
)


def read(given: Input) -> Iterator[Received]:
    """The responses of a web archive that hold a page, a text or a document; styles, scripts and pictures are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen = 0
    try:
        for record in ArchiveIterator(io.BytesIO(given.data)):
            if record.rec_type not in ("response", "resource"):
                continue
            given.budget.take_member(given.name)
            headers = record.http_headers
            if headers is not None and not (headers.get_statuscode() or "").startswith("2"):
                continue
            address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
            kind = (
                headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")
            ) or ""
            kind = kind.lower()
            if not kind.startswith(PAGES + TEXTS + DOCUMENTS):
                continue
            seen += 1
            name = f"{given.name}!{address}"
            try:
                body = content(record, name, given)
                yield from texts(replace(given, data=body, name=name), kind, address)
            except ReadingError as error:
                given.report(error)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, AttributeError, TypeError, IndexError) as error:
        raise DamagedInput(given.name, "the web archive is cut off or damaged", "get it again") from error
    if not seen:
        raise EmptyInput(given.name, "the web archive holds no page")


def content(record: object, name: str, given: Input) -> bytes:
    """The body of a response, its transfer and content encodings undone, within the limits."""
    stream = record.content_stream()  # type: ignore[attr-defined]
    body: bytes = stream.read(given.limits.member + 1)
    if len(body) > given.limits.member:
        raise RefusedInput(
            name, f"it unpacks to more than {given.limits.member / 1e6:.0f} MB", "save the page and give the file"
        )
    given.budget.take_bytes(len(body), given.name)
    if not body:
        raise EmptyInput(name, "the response has 0 bytes")
    return body


def texts(given: Input, kind: str, address: str) -> Iterator[Received]:
    """What a response holds, with its address."""
    charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
    if kind.startswith(PAGES):
        yield web.received(given, address, declared=charset)
    elif kind.startswith(TEXTS):
        checked_size(given.data, given.name, given.limits)
        encoding = encoding_of(given.data, charset)
        readable = decoded(given.data, encoding)
        check_text(readable.text[:100_000], given.name)
        yield Received(
            given.data, given.data, readable, encoding, given.name, url=address, source=from_address(address)
        )
    else:
        for received in given.inner(given.data, given.name):
            yield replace(received, url=received.url or address, source=received.source or from_address(address))
