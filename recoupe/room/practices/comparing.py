"""Comparing: practices side by side, row by row: what is known of each, what of none, and in words where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ..web import words
from . import models, values
from .telling import RowTold, Told

SAME, DIFFERS, GAP = "same", "differs", "gap"
HOW = {SAME: say("The same"), DIFFERS: say("Differs"), GAP: say("Not known")}


@dataclass
class Difference:
    """What the practices say alike or not in one row: how, of what, and in words."""

    how: str
    of: str
    text: str

    @property
    def head(self) -> str:
        """How it stands, in words: colour never stands alone."""
        return str(HOW[self.how])


@dataclass
class Compared:
    """One row of the page: its name, a cell for each practice, and what differs."""

    code: str
    label: str
    cells: list[tuple[Told, RowTold]]
    differences: list[Difference]


def side_by_side(told: Sequence[Told]) -> list[Compared]:
    """The rows of several practices beside one another."""
    found = []
    for n, code in enumerate(models.OF_PRACTICES):
        cells = [(one, one.rows[n]) for one in told]
        found.append(Compared(str(code), str(code.label), cells, list(differences(str(code), cells))))
    return found


def short(told: Told) -> str:
    """How a practice is called in a comparison: by its country."""
    return words.country(told.practice.country)


def differences(code: str, cells: Sequence[tuple[Told, RowTold]]) -> Iterable[Difference]:
    """What is alike and what is not in a row: by its values, and by who has anything there at all."""
    if len(cells) < 2:
        return
    silent = [short(told) for told, row in cells if not row.lines] if code != models.Row.OPEN else []
    if silent and len(silent) < len(cells):
        yield Difference(GAP, "", _("of %(who)s") % {"who": words.listed(silent)})
    elif silent:
        yield Difference(GAP, "", _("of any of them"))
    for kind in values.OF_ROW.get(code, ()):
        known = [(short(told), stated) for told, row in cells if (stated := said(row, kind))]
        if len(known) < 2:
            continue
        of = str(values.NAMES[kind])
        yield from (by_terms if kind in values.TERMS else by_value)(kind, of, known)
        missing = [short(told) for told, row in cells if row.lines and not said(row, kind)]
        if missing:
            yield Difference(GAP, of, _("of %(who)s") % {"who": words.listed(missing)})


def said(row: RowTold, kind: str) -> list[Any]:
    """What the lines of a row say as a value of a kind, each once."""
    found: list[Any] = []
    for one in row.lines:
        value = one.line.says.get(kind)
        if value is not None and value not in found:
            found.append(value)
    return found


def by_value(kind: str, of: str, known: Sequence[tuple[str, list[Any]]]) -> Iterable[Difference]:
    """Numbers, money, yes and no: the same for all, or each country with its own."""
    first = known[0][1]
    if all(stated == first for _who, stated in known) and len(first) == 1:
        yield Difference(SAME, of, values.told(kind, first[0]))
        return
    each = [f"{who}{_(': ')}{words.joined(values.told(kind, one) for one in stated)}" for who, stated in known]
    yield Difference(DIFFERS, of, " · ".join(each))


def by_terms(kind: str, of: str, known: Sequence[tuple[str, list[Any]]]) -> Iterable[Difference]:
    """Terms of a list: which all share, and which are named of some alone."""
    sharing: dict[tuple[str, ...], list[str]] = {}
    for term in values.TERMS[kind]:
        if who := tuple(who for who, stated in known if any(term in one for one in stated)):
            sharing.setdefault(who, []).append(values.term_told(term))
    if shared := sharing.pop(tuple(who for who, _stated in known), None):
        yield Difference(SAME, of, words.joined(shared))
    parts = []
    for who, terms in sorted(sharing.items(), key=lambda row: -len(row[0])):
        called = words.listed(list(who)) if len(who) > 1 else _("%(who)s alone") % {"who": who[0]}
        parts.append(f"{called}{_(': ')}{words.joined(terms)}")
    if parts:
        yield Difference(DIFFERS, of, " · ".join(parts))
