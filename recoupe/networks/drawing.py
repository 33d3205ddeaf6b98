"""Drawing: a network out of cross-checked findings, by the rules of `languages/common/functions.toml`.

A function of the findings that are given: what stood on a document that was withdrawn is not there any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..crosscheck.model import Finding
from ..identifiers import digest
from .casting import Cast
from .model import Function, Network, Node, NodeKind, Tie
from .rules import Rule, holds, rules
from .told import Told, told

HAPPENED = frozenset({"held", "reported", "alleged"})
DENIED = "denied"
Ends = tuple[str, str, str, tuple[str, ...]]
PRECEDENCE = {NodeKind.CELL: 0, NodeKind.SERVICE: 1}


def drawn(findings: Iterable[Told | Finding | Mapping[str, Any]]) -> Network:
    """The network that findings tell of; each is a `Finding` of the engine, its stored JSON body, or what was made of either.

    What is planned, cancelled or denied by all who tell it is not drawn; what some deny is, and says that it is contradicted.
    """
    tolds = sorted((told(one) for one in findings), key=lambda one: one.key)
    read = [(one, rule) for one in tolds if _is_drawn(one) for rule in rules().get(one.kind, ()) if _applies(rule, one)]
    cast = Cast(read)
    nodes: dict[str, Node] = {}
    on: dict[str, set[str]] = defaultdict(set)
    tied: dict[Ends, list[Told]] = defaultdict(list)
    for one, rule in cast.read:
        for source, target, through in _pairs(cast, one, rule):
            ends = source.key, target.key, rule.function.value, tuple(node.key for node in through)
            if one not in tied[ends]:
                tied[ends].append(one)
            for node in (source, target, *through):
                known = nodes.get(node.key)
                if known is None or PRECEDENCE.get(node.kind, 9) < PRECEDENCE.get(known.kind, 9):
                    nodes[node.key] = node
                on[node.key].add(one.key)
    made = (replace(node, findings=tuple(sorted(on[key]))) for key, node in nodes.items())
    return Network(
        tuple(sorted(made, key=lambda node: (node.kind.value, node.key))),
        tuple(sorted((_tie(ends, rows) for ends, rows in tied.items()), key=lambda tie: tie.key)),
    )


def _is_drawn(one: Told) -> bool:
    return one.is_standing and (one.status in HAPPENED or (one.status == DENIED and one.asserting > 0))


def _applies(rule: Rule, one: Told) -> bool:
    if one.type not in rule.types:
        return False
    if rule.words and not any(holds(text, rule.words) for text in one.words):
        return False
    return not (rule.not_words and any(holds(text, rule.not_words) for text in one.words))


def _pairs(cast: Cast, one: Told, rule: Rule) -> Iterable[tuple[Node, Node, tuple[Node, ...]]]:
    """From whom to whom a rule draws ties of a finding, and by way of where."""
    sources = {node.key: node for node in cast.nodes(one, rule.by, rule) if node.kind in rule.by_kinds}
    through = tuple({node.key: node for node in cast.nodes(one, rule.through, rule)}.values())
    if not sources and through and _may_stand_for_others(rule, one):
        sources, through = {through[0].key: through[0]}, through[1:]  # the way as far as it is told
    if not sources and not (rule.else_by and _may_stand_for_others(rule, one)):
        return
    if not sources:
        targets = [node for node in cast.nodes(one, rule.to, rule, one.key) if node.kind in rule.to_kinds]
        for target in {node.key: node for node in targets}.values():
            yield cast.missing(one, rule.else_by, target), target, through
        return
    for source in sources.values():
        found = [node for node in cast.nodes(one, rule.to, rule, source.key) if node.kind in rule.to_kinds]
        targets = [node for node in found if node.key != source.key and not (node.is_role and source.is_role)]
        if not targets and rule.else_to and not source.is_role:
            targets = [cast.missing(one, rule.else_to, source)]
        for target in {node.key: node for node in targets}.values():
            stops = tuple(node for node in through if node.key not in (source.key, target.key))
            yield source, target, stops


def _may_stand_for_others(rule: Rule, one: Told) -> bool:
    """Whether somebody may be drawn whom the text does not name: not where it names one, nor for the way of a single person."""
    acting = [party for party in one.parties if party.role in rule.else_not]
    if any(party.identity for party in acting):
        return False
    return not rule.else_words or any(holds(party.text, rule.else_words) for party in acting)


def _tie(ends: Ends, rows: Sequence[Told]) -> Tie:
    source, target, function, through = ends
    return Tie(
        key=digest([source, target, function, list(through)])[:32],
        source=source,
        target=target,
        function=Function(function),
        findings=tuple(sorted({one.key for one in rows})),
        begins=min((one.begins for one in rows if one.begins), default=None),
        ends=None
        if any(one.begins and not one.ends for one in rows)
        else max((o.ends for o in rows if o.ends), default=None),
        first=min((one.first for one in rows if one.first), default=None),
        independent=independent(rows),
        grade=min((one.grade for one in rows), key=lambda grade: (grade[1:], grade[:1])),
        is_contradicted=any(one.is_contradicted for one in rows),
        through=through,
        is_alleged=all(one.status == "alleged" for one in rows),
    )


def independent(rows: Sequence[Told]) -> int:
    """How many sources are independent over several findings: those that share a document are one."""
    groups: list[set[str]] = []
    for origin in {origin for one in rows for origin in one.origins}:
        joined = set(origin)
        apart = []
        for group in groups:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return max(1, len(groups))
