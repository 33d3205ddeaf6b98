"""Models: what of a programme stands in the database: keys that are sealed, and records of which nothing can be read.

The kind of a record, whom it is about, when and by whom it was written are inside its `blob`. Whoever holds the file sees how many
rows there are, which belong to one participant, how large they are within some steps, and which accounts are practitioners.
See docs/programme.md and decision 0015.
"""

from __future__ import annotations

from django.db import models

from ..people.models import Person

ID = 32  # of a record: 128 bits by chance, as hexadecimal, so that it tells nothing and can be made offline
DIGEST = 64


class Programme(models.Model):
    """A programme: what it is called and how it works is in `blob`, under its own key."""

    blob = models.BinaryField()
    version = models.IntegerField(default=1)


class Practitioner(models.Model):
    """Who works in a programme: `secret` is their own key, under their passphrase; `wrapped` that of the programme, for them.

    Until a coordinator lets them in, they have a key of their own and no programme.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="practitioner")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE, related_name="practitioners")
    public = models.CharField(max_length=100)
    salt = models.BinaryField()
    secret = models.BinaryField()
    wrapped = models.BinaryField(null=True)
    blob = models.BinaryField(null=True)


class Opened(models.Model):
    """That a practitioner opened the programme in a browser: its keys, under one that is in a cookie of that browser alone."""

    id = models.CharField(max_length=ID, primary_key=True)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="opened")
    session = models.CharField(max_length=DIGEST)
    until = models.DateTimeField()
    blob = models.BinaryField()


class Record(models.Model):
    """Something written down: sealed under the key of its `owner`, a participant; under that of the programme where it has none."""

    id = models.CharField(max_length=ID, primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="records")
    owner = models.CharField(max_length=ID, blank=True, db_index=True)
    version = models.IntegerField(default=1)
    blob = models.BinaryField()


class Past(models.Model):
    """A record as it was before a change, sealed as it was."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="past")
    version = models.IntegerField()
    blob = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "version"), name="one_past_a_version"),)


class Tag(models.Model):
    """By what a record is found: a keyed digest ("sessions of this week"), which without the key says nothing."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=DIGEST, db_index=True)


class Published(models.Model):
    """Numbers for the outside: a chapter of a cohort, as it was told once and for all. It can be read: it is of nobody alone.

    `body` is what `numbers.cohorts.Chapter` writes; `name` what the programme is called.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="published")
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    cohort = models.CharField(max_length=10)
    chapter = models.CharField(max_length=30)
    body = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "cohort", "chapter"), name="one_telling_a_chapter"),
        )
