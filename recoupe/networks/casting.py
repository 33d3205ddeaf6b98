"""Casting: who takes part in a finding, as a node of a network: by function and body, and never a private person by name.

Words of a text that name nobody known are compared with the languages' lists and then forgotten: no node is ever called by them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .cells import Id, Sighting, resolved, spoken
from .model import Node, NodeKind
from .rules import Rule, endings, head, possessives, role_of, spelt, unnamed, words
from .told import Party, Told
from .where import country_name, named_in, of_country, of_place

OWNED = re.compile(r"\(([A-Z]{2})\)$")
"""The country at the end of an identity ("organisation:police federale (BE)")."""


@dataclass(frozen=True, slots=True)
class Names:
    """What bodies and places are called in the findings at hand: identity and name as shown, by the words of each name."""

    bodies: Mapping[tuple[str, ...], tuple[str, str]]
    places: Mapping[tuple[str, ...], tuple[str, str]]

    def body(self, text: str) -> tuple[str, str] | None:
        """The body that a text names, the longest name first."""
        return _inside(spelt(text), self.bodies)

    def place(self, text: str) -> tuple[str, str] | None:
        """The place that a text names."""
        return _inside(spelt(text), self.places) or named_in(text)


def names(tolds: Iterable[Told]) -> Names:
    """The names of bodies and places, out of the findings that are drawn."""
    bodies: dict[tuple[str, ...], tuple[str, str]] = {}
    places: dict[tuple[str, ...], tuple[str, str]] = {}
    for told in tolds:
        for party in told.parties:
            if party.identity and party.identity.startswith("organisation:"):
                bodies.setdefault(spelt(party.text), (party.identity, party.text))
            elif party.identity and party.identity.startswith("geonames:"):
                places.setdefault(spelt(party.text), (party.identity, party.text))
        if told.place and told.place_name:
            places.setdefault(spelt(told.place_name), (told.place, told.place_name))
        if told.place and (name := of_place(told.place)[0]):
            places.setdefault(spelt(name), (told.place, told.place_name or name))
    return Names(bodies, places)


def _inside(spoken: tuple[str, ...], known: Mapping[tuple[str, ...], tuple[str, str]]) -> tuple[str, str] | None:
    for size in range(min(len(spoken), 8), 0, -1):
        for at in range(len(spoken) - size + 1):
            if found := known.get(spoken[at : at + size]):
                return found
    return None


class Cast:
    """The nodes of all who take part in the findings that are drawn."""

    def __init__(self, rows: Iterable[tuple[Told, Rule]]) -> None:
        read = list(rows)
        self._names = names(dict.fromkeys(told for told, _ in read))
        found: dict[Id, Sighting] = {}
        for told, rule in read:
            for party in told.parties:
                if party.role in (*rule.by, *rule.to) and self._is_cell(party, rule):
                    for one in self._sightings(told, party, rule):
                        known = found.get(one.id)
                        if known is None or (one.place, one.country) > (known.place, known.country):
                            found[one.id] = one
        self._cells = resolved(found.values())

    def nodes(self, told: Told, roles: Iterable[str], rule: Rule, owner: str = "") -> dict[Node, set[str]]:
        """Who stands in some roles of a finding, with the texts that say so; `owner` is whose private persons these are.

        "The cell" of two texts may be two: that both say the same of it is then no confirmation.
        """
        found: dict[Node, set[str]] = {}
        for role in roles:
            for party in told.parties:
                if party.role != role:
                    continue
                for document in party.documents:
                    if (node := self._node(told, party, rule, owner, document)) is not None:
                        found.setdefault(node, set()).add(document)
        return found

    def missing(self, told: Told, code: str, owner: Node, documents: Container[str]) -> Node:
        """Who or what has to be there though none of the texts names it: a house, a recruit, a donor, a service."""
        kind = unnamed(code)
        if kind is NodeKind.SERVICE:
            return service(told.country or owner.country)
        if kind is NodeKind.PLACE:
            return self._house(told, code, owner.key, documents)
        return role(code, owner.key)

    def _node(self, told: Told, party: Party, rule: Rule, owner: str, document: str) -> Node | None:
        if party.role == "place" and rule.to_words:
            is_house = not party.identity and bool(set(head(party.text)) & words(rule.to_words))
            return self._house(told, "house", owner, (document,), party.text) if is_house else None
        if party.identity:
            return named(party, is_service=NodeKind.SERVICE in rule.by_kinds and party.role in rule.by)
        if self._is_cell(party, rule):
            return self._cells.get((told.key, document, party.text))
        spoken_words = set(head(party.text))
        if spoken_words & words("representatives") and (body := self._names.body(party.text)):
            return named(Party(party.role, body[1], body[0]))
        if spoken_words & words("services") and NodeKind.SERVICE in rule.by_kinds:
            return service(told.country or "")
        code = next((code for word in head(party.text)[::-1] if (code := role_of(word))), "")
        if code and party.role in rule.to and rule.to_role:
            code = rule.to_role
        return role(code, owner or told.key) if code else None

    def _is_cell(self, party: Party, rule: Rule) -> bool:
        """Whether the words name a cell: "une cellule", "le réseau de Lyon", "members of the cell", "ses membres", "le groupe"."""
        if party.identity or party.role == "place" or set(spelt(party.text)) & words("of_others"):
            return False
        opening = set(head(party.text))
        if opening & words("cells") or (rule.takes_groups and opening & words("groups")):
            return True
        if not opening & words("representatives") or not rule.takes_groups:
            return False
        return bool(set(spelt(party.text)) & words("cells")) or spelt(party.text)[0] in possessives()

    def _sightings(self, told: Told, party: Party, rule: Rule) -> Iterator[Sighting]:
        spoken_words = [word for word in spelt(party.text) if word not in endings()]
        is_many = bool(set(spoken_words[:2]) & words("many"))
        acting = (country_of(one.identity) for one in told.parties if one.role in rule.by)
        known = (told.country or next((code for code in acting if code), "")) if rule.is_place_of_cell else ""
        for document in party.documents:
            place = self._names.place(party.text)
            is_place = rule.is_place_of_cell and (told.place or "").startswith("geonames:")
            if place is None and is_place and told.is_placed_by((document,)):
                place = told.place or "", told.place_name or of_place(told.place)[0]
            identity, name = place or ("", "")
            country = of_place(identity)[1] if place else known
            of = told.key, document, party.text
            yield Sighting(of, told.first or told.day, is_many, told.documents, identity, name, country)

    def _house(self, told: Told, code: str, owner: str, documents: Container[str], text: str = "") -> Node:
        place = self._names.place(text)
        if place is None and told.place and told.is_placed_by(documents):
            place = told.place, told.place_name
        name, country, point = of_place(place[0]) if place else ("", "", None)
        latitude, longitude = point or (None, None)
        shown = (place[1] if place else "") or name
        key = f"{code}:{place[0] if place else ''}:{owner}"
        return Node(key, NodeKind.PLACE, spoken(code, shown), country, latitude, longitude, called=code, place=shown)


def named(party: Party, is_service: bool = False) -> Node | None:
    """The node of one who is known over documents: a country, a place, a body or an office; none for a person."""
    identity = party.identity or ""
    if re.fullmatch(r"[A-Z]{2}", identity):
        latitude, longitude = of_country(identity) or (None, None)
        return Node(f"country:{identity}", NodeKind.COUNTRY, country_name(identity), identity, latitude, longitude)
    sort, _, rest = identity.partition(":")
    if sort == "geonames":
        _, country, point = of_place(identity)
        latitude, longitude = point or (None, None)
        return Node(identity, NodeKind.PLACE, party.text, country, latitude, longitude)
    if sort not in ("organisation", "office"):
        return None
    opening = set(head(party.text)) | set(head(rest))
    kind = NodeKind.ORGANISATION
    if opening & words("cells") and not set(spelt(party.text)) & words("of_others"):
        kind = NodeKind.CELL
    elif is_service or sort == "office" or opening & words("services"):
        kind = NodeKind.SERVICE
    return Node(identity, kind, party.text, country_of(identity))


def country_of(identity: str | None) -> str:
    """The country of a body by its identity, or of a country itself; "" where it does not tell."""
    if identity and re.fullmatch(r"[A-Z]{2}", identity):
        return identity
    found = OWNED.search(identity or "")
    return found[1] if found else ""


def service(country: str) -> Node:
    """A service of a country of which the texts do not tell which."""
    latitude, longitude = of_country(country) or (None, None)
    place = country_name(country) if country else ""
    made = Node(f"service:{country}", NodeKind.SERVICE, spoken("service", place), country, latitude, longitude)
    return replace(made, called="service", place=place, is_vague=True)


def role(code: str, owner: str) -> Node:
    """Private persons of an owner, by what they do; those of two owners are never one."""
    return Node(f"role:{code}:{owner}", NodeKind.ROLE, spoken(code), called=code)
