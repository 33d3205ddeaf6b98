"""DOCX: the brief for a word processor, its numbers leading to the list of sentences at its end."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from .model import Brief, Citation, Line, Run, Section

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TONES = {"planned": "◇ ", "alleged": "? ", "denied": "× ", "cancelled": "∅ ", "disputed": "≠ ", "withdrawn": "∅ "}
GREY, BLUE = RGBColor(0x5A, 0x5A, 0x55), RGBColor(0x1F, 0x4E, 0x79)


def rendered(brief: Brief) -> bytes:
    """The brief as the bytes of a DOCX file."""
    made = docx.Document()
    prepare(made, brief)
    made.add_heading(clean(brief.title), level=0)
    if brief.subtitle:
        made.add_paragraph(clean(brief.subtitle))
    note(made, brief.made_of)
    for section in brief.sections:
        write_section(made, section)
    made.add_heading(clean(brief.labels["citations"]), level=1)
    names = {source.document: source.name for source in brief.sources}
    for citation in brief.citations:
        write_citation(made, citation, names[citation.document], brief)
    for text in brief.notes:
        note(made, text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def prepare(made: Any, brief: Brief) -> None:
    """Page, type and the marking at the head and foot of every page."""
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Georgia", Pt(10.5)
    style.paragraph_format.space_after = Pt(4)
    for level in range(1, 4):
        heading = made.styles[f"Heading {level}"]
        heading.font.name, heading.font.color.rgb = "Georgia", RGBColor(0x1D, 0x1D, 0x1B)
    made.core_properties.title, made.core_properties.author = clean(brief.title), "recoupe"
    made.core_properties.language = brief.language
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    for edge in (page.header, page.footer):
        paragraph = edge.paragraphs[0]
        paragraph.text = clean(brief.marking_text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def write_section(made: Any, section: Section) -> None:
    """A section: its charts as tables, its blocks as lists."""
    made.add_heading(clean(section.title), level=1)
    if section.intro:
        note(made, section.intro)
    for chart in section.charts:
        made.add_heading(clean(chart.heading), level=2)
        for bar in chart.bars:
            write_line(made, bar.line)
    for block in section.blocks:
        if block.heading:
            made.add_heading(clean(block.heading), level=2)
        for line in block.lines:
            write_line(made, line)
        if block.note:
            note(made, block.note)


def write_line(made: Any, line: Line) -> None:
    """A line of a list with its numbers, each a link to its sentence."""
    paragraph = made.add_paragraph(style="List Bullet")
    if line.tone in TONES:
        paragraph.add_run(TONES[line.tone])
    for run in line.runs:
        write_run(paragraph, run)
    for n in line.citations:
        link(paragraph, f"c{n}", f" {n}")


def write_run(paragraph: Any, run: Run) -> None:
    """A run in its style."""
    made = paragraph.add_run(clean(run.text))
    made.bold = run.style in ("strong", "grade")
    made.italic = run.style == "quote"
    if run.style == "note":
        made.font.size, made.font.color.rgb = Pt(9), GREY
    if run.language:
        tag = paragraph.add_run(f" [{run.language}]")
        tag.font.size, tag.font.color.rgb = Pt(8), GREY


def write_citation(made: Any, citation: Citation, name: str, brief: Brief) -> None:
    """A sentence in the list of sources, bookmarked so that lines can lead to it."""
    paragraph = made.add_paragraph()
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(citation.number))
    start.set(qn("w:name"), f"c{citation.number}")
    paragraph._p.append(start)
    paragraph.add_run(f"{citation.number}. ").bold = True
    paragraph._p.append(end)
    paragraph.add_run(clean(citation.quote))
    page = f", {brief.labels['page']}{citation.page}" if citation.page else ""
    tail = paragraph.add_run(clean(f" — {name}{page}"))
    tail.font.size, tail.font.color.rgb = Pt(9), GREY


def link(paragraph: Any, anchor: str, text: str) -> None:
    """A superscript link to a bookmark of the same file."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text)
    run.font.superscript, run.font.color.rgb = True, BLUE
    element.append(run._r)
    paragraph._p.append(element)


def note(made: Any, text: str) -> None:
    """A paragraph in small grey print."""
    run = made.add_paragraph().add_run(clean(text))
    run.italic, run.font.size, run.font.color.rgb = True, Pt(9.5), GREY


def clean(text: str) -> str:
    """A text without the control characters that XML refuses."""
    return CONTROL.sub("", text)
