"""Models: a table for each noun of evidence. Documents and pieces are known by a hash of what they say."""

from __future__ import annotations

from django.db import models

HASH = 64
# So much of a name is in an index, for PostgreSQL takes no more than 2.7 kB; as text, for SQLite compares expressions by theirs.
SHORT_SOURCE = models.Func("source_name", template="SUBSTR(%(expressions)s, 1, 200)")
ASKED = "label", "language", "source_country", "published_earliest", "published_latest"


class Document(models.Model):
    """One text as received (see `recoupe.model.Document`); `layer` is null where it is the original itself.

    `starts` and `ends` are the offset map, packed (see `packing.py`); `engine` is what read it and found its evidence. `credits`
    and what follows are its provenance beside what the document itself says.
    """

    id = models.CharField(primary_key=True, max_length=HASH)
    engine = models.CharField(max_length=64)
    original = models.BinaryField()
    layer = models.BinaryField(null=True)
    encoding = models.CharField(max_length=40)
    text = models.TextField()
    starts = models.BinaryField()
    ends = models.BinaryField()
    size = models.BigIntegerField()
    name = models.TextField(db_index=True)
    media_type = models.CharField(max_length=200)
    title = models.TextField()
    authors = models.JSONField()
    url = models.TextField(null=True)
    language = models.CharField(max_length=40)
    published_earliest = models.DateField(null=True, db_index=True)
    published_latest = models.DateField(null=True)
    published_reason = models.TextField()
    source_name = models.TextField(null=True)
    source_kind = models.CharField(max_length=20, null=True)
    source_country = models.CharField(max_length=2, null=True)
    source_reliability = models.CharField(max_length=1, null=True)
    tlp = models.CharField(max_length=20)
    originator = models.TextField()
    releasable_to = models.JSONField()
    is_default_marking = models.BooleanField()
    apart = models.JSONField()
    pages = models.JSONField()
    notes = models.JSONField()
    evidence_language = models.CharField(max_length=40)
    evidence_notes = models.JSONField()
    credits = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    is_doubled = models.BooleanField(default=False)
    origin = models.CharField(max_length=HASH, blank=True, default="")
    words = models.IntegerField(default=0)
    imprint_hashes = models.BinaryField(default=bytes)
    imprint_places = models.BinaryField(default=bytes)
    label = models.ForeignKey("evidence.Label", null=True, on_delete=models.PROTECT, related_name="documents")
    received = models.DateTimeField(null=True, auto_now_add=True, db_index=True)

    class Meta:
        # What the list asks of a document stands in its index, for the row itself is as heavy as the text.
        indexes = (
            models.Index(fields=("-received", "-id", *ASKED), name="document_by_receipt"),
            models.Index(SHORT_SOURCE, "label", name="document_of_source"),
        )


