"""Persons: whether a name is a person's, or a role that stands for one: no hypothesis is written about either."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from ...crosscheck.scripts import folded, is_arabic
from ...extraction import extract
from ...model import EntityKind
from ...reading import read_bytes
from ..access import Clearance, visible
from ..evidence import models as ev
from .whole import Whole

PSEUDONYM = re.compile(r"\bP-\d+\b")
OF_PERSONS = (str(EntityKind.PERSON), str(EntityKind.ROLE), str(EntityKind.OFFICE))
MOST_OF = 0.6  # so much of a name has to be a person's for all of it to be one


def is_of_a_person(name: str, whole: Whole, clearance: Clearance) -> bool:
    """Whether a name is that of a person, a role or an office: a pseudonym, one that texts name so, or one that reads so."""
    bare = folded(name).strip()
    if PSEUDONYM.search(name) or whole.is_role(name):
        return True
    if visible(ev.Identity, clearance).filter(kind__in=OF_PERSONS, folded=bare).exists():
        return True
    if visible(ev.Entity, clearance).filter(kind__in=OF_PERSONS, name__iexact=name.strip()).exists():
        return True
    return tells_a_person(name) or reads_as_a_person(name)


@cache
def telling() -> tuple[frozenset[str], frozenset[str]]:
    """First names and roles that tell a person, as names are compared."""
    told = tomllib.loads((Path(__file__).parent / "persons.toml").read_text(encoding="utf-8"))
    return frozenset(map(folded, told["first_names"])), frozenset(map(folded, told["roles"]))


def tells_a_person(name: str) -> bool:
    """Whether a name in a language that the engine does not read begins with a first name, or is a role and little more."""
    first_names, roles = telling()
    told = [folded(word) for word in name.split()]
    if not told:
        return False
    return (is_arabic(name) and told[0] in first_names) or (len(told) <= 2 and not roles.isdisjoint(told))


def reads_as_a_person(name: str) -> bool:
    """Whether the engine, reading the name in a sentence of any of its languages, takes most of it for a person."""
    for frame in ("{} a été cité.", "Le contact était {}.", "{} was named.", "The contact was {}."):
        for document in read_bytes(frame.format(name).encode(), "name.txt"):
            evidence = extract(document)
            kinds = {key: str(entity.kind) for key, entity in evidence.entities.items()}
            told = sum(
                mention.end - mention.start
                for mention in evidence.mentions
                if kinds.get(mention.entity) in OF_PERSONS[:2] and mention.text.strip()
            )
            if told >= MOST_OF * len(name):
                return True
    return False
