"""Work in hand: files that were handed in, jobs that go on after a restart, and notes of people on a text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .documents import Document
from .labels import Label


class JobState(TextChoices):
    """How far a job has come."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being read")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """Something to do in the background. `beat` is when its worker was last heard of: one that is silent is taken up again."""

    kind = models.CharField(max_length=20)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING, db_index=True)
    made = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    said = models.TextField(blank=True)


class Upload(models.Model):
    """A file as handed in, until it is read, or while a reading that broke off can be tried again.

    `label` is how it was marked and filed, `by` who handed it in (their number).
    """

    name = models.CharField(max_length=255)
    data = models.BinaryField()
    size = models.BigIntegerField()
    label = models.ForeignKey(Label, on_delete=models.PROTECT)
    by = models.BigIntegerField(null=True)
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING, db_index=True)
    documents = models.JSONField(default=list)
    failures = models.JSONField(default=list)
    is_dismissed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ("-id",)


class Note(models.Model):
    """What someone wrote beside a stretch of a text (clean offsets); seen by whoever may see the document.

    The database ties it to no row: a document that is read again is replaced under the same id, and what was noted on it stays.
    """

    document = models.ForeignKey(Document, on_delete=models.DO_NOTHING, db_constraint=False, related_name="notes_on_it")
    start = models.IntegerField()
    end = models.IntegerField()
    text = models.TextField()
    by = models.BigIntegerField()
    who = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    is_removed = models.BooleanField(default=False)


__all__ = ["Job", "JobState", "Note", "Upload"]
