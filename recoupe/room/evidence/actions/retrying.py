"""Retrying: a file that could not be read is read again, or put aside, by whoever handed it in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...access import Clearance, visible
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..models.work import JobState


def failed(clearance: Clearance) -> QuerySet[Any]:
    """The files of a person that could not be read and that they did not put aside; `can_be_retried` where they are kept."""
    kept = Case(When(data=b"", then=Value(False)), default=Value(True), output_field=BooleanField())
    rows = visible(models.Upload, clearance).filter(state=JobState.FAILED, is_dismissed=False)
    return rows.annotate(can_be_retried=kept).defer("data")


def the_failed(person: Person, pk: int) -> Any:
    """One of these, for the length of a transaction. Raises UsageError where it is none any more."""
    require(person, "document.retry")
    row = failed(Clearance.of(person)).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise UsageError(_("file"), _("it is not among those that could not be read"), _("load the page again"))
    return row


@transaction.atomic
def retry(person: Person, pk: int) -> None:
    """Have a file read again. Raises UsageError where it was not kept, for it would fail as before."""
    row = the_failed(person, pk)
    if not row.can_be_retried:
        raise UsageError(row.name, _("it was not kept, for it cannot be read as it is"), _("hand in another file"))
    models.Upload.objects.filter(pk=pk).update(state=JobState.WAITING, failures=[])
    wanted("read", upload=pk)
    record(person, "retried upload", f"upload {pk}")


@transaction.atomic
def dismiss(person: Person, pk: int) -> None:
    """Put a file that could not be read aside; its bytes are kept no longer."""
    the_failed(person, pk)
    models.Upload.objects.filter(pk=pk).update(is_dismissed=True, data=b"")
    record(person, "dismissed upload", f"upload {pk}")
