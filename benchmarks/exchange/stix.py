"""STIX: what survives from recoupe to recoupe, and from recoupe through MISP (misp-stix, both ways) back to STIX.

Counted kind by kind over the example pile, its documents in every marking there is. MISP is read generously: a thing counts as
kept wherever any object still says it in the same words; a mark counts where the object that says it, or the report or grouping
that refers to it, carries one at least as strict.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from benchmarks.exchange.leaving import PIECES, pile
from recoupe.exchange.content import STRICTEST_FIRST, Content
from recoupe.exchange.stix import bundle, read
from recoupe.exchange.stix.findings import title
from recoupe.exchange.stix.marks import definitions, marking
from recoupe.exchange.stix.vocabulary import confidence, credibility
from recoupe.identifiers import piece_id
from recoupe.model import Document, Marking

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
Object = dict[str, Any]
Row = tuple[str, int, int, int]
ORGANISATION = {"uuid": "55f6ea65-aa10-4c5a-bf01-4f84950d210f", "name": "OCAM"}


def through_misp(told: Object) -> dict[str, Object]:
    """A bundle through misp-stix into MISP events, and out of them as STIX again."""
    import stix2
    from misp_stix_converter import ExternalSTIX2toMISPParser, MISPtoSTIX21Parser

    reading = ExternalSTIX2toMISPParser()
    reading.load_stix_bundle(stix2.parse(told, allow_custom=True))
    reading.parse_stix_bundle()
    back: dict[str, Object] = {}
    for event in reading.misp_events:
        # Notes leave it with a time zone that it then adds once more, and cannot read; nobody is named as the owner.
        plain = json.loads(event.to_json().replace('+00:00"', '"')) | {"Orgc": ORGANISATION}
        writing = MISPtoSTIX21Parser()
        writing.parse_misp_event(plain)
        for one in writing.stix_objects:
            row = json.loads(one.serialize()) if hasattr(one, "serialize") else dict(one)
            back[row["id"]] = row
    return back


class Back:
    """What came back through MISP, by the words that objects say, with their marks."""

    def __init__(self, objects: dict[str, Object]) -> None:
        self.objects = objects
        holders: dict[str, list[Object]] = {}
        for row in objects.values():
            for ref in row.get("object_refs", []):
                holders.setdefault(ref, []).append(row)
        self.holders = holders

    def saying(self, words: str, *names: str) -> list[Object]:
        """The objects that say some words in one of some properties."""
        return [row for row in self.objects.values() if any(row.get(name) == words for name in names)]

    def of(self, type: str) -> list[Object]:
        """The objects of a type."""
        return [row for row in self.objects.values() if row["type"] == type]

    def marks(self, row: Object) -> list[Marking]:
        """How an object is marked, by itself and by what refers to it."""
        marked = [one for one in (row, *self.holders.get(row["id"], [])) if one.get("object_marking_refs")]
        return [marking(one, self.objects, lambda said: None) for one in marked]

    def statements(self, row: Object) -> set[str]:
        """The statements that mark an object, or what refers to it."""
        refs = [ref for one in (row, *self.holders.get(row["id"], [])) for ref in one.get("object_marking_refs", [])]
        return {self.objects.get(ref, {}).get("definition", {}).get("statement", "") for ref in refs}


def is_as_strict(found: Iterable[Marking], sent: Marking) -> bool:
    """Whether one of some marks is as strict as what was sent, or stricter."""
    return any(STRICTEST_FIRST.index(one.tlp) <= STRICTEST_FIRST.index(sent.tlp) for one in found)


def rows(sent: Content, kept: Content, back: Back) -> list[Row]:
    """Each kind: how many were sent, came back to recoupe, and came back through MISP."""
    return [*document_rows(sent, kept, back), *piece_rows(sent, kept, back), *finding_rows(sent, kept, back)]


def document_rows(sent: Content, kept: Content, back: Back) -> list[Row]:
    """Documents and their marks."""
    ours = {shared.document.id: shared.document for shared in kept.documents}
    found = [(one.document, back.saying(one.document.text, "description", "content")) for one in sent.documents]
    strange = [(one, said) for one, said in found if definitions(one.marking)[1:]]
    reports = {row.get("published", "")[:10] for row in back.objects.values()}
    sources = {ref.get("source_name") for row in back.objects.values() for ref in row.get("external_references", [])}
    labels = {label for row in back.objects.values() for label in row.get("labels", [])}

    def same(name: str, these: list[Any]) -> int:
        return sum(one.id in ours and getattr(one, name) == getattr(ours[one.id], name) for one, _ in these)

    def handling(one: Document) -> str:
        return str(definitions(one.marking)[1]["definition"]["statement"])

    return [
        ("documents: text", len(found), same("text", found), sum(bool(said) for _, said in found)),
        (
            "documents: source",
            len(found),
            same("source", found),
            sum(bool(d.source and d.source.name in sources) for d, _ in found),
        ),
        ("documents: day, as an interval with its reason", len(found), same("published", found), 0),
        (
            "documents: latest day",
            len(found),
            same("published", found),
            sum(str(d.published.latest or MADE.date()) in reports for d, _ in found),
        ),
        (
            "documents: TLP as sent",
            len(found),
            same("marking", found),
            sum(any(m.tlp == d.marking.tlp for r in said for m in back.marks(r)) for d, said in found),
        ),
        (
            "documents: TLP as sent, or stricter",
            len(found),
            same("marking", found),
            sum(any(is_as_strict(back.marks(r), d.marking) for r in said) for d, said in found),
        ),
        (
            "documents: originator, releasable to, as a mark",
            len(strange),
            same("marking", strange),
            sum(any(handling(d) in back.statements(r) for r in said) for d, said in strange),
        ),
        (
            "documents: the same as a label",
            len(strange),
            0,
            sum(f"statement:{handling(d)}" in labels for d, _ in strange),
        ),
    ]


def piece_rows(sent: Content, kept: Content, back: Back) -> list[Row]:
    """Entities and pieces, with the marks of claims."""
    held = {piece_id(one) for shared in kept.documents for name in PIECES for one in getattr(shared.evidence, name)}
    pieces = {name: [(s, p) for s in sent.documents for p in getattr(s.evidence, name)] for name in PIECES}
    same = {name: sum(piece_id(one) in held for _, one in these) for name, these in pieces.items()}
    claims = [(shared, claim, back.saying(claim.text, "content")) for shared, claim in pieces["claims"]]
    names, ours = ({e.name for s in one.documents for e in s.evidence.entities.values()} for one in (sent, kept))
    tied = {
        tuple(back.objects.get(row[end], {}).get("name") for end in ("source_ref", "target_ref"))
        for row in back.of("relationship")
    }
    links = [tuple(name_of(s, end) for end in (p.subject, p.object)) for s, p in pieces["links"]]

    def claim_row(what: str, test: Any) -> Row:
        return (
            f"claims: {what}",
            len(claims),
            same["claims"],
            sum(any(test(s, p, row) for row in said) for s, p, said in claims),
        )

    return [
        ("entities: names", len(names), len(names & ours), sum(bool(back.saying(name, "name")) for name in names)),
        ("mentions, with their characters", len(pieces["mentions"]), same["mentions"], 0),
        ("times", len(pieces["times"]), same["times"], 0),
        claim_row("words", lambda s, p, row: True),
        claim_row("somebody says it", lambda s, p, row: "authors" in row),
        claim_row("modality", lambda s, p, row: row.get("abstract", "").endswith(p.modality)),
        claim_row("characters", lambda s, p, row: "extensions" in row),
        claim_row("TLP on the claim itself", lambda s, p, row: "object_marking_refs" in row),
        claim_row("TLP on it, or on what refers to it", lambda s, p, row: is_as_strict(back.marks(row), s.marking)),
        ("figures", len(pieces["figures"]), same["figures"], len(back.of("recoupe-figure"))),
        ("events", len(pieces["events"]), same["events"], len(back.of("recoupe-event"))),
        ("links: who and whom", len(links), same["links"], sum(link in tied for link in links)),
        (
            "links: their type",
            len(links),
            same["links"],
            sum(row["relationship_type"] != "related-to" for row in back.of("relationship")),
        ),
    ]


def finding_rows(sent: Content, kept: Content, back: Back) -> list[Row]:
    """Findings and contradictions."""
    ours = {finding.id: finding for finding in kept.findings}
    same = sum(ours.get(one.id) == one for one in sent.findings)
    titled = [(one, back.saying(title(one), "name")) for one in sent.findings]
    judged = [(one, said) for one, said in titled if confidence(one.grade.credibility) is not None]
    right = sum(
        any(credibility(row.get("confidence")) == one.grade.credibility for row in said) for one, said in judged
    )
    return [
        ("findings: that they are", len(titled), same, sum(bool(said) for _, said in titled)),
        ("findings: credibility, as confidence", len(judged), sum(ours.get(one.id) == one for one, _ in judged), right),
        ("findings: events, figures, links that they stand on", len(titled), same, 0),
        (
            "contradictions",
            len(sent.contradictions),
            sum(one in kept.contradictions for one in sent.contradictions),
            sum(bool(back.saying(f"contradiction: {one.about}", "abstract")) for one in sent.contradictions),
        ),
    ]


def name_of(shared: Any, end: str) -> str:
    """What an end of a link is called."""
    entity = shared.evidence.entities.get(end)
    return entity.name if entity else end


def main() -> None:
    """Print the table."""
    logging.disable()
    sent = pile()
    told = bundle(sent, made=MADE, by="OCAM")
    kept = read(json.dumps(told).encode())
    back = Back(through_misp(told))
    print("| what | sent | recoupe → STIX → recoupe | recoupe → STIX → MISP → STIX |")
    print("| --- | ---: | ---: | ---: |")
    for what, count, ours, theirs in rows(sent, kept, back):
        print(f"| {what} | {count} | {ours} | {theirs} |")
    same = "equal" if kept == sent else "not equal"
    again = read(json.dumps({"objects": list(back.objects.values())}).encode()).documents
    held = [(one, [two.marking for two in again if one.document.text in two.document.text]) for one in sent.documents]
    arrived = [(one, markings) for one, markings in held if markings]
    opened = [one for one, markings in arrived if not all(is_as_strict([each], one.marking) for each in markings)]
    print(
        f"\nRead by recoupe after MISP, {len(arrived)} of the texts stand in documents again, "
        f"{len(opened)} of them somewhere less strict than sent."
    )
    print(
        f"\nAll that was sent is {same} to what came back to recoupe. MISP by misp-stix, both ways, without a server."
    )


if __name__ == "__main__":
    main()
