"""A brief as data: sections of lines, each line with its citations; every renderer reads this and nothing else."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ..model import Marking, Span, plain


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one style: "plain", "strong", "quote" (a document's own words), "note" (small print) or "grade"
    (Admiralty code).

    `language` is the BCP 47 code of a quotation where it differs from the brief's.
    """

    text: str
    style: str = "plain"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, the numbers of its citations, and what its colour says ("planned", "alleged", "denied",
    "cancelled", "disputed", "withdrawn", or "" for what is reported)."""

    runs: tuple[Run, ...]
    citations: tuple[int, ...]
    tone: str = ""

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a small heading (a speaker, a kind of actor); the heading may be empty."""

    heading: str
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a range on the scale of its block, between 0 and 1; `is_open` when an end is not said."""

    label: str
    low: float
    high: float
    is_open: bool
    line: Line


@dataclass(frozen=True, slots=True)
class Chart:
    """Comparable figures, one bar each, on one linear or logarithmic scale with its ticks (position, words)."""

    heading: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map: degrees, and the citations of where it is named."""

    name: str
    latitude: float
    longitude: float
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief; `key` is its name in every language ("meetings")."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    intro: str = ""
    charts: tuple[Chart, ...] = ()
    points: tuple[Point, ...] = ()
    note: str = ""

    @property
    def lines(self) -> list[Line]:
        """All lines of the section, as they are read."""
        bars = [bar.line for chart in self.charts for bar in chart.bars]
        return bars + [line for block in self.blocks for line in block.lines]


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that a line stands on: `start`, `end` in the clean text of the document, `original` in its bytes.

    `quote` is exactly the clean text there, private persons masked; `passage` is its index in the document.
    """

    number: int
    document: str
    start: int
    end: int
    original: Span
    quote: str
    passage: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the brief as its readers see it, with its text where it is cited."""

    document: str
    number: int
    name: str
    title: str
    outlet: str
    published: str
    reason: str
    language: str
    url: str | None
    marking: Marking
    notes: tuple[str, ...]
    passages: tuple[tuple[int, str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. `passages` of a source are (index, text, language, whether it is a heading)."""

    title: str
    subtitle: str
    language: str
    marking: Marking
    marking_text: str
    made_of: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    labels: dict[str, str]

    @property
    def lines(self) -> list[Line]:
        """All lines of the brief."""
        return [line for section in self.sections for line in section.lines]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}
