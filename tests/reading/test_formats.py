"""Formats: each kind of file gives its text, its metadata and the way back to its bytes."""

import html
import io
import json
import re
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from made import SECOND, SENTENCE, docx, gzipped, page, paragraph, pdf, zipped

from recoupe.errors import ReadingError
from recoupe.model import ApartKind, Document, PassageKind, SourceKind
from recoupe.reading import read_bytes, read_many

PILE = Path(__file__).resolve().parents[2] / "examples" / "pile"


def documents(data: bytes, name: str) -> list[Document]:
    """The documents in these bytes; no error may be reported."""
    errors: list[ReadingError] = []
    found = list(read_bytes(data, name, on_error=errors.append))
    assert errors == []
    return found


def undone(text: str) -> str:
    """A stretch of bytes or of clean text without what cleaning may take away: tags, entities, spaces, soft line ends."""
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[A-Za-z][^<>]*>", "", text, flags=re.DOTALL)
    text = html.unescape(text) if "&" in text else text
    text = re.sub(r"[-\u00ad\ufffe\x02]\s*\n\s*", "", text)
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069-]", "", text)


def leads_back(document: Document) -> None:
    """Each passage of the document must be what its bytes say."""
    assert document.passages
    for passage in document.passages:
        text = document.text[passage.start : passage.end]
        assert undone(document.original_text(passage.start, passage.end)) == undone(text)


# --- the piles ---------------------------------------------------------------------------------------------------


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


# --- web pages ---------------------------------------------------------------------------------------------------

ARTICLE = (
    f"<nav><a href='/'>Accueil</a> <a href='/monde'>Monde</a></nav><article><h1>Lyon&nbsp;: trois filières démantelées</h1>"
    f"<p class='byline'>Par Aline Berthier, publié le 4 mars 2026</p><p>{SENTENCE} L&rsquo;op&eacute;ration "
    f"a&nbsp;dur&#233; <b>neuf</b> mois.</p><p>{SECOND}<br>Un suspect reste en fuite, selon le parquet.</p></article>"
    f"<aside><p>Lire aussi : Le prix de l'eau augmente</p></aside><footer>© 2026 Le Courrier</footer>"
)


def test_a_page_gives_its_article_without_menus_and_margins() -> None:
    (document,) = documents(page(ARTICLE, "<title>Lyon : trois filières démantelées | Le Courrier</title>"), "a.html")
    assert document.text.split("\n") == [
        "Lyon : trois filières démantelées",
        f"{SENTENCE} L’opération a duré neuf mois.",
        SECOND,
        "Un suspect reste en fuite, selon le parquet.",
    ]
    assert document.passages[0].kind is PassageKind.HEADING
    assert document.title == "Lyon : trois filières démantelées"
    assert document.authors == ("Aline Berthier",)
    assert [item.kind for item in document.apart] == [ApartKind.DATELINE]
    leads_back(document)


def test_an_entity_leads_to_all_its_bytes() -> None:
    (document,) = documents(page(ARTICLE), "a.html")
    start = document.text.index("opération")
    assert document.original_text(start, start + len("opération")) == "op&eacute;ration"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ('<meta property="article:published_time" content="2026-09-04T18:20:00+02:00">', "article:published_time"),
        ('<META NAME=DC.date.issued CONTENT="2026-09-04">', "dc.date.issued"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2026-09-04"}]}</script>',
            "datePublished",
        ),
    ],
)
def test_a_page_is_dated_by_what_it_says_of_itself(head: str, reason: str) -> None:
    (document,) = documents(page(f"<article><h1>Lyon</h1><p>{SENTENCE}</p></article>", head), "a.html")
    assert document.published.day == date(2026, 9, 4)
    assert reason in document.published.reason
    assert "2026-09-04" in document.published.reason


def test_a_lone_time_element_dates_a_page_and_several_do_not() -> None:
    body = f"<article><h1>Lyon</h1><time datetime='2026-09-04'>vendredi</time><p>{SENTENCE}</p></article>"
    assert documents(page(body), "a.html")[0].published.day == date(2026, 9, 4)
    more = body + "<aside><time datetime='2026-08-01'>samedi</time></aside>"
    assert not documents(page(more), "a.html")[0].published.is_known


def test_a_page_names_its_outlet_address_and_language() -> None:
    head = (
        '<meta property="og:site_name" content="Le Courrier"><link rel="canonical" href="https://www.lecourrier.ch/a">'
    )
    (document,) = documents(page(f"<article><p>{SENTENCE}</p></article>", head), "a.html")
    assert document.url == "https://www.lecourrier.ch/a"
    assert document.source is not None
    assert (document.source.name, document.source.country) == ("Le Courrier", "CH")


