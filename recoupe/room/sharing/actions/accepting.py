"""Accepting: a bundle that is held is taken among the evidence, as the partner's, or refused; its sender is told which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....crosscheck.findings import now as this_moment
from ....crosscheck.model import Ruling, RulingKind, ruling_id
from ....crosscheck.withdrawal import ALONE
from ....errors import UsageError
from ....exchange.bundles.bodies import BundleBody, ReceiptBody
from ....exchange.bundles.messages import Kind
from ....exchange.bundles.records import taken
from ....exchange.bundles.strict import parsed
from ....exchange.content import Content, SharedDocument, strictest
from ....exchange.excerpts import LISTS, sender_of
from ....identifiers import piece_id
from ....model import Evidence, Marking, Tlp
from ...access import Clearance, label_of, marking_of, relabel
from ...evidence import models as ev
from ...evidence.actions.marking import own_groups
from ...evidence.store import WorkspaceStore
from ...evidence.withdrawals import withdrawn_of
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from ...work import wanted
from .. import models
from ..models import PartnerState, ReceivedState
from ..posting import post
from ..trusting import is_by, marking_here


def body_of(row: models.Received) -> BundleBody:
    """What a bundle of a partner says."""
    return parsed(BundleBody, bytes(row.body), row.title)


def content_of(row: models.Received) -> Content:
    """What a bundle of a partner holds."""
    return taken(body_of(row).content, row.title)


def the_held(row: models.Received) -> models.Received:
    """A bundle that still waits, for the length of a transaction. Raises UsageError where it does not, or was recalled."""
    held = models.Received.objects.select_for_update(of=("self",)).select_related("letter", "partner").get(pk=row.pk)
    if held.state == ReceivedState.RECALLED:
        raise UsageError(held.title, _("%(name)s has recalled it") % {"name": held.partner.name}, _("ask them why"))
    if held.state != ReceivedState.HELD:
        raise UsageError(held.title, _("it is not held any more"), _("load the page again"))
    expires = held.letter.manifest.get("expires")
    if expires and datetime.fromisoformat(expires) < datetime.now(UTC):
        raise UsageError(
            held.title, _("it could be accepted until %(day)s") % {"day": expires[:10]}, _("ask for it anew")
        )
    if held.partner.state != PartnerState.CONFIRMED:
        raise UsageError(held.partner.name, _("it is suspended"), _("let it in again first, or refuse the bundle"))
    return held


@transaction.atomic
def accept(person: Person, row: models.Received, groups: Iterable[Any] = ()) -> int:
    """Take a bundle among the evidence, filed for these groups; how many documents of it are new here."""
    require(person, "share.receive")
    held = the_held(row)
    content = content_of(held)
    filed = own_groups(person, groups)
    is_red = any(shared.marking.tlp is Tlp.RED for shared in content.documents)
    if is_red and not any(Clearance.of(person).memberships.get(group) for group in filed):
        raise UsageError(
            held.title, _("it is TLP:RED, for named recipients"), _("file it for a group in which you are one")
        )
    new = 0
    for shared in content.documents:
        marking = marking_here(shared, held.partner)
        new += kept(shared, held.partner)
        document = ev.Document.objects.select_related("label").only("label", "received").get(pk=shared.document.id)
        if not shared.document.name:  # what leaves has no name: here it needs one by which it can be told and opened
            name = f"{held.partner.name} {shared.document.id[:8]}"
            ev.Document.objects.filter(pk=shared.document.id, name="").update(name=name)
        relabel(document, as_strict(document.label, marking, filed))
        stands_again(shared.document.id, held.partner)
        models.Taken.objects.create(received=held, document=shared.document.id, origin=shared.origin)
    decided(held, person, ReceivedState.ACCEPTED)
    post(held.partner, Kind.RECEIPT, ReceiptBody(state="accepted"), answers=held.letter.uid)
    record(person, "accepted the bundle", f"received {held.pk}", documents=len(content.documents), groups=filed)
    wanted("settle")
    wanted("post")
    return new


def as_strict(before: ev.Label | None, marking: Marking, filed: list[int]) -> ev.Label:
    """The label of what comes in, no wider than it was labelled here before, be it by whoever marked it anew."""
    if before is None:
        return label_of(marking, filed)
    groups = sorted({*before.groups, *filed}) if before.groups else []
    return label_of(strictest([marking_of(before), marking]) or marking, groups)


def kept(shared: SharedDocument, partner: models.Partner) -> bool:
    """Keep what a partner read in a text; whether the text is new here.

    Of a text that is here already the partner adds to what it read itself. It changes nothing of what another read, unless the
    text is its own and that other's is not.
    """
    store, engine = WorkspaceStore("default"), f"partner {partner.pk}"
    there = ev.Document.objects.filter(pk=shared.document.id)
    found = there.only("engine", "received").first()
    if found is None:
        return store.save(shared.document, shared.evidence, engine)
    evidence = shared.evidence
    if found.engine == engine:
        evidence = joined(store.evidence(shared.document.id), evidence)
    elif not found.engine.startswith("partner ") or not is_by(sender_of(shared.document), partner):
        return False
    there.update(engine="")
    store.save(shared.document, evidence, engine)
    there.update(received=found.received)
    return False


def joined(before: Evidence, evidence: Evidence) -> Evidence:
    """What was read in a text at one time and another."""

    def both(field: str) -> tuple[Any, ...]:
        rows = {piece_id(one): one for one in (*getattr(before, field), *getattr(evidence, field))}
        return tuple(sorted(rows.values(), key=lambda one: (one.start, one.end)))

    return replace(
        evidence,
        entities={**before.entities, **evidence.entities},
        **{field: both(field) for field in LISTS},
    )


def stands_again(document: str, partner: models.Partner) -> None:
    """What a partner recalled and gives again stands: its recall is taken back."""
    ruling = withdrawn_of([document]).get(document)
    if ruling and ruling.says == ALONE and ruling.by == partner.name:
        why = _("%(name)s gave it again") % {"name": partner.name}
        back = Ruling(RulingKind.TAKE_BACK, ruling_id(ruling), why, by=partner.name, at=this_moment())
        WorkspaceStore("default").keep_ruling(back)


@transaction.atomic
def refuse(person: Person, row: models.Received, why: str) -> None:
    """Do not take a bundle; it is dropped, and its sender is told why."""
    require(person, "share.receive")
    if not why.strip():
        raise UsageError(row.title, _("it needs its reason"), _("say why; the partner reads it"))
    held = models.Received.objects.select_for_update(of=("self",)).select_related("letter", "partner").get(pk=row.pk)
    if held.state != ReceivedState.HELD:
        raise UsageError(held.title, _("it is not held any more"), _("load the page again"))
    held.why, held.body = why.strip(), b""
    decided(held, person, ReceivedState.REFUSED)
    if held.partner.state == PartnerState.CONFIRMED:
        post(held.partner, Kind.RECEIPT, ReceiptBody(state="refused", why=why.strip()), answers=held.letter.uid)
    record(person, "refused the bundle of", f"received {held.pk}", why=why.strip())
    wanted("post")


def decided(row: models.Received, person: Person, state: ReceivedState) -> None:
    """Note who decided on a bundle, and when."""
    row.state, row.by, row.decided = state, person, datetime.now(UTC)
    row.save()
