"""Handing over: what is arranged for the day of release, and what is told to whom, under a consent that names them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ....errors import UsageError
from ..consents import latest, require_consent
from ..door import Inside
from ..shapes import Area, Arranged, Arrangement, Handover, Purpose, Share
from ..store import Kept
from ..turns import in_turn
from . import telling


def handover_of(inside: Inside, owner: str) -> Kept | None:
    """What is arranged for a participant's release; None where nothing is yet."""
    return next(iter(inside.store.tagged(Handover.kind, owner)), None)


def arranged(inside: Inside, owner: str, release: date | None, said: dict[str, tuple[str, str]], version: int) -> Kept:
    """Write down the day of release and how far each thing is, in words. Raises Overtaken where somebody else did."""
    inside.mine(owner)
    with in_turn(inside):
        require_consent(inside.store, owner, Purpose.TAKING_PART)
        if any(state not in Arranged.values for _words, state in said.values()):
            raise UsageError(_("hand-over"), _("this cannot be said of it"), _("choose one of the list"))
        before = handover_of(inside, owner)
        arrangements = tuple(
            Arrangement(area=Area(area), words=words, state=Arranged(state)) for area, (words, state) in said.items()
        )
        shape = Handover(release=release, arrangements=arrangements)
        made = inside.store.put(shape, owner, *((before.id, version) if before else ()))
        inside.noted("wrote", Handover.kind, made.id, owner)
    return made


def recipients(inside: Inside, owner: str) -> list[str]:
    """Those whom a participant allows to be told something for the time after release, at this minute."""
    kept = latest(inside.store, owner)
    if kept is None:
        return []
    now = timezone.now()
    named = [whom for scope in kept.shape.scopes if scope.purpose == Purpose.HANDOVER for whom in scope.with_whom]
    return [whom for whom in dict.fromkeys(named) if kept.shape.covers(Purpose.HANDOVER, now, whom)]


def told(inside: Inside, owner: str, to: str, text: str, language: str = "") -> Kept:
    """Tell a recipient something for the time after release. Raises NoConsent where the participant does not allow it with them."""
    return telling.told(inside, owner, Purpose.HANDOVER, to, text, language)


def letters(inside: Inside, owner: str) -> list[Kept]:
    """What was told for the time after release, the latest first."""
    found = [one for one in inside.store.tagged(Share.kind, owner) if one.shape.purpose == Purpose.HANDOVER]
    return sorted(found, key=lambda one: one.shape.at, reverse=True)
