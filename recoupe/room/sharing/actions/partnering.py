"""Partnering: cards are taken in, confirmed by their fingerprint, changed by who holds the keys, suspended and let in again."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import BundleError, UsageError
from ....exchange.bundles.bodies import CardBody
from ....exchange.bundles.card import Card, opened
from ....exchange.bundles.keys import PublicKeys
from ....exchange.bundles.messages import Kind
from ....exchange.loading import COUNTRY
from ...people.audit import record
from ...people.models import Person, Service
from ...people.roles import require
from .. import models, own
from ..models import PartnerState
from ..posting import post


@transaction.atomic
def take_card(person: Person, data: bytes) -> models.Partner:
    """Take a partner's card in: nothing passes until it is confirmed. What changes a known one has to be signed by its keys."""
    require(person, "partner.manage")
    card = opened(data)
    if card.keys.id == own.current().key or card.name == own.name():
        raise UsageError(card.name, _("this is our own card"), _("take the partner's"))
    known = models.Partner.objects.select_for_update().filter(name=card.name).first()
    if known is None:
        if models.Partner.objects.filter(key=card.keys.id).exists():
            raise UsageError(card.name, _("its keys are those of another partner"), _("ask for a card of its own"))
        known = models.Partner(name=card.name)
        filled(known, card, data)
        known.save()
    elif known.key == card.keys.id:
        renewed(known, card, data)
    elif known.state != PartnerState.CONFIRMED:
        start_anew(known, card, data)
    else:
        try:
            opened(data, keys_of(known))
        except BundleError as error:
            raise UsageError(
                card.name,
                _("its keys changed, and the old ones did not sign the new"),
                _(
                    "ask it why; if its keys were lost, suspend it, take this card in again, and compare the fingerprint"
                ),
            ) from error
        return changed_keys(person, known, card, data)
    record(person, "took in the card of", f"partner {known.pk}", name=card.name, fingerprint=card.keys.fingerprint)
    return known


def start_anew(known: models.Partner, card: Card, data: bytes) -> None:
    """New keys of a partner that is not trusted now: those of a stranger, until people have compared them.

    What its keys before signed counts no more: they may be in the hands of others.
    """
    known.past_keys.all().delete()
    filled(known, card, data)
    known.state, known.confirmed, known.confirmed_by = PartnerState.NEW, None, None
    known.save()


def changed_keys(person: Person | None, known: models.Partner, card: Card, data: bytes) -> models.Partner:
    """Give a partner the keys that its keys before have signed; it stays as confirmed as it was."""
    if card.serial <= known.serial:
        raise BundleError("card", "it is older than the one that is here", "ask for the newest", "replayed")
    if card.name != known.name or card.country != known.country:
        raise BundleError("card", "it is of another name or country", "exchange cards anew", "card")
    remembered(known)
    filled(known, card, data)
    known.save()
    record(person, "took in new keys of", f"partner {known.pk}", fingerprint=card.keys.fingerprint)
    return known


def renewed(known: models.Partner, card: Card, data: bytes) -> None:
    """The same keys with other words around them: an address, a service."""
    if card.country != known.country:
        raise BundleError("card", "it is of another country", "exchange cards anew", "card")
    if card.made < json_made(known):
        raise BundleError("card", "it is older than the one that is here", "ask for the newest", "replayed")
    filled(known, card, data)
    known.save()


def json_made(known: models.Partner) -> datetime:
    """When the card of a partner that is here was made."""
    return opened(known.card.encode()).made


def filled(row: models.Partner, card: Card, data: bytes) -> None:
    """A partner's row as its card says. Raises BundleError where it goes by a name that markings use for somebody else."""
    if taken_name := somebody_elses(row, card):
        why = f"it goes by “{taken_name}”, which is what somebody else is called here"
        raise BundleError("card", why, "ask for a card with names of its own", "card")
    row.country, row.endpoint, row.certificate, row.serial = card.country, card.endpoint, card.certificate, card.serial
    row.services = [{"short": one.short, "name": one.name} for one in card.services]
    row.key, row.sign, row.seal = card.keys.id, card.sign, card.seal
    row.card = json.dumps(json.loads(data), ensure_ascii=False)


def somebody_elses(row: models.Partner, card: Card) -> str:
    """A name on a card by which markings know somebody else: a country, us, a service of another country, another partner."""
    names = {card.name, card.country, *(one.short for one in card.services)}
    here = Service.objects.exclude(country=card.country) if card.country != own.country() else Service.objects.all()
    others = {own.name(), *here.values_list("short", flat=True)}
    others |= {own.country()} - {card.country}
    for other in models.Partner.objects.exclude(pk=row.pk):
        others |= {other.name} if other.country == card.country else other.names
    if COUNTRY.fullmatch(card.name):
        return card.name
    return next((name for name in sorted(names) if name in others or ", " in name), "")


def remembered(row: models.Partner) -> None:
    """Keep the keys that a partner had."""
    models.PastKeys.objects.get_or_create(key=row.key, defaults={"partner": row, "sign": row.sign, "seal": row.seal})


def keys_of(partner: models.Partner) -> PublicKeys:
    """The public keys of a partner."""
    return PublicKeys(partner.sign, partner.seal)


def digits(text: str) -> str:
    """A fingerprint without what people put between its digits."""
    return "".join(str(int(c)) for c in text if c.isdigit())


@transaction.atomic
def confirm(person: Person, partner: models.Partner, heard: str) -> None:
    """Trust a card, once the fingerprint that was read out is the one that is here. Raises UsageError where it is another."""
    require(person, "partner.manage")
    if digits(heard) != digits(keys_of(partner).fingerprint):
        record(person, "was told another fingerprint of", f"partner {partner.pk}", heard=heard[:80])
        raise UsageError(
            partner.name,
            _("what you heard is not the fingerprint of this card"),
            _("ask again; if it stays different, the card is not theirs: do not use it"),
        )
    partner.state, partner.why = PartnerState.CONFIRMED, ""
    partner.confirmed_by, partner.confirmed = person, datetime.now(UTC)
    partner.save()
    record(person, "confirmed", f"partner {partner.pk}", fingerprint=keys_of(partner).fingerprint)


@transaction.atomic
def suspend(person: Person, partner: models.Partner, why: str) -> None:
    """Let nothing pass to or from a partner from now on."""
    require(person, "partner.manage")
    if not why.strip():
        raise UsageError(partner.name, _("it needs its reason"), _("say why"))
    partner.state, partner.why = PartnerState.SUSPENDED, why.strip()
    partner.save()
    record(person, "suspended", f"partner {partner.pk}", why=why.strip())


@transaction.atomic
def resume(person: Person, partner: models.Partner) -> None:
    """Let a suspended partner in again; one that was never confirmed has to be."""
    require(person, "partner.manage")
    partner.state = PartnerState.CONFIRMED if partner.confirmed else PartnerState.NEW
    partner.why = ""
    partner.save()
    record(person, "resumed", f"partner {partner.pk}")


@transaction.atomic
def change_keys(person: Person) -> None:
    """Make new keys of ours, and tell every confirmed partner, signed by the old ones too."""
    require(person, "partner.manage")
    before = own.current()
    own.new_keys(before.serial + 1)
    body = CardBody(card=own.card_file().decode())
    for partner in models.Partner.objects.filter(state=PartnerState.CONFIRMED):
        post(partner, Kind.CARD, body, signed_by=own.secrets_of(before))
    record(person, "changed our keys", "room", fingerprint=own.card().keys.fingerprint)
