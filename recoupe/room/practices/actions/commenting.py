"""Commenting: whoever needs to know a practice says what they think of a row; it is answered and settled, and changes no text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import scope_of
from ...evidence.models import Scope
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models
from .writing import LONGEST, require_of


def comment(
    person: Person,
    practice: models.Practice,
    row: str,
    text: str,
    seen: Iterable[models.Line] = (),
    line: models.Line | None = None,
) -> models.Comment:
    """Comment a row, or one line of it; `seen` are the lines that its writer sees there, for it may tell of them."""
    require(person, "practice.comment")
    if row not in models.OF_PRACTICES:
        raise UsageError(row[:40], _("there is no such row"), _("choose from the list"))
    scope = scope_over([line] if line else seen)
    with transaction.atomic():
        made = models.Comment.objects.create(
            practice=practice, line=line, row=row, text=worded(text), by=person, scope=scope
        )
        record(person, "commented on", f"practice {practice.pk}", row=row)
    return made


def scope_over(lines: Iterable[models.Line]) -> Scope | None:
    """Who may read what may tell of these lines: whoever may read all that they stand on."""
    labels = {label for one in lines if one.scope for label in one.scope.whole}
    return scope_of(labels) if labels else None


def worded(text: str) -> str:
    """The words of a comment as they are kept."""
    if not text.strip():
        raise UsageError(_("comment"), _("it says nothing"), _("write it"))
    return text.strip()[:LONGEST]


def answer(person: Person, to: models.Comment, text: str, seen: Iterable[models.Line] = ()) -> models.Answer:
    """Answer a comment: whoever may comment; `seen` are the lines that they see in its row, for the answer may tell of them."""
    require(person, "practice.comment")
    with transaction.atomic():
        row = models.Answer.objects.create(comment=to, text=worded(text), by=person, scope=scope_over(seen))
        record(person, "answered a comment on", f"practice {to.practice_id}", row=to.row)
    return row


def settle(person: Person, row: models.Comment, is_settled: bool = True) -> models.Comment:
    """Settle a comment, or open it again: whoever made it, or writes the practice."""
    require(person, "practice.comment")
    if row.by_id != person.pk:
        require_of(person, row.practice.country)
    with transaction.atomic():
        models.Comment.objects.filter(pk=row.pk).update(state="settled" if is_settled else "open")
        what = "settled a comment on" if is_settled else "opened a comment again on"
        record(person, what, f"practice {row.practice_id}", row=row.row)
    row.refresh_from_db()
    return row
