"""Follow-ups: how somebody says that it goes, 6 and 12 months after; or that they could not be asked, which is no failure."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...web.page import number, shown
from ..actions import following
from ..consents import allows
from ..door import InsideAsked, inside
from ..shapes import Purpose
from ..shapes.learning import Contact, Housing, Occupation
from ..store import Overtaken
from .asking import both
from .pages import of_participant

FIELDS = (("housing", Housing), ("occupation", Occupation), ("family", Contact), ("in_touch", Contact))
LABELS = {"words": _("What they say, in their words"), "practitioner_words": _("Your words")}


@inside("GET", "HEAD", "POST")
def followups(request: InsideAsked, id: str) -> HttpResponse:
    """What was written down after 6 and after 12 months, and from when on the next may be asked."""
    who = request.inside
    participant = who.mine(id)
    if request.method == "POST":
        said = request.POST
        fields = {name: said.get(name, kind.UNSAID.value) for name, kind in FIELDS}
        fields |= {"words": said.get("words", ""), "practitioner_words": said.get("practitioner_words", "")}
        could = said.get("could_be_asked") == "yes"
        months, version = number(said.get("months")), number(said.get("version"))
        try:
            following.asked(who, id, months, version, could_be_asked=could, **fields)
        except Overtaken as error:
            theirs = {name: getattr(error.now.shape, name) for name in LABELS}
            return both(request, error, LABELS, theirs, request.path)
        return redirect("followups", id=id)
    today, may_ask = timezone.localdate(), allows(who.store, id, Purpose.FOLLOW_UP)
    rows = [
        {
            "months": months,
            "due": following.due(participant.shape, months),
            "kept": following.of_months(who, id, months) if may_ask else None,
        }
        for months in following.AFTER_MONTHS
    ]
    context = of_participant(request, participant, "followups") | {
        "rows": rows,
        "today": today,
        "may_ask": may_ask,
        "housing": Housing.choices,
        "occupation": Occupation.choices,
        "contact": Contact.choices,
        "people": {pk: row.person.name for pk, (row, _one) in who.colleagues().items()},
    }
    return shown(request, "programme/followups.html", context)
