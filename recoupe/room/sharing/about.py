"""About: what sharing has to tell of a document on its own page: who sent it, on which terms, what may be asked."""

from __future__ import annotations

from typing import Any

from ..access import Clearance, visible
from ..people.roles import may
from . import models
from .coming import terms_of
from .models import PartnerState


def about_sharing(document: str, clearance: Clearance) -> dict[str, Any]:
    """The terms on which a document came, the releases asked for it, and whether its reader may ask; nothing of one of ours."""
    terms = terms_of(document)
    if not terms:
        return {}
    person = clearance.person
    partners = visible(models.Partner, clearance).filter(state=PartnerState.CONFIRMED)
    releases = visible(models.Release, clearance).filter(is_ours=True, documents__icontains=document)
    return {
        "terms": terms,
        "senders": sorted({one.partner for one in terms}),
        "releases": [row for row in releases if document in row.documents],
        "may_see_sharing": may(person, "share.see"),
        "may_ask_release": may(person, "share.make") and not all(one.is_recalled for one in terms),
        "partner_names": sorted({name for row in partners for name in (row.name, row.country)}),
    }
