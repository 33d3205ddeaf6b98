"""Passing: whether what is labelled so may pass to a partner, and how it is marked for them. Distribution never widens.

What carries no mark does not pass. Ours passes as its marking says (TLP 2.0); what others gave us passes to those alone whom they
named, unless it is CLEAR for everybody. For the partner it is marked no wider than for us: it is releasable to them, and to others
of our list only where whoever gives it says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from ...exchange.content import STRICTEST_FIRST
from ...model import Marking, Tlp
from ..access import marking_of
from ..evidence import models as ev
from ..people.models import Service
from . import models, own

NEEDS_SECOND = {Tlp.RED, Tlp.AMBER_STRICT}
"""What a second person has to approve before it leaves."""


class House:
    """Who we are, as markings call us; asked once for many documents."""

    @cached_property
    def country(self) -> str:
        return own.country()

    @cached_property
    def host(self) -> str:
        host = Service.objects.filter(is_host=True).first()
        return host.short if host else own.name()

    @cached_property
    def shorts(self) -> frozenset[str]:
        return frozenset(one.short for one in own.services())

    @cached_property
    def name(self) -> str:
        return own.name()

    def is_ours(self, originator: str) -> bool:
        """Whether all originators that a marking names are services of ours; nobody named is ours."""
        return all(one in self.shorts for one in originator.split(", ") if one)

    def qualified(self, originator: str) -> str:
        """Originators as a partner knows them: ours with our name, others as they are."""
        names = [one for one in originator.split(", ") if one] or [self.host]
        return ", ".join(f"{one} ({self.name})" if one in self.shorts else one for one in names)


def why_not_to(label: ev.Label, partner: models.Partner, house: House) -> str | None:
    """Why what is labelled so may not pass to a partner, in words; None where it may."""
    to = set(label.releasable_to)
    if label.originator and set(label.originator.split(", ")) <= partner.own_names:
        return _("It comes from them.")
    if label.is_default:
        return _("Nobody has marked it: what carries no mark does not leave.")
    if to and to & partner.names:
        return None
    if to:
        return _("It is releasable to others alone: %(names)s.") % {"names": ", ".join(sorted(to))}
    if label.tlp == Tlp.CLEAR:
        return None
    if not house.is_ours(label.originator):
        return _("It comes from %(originator)s, who did not release it to this partner.") % {
            "originator": label.originator
        }
    if label.tlp == Tlp.GREEN:
        return None
    return _("It is TLP:%(tlp)s, and not marked as releasable to this partner.") % {"tlp": label.tlp}


def why_no_more(body: Marking, label: ev.Label, partner: models.Partner, house: House) -> str | None:
    """Why what was made ready for a partner under one marking may not pass now that it is labelled so; None where it may."""
    if why := why_not_to(label, partner, house):
        return why
    now = marking_of(label)
    is_lower = STRICTEST_FIRST.index(body.tlp) > STRICTEST_FIRST.index(now.tlp)
    to = {*now.releasable_to, partner.country}
    if is_lower or (now.releasable_to and not (body.releasable_to and set(body.releasable_to) <= to)):
        return _("It was marked more strictly since.")
    return None


def marking_for(label: ev.Label, partner: models.Partner, house: House, may_pass_on: bool) -> Marking:
    """How what is labelled so is marked for a partner."""
    own_marking = marking_of(label)
    to = set(label.releasable_to)
    if not to and label.tlp in (Tlp.CLEAR, Tlp.GREEN):
        told: Iterable[str] = ()
    elif may_pass_on and to:
        told = to
    else:
        told = to & (partner.names - {partner.name}) or {partner.country}
    return Marking(own_marking.tlp, house.qualified(label.originator), tuple(sorted(told)), False)
