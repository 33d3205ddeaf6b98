"""Following: how somebody says that it goes, 6 and 12 months after the end, if they still allow being asked.

Nobody asks about offences.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ..checking import made
from ..consents import require_consent
from ..door import Inside
from ..shapes import FollowUp, Participant, Purpose, State
from ..store import Kept
from ..turns import in_turn

AFTER_MONTHS = (6, 12)


def due(participant: Participant, months: int) -> date | None:
    """From which day on somebody is asked; None while they take part."""
    if participant.state != State.ENDED or participant.until is None:
        return None
    return participant.until + relativedelta(months=months)


def asked(inside: Inside, owner: str, months: int, version: int = 0, **said: Any) -> Kept:
    """Write down how somebody says that it goes, or that they could not be asked. Raises NoConsent without consent to being asked.

    Raises Overtaken where somebody wrote it in between.
    """
    participant = inside.mine(owner)
    with in_turn(inside):
        require_consent(inside.store, owner, Purpose.FOLLOW_UP)
        if months not in AFTER_MONTHS:
            raise UsageError(str(months), _("nobody is asked then"), _("6 or 12 months after the end"))
        day = due(participant.shape, months)
        if day is None or day > timezone.localdate():
            raise UsageError(
                _("afterwards"), _("it is too early to ask"), _("come back on the day that the page names")
            )
        could = bool(said.pop("could_be_asked", False))
        words = said.pop("practitioner_words", "")
        fields = (said if could else {}) | {"practitioner_words": words, "could_be_asked": could}
        follow_up = made(FollowUp, {}, months=months, at=timezone.now(), by=inside.row.pk, **fields)
        before = of_months(inside, owner, months)
        kept = inside.store.put(follow_up, owner, before.id if before else "", version if before else 0)
        inside.noted("wrote", FollowUp.kind, kept.id, owner)
    return kept


def of_months(inside: Inside, owner: str, months: int) -> Kept | None:
    """What was written down after so many months; None where nothing was."""
    return next(iter(inside.store.tagged(f"follow-up after:{months}", owner)), None)
