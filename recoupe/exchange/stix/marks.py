"""Marks: TLP 2.0 by the definitions of OASIS, originator and releasable-to by one of ours; what nobody marked is restricted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from stix2.v21 import MarkingDefinition

from ...model import Marking, Tlp
from ..content import STRICTEST_FIRST, strictest
from .nouns import taken, told
from .vocabulary import HANDLING, TLP, WORDS, identifier

LEVELS: dict[str, Tlp] = {
    **{id: Tlp(level) for level, id in WORDS["tlp"]["definitions"].items()},
    **{id: Tlp(level) for id, level in WORDS["tlp1"].items()},
}
"""The levels of the definitions that everybody has, whatever a bundle says of them."""


def definitions(marking: Marking) -> list[MarkingDefinition]:
    """The marking definitions that say a marking: its TLP level, and the rest where there is any."""
    level = str(marking.tlp)
    extension = {"extension_type": "property-extension", "tlp_2_0": level.lower()}
    created, id = WORDS["tlp"]["created"], WORDS["tlp"]["definitions"][level]
    found = [MarkingDefinition(id=id, created=created, name=f"TLP:{level}", extensions={TLP: extension})]
    rest = told(replace(marking, tlp=Tlp.AMBER_STRICT)) | {"is_default": marking.is_default}
    if marking != Marking(marking.tlp, is_default=False):
        found.append(
            MarkingDefinition(
                id=identifier("marking-definition", sorted(rest.items())),
                created=WORDS["extensions_since"],
                name="Handling",
                definition_type="statement",
                definition={"statement": statement(marking)},
                extensions={HANDLING: {"extension_type": "property-extension"} | rest},
            )
        )
    return found


def statement(marking: Marking) -> str:
    """The rest of a marking in words, for those who read no extensions."""
    said = [f"Originator: {marking.originator}."] if marking.originator else []
    if marking.releasable_to:
        said.append(f"Releasable to: {', '.join(marking.releasable_to)}.")
    if marking.is_default:
        said.append("Nobody chose this mark: restricted until somebody does.")
    return " ".join(said)


def marking(object: dict[str, Any], known: dict[str, dict[str, Any]], note: Callable[[str], None]) -> Marking:
    """What an object is marked, of all the definitions that it or any part of it refers to; `known` are those in the bundle.

    Without a level it is restricted. A mark that cannot be read leaves it at AMBER+STRICT or stricter, and `note` hears of it.
    """
    levels, handling, unread = set[Tlp](), list[Marking](), False
    for ref in dict.fromkeys(references(object)):
        definition = known.get(ref, {})
        if (level := LEVELS.get(ref) or level_of(definition)) is not None:
            levels.add(level)
        elif (rest := extension(definition, HANDLING)) is not None:
            handling.append(replace(taken(Marking, rest, ref), tlp=Tlp.CLEAR))
        else:
            unread = True
            note(
                f"{object['id']} carries a mark that is not known here ({words_of(definition) or ref}): it is restricted"
            )
    said = min(levels, key=STRICTEST_FIRST.index) if levels else None
    is_restricted = said is None or (unread and said not in (Tlp.RED, Tlp.AMBER_STRICT))
    tlp = Tlp.AMBER_STRICT if said is None or is_restricted else said
    joined = handling[0] if len(handling) == 1 else strictest(handling)
    if joined is None:
        return Marking(tlp, is_default=is_restricted)
    return replace(joined, tlp=tlp, is_default=joined.is_default or is_restricted)


def references(object: dict[str, Any]) -> Iterable[str]:
    """The marking definitions that an object, or any part of it (granular markings), refers to."""
    refs = object.get("object_marking_refs", [])
    yield from (ref for ref in refs if isinstance(ref, str)) if isinstance(refs, list) else ()
    parts = object.get("granular_markings", [])
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and isinstance(ref := part.get("marking_ref"), str):
            yield ref


def level_of(definition: dict[str, Any]) -> Tlp | None:
    """The level that a definition gives itself, by TLP 2.0 or by TLP 1."""
    if (second := extension(definition, TLP)) is not None:
        said = str(second.get("tlp_2_0", "")).upper()
        return Tlp(said) if said in set(Tlp) else None
    first = definition.get("definition")
    if definition.get("definition_type") != "tlp" or not isinstance(first, dict):
        return None
    found = WORDS["tlp1_words"].get(str(first.get("tlp", "")).lower())
    return Tlp(found) if found else None


def extension(object: dict[str, Any], id: str) -> dict[str, Any] | None:
    """An extension of an object; None where it has none."""
    held = object.get("extensions")
    found = held.get(id) if isinstance(held, dict) else None
    return found if isinstance(found, dict) else None


def words_of(definition: dict[str, Any]) -> str:
    """What a marking that cannot be read says in words."""
    inside = definition.get("definition")
    said = inside.get("statement") if isinstance(inside, dict) else definition.get("name")
    return str(said or "")[:200]
