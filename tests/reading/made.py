"""Made: files of each format for the tests of reading, built in memory from invented sentences."""

import gzip
import io
import struct
import zipfile
import zlib

import typst

SENTENCE = "Le ministre de l'Intérieur a annoncé mardi à Lyon que trois filières avaient été démantelées."
SECOND = "La police espagnole a confirmé mercredi deux arrestations à Barcelone."


def pdf(*pages: str, header: str = "") -> bytes:
    """A PDF with one page for each text."""
    head = f", header: [{header}]" if header else ""
    source = f'#set page(width: 210mm, height: 297mm{head})\n#set text(lang: "fr")\n' + "\n#pagebreak()\n".join(pages)
    return bytes(typst.compile(source.encode()))


def locked_pdf() -> bytes:
    """A PDF that needs a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(SENTENCE))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def locked_zip(name: str, data: bytes) -> bytes:
    """A ZIP whose one member is marked as needing a password."""
    whole = bytearray(zipped({name: data}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def lying_zip(size: int) -> bytes:
    """A ZIP whose member says that it is small and unpacks to `size` bytes."""
    whole = bytearray(zipped({"a.txt": b"a" * size}))
    at = whole.index(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 1000)
    whole[22:26] = struct.pack("<I", 1000)
    return bytes(whole)


def docx(body: str, core: str = "") -> bytes:
    """A Word document with this body in WordprocessingML."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {space}><w:body>{body}</w:body></w:document>'.encode(),
    }
    if core:
        members["docProps/core.xml"] = core.encode()
    return zipped(members)


def paragraph(text: str) -> str:
    """A paragraph in WordprocessingML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    )


def gzipped(data: bytes) -> bytes:
    """The bytes in gzip, the same each time."""
    return gzip.compress(data, mtime=0)


def page(body: str, head: str = "") -> bytes:
    """A web page in UTF-8."""
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()
    )
