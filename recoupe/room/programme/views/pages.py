"""Pages: those that there are of each participant, in the order of their menu: name of the address, and what it is called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..door import InsideAsked
from ..store import Kept

OF_A_PARTICIPANT = (
    ("participant", _("Overview")),
    # consent, shares, own file
    ("consent", _("Consent")),
    ("shares", _("Told to others")),
    ("own_file", _("Own file")),
    # plan, sessions, notes, hand-over
    ("plan", _("Plan")),
    ("sessions", _("Sessions")),
    ("notes", _("Notes")),
    ("handover", _("Hand-over")),
    # questionnaires, how it goes afterwards
    ("questionnaires", _("Questionnaires")),
    ("followups", _("Afterwards")),
)


FOR_COORDINATORS = ("participant", "sessions")


def of_participant(request: InsideAsked, kept: Kept, here: str) -> dict[str, Any]:
    """What the pages of one participant have in common: the card, and their menu, of which who coordinates has a part."""
    is_of = request.inside.is_of(kept)
    pages = OF_A_PARTICIPANT if is_of else tuple(one for one in OF_A_PARTICIPANT if one[0] in FOR_COORDINATORS)
    return {"participant": kept, "pages": pages, "is_of": is_of, "here": here}
