"""Grading: how far a finding can be believed, by the Admiralty code (AJP-2.1): a letter for its source, a number for itself.

The two are kept apart, as the standard asks: the number comes from how many independent sources say it, deny it or say
something else, and never from who they are. The first of RULES that holds decides; docs/grading.md shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from .independence import LETTERS
from .model import Grade, Origin


@dataclass(frozen=True, slots=True)
class Counts:
    """Independent sources that assert a finding, pass it on without vouching for it, deny it, or say something else in its place;
    `named` are those among the asserting whose publisher or speaker is known."""

    asserting: int = 0
    alleging: int = 0
    denying: int = 0
    differing: int = 0
    named: int = 0

    @property
    def against(self) -> int:
        return self.denying + self.differing


Rule = tuple[str, int, Callable[[Counts], bool]]

RULES: tuple[Rule, ...] = (
    ("nothing stands", 6, lambda n: not (n.asserting or n.alleging or n.denying)),
    ("only denied", 5, lambda n: not n.asserting and n.denying > 0),
    ("outweighed", 5, lambda n: n.against > n.asserting > 0),
    ("disputed", 4, lambda n: n.against > 0 and n.against >= n.asserting),
    ("confirmed but disputed", 3, lambda n: n.against > 0),
    ("confirmed", 1, lambda n: n.named >= 2),
    ("confirmed by unknown", 2, lambda n: n.asserting >= 2),
    ("supported", 2, lambda n: n.asserting == 1 and n.alleging > 0),
    ("one source", 3, lambda n: n.asserting == 1),
    ("passed on by several", 4, lambda n: n.alleging >= 2),
    ("passed on", 6, lambda n: n.alleging == 1),
)
"""In their order: name, credibility, whether it holds."""


@cache
def ruled(told: Counts) -> tuple[str, int]:
    """The rule that holds, and its credibility."""
    return next((name, credibility) for name, credibility, holds in RULES if holds(told))


def counts(origins: Sequence[Origin], differing: int = 0) -> Counts:
    """How many independent sources say what of a finding."""
    said = [origin.says for origin in origins]
    named = sum(origin.says == "asserted" and bool(origin.name) for origin in origins)
    return Counts(said.count("asserted"), said.count("alleged"), said.count("denied"), differing, named)


def grade(origins: Sequence[Origin], differing: int = 0) -> Grade:
    """The grade of a finding by its independent sources, and by how many others say something else in its place."""
    told = counts(origins, differing)
    name, credibility = ruled(told)
    letter = min((origin.reliability for origin in origins), key=LETTERS.index, default="F")
    return Grade(letter, credibility, name, told.asserting, told.alleging, told.denying, told.differing)
