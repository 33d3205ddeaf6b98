"""Told: published numbers as a page and a file show them: codes in words, what is not shown as such, of how many everything is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from ...web.words import language, listed
from ..numbers.cohorts import AFTER, ENTERED, WENT, Chapter, due
from ..numbers.tables import Table
from ..shapes import SessionKind
from ..shapes.learning import Contact, Housing, Occupation

CHAPTERS = {
    ENTERED: say("Who entered"),
    WENT: say("How it went"),
    AFTER[6]: say("6 months later"),
    AFTER[12]: say("12 months later"),
}
TABLES = {
    "entered": say("Entered"),
    "ended": say("How it ended"),
    "sessions by facility": say("What became of the sessions, by facility"),
    "sessions by kind": say("What became of the sessions, by kind"),
    "asked": say("Who could be asked"),
    "housing": say("Where they live"),
    "occupation": say("What they do by day"),
    "family": say("Contact with the family"),
    "in touch": say("Still in touch with the programme"),
}
COLUMNS = {
    "completed the planned length": say("completed the planned length"),
    "ended earlier or not known": say("ended earlier, for whatever reason, or not known"),
    "not known": say("could not be asked, or did not want to say"),
    "held": say("held"),
    "absent": say("the participant did not come"),
    "cancelled by the participant": say("cancelled beforehand by the participant"),
    "cancelled by the institution": say("cancelled by the institution"),
    "cancelled by the practitioner": say("cancelled by the practitioner"),
    "not recorded": say("not written down"),
    "asked": say("asked"),
    "could not be asked": say("could not be asked"),
    "did not want to say": say("did not want to say"),
}
ANSWERS = {str(one.value): one.label for kind in (Housing, Occupation, Contact) for one in kind}
KINDS = dict(SessionKind.choices)
INSTITUTION = "cancelled by the institution"


def half(label: str) -> str:
    """A half-year in words."""
    text = _("first half of %(year)s") if label.endswith("1") else _("second half of %(year)s")
    return text % {"year": label[:4]}


def column(code: str) -> str:
    """What a column is called."""
    return str(COLUMNS.get(code) or ANSWERS.get(code) or code)


def row(names: Iterable[str], what: str) -> str:
    """What a row is called: a facility or a kind, or several that stand together."""
    return listed([str(KINDS.get(name, name)) if "kind" in what else name for name in names])


def table(one: Table) -> dict[str, Any]:
    """A table for a page."""
    return {
        "title": TABLES[one.what],
        "first": _("Kind") if "kind" in one.what else _("Facility"),
        "is_sessions": one.unit == "sessions",
        "columns": [column(code) for code in one.columns],
        "rows": [
            {"name": row(names, one.what), "cells": cells, "total": total}
            for names, cells, total in zip(one.rows, one.cells, one.row_totals, strict=True)
        ],
        "totals": one.column_totals,
        "total": one.total,
        "hidden": sum(cell is None for cells in (*one.cells, one.column_totals) for cell in cells),
        "continuity": continuity(one) if one.what == "sessions by facility" else None,
    }


def continuity(one: Table) -> dict[str, Any] | None:
    """How many sessions the institution cancelled, of all that were planned; None where that is not shown."""
    if INSTITUTION not in one.columns or one.total == 0:
        return None
    count = one.column_totals[one.columns.index(INSTITUTION)]
    return (
        None
        if count is None
        else {"count": count, "of": one.total, "share": format_percent(count / one.total, locale=language())}
    )


def chapter(one: Chapter) -> dict[str, Any]:
    """A chapter for a page."""
    return {
        "title": CHAPTERS[one.name],
        "name": one.name,
        "cohort": half(one.cohort),
        "at": one.at,
        "smallest": one.smallest,
        "tables": [table(each) for each in one.tables],
    }


def by_cohort(chapters: Iterable[Chapter]) -> list[dict[str, Any]]:
    """Chapters under their half-year, the latest first, with what is still to come and when."""
    every = list(chapters)
    found = []
    for label in sorted({one.cohort for one in every}, reverse=True):
        mine = [one for one in every if one.cohort == label]
        told = {one.name for one in mine}
        days = due(label, mine[0].months)
        found.append({
            "label": label,
            "name": half(label),
            "chapters": [chapter(one) for one in sorted(mine, key=lambda one: list(days).index(one.name))],
            "to_come": [(CHAPTERS[name], day) for name, day in days.items() if name not in told],
        })  # fmt: skip
    return found


def lines(chapters: Iterable[tuple[str, Chapter]]) -> Iterator[list[Any]]:
    """Chapters as the lines of a file: programme, half-year, chapter, as of, table, row, column, number, of how many, fewest."""
    yield [
        "programme",
        "half_year",
        "chapter",
        "as_of",
        "table",
        "unit",
        "row",
        "column",
        "number",
        "of",
        "fewest_shown",
    ]
    for name, one in chapters:
        for each in one.tables:
            head = [name, one.cohort, one.name, one.at.isoformat(), each.what, each.unit]
            for names, cells, total in zip(each.rows, each.cells, each.row_totals, strict=True):
                for code, cell in zip(each.columns, cells, strict=True):
                    yield [*head, " + ".join(names), code, "not shown" if cell is None else cell, total, one.smallest]
                yield [*head, " + ".join(names), "all", total, each.total, one.smallest]
            for code, cell in zip(each.columns, each.column_totals, strict=True):
                yield [*head, "all", code, "not shown" if cell is None else cell, each.total, one.smallest]
