"""A document that is read again, by a newer engine, or looked at as it came: what people made of it stays, and names stay masked."""

import pytest

pytestmark = pytest.mark.usefixtures("room")

PAGE = (
    b"<html><head><title>Namur</title><!-- from nadia@mail.example --></head><body><article><p>La police a interpelle six "
    b"personnes le 20 septembre 2026 a Namur, a annonce le parquet.</p></article></body></html>"
)


def stored(engine, **label):
    """A page of which the text names nobody, a comment in it somebody, as an engine stores it."""
    from recoupe.model import Marking, Tlp
    from recoupe.pipeline import extract_safely
    from recoupe.reading import read_bytes
    from recoupe.room.access import label_of
    from recoupe.room.evidence.models import Document
    from recoupe.room.evidence.store import WorkspaceStore

    (document,) = read_bytes(PAGE, "namur.html")
    assert WorkspaceStore("default").save(document, extract_safely(document), engine)
    Document.objects.filter(pk=document.id).update(label=label_of(Marking(Tlp.CLEAR, "", (), is_default=False)))
    return document


def test_notes_and_pseudonyms_outlive_a_document_that_is_read_again():
    from recoupe.room.evidence.models import Note, Pseudonym

    document = stored("an engine")
    Note.objects.create(document_id=document.id, start=0, end=9, text="à suivre", by=1, who="Claire")
    Pseudonym.objects.create(document_id=document.id, entity="somebody", pseudonym="P-99", forms=["Somebody"])
    stored("a newer engine")
    assert Note.objects.get(document=document.id).text == "à suivre"
    assert Pseudonym.objects.get(document=document.id).pseudonym == "P-99"


def test_a_text_is_shown_as_received_to_whoever_may_take_it_out_and_that_is_written_down(as_):
    from recoupe.room.people.models import Entry

    document = stored("an engine")
    address = f"/documents/{document.id}?view=received"
    taken = Entry.objects.filter(action="took the original of", subject=f"document {document.id}")
    assert b"nadia@mail.example" not in as_("reader").get(address).content
    assert not taken.exists()
    assert b"nadia@mail.example" in as_("analyst").get(address).content
    assert taken.count() == 1
