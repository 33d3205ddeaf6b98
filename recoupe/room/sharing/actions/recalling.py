"""Recalling: what was given is taken back, or corrected, at every partner who has it; each says whether it did so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....crosscheck.rulings import checked
from ....errors import UsageError
from ....exchange.bundles.bodies import CorrectionBody, RecallBody
from ....exchange.bundles.messages import Kind
from ...evidence.actions.ruling import NOUNS
from ...evidence.withdrawals import withdrawn_of
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..models import BundleState, PartnerState
from ..posting import post


@transaction.atomic
def recall(person: Person, bundle: models.Bundle, why: str, documents: Collection[str] = ()) -> int:
    """Take a bundle back from everyone who got it, or these documents of ours in it; how many partners are told."""
    require(person, "share.make")
    if not why.strip():
        raise UsageError(bundle.title, _("it needs its reason"), _("say why; the partners read it"))
    if bundle.state != BundleState.SENT:
        raise UsageError(bundle.title, _("it was not sent, or is recalled already"), _("there is nothing to take back"))
    told = 0
    for sent in bundle.sent.exclude(uid="").select_related("partner"):
        rows = sent.given.filter(is_recalled=False)
        if documents:
            rows = rows.filter(document__in=documents)
        if rows.exists():
            told += taken_back(person, sent, rows, why.strip(), is_whole=not documents)
    if not models.Given.objects.filter(sent__bundle=bundle, is_recalled=False).exists():
        bundle.state, bundle.said = BundleState.RECALLED, why.strip()
        bundle.save()
    elif not documents and not told:
        raise UsageError(
            bundle.title,
            _("who has it is suspended: nobody can be told"),
            _("let them in again, recall, and suspend them then"),
        )
    record(person, "recalled the bundle", f"bundle {bundle.pk}", why=why.strip(), documents=len(documents) or "all")
    return told


@transaction.atomic
def recall_documents(person: Person | None, documents: Collection[str], why: str) -> int:
    """Take documents back from everyone who got any of them, in whichever bundle; how many partners are told."""
    if person is not None:
        require(person, "share.make")
    told = 0
    rows = models.Sent.objects.filter(given__document__in=documents, given__is_recalled=False).exclude(uid="")
    for sent in rows.select_related("partner").distinct():
        told += taken_back(person, sent, sent.given.filter(document__in=documents, is_recalled=False), why)
    if told:
        record(person, "recalled documents", f"{told} partners", documents=len(documents), why=why)
    return told


def taken_back(person: Person | None, sent: models.Sent, given: Any, why: str, is_whole: bool = False) -> int:
    """Tell one partner; 0 where it is suspended: what it has stays to be taken back, once it is let in again."""
    if sent.partner.state != PartnerState.CONFIRMED:
        return 0
    shared = list(given.values_list("shared", flat=True))
    body = RecallBody(bundle=sent.uid, documents=() if is_whole else tuple(shared), why=why)
    uid = post(sent.partner, Kind.RECALL, body)
    models.Recall.objects.create(sent=sent, kind="recall", uid=uid, documents=shared, why=why, by=person)
    given.update(is_recalled=True)
    wanted("post")
    return 1


@transaction.atomic
def correct(person: Person, piece: str, fields: dict[str, Any], why: str) -> int:
    """Have what was ruled here on a piece of evidence applied by everyone who got it; how many partners are told."""
    require(person, "share.make")
    if not why.strip():
        raise UsageError(_("correction"), _("it needs its reason"), _("say why; the partners read it"))
    row = next((found for kind in NOUNS if (found := kind.objects.filter(pk=piece).first())), None)
    if row is None:
        raise UsageError(piece[:12], _("there is no such piece of evidence"), _("load the page again"))
    checked(NOUNS[type(row)], fields)
    told = 0
    for given in models.Given.objects.filter(document=row.document_id, is_recalled=False).select_related(
        "sent__partner"
    ):
        there = next((shared for shared, ours in given.pieces.items() if ours == piece), None)
        if there is None or not given.sent.uid or given.sent.partner.state != PartnerState.CONFIRMED:
            continue
        body = CorrectionBody(bundle=given.sent.uid, piece=there, fields=fields, why=why.strip())
        uid = post(given.sent.partner, Kind.CORRECTION, body)
        models.Recall.objects.create(
            sent=given.sent,
            kind="correction",
            uid=uid,
            documents=[given.shared],
            piece=piece,
            why=why.strip(),
            by=person,
        )
        told += 1
    if told:
        record(person, "sent a correction of", f"piece {piece}", partners=told)
        wanted("post")
    return told


def to_take_back() -> list[dict[str, Any]]:
    """What was given and has been withdrawn here since, by one of us or by whoever gave it to us, and not yet recalled."""
    given = list(models.Given.objects.filter(is_recalled=False).exclude(sent__uid="").select_related("sent__partner"))
    withdrawn = withdrawn_of(one.document for one in given)
    return [{"given": one, "why": withdrawn[one.document].why} for one in given if one.document in withdrawn]
