"""Paths: the steps from a sentence to what was decided and done on it, and back, of what their reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..access import Clearance, visible
from ..evidence import models as ev
from ..evidence.masks import of_documents
from ..evidence.told import disclosed_to
from ..operations.standing import on_pieces, supposed_on
from ..practices.adoptions import adopted_by
from ..practices.standing import lines_on
from ..web import words
from ..web.templatetags.room import statement
from . import models


@dataclass
class Step:
    """One thing on a path: what kind, what it says, where it opens, and the steps behind or before it."""

    kind: str
    text: str
    link: str
    soft: str = ""
    alarm: str = ""
    steps: list[Step] = field(default_factory=list)


class Paths:
    """Draws paths for one reader. What they may not see is on none."""

    def __init__(self, clearance: Clearance) -> None:
        self._clearance = clearance
        self._disclosed = disclosed_to(clearance)
        self._masks: dict[str, Any] = {}
        self._claims: dict[str, list[Any]] = defaultdict(list)
        self._briefs: dict[int, list[models.Brief]] = {}

    def down(self, decision: models.Decision) -> Step:
        """From a decision down to the sentences under it, through the brief that lay before it."""
        return self.under(decided(decision), list(decision.citations.all()), self.briefs(decision))

    def under(self, root: Step, citations: list[Any], briefs: Iterable[models.Brief] = ()) -> Step:
        """From what cites findings down to the sentences under them."""
        pieces = {piece for one in citations for piece in one.pieces}
        supports = self.supports(piece__in=pieces)
        for one in citations:
            found = Step("finding", statement(one.body), f"/findings/{one.key[:16]}", grade(one.body))
            mine = [row for row in supports if row.piece in one.pieces]
            found.steps = self.sentences(mine)
            line = next((told for row in mine for told in self.lines(briefs, row)), None)
            if line:
                line.steps, found = [found], line
            root.steps.append(found)
        return root

    def up(self, document: str, at: int) -> Step | None:
        """From a sentence up to all that stands on it; None where there is no such sentence."""
        passage = visible(ev.Passage, self._clearance).filter(document=document, start__lte=at, end__gt=at).first()
        if passage is None:
            return None
        supports = self.supports(document=document, start__gte=passage.start, start__lt=passage.end)
        told: dict[int, list[Any]] = defaultdict(
            list
        )  # a brief cites one of two copies: look for it by all of a finding
        for row in self.supports(finding__in={row.finding_id for row in supports}):
            told[row.finding_id].append(row)
        text = ev.Document.objects.values_list("text", flat=True).get(pk=document)
        link = f"/documents/{document}?at={passage.start}#s{passage.start}"
        root = Step("sentence", self.mask(document).text(text[passage.start : passage.end]), link)
        if supports and not any(row.is_standing for row in supports):
            root.alarm = _("withdrawn")
        decisions = self.decisions()
        branches: dict[str, Step] = {}
        for row in supports:
            said = self.claim(row)
            branch = branches.setdefault(said.text, said) if said else root
            known = {step.link for step in branch.steps}
            finding = Step(
                "finding",
                statement(row.finding),
                f"/findings/{row.finding.key[:16]}",
                f"{row.finding.reliability}{row.finding.credibility}",
                "" if row.finding.is_standing else _("withdrawn"),
            )
            if finding.link in known:
                continue
            for decision in decisions.get(row.piece, ()):
                finding.steps.append(self.through(decision, told[row.finding_id]))
            pieces = [one.piece for one in told[row.finding_id]]
            finding.steps += self.practices(pieces=pieces)
            finding.steps += self.followed(pieces)
            branch.steps.append(finding)
        root.steps += branches.values()
        root.steps += self.practices(documents=[document], at=(passage.start, passage.end))
        return root

    def through(self, decision: models.Decision, rows: Iterable[Any]) -> Step:
        """A decision with its actions, behind the line of the brief through which it was told."""
        step = decided(decision)
        step.steps = [acted(action) for action in decision.actions.all()]
        step.steps += [adopted(stage) for stage in adopted_by(decision, self._clearance)]
        line = next((line for row in rows for line in self.lines(self.briefs(decision), row)), None)
        if line:
            line.steps = [step]
        return line or step

    def practices(self, **on: Any) -> list[Step]:
        """The lines of practices that stand on some pieces or on a sentence, each behind the practice that it is of."""
        found = []
        for line in lines_on(self._clearance, **on):
            home = f"/adoptions/{line.adoption_id}" if line.adoption_id else f"/practices/{line.practice_id}"
            found.append(Step("practice", line.text, f"{home}#l{line.pk}", str(line.practice), alarm_of(line)))
        return found

    def followed(self, pieces: Collection[str]) -> list[Step]:
        """The operations and the hypotheses that stand on some pieces."""
        found = []
        for operation in on_pieces(pieces, self._clearance):
            home, alarm = f"/operations/{operation.pk}", alarm_of(operation)
            found.append(Step("operation", operation.title, home, operation.group.name, alarm))
        for row in supposed_on(pieces, self._clearance):
            said = f"{row.get_state_display()} · {row.network}"
            found.append(Step("hypothesis", str(row), f"/hypotheses/{row.pk}", said, alarm_of(row)))
        return found

    def supports(self, **where: Any) -> list[Any]:
        """The pieces that one may see, each once a finding, by document; and who says what in those."""
        rows = visible(ev.Support, self._clearance).filter(**where).select_related("finding")
        found = {(row.piece, row.finding.key): row for row in rows.order_by("document", "start")}
        documents = {row.document_id for row in found.values()} - set(self._claims)
        self._masks |= of_documents(documents, self._disclosed)
        claims = visible(ev.Claim, self._clearance).filter(document__in=documents)
        for claim in claims.exclude(kind="own voice").exclude(speaker="document").order_by("document", "position"):
            self._claims[claim.document_id].append(claim)
        return list(found.values())

    def sentences(self, rows: Iterable[Any]) -> list[Step]:
        """The sentences of pieces, each behind who says it where somebody does."""
        by_sentence = {(row.document_id, row.sentence_start): row for row in rows}
        wanted = {document for document, _start in by_sentence}
        texts = {
            pk: (text, self.mask(pk).text(title or name))
            for pk, text, title, name in ev.Document.objects.filter(pk__in=wanted).values_list(
                "pk", "text", "title", "name"
            )
        }
        found: dict[tuple[str, str], Step] = {}
        loose = []
        for (document, start), row in by_sentence.items():
            text, title = texts[document]
            words_said = self.mask(document).text(text[start : row.sentence_end])
            link = f"/documents/{document}?at={row.start}#s{start}"
            fallen = "" if row.is_standing else _("withdrawn")
            sentence = Step("sentence", " ".join(words_said.split()), link, title, fallen)
            claim = self.claim(row)
            if claim:
                found.setdefault((document, claim.text), claim).steps.append(sentence)
            else:
                loose.append(sentence)
        return [*found.values(), *loose]

    def claim(self, row: Any) -> Step | None:
        """Who says what a piece says; None where it is the text itself."""
        claims = self._claims.get(row.document_id, ())
        claim = next((one for one in claims if one.start < row.end and one.end > row.start), None)
        if claim is None:
            return None
        link = f"/documents/{row.document_id}?at={claim.start}#s{row.sentence_start}"
        name = self.mask(row.document_id).text(claim.speaker.removeprefix("unnamed: "))
        return Step("claim", name, link, words.label("modality", claim.modality))

    def mask(self, document: str) -> Any:
        """What masks the private persons of a document."""
        if document not in self._masks:
            self._masks |= of_documents([document], self._disclosed)
        return self._masks[document]

    def briefs(self, decision: models.Decision) -> list[models.Brief]:
        """The brief that lay before a decision when it was made: the last that was frozen for its meeting."""
        if decision.meeting_id not in self._briefs:
            rows = visible(models.Brief, self._clearance).filter(meeting=decision.meeting_id)
            self._briefs[decision.meeting_id] = list(rows.defer("html").order_by("-at")[:1])
        return self._briefs[decision.meeting_id]

    def lines(self, briefs: Iterable[models.Brief], row: Any) -> Iterable[Step]:
        """The lines of briefs that cite the sentence of a piece."""
        for brief in briefs:
            for line in brief.lines:
                for number, document, start, end in line["cites"]:
                    if document == row.document_id and start < row.sentence_end and end > row.sentence_start:
                        yield Step("line", line["text"], f"/briefs/{brief.pk}#c{number}", words.day(brief.at))
                        break

    def decisions(self) -> dict[str, list[models.Decision]]:
        """The decisions that one may see, by the pieces that they cite."""
        found: dict[str, list[models.Decision]] = defaultdict(list)
        rows = visible(models.Decision, self._clearance).select_related("meeting")
        for decision in rows.prefetch_related("citations", "actions__owner"):
            for piece in {piece for one in decision.citations.all() for piece in one.pieces}:
                found[piece].append(decision)
        return found


def grade(body: dict[str, Any]) -> str:
    """The grade of a finding as it was cited."""
    return f"{body['grade']['reliability']}{body['grade']['credibility']}"


def alarm_of(row: Any) -> str:
    """That the basis of a record changed, where it did."""
    return str(row.get_basis_display()) if row.basis == "changed" else ""


def decided(row: models.Decision) -> Step:
    """A decision as a step."""
    return Step("decision", row.text, f"/decisions/{row.pk}", str(row.meeting), alarm_of(row))


def adopted(row: Any) -> Step:
    """What a decision adopts, as a step."""
    return Step("adoption", f"{row.adoption}", f"/adoptions/{row.adoption_id}", str(row.get_state_display()))


def acted(row: models.Action) -> Step:
    """An action as a step."""
    due = f", {words.day(row.due)}" if row.due else ""
    return Step("action", row.text, f"/actions/{row.pk}/trace", f"{row.owner.name}{due}")


__all__ = ["Paths", "Step", "acted"]
