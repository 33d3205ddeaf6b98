"""PDF: the brief set by Typst with the fonts that it carries; what documents say goes in as data, never as markup."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from .atlas import svg
from .model import Brief

TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"
STYLE = (
    "<style>.sea{fill:#eef3f5}.land{fill:#e4ddcc;stroke:#b9b09a;stroke-width:.6}circle{fill:#1f4e79;stroke:#fff}"
    "text{font:12px sans-serif;fill:#1d1d1b}</style>"
)


def rendered(brief: Brief) -> bytes:
    """The brief as the bytes of a PDF file."""
    data = brief.to_dict()
    for source in data["sources"]:
        source["passages"] = []
    inputs = {"brief": json.dumps(data, ensure_ascii=False)}
    for section in brief.sections:
        if section.points:
            inputs["map"] = svg(section.points, section.title).replace("</title>", f"</title>{STYLE}")
    made: bytes = typst.compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs)
    return made
