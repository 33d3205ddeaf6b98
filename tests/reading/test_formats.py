"""Formats: each kind of file gives its text, its metadata and the way back to its bytes."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from checks import documents, leads_back
from made import SECOND, SENTENCE, docx, gzipped, page, paragraph, pdf, zipped

from recoupe.errors import ReadingError
from recoupe.reading import read_many

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"


# --- the piles --------------------------------------------------------------------------------------------------------


def test_every_clean_passage_of_the_example_pile_leads_to_its_bytes() -> None:
    errors: list[ReadingError] = []
    found = list(read_many([PILE], on_error=errors.append))
    assert errors == []
    assert len(found) >= 20
    for document in found:
        leads_back(document)


def test_every_clean_passage_of_the_dated_press_leads_to_its_bytes(shared: Path) -> None:
    path = shared / "data" / "pressdated" / "global_voices_fr.jsonl"
    found = documents(path.read_bytes(), path.name)
    assert len(found) > 100
    for document in found:
        leads_back(document)


def test_every_passage_of_the_article_leads_to_its_bytes(shared: Path) -> None:
    for document in read_many([shared / "articles" / "brussels-2014.txt"]):
        leads_back(document)


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_an_entry_of_rss_is_a_document() -> None:
    data = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Le Courrier</title><language>fr-CH</language>
<item><title>Boussole</title><link>https://www.lecourrier.ch/a</link><pubDate>Wed, 16 Sep 2026 11:00:00 +0200</pubDate>
<description>&lt;p&gt;{SENTENCE}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item></channel></rss>""".encode()
    (document,) = documents(data, "a.xml")
    assert document.text == f"{SENTENCE}\n{SECOND}"
    assert document.published.day == date(2026, 9, 16)
    assert document.published.reason == "the feed's pubDate says Wed, 16 Sep 2026 11:00:00 +0200"
    assert document.title == "Boussole"
    assert document.source is not None
    assert document.source.name == "Le Courrier"
    assert document.original.startswith(b"<item>")
    assert document.original in data
    leads_back(document)


