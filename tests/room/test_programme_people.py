"""Those who take part: together with a consent or not at all, by pseudonym, kept apart, read by their team alone."""

import re

import pytest
from inside import FOUNDER, PASSPHRASE, consenting, inside_browser, participant

pytestmark = pytest.mark.usefixtures("room")
FORM = {
    "language": "fr",
    "purpose": ["taking part", "family"],
    "with_whom family": "Mère\nFrère",
    "until family": "2030-01-01",
    "witness": "W. Maes",
    "pseudonym": "Tilleul",
    "facility": "Andenne",
    "reference": "A-17",
}


def test_every_page_of_a_participant_is_there_for_their_team(programme, as_):
    kept = consenting(programme, "family", with_whom=("Mère",))
    browser = inside_browser(as_)
    for page in ("", "/change", "/consent", "/consent?new=1&language=ar", "/shares", "/file", "/erase"):
        answer = browser.get(f"/programme/participants/{kept.id}{page}")
        assert answer.status_code == 200, page
        assert "Saule" in answer.text
        assert answer["Cache-Control"] == "no-store"
    for page in ("participants", "participants/new", "participants/new?language=nl", "participants/new?language=other",
                 "consent-text?language=ar", "recalls", "colleagues", "about", "trail?check=1", "keys", "complaint"):  # fmt: skip
        assert browser.get(f"/programme/{page}").status_code == 200, page


def test_somebody_begins_together_with_what_they_consented_to(programme, as_):
    browser = inside_browser(as_)
    answer = browser.post("/programme/participants/new", FORM)
    assert answer.status_code == 302, answer.text
    (kept,) = programme.store.tagged("participant")
    (consent,) = programme.store.tagged("consent", kept.owner)
    assert (kept.shape.pseudonym, kept.shape.reference, kept.shape.language) == ("Tilleul", "A-17", "fr")
    assert [(s.purpose, s.with_whom) for s in consent.shape.scopes] == [
        ("taking part", ()),
        ("family", ("Mère", "Frère")),
    ]
    assert "volontaire" in consent.shape.read_out
    assert consent.shape.witness == "W. Maes"


@pytest.mark.parametrize("without", ["purpose", "witness", "pseudonym"])
def test_nothing_at_all_is_written_of_who_does_not_consent(programme, as_, without):
    from recoupe.room.programme import models

    browser = inside_browser(as_)
    before = models.Record.objects.count()
    browser.get("/programme/participants/new?language=fr")
    browser.get("/programme/consent-text?language=fr")
    said = FORM | {without: []} if without == "purpose" else FORM | {without: ""}
    assert browser.post("/programme/participants/new", said).status_code == 400
    assert browser.post("/programme/participants/new", FORM | {"purpose": ["family"]}).status_code == 400
    assert models.Record.objects.count() == before
    assert programme.store.tagged("participant") == []


def test_there_is_no_field_for_a_name(programme, as_):
    from recoupe.room.programme.shapes import Participant

    kept = consenting(programme)
    browser = inside_browser(as_)
    names = set()
    for page in ("new?language=fr", f"{kept.id}/change"):
        names |= set(re.findall(r'name="([^"]+)"', browser.get(f"/programme/participants/{page}").text))
    assert not {name for name in names | set(Participant.model_fields) if "name" in name}


def test_a_pseudonym_is_given_once_and_the_proposals_are_free(programme, as_):
    from recoupe.room.programme.wording import proposals, texts

    participant(programme, pseudonym="Tilleul")
    browser = inside_browser(as_)
    assert browser.post("/programme/participants/new", FORM | {"pseudonym": " tilleul "}).status_code == 400
    assert len(programme.store.tagged("participant")) == 1
    every = texts("fr")["words"]["pseudonyms"]
    assert proposals("fr", every[5:]) == sorted(every[:5])
    assert set(proposals("fr", every)) <= {f"{word} 2" for word in every}


def test_two_of_one_wish_in_two_facilities_are_two(programme, as_):
    browser = inside_browser(as_)
    assert browser.post("/programme/participants/new", FORM).status_code == 302
    again = browser.post("/programme/participants/new", FORM | {"facility": "Huy"})
    assert again.status_code == 400, "the pseudonym is taken"
    other = browser.post("/programme/participants/new", FORM | {"facility": "Huy", "pseudonym": "Tilleul 2"})
    assert other.status_code == 302, "the same reference in another facility is somebody else"
    assert {(k.shape.pseudonym, k.shape.facility) for k in programme.store.tagged("participant")} == {
        ("Tilleul", "Andenne"),
        ("Tilleul 2", "Huy"),
    }


