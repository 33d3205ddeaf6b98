"""Briefing: the brief of a meeting, frozen as it stands, as strictly marked as what it is made of."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....briefing import brief, write
from ....crosscheck import crosscheck
from ....errors import RecoupeError
from ....exchange.marks import shown
from ....languages import available
from ...access import Clearance, marking_of, scope_of, strictest, visible
from ...evidence import models as ev
from ...evidence.store import WorkspaceStore
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models


def freeze_brief(person: Person, meeting: models.Meeting) -> models.Brief:
    """The brief of what the group needs to know, as it stands now, kept with its hash and the strictest marking.

    A document is marked here by its label, which people change, and not by what its text says of itself. Raises RecoupeError
    where there is nothing to read.
    """
    require(person, "meeting.manage")
    clearance = Clearance.of(person).within(meeting.group_id)
    documents = visible(ev.Document, clearance).order_by("published_earliest", "id")
    labels = dict(documents.values_list("id", "label"))
    if not labels:
        raise RecoupeError(str(meeting), _("there is no document to brief"), _("hand some in first"))
    known = {label.pk: label for label in ev.Label.objects.filter(pk__in=set(labels.values()))}
    store = WorkspaceStore("default")
    pairs = [
        (dataclasses.replace(document, marking=marking_of(known[labels[document.id]])), evidence)
        for document, evidence in store.pairs(list(labels))
    ]
    language = (get_language() or "fr").split("-")[0]
    told = brief(
        pairs,
        crosscheck((evidence for _, evidence in pairs), store.rulings()),
        language=language if language in available() else "en",
        new_since=last_held(meeting),
    )
    told = marked(told, known.values())
    out = io.BytesIO()
    write(told, out, "html")
    with transaction.atomic():
        row = models.Brief.objects.create(
            meeting=meeting,
            language=told.language,
            html=out.getvalue().decode(),
            digest=hashlib.sha256(out.getvalue()).hexdigest(),
            documents=len(told.sources),
            lines=lines(told),
            scope=scope_of(known),
        )
        record(person, "froze brief", f"brief {row.pk}", meeting=meeting.pk, digest=row.digest)
    return row


def last_held(meeting: models.Meeting) -> Any:
    """The day of the group's last meeting."""
    rows = models.Meeting.objects.filter(group=meeting.group, begins__lt=timezone.now(), state="held")
    last = rows.order_by("-begins").first()
    return last.begins.date() if last else None


def marked(told: Any, labels: Any) -> Any:
    """The brief under the strictest of these labels: of two copies of one text too, though it shows only one of them."""
    level = strictest(labels)
    if level is None or level.is_default:
        return told
    return dataclasses.replace(told, marking=level, marking_text=shown(level))


def lines(told: Any) -> list[dict[str, Any]]:
    """What a brief says, line by line, with the sentences that each line cites; once a line, wherever it stands.

    Its list of documents says nothing of what they say, and is left out.
    """
    cited = {one.number: [one.number, one.document, one.start, one.end] for one in told.citations}
    found = {}
    for line in (line for section in told.sections if section.key != "documents" for line in section.lines):
        text = line.text.strip()
        if text and line.citations:
            found.setdefault(text, {"text": text, "cites": [cited[n] for n in line.citations if n in cited]})
    return list(found.values())
