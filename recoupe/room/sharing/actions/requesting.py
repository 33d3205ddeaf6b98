"""Requesting: partners are asked, each by a message of its own; answered with a bundle, declined with a reason, reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....exchange.bundles.bodies import DeclinedBody, ReminderBody, RequestBody
from ....exchange.bundles.messages import Kind
from ....model import Marking, Tlp
from ...access import label_of
from ...evidence.actions.marking import marking_said
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..passing import House
from ..posting import post


@transaction.atomic
def ask(
    person: Person,
    partners: Iterable[models.Partner],
    *,
    title: str,
    question: str,
    purpose: str,
    legal_basis: str,
    deadline: date | None = None,
    tlp: str = "",
    is_open: bool = False,
) -> models.Request:
    """Ask partners. None knows whom else we asked, unless `is_open`."""
    require(person, "request.make")
    to = list(partners)
    for said, what in (
        (title, _("title")),
        (question, _("question")),
        (purpose, _("purpose")),
        (legal_basis, _("legal basis")),
    ):
        if not said.strip():
            raise UsageError(_("request"), _("it lacks: %(what)s") % {"what": what}, _("write it"))
    if not to:
        raise UsageError(_("request"), _("no partner was chosen"), _("say whom to ask"))
    if deadline and deadline < datetime.now(UTC).date():
        raise UsageError(_("request"), _("its deadline is past"), _("choose a day to come"))
    marking = marking_said(tlp, person.service.short, ())
    row = models.Request.objects.create(
        title=title.strip()[:200],
        question=question.strip(),
        purpose=purpose.strip(),
        legal_basis=legal_basis.strip(),
        deadline=deadline,
        is_open=is_open,
        label=label_of(marking),
        by=person,
    )
    house = House()
    for partner in to:
        others = tuple(sorted(one.name for one in to if one.pk != partner.pk)) if is_open else ()
        body = RequestBody(
            title=row.title, question=row.question, legal_basis=row.legal_basis, deadline=deadline, also_asked=others
        )
        told = Marking(Tlp(marking.tlp), house.qualified(marking.originator), (partner.country,), False)
        uid = post(partner, Kind.REQUEST, body, marking=told, purpose=row.purpose)
        models.Asked.objects.create(request=row, partner=partner, uid=uid)
    record(person, "asked", f"request {row.pk}", partners=[one.name for one in to], tlp=str(marking.tlp))
    wanted("post")
    return row


@transaction.atomic
def remind(person: Person, asked: models.Asked, note: str = "") -> None:
    """Remind a partner that has not answered."""
    require(person, "request.make")
    if asked.state != "waiting":
        raise UsageError(asked.partner.name, _("it has answered"), _("load the page again"))
    post(asked.partner, Kind.REMINDER, ReminderBody(note=note.strip()), answers=asked.uid)
    models.Asked.objects.filter(pk=asked.pk).update(reminded=datetime.now(UTC))
    record(person, "reminded", f"request {asked.request_id}", partner=asked.partner.name)
    wanted("post")


@transaction.atomic
def decline(person: Person, inquiry: models.Inquiry, why: str) -> None:
    """Do not answer what a partner asks, and say why."""
    require(person, "share.make")
    if not why.strip():
        raise UsageError(inquiry.title, _("it needs its reason"), _("say why; the partner reads it"))
    row = models.Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if row.state != "waiting":
        raise UsageError(row.title, _("it was answered already"), _("load the page again"))
    row.state, row.said, row.by, row.answered = "declined", why.strip(), person, datetime.now(UTC)
    row.save()
    post(row.partner, Kind.DECLINED, DeclinedBody(why=why.strip()), answers=row.letter.uid)
    record(person, "declined", f"inquiry {row.pk}", why=why.strip())
    wanted("post")
