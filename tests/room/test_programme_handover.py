"""Hand-over at release: told to those alone whom the participant named, in a letter that is not written out once it is recalled."""

from datetime import date

import pytest
from programme_at_work import browser, consent, founder, participant, withdrawn

pytestmark = pytest.mark.usefixtures("room")
HOUSING = "Maison d'accueil Le Seuil"


@pytest.fixture
def inside(person):
    return founder(person)


@pytest.fixture
def saule(inside):
    owner = participant(inside)
    consent(inside, owner, with_whom=(HOUSING,))
    return owner


def test_who_is_not_in_the_consent_is_told_nothing(inside, saule):
    from recoupe.room.programme.actions.handing_over import told
    from recoupe.room.programme.consents import NoConsent

    with pytest.raises(NoConsent):
        told(inside, saule, "Police locale", "il sort mardi")
    assert inside.store.tagged("share", saule) == []


def test_a_letter_is_what_was_told_in_the_language_of_whom_it_is_for(inside, saule, as_):
    from recoupe.room.programme.actions.handing_over import told

    kept = told(inside, saule, HOUSING, "يخرج يوم الثلاثاء ويحتاج إلى غرفة", "ar")
    page = browser(as_, inside).get(f"/programme/letters/{kept.id}").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "يخرج يوم الثلاثاء" in page
    assert "Saule" not in page


def test_a_letter_whose_consent_is_withdrawn_is_not_written_out_any_more(inside, saule, as_):
    from recoupe.room.programme.actions.handing_over import recipients, told
    from recoupe.room.programme.shapes import Purpose

    kept = told(inside, saule, HOUSING, "il sort mardi", "fr")
    withdrawn(inside, saule, Purpose.HANDOVER)
    assert recipients(inside, saule) == []
    assert browser(as_, inside).get(f"/programme/letters/{kept.id}").status_code == 404


def test_what_is_arranged_stands_in_words_and_two_who_write_see_both(inside, saule, as_):
    from recoupe.room.programme.actions.handing_over import arranged, handover_of

    arranged(inside, saule, date(2027, 1, 12), {"housing": ("une chambre au Seuil", "arranged")}, 0)
    opened = browser(as_, inside)
    form = {
        "do": "keep",
        "version": "1",
        "release": "2027-01-12",
        "words housing": "chez sa sœur",
        "state housing": "open",
    }
    assert opened.post(f"/programme/participants/{saule}/handover", form).status_code == 302
    answer = opened.post(f"/programme/participants/{saule}/handover", {**form, "words housing": "foyer"})
    assert answer.status_code == 400
    assert all(said in answer.content.decode() for said in ("chez sa sœur", "foyer"))
    now = handover_of(inside, saule)
    assert [one.words for one in now.shape.arrangements if one.area == "housing"] == ["chez sa sœur"]


def test_the_recipients_that_a_page_offers_are_those_of_the_consent(inside, saule, as_):
    page = browser(as_, inside).get(f"/programme/participants/{saule}/handover").content.decode()
    assert "<option>Maison d&#x27;accueil Le Seuil</option>" in page