class OfDocument(models.Model):
    """What belongs to a document, at its place in the order in which it was found."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.IntegerField()

    class Meta:
        abstract = True
        ordering = ("document", "position")


class Passage(OfDocument):
    """A sentence or heading."""

    start = models.IntegerField()
    end = models.IntegerField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=40)
    paragraph = models.IntegerField()


class Entity(OfDocument):
    """Something named, over all its mentions in one document; `key` is the readable id of the model."""

    key = models.TextField(db_index=True)
    kind = models.CharField(max_length=20)
    name = models.TextField()
    aliases = models.JSONField()
    acronym = models.TextField(null=True)
    country = models.CharField(max_length=40, null=True)
    office = models.TextField(null=True)
    is_public = models.BooleanField()
    geonames = models.BigIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)


class Piece(OfDocument):
    """What every piece of evidence carries; `id` is `recoupe.identifiers.piece_id`."""

    id = models.CharField(primary_key=True, max_length=HASH)
    text = models.TextField()
    start = models.IntegerField()
    end = models.IntegerField()
    original_start = models.BigIntegerField()
    original_end = models.BigIntegerField()
    rule = models.CharField(max_length=200)
    confidence = models.FloatField()

    class Meta(OfDocument.Meta):
        abstract = True


class Mention(Piece):
    """A span naming an entity."""

    kind = models.CharField(max_length=20)
    entity = models.TextField(db_index=True)


class Time(Piece):
    """What a text says about when; `begins` and `ends` are ISO days as text, as in the model."""

    kind = models.CharField(max_length=20)
    value = models.TextField()
    begins = models.CharField(max_length=32, null=True, db_index=True)
    ends = models.CharField(max_length=32, null=True)
    modifier = models.CharField(max_length=20, null=True)
    reason = models.TextField()


class Figure(Piece):
    """A quantity as a range."""

    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    unit = models.TextField(null=True)
    approximate = models.BooleanField()
    population = models.TextField(null=True)
    as_of = models.TextField(null=True)
    trend = models.CharField(max_length=20, null=True)
    speaker = models.TextField(null=True)


class Claim(Piece):
    """A speaker stating something."""

    speaker = models.TextField(db_index=True)
    speaker_kind = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    modality = models.CharField(max_length=40)
    cue = models.TextField()
    cue_span = models.JSONField(null=True)
    speaker_span = models.JSONField(null=True)
    via = models.JSONField()


class Event(Piece):
    """Something that happens."""

    type = models.CharField(max_length=80, db_index=True)
    status = models.CharField(max_length=20)
    times = models.JSONField()
    begins = models.CharField(max_length=32, null=True, db_index=True)
    ends = models.CharField(max_length=32, null=True)
    recurrence = models.TextField(null=True)
    place = models.TextField(null=True)
    country = models.CharField(max_length=40, null=True)
    spans = models.JSONField()
    speaker = models.TextField(null=True)


class OfEvent(models.Model):
    """What belongs to an event, in order."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.IntegerField()
    text = models.TextField()
    start = models.IntegerField()
    end = models.IntegerField()

    class Meta:
        abstract = True
        ordering = ("event", "position")


class Participant(OfEvent):
    """Who or what takes part in an event, in which role."""

    role = models.CharField(max_length=80)
    entity = models.TextField(null=True, db_index=True)
    time = models.TextField(null=True)


class Detail(OfEvent):
    """A property of an event in the document's words."""

    name = models.CharField(max_length=80)
    value = models.TextField(null=True)


class Link(Piece):
    """A typed relation between two."""

    type = models.CharField(max_length=80, db_index=True)
    subject = models.TextField(db_index=True)
    object = models.TextField(db_index=True)
    is_denied = models.BooleanField()


class Excerpt(OfDocument):
    """What can be found by searching: a passage or a claim; `folded` holds its words as they are compared (see `search.py`)."""

    kind = models.CharField(max_length=20)
    start = models.IntegerField()
    end = models.IntegerField()
    original_start = models.BigIntegerField()
    original_end = models.BigIntegerField()
    text = models.TextField()
    folded = models.TextField()
    speaker = models.TextField(null=True)
    modality = models.CharField(max_length=40, null=True)


class Receipt(models.Model):
    """A file of which all is stored: it need not be opened again by the same engine."""

    key = models.CharField(max_length=HASH)
    engine = models.CharField(max_length=64)
    documents = models.JSONField()
    failures = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "engine"), name="one_receipt_a_file_and_engine"),)


class Disclosure(models.Model):
    """An export with names of private persons: when, in which format, and why."""

    at = models.CharField(max_length=40)
    format = models.CharField(max_length=20)
    reason = models.TextField()
    documents = models.IntegerField()


class Ruling(models.Model):
    """What a person ruled (see `recoupe.crosscheck.model.Ruling`): added, never changed."""

    id = models.CharField(primary_key=True, max_length=HASH)
    kind = models.CharField(max_length=20, db_index=True)
    subject = models.TextField()
    other = models.TextField()
    says = models.TextField()
    why = models.TextField()
    by = models.TextField()
    at = models.CharField(max_length=40)

    class Meta:
        indexes = (models.Index(fields=("kind", "subject"), name="ruling_on_subject"),)
