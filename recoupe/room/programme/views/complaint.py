"""Complaint: what a participant writes to the body outside: sealed for it at once, kept nowhere, counted nowhere, in no trail."""

from __future__ import annotations

import pyrage
from django.http import HttpResponse
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import shown
from .. import wording
from ..door import InsideAsked, inside

LONGEST = 20_000


@inside("GET", "HEAD", "POST")
def complaint(request: InsideAsked) -> HttpResponse:
    """Where a complaint is written; by POST, the same so that only the body outside can read it, as a file or to print."""
    about = request.inside.about
    if request.method == "POST":
        text = sealed(about.complaints_key, request.POST.get("text", ""))
        if request.POST.get("do") == "print":
            return shown(request, "programme/complaint_sealed.html", {"about": about, "sealed": text})
        answer = HttpResponse(text, content_type="application/age-encryption")
        answer["Content-Disposition"] = 'attachment; filename="complaint.age"'
        return answer
    language = wording.read_from(request.GET.get("language", ""))
    said = wording.texts(language)["complaint"]
    context = {
        "about": about,
        "form": said,
        "language": language,
        "text_direction": wording.direction(language),
        "languages_of_texts": wording.named(),
        "longest": LONGEST,
        "lines": range(24),
    }
    return shown(request, "programme/complaint.html", context)


def sealed(key: str, text: str) -> str:
    """A complaint for one reader, in letters that can be printed. Raises UsageError where there is no key, or nothing in it."""
    if not key:
        raise UsageError(
            _("complaint"), _("the body outside has no key here"), _("print the form; it goes in an envelope")
        )
    if not text.strip() or len(text) > LONGEST:
        raise UsageError(_("complaint"), _("nothing is written there, or it is too long"), _("go back"))
    recipient = pyrage.x25519.Recipient.from_str(key)
    return bytes(pyrage.encrypt(text.encode(), [recipient], armored=True)).decode()
