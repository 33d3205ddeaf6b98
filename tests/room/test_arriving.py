"""Arriving: each role begins on a page of its own, and what is refused is told in the reader's language, with what to do."""

import pytest

pytestmark = pytest.mark.usefixtures("room")
FIRST = {
    "reader": "/", "analyst": "/", "secretary": "/", "liaison": "/", "administrator": "/people", "auditor": "/audit",
}  # fmt: skip


@pytest.mark.parametrize("role", FIRST)
def test_each_role_begins_on_a_page_that_it_may_read(as_, person, role):
    browser, form = as_("nobody"), {"login": person(role).email, "password": "recoupe-demo-room"}
    answer = browser.post("/login/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, FIRST[role])
    page = browser.get("/", follow=True)
    assert page.status_code == 200
    assert f'<a class="brand" href="{FIRST[role]}">' in page.content.decode()


def test_whoever_reads_no_evidence_has_seen_no_news(as_):
    assert as_("auditor").post("/").status_code == 403


def test_a_form_that_is_out_of_date_is_refused_in_the_readers_language(as_, person):
    reader = person("reader")
    reader.language = "fr"
    reader.save()
    answer = as_("reader", enforce_csrf_checks=True).post("/account", {"language": "nl"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert '<html lang="fr"' in page
    assert "CSRF" not in page
    assert "data-back" in page
    person("reader").refresh_from_db()
    assert person("reader").language == "fr"


@pytest.mark.parametrize("who", ["nobody", "reader"])
def test_an_address_that_is_none_is_told_without_the_words_of_the_machine(as_, who):
    answer = as_(who, headers={"accept-language": "en"}).get("/nowhere/at/all")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Resolver404" not in page
    assert "There is no page at this address" in page
    assert 'href="/"' in page or 'href="/login/"' in page
