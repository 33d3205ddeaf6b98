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
