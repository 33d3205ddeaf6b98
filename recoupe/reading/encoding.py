"""Encoding: which one the bytes of a text are in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
SAMPLE = 200_000
# What a Western page calls Latin-1 is Windows-1252 (WHATWG Encoding Standard, section 4.2).
LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}


def encoding_of(data: bytes, declared: str | None = None, is_markup: bool = False) -> str:
    """The Python name of the encoding: by its byte-order mark, as valid UTF-8, as declared, else the likeliest one."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    if "\x00" not in data[:SAMPLE].decode("latin-1"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            # A file cut in the middle of its last character is still UTF-8.
            if error.start >= len(data) - 3 and error.start > 0:
                return "utf-8"
        else:
            return "utf-8"
    said = declared
    if said is None and is_markup and (match := DECLARED.search(data[:2048])):
        said = match[1].decode("ascii")
    if said:
        try:
            name = codecs.lookup(said).name
        except LookupError:
            name = ""
        if name and name != "utf-8":
            return LATIN.get(name, name)
    if wide := without_mark(data):
        return wide
    return likeliest(data[:SAMPLE])


def without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark: every other byte of the beginning is NUL."""
    head = data[:400]
    if len(head) >= 8:
        if head[1::2].count(0) > 0.4 * len(head[1::2]) and head[::2].count(0) < 3:
            return "utf-16-le"
        if head[::2].count(0) > 0.4 * len(head[::2]) and head[1::2].count(0) < 3:
            return "utf-16-be"
    return None


def likeliest(sample: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8; Windows-1252 where a few bad bytes stand in UTF-8 text, or in doubt."""
    broken = sample.decode("utf-8", errors="replace")
    if broken.count("\ufffd") * 20 < sum(c > "\x7f" for c in broken):
        return "utf-8"
    best = from_bytes(sample[:20_000]).best()
    name = codecs.lookup(best.encoding).name if best else "cp1252"
    western = name.startswith(("iso8859", "cp125", "mac", "latin", "cp8", "cp437", "cp1140")) and name not in (
        "cp1256",
        "cp1251",
        "iso8859-6",
    )
    return "cp1252" if western or name in ("utf-8", "ascii") else name
