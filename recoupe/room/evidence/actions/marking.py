"""Marking: files come in marked and filed, and a document may be marked anew, by those whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....exchange.content import STRICTEST_FIRST
from ....model import Marking, Tlp
from ...access import Clearance, label_of, relabel, visible
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...taskforce.models import Group
from ...work import wanted
from .. import models

LARGEST = 64 << 20


def marking_said(tlp: str, originator: str, releasable_to: Iterable[str]) -> Marking:
    """A marking as a form says it; none is the strictest that a service gives by itself. Raises UsageError for an unknown level."""
    if tlp and tlp not in list(Tlp):
        raise UsageError(tlp, _("it is no level of TLP 2.0"), ", ".join(Tlp))
    to = tuple(sorted({word.strip() for word in releasable_to if word.strip()}))
    return Marking(Tlp(tlp) if tlp else Tlp.AMBER_STRICT, originator, to, is_default=not tlp)


def own_groups(person: Person, chosen: Iterable[Any]) -> list[int]:
    """Those of the chosen groups that a person is in."""
    own = set(visible(Group, Clearance.of(person)).values_list("pk", flat=True))
    said = {str(pk).strip() for pk in chosen}
    return sorted(pk for pk in own if str(pk) in said)


def handed_in(
    person: Person, files: Sequence[Any], tlp: str, releasable_to: Iterable[str], groups: Iterable[Any]
) -> list[models.Upload]:
    """Take files in, marked and filed: they are read in the background."""
    require(person, "document.add")
    marking = marking_said(tlp, person.service.short, releasable_to)
    filed = own_groups(person, groups)
    rows = []
    with transaction.atomic():
        label = label_of(marking, filed)
        for file in files:
            name = clean_name(file.name)
            row = models.Upload(name=name, data=b"", size=file.size or 0, label=label, by=person.pk)
            if row.size > LARGEST:
                row.state = "failed"
                row.failures = [
                    [name, _("it is larger than %(size)s MB") % {"size": LARGEST >> 20}, _("hand it in in parts")]
                ]
                row.save()
            else:
                row.data = file.read()
                row.save()
                wanted("read", upload=row.pk)
            said = {"size": row.size, "tlp": str(marking.tlp), "groups": filed}
            record(person, "handed in", f"upload {row.pk}", **said)
            rows.append(row)
    return rows


def clean_name(name: str | None) -> str:
    """The last part of a file's name, without what could be a path or a control character."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:200].strip(". ") or "file"


def marked(
    person: Person, document: models.Document, tlp: str, releasable_to: Iterable[str], groups: Iterable[Any], why: str
) -> models.Label:
    """Mark and file a document anew. Whoever is not of the service that it comes from may only make it stricter."""
    require(person, "document.mark")
    if not why.strip():
        raise UsageError(_("marking"), _("it needs its reason"), _("say why"))
    before = document.label
    originator = before.originator if before else person.service.short
    marking = marking_said(tlp, originator, releasable_to)
    filed = own_groups(person, groups)
    is_theirs = originator == person.service.short or (not originator and person.service.is_host)
    if before and not is_theirs:
        levels = [STRICTEST_FIRST.index(level) for level in (Tlp(before.tlp), marking.tlp)]
        was, now = set(before.releasable_to), set(marking.releasable_to)
        is_wider = bool(was) and (not now or not now <= was)
        is_filed_wider = bool(before.groups) and (not filed or not set(filed) <= set(before.groups))
        if levels[1] > levels[0] or is_wider or is_filed_wider:
            raise UsageError(
                originator, _("it comes from there: others may only make its marking stricter"), _("ask that service")
            )
    with transaction.atomic():
        label = label_of(marking, filed)
        current = models.Document.objects.select_for_update().only("label", "received").get(pk=document.pk)
        if current.label_id != document.label_id:
            raise UsageError(_("marking"), _("somebody changed it while you did"), _("look at both, and save again"))
        relabel(current, label)
        record(
            person, "marked", f"document {document.pk}", tlp=label.tlp, to=label.releasable_to, groups=filed, why=why.strip(),
            was=before.tlp if before else "",
        )  # fmt: skip
        wanted("settle")
    return label
