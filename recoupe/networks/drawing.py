"""Drawing: a network out of cross-checked findings, by the rules of `languages/common/functions.toml`.

A function of the findings that are given: what stood on a document that was withdrawn is not there any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..crosscheck.model import Finding
from ..identifiers import digest
from .casting import Cast
from .model import Function, Network, Node, NodeKind, Tie
from .rules import Rule, holds, rules
from .told import DENIED, Told, narrowed, told

HAPPENED = frozenset({"held", "reported", "alleged"})
Ends = tuple[str, str, str, tuple[str, ...]]
PRECEDENCE = {NodeKind.CELL: 0, NodeKind.SERVICE: 1}


def drawn(findings: Iterable[Told | Finding | Mapping[str, Any]]) -> Network:
    """The network that findings tell of; each is a `Finding` of the engine, its stored JSON body, or what was made of either.

    What is planned, cancelled or denied by all who tell it is not drawn; what some deny is, and says that it is contradicted.
    """
    tolds = sorted((told(one) for one in findings), key=lambda one: one.key)
    read = [
        (one, rule) for one in tolds if _is_drawn(one) for rule in rules().get(one.kind, ()) if one.type in rule.types
    ]
    cast = Cast(read)
    nodes: dict[str, Node] = {}
    on: dict[str, set[str]] = defaultdict(set)
    tied: dict[Ends, list[tuple[Told, Rule]]] = defaultdict(list)
    for one, rule in read:
        for drawing in _drawings(cast, one, rule):
            tied[drawing.ends(rule)].append((drawing.told, rule))
            for node in (drawing.source, drawing.target, *drawing.through):
                known = nodes.get(node.key)
                if known is None or PRECEDENCE.get(node.kind, 9) < PRECEDENCE.get(known.kind, 9):
                    nodes[node.key] = node
                on[node.key].add(one.key)
    made = (replace(node, findings=tuple(sorted(on[key]))) for key, node in nodes.items())
    return Network(
        tuple(sorted(made, key=lambda node: (node.kind.value, node.key))),
        tuple(sorted((_tie(ends, rows) for ends, rows in tied.items()), key=lambda tie: tie.key)),
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """A tie as one finding tells it: `told` is narrowed to the texts that tell of both ends, and of this way."""

    source: Node
    target: Node
    through: tuple[Node, ...]
    told: Told

    def ends(self, rule: Rule) -> Ends:
        """What makes ties of several findings one."""
        source, target = self.source.key, self.target.key
        if rule.is_mutual and target < source:
            source, target = target, source
        return source, target, rule.function.value, tuple(node.key for node in self.through)


def _is_drawn(one: Told) -> bool:
    return one.is_standing and (one.status in HAPPENED or (one.status == DENIED and one.asserting > 0))


def _drawings(cast: Cast, one: Told, rule: Rule) -> Iterator[Drawing]:
    """The ties that a rule draws of a finding."""
    fitting = _fitting(rule, one)
    if not fitting:
        return
    stops = cast.nodes(one, rule.through, rule)
    sources = {
        node: texts & fitting for node, texts in cast.nodes(one, rule.by, rule).items() if node.kind in rule.by_kinds
    }
    if not any(sources.values()):
        yield from _without_source(cast, one, rule, fitting, stops)
        return
    for source, texts in sources.items():
        found = cast.nodes(one, rule.to, rule, source.key)
        targets = {node: told_by & texts for node, told_by in found.items() if _may_tie(rule, source, node)}
        if not any(targets.values()) and rule.else_to and not source.is_role:
            targets = {cast.missing(one, rule.else_to, source, texts): texts}
        for target, told_by in targets.items():
            for through, documents in _ways(stops, told_by):
                on_the_way = tuple(node for node in through if node.key not in (source.key, target.key))
                yield Drawing(source, target, on_the_way, narrowed(one, documents))


def _without_source(
    cast: Cast, one: Told, rule: Rule, fitting: set[str], stops: Mapping[Node, set[str]]
) -> Iterator[Drawing]:
    """Ties of which no text tells from whom: of a way from its first stop on, else of somebody who stands for those not named."""
    if not rule.else_by or not _may_stand_for_others(rule, one):
        return
    targets = cast.nodes(one, rule.to, rule, one.key)
    for target, texts in targets.items():
        if target.kind not in rule.to_kinds or target.is_role:
            continue
        for through, documents in _ways(stops, texts & fitting):
            source = through[0] if through else cast.missing(one, rule.else_by, target, documents)
            if source.key != target.key:
                yield Drawing(source, target, through[1:], narrowed(one, documents))


def _may_tie(rule: Rule, source: Node, target: Node) -> bool:
    """Whether a tie may be drawn: between two, of which one at least is no private person."""
    return target.kind in rule.to_kinds and target.key != source.key and not (target.is_role and source.is_role)


def _ways(stops: Mapping[Node, set[str]], texts: set[str]) -> Iterator[tuple[tuple[Node, ...], frozenset[str]]]:
    """The ways that texts tell, each with the texts that tell it so."""
    found: dict[tuple[Node, ...], set[str]] = defaultdict(set)
    for document in texts:
        found[tuple(node for node, told_by in stops.items() if document in told_by)].add(document)
    for way, documents in sorted(found.items(), key=lambda pair: [node.key for node in pair[0]]):
        yield way, frozenset(documents)


def _fitting(rule: Rule, one: Told) -> set[str]:
    """The texts of a finding whose words are those that a rule asks for."""
    documents = set(one.documents)
    if rule.words:
        documents &= {document for document, text in one.words if holds(text, rule.words)}
    if rule.not_words:
        documents -= {document for document, text in one.words if holds(text, rule.not_words)}
    return documents


def _may_stand_for_others(rule: Rule, one: Told) -> bool:
    """Whether somebody may be drawn whom the text does not name: not where it names one, nor for the way of a single person."""
    acting = [party for party in one.parties if party.role in rule.else_not]
    if any(party.identity for party in acting):
        return False
    return not rule.else_words or any(holds(party.text, rule.else_words) for party in acting)


def _tie(ends: Ends, drawings: Sequence[tuple[Told, Rule]]) -> Tie:
    source, target, function, through = ends
    rows = list(dict.fromkeys(one for one, _ in drawings))
    is_open = any(one.begins and not one.ends for one in rows)
    return Tie(
        key=digest([source, target, function, list(through)])[:32],
        source=source,
        target=target,
        function=Function(function),
        findings=tuple(sorted({one.key for one in rows})),
        begins=min((one.begins for one in rows if one.begins), default=None),
        ends=None if is_open else max((one.ends for one in rows if one.ends), default=None),
        first=min((one.first for one in rows if one.first), default=None),
        independent=independent(rows),
        grade=min((one.grade for one in rows), key=lambda grade: (grade[1:], grade[:1])),
        is_contradicted=any(one.is_contradicted for one in rows),
        through=through,
        is_alleged=all(one.status == "alleged" for one in rows),
        is_stop=all(rule.is_stop for _, rule in drawings),
        documents=tuple(sorted({document for one in rows for document in one.documents})),
    )


def independent(rows: Sequence[Told]) -> int:
    """How many sources are independent over several findings: those that share a document are one."""
    leader: dict[str, str] = {}

    def of(document: str) -> str:
        while (above := leader.setdefault(document, document)) != document:
            leader[document] = leader[above]
            document = above
        return document

    for origin in {origin for one in rows for origin in one.origins if origin}:
        for document in origin:
            leader[of(document)] = of(origin[0])
    return max(1, len({of(document) for document in tuple(leader)}))
