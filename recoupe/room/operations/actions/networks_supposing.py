"""Supposing: write down what is thought but not held, and what would settle it; settle it by findings, or drop it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ....errors import UsageError
from ....networks.model import Node, NodeKind
from ....query import folded
from ...access import Clearance, visible
from ...evidence import models as ev
from ...evidence.counting import last_turn
from ...people.models import Person
from ...taskforce.actions.changing import changed, made
from ...taskforce.basis import cite, scope_cited, scope_with
from ...taskforce.models import Member
from ..drawing import whole
from ..models import Bearing, Hypothesis, HypothesisState, Network
from ..models.networks import SUPPOSABLE, FunctionWord
from ..persons import is_of_a_person
from ..sketch import name_of
from ..whole import Whole

ACTION = "network.draw"
MOST_LOOKED_AT = 200  # findings of a node, among which the one is sought that most may read


@dataclass(frozen=True)
class End:
    """A node as a form names it, with the node that is held where there is one; `kind` is asked where none is."""

    name: str
    kind: str
    held: Node | None = None

    @property
    def fields(self) -> tuple[str, str, str]:
        """Name, key and kind as they are kept."""
        if self.held:
            return self.held.name[:200], self.held.key[:300], str(self.held.kind)
        return self.name, "", self.kind


@dataclass(frozen=True)
class Supposed:
    """What a form says of a hypothesis; without a target it is of a node alone."""

    source: str
    source_kind: str = ""
    target: str = ""
    target_kind: str = ""
    function: str = ""
    why: str = ""
    confirms: str = ""
    refutes: str = ""


def suppose(person: Person, network: Network, said: Supposed) -> Hypothesis:
    """Write a hypothesis down. Raises UsageError where it is about a person, or does not say what would settle it."""
    clearance = Clearance.of(person)
    fields, ends = as_kept(said, whole(clearance), clearance)
    findings = []
    for field, end in zip(("source", "target"), ends, strict=False):
        if end.held and (finding := finding_of(end.held, network, clearance)):
            fields[field] = name_told(end.held, finding)[:200]
            findings.append(finding)
    turn = last_turn()
    with transaction.atomic():
        row = Hypothesis(network=network, scope=scope_cited(findings), turn=turn.pk if turn else 0, **fields)
        made(person, ACTION, row)
        for finding in findings:
            cite(finding, Bearing, hypothesis=row, is_of_end=True)
    return row


def reword(person: Person, row: Hypothesis, version: int, why: str, confirms: str, refutes: str) -> Hypothesis:
    """Say otherwise why it is thought, and what would settle it; what it is about stays."""
    changed(person, ACTION, row, version, **settling(why, confirms, refutes))
    return row


def settle(
    person: Person, row: Hypothesis, version: int, state: str, because: str, findings: Sequence[ev.Finding] = ()
) -> Hypothesis:
    """Say what became of a hypothesis, and why; confirmed and refuted is by findings. It can be opened again."""
    if state not in HypothesisState.values:
        raise UsageError(state[:20], _("it is no state of a hypothesis"), _("open, confirmed, refuted or dropped"))
    if not because.strip():
        raise UsageError(_("hypothesis"), _("what becomes of it needs a reason"), _("say why"))
    if state in (HypothesisState.CONFIRMED, HypothesisState.REFUTED) and not findings:
        raise UsageError(
            _("hypothesis"), _("only a finding settles it"), _("choose the findings that do; without one, drop it")
        )
    clearance = Clearance.of(person)
    turn = last_turn()
    with transaction.atomic():
        nodes = whole(clearance).nodes
        held = [nodes[key] for key in (row.source_key, row.target_key) if key in nodes]
        ends = [finding for node in held if (finding := finding_of(node, row.network, clearance))]
        scope = scope_with(row.scope, [*ends, *findings])
        fields: dict[str, Any] = {"state": state, "because": because.strip(), "basis": "holds", "scope": scope}
        changed(person, ACTION, row, version, turn=turn.pk if turn else 0, **fields)
        row.citations.all().delete()
        for some, is_of_end in ((ends, True), (findings, False)):
            for finding in some:
                cite(finding, Bearing, hypothesis=row, is_of_end=is_of_end)
    return row


def as_kept(said: Supposed, drawn: Whole, clearance: Clearance) -> tuple[dict[str, Any], list[End]]:
    """The fields of a hypothesis, and its ends."""
    source = an_end(said.source, said.source_kind, drawn, clearance)
    target = an_end(said.target, said.target_kind, drawn, clearance) if said.target.strip() else None
    if target and said.function not in FunctionWord.values:
        raise UsageError(_("hypothesis"), _("it does not say what ties the two"), _("choose a function"))
    if target and folded(target.name) == folded(source.name):
        raise UsageError(source.name, _("it is tied to itself"), _("name another end, or none"))
    if not target and source.held:
        raise UsageError(
            source.name, _("it is held already"), _("say what ties it to another, or name what is not held")
        )
    fields: dict[str, Any] = dict(zip(("source", "source_key", "source_kind"), source.fields, strict=True))
    fields |= dict(zip(("target", "target_key", "target_kind"), target.fields if target else ("", "", ""), strict=True))
    fields["function"] = said.function if target else ""
    return fields | settling(said.why, said.confirms, said.refutes), [source, *([target] if target else [])]


def settling(why: str, confirms: str, refutes: str) -> dict[str, str]:
    """Why it is thought and what would settle it, all of which it has to say."""
    for text, missing in (
        (why, _("it does not say why it is thought")),
        (confirms, _("it does not say what would confirm it")),
        (refutes, _("it does not say what would refute it")),
    ):
        if not text.strip():
            raise UsageError(_("hypothesis"), missing, _("a hypothesis that nothing can settle is not kept"))
    return {"why": why.strip(), "confirms": confirms.strip(), "refutes": refutes.strip()}


def an_end(name: str, kind: str, drawn: Whole, clearance: Clearance) -> End:
    """An end of a hypothesis: a node that is held, or a new one of a kind. Raises UsageError for a person and for a role."""
    name = " ".join(name.split())[:200]
    if not name:
        raise UsageError(
            _("hypothesis"), _("it is about nothing"), _("name a cell, an organisation, a service or a place")
        )
    called = called_so(name, drawn)
    held = next((node for node in called if node.kind is not NodeKind.ROLE), None)
    if held is None and (called or is_of_a_person(name, drawn, clearance)):
        raise UsageError(
            name,
            _("no hypothesis is written about a person, nor about the role that stands for one"),
            _("name the cell, the organisation or the place that it is about"),
        )
    if held is None and kind not in dict(SUPPOSABLE):
        raise UsageError(name, _("it is not held, and its kind is not said"), _("choose what kind of thing it is"))
    return End(name, kind, held)


def called_so(name: str, drawn: Whole) -> list[Node]:
    """The nodes that texts call so, or that the page shows by that name in the language of who writes."""
    if found := drawn.named(name):
        return found
    sought = folded(name)
    return [node for node in map(drawn.node, range(drawn.columns.nodes)) if folded(name_of(node)) == sought]


def name_told(node: Node, finding: ev.Finding) -> str:
    """What a node is called in the finding that holds it for its readers: its writer may know it by the words of another text."""
    if node.called or node.kind is NodeKind.COUNTRY:
        return name_of(node)
    return next((part["text"] for part in finding.body["participants"] if part["identity"] == node.key), node.name)


def finding_of(node: Node, network: Network, clearance: Clearance) -> ev.Finding | None:
    """The finding that holds a node and that most of the group may read: who may not, is not told of the node by a hypothesis."""
    keys = visible(ev.Finding, clearance).filter(key__in=node.findings[:MOST_LOOKED_AT]).values_list("key", flat=True)
    told = ev.Finding.objects.filter(key__in=list(keys)).select_related("scope")  # also as told to those who read less
    rows = [row for row in told if clearance.labels.issuperset(row.scope.part)]
    members = Member.objects.filter(group=network.group).select_related("person__service")
    labels = [Clearance.of(member.person).labels for member in members]
    ranked = sorted(rows, key=lambda row: (-readers(row.scope.part, labels), -row.weight, row.pk))
    return ranked[0] if ranked else None


def readers(part: Iterable[int], labels: Iterable[frozenset[int]]) -> int:
    """How many of those who read these labels may read all of a part."""
    wanted = set(part)
    return sum(wanted <= some for some in labels)
