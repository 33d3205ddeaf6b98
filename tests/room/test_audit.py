"""The audit: whoever changes, takes out, moves or cuts off an entry is found out."""

import pytest
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def unlocked(room):
    """The audit as someone finds it who has the database itself, and takes its guard away."""
    table = "people_entry"
    with connection.cursor() as cursor:
        if room == "sqlite":
            for verb in ("update", "delete", "replace"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
        else:
            cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")


def wrong():
    from recoupe.room.people.audit import faults

    return [fault.what for fault in faults()]


def entries():
    from recoupe.room.people.models import Entry

    return Entry.objects


def test_the_audit_of_the_story_is_whole():
    assert entries().count() > 10
    assert wrong() == []


AGAIN = "INTO people_entry SELECT number, at, person, 'x', action, subject, detail, previous, seal FROM people_entry"
STATEMENTS = {
    "sqlite": ["UPDATE people_entry SET action = 'x'", "DELETE FROM people_entry", f"INSERT OR REPLACE {AGAIN}"],
    "postgresql": [
        "UPDATE people_entry SET action = 'x'",
        "DELETE FROM people_entry",
        "TRUNCATE people_entry",
        f"INSERT {AGAIN} ON CONFLICT (number) DO UPDATE SET who = 'x'",
    ],
}


@pytest.mark.parametrize("which", range(4))
def test_the_database_refuses_to_change_it(room, which):
    if which >= len(STATEMENTS[room]):
        pytest.skip("SQLite has no TRUNCATE")
    statement = STATEMENTS[room][which]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("unlocked")
def test_an_entry_that_was_changed_is_found():
    entries().filter(number=5).update(who="somebody else")
    assert wrong() == ["was changed"]


@pytest.mark.usefixtures("unlocked")
def test_an_entry_that_was_taken_out_is_found():
    entries().filter(number=5).delete()
    assert any(what.startswith("missing") for what in wrong())


@pytest.mark.usefixtures("unlocked")
def test_two_entries_that_were_exchanged_are_found():
    one, other = entries().get(number=5), entries().get(number=6)
    entries().filter(number__in=(5, 6)).delete()
    one.number, other.number = 6, 5
    entries().bulk_create([one, other])
    assert "was changed" in wrong()


@pytest.mark.usefixtures("unlocked")
def test_a_chain_that_was_cut_short_is_found():
    entries().filter(number__gt=5).delete()
    assert any(what.startswith("missing at the end") for what in wrong())


@pytest.mark.usefixtures("unlocked")
def test_an_entry_that_was_forged_without_the_key_is_found(settings_key):
    from recoupe.room.people.audit import record

    with settings_key("another key"):
        record(None, "forged", "x")
    assert wrong()


@pytest.fixture
def settings_key():
    from django.test import override_settings

    return lambda key: override_settings(SECRET_KEY=key)


def test_the_audit_tells_who_did_what_and_not_what_was_said(as_, person):
    """Its readers see no evidence: no decision, no minutes, no name of a file, no name that was ruled on."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence.models import Identity
    from recoupe.room.taskforce.models import Meeting

    meeting = Meeting.objects.filter(state="planned").first()
    item, browser, secret = meeting.items.first(), as_("secretary"), "Delvigne-Secret"
    browser.post(f"/meetings/{meeting.pk}/decide", {"text": secret, "action": [secret]})
    browser.post(f"/meetings/{meeting.pk}/change", {"do": "point", "title": secret})
    browser.post(f"/meetings/{meeting.pk}/change", {"do": "remove", "item": meeting.items.last().pk})
    browser.post(f"/items/{item.pk}/minutes", {"version": item.version, "minutes": secret})
    browser.post(f"/meetings/{meeting.pk}/commit", {"by": "x", "text": secret})
    browser.post("/documents/upload", {"files": [SimpleUploadedFile(f"{secret}.txt", b"x")]})
    ruled = (
        visible(Identity, Clearance.of(person("secretary"))).filter(kind="organisation").values_list("name", flat=True)
    )
    browser.post("/rulings", {"one": ruled[0], "other": ruled[1], "why": "spelling"})
    written = entries().order_by("-number")[:8]
    assert {row.action for row in written} >= {
        "made decision",
        "changed item",
        "handed in",
        "ruled: same",
        "made commitment",
    }
    for word in (secret, ruled[0], ruled[1]):
        assert not [row.detail for row in written if word in f"{row.subject} {row.detail}"]
