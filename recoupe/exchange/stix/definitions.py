"""Definitions: what the objects of a bundle refer to: markings, extensions, and who sends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from stix2.v21 import ExtensionDefinition, Identity

from ...model import Marking, Tlp
from . import marks
from .vocabulary import WORDS, identifier

NEW_OBJECTS = ("event", "figure")


class Marks:
    """The marking definitions that a bundle needs, collected as its objects ask for them."""

    def __init__(self) -> None:
        self.used: dict[str, Any] = {}

    def refs(self, marking: Marking) -> list[str]:
        """The definitions that say a marking."""
        found = {one.id: one for one in marks.definitions(marking)}
        self.used |= found
        return list(found)


def definitions(used: Marks) -> Iterator[Any]:
    """The markings that are used, and the extensions, which are open to all and dated by their version."""
    clear = used.refs(Marking(Tlp.CLEAR, is_default=False))
    yield from (used.used[id] for id in sorted(used.used))
    since, project = WORDS["extensions_since"], identifier("identity", "recoupe: extensions")
    shared = {"created": since, "modified": since, "object_marking_refs": clear}
    yield Identity(id=project, name="recoupe", identity_class="system", **shared)
    for name, description in WORDS["descriptions"].items():
        yield ExtensionDefinition(
            id=WORDS["extensions"][name],
            created_by_ref=project,
            name=f"recoupe {name}",
            description=description,
            schema=f"docs/stix/{name}.schema.json of recoupe, version {WORDS['extensions_version']}",
            version=WORDS["extensions_version"],
            extension_types=["new-sdo" if name in NEW_OBJECTS else "property-extension"],
            **shared,
        )


def creator(id: str, name: str, made: datetime, refs: list[str]) -> Identity:
    """Who sends the bundle."""
    return Identity(
        id=id, name=name, identity_class="organization", created=made, modified=made, object_marking_refs=refs
    )
