"""Handmade names: entities and piles of documents to tell identities from, for the tests beside."""

from datetime import date
from typing import Any

from recoupe.crosscheck.identities import Identities, IdentityIndex
from recoupe.crosscheck.model import Ruling, RulingKind
from recoupe.model import Entity, EntityKind, Evidence, Provenance, Published

PERSON, ORGANISATION, OFFICE = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.OFFICE
PLACE, COUNTRY, GROUP = EntityKind.PLACE, EntityKind.COUNTRY, EntityKind.GROUP


def entity(kind: EntityKind, name: str, **more: Any) -> Entity:
    country = more.get("country")
    key = f"{name} ({country})" if country and kind in (ORGANISATION, OFFICE) else name
    return Entity(more.pop("id", key), kind, name, is_public=more.pop("is_public", True), **more)


def evidence(document: str, *entities: Entity, on: str | None = None) -> Evidence:
    day = date.fromisoformat(on) if on else None
    published = Published(day, day) if day else Published()
    return Evidence(document, "fr", {e.id: e for e in entities}, provenance=Provenance(published=published))


def identities(*pile: Evidence, rulings: tuple[Ruling, ...] = (), families: dict[str, str] | None = None) -> Identities:
    index = IdentityIndex()
    for one in pile:
        index.add(one)
    return index.identities(rulings, families)


def are_one(one: Entity, other: Entity) -> bool:
    found = identities(evidence("a", one), evidence("b", other))
    return found.of("a", one.id) == found.of("b", other.id)


PRIVATE = entity(PERSON, "Karim Benhaddou", is_public=False)
MINISTER = entity(PERSON, "Élise Vandamme", office="ministre de l'Intérieur", country="BE")


def rule(
    kind: RulingKind, subject: str, other: str = "", at: str = "2024-01-01", why: str = "seen in the file"
) -> Ruling:
    return Ruling(kind, subject, why, other, by="I. Reader", at=at)


def surname(name: str = "Vandamme", **more: Any) -> Entity:
    return entity(PERSON, name, **more)
