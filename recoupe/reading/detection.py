"""Detection: which format bytes are in, by what they begin with and then by their name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..errors import DamagedInput, EmptyInput, EncryptedInput, ReadingError, RefusedInput, UnsupportedFormat
from .encoding import encoding_of
from .formats import archive, feed, mail, office, pdf, records, text, warc, web
from .input import Budget, Input, Report
from .limits import Limits
from .received import Received

Reader = Callable[[Input], Iterator[Received]]

HEAD = 8192
# What begins like this is known and not read: the kind in words, and what to do.
FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture", "recoupe reads text; OCR is not done"),
    (b"\xff\xd8\xff", "a picture", "recoupe reads text; OCR is not done"),
    (b"GIF8", "a picture", "recoupe reads text; OCR is not done"),
    (b"II*\x00", "a picture", "recoupe reads text; OCR is not done"),
    (b"MM\x00*", "a picture", "recoupe reads text; OCR is not done"),
    (b"BM", "a picture", "recoupe reads text; OCR is not done"),
    (b"ID3", "a sound", "transcribe it and give the text"),
    (b"OggS", "a sound", "transcribe it and give the text"),
    (b"fLaC", "a sound", "transcribe it and give the text"),
    (b"RIFF", "a sound, a film or a picture", "transcribe it and give the text"),
    (b"\x1aE\xdf\xa3", "a film", "transcribe it and give the text"),
    (b"Rar!", "a RAR archive", "unpack it, or pack it as .zip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it, or pack it as .zip"),
    (b"BZh", "a bzip2 archive", "unpack it, or pack it as .zip"),
    (b"\xfd7zXZ", "an xz archive", "unpack it, or pack it as .zip"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it, or pack it as .zip"),
    (b"SQLite format 3", "an SQLite database", "export its texts as CSV or JSONL"),
    (b"\x7fELF", "a program", ""),
    (b"MZ", "a program", ""),
    (b"{\\rtf", "an RTF document", "save it as .docx or PDF"),
    (b"%!PS", "a PostScript file", "save it as PDF"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# Endings that promise a signature: without it the file is not what its name says.
PROMISED = {"pdf": "%PDF", "docx": "PK", "zip": "PK", "parquet": "PAR1", "gz": "its signature", "warc": "WARC/"}
FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
PAGE = re.compile(
    r"<(?:!doctype html|html|head|body|article|main|div|section|p|h1|meta|title|table)(?=[\s>/])", re.IGNORECASE
)
XML = re.compile(r"<\?xml[\s?]")
MBOX = re.compile(r"From \S{1,200} [^\r\n]{0,80}\d{4}[^\r\n]{0,40}\r?\n[A-Za-z][A-Za-z-]{0,60}:")
FIELD = re.compile(r"(?m)^([A-Za-z][A-Za-z-]{1,40}):[ \t]*\S")
MAIL_FIELDS = frozenset({"to", "date", "subject", "message-id", "received", "mime-version", "return-path", "cc"})


def received_from(data: bytes, name: str, limits: Limits, report: Report) -> Iterator[Received]:
    """The texts in the bytes of a file; what cannot be read goes to `report` and the rest goes on."""
    yield from opened(data, name, limits, report, Budget(limits), 0)


def opened(data: bytes, name: str, limits: Limits, report: Report, budget: Budget, depth: int) -> Iterator[Received]:
    """The texts of a file or a member at a depth of containers."""

    def inner(member: bytes, member_name: str) -> Iterator[Received]:
        return opened(member, member_name, limits, report, budget, depth + 1)

    try:
        if depth > limits.depth:
            raise RefusedInput(name, f"it lies more than {limits.depth} archives deep", "unpack it and give the files")
        given = Input(data, name, limits, report, budget, inner)
        yield from reader_of(given)(given)
    except ReadingError as error:
        report(error)
    except Exception as error:  # A fault in one reader, ours or a library's, must not cost the pile.
        report(ReadingError(name, f"reading it failed: {type(error).__name__}: {error}", "please report it"))


def reader_of(given: Input) -> Reader:
    """The reader for an input. Raises EmptyInput, UnsupportedFormat, EncryptedInput or DamagedInput where there is none."""
    data, name = given.data, given.name
    if not data:
        raise EmptyInput(name, "the file has 0 bytes")
    by_signature = reader_by_signature(given)
    if by_signature:
        return by_signature
    head = data[:HEAD]
    start = head.decode(encoding_of(head, is_markup=True), errors="replace").lstrip("\ufeff \t\r\n\x00")
    return reader_by_text(given, start)


def reader_by_signature(given: Input) -> Reader | None:
    """The reader for what begins with the signature of a binary format; None where nothing is known."""
    data, name = given.data, given.name
    if b"%PDF-" in data[:1024]:
        return pdf.read
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return office.read if office.is_office(data) else archive.read_zip
    if data.startswith(b"PAR1"):
        return records.read_parquet
    if data.startswith(b"\x1f\x8b"):
        return archive.read_gzip
    if data.startswith(b"WARC/"):
        return warc.read
    if data.startswith(OLE):
        if ENCRYPTED_PACKAGE in data:
            raise EncryptedInput(
                name, "it is an Office document that needs a password", "open it and save it without the password"
            )
        raise UnsupportedFormat(name, "it is an Office document of before 2007", "save it as .docx or PDF")
    if data[4:8] == b"ftyp":
        raise UnsupportedFormat(name, "it is a film, a sound or a picture", "transcribe it and give the text")
    if data[257:262] == b"ustar":
        raise UnsupportedFormat(name, "it is a tar archive", "unpack it, or pack it as .zip")
    for signature, kind, remedy in FOREIGN:
        # Two letters alone may begin a text: a NUL nearby tells.
        if data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:64]):
            raise UnsupportedFormat(name, f"it is {kind}", remedy)
    return None


def reader_by_text(given: Input, start: str) -> Reader:
    """The reader for what is text, by how it starts and then by its name."""
    extension = given.extension
    if start.startswith("<"):
        if FEED.search(start) and not PAGE.match(start):
            return feed.read
        if PAGE.search(start):
            return web.read
        if XML.match(start) or extension in ("xml", "rss", "atom"):
            raise UnsupportedFormat(given.name, "it is XML, but neither a feed nor a page", "save it as text or HTML")
    if extension in ("html", "htm", "xhtml", "mhtml") and "<" in start:
        return web.read
    if MBOX.match(start):
        return mail.read_mbox
    if is_mail(start, extension):
        return mail.read
    if extension in ("jsonl", "ndjson") or (start.startswith("{") and records.is_jsonl(start, extension)):
        return records.read_jsonl
    if extension == "json" or (start.startswith(("{", "[")) and records.is_json(given.data)):
        return records.read_json
    if extension in ("csv", "tsv"):
        return records.read_csv
    if promised := PROMISED.get(extension):
        why = f"it is no {extension.upper()} file although its name says so: {promised} is missing"
        raise DamagedInput(given.name, why, "check where it comes from")
    return text.read


def is_mail(start: str, extension: str) -> bool:
    """Whether a text starts with the header of a mail: a sender and at least one other field."""
    block = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    if not FIELD.match(block):
        return False
    fields = {match[1].lower() for match in FIELD.finditer(block)}
    if extension == "eml":
        return bool(fields & (MAIL_FIELDS | {"from", "content-type"}))
    return "from" in fields and bool(fields & MAIL_FIELDS)
