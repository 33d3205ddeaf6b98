"""Own: a participant is given all that is kept on them, or has it erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import shown
from .. import copies, keyring
from ..checking import one_line
from ..door import InsideAsked, inside
from ..ownfile import file_of, private, readable
from ..shapes import FileGiven
from ..terms import kind_words
from .pages import of_participant


@inside("GET", "HEAD", "POST")
def own_file(request: InsideAsked, id: str) -> HttpResponse:
    """What is in the file; by POST, the file."""
    who = request.inside
    kept = who.mine(id)
    if request.method == "POST":
        because = request.POST.get("because", "").strip()
        answer = HttpResponse(
            file_of(who, kept.owner, request.POST.getlist("note"), because), content_type="application/zip"
        )
        answer["Content-Disposition"] = f'attachment; filename="file-{timezone.localdate():%Y-%m-%d}.zip"'
        return answer
    records = who.store.of(kept.owner)
    people = {pk: row.person.name for pk, (row, _one) in who.colleagues().items()}
    counts: dict[str, int] = {}
    for one in records:
        counts[kind_words(one.shape.kind)] = counts.get(kind_words(one.shape.kind), 0) + 1
    context = of_participant(request, kept, "own_file") | {
        "counts": sorted(counts.items()),
        "notes": [
            (one, people.get(one.shape.by, "?"), readable(who, one) is not None)
            for one in sorted(private(records), key=lambda one: one.shape.at)
        ],
        "given": sorted(
            (one for one in records if isinstance(one.shape, FileGiven)), key=lambda one: one.shape.at, reverse=True
        ),
        "people": people,
    }
    return shown(request, "programme/own_file.html", context)


@inside("GET", "HEAD", "POST")
def erase_participant(request: InsideAsked, id: str) -> HttpResponse:
    """Erase a participant, for good; who does it types the pseudonym, so that it is the one who is meant."""
    who = request.inside
    kept = who.participant(id)
    if request.method == "POST":
        if one_line(request.POST.get("pseudonym", "")).casefold() != kept.shape.pseudonym.casefold():
            raise UsageError(_("Pseudonym"), _("it is not that of this participant"), _("go back and look again"))
        who.noted("erased", "participant")
        left = who.store.erase(kept.owner)
        if left:
            return shown(request, "programme/erased.html", {"left": left})
        messages.success(request, _("Erased: nothing on them is kept here any more, and no backup opens it."))
        return redirect("participants")
    due = keyring.due_of([kept.owner]).get(kept.owner)
    context = of_participant(request, kept, "erase_participant") | {
        "gone_by": keyring.last_day_of(due) if due else None,
        "copies": copies.known(),
    }
    return shown(request, "programme/erase_participant.html", context)
