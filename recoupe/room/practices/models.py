"""Models: practices, line by line, each with what it stands on; comments, questions, and who adopted what by which decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..evidence.models import Scope
from ..people.models import Person
from ..sharing.models import Request
from ..taskforce.models import Action, Cited, Decision, Group, Quoted, Record
from ..web.words import country as country_name


class Row(TextChoices):
    """What is asked of every practice, so that several can stand side by side; the last two of an adoption."""

    AIM = "aim", _("Aim")
    LEGAL = "legal", _("Legal basis")
    ACTORS = "actors", _("Actors")
    STEPS = "steps", _("Steps")
    DURATION = "duration", _("Duration")
    COST = "cost", _("Cost")
    SAFEGUARDS = "safeguards", _("Safeguards")
    FOR_WHOM = "for whom", _("For whom")
    RESULTS = "results", _("Results")
    CRITICS = "critics", _("Critics")
    OPEN = "open", _("Open questions")
    CHANGED = "changed", _("What was changed on the way")
    AFTER = "after", _("Results after")


OF_ADOPTIONS = (Row.CHANGED, Row.AFTER)
OF_PRACTICES = tuple(row for row in Row if row not in OF_ADOPTIONS)


class AdoptionState(TextChoices):
    """How a country stands to a practice of another."""

    WANTS = "wants", _("wants to draw on it")
    TRIES = "tries", _("tries it")
    ADOPTED = "adopted", _("has adopted it")
    GAVE_UP = "gave up", _("gave it up")


class Practice(Record):
    """A national approach. Its country writes it, line by line; who is in its group needs to know it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="practices")
    country = models.CharField(_("country"), max_length=2)
    name = models.CharField(_("name"), max_length=200)
    is_on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ("country", "name", "id")

    def __str__(self) -> str:
        return f"{self.name} ({country_name(self.country)})"


class Adoption(Record):
    """A country that draws on a practice of another; its states, each by a decision, are its stages."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")
    country = models.CharField(_("country"), max_length=2)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("practice", "country"), name="once_adopted")]
        ordering = ("country", "id")

    def __str__(self) -> str:
        return f"{country_name(self.country)} – {self.practice}"


class Stage(models.Model):
    """What a country decided on a practice: no state without the decision of a meeting."""

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="stages")
    state = models.CharField(_("state"), max_length=10, choices=AdoptionState.choices)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="adopts")
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("decision__made", "id")

    @property
    def is_shaken(self) -> bool:
        """Whether the decision that it is by was revoked, or stands on something else by now."""
        return self.decision.state == "revoked" or self.decision.basis == "changed"


class Line(Record):
    """One line of a practice, or of its adoption: its words, what it says as values, and what it stands on.

    Citations stay when a line drops them, so that an earlier version can be put back: `stands_on` names those in force.
    `scope` is of all that it ever stood on, so that no earlier version tells more than the line does.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="lines")
    adoption = models.ForeignKey(Adoption, null=True, on_delete=models.CASCADE, related_name="lines")
    row = models.CharField(max_length=12, choices=Row.choices)
    text = models.TextField(_("line"))
    says = models.JSONField(_("Values"), default=dict)
    stands_on = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=[("kept", _("kept")), ("taken out", _("taken out"))], default="kept"
    )
    basis = models.CharField(
        max_length=10, default="holds", choices=[("holds", _("holds")), ("changed", _("basis changed"))]
    )
    reviewed = models.TextField(_("why it stands"), blank=True)
    is_on_behalf = models.BooleanField(default=False)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text

    def stood_on(self) -> list[Any]:
        """The citations in force: of findings, then of sentences."""
        findings, quotes = self.stands_on.get("findings", ()), self.stands_on.get("quotes", ())
        return [
            *(one for one in self.citations.all() if one.pk in findings),
            *(one for one in self.quotes.all() if one.pk in quotes),
        ]


class Standing(Cited):
    """A finding that a line stands on, as it was cited."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="citations")


class Quote(Quoted):
    """A sentence that a line stands on, as it was cited."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="quotes")


class Comment(models.Model):
    """What somebody of another service says on a row, or on one line of it. It never changes the text.

    `scope` is of the lines that it is on: what they stand on may be told in it.
    """

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="comments")
    line = models.ForeignKey(Line, null=True, on_delete=models.CASCADE, related_name="comments")
    row = models.CharField(max_length=12, choices=Row.choices)
    text = models.TextField(_("comment"))
    state = models.CharField(
        max_length=10, choices=[("open", _("to be settled")), ("settled", _("settled"))], default="open"
    )
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("id",)


class Answer(models.Model):
    """What was answered to a comment; `scope` is of the lines that whoever answered saw in its row."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"))
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("id",)


class Asking(models.Model):
    """That what is not known of a practice was asked: by an action of one of us, or by a request to partners."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="askings")
    row = models.CharField(max_length=12, choices=Row.choices)
    action = models.ForeignKey(Action, null=True, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