def test_one_reference_in_one_facility_is_one_participant(programme, colleague, as_):
    browser = inside_browser(as_)
    browser.post("/programme/participants/new", FORM)
    again = browser.post("/programme/participants/new", FORM | {"pseudonym": "Orme", "reference": "a-17"})
    assert again.status_code == 400
    assert "Tilleul" in again.text, "it is pointed out to the team"
    other = inside_browser(as_, "psychologue@room.example")
    told = other.post("/programme/participants/new", FORM | {"pseudonym": "Orme"})
    assert told.status_code == 400
    assert "Tilleul" not in told.text
    assert len(programme.store.tagged("participant")) == 1


def test_a_search_finds_ones_own_participants_and_stands_in_no_address(programme, colleague, as_):
    participant(programme, pseudonym="Saule")
    participant(programme, pseudonym="Orme")
    participant(colleague, pseudonym="Saule blanc")
    browser = inside_browser(as_)
    said = browser.post("/programme/participants", {"pseudonym": "sau"}).text
    assert "Saule" in said
    assert "Orme" not in said
    assert "Saule blanc" not in said
    assert re.search(r'<form method="post" class="filters">', said)


def test_another_practitioner_reads_nothing_of_who_is_not_theirs(programme, colleague, as_):
    kept = consenting(programme, "family", with_whom=("Mère",))
    other = inside_browser(as_, "psychologue@room.example")
    nobody = other.get(f"/programme/participants/{'f' * 32}")
    for page in ("", "/change", "/consent", "/shares", "/file", "/erase"):
        answer = other.get(f"/programme/participants/{kept.id}{page}")
        assert answer.status_code == nobody.status_code == 400
        assert "Saule" not in answer.text
        assert answer.text.replace(kept.id, "").count("alert") == nobody.text.count("alert")
    for page in ("/change", "/consent", "/withdraw", "/shares", "/file", "/erase"):
        assert (
            other.post(f"/programme/participants/{kept.id}{page}", {"of": "all", "pseudonym": "Saule"}).status_code
            == 400
        )
    assert "Saule" not in other.get("/programme/participants").text
    assert programme.store.get(kept.id) == kept


def test_who_coordinates_sees_the_card_and_no_more(programme, colleague, as_):
    kept = consenting(colleague, "family", with_whom=("Mère",))
    browser = inside_browser(as_)
    assert "Saule" in browser.get("/programme/participants?of=all").text
    card = browser.get(f"/programme/participants/{kept.id}").text
    assert "Saule" in card
    assert "Mère" not in card
    for page in ("consent", "shares", "file"):
        assert browser.get(f"/programme/participants/{kept.id}/{page}").status_code == 400


def test_two_who_change_one_card_both_see_what_the_other_wrote(programme, as_):
    kept = consenting(programme)
    browser = inside_browser(as_)
    said = {
        "facility": "Huy",
        "pseudonym": "Saule",
        "language": "fr",
        "team": [programme.row.pk],
        "version": kept.version,
    }
    assert browser.post(f"/programme/participants/{kept.id}/change", said).status_code == 302
    late = browser.post(f"/programme/participants/{kept.id}/change", said | {"facility": "Namur"})
    assert late.status_code == 400
    assert "Huy" in late.text
    assert 'value="Namur"' in late.text
    assert 'name="version" value="2"' in late.text
    assert programme.store.get(kept.id).shape.facility == "Huy"


def test_a_team_can_be_changed_and_who_was_let_out_is_in_none(programme, colleague, as_):
    from recoupe.room.programme.actions.founding import let_out

    kept = consenting(programme)
    browser = inside_browser(as_)
    said = {"facility": "Huy", "pseudonym": "Saule", "team": [programme.row.pk, colleague.row.pk], "version": 1}
    browser.post(f"/programme/participants/{kept.id}/change", said)
    other = inside_browser(as_, "psychologue@room.example")
    assert other.get(f"/programme/participants/{kept.id}/consent").status_code == 200
    let_out(programme, colleague.row)
    assert other.get(f"/programme/participants/{kept.id}/consent").status_code == 302
    assert programme.store.get(kept.id).shape.team == (programme.row.pk,)


