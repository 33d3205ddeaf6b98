"""Arriving: a message that comes in by stretches, kept until all of it is here; taken in once, and answered as often as asked.

Each partner may have so much on its way, and send so many messages an hour.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from ...errors import BundleError
from ...exchange.bundles.messages import LARGEST
from . import models
from .receiving import received

MOST_AN_HOUR = 3_600
MOST_ON_ITS_WAY = 2 * LARGEST
FORGOTTEN = timedelta(days=7)


class Refused(Exception):
    """What the door answers instead: a status, one word for programs, and why."""

    def __init__(self, status: int, code: str, why: str) -> None:
        super().__init__(why)
        self.status, self.code, self.why = status, code, why


def arriving(partner: models.Partner, digest: str, size: int) -> models.Arriving:
    """What is here of a message; a new one where nothing is, unless the partner has too much on its way."""
    row = models.Arriving.objects.filter(partner=partner, digest=digest).first()
    if row is not None and row.size == size:
        return row
    if row is not None:
        raise Refused(400, "malformed", "it had another length before")
    now = datetime.now(UTC)
    models.Arriving.objects.filter(heard__lt=now - FORGOTTEN).delete()
    open_ones = models.Arriving.objects.filter(partner=partner)
    waiting = open_ones.filter(status=0).aggregate(Sum("size"))["size__sum"] or 0
    lately = open_ones.filter(heard__gt=now - timedelta(hours=1)).count()
    if lately >= MOST_AN_HOUR:
        raise Refused(429, "flood", f"more than {MOST_AN_HOUR} messages came within an hour")
    if waiting + size > MOST_ON_ITS_WAY:
        raise Refused(429, "flood", f"more than {MOST_ON_ITS_WAY >> 20} MB are on their way: let those arrive first")
    return models.Arriving.objects.get_or_create(partner=partner, digest=digest, defaults={"size": size})[0]


@transaction.atomic
def take(row: models.Arriving, offset: int, data: bytes) -> None:
    """Keep the next stretch; one that was here already is passed over."""
    there = models.Arriving.objects.select_for_update().get(pk=row.pk)
    row.came = there.came
    if offset != there.came:
        raise Refused(409, "offset", f"the next byte is {there.came}")
    if not data or offset + len(data) > there.size:
        raise Refused(400, "malformed", "the stretch is empty, or longer than what is left")
    models.Stretch.objects.create(arriving=there, offset=offset, data=data)
    there.came = row.came = offset + len(data)
    there.save()


def conclude(row: models.Arriving) -> None:
    """All of it is here: take it in, and remember what was answered. What is kept of it and that it was answered is one step."""
    data = b"".join(bytes(one) for one in row.stretches.values_list("data", flat=True))
    try:
        if hashlib.sha256(data).hexdigest() != row.digest:
            raise BundleError(
                "message", "it is not what was announced: it was altered on its way", "send it again", "altered"
            )
        received(data, "message")
        row.status, row.code, row.said = 200, "let in", ""
    except BundleError as error:
        row.status, row.code, row.said = 422, error.code, str(error)
    with transaction.atomic():
        row.stretches.all().delete()
        if row.code == "altered":
            row.delete()  # a good copy of it may still come
        else:
            row.save()
