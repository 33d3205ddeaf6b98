"""Choosing: from what somebody ticked to exactly what would leave for one partner, and what stays, with the reason for each.

Findings are worked out anew from what leaves alone, so that nothing of them tells of what stays: neither a name, nor a day, nor
that there is another source.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...crosscheck.findings import Findings
from ...crosscheck.model import Finding, Ruling, RulingKind
from ...exchange.content import Content, SharedDocument
from ...exchange.excerpts import Wish, excerpt
from ...exchange.masking import parts
from ...model import Document, EntityKind, Evidence, Marking
from ..access import Clearance, marking_of, visible
from ..evidence import models as ev
from ..evidence.pile import chunks
from ..evidence.store import WorkspaceStore
from ..evidence.withdrawals import withdrawn_of
from ..taskforce import models as tf
from . import models
from .passing import NEEDS_SECOND, House, marking_for, why_not_to

PIECES = {"claim": ev.Claim, "event": ev.Event, "figure": ev.Figure, "link": ev.Link}


@dataclass(frozen=True)
class Chosen:
    """What somebody ticked: findings by key, claims by piece, whole documents by id, frozen briefs by number."""

    findings: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    briefs: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.findings or self.claims or self.documents or self.briefs)

    def plain(self) -> dict[str, list[Any]]:
        """As plain JSON."""
        return {name: list(getattr(self, name)) for name in ("findings", "claims", "documents", "briefs")}

    @classmethod
    def of(cls, plain: dict[str, list[Any]]) -> Chosen:
        """Out of plain JSON."""
        return cls(**{name: tuple(values) for name, values in plain.items()})


@dataclass(frozen=True)
class Stays:
    """Something that does not leave, or not as it is, and why. `is_refusal` where all of it stays."""

    what: str
    why: str
    is_refusal: bool = True
    document: str = ""


@dataclass
class Preview:
    """Exactly what would leave for one partner. `why` says, by document, how it came to its marking."""

    partner: models.Partner
    content: Content = field(default_factory=Content)
    stays: list[Stays] = field(default_factory=list)
    labels: dict[str, ev.Label] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    masked: int = 0

    @property
    def marking(self) -> Marking | None:
        """The strictest of all that leaves."""
        return self.content.marking

    @property
    def needs_second(self) -> bool:
        """Whether a second person has to approve."""
        return self.marking is not None and self.marking.tlp in NEEDS_SECOND


@dataclass
class Selection:
    """What was ticked, as documents with the pieces of each that are wanted; None: all of it."""

    wanted: dict[str, set[str] | None] = field(default_factory=dict)
    findings: dict[str, set[str]] = field(default_factory=dict)
    missing: list[Stays] = field(default_factory=list)

    def want(self, document: str, piece: str) -> None:
        """One piece of a document, unless all of it is wanted already."""
        there = self.wanted.setdefault(document, set())
        if there is not None:
            there.add(piece)


def selection(clearance: Clearance, chosen: Chosen) -> Selection:
    """What was ticked, of what the person may see; what they may not is not there."""
    made = Selection()
    keys = list(dict.fromkeys([*chosen.findings, *of_briefs(clearance, chosen.briefs)]))
    rows = [row for some in chunks(keys) for row in visible(ev.Finding, clearance).filter(key__in=some)]
    for finding in rows:
        made.findings[finding.key] = set()
    by_pk = {row.pk: row.key for row in rows}
    named = {row.key: row.body["supports"][0]["text"] for row in rows if row.body["supports"]}
    for some in chunks(by_pk):
        supports = visible(ev.Support, clearance).filter(finding__in=some, is_standing=True)
        for finding, document, piece in supports.values_list("finding", "document", "piece"):
            made.findings[by_pk[finding]].add(piece)
            made.want(document, piece)
    for some in chunks(chosen.claims):
        for document, piece in visible(ev.Claim, clearance).filter(pk__in=some).values_list("document", "pk"):
            made.want(document, piece)
    for some in chunks(chosen.documents):
        for document in visible(ev.Document, clearance).filter(pk__in=some).values_list("pk", flat=True):
            made.wanted[document] = None
    for key in keys:
        if not made.findings.get(key):
            made.missing.append(Stays(named.get(key, key[:12]), _("It is no longer there, or nothing of it stands.")))
    return made


def of_briefs(clearance: Clearance, briefs: Iterable[int]) -> list[str]:
    """The findings that frozen briefs were made of, as far as they are still there."""
    found: list[str] = []
    for lines in visible(tf.Brief, clearance).filter(pk__in=list(briefs)).values_list("lines", flat=True):
        for _number, document, start, end in (cite for line in lines for cite in line["cites"]):
            there = visible(ev.Support, clearance).filter(document=document, start__lt=end, end__gt=start)
            found += there.order_by("finding__key").values_list("finding__key", flat=True)
    return list(dict.fromkeys(found))


# --- for one partner ---------------------------------------------------------------------------------------------


@dataclass
class Private:
    """Who is masked in a document, and what stands for them here."""

    names: dict[str, set[str]] = field(default_factory=dict)
    pseudonyms: dict[str, str] = field(default_factory=dict)


def previews(
    clearance: Clearance, partners: Iterable[models.Partner], chosen: Chosen, *, may_pass_on: bool = False
) -> list[Preview]:
    """For each partner exactly what would leave, and what stays."""
    picked = selection(clearance, chosen)
    house = House()
    made = [Preview(partner, stays=list(picked.missing)) for partner in partners]
    labels = {row.pk: row for row in ev.Label.objects.all()}
    about = {}
    for some in chunks(picked.wanted):
        for pk, label, title, name in (
            visible(ev.Document, clearance).filter(pk__in=some).values_list("pk", "label", "title", "name")
        ):
            about[pk] = labels[label], title or name
    settled, private = settled_of(picked.wanted), private_persons(picked.wanted)
    shared: dict[int, list[SharedDocument]] = defaultdict(list)
    notes = noted(picked.wanted)
    gone = {id: _("It is withdrawn: %(why)s") % {"why": one.why} for id, one in withdrawn_of(picked.wanted).items()}
    store = WorkspaceStore("default")
    for document, evidence in store.pairs([pk for pk in picked.wanted if pk in about]):
        label, title = about[document.id]
        who = private.get(document.id, Private())
        for preview in made:
            if why := gone.get(document.id) or why_not_to(label, preview.partner, house):
                preview.stays.append(Stays(title, why, document=document.id))
                continue
            if document.id not in settled and has_private(evidence):
                preview.stays.append(
                    Stays(title, _("It is still being worked out who is named in it."), document=document.id)
                )
                continue
            marking = marking_for(label, preview.partner, house, may_pass_on)
            reader = f"partner {preview.partner.pk}"
            one = excerpt(document, evidence, wish_for(reader, marking, who, evidence, picked.wanted[document.id]))
            shared[preview.partner.pk].append(one)
            preview.labels[one.document.id] = label
            preview.origins[one.document.id] = document.id
            preview.stays += stripped(document, one, who, title, notes.get(document.id, 0))
    rulings = store.rulings()
    for preview in made:
        preview.content = content(shared[preview.partner.pk], picked.findings, rulings)
    return made


def for_reader(clearance: Clearance, chosen: Chosen, reader: str) -> Content:
    """What somebody of this room may take out with a program of their own: what they may see, marked as it is, masked."""
    picked = selection(clearance, chosen)
    house = House()
    labels = {row.pk: row for row in ev.Label.objects.all()}
    of = {
        pk: labels[label]
        for some in chunks(picked.wanted)
        for pk, label in visible(ev.Document, clearance).filter(pk__in=some).values_list("pk", "label")
    }
    settled, private = settled_of(picked.wanted), private_persons(picked.wanted)
    store, found = WorkspaceStore("default"), []
    for document, evidence in store.pairs([pk for pk in picked.wanted if pk in of]):
        if document.id in settled or not has_private(evidence):
            label = of[document.id]
            marking = replace(marking_of(label), originator=house.qualified(label.originator))
            who = private.get(document.id, Private())
            found.append(
                excerpt(document, evidence, wish_for(reader, marking, who, evidence, picked.wanted[document.id]))
            )
    return content(found, picked.findings, store.rulings())


def wish_for(reader: str, marking: Marking, who: Private, evidence: Evidence, pieces: set[str] | None) -> Wish:
    """What is to leave of a document for a reader, who knows its private persons by roles of their own."""
    return Wish(
        marking=marking,
        called=marking.originator,
        role=roles_for(reader, who.pseudonyms),
        private=who.names,
        others=others_in(evidence, who.names),
        pieces=pieces,
    )


def settled_of(documents: Collection[str]) -> set[str]:
    """Those of which is worked out who is named in them."""
    found = set[str]()
    for some in chunks(documents):
        found |= set(ev.Named.objects.filter(document__in=some).values_list("document", flat=True))
    return found


def private_persons(documents: Collection[str]) -> dict[str, Private]:
    """The private persons of documents, as they were told apart when the findings were last worked out."""
    found: dict[str, Private] = defaultdict(Private)
    for some in chunks(documents):
        for row in ev.Pseudonym.objects.filter(document__in=some):
            one = found[row.document_id]
            one.names[row.entity] = set(row.forms)
            one.pseudonyms[row.entity] = row.pseudonym
    return found


def has_private(evidence: Evidence) -> bool:
    """Whether somebody named in it holds no office in it."""
    return any(one.kind is EntityKind.PERSON and not one.is_public for one in evidence.entities.values())


def others_in(evidence: Evidence, private: Collection[str]) -> set[str]:
    """Words of names that are not those of private persons."""
    rows = [one for key, one in evidence.entities.items() if key not in private]
    return parts(form for one in rows for form in (one.id, one.name, *one.aliases) if form)


def roles_for(reader: str, pseudonyms: dict[str, str]) -> Callable[[str], str]:
    """What a private person is called for one reader: always the same, and another for every reader."""

    def role(entity: str) -> str:
        said = f"role\n{reader}\n{pseudonyms.get(entity, entity)}".encode()
        return "P-" + hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:6]

    return role


def noted(documents: Collection[str]) -> dict[str, int]:
    """How many notes of ours stand beside documents."""
    found: dict[str, int] = defaultdict(int)
    for some in chunks(documents):
        for pk in ev.Note.objects.filter(document__in=some, is_removed=False).values_list("document", flat=True):
            found[pk] += 1
    return found


def stripped(document: Document, one: SharedDocument, who: Private, title: str, notes: int) -> Iterator[Stays]:
    """What of a document that leaves stays behind, or is changed."""

    def said(why: str) -> Stays:
        return Stays(title, why, is_refusal=False, document=document.id)

    masked = [key for key, names in who.names.items() if any(name in document.text for name in names)]
    if masked:
        yield said(
            ngettext("%(n)d private person is a role", "%(n)d private persons are roles", len(masked))
            % {"n": len(masked)}
        )
    if notes:
        yield said(ngettext("%(n)d note of ours stays here", "%(n)d notes of ours stay here", notes) % {"n": notes})
    if document.source and one.document.source and document.source.name != one.document.source.name:
        yield said(_("its source is not named: “%(called)s” stands for it") % {"called": one.document.source.name})
    if not one.is_whole:
        kept = len(one.document.passages)
        yield said(
            _("%(kept)d of its %(all)d sentences leave, the others stay")
            % {"kept": kept, "all": len(document.passages)}
        )


def content(documents: Iterable[SharedDocument], findings: dict[str, set[str]], rulings: Iterable[Ruling]) -> Content:
    """What leaves, with the findings on it, worked out from it alone."""
    rows = tuple(documents)
    here = {there: ours for one in rows for there, ours in one.pieces.items()}
    there = {ours: piece for piece, ours in here.items()}
    wanted = set().union(*findings.values()) if findings else set()
    made = Findings(moved(rulings, there))
    for one in rows:
        made.take(one.evidence)
    told = tuple(finding for finding in made.findings if asked_for(finding, here, wanted))
    known = {finding.id for finding in told}
    against = tuple(one for one in made.contradictions if set(one.findings) <= known)
    return Content(rows, tuple(alone(finding, known) for finding in told), against)


def asked_for(finding: Finding, here: dict[str, str], wanted: set[str]) -> bool:
    """Whether a finding is one of those that were ticked, and stands."""
    return finding.is_standing and any(here.get(support.piece) in wanted for support in finding.supports)


def alone(finding: Finding, known: set[str]) -> Finding:
    """A finding that names no other that does not leave with it."""
    return replace(finding, contradicts=tuple(id for id in finding.contradicts if id in known))


def moved(rulings: Iterable[Ruling], there: dict[str, str]) -> Iterator[Ruling]:
    """What people ruled, as far as it is on what leaves: letters of sources, and corrections of its pieces."""
    for ruling in rulings:
        if ruling.kind is RulingKind.RELIABILITY:
            yield replace(ruling, why="", by="")
        elif ruling.kind is RulingKind.CORRECT and ruling.subject in there:
            yield replace(ruling, subject=there[ruling.subject], why="", by="")
