"""Instruments: the questionnaires of the programme: take one in from a file, read it, put it aside."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ....errors import UsageError
from ...web.page import shown
from ...web.words import language
from ..actions import instruments as acting
from ..door import InsideAsked, inside
from ..shapes import Instrument


@inside("GET", "HEAD", "POST")
def instruments(request: InsideAsked) -> HttpResponse:
    """All questionnaires, those in use first."""
    who = request.inside
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "put aside":
            acting.put_aside(who, request.POST.get("instrument", ""))
        elif do == "take example":
            acting.taken_in(who, acting.EXAMPLE.read_bytes(), acting.EXAMPLE.name)
        else:
            file = request.FILES.get("file")
            if file is None:
                raise UsageError(_("file"), _("none is chosen"), _("choose a TOML or JSON file"))
            acting.taken_in(who, file.read(acting.LARGEST + 1), file.name or "")
        return redirect("instruments")
    found = who.store.tagged(Instrument.kind)
    found.sort(key=lambda one: (not one.shape.is_in_use, one.shape.name, one.shape.added))
    said = language()
    rows = [
        {
            "kept": one,
            "title": acting.words(one.shape.title, said),
            "about": acting.words(one.shape.about, said) if one.shape.about else "",
            "questions": [
                (question, acting.words(question.words, said), [acting.words(c.words, said) for c in question.choices])
                for question in one.shape.questions
            ],
            "languages": sorted(one.shape.title),
        }
        for one in found
    ]
    context = {
        "rows": rows,
        "coordinates": who.me.is_coordinator,
        "has_example": any(one.shape.name == "well-being" for one in found),
        "example": acting.EXAMPLE.read_text(encoding="utf-8"),
    }
    return shown(request, "programme/instruments.html", context)
