"""Hostile documents: scripts, markup, formulas and control characters in a document are inert text in every output."""

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile

import pytest
from outputs import FORMATS, flat, seen, written
from story import Telling

from recoupe.briefing import Brief, brief
from recoupe.model import Source, SourceKind

SCRIPT = "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)>"
TYPST = '#read("/etc/passwd") $x$ = Heading @label <label> *bold* `raw` \\ #include "x.typ"'
MARKDOWN = "[press here](javascript:alert(3)) ![i](https://evil.example/p.png) | a | **b** _c_ ~~d~~ <u>e</u>"
JINJA = "{{ 7 * 7 }} {% include 'x' %} {0} %s"
FORMULA = '=HYPERLINK("https://evil.example";"x") =1+1'
CONTROL = "before\u202eafter\u2066x\u2069 bell\x07 null\x00 escape\x1b[31m feff\ufeff"
ATTACKS = [SCRIPT, TYPST, MARKDOWN, JINJA, FORMULA, CONTROL]


def hostile() -> Brief:
    lines = [f"La police de Lyon dit que {attack} est dans le texte." for attack in ATTACKS]
    telling = Telling(
        "\n".join(lines) + "\n", title=SCRIPT, name=f"{TYPST}.txt", url="javascript:alert(4)", authors=(SCRIPT,)
    )
    object.__setattr__(telling.document, "source", Source(MARKDOWN, SourceKind.PRESS))
    for attack in ATTACKS:
        words = attack.split("\x00")[0].strip()
        if words in telling.document.text:
            telling.named(words, "organisation").said(words, words).counts(
                words, 40, 60, unit="person", population=words
            )
            telling.happens(
                words,
                "coerce/arrest",
                roles=(("actor", words, words), ("target", words, None)),
                details=(("means", words),),
                begins="2031-03-01",
                ends="2031-03-01",
                times=("2031-03-01",),
            )
    assert len(telling.claims) >= 4
    return brief([telling.pair], about=None)


@pytest.fixture(scope="module")
def made() -> Brief:
    return hostile()


def test_html_holds_no_script_no_handler_and_no_address_outside(made: Brief) -> None:
    page = written(made, "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    tags = re.findall(r"<[a-zA-Z][^>]*>", page)
    assert [tag for tag in tags if re.search(r"\son\w+\s*=", re.sub(r'"[^"]*"', '""', tag))] == []
    assert [tag for tag in tags if re.search(r'(?:href|src|action|srcset)="(?!#)', tag)] == []
    assert "Content-Security-Policy" in page
    assert "default-src 'none'" in page


def test_templates_do_not_run_what_a_document_says(made: Brief) -> None:
    for format in FORMATS:
        assert (
            "49" not in re.sub(r"[0-9a-f]{64}", "", flat(seen(written(made, format), format))).split("7 * 7")[0][-20:]
        )
        assert "7 * 7" in flat(seen(written(made, format), format))


def test_typst_shows_markup_as_it_stands(made: Brief) -> None:
    text = flat(seen(written(made, "pdf"), "pdf"))
    assert "root:" not in text
    assert '#read("/etc/passwd")' in text


def test_markdown_shows_markup_as_it_stands(made: Brief) -> None:
    text = written(made, "md").decode()
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)`|(?<!\\)\|", text)
    assert not re.search(r"https?://", text), "an address would become a link by itself"
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)<u>", text)


def test_word_is_well_formed_and_holds_no_field(made: Brief) -> None:
    with zipfile.ZipFile(io.BytesIO(written(made, "docx"))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))
        relations = archive.read("word/_rels/document.xml.rels").decode()
        assert "evil.example" not in relations
        assert "javascript" not in relations
        fields = re.findall(r"<w:instrText[^>]*>([^<]*)", archive.read("word/document.xml").decode())
        assert [field for field in fields if 'HYPERLINK "http' in field] == []


def test_json_is_json(made: Brief) -> None:
    assert json.loads(written(made, "json"))["title"] == made.title


@pytest.mark.parametrize("format", ["html", "pdf", "docx", "md"])
def test_nothing_turns_the_reading_direction_or_rings_a_bell(made: Brief, format: str) -> None:
    text = seen(written(made, format), format)
    assert [c for c in "\u202e\u2066\u2069\x07\x00\x1b" if c in text] == []
