"""Reviewing: say what becomes of what stood on something that changed; set aside, and put back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...taskforce.actions.changing import changed, kind_of, undone
from ...taskforce.basis import changes, seen_now
from ..models import Basis, Operation, OperationReview, Standing
from .following import ASKED


def review(person: Person, row: Any, version: int, outcome: str, why: str) -> OperationReview:
    """Say what becomes of an operation, a step or a number whose basis changed; it stands on what is so now."""
    require(person, ASKED)
    of_itself = isinstance(row, Operation)
    if outcome not in (("kept",) if of_itself else ("kept", "aside")):
        raise UsageError(outcome or "?", _("it is no outcome of a review"), _("kept or set aside"))
    if not why.strip():
        raise UsageError(_("review"), _("it needs its reason"), _("say why"))
    with transaction.atomic():
        citations = list(row.citations.all())
        told = [{"citation": one.pk, "changes": list(changes(one))} for one in citations]
        state = {} if of_itself or outcome == "kept" else {"state": Standing.ASIDE}
        changed(person, ASKED, row, version, basis=Basis.HOLDS, **state)
        for one in citations:
            seen_now(one)
        on = {} if of_itself else {kind_of(row): row}
        operation = row if of_itself else row.operation
        said = OperationReview.objects.create(
            operation=operation, outcome=outcome, why=why.strip(), changes=told, by=person, **on
        )
        record(person, "reviewed", f"{kind_of(row)} {row.pk}", outcome=outcome)
    return said


def set_aside(person: Person, row: Any, version: int, why: str) -> OperationReview:
    """Have a step or a number count no more: it stays to be read, and can be put back."""
    require(person, ASKED)
    if not why.strip():
        raise UsageError(str(row), _("to set it aside needs a reason"), _("say why"))
    with transaction.atomic():
        changed(person, ASKED, row, version, state=Standing.ASIDE)
        said = OperationReview.objects.create(
            operation=row.operation, outcome="aside", why=why.strip(), by=person, **{kind_of(row): row}
        )
        record(person, "set aside", f"{kind_of(row)} {row.pk}")
    return said


def put_back(person: Person, row: Any, version: int, to: int | None = None) -> Any:
    """Put a version back, with what had been seen of its basis then."""
    with transaction.atomic():
        undone(person, ASKED, row, version, to)
        is_changed = any(any(changes(one)) for one in row.citations.all())
        row.basis = Basis.CHANGED if is_changed else Basis.HOLDS
        row.save(update_fields=["basis"])
    return row
