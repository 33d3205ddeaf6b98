"""Operations: an announced dismantling, the steps to the end of its case, and how many people met with what, by who says so.

A record holds roles and counts, never a person. An arrest is an event; only a final judgment is an outcome. What has citations
has a `basis`, and each carries the scope of what it cites: whoever may not read that sees neither the record nor its number.
"""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...evidence.models import Scope
from ...people.models import Person
from ...taskforce.models import Cited, Commitment, Decision, Group, Meeting, Record


class OperationKind(TextChoices):
    """What was announced."""

    CELL = "cell", _("dismantling of a cell")
    NETWORK = "network", _("dismantling of a network")
    ARRESTS = "arrests", _("arrests")
    SEARCHES = "searches", _("searches")


class Cooperation(TextChoices):
    """What a country did in an operation."""

    LEAD = "lead", _("leads")
    PARTNER = "partner", _("partner")
    TRANSIT = "transit", _("transit country")


class StepKind(TextChoices):
    """What happened, in the order in which a case goes; the last three end it."""

    ANNOUNCED = "announced", _("announced")
    SEARCHES = "searches", _("searches")
    ARRESTS = "arrests", _("arrests")
    RELEASED = "released", _("releases")
    CHARGED = "charged", _("charges")
    TRIAL = "trial", _("on trial")
    VERDICT = "verdict", _("judgment at first instance")
    APPEAL = "appeal", _("appeal")
    FINAL = "final", _("final judgment")
    DISCONTINUED = "discontinued", _("closed without trial")


class Outcome(TextChoices):
    """What people met with. "released" is without charge, for good; what was judged at first instance is not final."""

    ARRESTED = "arrested", _("arrested")
    RELEASED = "released", _("released without charge")
    BAILED = "bailed", _("released for the time being")
    CHARGED = "charged", _("charged")
    TRIED = "tried", _("tried")
    CONVICTED = "convicted", _("found guilty at first instance, not final")
    ACQUITTED = "acquitted", _("acquitted at first instance, not final")
    APPEALED = "appealed", _("on appeal")
    CONVICTED_FINALLY = "convicted finally", _("convicted, final")
    ACQUITTED_FINALLY = "acquitted finally", _("acquitted, final")
    DISCONTINUED = "discontinued", _("case discontinued")


class Standing(TextChoices):
    """Whether a step or a number is counted, or was set aside after a review."""

    COUNTED = "counted", _("counted")
    ASIDE = "aside", _("set aside")


class Basis(TextChoices):
    """Whether what a record cites still stands as it was cited."""

    HOLDS = "holds", _("holds")
    CHANGED = "changed", _("basis changed")


class Based(Record):
    """A record with `citations`, of which a change is told until someone reviews it."""

    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.HOLDS)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Operation(Based):
    """An operation that was announced: against what, by which services and countries, when and where.

    `countries` are pairs of a code (ISO 3166) and what it did; `begins` and `ends` are the days of the operation itself.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="operations")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OperationKind.choices, default=OperationKind.CELL)
    about = models.CharField(_("cells and organisations"), max_length=300, blank=True)
    services = models.CharField(_("services"), max_length=300, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    begins = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    countries = models.JSONField(_("countries cooperating"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="operations")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="operations")
    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.SET_NULL, related_name="operations"
    )

    class Meta:
        ordering = ("-begins", "-id")

    def __str__(self) -> str:
        return self.title


class OfOperation(Based):
    """What is recorded of an operation, and may be set aside."""

    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.COUNTED)

    class Meta:
        abstract = True


class Step(OfOperation):
    """A step of a case: what happened, when, where, before which authority, and what was said of it by whom."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=StepKind.choices)
    begins = models.DateField(_("begins"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    authority = models.CharField(_("court or authority"), max_length=160, blank=True)
    said = models.TextField(_("what was said"), blank=True)
    speaker = models.CharField(_("by whom"), max_length=160, blank=True)

    class Meta:
        ordering = ("begins", "id")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Count(OfOperation):
    """How many met with what, as a range, according to one speaker on a day; `by` is the member where no source says so."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="counts")
    outcome = models.CharField(_("of what"), max_length=20, choices=Outcome.choices)
    low = models.IntegerField(_("at least"), null=True, blank=True)
    high = models.IntegerField(_("at most"), null=True, blank=True)
    speaker = models.CharField(_("according to"), max_length=160)
    day = models.DateField(_("said on"), null=True, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} – {self.speaker}"


class OperationCitation(Cited):
    """What an operation, a step or a number stands on."""

    operation = models.ForeignKey(Operation, null=True, on_delete=models.CASCADE, related_name="citations")
    step = models.ForeignKey(Step, null=True, on_delete=models.CASCADE, related_name="citations")
    count = models.ForeignKey(Count, null=True, on_delete=models.CASCADE, related_name="citations")


class OperationReview(models.Model):
    """What became of an operation, a step or a number whose basis had changed, and why."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="reviews")
    step = models.ForeignKey(Step, null=True, on_delete=models.CASCADE, related_name="reviews")
    count = models.ForeignKey(Count, null=True, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=[("kept", _("kept as it is")), ("aside", _("set aside"))])
    why = models.TextField(_("reason"))
    changes = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)
