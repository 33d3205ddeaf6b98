"""Clean: a received text becomes a document: what is not the text set apart, lines joined, repeats kept once, dated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import ftfy

from ..model import Apart, ApartKind, Document, Passage, PassageKind, Source, SourceKind, document_id
from . import apart as setting_apart
from . import language as languages
from .dating import published
from .joining import paragraphs
from .mapped import MappedText, inserted, join
from .passages import kind, sentences
from .received import Received
from .repeats import repeats
from .sources import from_address, from_name

SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\v]+")
DROPPED = re.compile(r"[\x00-\x01\x03-\x08\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff]+")
OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]+")
CARRIAGE = re.compile(r"\r\n?|\f|\u2028|\u2029|\x85")
MOJIBAKE = re.compile(r"(?:[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u2122]{1,3})+")
RUN_OF_SPACES = re.compile(r" {2,}")


def document(received: Received) -> Document:
    """The document that a received text makes; pure, and the same for the same bytes and metadata."""
    readable, notes = repaired(received.readable)
    lines = [single_spaced(line.strip()) for line in readable.lines()]
    parts = setting_apart.sorted_lines(lines)
    apart = list(parts.apart)
    blocks = paragraphs(parts.kept, received.keeps_lines)
    agency = None
    for n, block in enumerate(blocks[:3]):
        if found := setting_apart.inline_dateline(block):
            apart.append(found[0])
            blocks[n], agency = found[1], found[2]
            break
    pieces = [(n, block[start:end]) for n, block in enumerate(blocks) for start, end in sentences(block.text)]
    again = repeats([piece.text for _, piece in pieces])
    text, passages = laid_out(blocks, [(n, piece) for k, (n, piece) in enumerate(pieces) if k not in again])
    if again:
        apart += repeated(pieces, again)
        notes.append(f"{len(again)} sentences stand twice in the document and are counted once")
    main = languages.of_document(text.text, received.language)
    passages = [replace(p, language=languages.of_passage(text.text[p.start : p.end], main)) for p in passages]
    heading = next((text.text[p.start : p.end] for p in passages[:1] if p.kind is PassageKind.HEADING), "")
    url = received.url or parts.url
    known = sorted(apart, key=lambda item: item.original)
    when = published(text.text, passages, main, received.dated, known, url)
    return Document(
        id=document_id(received.original),
        original=received.original,
        text=text.text,
        offsets=text.offsets(),
        layer=received.layer,
        encoding=received.encoding,
        name=received.name,
        media_type=received.media_type,
        title=received.title or heading or parts.title,
        authors=received.authors or parts.authors,
        url=url,
        language=main,
        published=when,
        source=source_of(received, url, agency, bool(parts.url)),
        marking=parts.marking if parts.marking and received.marking.is_default else received.marking,
        passages=tuple(passages),
        apart=tuple(known),
        pages=received.pages,
        notes=(*received.notes, *notes),
    )


def repaired(text: MappedText) -> tuple[MappedText, list[str]]:
    """The text without control characters and overrides, every space plain, twice-encoded letters repaired; with notes."""
    notes = []
    if OVERRIDES.search(text.text):
        notes.append("characters that turn the direction of the text were taken out")
    if "\x00" in text.text:
        notes.append("NUL characters were taken out")
    mended = repaired_letters(text)
    if mended is not text:
        notes.append("letters encoded twice were repaired")
    for pattern, instead in ((CARRIAGE, "\n"), (OVERRIDES, ""), (DROPPED, ""), (SPACES, " ")):
        mended = mended.sub(pattern, instead)
    return mended, notes


def repaired_letters(text: MappedText) -> MappedText:
    """Sequences such as "Ã©" as the letters that they were before a wrong decoding."""
    parts: list[MappedText] = []
    at = 0
    for match in MOJIBAKE.finditer(text.text):
        better = ftfy.fix_encoding(match.group())
        if better != match.group():
            parts += [text[at : match.start()], inserted(better, text.span(*match.span()))]
            at = match.end()
    return join([*parts, text[at:]]) if parts else text


def single_spaced(line: MappedText) -> MappedText:
    """The line with each run of spaces as one."""
    return line.sub(RUN_OF_SPACES, " ") if "  " in line.text else line


def laid_out(
    blocks: Sequence[MappedText], pieces: Sequence[tuple[int, MappedText]]
) -> tuple[MappedText, list[Passage]]:
    """The clean text, a space between the sentences of a paragraph and a line break between paragraphs, with its passages."""
    parts: list[MappedText] = []
    passages: list[Passage] = []
    at, paragraph, before = 0, -1, -1
    for block, piece in pieces:
        if parts:
            last = parts[-1].ends[-1]
            parts.append(inserted(" " if block == before else "\n", (last, last)))
            at += 1
        paragraph += block != before
        what = kind(blocks[block].text) if block != before else passages[-1].kind
        parts.append(piece)
        passages.append(Passage(at, at + len(piece), what, paragraph=paragraph))
        at, before = at + len(piece), block
    return join(parts), passages


def repeated(pieces: Sequence[tuple[int, MappedText]], again: dict[int, int]) -> list[Apart]:
    """The stretches that only repeat what stands before, one for each run of sentences."""
    found: list[Apart] = []
    run: list[int] = []
    for index in [*sorted(again), len(pieces) + 1]:
        if run and index != run[-1] + 1:
            first, last = pieces[run[0]][1], pieces[run[-1]][1]
            source = pieces[again[run[0]]][1]
            reason = f"it stands already at byte {source.starts[0]}"
            text = "\n".join(pieces[n][1].text for n in run)
            found.append(Apart(ApartKind.REPEAT, text, (first.starts[0], last.ends[-1]), reason))
            run = []
        if index < len(pieces):
            run.append(index)
    return found


def source_of(received: Received, url: str | None, agency: str | None, reposted: bool) -> Source | None:
    """Who publishes: what the reader found, the address, or the agency of the dateline, in this order.

    A link line in a plain text tells where a repost comes from: that is the source of the words.
    """
    address = from_address(url)
    if received.source and not (reposted and address and received.source.kind is SourceKind.UNKNOWN):
        country = received.source.country or (address.country if address else None)
        return replace(received.source, country=country)
    return address or from_name(agency)
