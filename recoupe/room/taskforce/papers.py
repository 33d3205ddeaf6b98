"""Papers: what lies on the table of a meeting, as far as its reader may see it: documents and frozen briefs."""

from __future__ import annotations

from typing import Any

from ..access import Clearance, strictest, visible
from ..evidence import models as ev
from ..evidence.masks import of_documents
from ..evidence.told import disclosed_to
from . import models


def with_markings(briefs: Any) -> list[models.Brief]:
    """Briefs, each with the marking of what it was made of."""
    rows = list(briefs)
    wanted = {pk for row in rows if row.scope for pk in row.scope.whole}
    labels = ev.Label.objects.in_bulk(wanted)
    for row in rows:
        row.marking = strictest(labels[pk] for pk in row.scope.whole) if row.scope else None
    return rows


def papers(clearance: Clearance, row: models.Meeting) -> list[models.Paper]:
    """The documents on the table that one may read, each with its title as one may read it."""
    rows = list(
        visible(models.Paper, clearance)
        .filter(meeting=row)
        .select_related("document__label")
        .only("meeting", "document__title", "document__name", "document__label", "document__published_earliest",
              "document__published_latest")
    )  # fmt: skip
    masks = of_documents({one.document_id for one in rows}, disclosed_to(clearance))
    for one in rows:
        one.title = masks[one.document_id].text(one.document.title or one.document.name)
    return rows


def attachable(clearance: Clearance, row: models.Meeting, most: int = 100) -> list[tuple[str, str]]:
    """The documents that one may put on the table, the latest first: identifier and title."""
    rows = visible(ev.Document, clearance.within(row.group_id)).exclude(papers__meeting=row)
    some = list(rows.order_by("-received", "-published_latest", "id").values_list("id", "title", "name")[:most])
    masks = of_documents([one[0] for one in some], disclosed_to(clearance))
    return [(id, masks[id].text(title or name)[:90]) for id, title, name in some]
