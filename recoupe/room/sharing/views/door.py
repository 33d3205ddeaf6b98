"""Door: where messages of partners come in over HTTPS, in stretches, and where our card is read. See docs/protocol.md.

Nobody gets further than a signature by a partner's keys over what is asked for: a stranger stores nothing here. Each partner may
have so much on its way, and send so many messages an hour.
"""

from __future__ import annotations

import hashlib
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ....errors import BundleError, UsageError
from ....exchange.bundles.messages import LARGEST, SKEW
from .. import models, own
from ..models import PartnerState
from ..receiving import received, who_signs
from ..sending import SIGNED_AS

MOST_AN_HOUR = 3_600
MOST_ON_ITS_WAY = 2 * LARGEST
FORGOTTEN = timedelta(days=7)
TOKEN = re.compile(r"Recoupe ([0-9a-f]{64})\.(\d{1,12})\.([A-Za-z0-9+/=]{80,100})")
HASH = re.compile(r"[0-9a-f]{64}")


class Refused(Exception):
    """What the door answers instead: a status, one word for programs, and why."""

    def __init__(self, status: int, code: str, why: str) -> None:
        super().__init__(why)
        self.status, self.code, self.why = status, code, why


@csrf_exempt
@require_http_methods(["HEAD", "PATCH"])
def message(request: HttpRequest, digest: str) -> HttpResponse:
    """HEAD tells how much of a message is here, PATCH brings the next stretch; the last one is answered with what became of it."""
    try:
        size, offset = length(request, "Upload-Length"), length(request, "Upload-Offset")
        partner = who_comes(request, digest, size, offset)
        if size > LARGEST:
            raise Refused(413, "large", f"a message has at most {LARGEST >> 20} MB: send it in parts")
        row = arriving(partner, digest, size)
        if request.method == "PATCH" and not row.status:
            take(row, offset, request.body)
        if row.came == row.size and not row.status:
            conclude(row)
    except Refused as no:
        return answer(no.status, no.code, no.why)
    if row.status:
        return answer(row.status, row.code, row.said)
    response = HttpResponse(status=204)
    response["Upload-Offset"], response["Upload-Length"] = str(row.came), str(row.size)
    return response


def answer(status: int, code: str, why: str) -> HttpResponse:
    """What the door says: one word for programs, and why, in headers, for an answer to HEAD has nothing else."""
    response = HttpResponse(status=status)
    response["Recoupe-Code"], response["Recoupe-Why"] = code, quote(why[:1000])
    if status == 429:
        response["Retry-After"] = "600"
    return response


def length(request: HttpRequest, name: str) -> int:
    """A number of bytes as a header gives it."""
    said = request.headers.get(name, "")
    if not said.isascii() or not said.isdigit() or len(said) > 15:
        raise Refused(400, "malformed", f"{name} is no number of bytes")
    return int(said)


def who_comes(request: HttpRequest, digest: str, size: int, offset: int) -> models.Partner:
    """The partner who signed this request."""
    found = TOKEN.fullmatch(request.headers.get("Authorization", ""))
    if not found or not HASH.fullmatch(digest):
        raise Refused(401, "unknown", "the request is not signed")
    partner, keys = who_signs(found[1])
    moment = int(found[2])
    over = f"{SIGNED_AS}\n{request.method}\n{digest}\n{size}\n{offset}\n{moment}\n"
    if partner is None or keys is None or not keys.verify(found[3], over.encode()):
        raise Refused(401, "unknown", "it is signed by nobody that we exchange with")
    if abs(time.time() - moment) > SKEW.total_seconds():
        raise Refused(
            401, "clock", f"the request says that it is {datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M} UTC"
        )
    if partner.state != PartnerState.CONFIRMED:
        raise Refused(403, "suspended", "the card is not confirmed here, or the exchange is suspended")
    return partner


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


@require_http_methods(["GET", "HEAD"])
def card(request: HttpRequest) -> HttpResponse:
    """Our card, for partners who know our address. It is public; trust comes of comparing its fingerprint."""
    try:
        data: Any = own.card_file()
    except UsageError:
        return HttpResponse(status=404)
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="card.json"'
    return response
