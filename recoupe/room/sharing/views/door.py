"""Door: where messages of partners come in over HTTPS, in stretches, and where our card is read. See docs/protocol.md.

Nobody gets further than a signature by a partner's keys over what is asked for: a stranger stores nothing here.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ....errors import UsageError
from ....exchange.bundles.messages import LARGEST, SKEW
from .. import models, own
from ..arriving import Refused, arriving, conclude, take
from ..models import PartnerState
from ..receiving import who_signs
from ..sending import SIGNED_AS

TOKEN = re.compile(r"Recoupe ([0-9a-f]{64})\.(\d{1,12})\.([A-Za-z0-9+/=]{80,100})")
HASH = re.compile(r"[0-9a-f]{64}")


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
