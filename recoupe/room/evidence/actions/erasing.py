"""Erasing: take a document out for good, before its time, because somebody has a right to it; there is no way back.

To withdraw a source is something else: that keeps it, and says so on all that stood on it. What a kept record stands on is not
erased behind its back: the record has to be taken out, or to expire, first.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...retention import erased, held
from ...work import wanted
from .. import models


def erase(person: Person, document: models.Document, why: str) -> None:
    """Erase a document with all that was read out of it. Raises UsageError without a reason, or where something stands on it."""
    require(person, "document.erase")
    if not why.strip():
        raise UsageError(_("erasure"), _("it needs its reason"), _("say why"))
    if document.pk in held():
        raise UsageError(
            _("erasure"),
            _("a decision, a brief, a meeting, a bundle or another kept record stands on it"),
            _("withdraw it; it can be erased when those records are gone"),
        )
    with transaction.atomic():
        erased(document.pk)
        record(person, "erased", f"document {document.pk}", why=why.strip())
        wanted("settle")
