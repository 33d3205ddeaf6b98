"""Named: who and what the documents of some content name, each once, with the strictest marking of the documents that do."""

from __future__ import annotations

from dataclasses import fields, replace

from ..model import Entity, EntityKind, Marking
from .content import Content, strictest


def named(content: Content) -> list[tuple[Entity, Marking]]:
    """Each entity with its marking. Persons are written who hold an office or speak for somebody; nobody else is."""
    found: dict[tuple[EntityKind, str], Entity] = {}
    marked: dict[tuple[EntityKind, str], list[Marking]] = {}
    for shared in content.documents:
        for entity in shared.evidence.entities.values():
            if may_be_named(entity):
                key = entity.kind, entity.id
                found[key] = merged(found[key], entity) if key in found else entity
                marked.setdefault(key, []).append(shared.marking)
    return [(entity, mark) for key, entity in found.items() if (mark := strictest(marked[key]))]


def may_be_named(entity: Entity) -> bool:
    """Whether an entity may leave under its name."""
    return entity.kind is not EntityKind.PERSON or entity.is_public


def merged(one: Entity, other: Entity) -> Entity:
    """One entity of two documents: all that either calls it, and what the first leaves open by the second."""
    names = dict.fromkeys(name for name in (*one.aliases, other.name, *other.aliases) if name != one.name)
    open_ = {f.name: getattr(other, f.name) for f in fields(one) if getattr(one, f.name) in (None, False)}
    return replace(one, **open_ | {"aliases": tuple(names)})
