"""Telling: the records that one person may see, as they go into a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ....errors import UsageError
from ....version import VERSION
from ...access import Clearance, strictest, visible
from ...evidence import models as ev
from ...people.audit import record
from ...people.models import Person
from ...people.roles import require
from .. import models
from . import shapes


def told(person: Person, names: Sequence[str] = (), **detail: Any) -> shapes.Records:
    """The records of these groups, or of all that the person is in; written into the audit before anything leaves."""
    require(person, "export.make")
    clearance = Clearance.of(person)
    groups = list(visible(models.Group, clearance).order_by("name"))
    if names:
        known = {group.name: group for group in groups}
        for name in names:
            if name not in known:
                raise UsageError(name, "there is no group of this name that they are in", f"one of: {', '.join(known)}")
        groups = [known[name] for name in dict.fromkeys(names)]
    record(person, "exported records", "room", groups=[group.name for group in groups], **detail)
    seen = Seen(clearance)
    found = [seen.group(group) for group in groups]
    marking = strictest(seen.labels.values())
    return shapes.Records(
        made=datetime.now(UTC).replace(microsecond=0),
        by=f"recoupe {VERSION}",
        marking=f"TLP:{marking.tlp}" if marking else "",
        groups=found,
    )


def fields(shape: type[shapes.Shape], row: Any, **others: Any) -> Any:
    """A shape out of the fields of a row that are called so, and others."""
    said = {name: getattr(row, name) for name in shape.model_fields if name not in others}
    return shape(**said, **others)


class Seen:
    """Records as one person sees them, and the labels of all that those stand on."""

    def __init__(self, clearance: Clearance) -> None:
        self._clearance = clearance
        self._names = dict(visible(models.Group, clearance).values_list("pk", "name"))
        self.labels: dict[int, ev.Label] = {}

    def _of(self, table: Any, **where: Any) -> Any:
        return visible(table, self._clearance).filter(**where)

    def group(self, row: models.Group) -> shapes.Group:
        """A group with all that is under it."""
        seats = self._of(models.Seat, group=row).select_related("service")
        members = self._of(models.Member, group=row).select_related("person").order_by("person__email")
        return fields(
            shapes.Group,
            row,
            seats=[fields(shapes.Seat, one, service=one.service and one.service.short) for one in seats],
            members=[fields(shapes.Member, one, email=one.person.email) for one in members],
            meetings=[self.meeting(one) for one in self._of(models.Meeting, group=row)],
        )

    def meeting(self, row: models.Meeting) -> shapes.Meeting:
        """A meeting; points and decisions that stand on what the person may not read are not in it."""
        decisions = self._of(models.Decision, meeting=row).select_related("owner", "item", "scope")
        return fields(
            shapes.Meeting,
            row,
            delegations=[fields(shapes.Delegation, one) for one in self._of(models.Delegation, meeting=row)],
            items=[
                fields(shapes.Item, one, labels=self._labels(one), cites=cited(one))
                for one in self._of(models.Item, meeting=row).select_related("scope").prefetch_related("citations")
            ],
            decisions=[self.decision(one) for one in decisions.prefetch_related("citations", "actions__owner")],
            commitments=[
                fields(shapes.Commitment, one, reports=[fields(shapes.Report, r) for r in one.reports.all()])
                for one in self._of(models.Commitment, meeting=row).prefetch_related("reports")
            ],
        )

    def decision(self, row: models.Decision) -> shapes.Decision:
        """A decision with what it stands on and what came of it."""
        items = self._of(models.Item, pk=row.item_id).values_list("title", flat=True)
        return fields(
            shapes.Decision,
            row,
            item=items.first(),
            owner=row.owner and row.owner.email,
            labels=self._labels(row),
            cites=cited(row),
            actions=[fields(shapes.Action, one, owner=one.owner.email) for one in row.actions.all()],
            reviews=[
                fields(shapes.Review, one, by=one.by.email)
                for one in self._of(models.Review, decision=row).select_related("by").order_by("at")
            ],
        )

    def _labels(self, row: Any) -> list[shapes.Label]:
        """The labels of what a record stands on; groups that the person is not in are not named."""
        wanted = row.scope.whole if row.scope else []
        new = [pk for pk in wanted if pk not in self.labels]
        self.labels |= {label.pk: label for label in ev.Label.objects.filter(pk__in=new)}
        return [
            fields(shapes.Label, self.labels[pk], groups=sorted(self._names[g] for g in self.labels[pk].groups if g in self._names))
            for pk in wanted
        ]  # fmt: skip


def cited(row: Any) -> list[shapes.Citation]:
    """What a record cites, as it was cited."""
    return [shapes.Citation(finding=one.key, pieces=one.pieces, said=one.body) for one in row.citations.all()]
