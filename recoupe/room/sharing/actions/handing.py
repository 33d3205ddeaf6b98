"""Handing: messages that people carry as files: taken out, noted as delivered, tried again, and taken in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....exchange.bundles.messages import LARGEST
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..models import PartnerState, PostState
from ..receiving import received


@transaction.atomic
def taken_out(person: Person, row: models.Post) -> bytes:
    """A sealed message as a file, for its partner alone to open."""
    require(person, "share.make")
    if row.state == PostState.DELIVERED or not row.data:
        raise UsageError(row.partner.name, _("it is delivered already"), _("load the page again"))
    if row.partner.state != PartnerState.CONFIRMED:
        raise UsageError(row.partner.name, _("it is not confirmed, or is suspended"), _("confirm its card first"))
    record(person, "took out the message", f"post {row.pk}", partner=row.partner.name, kind=row.kind)
    return bytes(row.data)


@transaction.atomic
def by_hand(person: Person, row: models.Post) -> None:
    """Note that a message was handed over as a file: it is not tried any more."""
    require(person, "share.make")
    there = models.Post.objects.select_for_update().get(pk=row.pk)
    if there.state == PostState.DELIVERED:
        raise UsageError(row.partner.name, _("it is delivered already"), _("load the page again"))
    there.state, there.said, there.delivered, there.data = PostState.DELIVERED, "by hand", datetime.now(UTC), b""
    there.save()
    record(person, "delivered by hand", f"post {row.pk}", partner=row.partner.name, kind=row.kind)


@transaction.atomic
def again(person: Person, row: models.Post) -> None:
    """Have a message tried again at once."""
    require(person, "share.make")
    there = models.Post.objects.select_for_update().get(pk=row.pk)
    if there.state == PostState.DELIVERED or not there.data:
        raise UsageError(row.partner.name, _("it is delivered already"), _("load the page again"))
    there.state, there.next, there.tries = PostState.WAITING, datetime.now(UTC), 0
    there.save()
    record(person, "had a message tried again", f"post {row.pk}", partner=row.partner.name, kind=row.kind)
    wanted("post")


def take_in(person: Person, data: bytes) -> models.Letter:
    """Take in a message that a partner handed over as a file. Raises BundleError where it is turned away; that is kept."""
    require(person, "share.receive")
    if not data:
        raise UsageError(_("file"), _("there is nothing in it"), _("choose the file that the partner gave you"))
    if len(data) > LARGEST:
        raise UsageError(_("file"), _("it is larger than a message may be"), _("ask for it in parts"))
    letter = received(data, _("file"))
    record(person, "took in as a file", f"letter {letter.pk}")
    return letter
