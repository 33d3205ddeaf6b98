"""Printing: a sheet, which is text in parts, as a document of Word or as a PDF."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import typst

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_docx(said: dict[str, Any]) -> bytes:
    """A sheet as DOCX."""
    from docx import Document

    said = printable(said)
    made = Document()
    if said["marking"]:
        made.add_paragraph(said["marking"])
    made.add_heading(said["title"], 0)
    made.add_paragraph(" · ".join(part for part in (said["group"], said["when"], said["where"]) if part))
    for text in (said["presides"], said["aim"]):
        if text:
            made.add_paragraph(text)

    def bullets(head: str, lines: list[str]) -> None:
        if lines:
            made.add_heading(head, 1)
            for line in lines:
                made.add_paragraph(line, style="List Bullet")

    def decisions(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            paragraph = made.add_paragraph()
            paragraph.add_run(said["heads"]["decision"] + said["heads"]["colon"]).bold = True
            paragraph.add_run(row["text"])
            if row["why"]:
                made.add_paragraph(row["why"])
            for line in row["basis"]:
                made.add_paragraph(said["heads"]["basis"] + said["heads"]["colon"] + line, style="List Bullet")
            for line in row["actions"]:
                made.add_paragraph(f"→ {line}", style="List Bullet")

    bullets(said["heads"]["present"], said["present"])
    for item in said["items"]:
        made.add_heading(item["head"], 1)
        if item["text"]:
            made.add_paragraph(item["text"])
        for line in item["cites"]:
            made.add_paragraph(said["heads"]["basis"] + said["heads"]["colon"] + line, style="List Bullet")
        decisions(item["decisions"])
    decisions(said["others"])
    if "table" in said:
        in_table(made, said["table"], said["direction"] == "rtl")
    for one in said["lists"]:
        bullets(one["head"], one["lines"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def in_table(made: Any, told: dict[str, Any], is_rtl: bool) -> None:
    """A table on a wide page, its head again on each; from right to left where people read so."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement

    section = made.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    table = made.add_table(rows=1, cols=len(told["head"]), style="Table Grid")
    if is_rtl:
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(table.rows[0].cells, told["head"], strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in told["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if is_rtl:
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def printable(said: Any) -> Any:
    """The same without the control characters that no XML holds."""
    if isinstance(said, dict):
        return {name: printable(value) for name, value in said.items()}
    if isinstance(said, list):
        return [printable(value) for value in said]
    return NOT_IN_XML.sub("", said)


TYPST = """
#let said = json(bytes(sys.inputs.said))
#let small(what) = align(center, text(8pt, what))
#set page(paper: "a4", flipped: "table" in said, margin: 20mm)
#set page(header: small(said.marking), footer: context small(counter(page).display()))
#set text(font: ("Libertinus Serif", "Noto Naskh Arabic", "DejaVu Sans"), size: 10pt, lang: said.language)
#show heading: set text(11.5pt)
#text(18pt, weight: "bold", said.title)
#linebreak()
#text(fill: luma(90), (said.group, said.when, said.where, said.presides).filter(part => part != "").join(" · "))
#if said.aim != "" [ #par(said.aim) ]
#if said.present.len() > 0 [ = #said.heads.present
  #let half = calc.ceil(said.present.len() / 2)
  #grid(columns: (1fr, 1fr), list(..said.present.slice(0, half)), list(..said.present.slice(half))) ]
#let basis(lines) = for line in lines [ - #text(9pt)[#said.heads.basis#said.heads.colon#line] ]
#let decision(row) = block(inset: (left: 8pt), stroke: (left: 1.5pt + luma(120)), above: 10pt)[
  *#said.heads.decision#said.heads.colon*#row.text
  #if row.why != "" [ #parbreak() #emph(row.why) ]
  #basis(row.basis)
  #for line in row.actions [ - → #line ]
]
#for item in said.items [ = #item.head
  #if item.text != "" [ #par(item.text) ]
  #basis(item.cites)
  #for row in item.decisions [ #decision(row) ] ]
#for row in said.others [ #decision(row) ]
#if "table" in said {
  let small = text.with(8.5pt)
  table(
    columns: (auto, ..said.table.head.slice(1).map(_ => 1fr)), stroke: 0.4pt + luma(160), inset: 5pt,
    table.header(..said.table.head.map(one => small(strong(one)))),
    ..said.table.rows.map(row => row.map(one => small(one))).flatten(),
  )
}
#for one in said.lists [ = #one.head
  #list(..one.lines) ]
"""


def as_pdf(said: dict[str, Any]) -> bytes:
    """A sheet as PDF."""
    return bytes(typst.compile(TYPST.encode(), format="pdf", sys_inputs={"said": json.dumps(said)}))
