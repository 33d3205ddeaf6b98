"""Labels: how a document is marked and filed, and what of several documents something derived from them was told by."""

from __future__ import annotations

from django.db import models


class Label(models.Model):
    """A marking (TLP 2.0, originator, releasable to) and the groups that need to know; no group: the whole room.

    `digest` is of all that it says: documents that are marked and filed alike share a label.
    """

    digest = models.CharField(max_length=64, unique=True)
    tlp = models.CharField(max_length=20)
    originator = models.TextField(blank=True)
    releasable_to = models.JSONField(default=list)
    is_default = models.BooleanField(default=False)
    groups = models.JSONField(default=list)


class Scope(models.Model):
    """The labels of all that something stands on (`whole`), and those by which this telling of it was made (`part`).

    Whoever may read labels V sees a row where `whole` and V have exactly `part` in common: of a finding told by documents that
    one may read and others that one may not, the telling by the former, and nothing else of it.
    """

    digest = models.CharField(max_length=64, unique=True)
    part = models.JSONField()
    whole = models.JSONField()
