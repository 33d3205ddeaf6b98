"""Findings: the state of cross-checking: documents come in, people rule, and what holds is told, graded and sourced.

The state is a function of two sets, the evidence and the rulings; in which order they came changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from ..errors import RecoupeError, UsageError
from ..model import Evidence, Provenance, plain
from .affairs import affairs
from .changes import compared
from .contradictions import contradictions
from .copies import CopyIndex
from .grading import grade
from .identities import Identities, IdentityIndex
from .independence import LETTERS, Ground, origins
from .merging import merged
from .model import Changes, Contradiction, Copy, Fall, Finding, Ruling, RulingKind, ruling_id
from .rulings import InForce, checked, corrected, in_force
from .seen import Sight
from .tellings import Telling, Who, tellings
from .withdrawal import Fallen, fallen, pieces, said_after


@dataclass(frozen=True)
class State:
    """What holds at one time; `gone` are the documents and passages that do not stand, `pieces` the pieces."""

    copies: tuple[Copy, ...]
    families: Mapping[str, str]
    identities: Identities
    findings: tuple[Finding, ...]
    contradictions: tuple[Contradiction, ...]
    gone: Fallen
    pieces: Mapping[str, Fall]
    tellings: Mapping[str, Telling]
    who: Who
    ground: Ground

    @cached_property
    def by_piece(self) -> dict[str, Finding]:
        """Each piece's finding."""
        return {support.piece: finding for finding in self.findings for support in finding.supports}


