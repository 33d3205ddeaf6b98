"""Telling: what is told to somebody outside the team, under a consent that covers just that; and that a recall was confirmed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ....errors import UsageError
from ..checking import made, one_line
from ..consents import require_consent
from ..door import Inside
from ..shapes import Purpose, Share
from ..store import Kept
from ..turns import in_turn

OUTSIDE = (Purpose.HANDOVER, Purpose.FAMILY, Purpose.FOLLOW_UP)
"""For what something is told outside; all else stays in the team."""
LABELS = {"to": say("To whom"), "what": say("What is told")}


def told(inside: Inside, owner: str, purpose: Purpose, to: str, what: str, language: str = "") -> Kept:
    """Write down what is told to somebody. Raises NoConsent where no consent covers this purpose with just this recipient."""
    inside.mine(owner)
    to = one_line(to)
    if purpose not in OUTSIDE or not to:
        raise UsageError(_("To whom"), _("nobody outside is named"), _("choose whom the participant consented to"))
    with in_turn(inside):
        consent = require_consent(inside.store, owner, purpose, to)
        share = made(
            Share,
            LABELS,
            consent=consent.id,
            purpose=purpose,
            to=to,
            what=what,
            language=language,
            at=timezone.now(),
            by=inside.row.pk,
        )
        kept = inside.store.put(share, owner)
        inside.noted("wrote", "share", kept.id, owner)
    return kept


def confirmed(inside: Inside, share: Kept) -> Kept:
    """Somebody confirmed that what was recalled is deleted."""
    inside.mine(share.owner)
    if share.shape.recalled is None:
        raise UsageError(share.shape.to, _("it was not recalled"), _("go back to the list"))
    if share.shape.confirmed is not None:
        return share
    said = share.shape.model_copy(update={"confirmed": timezone.now()})
    kept = inside.store.put(said, share.owner, share.id, share.version)
    inside.noted("changed", "share", share.id, share.owner)
    return kept


def waiting(inside: Inside) -> list[Kept]:
    """The recalls of one's own participants that nobody confirmed yet, the oldest first."""
    mine = {kept.owner for kept in inside.store.tagged(f"team:{inside.row.pk}")}
    rows = [kept for kept in inside.store.tagged("recall that waits") if kept.owner in mine]
    return sorted(rows, key=lambda kept: kept.shape.recalled)
