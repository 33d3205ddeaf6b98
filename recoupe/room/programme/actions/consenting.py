"""Consenting: a participant consents, to another version in place of the one before, and takes it back by a word.

What is taken back stops in that minute, and what was told to others under it is recalled. It is no mark against anyone: whoever
takes all of it back has ended like everybody else, on their card, in the lists and in the trail, and nobody is asked why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ....errors import UsageError
from ..checking import made, of_lines, one_line
from ..consents import latest
from ..door import Inside
from ..shapes import Consent, Participant, Purpose, Scope, Share, State, Withdrawal
from ..stopping import STOPPING
from ..store import Kept, Overtaken
from ..turns import in_turn
from . import participating

TRIES = 20
LABELS = {
    "language": say("Language"),
    "read_out": say("What was read out"),
    "witness": say("Witness"),
    "scopes": say("Purposes"),
}


def scope(purpose: str, with_whom: str, until: date | None) -> Scope:
    """One thing that is consented to, as a form says it: with whom, one a line."""
    return made(Scope, {}, purpose=Purpose(purpose), with_whom=of_lines(with_whom), until=until)


def as_said(inside: Inside, number: int, scopes: Iterable[Scope], **said: Any) -> Consent:
    """A consent that is given now. Raises UsageError without the purpose that all else needs, or with a day that is over."""
    scopes = tuple(scopes)
    if Purpose.TAKING_PART not in {one.purpose for one in scopes}:
        raise UsageError(
            _("consent"),
            _("they did not say yes to taking part"),
            _("without it there is nothing to write down, and nothing was"),
        )
    today = timezone.localdate()
    if any(one.until is not None and one.until < today for one in scopes):
        raise UsageError(_("consent"), _("it would be over already"), _("look at the days until which it holds"))
    said["witness"] = one_line(said["witness"])
    return made(Consent, LABELS, number=number, given=timezone.now(), read_by=inside.row.pk, scopes=scopes, **said)


def given(inside: Inside, owner: str, scopes: Iterable[Scope], **said: Any) -> Kept:
    """Another version of consent, in place of those before; what it does not cover any more stops, and is recalled."""
    inside.mine(owner)
    with in_turn(inside):  # versions come one after another
        before = latest(inside.store, owner)
        consent = as_said(inside, before.shape.number + 1 if before else 1, scopes, **said)
        kept = inside.store.put(consent, owner)
        if before is not None:
            recalled(inside, owner, lambda share: was_and_is_not(before.shape, consent, share))
        lost = tuple(
            one
            for one in Purpose
            if before and before.shape.covers(one, consent.given) and not consent.covers(one, consent.given)
        )
        for stop in STOPPING if lost else ():
            stop(inside, owner, lost)
        card = inside.store.get(owner, Participant)
        if card.shape.state == State.ENDED:
            participating.changed(inside, card, state=State.TAKING_PART, until=None)
        inside.noted("changed", "consent", kept.id, owner)
    return kept


def was_and_is_not(before: Consent, after: Consent, share: Share) -> bool:
    """Whether something was told under one version that the next does not allow."""
    return before.covers(share.purpose, after.given, share.to) and not after.covers(
        share.purpose, after.given, share.to
    )


def withdrawn(inside: Inside, owner: str, purposes: Iterable[Purpose] = ()) -> list[Kept]:
    """A participant takes consent back, for some purposes or (none named) for all. Gives what has to be recalled outside.

    Anybody of the team may hear it. To take back taking part is to take back all of it.
    """
    inside.mine(owner)
    wanted = tuple(purposes)
    if Purpose.TAKING_PART in wanted:
        wanted = ()
    with in_turn(inside):
        now = timezone.now()  # what others wrote while this waited for its turn was allowed
        written_back(inside, owner, Withdrawal(at=now, purposes=wanted, heard_by=inside.row.pk))
        shares = recalled(inside, owner, lambda share: not wanted or share.purpose in wanted, now)
        is_over = inside.store.get(owner, Participant).shape.state == State.ENDED
        if wanted or is_over:
            inside.noted("changed", "consent", "", owner)
        if wanted:
            for stop in STOPPING:
                stop(inside, owner, wanted)
        else:
            participating.ended(inside, owner)
    return shares


def written_back(inside: Inside, owner: str, taken_back: Withdrawal) -> None:
    """Write a withdrawal into the consent that counts, whoever else writes at the same time: it is never the one that loses."""
    for _try in range(TRIES):
        kept = latest(inside.store, owner)
        if kept is None:
            return
        consent = kept.shape.model_copy(update={"withdrawn": (*kept.shape.withdrawn, taken_back)})
        try:
            inside.store.put(consent, owner, kept.id, kept.version)
        except Overtaken:
            continue
        return
    raise UsageError(_("consent"), _("others write there all the time"), _("try again at once"))


def recalled(inside: Inside, owner: str, is_meant: Any, at: datetime | None = None) -> list[Kept]:
    """Recall what was told outside: a letter for each goes out, and is followed until it is confirmed."""
    found = [kept for kept in inside.store.of(owner, Share) if kept.shape.recalled is None and is_meant(kept.shape)]
    return [
        inside.store.put(kept.shape.model_copy(update={"recalled": at or timezone.now()}), owner, kept.id, kept.version)
        for kept in found
    ]
