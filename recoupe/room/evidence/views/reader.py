"""Reader: what does this text say, and can I trust it?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....exchange.masking import Masking
from ....model import Tlp
from ...access import Clearance, visible
from ...people.audit import record
from ...people.roles import may
from ...sharing.about import about_sharing
from ...sharing.coming import told_from
from ...taskforce.models import Group
from ...web.page import Asked, found, number, page, shown
from .. import models
from ..actions import erasing, ruling
from ..actions.marking import marked
from ..masks import of_documents
from ..told import disclosed_to
from ..withdrawals import withdrawn_of
from .documents import HEAVY

MOST_RECEIVED = 200_000  # bytes of it that the page shows; the file holds all


@dataclass
class Sentence:
    """A passage as the reader shows it: its text in runs, those that findings stand on marked, and what became of it.

    `number` leads from the mark in the text to the margin; 0 where nothing stands there.
    """

    start: int
    end: int
    text: str
    is_heading: bool
    language: str
    number: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    marks: list[models.Finding] = field(default_factory=list)
    claims: list[models.Claim] = field(default_factory=list)
    notes: list[models.Note] = field(default_factory=list)


def sentences(document: models.Document, clearance: Clearance) -> list[list[Sentence]]:
    """The paragraphs of a document, private persons masked, with what each sentence carries."""
    mask = of_documents([document.pk], disclosed_to(clearance))[document.pk]
    paragraphs: dict[int, list[Sentence]] = defaultdict(list)
    every: list[Sentence] = []
    for passage in visible(models.Passage, clearance).filter(document=document).order_by("start"):
        text = mask.text(document.text[passage.start : passage.end])
        one = Sentence(passage.start, passage.end, text, passage.kind == "heading", passage.language)
        paragraphs[passage.paragraph].append(one)
        every.append(one)
    by_start = {one.start: one for one in every}
    for support in (
        visible(models.Support, clearance).filter(document=document).select_related("finding").order_by("start")
    ):
        if (home := by_start.get(support.sentence_start)) and support.finding not in home.marks:
            home.marks.append(support.finding)
        if home:
            home.spans.append((max(support.start, home.start), min(support.end, home.end)))
    for kind, name in ((models.Claim, "claims"), (models.Note, "notes")):
        rows = visible(kind, clearance).filter(document=document).order_by("start")
        for row in rows.filter(is_removed=False) if kind is models.Note else rows.exclude(kind="own voice"):
            home = next((one for one in every if one.start <= row.start < one.end), None)
            if home:
                getattr(home, name).append(row)
                if kind is models.Claim:
                    row.shown_speaker = (
                        "" if row.speaker == "document" else mask.text(row.speaker.removeprefix("unnamed: "))
                    )
    carrying = [one for one in every if one.marks or one.claims or one.notes]
    for place, one in enumerate(carrying, 1):
        one.number = place
    told_from({mark.pk: mark for one in carrying for mark in one.marks}.values())
    for one in every:
        one.runs = runs(document.text, one, mask)
    return list(paragraphs.values())


def runs(text: str, sentence: Sentence, mask: Masking) -> list[tuple[str, bool]]:
    """A sentence in runs, as shown: those that findings stand on, and the rest.

    Where a name that is masked reaches over the edge of a run, its parts would not be known: then the whole sentence is marked.
    """
    parts, at = [], sentence.start
    for start, end in sorted(sentence.spans):
        if end > max(at, start):
            parts += [(text[at:start], False), (text[max(at, start) : end], True)]
            at = end
    shown = [(mask.text(part), is_marked) for part, is_marked in [*parts, (text[at : sentence.end], False)] if part]
    if "".join(part for part, _is_marked in shown) != sentence.text:
        return [(sentence.text, bool(sentence.marks))]
    return shown


def family(row: models.Document, clearance: Clearance) -> dict[str, list[models.Copy]]:
    """What the document repeats, and what repeats it, of what one may see, each by its title."""
    copies = visible(models.Copy, clearance).select_related("document", "original").defer(
        *(f"{end}__{name}" for end in ("document", "original") for name in HEAVY)
    )  # fmt: skip
    kin = {"originals": list(copies.filter(document=row)), "copies": list(copies.filter(original=row))}
    others = {id for some in kin.values() for one in some for id in (one.document_id, one.original_id)}
    masks = of_documents(others, disclosed_to(clearance))
    for end, some in (("original", kin["originals"]), ("document", kin["copies"])):
        for one in some:
            other = getattr(one, end)
            one.other, one.shown_title = other, masks[other.pk].text(other.title or other.name)
    return kin


@page("evidence.see")
def document(request: Asked, id: str) -> HttpResponse:
    """A document with its evidence marked, its copies and where it comes from."""
    row = found(request, models.Document, pk=id)
    mask = of_documents([row.pk], disclosed_to(request.clearance))[row.pk]
    title = mask.text(row.title or row.name)
    paragraphs = sentences(row, request.clearance)
    context = {
        "document": row,
        "shown_title": title,
        "shown_name": mask.address(row.name),
        "paragraphs": [(some, [one for one in some if one.number]) for some in paragraphs],
        "received": as_received(request, row, mask) if request.GET.get("view") == "received" else None,
        **family(row, request.clearance),
        **about_sharing(row.pk, request.clearance),
        "withdrawal": withdrawn_of([row.pk]).get(row.pk),
        "pseudonyms": sorted(
            set(visible(models.Pseudonym, request.clearance).filter(document=row).values_list("pseudonym", flat=True))
        ),
        "levels": list(Tlp),
        "groups": visible(Group, request.clearance),
        "at": request.GET.get("at", ""),
    }
    return shown(request, "evidence/document.html", context, f"document {row.pk}")


def as_received(request: Asked, row: models.Document, mask: Masking) -> str:
    """The text as it was received, before any cleaning, for whoever may take the original; "" where it is not shown.

    Its markup may name people whom nobody found in the text, and no mask knows (`Belhadj` as `B&#101;lhadj`): so it is
    shown on the terms of `original`, and written down as that.
    """
    if mask.pseudonyms or not may(request.user, "export.make"):
        return ""
    record(request.user, "took the original of", f"document {row.pk}")
    received = bytes(row.original if row.layer is None else row.layer)[:MOST_RECEIVED]
    return received.decode(row.encoding or "utf-8", errors="replace")


@page("export.make")
def original(request: Asked, id: str) -> HttpResponse:
    """The bytes as they were received, as a file to keep: of those who were given the names of all private persons in them."""
    row = found(request, models.Document, pk=id)
    if of_documents([row.pk], disclosed_to(request.clearance))[row.pk].pseudonyms:
        why = _("a name is given for a reason alone"), _("say in a sentence what it is needed for")
        raise UsageError(_("Private persons"), *why)
    record(request.user, "took the original of", f"document {row.pk}")
    answer = HttpResponse(bytes(row.original), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{row.pk[:12]}.bin"'
    return answer


@page("ruling.make", "POST")
def withdraw(request: Asked, id: str) -> HttpResponse:
    """Withdraw a document, or take that back."""
    row = found(request, models.Document, pk=id)
    why = request.POST.get("why", "")
    if request.POST.get("undo"):
        ruling.restore(request.user, row.pk, why)
    else:
        ruling.withdraw(request.user, row.pk, why)
    return redirect("document", row.pk)


@page("document.erase", "POST")
def erase(request: Asked, id: str) -> HttpResponse:
    """Erase a document for good."""
    erasing.erase(request.user, found(request, models.Document, pk=id), request.POST.get("why", ""))
    return redirect("documents")


@page("document.mark", "POST")
def mark(request: Asked, id: str) -> HttpResponse:
    """Mark and file a document anew."""
    row, said = found(request, models.Document, pk=id), request.POST
    to = said.get("releasable_to", "").split(",")
    marked(request.user, row, said.get("tlp", ""), to, said.getlist("groups"), said.get("why", ""))
    return (
        redirect("document", row.pk)
        if visible(models.Document, request.clearance).filter(pk=row.pk)
        else redirect("documents")
    )


@page("evidence.see", "POST")
def note(request: Asked, id: str) -> HttpResponse:
    """Write a note beside a sentence."""
    row = found(request, models.Document, pk=id)
    text = request.POST.get("text", "").strip()
    start = request.POST.get("start", "0")
    passage = visible(models.Passage, request.clearance).filter(document=row, start=number(start)).first()
    if text and passage:
        models.Note.objects.create(
            document=row,
            start=passage.start,
            end=passage.end,
            text=text[:4000],
            by=request.user.pk,
            who=str(request.user),
        )
        record(request.user, "noted", f"document {row.pk}", start=passage.start)
    return redirect(f"/documents/{row.pk}?at={passage.start if passage else 0}#s{passage.start if passage else 0}")
