"""Content to write and read in tests: the example pile as it would leave, with marks of every level."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import recoupe
from recoupe.crosscheck import crosscheck
from recoupe.exchange.content import Content, SharedDocument
from recoupe.exchange.received import told
from recoupe.model import Document, Evidence, Marking, Tlp

PILE = (
    "01-transmed-lyon.txt",
    "08-partner-note.txt",
    "09-tunis-dement.txt",
    "12-tunisie-programme.html",
    "27-genes.jsonl",
)


def marking(level: Tlp, to: tuple[str, ...] = (), by: str = "Centre de crise | BE") -> Marking:
    return Marking(level, by.replace(" | ", "/"), to, False)


def pairs(mark: Marking | None = None) -> Iterator[tuple[Document, Evidence]]:
    """Documents of the pile with their evidence, each as a text of its own, marked."""
    levels = list(Tlp)
    number = 0
    for name in PILE:
        for read in recoupe.read(f"examples/pile/{name}"):
            about = {n: getattr(read, n) for n in ("name", "title", "authors", "url", "published", "source", "notes")}
            level = mark or (
                Marking() if number == 0 else marking(levels[number % 5], ("BE", "FR") if number % 2 else ())
            )
            document = told(read.text, language=read.language, marking=level, **about)
            number += 1
            yield document, recoupe.extract(document)


@cache
def content(mark: Marking | None = None) -> Content:
    """Some of the pile with its findings."""
    held = list(pairs(mark))
    found = crosscheck(evidence for _, evidence in held)
    shared = tuple(SharedDocument(document, evidence, "a" * 64, is_whole=True) for document, evidence in held)
    return Content(shared, found.findings, found.contradictions)


def carried(content: Content) -> Content:
    """Without what no exchange format carries as a piece of its own: times, and what is made of them."""
    return replace(
        content,
        documents=tuple(
            replace(
                shared,
                evidence=replace(shared.evidence, times=(), provenance=replace(shared.evidence.provenance, facts=())),
            )
            for shared in content.documents
        ),
    )