def test_an_entry_of_atom_is_a_document() -> None:
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Courrier</title><entry><title>Boussole</title>
<link rel="self" href="https://x.example/self"/><link href="https://x.example/a"/><updated>2026-09-18T10:00:00Z</updated>
<published>2026-09-16T10:00:00Z</published><author><name>Aline Berthier</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{SENTENCE}</p></div></content></entry></feed>""".encode()
    (document,) = documents(data, "a.atom")
    assert document.text == SENTENCE
    assert document.url == "https://x.example/a"
    assert document.authors == ("Aline Berthier",)
    assert document.published.day == date(2026, 9, 16)


# --- Word and PDF -----------------------------------------------------------------------------------------------------


def test_a_word_document_gives_paragraphs_and_rows_and_only_bounds_its_date() -> None:
    row = f"<w:tr><w:tc>{paragraph('Ville')}</w:tc><w:tc>{paragraph('Départs')}</w:tc></w:tr>"
    deleted = "<w:p><w:del><w:r><w:delText>Rien.</w:delText></w:r></w:del><w:r><w:t>Tout </w:t></w:r><w:r><w:t>va bien.</w:t></w:r></w:p>"
    core = "<cp><creator>Aline Berthier</creator><title>Note</title><created>2026-09-12T08:00:00Z</created></cp>"
    (document,) = documents(docx(paragraph(SENTENCE) + f"<w:tbl>{row}</w:tbl>" + deleted, core), "a.docx")
    assert document.text == f"{SENTENCE}\nVille | Départs\nTout va bien."
    assert document.title == "Note"
    assert document.authors == ("Aline Berthier",)
    assert document.published.day is None
    leads_back(document)


LONG = (
    "L'opération, lancée le 12 février 2026 par la France et la Belgique, a permis de démanteler trois filières de faux "
    "documents en sept mois, selon le porte-parole du ministère, qui a précisé que les vérifications se poursuivaient."
)


def test_lines_of_a_pdf_are_joined_and_lead_to_their_page() -> None:
    (document,) = documents(pdf(LONG, SECOND), "a.pdf")
    assert document.text.replace("’", "'") == f"{LONG}\n{SECOND}"
    assert len(document.pages) == 2
    assert document.page(0) == 1
    assert document.page(document.text.index("La police")) == 2
    leads_back(document)


def test_what_heads_every_page_of_a_pdf_is_left_out_with_a_note() -> None:
    (document,) = documents(
        pdf(*[f"{SECOND} Chapitre {word}." for word in ("un", "deux", "trois", "quatre")], header="Service de presse"),
        "a.pdf",
    )
    assert "Service de presse" not in document.text
    assert "Chapitre trois" in document.text
    assert any("Service de presse" in note for note in document.notes)


def test_a_sentence_that_ends_every_page_of_a_pdf_stays() -> None:
    (document,) = documents(pdf(*[f"Chapitre {word}. {SECOND}" for word in ("un", "deux", "trois", "quatre")]), "a.pdf")
    assert SECOND in document.text
    assert not any("left out" in note for note in document.notes)


# --- archives ---------------------------------------------------------------------------------------------------------


def test_members_of_an_archive_are_read_by_what_they_are() -> None:
    data = zipped(
        {"d/a.html": page(f"<article><p>{SENTENCE}</p></article>"), "d/b.jsonl": json.dumps({"text": SECOND}).encode()}
    )
    assert [(d.name, d.text) for d in documents(data, "a.zip")] == [
        ("a.zip!d/a.html", SENTENCE),
        ("a.zip!d/b.jsonl#1", SECOND),
    ]


def test_a_file_in_gzip_is_read_by_what_it_is() -> None:
    (document,) = documents(gzipped(page(f"<article><p>{SENTENCE}</p></article>")), "a.html.gz")
    assert document.name == "a.html"
    assert document.text == SENTENCE


def warc(*responses: tuple[str, str, bytes]) -> bytes:
    """A web archive with these addresses, content types and bodies."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for address, kind, body in responses:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return out.getvalue()


def test_a_web_archive_gives_its_pages_and_no_day_of_capture() -> None:
    data = warc(
        (
            "https://www.lecourrier.ch/a",
            "text/html; charset=utf-8",
            page(f"<article><h1>Lyon</h1><p>{SENTENCE}</p></article>"),
        ),
        ("https://www.lecourrier.ch/style.css", "text/css", b"p{}"),
        ("https://www.lecourrier.ch/b.txt", "text/plain", SECOND.encode()),
    )
    first, second = documents(data, "a.warc.gz")
    assert first.text == f"Lyon\n{SENTENCE}"
    assert first.url == "https://www.lecourrier.ch/a"
    assert not first.published.is_known
    assert second.text == SECOND
    leads_back(first)


# --- detection --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("page", page(f"<p>{SENTENCE}</p>"), "text/html"),
        ("page.txt", page(f"<p>{SENTENCE}</p>"), "text/html"),
        (
            "record.txt",
            json.dumps({"text": SENTENCE}).encode() + b"\n" + json.dumps({"text": SECOND}).encode(),
            "application/x-ndjson",
        ),
        ("article.pdf", page(f"<p>{SENTENCE}</p>"), "text/html"),
        ("note.md", SENTENCE.encode(), "text/plain"),
        ("bracket.txt", f"[Lyon] {SENTENCE}".encode(), "text/plain"),
        ("brace.txt", f"{{Lyon}} {SENTENCE}".encode(), "text/plain"),
        ("less.txt", f"<< {SENTENCE} >>".encode(), "text/plain"),
    ],
)
def test_the_content_decides_before_the_name(name: str, data: bytes, media_type: str) -> None:
    assert {d.media_type for d in documents(data, name)} == {media_type}