def test_a_page_in_latin_1_is_read_as_it_declares() -> None:
    data = f'<html><head><meta charset="iso-8859-1"></head><body><article><p>{SENTENCE}</p></article></body></html>'.encode(
        "latin-1"
    )
    (document,) = documents(data, "a.html")
    assert document.text == SENTENCE
    leads_back(document)


def test_paragraphs_that_stand_twice_keep_their_own_bytes() -> None:
    body = f"<div>{SECOND}</div><article><h1>Lyon</h1><p>{SENTENCE}</p><p>{SECOND}</p></article>"
    data = page(body)
    (document,) = documents(data, "a.html")
    leads_back(document)
    assert document.text.endswith(SECOND)


def test_a_page_without_any_block_still_gives_its_text() -> None:
    (document,) = documents(f"<html>{SENTENCE}<br>{SECOND}".encode(), "a.html")
    assert document.text == f"{SENTENCE}\n{SECOND}"


def test_a_row_of_short_cells_is_one_line_and_a_layout_table_is_not() -> None:
    rows = "<tr><th>Année</th><th>Départs</th></tr><tr><td>2024</td><td>14</td></tr>"
    (document,) = documents(
        page(f"<article><h1>Départs</h1><p>{SENTENCE}</p><table>{rows}</table><p>{SECOND}</p></article>"), "a.html"
    )
    assert document.text.split("\n") == ["Départs", SENTENCE, "Année Départs", "2024 14", SECOND]
    leads_back(document)
    (document,) = documents(f"<table><tr><td>{SENTENCE}<td>{SECOND}</table>".encode(), "b.html")
    assert document.text == f"{SENTENCE}\n{SECOND}"


def test_a_page_that_calls_itself_a_news_article_is_press() -> None:
    head = '<meta property="og:site_name" content="Le Courrier"><script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    (document,) = documents(page(f"<article><p>{SENTENCE}</p></article>", head), "a.html")
    assert document.source is not None
    assert document.source.kind is SourceKind.PRESS


def test_what_a_site_adds_inside_an_article_is_set_apart() -> None:
    added = "<p>À lire aussi : <a href='/z'>Namur, plaque tournante</a></p><p>Publicité</p><p>Je m’abonne</p><p>Temps de lecture : 3 min</p>"
    (document,) = documents(page(f"<article><h1>Lyon</h1><p>{SENTENCE}</p>{added}<p>{SECOND}</p></article>"), "a.html")
    assert document.text == f"Lyon\n{SENTENCE}\n{SECOND}"


# --- mail --------------------------------------------------------------------------------------------------------


def mail(**headers: str) -> EmailMessage:
    """A mail with a sender, a subject and a date."""
    made = EmailMessage()
    for name, value in {
        "From": "Aline Berthier <a@b.example>",
        "Subject": "Réunion",
        "Date": "Mon, 14 Sep 2026 23:30:00 +0200",
        **headers,
    }.items():
        made[name] = value
    return made


def test_a_mail_gives_its_body_sender_subject_and_day() -> None:
    made = mail()
    made.set_content(f"Bonjour,\n\n{SENTENCE}\n", cte="base64")
    (document,) = documents(made.as_bytes(), "a.eml")
    assert document.text == SENTENCE
    assert document.title == "Réunion"
    assert document.authors == ("Aline Berthier",)
    assert document.published.day == date(2026, 9, 14)
    assert document.published.reason.startswith("the mail's Date header says Mon, 14 Sep 2026")
    assert document.source is not None
    assert document.source.kind is SourceKind.MAIL
    leads_back(document)


def test_the_plain_part_of_a_mail_is_preferred_and_a_lone_html_part_read() -> None:
    made = mail()
    made.set_content(SENTENCE)
    made.add_alternative(f"<p>{SECOND}</p>", subtype="html")
    assert [d.text for d in documents(made.as_bytes(), "a.eml")] == [SENTENCE]
    made = mail()
    made.set_content(f"<p>{SECOND}</p><p>Lu&nbsp;hier.</p>", subtype="html")
    (document,) = documents(made.as_bytes(), "b.eml")
    assert document.text == f"{SECOND}\nLu hier."
    leads_back(document)


