"""The page of the audit: who signed in and who failed to, in the reader's language and hours, by day and by person."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("room")
SECRET = "a password that was typed"


def last(number=1):
    from recoupe.room.people.models import Entry

    return list(Entry.objects.order_by("-number")[:number])


def test_signing_in_and_out_stands_in_the_audit(as_, person):
    browser, reader = as_("nobody"), person("reader")
    browser.post("/login/", {"login": reader.email, "password": "recoupe-demo-room"})
    assert [(row.action, row.person) for row in last()] == [("signed in", reader.pk)]
    browser.post("/logout/")
    assert [(row.action, row.person) for row in last()] == [("signed out", reader.pk)]


def test_a_failed_sign_in_tells_no_password_and_no_address_that_is_no_account(as_, person):
    reader, browser = person("reader"), as_("nobody")
    browser.post("/login/", {"login": reader.email.upper(), "password": SECRET})
    (row,) = last()
    assert (row.action, row.subject, row.detail) == (
        "failed to sign in",
        f"person {reader.pk}",
        {"email": reader.email},
    )
    browser.post("/login/", {"login": "a.secret@elsewhere.example", "password": SECRET})
    (row,) = last()
    assert (row.action, row.subject, row.detail) == ("failed to sign in", "no account", {})


def test_every_verb_of_the_audit_has_words():
    import recoupe.room
    from recoupe.room.people.verbs import VERBS, verb

    source = "".join(path.read_text() for path in Path(recoupe.room.__file__).parent.rglob("*.py"))
    source += (Path(recoupe.room.__file__).parents[1] / "cli" / "account.py").read_text()
    written = set(re.findall(r'\brecord\(\s*[\w.]+,\s*f?"([^"{]+)"', source))
    assert written - VERBS.keys() == set()
    assert verb("made meeting") != "made meeting"


def test_the_page_is_in_the_language_and_hours_of_its_reader(as_):
    from recoupe.room.people.models import Entry

    entry = Entry.objects.filter(action="ruled: withdraw").first()
    page = as_("auditor", headers={"accept-language": "fr"}).get("/audit?action=ruled:+withdraw").content.decode()
    assert f'datetime="{entry.at}"' in page
    assert f">{entry.at}<" not in page
    assert "<td>ruled: withdraw</td>" not in page


def test_the_page_is_narrowed_to_a_day_and_a_person(as_, person):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.conf import settings

    reader = person("reader")
    as_("nobody").post("/login/", {"login": reader.email, "password": "recoupe-demo-room"})
    (row,) = last()
    day = datetime.fromisoformat(row.at).astimezone(ZoneInfo(settings.LOCAL_TIME_ZONE)).date()
    browser = as_("auditor", headers={"accept-language": "en"})
    here = browser.get(f"/audit?person={reader.pk}&day={day}").content.decode()
    assert "<td>signed in</td>" in here
    assert f'datetime="{row.at}"' in here
    assert f'datetime="{row.at}"' not in browser.get("/audit?day=2001-01-01").content.decode()
    assert f'datetime="{row.at}"' not in browser.get(f"/audit?person={person('liaison').pk}").content.decode()
    assert browser.get("/audit?day=9999-12-31").status_code == 200
    assert browser.get("/audit?day=nonsense&person=x").status_code == 200


def test_the_button_says_what_verifying_on_the_command_line_says(as_, room):
    from django.db import connection

    from recoupe.room.people.audit import faults
    from recoupe.room.people.models import Entry

    browser = as_("auditor", headers={"accept-language": "en"})
    assert 'name="verify"' in browser.get("/audit").content.decode()
    assert f"All {Entry.objects.count()} entries" in browser.get("/audit?verify=1&person=1").content.decode()
    with connection.cursor() as cursor:
        if room == "sqlite":
            cursor.execute("DROP TRIGGER people_entry_no_update")
        else:
            cursor.execute("DROP TRIGGER people_entry_append_only ON people_entry")
    Entry.objects.filter(number=5).update(who="somebody else")
    assert [fault.number for fault in faults()] == [5]
    assert "<li>5: was changed</li>" in browser.get("/audit?verify=1").content.decode()
