"""Models: groups and who sits in them, meetings and what is prepared, decided, owed and promised there.

Each record has a `version`: whoever changes it says which version they saw, and is told where another was quicker. Each past
version is kept as a `Revision`. `scope` is of what the record cites, so that it carries the strictest marking of that.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..evidence.models import Document, Scope
from ..people.models import Person, Service
from ..web.words import day_there


class GroupKind(TextChoices):
    """What kind of circle it is."""

    TASK_FORCE = "task force", _("task force")
    INFORMAL = "informal", _("informal group")


class Record(models.Model):
    """What people make: versioned, never lost."""

    version = models.IntegerField(default=1)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Group(Record):
    """A task force of services or an informal group of countries. `rhythm` is an RFC 5545 rule ("FREQ=WEEKLY;BYDAY=TU")."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind.choices, default=GroupKind.TASK_FORCE)
    aim = models.TextField(_("aim"), blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=200, blank=True)
    presidency = models.CharField(
        _("presidency"), max_length=10, choices=[("shared", _("shared")), ("rotating", _("rotating"))], default="shared"
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels")
    place = models.CharField(_("place"), max_length=120, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A service, city or country at the table of a group, from one day on, presiding or not."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, blank=True)
    presides = models.BooleanField(_("presides"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("-presides", "since", "name")

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person who needs to know what a group knows; `is_recipient` of what is marked TLP:RED there."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    is_recipient = models.BooleanField(_("named recipient of TLP:RED"), default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("group", "person"), name="once_a_member")]
        ordering = ("person__name",)


class Meeting(Record):
    """A meeting of a group: why, where and when, and who presides there; `turn` is that of the findings that it last knew of."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(_("title"), max_length=200)
    aim = models.TextField(_("aim"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    begins = models.DateTimeField(_("begins"))
    minutes_long = models.IntegerField(_("length in minutes"), default=90)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels")
    state = models.CharField(
        max_length=10,
        choices=[
            ("planned", _("planned")),
            ("open", _("being held")),
            ("held", _("held")),
            ("cancelled", _("cancelled")),
        ],
        default="planned",
    )
    cancelled_because = models.TextField(_("reason"), blank=True)
    presides = models.CharField(_("who presides"), max_length=200, blank=True)
    turn = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("begins", "id")

    def __str__(self) -> str:
        """Title and day: meetings of one group often have the same title."""
        return f"{self.title}, {day_there(self.begins, self.time_zone)}"


class Paper(models.Model):
    """A document that is attached to a meeting; whoever may not read it does not see that it is.

    The database ties it to no row: a document that is read again is replaced under the same id, and in a workspace that holds
    evidence alone there is no such table to look after.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.DO_NOTHING, db_constraint=False, related_name="papers")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("meeting", "document"), name="once_attached")]
        ordering = ("id",)


class Delegation(Record):
    """Who comes to a meeting, in which role, and whether they were there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="delegations")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=[
            ("host", _("host")),
            ("chair", _("chair")),
            ("member", _("member")),
            ("invited", _("invited")),
            ("transit", _("transit country")),
            ("observer", _("observer")),
        ],
        default="member",
    )
    people = models.CharField(_("people"), max_length=300, blank=True)
    was_there = models.BooleanField(_("present"), null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


ORIGINS = {
    "new": _("new"),
    "contradicted": _("contradicted"),
    "confirmed": _("confirmed"),
    "weakened": _("lost a source"),
    "fallen": _("withdrawn"),
}


class Item(Record):
    """A point of the agenda. `origin` tells points made by hand from those made of what is new."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.IntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    origin = models.CharField(max_length=10, default="hand")
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def news(self) -> str:
        """What made it a point, where it was made of what is new."""
        return str(ORIGINS.get(self.origin, ""))


class Brief(models.Model):
    """The brief of a meeting as it stood that day: frozen, with the SHA-256 of its HTML.

    `documents` counts different texts, as the brief itself does. `lines` are what it says, each with the sentences that it cites
    (number in the brief, document, offset), so that a trace leads through it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="briefs")
    at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=5)
    html = models.TextField()
    digest = models.CharField(max_length=64)
    documents = models.IntegerField()
    lines = models.JSONField(default=list)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("-at",)


class Decision(Record):
    """What was decided, and why. `basis` becomes "changed" when what it cites does, until someone reviews it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    text = models.TextField(_("decision"))
    why = models.TextField(_("reason"), blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(
        max_length=10,
        choices=[("in force", _("in force")), ("amended", _("amended")), ("revoked", _("revoked"))],
        default="in force",
    )
    basis = models.CharField(
        max_length=10, default="holds", choices=[("holds", _("holds")), ("changed", _("basis changed"))]
    )
    made = models.DateTimeField(auto_now_add=True)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class Cited(models.Model):
    """What a record stands on: a finding as it was then, by its pieces of evidence.

    A finding's identifier may change when an earlier telling comes in; its pieces do not. `body` is the finding as it was cited,
    `state` what has been seen of it since, so that only news is news.
    """

    key = models.CharField(max_length=64, db_index=True)
    pieces = models.JSONField()
    body = models.JSONField()
    state = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ("id",)


class Quoted(models.Model):
    """What a record stands on where no finding tells it: a sentence of a document, by its place and the digest of its words.

    A text that is read again may be cut otherwise: its words are then looked for (see `quoting.py`). `state` is what has been
    seen of it since it was cited, so that only news is news.
    """

    document = models.CharField(max_length=64, db_index=True)
    start = models.IntegerField()
    end = models.IntegerField()
    digest = models.CharField(max_length=64)
    state = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ("id",)


class Citation(Cited):
    """What a decision or a point of the agenda stands on."""

    decision = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="citations")
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="citations")


class Review(models.Model):
    """What became of a decision whose basis had changed: kept, amended or revoked, and why."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.CharField(
        max_length=10, choices=[("kept", _("kept as it is")), ("amended", _("amended")), ("revoked", _("revoked"))]
    )
    why = models.TextField(_("reason"))
    changes = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)


class Action(Record):
    """What someone is to do by a day."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("action"), max_length=500)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="actions", verbose_name=_("owner"))
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[("open", _("to do")), ("done", _("done")), ("dropped", _("dropped"))],
        default="open",
    )
    said = models.TextField(_("what was done"), blank=True)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.text


class Commitment(Record):
    """What a country or a service promised at a meeting, followed from one to the next."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="commitments")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="commitments")
    by = models.CharField(_("who promised"), max_length=120)
    text = models.CharField(_("commitment"), max_length=500)
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[
            ("open", _("not yet kept")),
            ("kept", _("kept")),
            ("partly", _("partly kept")),
            ("dropped", _("dropped")),
        ],
        default="open",
    )

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.text


class Report(models.Model):
    """How a commitment stood at a later meeting, as somebody wrote it down."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reports")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=10, choices=Commitment._meta.get_field("state").choices)
    said = models.TextField(_("what was said"), blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at",)


class Revision(models.Model):
    """A record as it was before a change: what kind, which, its version and all its fields; who changed it, and when."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    version = models.IntegerField()
    body = models.JSONField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("kind", "record"), name="revisions_of_record")]
        ordering = ("-id",)
