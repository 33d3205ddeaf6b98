"""Mapping: what `mapping.toml` says, and markings as tags of MISP and back."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from ...model import Marking, Tlp
from ..content import strictest

OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "misp.exchange.recoupe")
TAG = re.compile(r'([^"=]+)="([^"]*)"')
INVERTED = str.maketrans({'"': "'", "=": "-", "\n": " ", "\r": " "})
LONGEST = 200  # characters of what a tag says: MISP cuts at 255


@cache
def table() -> dict[str, Any]:
    """The mapping."""
    return tomllib.loads(files(__package__).joinpath("mapping.toml").read_text(encoding="utf-8"))


def uid(*parts: str) -> str:
    """The UUID of what these parts name: the same wherever and whenever it is written."""
    return str(uuid.uuid5(OURS, "\x1f".join(f"{len(part)}:{part}" for part in parts)))


def distribution(marking: Marking) -> str:
    """How far MISP may carry what is marked so."""
    widest: dict[str, str] = table()["distribution"]
    return widest["RED"] if marking.releasable_to else widest[marking.tlp]


def tags(marking: Marking) -> Iterator[dict[str, str]]:
    """A marking as tags."""
    kept = table()["kept"]
    yield {"name": table()["tags"][marking.tlp]}
    if marking.originator:
        yield tag(kept["originator"], marking.originator)
    for one in marking.releasable_to:
        yield tag(kept["releasable_to"], one)
    if marking.is_default:
        yield {"name": kept["nobody"]}


def tag(name: str, value: str) -> dict[str, str]:
    """A machine tag: namespace:predicate="value"."""
    return {"name": f'{name}="{value.translate(INVERTED)[:LONGEST]}"'}


def marking(names: Iterable[str]) -> Marking | None:
    """The marking that the names of tags tell: the strictest level of several; None where none of them is of TLP."""
    kept, levels, read = table()["kept"], [], list(names)
    for name in read:
        low = name.strip().casefold()
        if low.startswith("tlp:"):
            levels.append(Tlp(table()["levels"].get(low, Tlp.AMBER_STRICT)))
    if not levels:
        return None
    told = [match.groups() for name in read if (match := TAG.fullmatch(name))]
    originator = ", ".join(dict.fromkeys(value for key, value in told if key == kept["originator"]))
    released = tuple(dict.fromkeys(value for key, value in told if key == kept["releasable_to"]))
    found = strictest(Marking(level, is_default=False) for level in levels)
    assert found
    return Marking(found.tlp, originator, released, kept["nobody"] in read and found.tlp is Tlp.AMBER_STRICT)
