"""Findings, stored as they were last worked out, so that a page is a query: one row for each scope in which it is told.

Nothing here is evidence, and all of it can be thrown away and made again by `recoupe.room.evidence.settling`. Private persons
stand here as pseudonyms alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .documents import HASH, Document
from .labels import Scope

ASKED = "scope", "is_standing"  # of every finding that a page lists


class Turn(models.Model):
    """One working out of the findings: when, over how many documents and rulings, and what it was made of (`basis`)."""

    at = models.DateTimeField(auto_now_add=True)
    documents = models.IntegerField(default=0)
    findings = models.IntegerField(default=0)
    basis = models.CharField(max_length=HASH)
    seconds = models.FloatField(default=0)


class Scoped(models.Model):
    """What is seen by those who may read its scope."""

    scope = models.ForeignKey(Scope, on_delete=models.PROTECT)

    class Meta:
        abstract = True


class Finding(Scoped):
    """An event, figure or link over documents (see `recoupe.crosscheck.model.Finding`), `body` being all of it as plain JSON.

    `key` is its identifier; one key has a row for each scope. `digest` is of the body, so that an unchanged row is left alone.
    """

    key = models.CharField(max_length=HASH, db_index=True)
    digest = models.CharField(max_length=HASH)
    kind = models.CharField(max_length=10)
    type = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=20)
    begins = models.CharField(max_length=32, null=True)
    ends = models.CharField(max_length=32, null=True)
    first = models.CharField(max_length=32, null=True)
    place = models.TextField(null=True)
    place_name = models.TextField(blank=True)
    country = models.CharField(max_length=40, null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    about = models.CharField(max_length=HASH, blank=True, db_index=True)
    reliability = models.CharField(max_length=1)
    credibility = models.IntegerField()
    sources = models.IntegerField()
    independent = models.IntegerField()
    is_standing = models.BooleanField()
    is_contradicted = models.BooleanField()
    weight = models.IntegerField(default=0)
    turn = models.BigIntegerField(default=0)
    body = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "scope"), name="one_telling_a_scope"),)
        indexes = (
            # Each list of the pages is the beginning of one of these; who may see, and what stands, is asked of them alone.
            models.Index(fields=("-weight", "id", *ASKED), name="finding_by_weight"),
            models.Index(fields=("kind", "-weight", "id", *ASKED), name="finding_of_kind"),
            models.Index(fields=("type", "-weight", "id", "kind", *ASKED), name="finding_of_type"),
            models.Index(fields=("place", "-weight", "id", "kind", "latitude", *ASKED), name="finding_at_place"),
            models.Index(fields=("kind", "-begins", "-weight", "id", "ends", *ASKED), name="finding_by_day"),
            models.Index(fields=("begins", "id", "ends", *ASKED), name="finding_by_beginning"),
            models.Index(fields=("-turn", "-weight", "id", *ASKED), name="finding_by_turn"),
            models.Index(fields=("kind", "about", "weight", *ASKED), name="finding_on_subject"),
            models.Index(fields=("-weight", "id", "scope"), name="finding_disputed", condition=Q(is_contradicted=True)),
            models.Index(fields=("-weight", "id", "scope"), name="finding_fallen", condition=Q(is_standing=False)),
        )


class Support(models.Model):
    """Where a telling of a finding leads to the left: the piece and the stretch of its document."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="stands_on")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="carries")
    piece = models.CharField(max_length=HASH, db_index=True)
    start = models.IntegerField()
    end = models.IntegerField()
    sentence_start = models.IntegerField()
    sentence_end = models.IntegerField()
    is_standing = models.BooleanField()
    position = models.IntegerField(default=0)


class Part(models.Model):
    """Who or what takes part in a finding, by role; `identity` is empty where the words reach over no documents.

    `scope` and `is_standing` are those of the finding: to count who takes part in how many, no finding need be looked at.
    """

    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    is_standing = models.BooleanField(default=True)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="parts")
    role = models.CharField(max_length=80)
    identity = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("identity", "scope", "is_standing", "finding"), name="part_by_identity"),)


class Identity(Scoped):
    """Who or what is named, over documents; persons who are not public are not here."""

    key = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(max_length=20)
    name = models.TextField()
    folded = models.TextField(db_index=True)
    names = models.JSONField(default=list)
    country = models.CharField(max_length=40, null=True)
    reasons = models.JSONField(default=list)
    documents = models.IntegerField(default=0)
    digest = models.CharField(max_length=HASH)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "scope"), name="one_identity_a_scope"),)


class Named(models.Model):
    """Which entity of a document an identity is, and whether it is on record there with a claim."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="names")
    entity = models.TextField()
    identity = models.CharField(max_length=300, db_index=True)
    is_speaker = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("document", "entity"), name="named_in_document"),
            models.Index(fields=("is_speaker", "identity", "document"), name="named_by_speaking"),
        )


class Pseudonym(models.Model):
    """What a private person of a document is called; one person keeps the number over copies of one text.

    The database ties it to no row, so that the number stays, and goes to nobody else, when the document is read again.
    """

    document = models.ForeignKey(Document, on_delete=models.DO_NOTHING, db_constraint=False, related_name="pseudonyms")
    entity = models.TextField()
    pseudonym = models.CharField(max_length=20, db_index=True)
    forms = models.JSONField(default=list)


class Against(Scoped):
    """A contradiction (see `recoupe.crosscheck.model.Contradiction`), as plain JSON."""

    key = models.CharField(max_length=HASH, db_index=True)
    about = models.CharField(max_length=20)
    digest = models.CharField(max_length=HASH)
    body = models.JSONField()
    findings = models.ManyToManyField(Finding, related_name="against")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "scope"), name="one_contradiction_a_scope"),)


class Copy(models.Model):
    """A document that repeats another (see `recoupe.crosscheck.model.Copy`)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="copy_of")
    original = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="copied_by")
    kind = models.CharField(max_length=20)
    containment = models.FloatField()
    reason = models.TextField()
    shared = models.JSONField(default=list)


class Change(Scoped):
    """What became of a finding in a turn: new, confirmed, contradicted, fallen, restored."""

    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="changes")
    key = models.CharField(max_length=HASH, db_index=True)
    what = models.CharField(max_length=20)

    class Meta:
        indexes = (models.Index(fields=("turn", "what", "scope", "key"), name="change_by_turn"),)
