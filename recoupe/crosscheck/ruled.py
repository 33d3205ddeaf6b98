"""Ruled: identities as people ruled them. "Same" and "not same" win over every rule, and hold for documents yet to come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ..model import Entity, EntityKind
from .assembling import Node, identity, reasons
from .linking import Edge, edges, kept_apart
from .model import Identity, Ruling, RulingKind, ruling_id
from .naming import naming

if TYPE_CHECKING:
    from .identities import IdentityIndex

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ruled:
    """What rulings change: identities that are gone, those built instead, the homes of nodes, and entities that have a node of
    their own."""

    gone: frozenset[str] = frozenset()
    built: Mapping[str, Identity] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Pinned(NamedTuple):
    """An entity of one document that a ruling names, apart from all others of its name."""

    document: str
    entity: str
    node: str


def in_force(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The rulings on identities that hold: none of those that another one in force takes back. Each once, in order of time."""
    listed = {ruling_id(ruling): ruling for ruling in rulings}
    takers: dict[str, list[str]] = defaultdict(list)
    for key, ruling in listed.items():
        if ruling.kind is RulingKind.TAKE_BACK:
            takers[ruling.subject].append(key)

    def holds(key: str) -> bool:
        # A ruling's id is a hash over the id that it takes back: no circle can be made.
        return not any(holds(taker) for taker in takers.get(key, ()))

    kept = [key for key in listed if listed[key].kind in (RulingKind.SAME, RulingKind.NOT_SAME) and holds(key)]
    return [listed[key] for key in sorted(kept, key=lambda key: (listed[key].at, key))]


def ruled(index: IdentityIndex, rulings: Iterable[Ruling], families: Mapping[str, str]) -> Ruled:
    """What rulings, and private persons in copies of one text, change of the identities of an index."""
    holding = in_force(rulings)
    pins: dict[str, Pinned] = {}
    decided: dict[Pair, Ruling] = {}
    for ruling in holding:
        for one in _nodes(index, ruling.subject, pins):
            for other in _nodes(index, ruling.other, pins):
                if one != other and _kind(index, one, pins) is _kind(index, other, pins):
                    decided[min(one, other), max(one, other)] = _later(
                        decided.get((min(one, other), max(one, other))), ruling
                    )
    links = [
        Edge(0, *pair, _words(ruling)) for pair, ruling in sorted(decided.items()) if ruling.kind is RulingKind.SAME
    ]
    apart = [pair for pair, ruling in decided.items() if ruling.kind is RulingKind.NOT_SAME]
    links += in_copies(index, families)
    touched = {name for pair in (*apart, *((e.one, e.other) for e in links)) for name in pair}
    return _rebuilt(index, touched, links, apart, pins) if touched else Ruled()


def _later(one: Ruling | None, other: Ruling) -> Ruling:
    """Of two rulings on one pair the later; "not same" where they are of one time."""
    if one is None or one.at < other.at:
        return other
    return one if one.at > other.at or one.kind is RulingKind.NOT_SAME else other


def _words(ruling: Ruling) -> str:
    by = f" by {ruling.by}" if ruling.by else ""
    return f"ruled the same{by}: {ruling.why}" if ruling.why else f"ruled the same{by}"


def _nodes(index: IdentityIndex, subject: str, pins: dict[str, Pinned]) -> list[str]:
    """The nodes that a ruling's subject names: the id of an identity or node, "document#entity", or a name."""
    if index.single(subject) or index.node(subject):
        return [subject]
    document, sign, entity = subject.partition("#")
    if sign and (row := index.form(document, entity)):
        node = row[1]
        if index.node(node) is None:
            return [node]
        pinned = f"{node} @ {document}#{entity}"
        pins[pinned] = Pinned(document, entity, node)
        return [pinned]
    head, colon, rest = subject.partition(":")
    if colon and head in set(EntityKind):
        return [name for name in index.named(rest.partition(" (")[0]) if name.startswith(f"{head}:")]
    return index.named(subject)


def _kind(index: IdentityIndex, name: str, pins: Mapping[str, Pinned]) -> EntityKind:
    name = pins[name].node if name in pins else name
    node, single = index.node(name), index.single(name)
    return node.naming.kind if node else single.kind if single else EntityKind.ROLE


def in_copies(index: IdentityIndex, families: Mapping[str, str]) -> list[Edge]:
    """Private persons of one full name in copies of one text are one."""
    texts: dict[str, list[str]] = defaultdict(list)
    for document, original in families.items():
        texts[original].append(document)
    found = []
    for _, documents in sorted(texts.items()):
        if len(documents) < 2:
            continue
        named: dict[str, list[str]] = defaultdict(list)
        for document in sorted(documents):
            for form, node in index.forms(document):
                if form.kind is EntityKind.PERSON and len(units := naming(form).units) > 1:
                    named["".join(units)].append(node)
        for nodes in named.values():
            first, *others = sorted(set(nodes))
            found += [Edge(1, first, other, "the same name in copies of one text") for other in others]
    return found


def _rebuilt(
    index: IdentityIndex, touched: set[str], links: list[Edge], apart: list[Pair], pins: Mapping[str, Pinned]
) -> Ruled:
    """The identities that hold one of the touched names, built anew under the rulings."""
    singles = {name for name in touched if index.single(name)}
    region = {
        name for start in touched - singles for name in index.beside(pins[start].node if start in pins else start)
    }
    every = edges(region, index.namings(region), index.shown(region), index.keys, pairwise=True)
    every += index.joins(region)
    every += [Edge(1, min(pin.node, name), max(pin.node, name), "") for name, pin in pins.items() if name in touched]
    groups, used = kept_apart(region | touched, [*every, *links], apart)
    nodes = {name: _without(index, name, pins) for name in region}
    moved: dict[str, dict[str, str]] = defaultdict(dict)
    for name in touched - region:
        if name in pins:
            document, entity, _ = pins[name]
            moved[document][entity] = name
            form = next(form for form, _ in index.forms(document) if form.id == entity)
        else:
            document = name.split("#")[1]
            form = next(form for form, node in index.forms(document) if node == name)
        nodes[name] = _only(index, document, form)
    gone = frozenset({index.identity_of(name) for name in region} | singles)
    why: dict[str, list[Edge]] = defaultdict(list)
    home = {name: number for number, names in enumerate(groups) for name in names}
    for edge in used:
        why[str(home[edge.one])].append(edge)
    built, homes = {}, {}
    for number, names in enumerate(groups):
        filled = [name for name in names if nodes[name].forms]
        if not filled:
            continue
        known = [name for name in names if index.node(name)]
        identifier = index.number(known) if known and len(known) == len(names) else min(names)
        built[identifier] = identity(identifier, [nodes[name] for name in filled], reasons(why[str(number)]))
        homes.update(dict.fromkeys(names, identifier))
    return Ruled(gone, built, homes, dict(moved))


def _without(index: IdentityIndex, name: str, pins: Mapping[str, Pinned]) -> Node:
    """A node less the entities that have one of their own."""
    node = index.node(name)
    assert node is not None
    taken = {(pin.document, pin.entity) for pin in pins.values() if pin.node == name}
    if not taken:
        return node
    rest = Node(next(iter(node.forms)), node.naming)
    rest.forms = {
        form: kept
        for form, documents in node.forms.items()
        if (kept := {d: day for d, day in documents.items() if (d, form.id) not in taken})
    }
    return rest


def _only(index: IdentityIndex, document: str, form: Entity) -> Node:
    """A node of one entity of one document."""
    node = Node(form, naming(form))
    node.forms[form][document] = index.day(document)
    return node
