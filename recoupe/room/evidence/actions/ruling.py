"""Ruling: withdraw a document, correct a piece, say what is the same: with a reason, and with a way back."""

from __future__ import annotations

from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ....crosscheck.findings import now
from ....crosscheck.model import Ruling, RulingKind, ruling_id
from ....crosscheck.rulings import checked, in_force
from ....crosscheck.scripts import folded
from ....crosscheck.withdrawal import ALONE
from ....errors import UsageError
from ...access import Clearance, names_known, visible
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..store import WorkspaceStore

OF_THINGS = {RulingKind.WITHDRAW, RulingKind.CORRECT, RulingKind.TAKE_BACK}
MOST_NEAR = 2000  # names among which those like another are looked for
NOUNS = {models.Event: "Event", models.Figure: "Figure", models.Link: "Link"}


def ruled(person: Person, kind: RulingKind, subject: str, why: str, *, other: str = "", says: str = "") -> str:
    """Keep a ruling of a person, and have everything worked out again; its id."""
    require(person, "ruling.make")
    if not why.strip():
        raise UsageError(kind.value, "a ruling needs its reason", "say why")
    if kind is RulingKind.TAKE_BACK and models.Ruling.objects.filter(pk=subject, kind="withdraw", says=ALONE).exists():
        raise UsageError(kind.value, _("the partner who sent it has recalled it"), _("ask them to give it again"))
    ruling = Ruling(kind, subject, why.strip(), other, says, by=f"{person.name} ({person.service})", at=now())
    with transaction.atomic():
        id = WorkspaceStore("default").keep_ruling(ruling)
        about = subject if kind in OF_THINGS else f"ruling {id}"  # a name may be that of a private person
        record(person, f"ruled: {kind.value}", about, ruling=id, why=ruling.why)
        wanted("settle")
    return id


def withdraw(person: Person, document: str, why: str) -> str:
    """Withdraw a document: what stood on it falls, and says so."""
    return ruled(person, RulingKind.WITHDRAW, document, why)


def restore(person: Person, document: str, why: str) -> None:
    """Take the withdrawals of a document back. Raises UsageError where there are none."""
    rows = [r for r in WorkspaceStore("default").rulings() if r.kind is RulingKind.WITHDRAW and r.subject == document]
    if document not in in_force(WorkspaceStore("default").rulings()).withdrawn:
        raise UsageError(document, "it is not withdrawn", "there is nothing to take back")
    for row in rows:
        ruled(person, RulingKind.TAKE_BACK, ruling_id(row), why)


def correct(person: Person, piece: Any, why: str, fields: dict[str, Any]) -> str:
    """Correct what a piece of evidence says, or rule that its text does not say it."""
    says = checked(NOUNS[type(piece)], fields)
    return ruled(person, RulingKind.CORRECT, piece.pk, why, says=says)


def names(person: Person, kind: RulingKind, one: str, other: str, why: str) -> str:
    """Say that two names are of one person, organisation or place (SAME), or are not (NOT_SAME)."""
    if not one.strip() or not other.strip() or one.strip() == other.strip():
        raise UsageError(kind.value, _("it takes two names"), _("write both"))
    require(person, "ruling.make")
    clearance = Clearance.of(person)
    known = names_known({one.strip(), other.strip()}, clearance)
    for name in (one.strip(), other.strip()):
        if name not in known:
            near = ", ".join(near_names(name, clearance))
            remedy = _("did you mean: %(names)s?") % {"names": near} if near else _("look for it on the page “Network”")
            raise UsageError(name, _("nobody and nothing that you may see is called so"), remedy)
    return ruled(person, kind, one.strip(), why, other=other.strip())


def near_names(name: str, clearance: Clearance) -> list[str]:
    """The names most like one, among those that a person may see."""
    starts = [word[:3] for word in folded(name).split() if len(word) > 2]
    if not starts:
        return []
    like = reduce(or_, (Q(folded__contains=start) for start in starts[:8]))
    rows = visible(models.Identity, clearance).filter(like).values_list("name", "names")[:MOST_NEAR]
    by_plain = {folded(form): form for shown, forms in rows for form in (shown, *forms)}
    return [by_plain[plain] for plain in get_close_matches(folded(name), by_plain, n=3, cutoff=0.5)]


def standing() -> set[str]:
    """The ids of the rulings that count."""
    force = in_force(WorkspaceStore("default").rulings())
    corrected = (one for some in force.corrected.values() for one in some)
    letters = (
        r
        for r in WorkspaceStore("default").rulings()
        if r.kind is RulingKind.RELIABILITY and r.says in force.letters.values()
    )
    return {ruling_id(one) for one in (*force.withdrawn.values(), *force.identities, *corrected, *letters)}


def take_back(person: Person, ruling: str, why: str) -> str:
    """Take any ruling back."""
    if not models.Ruling.objects.filter(pk=ruling).exists():
        raise UsageError(ruling, "there is no such ruling", "it may have been typed wrongly")
    return ruled(person, RulingKind.TAKE_BACK, ruling, why)
