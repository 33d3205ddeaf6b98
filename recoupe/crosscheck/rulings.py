"""Rulings: what people ruled, as one state: which documents are withdrawn, which pieces corrected, which letters set.

The state is a function of the set of rulings: one that is taken back counts for nothing, unless the taking back is taken back.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..errors import UsageError
from ..model import Event, EventStatus, Figure, Link
from .lineage import folded
from .model import Fall, Ruling, RulingKind, ruling_id
from .tellings import Telling

WRONG = "is_wrong"
FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "Event": {"status": str, "begins": str, "ends": str, "place": str, "country": str},
    "Figure": {"low": (int, float), "high": (int, float), "unit": str, "population": str, "as_of": str},
    "Link": {"is_denied": bool, "subject": str, "object": str},
}
"""What a person may correct, by kind of piece; beside these `is_wrong`: the text does not say this at all."""


@dataclass(frozen=True)
class InForce:
    """The rulings that count: withdrawals by document, corrections by piece, letters by folded name of a source, the others."""

    withdrawn: dict[str, Ruling] = field(default_factory=dict)
    corrected: dict[str, tuple[Ruling, ...]] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    identities: tuple[Ruling, ...] = ()


def in_force(rulings: Iterable[Ruling]) -> InForce:
    """What counts of rulings: of several on one thing the latest, then the last by its id."""
    by_id = {ruling_id(ruling): ruling for ruling in rulings}
    taken_back: dict[str, list[str]] = defaultdict(list)
    for id, ruling in by_id.items():
        if ruling.kind is RulingKind.TAKE_BACK:
            taken_back[ruling.subject].append(id)

    def counts(id: str) -> bool:
        return not any(counts(other) for other in taken_back[id])

    rows = sorted(
        (ruling for id, ruling in by_id.items() if counts(id) and ruling.kind is not RulingKind.TAKE_BACK),
        key=lambda ruling: (ruling.at, ruling_id(ruling)),
    )
    corrected: dict[str, list[Ruling]] = defaultdict(list)
    for ruling in rows:
        if ruling.kind is RulingKind.CORRECT:
            corrected[ruling.subject].append(ruling)
    return InForce(
        {ruling.subject: ruling for ruling in rows if ruling.kind is RulingKind.WITHDRAW},
        {piece: tuple(found) for piece, found in corrected.items()},
        {folded(ruling.subject): ruling.says for ruling in rows if ruling.kind is RulingKind.RELIABILITY},
        tuple(ruling for ruling in rows if ruling.kind in (RulingKind.SAME, RulingKind.NOT_SAME)),
    )


def checked(kind: str, fields: Mapping[str, Any]) -> str:
    """The fields of a correction as a ruling keeps them. Raises UsageError for a field that the piece has not, or a wrong value."""
    known = FIELDS[kind]
    for name, value in fields.items():
        if name == WRONG:
            if value is not True:
                raise UsageError(WRONG, "it can only be true", "leave it out to correct what the piece says")
        elif name not in known:
            raise UsageError(
                name, f"a {kind.lower()} has no such field to correct", f"one of {', '.join([*known, WRONG])}"
            )
        elif value is not None and (
            not isinstance(value, known[name]) or (isinstance(value, bool) and known[name] is not bool)
        ):
            raise UsageError(name, f"{value!r} is not what it holds", "see `recoupe correct --help`")
        elif name in ("begins", "ends") and value is not None:
            try:
                date.fromisoformat(str(value))
            except ValueError as error:
                raise UsageError(name, f"{value!r} is not a day", "write it as 2014-05-08") from error
        elif name == "status" and value not in list(EventStatus):
            raise UsageError(name, f"{value!r} is no status", f"one of {', '.join(EventStatus)}")
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def corrected(telling: Telling, rulings: Iterable[Ruling]) -> tuple[Telling, Fall | None]:
    """A telling as people corrected it, and why it no longer stands where they ruled that the text does not say this."""
    piece: Event | Figure | Link = telling.piece
    known = FIELDS[type(piece).__name__]
    for ruling in rulings:
        fields = json.loads(ruling.says or "{}")
        if fields.get(WRONG):
            return telling, Fall("wrong", telling.document, ruling.why)
        changed = {name: value for name, value in fields.items() if name in known}
        if isinstance(piece, Event):
            if "status" in changed:
                changed["status"] = EventStatus(changed["status"])
            if changed.keys() & {"begins", "ends"}:
                begins, ends = changed.get("begins", piece.begins), changed.get("ends", piece.ends)
                changed["times"] = (begins,) if begins and begins == ends else (f"{begins or '..'}/{ends or '..'}",)
        piece = dataclasses.replace(piece, **changed)
    status = telling.status
    if isinstance(piece, Event):
        status = piece.status.value
    elif isinstance(piece, Link) and piece.is_denied:
        status = "denied"
    return dataclasses.replace(telling, piece=piece, status=status, is_corrected=True), None
