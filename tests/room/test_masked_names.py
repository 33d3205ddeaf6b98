"""Names: nobody learns the name of a private person by asking questions, by a file's name, or by taking the file."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("room")
SENTENCES = (
    "NAMUR, 3 octobre 2026 - Karim Delvigne, un boulanger de 34 ans, a été arrêté à Namur vendredi.",
    "Karim Delvigne nie les faits.",
    "La ministre de l'Intérieur, Anne Lambrecht, a annoncé une réunion à Namur le 9 octobre 2026.",
)


@pytest.fixture
def document(room):
    """A page that names a private person in its text, its title and its file's name, handed in by the secretary."""
    from test_hostile import handed_in

    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    html = f"<html><head><title>Karim Delvigne arrêté</title></head><body><article>{body}</article></body></html>"
    return handed_in("karim-delvigne.html", html.encode()).documents[0]


def counted(browser, address):
    """How many a page says that there are."""
    return re.search(r'count-line">\D*(\d+)', browser.get(address).content.decode())[1]


@pytest.mark.usefixtures("document")
def test_leaving_a_name_out_of_a_search_does_not_tell_where_it_stands(as_):
    browser = as_("analyst")
    told = {query: counted(browser, f"/search?q=boulanger+{query}") for query in ("", "-zzzz", "-delvigne", "-delv*")}
    assert set(told.values()) == {"1"}, told
    assert counted(browser, "/search?q=boulanger+-namur") == "0"


@pytest.mark.usefixtures("document")
def test_a_document_is_not_found_by_a_name_in_its_title_or_its_file(as_):
    browser = as_("analyst")
    assert counted(browser, "/documents?q=arrêté") != "0"
    assert counted(browser, "/documents?q=Delvigne") == "0"
    assert counted(browser, "/documents?q=karim-delv") == "0"


@pytest.mark.usefixtures("document")
def test_the_name_of_a_file_is_shown_to_whoever_handed_it_in_alone(as_):
    for page in ("/", "/documents", "/documents/uploads"):
        assert b"delvigne" not in as_("analyst").get(page).content, page
    assert b"karim-delvigne.html" in as_("secretary").get("/documents/uploads").content


def test_the_original_is_taken_by_those_who_were_given_the_names_in_it(as_, document):
    from recoupe.room.evidence.models import Pseudonym

    address = f"/documents/{document}/original"
    for who in ("analyst", "secretary"):
        assert as_(who).get(address).status_code == 400, who
    for pseudonym in Pseudonym.objects.filter(document=document).values_list("pseudonym", flat=True):
        as_("analyst").post("/names", {"pseudonym": pseudonym, "why": "confronter avec le parquet"})
    assert b"Delvigne" in as_("analyst").get(address).content
    assert as_("secretary").get(address).status_code == 400


def test_names_that_were_given_are_taken_away_with_the_right_to_ask_for_them(as_, document, person):
    from recoupe.room.evidence.models import Pseudonym

    pseudonym = Pseudonym.objects.filter(document=document).first().pseudonym
    as_("analyst").post("/names", {"pseudonym": pseudonym, "why": "confronter avec le parquet"})
    assert b"Delvigne" in as_("analyst").get(f"/documents/{document}").content
    reader = person("analyst")
    reader.role = "reader"
    reader.save()
    assert b"Delvigne" not in as_("analyst").get(f"/documents/{document}").content


def test_the_sender_of_a_mail_is_named_on_no_page_nor_in_what_programs_are_told(as_, person):
    from test_hostile import addresses, handed_in

    from recoupe.room.people.tokens import issued

    mail = (
        "From: Armelle Quintart <armelle.quintart@gmail.com>\nTo: Odilon Verstraete <odilon@skynet.be>\nSubject: Namur\n"
        "Date: Sun, 4 Oct 2026 08:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n\nBonjour Odilon,\n\n"
        "La police a arrêté six personnes à Namur vendredi 2 octobre 2026, a annoncé le parquet.\n\nCordialement,\nArmelle Quintart\n"
    )
    (document,) = handed_in("courriel.eml", mail.encode()).documents
    browser = as_("analyst")
    sheets = ["/documents?source=mail", "/speakers", "/search?q=namur&source=mail", "/documents/uploads"]
    asked = ["findings", "search?q=namur", "documents", f"documents/{document}"]
    key = {"Authorization": f"Bearer {issued(person('analyst'), 'a program', ['evidence.see'], 1)}"}
    told = ""
    for address in (*addresses(document), *sheets, *(f"/api/v1/{path}" for path in asked)):
        answer = browser.get(address, headers=key)
        assert answer.status_code == 200, address
        told += answer.content.decode()
    assert re.search(r"mail [0-9a-f]{6}", told)
    for name in ("quintart", "armelle", "verstraete", "odilon", "gmail"):
        assert name not in told.casefold(), name
