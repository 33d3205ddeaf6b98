"""Posting: messages of ours are signed, sealed and kept until they are delivered; a worker tries, and tries again later."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ...errors import BundleError, RecoupeError, UsageError
from ...exchange.bundles.bodies import Shape
from ...exchange.bundles.keys import Keys, PublicKeys
from ...exchange.bundles.messages import LARGEST, Kind, Manifest, sealed
from ...model import Marking, Tlp
from . import models, own, sending
from .models import PartnerState, PostState

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=6)
GIVEN_UP = timedelta(days=14)
INTERNAL = Marking(Tlp.AMBER_STRICT, "", (), False)
"""How a message is marked that carries nothing: a receipt, a card."""


@transaction.atomic
def post(
    partner: models.Partner,
    kind: Kind,
    body: Shape,
    *,
    marking: Marking = INTERNAL,
    signed_by: Keys | None = None,
    **said: Any,
) -> str:
    """Sign and seal a message for one partner, to be delivered; its id. Raises UsageError where the partner is not confirmed."""
    if partner.state != PartnerState.CONFIRMED:
        raise UsageError(partner.name, _("it is not confirmed, or is suspended"), _("confirm its card first"))
    data = body.canonical()
    keys = signed_by or own.signing()
    to = PublicKeys(partner.sign, partner.seal)
    manifest = Manifest(
        kind=kind,
        nonce=secrets.token_hex(16),
        sender=keys.public.id,
        recipients=(to.id,),
        made=datetime.now(UTC).replace(microsecond=0),
        marking=marking,
        body=hashlib.sha256(data).hexdigest(),
        size=len(data),
        **said,
    )
    uid, message = sealed(manifest, data, keys, [to])
    if len(message) > LARGEST:
        raise UsageError(partner.name, _("it is larger than a message may be"), _("give it in parts"))
    models.Post.objects.create(partner=partner, kind=kind.value, uid=uid, data=message, size=len(message))
    return uid


def due() -> models.Post | None:
    """The next message that waits to be delivered."""
    return (
        models.Post.objects.filter(state=PostState.WAITING, next__lte=datetime.now(UTC))
        .exclude(partner__endpoint="")
        .filter(partner__state=PartnerState.CONFIRMED)
        .select_related("partner")
        .order_by("next", "id")
        .first()
    )


def deliver(row: models.Post) -> bool:
    """Try to deliver a message; whether it was. What is refused is not tried again, what does not get through is, later."""
    now = datetime.now(UTC)
    try:
        answer = sending.send(row.partner, bytes(row.data), own.signing_at(row.made, row.kind == Kind.CARD))
    except BundleError as error:
        row.state, row.said = PostState.FAILED, str(error)
    except RecoupeError as error:
        row.tries += 1
        pause = min(FIRST_PAUSE * 2 ** min(row.tries, 20), LONGEST_PAUSE)
        row.next, row.said = now + pause, str(error)
        if now - row.made > GIVEN_UP:
            row.state = PostState.FAILED
    else:
        row.state, row.said, row.delivered, row.data = PostState.DELIVERED, answer, now, b""
        models.Partner.objects.filter(pk=row.partner_id).update(heard=now)
    row.save()
    return bool(row.state == PostState.DELIVERED)


def deliver_all() -> int:
    """Deliver what waits; how many were."""
    done = 0
    while (row := due()) is not None:
        done += deliver(row)
    return done
