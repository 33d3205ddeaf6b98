"""Pages: those that there are of each participant, in the order of their menu: name of the address, and what it is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

OF_A_PARTICIPANT = (
    ("participant", _("Overview")),
    # consent, shares, own file
    # plan, sessions, notes, hand-over
    ("plan", _("Plan")),
    ("sessions", _("Sessions")),
    ("notes", _("Notes")),
    ("handover", _("Hand-over")),
    # questionnaires, how it goes afterwards
)
