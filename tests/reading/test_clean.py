"""Clean text: what is not the text is set apart, broken lines are joined, and every character still leads to its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recoupe
from recoupe.model import Document, PassageKind, SourceKind, Tlp

BODY = (
    "Les douanes de Port-Vendres ont saisi lundi trente faux permis dans un camion.\n"
    "Le chauffeur, interrogé sur place, affirme qu'il ignorait tout de son chargement."
)


def kinds(document: Document) -> list[str]:
    return [apart.kind for apart in document.apart]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Bonjour à tous,", "greeting"),
        ("salam", "greeting"),
        ("Hi all,", "greeting"),
        ("https://www.example.org/2026/03/article-12.html", "link"),
        ("Partager sur Facebook", "share"),
        ("Publié le 3 mars 2026 à 18h05", "dateline"),
        ("Par Aline Mercadier", "byline"),
        ("TLP:GREEN", "furniture"),
    ],
)
def test_a_line_before_the_text_is_set_apart_with_its_kind(line: str, kind: str) -> None:
    document = recoupe.read_text(f"{line}\n{BODY}")
    assert kinds(document) == [kind]
    assert line.strip(" ,") not in document.text
    assert document.apart[0].reason


@pytest.mark.parametrize(
    "end",
    [
        "-- \nAline Mercadier\nTél. 04 00 00 00 00",
        "Cordialement,\nAline",
        "Envoyé de mon iPhone",
        "Best regards,\nA. Mercadier",
    ],
)
def test_a_signature_is_set_apart_to_its_end(end: str) -> None:
    document = recoupe.read_text(f"{BODY}\n\n{end}")
    assert set(kinds(document)) == {"signature"}
    assert document.text == recoupe.read_text(BODY).text


def test_nothing_of_an_ordinary_text_is_set_apart() -> None:
    text = "Bonjour, a lancé le ministre aux journalistes réunis devant la gare de Cerbère.\nPar ailleurs, deux camions ont été saisis.\nLire entre les lignes reste permis."
    document = recoupe.read_text(text)
    assert kinds(document) == []
    assert document.text == text


def test_a_sentence_broken_over_two_lines_is_joined() -> None:
    document = recoupe.read_text("Les douanes ont annoncé la saisie de faux\npermis dans un camion venu du sud.")
    assert document.text == "Les douanes ont annoncé la saisie de faux permis dans un camion venu du sud."
    assert len(document.passages) == 1


def test_a_wrapped_mail_is_one_paragraph() -> None:
    text = (
        "Les douanes de Port-Vendres ont saisi lundi trente faux permis\n"
        "dans un camion. Le chauffeur, interrogé sur place par deux\n"
        "Agents, affirme qu'il ignorait tout de son chargement. Il sera\n"
        "entendu demain par le juge."
    )
    document = recoupe.read_text(text)
    assert "\n" not in document.text
    assert "deux Agents" in document.text


def test_a_word_cut_at_the_end_of_a_line_is_made_whole() -> None:
    assert "chargement" in recoupe.read_text("Le chauffeur ignorait tout de son charge-\nment, dit-il.").text


def test_a_compound_keeps_its_hyphen_at_the_end_of_a_line() -> None:
    assert "peut-être" in recoupe.read_text("Le chauffeur savait peut-\nêtre tout de son chargement, dit-il.").text


def test_a_title_stays_a_heading_of_its_own() -> None:
    document = recoupe.read_text(f"Trente faux permis saisis à Port-Vendres\n{BODY}")
    assert document.passages[0].kind is PassageKind.HEADING
    assert document.title == "Trente faux permis saisis à Port-Vendres"


def test_a_dateline_gives_the_agency_as_source() -> None:
    document = recoupe.read_text(
        "PERPIGNAN, 3 mars 2026 (Agence Riveraine) – Les douanes ont saisi trente faux permis dans un camion."
    )
    assert document.text.startswith("Les douanes")
    assert document.source is not None
    assert (document.source.name, document.source.kind) == ("Agence Riveraine", SourceKind.AGENCY)


def test_a_line_with_a_mark_marks_the_document() -> None:
    marking = recoupe.read_text(f"TLP:RED\n{BODY}").marking
    assert (marking.tlp, marking.is_default) == (Tlp.RED, False)


def test_what_carries_no_mark_is_restricted() -> None:
    marking = recoupe.read_text(BODY).marking
    assert (marking.tlp, marking.is_default) == (Tlp.AMBER_STRICT, True)


def test_a_text_pasted_twice_counts_once() -> None:
    document = recoupe.read_text(f"{BODY}\n{BODY}")
    assert document.text == recoupe.read_text(BODY).text
    assert kinds(document) == ["repeat"]
    assert document.notes


def test_a_slogan_that_comes_back_stays() -> None:
    text = "« Plus jamais ! »\nLa foule a traversé le pont de Cerbère dans le calme.\n« Plus jamais ! »\nElle s'est dispersée vers minuit."
    assert recoupe.read_text(text).text.count("Plus jamais") == 2


def test_letters_encoded_twice_are_repaired_and_lead_to_their_bytes() -> None:
    document = recoupe.read_text("Les autoritÃ©s ont saisi trente permis Ã\u00a0 la frontiÃ¨re.")
    assert document.text == "Les autorités ont saisi trente permis à la frontière."
    at = document.text.index("autorités")
    assert document.original_text(at, at + 9) == "autoritÃ©s"


def test_characters_that_turn_the_text_are_taken_out_with_a_note() -> None:
    document = recoupe.read_text("Le fichier \u202egpj.exe\u202c a été saisi par les douanes.")
    assert "\u202e" not in document.text
    assert any("direction" in note for note in document.notes)


def test_the_address_of_a_repost_tells_the_country_of_its_source() -> None:
    document = recoupe.read_text(f"{BODY}\nhttp://www.gazette-du-rif.ma/article-77.html")
    assert document.source is not None
    assert document.source.country == "MA"


@given(st.text(alphabet="abcé' .,!?«»\n\r\t-–:;\u00a0\x00ÀBC12", max_size=400))
def test_every_passage_is_a_stretch_of_the_text_and_leads_to_bytes(text: str) -> None:
    document = recoupe.read_text(text, language="fr") if text.strip() else None
    if document is None:
        return
    end = 0
    for passage in document.passages:
        assert end <= passage.start < passage.end <= len(document.text)
        first, last = document.original_span(passage.start, passage.end)
        assert 0 <= first < last <= len(document.layer)
        end = passage.end
