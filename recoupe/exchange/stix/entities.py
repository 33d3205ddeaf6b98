"""Entities: organisations, offices, groups, persons in public office and roles as identities, countries and places as locations."""

from __future__ import annotations

from typing import Any

from stix2.v21 import Identity, Location

from ...model import Document, Entity, EntityKind
from ..loading import COUNTRY
from .vocabulary import WORDS, identifier


def entity_id(by: str, entity: Entity, document: Document) -> str:
    """The identifier of an entity: one over all documents where its id names one thing in the world, otherwise one a document."""
    type = "location" if is_located(entity) else "identity"
    if is_of_one_document(entity):
        return identifier(type, by, entity.kind, entity.id, document.id)
    return identifier(type, by, entity.kind, entity.id)


def is_of_one_document(entity: Entity) -> bool:
    """Whether an id says nothing outside its document: "P-01" is another person in the next bundle, "networks" other networks."""
    if entity.kind is EntityKind.OFFICE:
        return entity.country is None
    return entity.kind in (EntityKind.ROLE, EntityKind.GROUP)


def is_located(entity: Entity) -> bool:
    """Whether STIX can tell it as a location, which has to have a country or coordinates."""
    return entity.kind in (EntityKind.COUNTRY, EntityKind.PLACE) and bool(where(entity))


def where(entity: Entity) -> dict[str, Any]:
    """Country and coordinates of a place, as far as they are known."""
    found: dict[str, Any] = {}
    country = entity.id if entity.kind is EntityKind.COUNTRY else entity.country
    if country and COUNTRY.fullmatch(country):
        found["country"] = country
    if entity.latitude is not None and entity.longitude is not None:
        found |= {"latitude": entity.latitude, "longitude": entity.longitude}
    return found


def told_entity(id: str, entity: Entity, aliases: list[str], common: dict[str, Any]) -> Identity | Location:
    """An entity as an object; `aliases` are its other names in all documents that it stands for."""
    names = [name for name in dict.fromkeys([*aliases, entity.acronym or ""]) if name and name != entity.name]
    name = entity.name or entity.id or "?"
    called = {"description": f"Also: {', '.join(names)}."} if names else {}
    if is_located(entity):
        return Location(id=id, name=name, **where(entity), **called, **common)
    roles = [entity.name] if entity.kind is EntityKind.OFFICE else [entity.office] if entity.office else []
    by_class = WORDS["identity_class"].get(entity.kind, "unknown")
    return Identity(id=id, name=name, identity_class=by_class, **called, **common, **some(roles=roles))


def words_id(by: str, words: str, document: Document) -> str:
    """The identifier of an end of a link that no entity is: the document's words."""
    return identifier("identity", by, "words", words, document.id)


def told_words(id: str, words: str, common: dict[str, Any]) -> Identity:
    """The document's words for somebody or something, as an identity of unknown class."""
    return Identity(id=id, name=words or "?", identity_class="unknown", **common)


def some(**fields: Any) -> dict[str, Any]:
    """Those fields that say something: STIX has no empty lists and no nulls."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