class Findings:
    """What holds over many documents, and who carries it. Made by `recoupe.crosscheck`."""

    def __init__(self, rulings: Iterable[Ruling] = ()) -> None:
        self._copies = CopyIndex()
        self._identities = IdentityIndex()
        self._tellings: dict[str, tuple[Telling, ...]] = {}
        self._provenance: dict[str, Provenance] = {}
        self._rulings = {ruling_id(ruling): ruling for ruling in rulings}
        self._state: State | None = None

    # --- what comes in -----------------------------------------------------------------------------------------------

    def take(self, evidence: Evidence) -> None:
        """Take in the evidence of a document without asking what it changes; one that is there already is left as it is."""
        if evidence.document in self._tellings:
            return
        self._copies.add(evidence.document, evidence.provenance)
        self._identities.add(evidence)
        self._tellings[evidence.document] = tuple(tellings(evidence))
        self._provenance[evidence.document] = evidence.provenance
        self._state = None

    def add(self, evidence: Evidence) -> Changes:
        """Take in the evidence of a document; what it changes."""
        before = self.findings
        self.take(evidence)
        return compared(before, self.findings)

    def rule(self, ruling: Ruling) -> Changes:
        """Take in what a person ruled; what it changes. Raises UsageError where the ruling says nothing that can be followed."""
        if not ruling.why.strip():
            raise UsageError(ruling.kind, "a ruling needs its reason", "say why")
        if ruling.kind is RulingKind.RELIABILITY and (len(ruling.says) != 1 or ruling.says not in LETTERS):
            raise UsageError(ruling.says, "it is no letter of the Admiralty code", f"one of {', '.join(LETTERS)}")
        if ruling.kind is RulingKind.WITHDRAW and ruling.subject not in self._tellings:
            raise RecoupeError(ruling.subject, "there is no such document to withdraw", "name one that was read")
        before = self.findings
        self._rulings[ruling_id(ruling)] = ruling
        self._state = None
        return compared(before, self.findings, ruling.why)

    def withdraw(self, document_id: str, why: str, by: str = "", at: str = "") -> Changes:
        """Withdraw a document: its copies and all that stood on it are graded anew; what is left on nothing says so."""
        return self.rule(Ruling(RulingKind.WITHDRAW, document_id, why, by=by, at=at or now()))

    def restore(self, document_id: str, why: str, by: str = "", at: str = "") -> Changes:
        """Take the withdrawals of a document back. Raises RecoupeError where it is not withdrawn."""
        return self._take_back(document_id, RulingKind.WITHDRAW, why, by, at)

    def correct(self, piece_id: str, why: str, by: str = "", at: str = "", **fields: Any) -> Changes:
        """Correct what a piece of evidence says, or with `is_wrong=True` that its text says this at all.

        Fields are those of `recoupe.crosscheck.rulings.FIELDS`. Raises RecoupeError for an unknown piece, UsageError for a field
        that it has not.
        """
        piece = self.telling(piece_id).piece
        says = checked(type(piece).__name__, fields)
        return self.rule(Ruling(RulingKind.CORRECT, piece_id, why, says=says, by=by, at=at or now()))

    def uncorrect(self, piece_id: str, why: str, by: str = "", at: str = "") -> Changes:
        """Take the corrections of a piece back. Raises RecoupeError where there are none."""
        return self._take_back(piece_id, RulingKind.CORRECT, why, by, at)

    def _take_back(self, subject: str, kind: RulingKind, why: str, by: str, at: str) -> Changes:
        counting = in_force(self._rulings.values())
        held = [counting.withdrawn.get(subject)] if kind is RulingKind.WITHDRAW else counting.corrected.get(subject, ())
        rows = [r for r in self._rulings.values() if r.kind is kind and r.subject == subject]
        if not any(held):
            raise RecoupeError(
                subject, "nobody ruled on it, or it was taken back already", "`recoupe rulings` shows what was"
            )
        before = self.findings
        for row in rows:
            taken = Ruling(RulingKind.TAKE_BACK, ruling_id(row), why, by=by, at=at or now())
            self._rulings[ruling_id(taken)] = taken
        self._state = None
        return compared(before, self.findings, why)

    # --- what holds --------------------------------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, by kind and id; those that stand on nothing any more are among them."""
        return self.state.findings

    @property
    def copies(self) -> tuple[Copy, ...]:
        """Which documents repeat which."""
        return self.state.copies

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What cannot all be right."""
        return self.state.contradictions

    @property
    def identities(self) -> Identities:
        """Who and what is named, over documents."""
        return self.state.identities

    @property
    def withdrawn(self) -> Mapping[str, Fall]:
        """The documents that do not stand, with why."""
        return self.state.gone.documents

    def of(self, piece: str) -> Finding | None:
        """The finding that stands on a piece, by its id."""
        return self.state.by_piece.get(piece)

    def shown(self, key: str) -> str:
        """How a speaker, an identity by its id or any other name, is shown."""
        return shown(self.state.identities)(key)

    def fall(self, document: str, start: int, end: int, piece: str = "") -> Fall | None:
        """Why a stretch of a document, or a piece by its id, does not stand, where it does not: clean offsets."""
        if piece in self.state.pieces:
            return self.state.pieces[piece]
        return self.state.gone.at(document, start, end)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What people ruled, in the order of its time."""
        return tuple(sorted(self._rulings.values(), key=lambda ruling: (ruling.at, ruling_id(ruling))))

    @property
    def state(self) -> State:
        """What holds now; worked out when it is first asked for after a change."""
        if self._state is None:
            self._state = self._settled(in_force(self._rulings.values()))
        return self._state

    def telling(self, piece_id: str) -> Telling:
        """A piece by its identifier. Raises RecoupeError where there is none."""
        for rows in self._tellings.values():
            for telling in rows:
                if telling.id == piece_id:
                    return telling
        raise RecoupeError(piece_id, "there is no such piece of evidence", "`recoupe findings --json` shows their ids")

    def sight(self) -> Sight:
        """What tells each finding anew to someone who may read only some of the documents."""
        state = self.state
        against: dict[str, list[Contradiction]] = defaultdict(list)
        for contradiction in state.contradictions:
            for id in contradiction.findings:
                against[id].append(contradiction)
        by_id = {finding.id: finding for finding in state.findings}
        told = {id: tuple(rows) for id, rows in against.items()}
        return Sight(state.tellings, state.who, state.ground, state.pieces, by_id, told)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        state = self.state
        return {
            "documents": sorted(self._tellings),
            "withdrawn": plain(dict(sorted(state.gone.documents.items()))),
            "copies": plain(state.copies),
            "findings": plain(state.findings),
            "contradictions": plain(state.contradictions),
            "rulings": plain(self.rulings),
        }

    def since(self, day: date, evidence: Iterable[Evidence]) -> Changes:
        """What changed since the end of a day, by the days on which documents were published and people ruled.

        `evidence` is that of all documents, again; one that nothing dates counts as known before.
        """
        before = Findings(ruling for ruling in self._rulings.values() if ruling.at[:10] <= day.isoformat())
        for one in evidence:
            published = one.provenance.published
            first = published.earliest or published.latest
            if first is None or first <= day:
                before.take(one)
        return compared(before.findings, self.findings)

    # --- working it out ----------------------------------------------------------------------------------------------

    def _settled(self, rulings: InForce) -> State:
        families, copies = self._copies.families(), self._copies.copies()
        identities = self._identities.identities(rulings.identities, families)
        who = Who(identities)
        by_document: dict[str, list[Copy]] = defaultdict(list)
        for copy in copies:
            by_document[copy.document].append(copy)
        ground = Ground(self._provenance, families, by_document, rulings.letters, shown(identities))
        gone = fallen(rulings, self._copies)
        rows, out = self._corrected(rulings)
        out.update(pieces(rows, gone))
        same_affair = affairs(who.named_in, self._days())
        made = merged(rows, who, families, same_affair, out)
        if out and (more := said_after(made, out, ground)):
            out.update(more)
            made = merged(rows, who, families, same_affair, out)
        against = contradictions(made, who)
        by_id = {telling.id: telling for telling in rows}
        return State(
            copies, families, identities, graded(made, against, ground), against, gone, out, by_id, who, ground
        )

    def _corrected(self, rulings: InForce) -> tuple[list[Telling], dict[str, Fall]]:
        """All tellings as people corrected them, and those that they ruled out."""
        rows, out = [], {}
        for telling in (telling for told in self._tellings.values() for telling in told):
            if telling.id in rulings.corrected:
                telling, fall = corrected(telling, rulings.corrected[telling.id])
                if fall:
                    out[telling.id] = fall
            rows.append(telling)
        return rows, out

    def _days(self) -> dict[str, int | None]:
        return {
            document: ordinal(known.published.latest or known.published.earliest)
            for document, known in self._provenance.items()
        }