def test_every_language_has_the_same_texts():
    from recoupe.room.programme.shapes import Purpose
    from recoupe.room.programme.wording import languages, texts

    def shape(said):
        return {k: shape(v) for k, v in said.items()} if isinstance(said, dict) else type(said).__name__

    assert set(languages()) == {"fr", "nl", "ar", "en"}
    assert len({str(sorted(shape(texts(one)).items())) for one in languages()}) == 1
    for one in languages():
        assert set(texts(one)["purposes"]) == set(Purpose.values)
        words = texts(one)["words"]["pseudonyms"]
        assert len(set(words)) == len(words) >= 50
        assert len(texts(one)["consent"]["rights"]) == 5
    assert texts("ar")["direction"] == "rtl"


def test_the_text_in_arabic_is_written_from_right_to_left(programme, as_):
    said = inside_browser(as_).get("/programme/consent-text?language=ar").text
    assert re.search(r'class="read-out" lang="ar" dir="rtl"', said)


def test_a_forgotten_passphrase_makes_a_new_key_that_has_to_be_let_in_anew(programme, colleague, as_):
    from recoupe.room.programme.models import Practitioner

    browser = as_("psychologue@room.example")
    before = colleague.row.public
    new = {"do": "new", "passphrase": PASSPHRASE + " deux", "again": PASSPHRASE + " deux"}
    assert browser.post("/programme/keys", new).status_code == 400, "what is lost was not ticked"
    assert browser.post("/programme/keys", new | {"is_understood": "on"}).status_code == 302
    row = Practitioner.objects.get(pk=colleague.row.pk)
    assert row.public != before
    assert row.wrapped is None
    assert browser.post("/programme/open", {"passphrase": PASSPHRASE + " deux"}).status_code == 400


def test_only_who_read_out_the_right_fingerprint_is_let_in(programme, person, as_):
    from recoupe.room.programme.actions.founding import new_keys
    from recoupe.room.programme.models import Practitioner
    from recoupe.room.programme.sealing import fingerprint

    row = new_keys(person("practitioner"), PASSPHRASE)
    browser = inside_browser(as_)
    said = {"practitioner": row.pk, "fingerprint": fingerprint(row.public), "discipline": "psychology"}
    assert fingerprint(row.public) in browser.get("/programme/colleagues").text
    assert browser.post("/programme/colleagues", said).status_code == 400, "it was not compared"
    new_keys(person("practitioner"), "une autre phrase encore")  # as whoever has their password would
    assert browser.post("/programme/colleagues", said | {"is_compared": "on"}).status_code == 400
    row = Practitioner.objects.get(pk=row.pk)
    assert row.wrapped is None
    said |= {"fingerprint": fingerprint(row.public), "is_compared": "on"}
    assert browser.post("/programme/colleagues", said).status_code == 302
    assert Practitioner.objects.get(pk=row.pk).wrapped is not None


def test_another_passphrase_opens_the_same_key(programme, as_):
    browser = as_(FOUNDER)
    new = {
        "do": "passphrase",
        "before": "not this one at all",
        "passphrase": "cinq autres mots",
        "again": "cinq autres mots",
    }
    assert browser.post("/programme/keys", new).status_code == 400
    assert browser.post("/programme/keys", new | {"before": PASSPHRASE}).status_code == 302
    assert browser.post("/programme/open", {"passphrase": PASSPHRASE}).status_code == 400
    assert browser.post("/programme/open", {"passphrase": "cinq autres mots"}).status_code == 302


def test_a_programme_is_founded_and_changed_in_the_browser(person, as_):
    from inside import practitioner

    practitioner(person, FOUNDER)
    browser = as_(FOUNDER)
    about = {"name": "Le Passage", "months": "6", "smallest": "5", "kept_months": "24", "facilities": "Andenne\nHuy"}
    words = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert browser.post("/programme/found", about | words | {"complaints_key": "no key"}).status_code == 400
    assert browser.post("/programme/found", about | words).headers["Location"] == "/programme"
    assert "Le Passage" in browser.get("/programme/about").text
    assert browser.post("/programme/about", about | {"name": "La Passe", "version": "1"}).status_code == 302
    late = browser.post("/programme/about", about | {"name": "Le Pas", "version": "1"})
    assert late.status_code == 400
    assert "La Passe" in late.text
    assert "Le Pas" in late.text
