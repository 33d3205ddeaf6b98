"""Formats: what of the example pile survives recoupe → format → recoupe; `python -m benchmarks.exchange.formats`.

The pile as it leaves (`recoupe.exchange.whole`), written, read by the library of the format where that is installed, written by it,
and read by recoupe. A thing survives where all that it says is the same; the second column of each format is how many there are
at all, whatever they say. Marks are of three kinds in turn, so that they would show where they are lost.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any

import recoupe
from recoupe.exchange import ftm, misp
from recoupe.exchange.content import Content
from recoupe.exchange.exporting import Export
from recoupe.exchange.whole import content
from recoupe.model import Marking, Tlp, plain

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"
MARKS = (
    Marking(),
    Marking(Tlp.AMBER, "Centre de crise", ("BE", "FR"), False),
    Marking(Tlp.GREEN, "Sûreté (BE)", (), False),
)
ABOUT = ("title", "url", "language", "published", "source", "passages", "text", "marking")

Things = dict[Hashable, Any]


def pile() -> Content:
    """The example pile as it leaves."""
    documents = [replace(one, marking=MARKS[n % 3]) for n, one in enumerate(recoupe.read(PILE))]
    pairs = [(document, recoupe.extract(document)) for document in documents]
    return content(Export(lambda: iter(pairs), "2026-10-01T08:00:00+00:00", "benchmark"))


def kinds(made: Content) -> dict[str, Things]:
    """All that is in some content, by kind and by what it is called."""
    found: dict[str, Things] = {"documents, by id": {shared.document.id: True for shared in made.documents}}
    for name in ABOUT:
        found[f"documents: {name}"] = {s.document.id: getattr(s.document, name) for s in made.documents}
    found["documents: origin"] = {shared.document.id: shared.origin for shared in made.documents}
    found["documents: imprint"] = {s.document.id: s.evidence.provenance.imprint for s in made.documents}
    found["documents: credits"] = {s.document.id: s.evidence.provenance.credits for s in made.documents}
    found["entities"] = {(s.document.id, id): e for s in made.documents for id, e in s.evidence.entities.items()}
    for name in ("mentions", "times", "figures", "claims", "events", "links"):
        found[name] = {key(piece, name): piece for s in made.documents for piece in getattr(s.evidence, name)}
    found["pieces: their ids at the sender"] = {id: origin for s in made.documents for id, origin in s.pieces.items()}
    found["findings"] = {finding.id: finding for finding in made.findings}
    found["findings: grade"] = {finding.id: finding.grade for finding in made.findings}
    found["contradictions"] = {one.id: one for one in made.contradictions}
    return found


def key(piece: Any, name: str) -> Hashable:
    """What a piece is called: where it stands and what kind it is."""
    more = (getattr(piece, "value", ""), getattr(piece, "type", ""), getattr(piece, "entity", ""), piece.rule)
    return piece.document, name, piece.start, piece.end, *more


def by_followthemoney(data: bytes) -> bytes:
    """Entities through their own library."""
    from followthemoney import model

    rows = (model.get_proxy(json.loads(line), cleaned=False).to_dict() for line in data.splitlines())
    return "\n".join(json.dumps(row) for row in rows).encode()


def by_pymisp(data: bytes) -> bytes:
    """An event through its own library."""
    from pymisp import MISPEvent

    event = MISPEvent()
    event.load(data)
    return str(event.to_json()).encode()


def back(write: Callable[[Content, Any], None], through: Callable[[bytes], bytes], read: Any, made: Content) -> Content:
    """Content that was written, went through a library where it is installed, and was read."""
    out = io.BytesIO()
    write(made, out)
    try:
        data = through(out.getvalue())
    except ImportError:
        print(f"({through.__name__} is not installed: what is written is read at once.)\n")
        data = out.getvalue()
    return read(data)


def main() -> None:
    """Print the table."""
    made = pile()
    there = kinds(made)
    ways = {
        "FollowTheMoney": kinds(back(ftm.write, by_followthemoney, ftm.read, made)),
        "MISP": kinds(back(misp.write, by_pymisp, misp.read, made)),
    }
    print(f"{len(made.documents)} texts of the example pile, {len(made.findings)} findings.\n")
    print("| what | out | " + " | ".join(f"{name}: the same | there at all" for name in ways) + " |")
    print("|---|---:|" + "---:|---:|" * len(ways))
    for kind, things in there.items():
        cells = []
        for found in ways.values():
            same = sum(plain(found[kind].get(id)) == plain(thing) for id, thing in things.items())
            cells += [str(same), str(len(things.keys() & found[kind].keys()))]
        print(f"| {kind} | {len(things)} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
