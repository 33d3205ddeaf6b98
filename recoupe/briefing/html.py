"""HTML: the brief as one file that needs no network; each number opens its sentence, marked in its document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .atlas import svg
from .model import Brief, Source

HERE = Path(__file__).parent / "templates"
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})


@dataclass(frozen=True)
class Shown:
    """A passage in the text of its document; `number` is its citation, 0 where nothing cites it."""

    text: str
    number: int
    language: str | None


@dataclass(frozen=True)
class Paragraph:
    """Passages that stand together, with the tag that holds them."""

    tag: str
    passages: tuple[Shown, ...]


@cache
def environment() -> Environment:
    """Jinja with autoescape: what a document says is text and stays text."""
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def rendered(brief: Brief) -> bytes:
    """The brief as UTF-8 HTML."""
    numbers = {(c.document, c.passage): c.number for c in brief.citations}
    used: set[int] = set()

    def backref(number: int) -> str:
        # The first line that cites a sentence is where its back link leads; an id may stand once.
        first = number not in used
        used.add(number)
        return f"r{number}" if first else f"r{number}-{len(used)}-{id_count()}"

    counter = iter(range(1, 1 << 30))

    def id_count() -> int:
        return next(counter)

    page = (
        environment()
        .get_template("brief.html")
        .render(
            brief=brief,
            css=Markup((HERE / "brief.css").read_text(encoding="utf-8") + on_each_page(brief.marking_text)),
            rtl=RIGHT_TO_LEFT,
            quotes={c.number: c.quote for c in brief.citations},
            backref=backref,
            maps={s.key: Markup(svg(s.points, s.title)) for s in brief.sections if s.points},
            paragraphs=lambda source: list(paragraphs(source, numbers)),
        )
    )
    return page.encode()


def on_each_page(marking: str) -> str:
    """CSS that prints the marking above and below the text of every page."""
    # Whatever is no letter or digit is written as its code, so that it can end neither the string nor the style sheet.
    text = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in marking)
    box = f'{{ content: "{text}"; font: 600 7.5pt sans-serif; }}'
    return f"@page {{ @top-center {box} @bottom-left {box} @bottom-right {{ content: counter(page); font: 7.5pt sans-serif; }} }}\n"


def paragraphs(source: Source, numbers: dict[tuple[str, int], int]) -> Iterator[Paragraph]:
    """The passages of a document by paragraph, headings apart."""
    row: list[Shown] = []
    for index, text, language, is_heading in source.passages:
        shown = Shown(text, numbers.get((source.document, index), 0), language if language != source.language else None)
        if is_heading:
            if row:
                yield Paragraph("p", tuple(row))
                row = []
            yield Paragraph("h4", (shown,))
        else:
            row.append(shown)
    if row:
        yield Paragraph("p", tuple(row))
