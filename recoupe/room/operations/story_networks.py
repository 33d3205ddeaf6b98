"""Story of the networks: the questions that the example groups ask, and the hypotheses on them, by the actions that people use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ..access import Clearance, visible
from ..evidence import models as ev
from ..people.models import Person
from ..taskforce.models import Group
from .actions.networks import Question, found_network
from .actions.networks_supposing import Supposed, settle, suppose
from .models import Hypothesis, Network


def tell(said: dict[str, Any], people: dict[str, Person]) -> None:
    """Make the networks and hypotheses that the file says."""
    analyst = people["analyste@room.example"]
    networks: dict[str, Network] = {}
    for one in said.get("networks", ()):
        fields = dict(one)
        group = Group.objects.get(name=fields.pop("group"))
        networks[one["name"]] = found_network(analyst, group, Question(**fields))
    for one in said.get("hypotheses", ()):
        fields = dict(one)
        network, settled, days = networks[fields.pop("network")], fields.pop("settled", None), fields.pop("days", 0)
        row = suppose(analyst, network, Supposed(**fields))
        Hypothesis.objects.filter(pk=row.pk).update(made=timezone.now() + timedelta(days=days))
        if settled:
            settle(
                analyst,
                row,
                row.version,
                settled["state"],
                settled["because"],
                cited(analyst, settled.get("cites", ())),
            )


def cited(person: Person, cites: list[dict[str, str]]) -> list[ev.Finding]:
    """The weightiest findings of some types, in which somebody of a name takes part."""
    seen = visible(ev.Finding, Clearance.of(person)).filter(is_standing=True).select_related("scope")
    found = (
        seen.filter(type=one["type"], parts__text__icontains=one["names"]).order_by("-weight", "id").first()
        for one in cites
    )
    return [row for row in found if row]
