"""Adoptions: who draws on whose practice, as one reader sees it: the last state of each that they see, and what shakes it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..access import Clearance, visible
from ..taskforce import models as tf
from . import models

MOST = 200


def adoptions_seen(clearance: Clearance, **where: Any) -> list[models.Adoption]:
    """Adoptions, each with the stages that a reader may see (`seen`) and the last of them (`last`)."""
    rows = visible(models.Adoption, clearance).filter(**where).select_related("practice__group")
    every = list(rows)
    stages: dict[int, list[models.Stage]] = defaultdict(list)
    found = visible(models.Stage, clearance).filter(adoption__in=every)
    for stage in found.select_related("decision__meeting", "decision__scope", "by__service"):
        stages[stage.adoption_id].append(stage)
    for row in every:
        row.seen = stages[row.pk]
        row.last = row.seen[-1]
    return every


def decisions_to_choose(clearance: Clearance, group: int) -> list[tf.Decision]:
    """The decisions of a group by which something can be adopted, the latest first."""
    rows = visible(tf.Decision, clearance).filter(meeting__group=group).exclude(state="revoked")
    return list(rows.select_related("meeting").order_by("-made", "-id")[:MOST])


def adopted_by(decision: tf.Decision, clearance: Clearance) -> list[models.Stage]:
    """What is adopted by a decision."""
    rows = visible(models.Stage, clearance).filter(decision=decision)
    return list(rows.select_related("adoption__practice"))
