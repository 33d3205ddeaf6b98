"""Administration: accounts and services are made and changed by an administrator, and a password forgotten is asked of one."""

import re

import pytest

pytestmark = pytest.mark.usefixtures("room")


def test_an_administrator_makes_a_service_and_moves_a_person_to_it(as_, person):
    from recoupe.room.people.models import Entry, Service

    browser, reader = as_("administrator"), person("reader")
    form = {"do": "service", "short": "DEL", "name": "Delegation", "country": "be"}
    assert browser.post("/people", form).status_code == 302
    assert browser.post("/people", form | {"short": "del"}).status_code == 400, "there is one"
    service = Service.objects.get(short="DEL")
    assert (service.country, Entry.objects.first().action) == ("BE", "made service")
    form = {"person": reader.pk, "service": service.pk, "role": "analyst", "is_active": "on"}
    assert browser.post("/people", form).status_code == 302
    assert (person("reader").service, person("reader").role) == (service, "analyst")
    assert Entry.objects.first().detail == {"role": "analyst", "active": True, "service": "DEL"}


def test_a_closed_account_is_opened_again(as_, person):
    browser, reader = as_("administrator"), person("reader")
    browser.post("/people", {"person": reader.pk, "role": "reader"})
    assert not person("reader").is_active
    browser.post("/people", {"person": reader.pk, "role": "reader", "is_active": "on"})
    assert person("reader").is_active
    assert person("reader").service == reader.service


def test_a_password_is_reset_to_one_by_chance_that_is_shown_once_and_ends_old_sessions(as_, person):
    from recoupe.room.people.models import Entry

    reader, there, browser = person("reader"), as_("reader"), as_("administrator")
    page = browser.post("/people", {"do": "reset", "person": reader.pk, "role": "reader", "is_active": "on"})
    password = re.search(r'class="secret">([^<]+)<', page.content.decode())[1]
    assert person("reader").check_password(password)
    assert password not in browser.get("/people").content.decode()
    assert there.get("/account").status_code == 302, "who was signed in is so no more"
    assert password not in str(Entry.objects.first().detail)
    own = {"do": "reset", "person": person("administrator").pk}
    assert browser.post("/people", own).status_code == 400


def test_a_forgotten_password_is_asked_of_an_administrator_where_no_mail_is_sent(as_, person):
    from django.test import override_settings

    browser = as_("nobody", headers={"accept-language": "en"})
    page = browser.get("/password/reset/").content.decode()
    assert "Ask an administrator" in page
    assert 'name="email"' not in page
    done = browser.post("/password/reset/", {"email": person("reader").email}, follow=True).content.decode()
    assert "Ask an administrator" in done
    assert "was sent" not in done
    with override_settings(EMAIL_HOST="mail.example"):
        assert 'name="email"' in browser.get("/password/reset/").content.decode()


def test_one_session_is_ended_alone(as_, person):
    from allauth.usersessions.models import UserSession

    reader = person("reader")
    form = {"login": reader.email, "password": "recoupe-demo-room"}
    here, there, third = as_("nobody"), as_("nobody"), as_("nobody")
    for browser in (here, there, third):
        browser.post("/login/", form)
        browser.get("/account")
    session = UserSession.objects.get(session_key=there.session.session_key)
    assert f'value="{session.pk}"' in here.get("/sessions/").content.decode()
    assert as_("liaison").post("/account/sessions/end", {"session": session.pk}).status_code == 400
    assert here.post("/account/sessions/end", {"session": session.pk}).status_code == 302
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == third.get("/account").status_code == 200
