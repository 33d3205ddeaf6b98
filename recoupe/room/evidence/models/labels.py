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


class View(models.Model):
    """A set of labels that somebody reads; `digest` is of them."""

    digest = models.CharField(max_length=64, unique=True)
    labels = models.JSONField()


class Seen(models.Model):
    """Which scopes a view sees, worked out once for both: what they say never changes, so a row is never wrong.

    There are as many scopes as sets of labels that stood together, which is many: a page asks here, and loads none of them.
    Kept complete by `recoupe.room.access`; where a row were missing, something would not be seen, which is the safe side.
    """

    view = models.ForeignKey(View, on_delete=models.CASCADE, db_index=False)
    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("view", "scope"), name="once_seen"),)
