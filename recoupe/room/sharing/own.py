"""Own: who this room is to its partners: its keys, kept sealed under the key of the room, and its card."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ...errors import StoreError, UsageError
from ...exchange.bundles.card import Card, Service, signed
from ...exchange.bundles.keys import Keys
from ...exchange.bundles.messages import KEPT
from ..people.models import Service as RoomService
from . import models


def lock() -> Fernet:
    """What seals secrets in the database: under a key made from the key of the room."""
    made = hashlib.sha256(b"recoupe-sharing/1\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))


def secrets_of(row: models.OwnKeys) -> Keys:
    """The secret halves of a row. Raises StoreError where the key of the room is another than when they were made."""
    return unlocked(row.secret, settings.SECRET_KEY)


@lru_cache(maxsize=32)
def unlocked(secret: str, _key: str) -> Keys:
    """Keys as they were before they were sealed."""
    try:
        return Keys(**json.loads(lock().decrypt(secret.encode())))
    except InvalidToken as error:
        raise StoreError(
            "keys", "they were sealed under another RECOUPE_SECRET", "start with the one before"
        ) from error


@transaction.atomic
def new_keys(serial: int = 1) -> models.OwnKeys:
    """A new pair of pairs, which signs from now on."""
    keys = Keys.made()
    public = keys.public
    secret = lock().encrypt(json.dumps({"sign": keys.sign, "seal": keys.seal}).encode()).decode()
    models.OwnKeys.objects.filter(retired=None).update(retired=datetime.now(UTC))
    return models.OwnKeys.objects.create(
        key=public.id, sign=public.sign, seal=public.seal, secret=secret, serial=serial
    )


def current() -> models.OwnKeys:
    """The keys that sign; made the first time that they are asked for."""
    return models.OwnKeys.objects.filter(retired=None).first() or new_keys()


def signing() -> Keys:
    """The secret halves of the keys that sign."""
    return secrets_of(current())


def signing_at(at: datetime, is_card: bool = False) -> Keys:
    """The keys that signed a message made then, by which the partner knows us; a card of new keys is signed by those before."""
    rows = models.OwnKeys.objects.filter(made__lte=at)
    if is_card:
        rows = rows.exclude(retired=None).exclude(retired__gt=at)
    row = rows.first()
    return secrets_of(row) if row else signing()


def opening() -> list[Keys]:
    """All keys for which something may still be sealed that is on its way."""
    current()
    since = datetime.now(UTC) - KEPT
    return [secrets_of(row) for row in models.OwnKeys.objects.all() if row.retired is None or row.retired > since]


def name() -> str:
    """What this room is called by partners: RECOUPE_NAME, else the name of the service that keeps it."""
    host = RoomService.objects.filter(is_host=True).first()
    return str(settings.ROOM_NAME) if settings.IS_NAMED else (host.name if host else "")


def country() -> str:
    """Where this room is: the country of the service that keeps it."""
    host = RoomService.objects.filter(is_host=True).first()
    return host.country if host else ""


def services() -> list[RoomService]:
    """The services that this room speaks for: those of its country."""
    return list(RoomService.objects.filter(country=country()))


def qualified(short: str) -> str:
    """A service of ours as partners call it: "Sûreté (Bruxelles)"."""
    return f"{short} ({name()})"


def card() -> Card:
    """Our card. Raises UsageError where the room has no name or country yet."""
    row = current()
    if not name() or not country():
        raise UsageError(
            _("card"),
            _("this room has no name or country yet"),
            _("set RECOUPE_NAME, and the country of its own service"),
        )
    certificate = Path(settings.OWN_CERTIFICATE).read_text() if settings.OWN_CERTIFICATE else ""
    return Card(
        name=name()[:120],
        country=country(),
        services=tuple(Service(short=one.short, name=one.name) for one in services()),
        sign=row.sign,
        seal=row.seal,
        endpoint=settings.OWN_ADDRESS,
        certificate=certificate,
        serial=row.serial,
        made=row.made.replace(microsecond=0),
    )


def card_file() -> bytes:
    """Our card as a file, signed; by the keys before it too, where there were any."""
    row = current()
    before = models.OwnKeys.objects.exclude(pk=row.pk).first()
    return signed(card(), secrets_of(row), secrets_of(before) if before else None)
