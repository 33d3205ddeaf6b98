"""Sheets: a comparison of practices that leaves the room: as text in parts for DOCX and PDF, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ...exchange.csv import cell
from ...model import Marking
from ..labels import written
from ..web import words
from ..web.templatetags.room import statement
from .comparing import Compared, Difference
from .telling import Evidence, RowTold, Said, Told


def as_sheet(told: Sequence[Told], rows: Sequence[Compared], marking: Marking | None) -> dict[str, Any]:
    """A comparison as a sheet: a table of the rows, then the sources by their numbers."""
    sources = Sources()
    table = [
        [
            row.label,
            *(cell_told(cells, sources) for _told, cells in row.cells),
            "\n".join(map(in_words, row.differences)),
        ]
        for row in rows
    ]
    return {
        "marking": written(marking),
        "title": _("Practices side by side"),
        "group": "",
        "when": words.day(timezone.localdate()),
        "where": "",
        "aim": "",
        "presides": "",
        "heads": {"present": "", "colon": _(": "), "decision": "", "basis": "", "actions": ""},
        "present": [],
        "items": [],
        "others": [],
        "table": {"head": [_("Row"), *(str(one.practice) for one in told), _("What differs")], "rows": table},
        "lists": [{"head": _("Sources"), "lines": sources.listed()}] if sources.listed() else [],
        "language": words.language(),
        "direction": "rtl" if words.locale(words.language()).text_direction == "rtl" else "ltr",
    }


class Sources:
    """The sources of a sheet, numbered as they are met; what is cited twice keeps its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._lines: list[str] = []

    def number(self, one: Evidence) -> int:
        """The number of what a line stands on."""
        text = source_told(one)
        if text not in self._numbers:
            self._numbers[text] = len(self._numbers) + 1
            self._lines.append(f"[{self._numbers[text]}] {text}")
        return self._numbers[text]

    def listed(self) -> list[str]:
        """All of them, with their numbers."""
        return self._lines


def source_told(one: Evidence) -> str:
    """What a line stands on: the sentence with its text and source, or the finding."""
    if one.sentence:
        source = one.sentence.document.source_name or _("unknown source")
        when = words.days(one.sentence.document.published_earliest, one.sentence.document.published_latest)
        parts = [one.sentence.title, source, *([when] if when else [])]
        text = f"“{one.sentence.text}” – {words.joined(parts)}"
    else:
        text = statement(one.body)
    who = f" – {_('according to %(who)s') % {'who': words.joined(one.speakers)}}" if one.speakers else ""
    gone = "" if one.is_standing else f" [{_('withdrawn')}]"
    return f"{text} ({one.in_words}){who}{gone}"


def cell_told(row: RowTold, sources: Sources | None = None) -> str:
    """What is known of a practice in a row; where nothing is, that it is not, or when it was asked."""
    if not row.lines:
        if row.askings:
            return _("asked on %(day)s") % {"day": words.day(row.askings[-1].at)}
        return row.nothing
    return "\n".join(line_told(one, sources) for one in row.lines)


def line_told(one: Said, sources: Sources | None) -> str:
    """A line with its values, its grades and the numbers of its sources."""
    stated = words.joined(f"{name}{_(': ')}{value}" for name, value in one.values)
    text = f"{one.line.text} ({stated})" if stated else one.line.text
    if one.is_changed:
        text += f" [{one.line.get_basis_display()}]"
    if not one.evidence:
        return f"{text} [{_('no source given')}]"
    shown = [f"{e.grade} [{sources.number(e)}]" if sources else e.grade for e in one.evidence]
    return f"{text} – {words.joined(shown)}"


def in_words(one: Difference) -> str:
    """A difference in one line."""
    of = f" ({one.of})" if one.of else ""
    return f"{one.head}{of}{_(': ')}{one.text}"


def as_csv(told: Sequence[Told], rows: Sequence[Compared], marking: Marking | None) -> bytes:
    """A comparison as CSV: a row for each line with its values, grade and sources; no cell is taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    head = [_("Marking"), _("Row"), _("Country"), _("Practice"), _("Line"), _("Values"), _("Grade"), _("Sources")]
    writer.writerow(map(cell, head))
    for row in rows:
        for one, cells in row.cells:
            about = [written(marking), row.label, words.country(one.practice.country), one.practice.name]
            lines = [
                [
                    said.line.text,
                    words.joined(f"{name}{_(': ')}{value}" for name, value in said.values),
                    words.joined(e.grade for e in said.evidence),
                    "\n".join(map(source_told, said.evidence)) or _("no source given"),
                ]
                for said in cells.lines
            ] or [[cell_told(cells), "", "", ""]]
            for line in lines:
                writer.writerow(map(cell, [*about, *line]))
        for difference in row.differences:
            writer.writerow(
                map(cell, [written(marking), row.label, "", _("What differs"), in_words(difference), "", "", ""])
            )
    return text.getvalue().encode("utf-8-sig", errors="replace")
