"""Identities: the same person, organisation, place, country or office over documents, spellings, scripts and languages.

The index is kept as documents come and go: only names that share a key with what changed are compared anew. What it answers
depends on the set of documents and the rulings alone, never on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..model import Entity, EntityKind, Evidence
from .assembling import Node, identity, reasons
from .joining import Joined, Pile, bears, joined, waits_for
from .linking import Edge, components, edges, strong
from .model import Identity, Ruling
from .naming import Naming, naming
from .ruled import ruled
from .scripts import folded

# A surname or acronym that more names than this bear is nobody's in particular.
MOST_BEARERS = 400
# What a document names beside a person that tells of which affair it speaks.
TELLING = ("organisation:", "office:", "geonames:", "place:")


@dataclass(frozen=True)
class Identities:
    """All identities at one time. `of` says which one an entity of a document is; it raises KeyError for what is unknown."""

    by_id: dict[str, Identity] = field(default_factory=dict)
    nodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    homes: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, document: str, entity: str) -> str:
        """The identity of an entity of a document."""
        node = self.nodes[document][entity]
        return self.homes.get(node, node)

    @cached_property
    def all(self) -> tuple[Identity, ...]:
        """All identities, by id."""
        return tuple(self.by_id[key] for key in sorted(self.by_id))


class IdentityIndex:
    """The names of many documents, and which of them are one."""

    def __init__(self) -> None:
        self._forms: dict[Entity, Entity] = {}
        self._documents: dict[str, dict[str, str]] = {}
        self._held: dict[str, tuple[tuple[Entity, str], ...]] = {}
        self._days: dict[str, int | None] = {}
        self._nodes: dict[str, Node] = {}
        self._keys: dict[str, frozenset[str]] = {}
        self._under: dict[str, set[str]] = {}
        self._waiting: dict[str, set[str]] = {}
        self._by_shown: dict[str, set[str]] = {}
        self._singles: dict[str, Identity] = {}
        self._stale: set[str] = set()
        self._loose: set[str] = set()  # weak keys whose bearers or waiters changed
        self._component: dict[str, str] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        self._links: dict[str, tuple[Edge, ...]] = {}
        self._joined: dict[str, Joined] = {}
        self._root: dict[str, str] = {}
        self._groups: dict[str, set[str]] = {}
        self._homes: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._built: dict[str, Identity] = {}
        self._is_changed = True
        self._last: tuple[tuple[Ruling, ...], dict[str, str], Identities] | None = None

    # --- documents ---------------------------------------------------------------------------------------------------

    def add(self, evidence: Evidence) -> None:
        """Take in what a document names; a document that is known is read anew."""
        document = evidence.document
        self.remove(document)
        published = evidence.provenance.published
        said = published.earliest or published.latest
        day = said.toordinal() if said else None
        offices = _offices_with_country(evidence.entities.values())
        nodes: dict[str, str] = {}
        held: list[tuple[Entity, str]] = []
        for number, key in enumerate(sorted(evidence.entities)):
            form = evidence.entities[key]
            if form.latitude is not None or form.longitude is not None:
                form = replace(form, latitude=None, longitude=None)
            if form.kind is EntityKind.PERSON and form.office and not form.country:
                form = replace(form, office=offices.get(form.office, form.office))
            form = self._forms.setdefault(form, form)
            name = naming(form)
            single = f"{form.kind.value}#{document}#{number}"
            if name.node or name.alone:
                node = name.node or single
                self._take(node, form, name, document, day)
            else:
                node = single
                alone = Node(form, name)
                alone.forms[form][document] = day
                self._singles[node] = identity(node, [alone])
            nodes[form.id] = node
            held.append((form, node))
        self._documents[document], self._days[document] = nodes, day
        self._held[document] = tuple(held)

    def _take(self, name: str, form: Entity, how: Naming, document: str, day: int | None) -> None:
        node = self._nodes.get(name)
        is_new = node is None or form not in node.forms
        if node is None:
            node = self._nodes[name] = Node(form, how)
        node.forms.setdefault(form, {})[document] = day
        if is_new:
            node.settle()
            self._post(name)
        self._stale.add(name)

    def remove(self, document: str) -> None:
        """Forget a document; nothing happens where it is unknown."""
        self._is_changed = True
        self._documents.pop(document, None)
        self._days.pop(document, None)
        for form, name in self._held.pop(document, ()):
            self._singles.pop(name, None)
            node = self._nodes.get(name)
            if node is None or form not in node.forms:
                continue
            self._stale.add(name)
            node.forms[form].pop(document, None)
            if not node.forms[form]:
                del node.forms[form]
                if node.forms:
                    node.settle()
                else:
                    del self._nodes[name]
                self._post(name)

    def _post(self, name: str) -> None:
        """Bring the keys of a name up to date; all that shares a key that came or went is compared anew."""
        node = self._nodes.get(name)
        before, after = self._keys.get(name, frozenset()), frozenset(node.keys if node else ())
        waits = {f"{node.naming.kind.value} {key}" for key in waits_for(node.naming)} if node else set()
        plain = name.partition(":")[2].partition(" (")[0].partition(" @")[0].replace(" ", "") or name
        self._move(self._by_shown, plain, name, node is not None)
        for key in before | after:
            self._move(self._under, key, name, key in after and (strong(key) or key not in waits))
            self._move(self._waiting, key, name, key in waits)
            if strong(key):
                self._stale |= self._under.get(key, set())
            self._loose.add(key)
        if node:
            self._keys[name] = after
        else:
            self._keys.pop(name, None)
        self._stale.add(name)

    @staticmethod
    def _move(postings: dict[str, set[str]], key: str, name: str, is_there: bool) -> None:
        if is_there:
            postings.setdefault(key, set()).add(name)
        elif key in postings:
            postings[key].discard(name)
            if not postings[key]:
                del postings[key]

    # --- what is one -------------------------------------------------------------------------------------------------

    def identities(self, rulings: Iterable[Ruling] = (), families: Mapping[str, str] | None = None) -> Identities:
        """All identities, with what people ruled. `families` (a document -> the original it copies) lets a private person be one
        over the copies of a text; by name alone he or she never is."""
        rulings, families = tuple(rulings), dict(families or {})
        if self._last and not self._is_changed and self._last[:2] == (rulings, families):
            return self._last[2]
        self._refresh()
        by_id = {**self._singles, **self._built}
        homes, documents = dict(self._homes), dict(self._documents)
        change = ruled(self, rulings, families)
        for gone in change.gone:
            by_id.pop(gone, None)
        by_id.update(change.built)
        homes.update(change.homes)
        for document, moved in change.moved.items():
            documents[document] = {**documents[document], **moved}
        found = Identities(by_id, documents, homes)
        self._last, self._is_changed = (rulings, families, found), False
        return found

    def _refresh(self) -> None:
        """Compare anew what shares a key with a name that came, went or changed."""
        if not self._stale and not self._loose:
            return
        region = self._reached(self._stale)
        gone = self._stale - region
        old = {self._component[name] for name in region | gone if name in self._component}
        dirty = {c for component in old for c in self._groups.get(self._root.get(component, component), {component})}
        for component in old:
            self._links.pop(component, None)
            self._members.pop(component, None)
        for name in gone:
            self._component.pop(name, None)
            self._joined.pop(name, None)
            self._homes.pop(name, None)
        links = edges(region, self.namings(region), self.shown(region), lambda name: self._keys[name])
        for members in components(region, links):
            self._members[members[0]] = members
            for name in members:
                self._component[name] = members[0]
            dirty.add(members[0])
        inside: dict[str, list[Edge]] = defaultdict(list)
        for link in links:
            inside[self._component[link.one]].append(link)
        self._links.update({component: tuple(used) for component, used in inside.items()})
        dirty |= self._rejoin(region)
        self._regroup(dirty)
        self._stale, self._loose = set(), set()

    def _reached(self, names: Iterable[str]) -> set[str]:
        """All names that are connected with some of these through shared strong keys."""
        found = {name for name in names if name in self._nodes}
        front, seen = list(found), set[str]()
        while front:
            for key in self._keys[front.pop()] - seen:
                if strong(key):
                    seen.add(key)
                    more = self._under[key] - found
                    found |= more
                    front += more
        return found

    def _rejoin(self, region: set[str]) -> set[str]:
        """Look again for whom short names can mean; the components that this may change."""
        loose = self._loose | {key for name in region for key in self._keys[name] if key in self._waiting}
        waiting = {name for key in loose for name in self._waiting.get(key, ())} & self._nodes.keys()
        dirty = set()
        pile = Pile(self._component.__getitem__, self._beside)
        for name in sorted(waiting):
            short, kind = self._nodes[name], self._nodes[name].naming.kind.value
            under = {key: self._under.get(f"{kind} {key}", ()) for key in waits_for(short.naming)}
            bearers = {
                other: self._nodes[other]
                for key, others in under.items()
                for other in others
                if len(others) <= MOST_BEARERS and bears(self._nodes[other].naming, key)
            }
            found = joined(name, short, bearers, self.shown([name, *bearers]), pile) if bearers else None
            component = self._component[name]
            dirty |= {component} | self._groups.get(self._root.get(component, component), set())
            if found:
                self._joined[name] = found
            else:
                self._joined.pop(name, None)
        return dirty

    def _beside(self, document: str) -> frozenset[str]:
        return frozenset(node for node in self._documents[document].values() if node.startswith(TELLING))

    def _regroup(self, dirty: set[str]) -> None:
        """Build the identities anew of the components that may have changed."""
        roots = {self._root.pop(component) for component in dirty if component in self._root}
        for root in roots:
            self._groups.pop(root, None)
            if number := self._numbers.pop(root, None):
                self._built.pop(number, None)
        fresh = set()
        for component in sorted(dirty):
            if component in self._members:
                root = self._follow(component)
                self._root[component] = root
                self._groups.setdefault(root, set()).add(component)
                fresh.add(root)
        for root in fresh:
            if number := self._numbers.pop(root, None):
                self._built.pop(number, None)
        for root in sorted(fresh):
            names = self.group(root)
            number = self.number(names)
            used = [link for component in self._groups[root] for link in self._links.get(component, ())]
            why = reasons([*used, *self.joins(names)])
            self._built[number] = identity(number, [self._nodes[name] for name in names], why)
            self._numbers[root] = number
            for name in names:
                self._homes[name] = number

    def _follow(self, component: str) -> str:
        """The component that one belongs to by the short names in it; itself where they agree on none."""
        path = [component]
        while True:
            targets = {
                self._component[found.target]
                for name in self._members[path[-1]]
                if (found := self._joined.get(name)) and found.target in self._component
            } - {path[-1]}
            if len(targets) != 1:
                return path[-1]
            target = targets.pop()
            if target in path:
                return min(path[path.index(target) :])
            path.append(target)

    # --- what rulings ask of the index -------------------------------------------------------------------------------

    def namings(self, names: Iterable[str]) -> dict[str, Naming]:
        """How names are compared."""
        return {name: self._nodes[name].naming for name in names}

    def shown(self, names: Iterable[str]) -> dict[str, str]:
        """How names are shown in reasons."""
        return {name: self._nodes[name].shown for name in names}

    def group(self, root: str) -> list[str]:
        """All names of an identity, by its root component."""
        return sorted(name for component in self._groups[root] for name in self._members[component])

    def beside(self, name: str) -> list[str]:
        """All names that are one with a name."""
        return self.group(self._root[self._component[name]])

    def identity_of(self, name: str) -> str:
        """The id of the identity of a name."""
        return self._homes[name]

    def node(self, name: str) -> Node | None:
        """A name with all its documents; None for one that stays in its document or is unknown."""
        return self._nodes.get(name)

    def keys(self, name: str) -> Iterable[str]:
        """The keys of a name."""
        return self._keys[name]

    def single(self, name: str) -> Identity | None:
        """The identity of a name that stays in its document."""
        return self._singles.get(name)

    def form(self, document: str, entity: str) -> tuple[Entity, str] | None:
        """An entity of a document as it is compared, and its node."""
        return next((row for row in self._held.get(document, ()) if row[0].id == entity), None)

    def forms(self, document: str) -> tuple[tuple[Entity, str], ...]:
        """The entities of a document as they are compared, with their nodes."""
        return self._held.get(document, ())

    def day(self, document: str) -> int | None:
        """The day of publication of a document, as an ordinal."""
        return self._days[document]

    def named(self, name: str) -> list[str]:
        """The nodes that are written like a name, accents and capitals aside."""
        plain = folded(name)
        keys = [f"{kind.value} {key}" for kind in EntityKind for key in (f"n:{plain.replace(' ', '')}", f"p:{plain}")]
        found = set(self._by_shown.get(plain.replace(" ", ""), ())).union(*(self._under.get(key, ()) for key in keys))
        if not found:
            found = set().union(*(self._under.get(f"{kind.value} r:{plain}", ()) for kind in EntityKind))
        return sorted(found)

    def joins(self, names: Iterable[str]) -> list[Edge]:
        """The links of short names among these."""
        inside = set(names)
        return [
            Edge(2, min(name, found.target), max(name, found.target), found.reason)
            for name in sorted(inside)
            if (found := self._joined.get(name)) and found.target in inside
        ]

    def number(self, names: Iterable[str]) -> str:
        """The id of an identity: that of the known organisation or person if all its names are here, else its first name."""
        inside = set(names)
        for name in sorted(inside):
            how = self._nodes[name].naming
            if how.row:
                known = f"{how.kind.value}:{folded(how.row)}"
                if self._under.get(f"{how.kind.value} r:{folded(how.row)}", set()) <= inside and (
                    known in inside or known not in self._nodes
                ):
                    return known
        return min(inside)


def _offices_with_country(entities: Iterable[Entity]) -> dict[str, str]:
    """Each office that a document names with one country alone -> the office with that country in parentheses."""
    found: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        if entity.kind is EntityKind.OFFICE:
            found[entity.name].add(entity.country or "")
    return {
        name: f"{name} ({min(countries)})"
        for name, countries in found.items()
        if len(countries) == 1 and min(countries)
    }