def graded(findings: Iterable[Finding], against: Iterable[Contradiction], ground: Ground) -> tuple[Finding, ...]:
    """Findings with their independent sources, their grade, what contradicts them and what has befallen them."""
    others: dict[str, set[str]] = defaultdict(set)
    for contradiction in against:
        for id in contradiction.findings:
            others[id].update(set(contradiction.findings) - {id})
    sourced = {finding.id: (finding, origins(finding.supports, ground)) for finding in findings}
    made = []
    for finding, carried in sourced.values():
        rivals = [origin for id in others[finding.id] for origin in sourced[id][1] if origin.says == "asserted"]
        differing = len({origin.documents for origin in rivals})
        made.append(
            replace(
                finding,
                independent_sources=carried,
                grade=grade(carried, differing),
                contradicts=tuple(sorted(others[finding.id])),
                flags=tuple(flags(finding)),
            )
        )
    return tuple(made)


def flags(finding: Finding) -> Iterable[str]:
    """What has befallen a finding."""
    if any(support.fall for support in finding.supports):
        yield "weakened" if finding.is_standing else "withdrawn"
    if any(support.is_corrected for support in finding.supports):
        yield "corrected"


def shown(identities: Identities) -> Callable[[str], str]:
    """How an identity is shown, with its country's code where its name alone is that of several; a name that is none as it is."""

    def show(key: str) -> str:
        identity = identities.by_id.get(key)
        if identity is None:
            return key
        code = f" ({identity.country})"
        return identity.name + code if key.endswith(code) and not identity.name.endswith(code) else identity.name

    return show


def ordinal(day: date | None) -> int | None:
    """A day as a number."""
    return day.toordinal() if day else None


def now() -> str:
    """This moment, ISO 8601 to the millisecond, so that rulings stay in the order in which they were made."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
