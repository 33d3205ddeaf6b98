"""Trusting: what a partner may say, and of whom: it speaks for itself, and for others with their signature alone.

A marking never comes in wider than we know it to be: of a text that somebody else gave us under a stricter one, that one counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from ...errors import BundleError
from ...exchange.bundles.bodies import BundleBody, Release, Released
from ...exchange.bundles.keys import PublicKeys
from ...exchange.bundles.strict import parsed
from ...exchange.content import Content, SharedDocument, strictest
from ...exchange.excerpts import sender_in
from ...model import Marking, Tlp
from ..access import Clearance, label_of, marking_of, relabel, visible
from ..evidence import models as ev
from ..people.models import Service
from . import models, own
from .models import ReceivedState

SIGNED_AS = b"recoupe-release/1\n"


def as_marked(marking: Marking, partner: models.Partner) -> Marking:
    """A marking as it counts here: what names no originator is the partner's; what nobody marked is restricted to us."""
    to = marking.releasable_to or ((own.country(),) if marking.is_default else ())
    return Marking(marking.tlp, marking.originator or partner.name, to, marking.is_default)


def check(partner: models.Partner, body: BundleBody, content: Content) -> list[str]:
    """What whoever accepts a bundle should know. Raises BundleError where the partner claims what is not its own.

    An originator who is a partner of ours has to have signed that it lets this pass to us.
    """
    local = {one.short for one in Service.objects.all()} | {
        own.name(),
        *(own.qualified(one.short) for one in own.services()),
    }
    warnings: list[str] = []
    others = {row.pk: row for row in models.Partner.objects.exclude(pk=partner.pk)}
    released: dict[int, set[str]] = {
        pk: {
            one
            for release in body.releases
            if (said := verified(release, row)) and is_for_us(said)
            for one in said.documents
        }
        for pk, row in others.items()
    }
    for shared in content.documents:
        for originator in filter(None, shared.marking.originator.split(", ")):
            if originator in local:
                raise BundleError(
                    "bundle", f"it claims to be by “{originator}”, which is ours", "tell the partner", "originator"
                )
            if originator in partner.own_names:
                continue
            owner = next((row for row in others.values() if originator in row.own_names), None)
            if owner is None:
                warnings.append(
                    _("It says that part of it is by “%(name)s”, whom we do not know.") % {"name": originator}
                )
            elif shared.origin in released[owner.pk] or shared.document.id in released[owner.pk]:
                continue
            elif is_free(shared.marking):
                warnings.append(
                    _("It says that part of it is by “%(name)s”, who did not sign that: it counts as the partner's.")
                    % {"name": originator}
                )
            else:
                why = f"it passes on what is by “{originator}” without a release that they signed for us"
                raise BundleError("bundle", why, "ask for one", "originator")
        if not shared.marking.originator:
            warnings.append(_("Part of it names no originator: it counts as the partner's."))
        if shared.marking.is_default:
            warnings.append(_("Part of it carries no mark: it is restricted to us."))
    return list(dict.fromkeys(warnings))


def noticed(content: Content, clearance: Clearance) -> list[str]:
    """What of what is here already touches what a bundle holds: of what this person may see alone, for it tells of that."""
    warnings: list[str] = []
    mine = visible(ev.Document, clearance)
    for shared in content.documents:
        if (stricter := known_stricter(shared, mine)) is not None:
            warnings.append(
                _("Part of it came from %(name)s before, marked TLP:%(tlp)s: the stricter marking counts.")
                % {"name": stricter.originator or _("us"), "tlp": stricter.tlp}
            )
        if mine.filter(pk=shared.origin).exists():
            warnings.append(
                _("Part of it is taken from a text that is here already: together they count as one source.")
            )
    return list(dict.fromkeys(warnings))


def speaks_for(partner: models.Partner, document: str) -> bool:
    """Whether an excerpt that is here is of this partner's reading: its bytes say whose it is, and its id is their hash."""
    original = ev.Document.objects.filter(pk=document).values_list("original", flat=True).first()
    return original is not None and is_by(sender_in(bytes(original)), partner)


def is_by(sender: str, partner: models.Partner) -> bool:
    """Whether a partner is one of those whose reading something is."""
    return bool(set(sender.split(", ")) & partner.own_names)


def is_free(marking: Marking) -> bool:
    """Whether anybody may pass it on."""
    return marking.tlp is Tlp.CLEAR and not marking.releasable_to and not marking.is_default


def known_stricter(shared: SharedDocument, among: Any = None) -> Marking | None:
    """The marking under which somebody else gave us the same text, where it is stricter than this one; `among` some documents."""
    rows = models.Taken.objects.filter(origin=shared.origin, received__state=ReceivedState.ACCEPTED)
    documents = (ev.Document.objects.all() if among is None else among).filter(
        pk__in=list(rows.values_list("document", flat=True))
    )
    for label in ev.Label.objects.filter(pk__in=documents.values("label")).order_by("pk"):
        there = marking_of(label)
        if there.originator != shared.marking.originator and strictest([there, shared.marking]) != shared.marking:
            return there
    return None


def marking_here(shared: SharedDocument, partner: models.Partner) -> Marking:
    """How a document of a partner is marked here."""
    marking = as_marked(shared.marking, partner)
    if is_free(marking) and not set(marking.originator.split(", ")) <= partner.own_names:
        marking = Marking(marking.tlp, partner.name, (), False)  # anybody may pass it on, and say whose it is
    stricter = known_stricter(shared)
    return strictest([marking, stricter]) or marking if stricter else marking


# --- releases ----------------------------------------------------------------------------------------------------


def verified(release: Release, originator: models.Partner) -> Released | None:
    """What a release says, where this originator signed it and it has not run out."""
    over = SIGNED_AS + release.said.encode()
    rows = [(originator.key, originator.sign, originator.seal)]
    rows += list(originator.past_keys.values_list("key", "sign", "seal"))
    for key, sign, seal in rows:
        if PublicKeys(sign, seal).verify(release.signature, over):
            said = parsed(Released, release.said, "release")
            is_running = said.until is None or said.until >= datetime.now(UTC).date()
            return said if said.originator == key and is_running else None
    return None


def is_for_us(said: Released) -> bool:
    """Whether a release names us."""
    return bool({own.name(), own.country(), *(one.short for one in own.services())} & set(said.to))


def statement(documents: Iterable[str], to: Iterable[str]) -> Release:
    """A release of ours, signed."""
    keys = own.signing()
    said = Released(
        originator=keys.public.id,
        documents=tuple(sorted(documents)),
        to=tuple(sorted(to)),
        made=datetime.now(UTC).replace(microsecond=0),
    )
    text = said.canonical().decode()
    return Release(said=text, signature=keys.signature(SIGNED_AS + text.encode()))


def widen(documents: Iterable[str], to: Iterable[str], partner: models.Partner) -> None:
    """Let documents of a partner be releasable to those too whom it named."""
    rows = models.Taken.objects.filter(received__partner=partner, document__in=list(documents))
    ours = set(rows.values_list("document", flat=True))
    for row in ev.Document.objects.filter(pk__in=ours).select_related("label").only("label", "received"):
        before = marking_of(row.label)
        names = tuple(sorted({*(before.releasable_to or (own.country(),)), *to}))
        marking = Marking(before.tlp, before.originator, names, before.is_default)
        relabel(row, label_of(marking, row.label.groups))
