"""Mail and tables: each message, attachment and row is a document with what its fields say."""

import io
import json
from datetime import date
from email.message import EmailMessage

import pytest
from checks import documents, leads_back
from made import SECOND, SENTENCE, pdf

from recoupe.model import ApartKind, Document, Source, SourceKind

# --- mail -------------------------------------------------------------------------------------------------------------


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


def test_a_mail_gives_its_body_subject_day_and_the_organisation_of_its_sender() -> None:
    made = mail()
    made.set_content(f"Bonjour,\n\n{SENTENCE}\n", cte="base64")
    (document,) = documents(made.as_bytes(), "a.eml")
    assert document.text == SENTENCE
    assert document.title == "Réunion"
    assert document.authors == ()
    assert document.published.day == date(2026, 9, 14)
    assert document.published.reason.startswith("the mail's Date header says Mon, 14 Sep 2026")
    assert document.source == Source("b.example", SourceKind.MAIL)
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
    assert found[0].notes == ("1 pictures or cards in the message were left out",)


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


EARLIER = "De : Louise Perrin <l@p.example>\nEnvoyé : dimanche 4 octobre 2026 18:00\nÀ : Jean Martin\nObjet : Liège\n\n"


def test_the_message_that_a_mail_answers_is_set_apart() -> None:
    made = mail()
    made.set_content(f"Bonjour,\n\n{SENTENCE}\n\nBien à vous,\n\nJean Martin\n\n{EARLIER}{SECOND}\n")
    (document,) = documents(made.as_bytes(), "a.eml")
    assert document.text == SENTENCE
    kinds = [item.kind for item in document.apart]
    assert kinds == [ApartKind.GREETING] + [ApartKind.SIGNATURE] * 2 + [ApartKind.QUOTED_MAIL] * 5


def test_a_message_that_is_only_passed_on_is_the_text() -> None:
    made = mail()
    made.set_content(f"Pour info.\n\n{EARLIER}{SECOND}\n")
    (document,) = documents(made.as_bytes(), "a.eml")
    assert document.text == SECOND


def test_nobody_who_sends_or_gets_a_mail_is_named_by_what_is_read_of_it() -> None:
    people = {"From": "Karim Delvigne <karim.delvigne@gmail.com>", "To": "Nadia Ferrand <nadia@sfr.fr>"}
    made = mail(**people, Cc="Hugo Lambin <h@lambin.example>", **{"Reply-To": "Sonia Berg <sonia@berg.example>"})
    made.set_content(f"Bonjour Nadia,\n\n{SENTENCE}\n\nCordialement,\n\nKarim Delvigne\n")
    made.add_attachment("BEGIN:VCARD", subtype="vcard", filename="Karim Delvigne.vcf")
    (document,) = documents(made.as_bytes(), "a.eml")
    told = (
        f"{document.text} {document.title} {document.authors} {document.source} {document.notes} {document.published}"
    )
    for name in ("karim", "delvigne", "nadia", "ferrand", "hugo", "lambin", "sonia", "berg", "gmail", "sfr"):
        assert name not in told.casefold()
    assert b"Karim Delvigne" in document.original


# --- tables -----------------------------------------------------------------------------------------------------------


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


def test_a_subject_in_an_unknown_charset_keeps_its_words() -> None:
    data = b"From: a@b.example\r\nSubject: =?utf-\xff8?q?R=C3=A9union?=\r\nContent-Type: text/plain\r\n\r\nLe texte du message.\r\n"
    (document,) = documents(data, "a.eml")
    assert "union" in document.title
