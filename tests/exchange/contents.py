"""Content to write and read in tests: some of the example pile as it would leave, with marks of every level."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import recoupe
from recoupe.exchange.content import Content
from recoupe.exchange.exporting import Export
from recoupe.exchange.whole import content as whole
from recoupe.model import Document, Evidence, Marking, Tlp

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"
NAMES = (
    "01-transmed-lyon.txt",
    "08-partner-note.txt",
    "09-tunis-dement.txt",
    "12-tunisie-programme.html",
    "27-genes.jsonl",
)
BY = "Centre de crise"


def marking(level: Tlp, to: tuple[str, ...] = (), by: str = BY) -> Marking:
    """A mark that somebody set."""
    return Marking(level, by, to, False)


def pairs(mark: Marking | None = None) -> Iterator[tuple[Document, Evidence]]:
    """Documents of the pile with their evidence; the first unmarked, the others of every level, or all marked alike."""
    number = 0
    for name in NAMES:
        for document in recoupe.read(PILE / name):
            each = marking(list(Tlp)[number % 5], ("BE", "FR") if number % 2 else ()) if number else Marking()
            number += 1
            yield replace(document, marking=mark or each), recoupe.extract(document)


def exported(mark: Marking | None = None) -> Export:
    """An export of them."""
    held = list(pairs(mark))
    return Export(lambda: iter(held), "2026-10-01T08:00:00+00:00", "0.1.0")


@cache
def content(mark: Marking | None = None) -> Content:
    """Their content, with its findings."""
    return whole(exported(mark))


def carried(content: Content) -> Content:
    """The content as a format can carry it: times are no pieces there, a name is one over all documents, and a document names
    only whom its pieces name; its provenance is worked out anew."""
    called: dict[str, set[str]] = {}
    for shared in content.documents:
        for id, entity in shared.evidence.entities.items():
            called.setdefault(id, set()).update({entity.name, *entity.aliases})
    documents = []
    for shared in content.documents:
        entities = {
            id: replace(entity, name="", aliases=tuple(sorted(called[id])))
            for id, entity in shared.evidence.entities.items()
        }
        evidence = replace(
            shared.evidence, entities=entities, times=(), provenance=recoupe.model.Provenance(), notes=()
        )
        documents.append(replace(shared, evidence=evidence, pieces={}))
    return replace(content, documents=tuple(documents))
