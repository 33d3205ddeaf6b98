"""Marks: a marking as one line of text, for formats that have no field for it, and back.

`TLP:AMBER+STRICT | originator: Centre de crise | releasable to: BE, FR`
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import Marking, Tlp
from .content import strictest

LEVEL = re.compile(r"(?<![\w:])TLP ?[:_ ] ?(AMBER ?\+ ?STRICT|RED|AMBER|GREEN|CLEAR|WHITE)(?![\w+])", re.IGNORECASE)
ORIGINATOR, RELEASABLE, BY_DEFAULT = "originator: ", "releasable to: ", "marked by nobody"
BETWEEN = " | "
SEPARATORS = re.compile(r"\s*[|\r\n]+\s*")
LONGEST = 1000  # characters of an originator: whose text comes from more says too much for one line


def line(marking: Marking) -> str:
    """A marking in one line, by which it is known again."""
    parts = [f"TLP:{marking.tlp}"]
    if marking.originator:
        parts.append(ORIGINATOR + SEPARATORS.sub("/", marking.originator)[:LONGEST])
    if marking.releasable_to:
        parts.append(
            RELEASABLE + ", ".join(SEPARATORS.sub("/", one).replace(",", "/") for one in marking.releasable_to)
        )
    if marking.is_default:
        parts.append(BY_DEFAULT)
    return BETWEEN.join(parts)


def shown(marking: Marking) -> str:
    """A marking as it stands over a page, in every language: "TLP:AMBER · ORIG Centre de crise · REL BE, FR"."""
    told = [f"TLP:{marking.tlp}"]
    told += [f"ORIG {marking.originator}"] if marking.originator else []
    told += [f"REL {', '.join(marking.releasable_to)}"] if marking.releasable_to else []
    return " · ".join(told)


def read(text: str) -> Marking | None:
    """The marking that a text begins with or holds somewhere ("Note TLP:AMBER"); None where it holds none."""
    found = LEVEL.search(text)
    if not found:
        return None
    level = found[1].upper().replace(" ", "")
    originator, is_default = "", False
    released: tuple[str, ...] = ()
    for part in text[found.end() :].split("\n", 1)[0].split("|"):
        part = part.strip()
        if part.startswith(ORIGINATOR):
            originator = part.removeprefix(ORIGINATOR).strip()[:LONGEST]
        elif part.startswith(RELEASABLE):
            released = tuple(one.strip() for one in part.removeprefix(RELEASABLE).split(",") if one.strip())
        is_default = is_default or part == BY_DEFAULT
    return Marking(Tlp("CLEAR" if level == "WHITE" else level), originator, released, is_default)


def strictest_of(texts: Iterable[str]) -> Marking:
    """The strictest marking that texts hold; what carries none is AMBER+STRICT, as everything that nobody marked."""
    return strictest(found for text in texts if (found := read(text))) or Marking()
