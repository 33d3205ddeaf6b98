"""Files that could not be read: whoever handed them in has them read again, or puts them aside."""

import pytest

pytestmark = pytest.mark.usefixtures("room")
TEXT = "LIÈGE, 3 octobre 2026 - Une réunion des maires se tiendra à Liège le 9 octobre 2026.".encode()


def uploaded(person, who="analyst", **fields):
    from recoupe.room.evidence.models import Upload

    label = Upload.objects.first().label
    said = {"name": "liege.txt", "data": TEXT, "size": len(TEXT), "label": label, "by": person(who).pk}
    return Upload.objects.create(**said | fields)


def last_entry():
    from recoupe.room.people.models import Entry

    return Entry.objects.first()


def part(person, who="analyst"):
    from django.template.loader import render_to_string

    from recoupe.room.access import Clearance
    from recoupe.room.evidence.actions.retrying import failed

    return render_to_string("parts/failed.html", {"failed": failed(Clearance.of(person(who))), "may_add": True})


def test_a_file_whose_reading_broke_off_is_read_again(as_, person):
    from recoupe.room.work import work

    row = uploaded(person, state="failed", failures=[["liege.txt", "its worker died three times", ""]])
    assert f"/uploads/{row.pk}/retry" in part(person)
    assert as_("secretary").post(f"/uploads/{row.pk}/retry").status_code == 404
    assert as_("analyst").post(f"/uploads/{row.pk}/retry").status_code == 302
    assert (last_entry().action, last_entry().subject) == ("retried upload", f"upload {row.pk}")
    assert as_("analyst").post(f"/uploads/{row.pk}/retry").status_code == 400, "it waits already"
    work(once=True)
    row.refresh_from_db()
    assert (row.state, bytes(row.data), row.failures) == ("done", b"", [])
    assert row.documents


def test_a_file_that_cannot_be_read_is_not_kept_and_not_retried_and_can_be_put_aside(as_, person):
    from recoupe.room.work import wanted, work

    row = uploaded(person, name="broken.pdf", data=b"%PDF-1.7 no more")
    wanted("read", upload=row.pk)
    work(once=True)
    row.refresh_from_db()
    assert (row.state, bytes(row.data)) == ("failed", b"")
    browser, address = as_("analyst"), f"/uploads/{row.pk}/dismiss"
    assert f"/uploads/{row.pk}/retry" not in part(person)
    assert address in part(person)
    assert browser.post(f"/uploads/{row.pk}/retry").status_code == 400
    assert "broken.pdf" in browser.get("/").content.decode()
    assert browser.post(address).status_code == 302
    assert (last_entry().action, last_entry().subject) == ("dismissed upload", f"upload {row.pk}")
    assert "broken.pdf" not in browser.get("/").content.decode()
    assert "broken.pdf" not in part(person)


def test_a_file_that_the_store_refused_is_kept_for_another_try(person, monkeypatch):
    from recoupe.errors import StoreError
    from recoupe.room.evidence.store import WorkspaceStore
    from recoupe.room.work import wanted, work

    row = uploaded(person)
    wanted("read", upload=row.pk)

    def refuse(*_):
        raise StoreError("room", "it is locked", "try again")

    with monkeypatch.context() as patched:
        patched.setattr(WorkspaceStore, "save", refuse)
        work(once=True)
    row.refresh_from_db()
    assert (row.state, bytes(row.data)) == ("failed", TEXT)