def test_attachments_are_documents_of_their_own_and_pictures_a_note() -> None:
    made = mail()
    made.set_content(SENTENCE)
    made.add_attachment(pdf(SECOND), maintype="application", subtype="pdf", filename="pièce.pdf")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    found = documents(made.as_bytes(), "a.eml")
    assert [(d.name, d.text) for d in found] == [("a.eml", SENTENCE), ("a.eml!pièce.pdf", SECOND)]
    assert any("logo.png" in note for note in found[0].notes)


def test_a_forwarded_mail_is_a_document_with_its_own_date() -> None:
    inner = mail(Date="Fri, 4 Sep 2026 08:00:00 +0200", Subject="Boussole")
    inner.set_content(SECOND)
    made = mail()
    made.set_content(SENTENCE)
    made.add_attachment(inner)
    found = documents(made.as_bytes(), "a.eml")
    assert [d.text for d in found] == [SENTENCE, SECOND]
    assert found[1].published.day == date(2026, 9, 4)


def test_a_mailbox_gives_each_message() -> None:
    parts = []
    for n, text in enumerate((SENTENCE, f"{SECOND}\n\n>From Lyon, rien de neuf.")):
        parts.append(
            f"From a@b.example Mon Sep 14 08:00:0{n} 2026\nFrom: a@b.example\nDate: Mon, 14 Sep 2026 08:00:00 +0200\n\n{text}\n\n"
        )
    found = documents("".join(parts).encode(), "a.mbox")
    assert [d.name for d in found] == ["a.mbox#1", "a.mbox#2"]
    assert found[0].text == SENTENCE


def test_a_text_that_merely_quotes_a_header_stays_a_text() -> None:
    (document,) = documents(f"Objet : Réunion\n\n{SENTENCE}\n".encode(), "a.txt")
    assert document.media_type == "text/plain"


# --- tables ------------------------------------------------------------------------------------------------------

ROW = {
    "titre": "Boussole",
    "texte": SENTENCE,
    "date": "2026-09-05",
    "url": "https://www.lecourrier.ch/a",
    "auteur": "Aline Berthier",
}


def same_row(document: Document, reason: str) -> None:
    """The document must be the one of ROW."""
    assert document.text == SENTENCE
    assert document.title == "Boussole"
    assert document.published.day == date(2026, 9, 5)
    assert reason in document.published.reason
    assert document.url == ROW["url"]
    assert document.authors == ("Aline Berthier",)
    leads_back(document)


def test_a_line_of_jsonl_is_a_document_whose_bytes_are_the_line() -> None:
    line = json.dumps(ROW, ensure_ascii=False).encode()
    first, second = documents(line + b"\n\n" + json.dumps({"text": SECOND}).encode() + b"\n", "a.jsonl")
    same_row(first, "the record's date says 2026-09-05")
    assert first.original == line
    assert second.name == "a.jsonl#3"


def test_json_may_be_one_object_a_list_or_a_list_inside_an_object() -> None:
    for value in (ROW, [ROW], {"count": 1, "articles": [ROW]}):
        (document,) = documents(json.dumps(value).encode(), "a.json")
        same_row(document, "date")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_row_of_csv_is_a_document(delimiter: str, encoding: str) -> None:
    cells = [f'"{value}"' for value in ROW.values()]
    data = f"{delimiter.join(ROW)}\r\n{delimiter.join(cells)}\r\n".encode(encoding)
    (document,) = documents(data, "a.csv")
    same_row(document, "date")


def test_a_cell_of_csv_may_run_over_lines() -> None:
    data = f'id,text\n1,"{SENTENCE}\n\n{SECOND}"\n2,"{SECOND}"\n'.encode()
    first, second = documents(data, "a.csv")
    assert first.text == f"{SENTENCE}\n{SECOND}"
    assert first.original == f'1,"{SENTENCE}\n\n{SECOND}"'.encode()
    assert second.name == "a.csv#2"


def test_a_row_of_parquet_is_a_document() -> None:
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([{**ROW, "date": date(2026, 9, 5)}]), out)
    (document,) = documents(out.getvalue(), "a.parquet")
    same_row(document, "date")


def test_markup_in_a_field_is_read_as_markup() -> None:
    (document,) = documents(json.dumps({"content": f"<p>{SENTENCE}</p><p>{SECOND}</p>"}).encode(), "a.json")
    assert document.text == f"{SENTENCE}\n{SECOND}"
    leads_back(document)


# --- feeds -------------------------------------------------------------------------------------------------------


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


# --- Word and PDF ------------------------------------------------------------------------------------------------


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


# --- archives ----------------------------------------------------------------------------------------------------


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


# --- detection ---------------------------------------------------------------------------------------------------


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
