"""Quoting: a sentence as what a record stands on: cited as it reads, shown with its source and speaker, fallen with its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ...crosscheck.independence import default_reliability
from ...crosscheck.lineage import folded
from ...crosscheck.rulings import in_force
from ...identifiers import digest
from ...model import SourceKind
from ..access import Clearance, visible
from ..evidence import models as ev
from ..evidence.masks import of_documents
from ..evidence.store import as_rulings
from ..evidence.told import disclosed_to
from ..evidence.withdrawals import withdrawn_of
from . import models

NOT_JUDGED = "6"  # a sentence that stands alone was not cross-checked: its truth cannot be judged (docs/grading.md)
LIGHT = ("text", "title", "name", "language", "label", "source_name", "source_kind", "source_country",
         "source_reliability", "published_earliest", "published_latest")  # fmt: skip


@dataclass
class Sentence:
    """A cited sentence as one reader sees it; `family` is the text that its document repeats, so that copies count once."""

    quoted: models.Quoted
    text: str
    document: ev.Document
    title: str
    start: int
    letter: str
    speaker: str
    modality: str
    family: str
    fall: str
    is_standing: bool
    credibility: str = NOT_JUDGED

    @property
    def link(self) -> str:
        """The page of the reader, at the sentence."""
        return f"/documents/{self.document.pk}?at={self.start}#s{self.start}"


def passage_at(clearance: Clearance, document: str, at: int) -> ev.Passage | None:
    """The sentence at an offset of a document that a person may read; None where there is none for them."""
    rows = visible(ev.Passage, clearance).filter(document=document, start__lte=at, end__gt=at)
    return rows.select_related("document").first()


def quote(passage: ev.Passage, table: Any, **on: Any) -> Any:
    """A citation of a sentence as it reads now, in a table of `Quoted`; `on` is what cites it."""
    text = passage.document.text[passage.start : passage.end]
    row = table(document=passage.document_id, start=passage.start, end=passage.end, digest=digest(text), **on)
    row.state = state_of(row)
    row.save()
    return row


def place(quoted: models.Quoted, text: str) -> tuple[int, int] | None:
    """Where a cited sentence stands in its text now; None where its words are gone."""
    if digest(text[quoted.start : quoted.end]) == quoted.digest:
        return quoted.start, quoted.end
    for start, end in ev.Passage.objects.filter(document=quoted.document).values_list("start", "end"):
        if end - start == quoted.end - quoted.start and digest(text[start:end]) == quoted.digest:
            return start, end
    return None


def originals(ids: Iterable[str], rows: Any = None) -> dict[str, set[str]]:
    """The documents that each of some repeats."""
    found: dict[str, set[str]] = defaultdict(set)
    copies = (ev.Copy.objects.all() if rows is None else rows).filter(document__in=set(ids))
    for document, original in copies.values_list("document", "original"):
        found[document].add(original)
    return found


def state_of(quoted: models.Quoted) -> dict[str, bool]:
    """How a cited sentence stands now: whether it is there, and whether its text, or one that it repeats, is withdrawn."""
    text = ev.Document.objects.filter(pk=quoted.document).values_list("text", flat=True).first()
    repeated = originals([quoted.document])[quoted.document]
    return {
        "is_there": text is not None and place(quoted, text) is not None,
        "is_withdrawn": bool(withdrawn_of([quoted.document, *repeated])),
    }


def changes(quoted: models.Quoted) -> Iterator[str]:
    """What has changed under a cited sentence since it was cited or last reviewed, in words for the page."""
    was, now = quoted.state, state_of(quoted)
    stood = was.get("is_there", True) and not was.get("is_withdrawn", False)
    stands = now["is_there"] and not now["is_withdrawn"]
    if stood and not stands:
        yield "withdrawn"
    elif stands and not stood:
        yield "restored"


def told(quotes: Iterable[models.Quoted], clearance: Clearance) -> list[Sentence]:
    """Cited sentences as a reader may see them, private persons masked; those of texts that they may not read are left out."""
    every = list(quotes)
    rows = visible(ev.Document, clearance).filter(pk__in={one.document for one in every}).select_related("label")
    documents = {row.pk: row for row in rows.only(*LIGHT)}
    masks = of_documents(documents, disclosed_to(clearance))
    kin = originals(documents, visible(ev.Copy, clearance))
    gone = withdrawn_of({*documents, *(id for some in kin.values() for id in some)})
    letters = letters_of(documents.values())
    claims = claims_in(documents, clearance)
    found = []
    for one in every:
        document = documents.get(one.document)
        where = place(one, document.text) if document else None
        if document is None:
            continue
        mask, (start, end) = masks[document.pk], where or (one.start, one.start)
        claim = next((c for c in claims.get(document.pk, ()) if c.start < end and c.end > start), None)
        fall = next((gone[id] for id in (document.pk, *sorted(kin.get(document.pk, ()))) if id in gone), None)
        found.append(
            Sentence(
                quoted=one,
                text=" ".join(mask.text(document.text[start:end]).split()),
                document=document,
                title=mask.text(document.title or document.name),
                start=start,
                letter=letters[document.pk],
                speaker=mask.text(claim.speaker.removeprefix("unnamed: ")) if claim else "",
                modality=claim.modality if claim else "",
                family=min(kin.get(document.pk, ()), default=document.pk),
                fall=fall.why if fall else "",
                is_standing=fall is None and where is not None,
            )
        )
    return found


def claims_in(documents: Iterable[str], clearance: Clearance) -> dict[str, list[ev.Claim]]:
    """What somebody other than the text itself says in some documents."""
    found: dict[str, list[ev.Claim]] = defaultdict(list)
    rows = visible(ev.Claim, clearance).filter(document__in=list(documents)).exclude(kind="own voice")
    for claim in rows.exclude(speaker="document").order_by("document", "position"):
        found[claim.document_id].append(claim)
    return found


def letters_of(documents: Iterable[ev.Document]) -> dict[str, str]:
    """The Admiralty letter of the source of each document: as ruled, else as read, else by the kind of source."""
    ruled = in_force(as_rulings(ev.Ruling.objects.filter(kind__in=("reliability", "take back")))).letters
    found = {}
    for row in documents:
        own = row.source_reliability if row.source_reliability not in (None, "", "F") else ""
        kind = SourceKind(row.source_kind) if row.source_kind else SourceKind.UNKNOWN
        found[row.pk] = ruled.get(folded(row.source_name or ""), "") or own or default_reliability(kind)
    return found


__all__ = ["NOT_JUDGED", "Sentence", "changes", "passage_at", "place", "quote", "state_of", "told"]
