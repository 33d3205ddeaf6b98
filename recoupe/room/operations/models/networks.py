"""Networks: a named question of a group, and what is thought but not held.

A network keeps no node and no tie: its picture is drawn for each reader out of the findings that they may see, so that what is
withdrawn or marked anew is gone from it at once. What is kept is the question, and the hypotheses that people wrote on it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ...evidence.models import Scope
from ...taskforce.models import Cited, Group, Record


class By(TextChoices):
    """Which days a period is of."""

    FACT = "fact", _("the day of the fact")
    PUBLICATION = "publication", _("the day of publication")


class FunctionWord(TextChoices):
    """What ties two nodes, by its words; codes are those of `recoupe.networks.model.Function`."""

    RECRUITING = "recruiting", _("recruiting")
    INDOCTRINATION = "indoctrination", _("indoctrination")
    FUNDING = "funding", _("funding")
    TRAVEL = "travel", _("travel")
    LODGING = "lodging", _("lodging")
    LIAISON = "liaison", _("liaison")
    TRAINING = "training", _("training")
    BELONGING = "belonging", _("belonging to")
    DISMANTLING = "dismantling", _("dismantling")


class KindWord(TextChoices):
    """What a node is, by its words; codes are those of `recoupe.networks.model.NodeKind`."""

    CELL = "cell", _("cell")
    ORGANISATION = "organisation", _("organisation")
    SERVICE = "service", _("service")
    PLACE = "place", _("place")
    COUNTRY = "country", _("country")
    ROLE = "role", _("role of private persons")


class HypothesisState(TextChoices):
    """What became of a hypothesis."""

    OPEN = "open", _("not settled")
    CONFIRMED = "confirmed", _("confirmed by findings")
    REFUTED = "refuted", _("refuted by findings")
    DROPPED = "dropped", _("dropped")


SUPPOSABLE = [(kind.value, kind.label) for kind in KindWord if kind is not KindWord.ROLE]
"""Kinds of nodes that a hypothesis may be about: never a person, nor the role that stands for one."""


class Network(Record):
    """A question of a group: which part of what is found is looked at, and what for. Empty: no matter.

    `countries` and `functions` are codes with a space between them; `words` have to stand in the name of an end.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="networks")
    name = models.CharField(_("name"), max_length=120)
    aim = models.TextField(_("aim"), blank=True)
    countries = models.CharField(_("countries"), max_length=300, blank=True)
    functions = models.CharField(_("functions"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=12, choices=By.choices, default=By.FACT)
    words = models.CharField(_("words"), max_length=200, blank=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def function_words(self) -> list[str]:
        """The functions that it asks for, in words."""
        return [str(FunctionWord(code).label) for code in self.functions.split() if code in FunctionWord.values]

    @property
    def asks_for_some(self) -> bool:
        """Whether it leaves any function out."""
        return 0 < len(self.function_words) < len(FunctionWord)


class Hypothesis(Record):
    """A node or a tie that is not held, and what would settle it. It is about cells, organisations and places, never a person.

    An end is known by the key of the node that is held, or by a name and a kind where none is; a node by itself has no target and
    no function. `basis` becomes "changed" when what settled it does; `turn` is that of the findings that were known when it was
    last looked at.
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="hypotheses")
    source = models.CharField(_("from"), max_length=200)
    source_key = models.CharField(max_length=300, blank=True)
    source_kind = models.CharField(_("kind"), max_length=20, choices=SUPPOSABLE)
    target = models.CharField(_("to"), max_length=200, blank=True)
    target_key = models.CharField(max_length=300, blank=True)
    target_kind = models.CharField(_("kind"), max_length=20, choices=SUPPOSABLE, blank=True)
    function = models.CharField(_("function"), max_length=20, choices=FunctionWord.choices, blank=True)
    why = models.TextField(_("why it is thought"))
    confirms = models.TextField(_("what would confirm it"))
    refutes = models.TextField(_("what would refute it"))
    state = models.CharField(
        _("state"), max_length=10, choices=HypothesisState.choices, default=HypothesisState.OPEN, db_index=True
    )
    because = models.TextField(_("why so"), blank=True)
    basis = models.CharField(
        max_length=10, default="holds", choices=[("holds", _("holds")), ("changed", _("basis changed"))]
    )
    made = models.DateTimeField(auto_now_add=True)
    turn = models.BigIntegerField(default=0)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.source} – {self.target}" if self.target else self.source

    @property
    def is_tie(self) -> bool:
        """Whether it is of a tie, not of a node alone."""
        return bool(self.target)

    @property
    def is_settled(self) -> bool:
        """Whether findings settled it, one way or the other."""
        return self.state in (HypothesisState.CONFIRMED, HypothesisState.REFUTED)


class Bearing(Cited):
    """A finding that a hypothesis hangs on: one that holds an end of it, or one by which it was settled."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="citations")
    is_of_end = models.BooleanField(default=False)
