"""Assembling: an identity from the names that are one: the name shown, all its names, the offices held, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from ..model import Entity, EntityKind
from .aliases import is_acronym
from .linking import Edge
from .model import Held, Identity, Named
from .naming import WITH_COUNTRY, Naming, naming, office_key, person_words
from .scripts import folded, is_latin

MOST_REASONS = 12


class Node:
    """One name over all documents: what it is said to be in each (`forms`), with the documents and their days."""

    __slots__ = ("forms", "naming")

    def __init__(self, form: Entity, name: Naming) -> None:
        self.naming = name
        self.forms: dict[Entity, dict[str, int | None]] = {form: {}}

    def settle(self) -> None:
        """Let the naming be that of the first form in alphabetical order, whichever came first."""
        self.naming = naming(min(self.forms, key=_order) if len(self.forms) > 1 else next(iter(self.forms)))

    @property
    def keys(self) -> set[str]:
        """The keys of all forms, with the kind before a blank."""
        kind = self.naming.kind.value
        return {f"{kind} {key}" for form in self.forms for key in naming(form).keys}

    @property
    def offices(self) -> frozenset[str]:
        """The offices that the name is said to hold, over languages."""
        return frozenset(filter(None, (office_key(form.office, form.country) for form in self.forms)))

    @property
    def days(self) -> Mapping[str, int | None]:
        """The documents that give the name, with the day of publication as an ordinal."""
        return {document: day for documents in self.forms.values() for document, day in documents.items()}

    @property
    def shown(self) -> str:
        """The most frequent spelling."""
        if len(self.forms) == 1:
            return next(iter(self.forms)).name
        counts = Counter[str]()
        for form, documents in self.forms.items():
            counts[form.name] += len(documents)
        return min(counts, key=lambda name: (-counts[name], name))


def _order(form: Entity) -> tuple[str, ...]:
    return (form.name, form.id, form.acronym or "", form.country or "", form.office or "", *form.aliases)


def identity(number: str, nodes: Collection[Node], reasons: Iterable[str] = ()) -> Identity:
    """The identity of nodes that are one. Each member once; names in alphabetical order."""
    counts: Counter[str] = Counter()
    acronyms: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    names: set[str] = set()
    members: list[tuple[str, str]] = []
    for node in nodes:
        for form, documents in node.forms.items():
            size = len(documents)
            counts[form.name] += size
            kinds[form.kind.value] += size
            names |= {form.name, *form.aliases}
            if acronym := form.acronym or (form.name if is_acronym(form.name) else None):
                acronyms[acronym] += size
            if country := form.country or node.naming.country:
                countries[country] += size
            members += [(document, form.id) for document in documents]
    members.sort()
    kind = EntityKind(_most(kinds))
    return Identity(
        number,
        kind,
        shown_name(kind, counts),
        tuple(sorted(names)),
        tuple(Named(document, entity) for document, entity in members),
        tuple(dict.fromkeys(reasons))[:MOST_REASONS],
        _most(acronyms) or None,
        _most(countries) or None,
        any(form.is_public for node in nodes for form in node.forms),
        offices_held(nodes) if kind is EntityKind.PERSON else (),
    )


def _most(counts: Mapping[str, int]) -> str:
    """What was counted most, the first in alphabetical order of those that tie; empty where nothing was counted."""
    if len(counts) < 2:
        return next(iter(counts), "")
    return min(counts, key=lambda name: (-counts[name], name))


def shown_name(kind: EntityKind, counts: Mapping[str, int]) -> str:
    """The name to show: full rather than a surname or an acronym, in Latin letters if there is one, then the most frequent, the
    one with its accents, the first in alphabetical order."""

    def rank(name: str) -> tuple[bool, bool, int, int, str]:
        is_short = len(person_words(name)) < 2 if kind is EntityKind.PERSON else is_acronym(name)
        return is_short, not is_latin(name), -counts[name], -sum(not c.isascii() for c in name), name

    return min(counts, key=rank) if len(counts) > 1 else next(iter(counts))


def offices_held(nodes: Collection[Node]) -> tuple[Held, ...]:
    """The offices that a person is said to hold, in the order of time: from the first document that says so to the last."""
    names: dict[str, Counter[str]] = {}
    said: dict[str, dict[str, int | None]] = {}
    for node in nodes:
        for form, documents in node.forms.items():
            if form.office:
                country = form.country or node.naming.country
                key = office_key(form.office, country) or folded(form.office)
                told = WITH_COUNTRY.fullmatch(form.office)
                label = f"{form.office} ({country})" if country and not told else form.office
                names.setdefault(key, Counter())[label] += len(documents)
                said.setdefault(key, {}).update(documents)
    found = []
    for key, documents in said.items():
        days = sorted(day for day in documents.values() if day is not None)
        begins, ends = (_iso(days[0]), _iso(days[-1])) if days else (None, None)
        found.append(Held(_most(names[key]), begins, ends, tuple(sorted(documents))))
    return tuple(sorted(found, key=lambda held: (held.begins or "9999", held.ends or "", held.office)))


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def reasons(edges: Iterable[Edge]) -> list[str]:
    """The reasons of links, those of persons first; "the same name" is none where nothing differs."""
    return [edge.reason for edge in sorted(edges, key=lambda e: (e.strength, e.reason)) if edge.reason]
