"""Rights: one's own file, whole; erasure that erases, in copies and backups too; on time without anybody who opens anything."""

import base64
import io
import json
import subprocess
import sys
import zipfile
from datetime import date, datetime, timedelta

import pytest
from inside import consenting, inside_browser, participant

pytestmark = pytest.mark.usefixtures("room")


def own_note(inside, owner, text):
    from recoupe.room.programme.sealing import for_one
    from recoupe.room.programme.shapes import Note

    own = base64.b64encode(for_one(inside.row.public, text.encode())).decode()
    return inside.store.put(Note(by=inside.row.pk, at=datetime.now().astimezone(), own=own), owner)


def file_of(browser, id, **said):
    answer = browser.post(f"/programme/participants/{id}/file", said)
    assert answer.status_code == 200
    return {name: data.decode() for name, data in unzipped(answer.content).items()}


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- one's own file


def test_a_participant_is_given_all_that_is_kept_on_them(programme, as_):
    from recoupe.room.programme.shapes import Note

    kept = consenting(programme, language="ar")
    programme.store.put(kept.shape.model_copy(update={"facility": "Huy"}), kept.owner, kept.id, kept.version)
    programme.store.put(Note(by=programme.row.pk, at=datetime.now().astimezone(), text="Il <parle> plus."), kept.owner)
    consenting(programme, pseudonym="Orme")
    files = file_of(inside_browser(as_), kept.id)
    page, data = files["file.html"], json.loads(files["file.json"])
    assert 'dir="rtl"' in page
    for word in ("Saule", "Huy", "Andenne", "Il &lt;parle&gt; plus.", "Lu."):
        assert word in page
    assert "Orme" not in page + files["file.json"]
    assert files["consent-1.txt"] == "Lu."
    assert [one["kind"] for one in data] == ["participant", "consent", "note"]
    assert data[0]["said"]["facility"] == "Huy"
    assert data[0]["before"][0]["facility"] == "Andenne"


def test_a_private_note_is_named_and_its_author_alone_can_put_it_in(programme, colleague, as_):
    kept = consenting(programme, team=(programme.row.pk, colleague.row.pk))
    mine, theirs = own_note(programme, kept.owner, "PRIVÉ-A"), own_note(colleague, kept.owner, "PRIVÉ-B")
    browser = inside_browser(as_)
    page = browser.get(f"/programme/participants/{kept.id}/file").text
    assert page.count('name="note"') == 1
    files = file_of(browser, kept.id, note=[mine.id, theirs.id], because="Elle décide elle-même.")
    everything = "".join(files.values())
    assert "PRIVÉ-A" in files["file.html"]
    assert "PRIVÉ-A" in files["file.json"]
    assert "PRIVÉ-B" not in everything
    assert "Nadia Ferrand" in files["file.html"], "who decides is named"
    (given,) = programme.store.tagged("file given", kept.owner)
    assert (given.shape.notes_in, given.shape.notes_out) == ((mine.id,), (theirs.id,))
    assert "PRIVÉ-A" not in file_of(browser, kept.id)["file.html"], "nothing is put in that nobody chose"


# --- erasure


def test_who_is_erased_is_gone_with_key_rows_past_and_tags(programme, as_):
    from recoupe.room.programme import keyring, models
    from recoupe.room.programme.sealing import tag

    kept, other = consenting(programme), participant(programme, pseudonym="Orme")
    programme.store.put(kept.shape.model_copy(update={"facility": "Huy"}), kept.owner, kept.id, kept.version)
    browser = inside_browser(as_)
    wrong = browser.post(f"/programme/participants/{kept.id}/erase", {"pseudonym": "Orme"})
    assert wrong.status_code == 400
    assert browser.post(f"/programme/participants/{kept.id}/erase", {"pseudonym": "saule"}).status_code == 302
    assert keyring.kept([kept.owner, other.owner]).keys() == {other.owner}
    assert not models.Record.objects.filter(owner=kept.owner).exists()
    assert not models.Past.objects.exclude(record__owner=other.owner).filter(record__owner=kept.owner).exists()
    assert not models.Tag.objects.filter(tag=tag(programme.key, "called:saule")).exists()
    assert kept.owner.encode() not in keyring.path().read_bytes(), "the file was written anew"
    assert browser.get(f"/programme/participants/{kept.id}").status_code == 400


def test_erasure_reaches_the_copies_it_knows_and_names_those_it_does_not_reach(programme, as_, tmp_path):
    from recoupe.room.programme import copies, keyring

    kept, other = consenting(programme), participant(programme, pseudonym="Orme")
    near, far = tmp_path / "near", tmp_path / "far"
    for one in (near, far):
        assert copies.copied(one, date.today()) >= 2
    (tmp_path / "safe").mkdir()
    far.rename(tmp_path / "safe" / "far")
    answer = inside_browser(as_).post(f"/programme/participants/{kept.id}/erase", {"pseudonym": "Saule"})
    assert str(far) in answer.text
    assert str(near) not in answer.text
    assert not in_file(near, kept.owner)
    assert in_file(near, other.owner)
    assert in_file(tmp_path / "safe" / "far", kept.owner)
    assert copies.owing() == [str(far)]
    (tmp_path / "safe" / "far").rename(far)
    assert copies.looked_at(far).taken_out == 1
    assert not in_file(far, kept.owner)
    assert kept.owner.encode() not in far.read_bytes()
    assert copies.owing() == []
    assert keyring.kept([other.owner])


def in_file(file, owner):
    from recoupe.room.programme import keyring

    with keyring.opened(file) as ring:
        return ring.execute("SELECT count(*) FROM key WHERE owner = ?", [owner]).fetchone()[0] == 1


def test_a_copy_keeps_what_the_keyring_lost(programme, tmp_path):
    """The disk went, an empty keyring came: to check the copy must not take the last keys out of it."""
    from recoupe.room.programme import copies, keyring

    kept = participant(programme)
    copies.copied(tmp_path / "copy", date.today())
    keyring.path().write_bytes(b"")
    found = copies.looked_at(tmp_path / "copy")
    assert found.besides >= 1
    assert found.taken_out == 0
    assert in_file(tmp_path / "copy", kept.owner)


def test_a_keyring_that_is_lost_is_told_and_is_not_an_empty_programme(programme):
    from recoupe.errors import StoreError
    from recoupe.room.programme import keyring
    from recoupe.room.programme.store import Store

    participant(programme)
    keyring.path().write_bytes(b"")
    with pytest.raises(StoreError):
        Store(programme.store.programme, programme.key).tagged("participant")


# --- on time


def ended_on(inside, day, pseudonym="Saule"):
    from recoupe.room.programme.actions.participating import changed

    kept = consenting(inside, pseudonym=pseudonym)
    return changed(inside, kept, state="ended", until=day)


def test_who_ended_is_erased_when_the_time_is_over_and_nobody_opens_anything(programme):
    from recoupe.room.programme import erasing, keyring
    from recoupe.room.programme.store import Store

    assert programme.about.kept_months == 24
    kept, stays = ended_on(programme, date(2026, 5, 31)), participant(programme, pseudonym="Orme")
    keyring.believe(date(2028, 5, 1))
    assert kept.owner not in keyring.due(date(2028, 6, 30))
    erasing.erased_on_time(date(2028, 6, 30))
    assert programme.store.get(kept.id)
    assert kept.owner in keyring.due(date(2028, 7, 1)), "at the end of the quarter"
    assert erasing.is_due(date(2028, 7, 1))
    assert erasing.erased_on_time(date(2028, 7, 1)) >= 1
    again = Store(programme.store.programme, programme.key)
    assert [one.id for one in again.tagged("participant")] == [stays.id]
    assert not erasing.is_due(date(2028, 7, 1))
    assert kept.owner.encode() not in keyring.path().read_bytes()


def test_the_worker_erases_on_time_by_itself(programme, monkeypatch):
    from recoupe.room import work
    from recoupe.room.evidence.models import Job
    from recoupe.room.programme import erasing, keyring, models

    kept = ended_on(programme, date(2026, 5, 31))
    keyring.believe(date(2028, 7, 1))
    monkeypatch.setattr(erasing.timezone, "localdate", lambda *_: date(2028, 8, 1))
    assert work.is_over()
    work.wanted("erase")
    while work.work_once():
        pass
    assert Job.objects.filter(kind="erase").latest("id").state == "done"
    assert not models.Record.objects.filter(owner=kept.owner).exists()
    assert not work.is_over()


def test_who_takes_part_is_kept_as_long_as_their_card_is_looked_after(programme):
    from recoupe.room.programme import keyring
    from recoupe.room.programme.actions.participating import changed

    kept = changed(programme, consenting(programme), facility="Huy")
    due = keyring.due_of([kept.owner])[kept.owner]
    assert due >= keyring.quarter_of(date.today() + timedelta(days=365 * 2))


def test_a_clock_that_leapt_erases_nobody_until_a_person_says_it_is_right(programme):
    from recoupe.room.programme import erasing, keyring

    kept = ended_on(programme, date(2026, 5, 31))
    keyring.believe(date(2026, 11, 1))
    assert erasing.erased_on_time(date(2038, 1, 19)) == 0
    assert programme.store.get(kept.id)
    assert keyring.has_leapt(date(2038, 1, 19))
    keyring.believe(date(2038, 1, 19))
    assert erasing.erased_on_time(date(2038, 1, 19)) >= 1
    assert kept.owner not in keyring.due_of([kept.owner])


def test_another_time_of_keeping_holds_for_those_who_are_there(programme):
    from recoupe.room.programme import keyring
    from recoupe.room.programme.actions.founding import changed_about

    kept = ended_on(programme, date(2026, 5, 31))
    assert keyring.called(keyring.due_of([kept.owner])[kept.owner]) == "2028-Q2"
    changed_about(programme, 1, programme.about.model_copy(update={"kept_months": 12}))
    assert keyring.called(keyring.due_of([kept.owner])[kept.owner]) == "2027-Q2"


def test_beside_a_key_stands_a_quarter_and_no_day(programme):
    from recoupe.room.programme import keyring

    ended_on(programme, date(2026, 5, 31))
    with keyring.opened() as ring:
        columns = [row[1] for row in ring.execute("PRAGMA table_info(key)")]
    assert columns == ["owner", "wrapped", "due"]
    assert keyring.called(keyring.quarter_of(date(2026, 5, 31))) == "2026-Q2"


# --- the trail


def test_a_line_that_was_taken_out_of_the_trail_shows(programme, as_):
    from recoupe.room.programme import models, trail

    for _ in range(4):
        programme.noted("opened", "participant")
    assert list(trail.faults(programme.store)) == []
    lines = sorted(programme.store.tagged("trail"), key=lambda kept: kept.shape.number)
    models.Record.objects.filter(pk=lines[1].id).delete()
    assert [(fault.number, fault.what) for fault in trail.faults(programme.store)] == [
        (lines[1].shape.number, "missing")
    ]
    assert 'class="card alarm"' in inside_browser(as_).get("/programme/trail?check=1").text


def test_a_trail_that_was_cut_short_or_put_back_shows(programme):
    from recoupe.room.programme import keyring, models, trail

    end = trail.end_of(programme.store)
    row = models.Record.objects.get(pk=end.id) if end else None
    assert row is None, "nothing was noted before"
    programme.noted("opened", "participant")
    end = trail.end_of(programme.store)
    before = models.Record.objects.filter(pk=end.id).values("blob", "version").get()
    line = trail.add(programme.store, programme.row.pk, "erased", "participant")
    last = trail.end_of(programme.store)
    keyring.trail_ended(programme.store.programme, line.number, trail.proof(programme.store, last.shape))
    assert list(trail.faults(programme.store)) == []
    gone = next(kept for kept in programme.store.tagged("trail") if kept.shape.number == line.number)
    models.Record.objects.filter(pk=gone.id).delete()
    assert [fault.what for fault in trail.faults(programme.store)] == ["cut short", "cut short"]
    models.Record.objects.filter(pk=end.id).update(**before)  # as whoever has the database as it was
    assert [fault.what for fault in trail.faults(programme.store)] == ["cut short"], "the keyring remembers"


def test_the_trail_is_for_those_who_coordinate_and_names_no_participant(programme, colleague, as_):
    kept = consenting(programme)
    browser = inside_browser(as_)
    browser.get(f"/programme/participants/{kept.id}")
    said = browser.get("/programme/trail").text
    assert kept.id[:8] in said
    assert "Saule" not in said
    assert inside_browser(as_, "psychologue@room.example").get("/programme/trail").status_code == 403


# --- complaints


def test_a_complaint_is_for_the_body_outside_alone_and_leaves_nothing(programme, as_):
    import pyrage

    from recoupe.room.people.models import Entry
    from recoupe.room.programme import models
    from recoupe.room.programme.actions.founding import changed_about

    body = pyrage.x25519.Identity.generate()
    said = {"complaints_to": "Rue Haute 1", "complaints_key": str(body.to_public())}
    changed_about(programme, 1, programme.about.model_copy(update=said))
    browser = inside_browser(as_)
    before = (sorted(models.Record.objects.values_list("pk", "version")), Entry.objects.count())
    browser.get("/programme/complaint")
    answer = browser.post("/programme/complaint", {"text": "On m’a menacé.", "do": "file"})
    assert answer["Cache-Control"] == "no-store"
    assert pyrage.decrypt(answer.content, [body]).decode() == "On m’a menacé."
    printed = browser.post("/programme/complaint", {"text": "On m’a menacé.", "do": "print"}).text
    assert "BEGIN AGE ENCRYPTED FILE" in printed
    assert "menacé" not in printed
    assert (sorted(models.Record.objects.values_list("pk", "version")), Entry.objects.count()) == before


def test_without_a_key_of_that_body_there_is_a_form_to_be_written_by_hand(programme, as_):
    browser = inside_browser(as_)
    said = browser.get("/programme/complaint?language=ar").text
    assert "<textarea" not in said
    assert 'class="ruled"' in said
    assert browser.post("/programme/complaint", {"text": "x"}).status_code == 400


# --- the command


def test_the_command_copies_checks_and_erases(tmp_path, monkeypatch):
    import os

    environment = {**os.environ, "RECOUPE_PROGRAMME_KEYS": str(tmp_path / "ring")}

    def recoupe(*words):
        command = [
            sys.executable,
            "-m",
            "recoupe.cli",
            "--database",
            str(tmp_path / "room.db"),
            "programme",
            "keys",
            *words,
        ]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        return done.returncode, done.stdout + done.stderr

    assert recoupe("copy", str(tmp_path / "copy"))[0] == 0
    assert recoupe("copy", str(tmp_path / "copy"))[0] == 2, "it is there already"
    code, said = recoupe("show")
    assert (code, str(tmp_path / "copy") in said) == (0, True)
    assert recoupe("check", str(tmp_path / "copy"))[0] == 0
    assert recoupe("check", str(tmp_path / "none"))[0] == 2
    assert recoupe("due")[0] == 0
    assert recoupe("forget", str(tmp_path / "copy"))[0] == 0
    assert str(tmp_path / "copy") not in recoupe("show")[1]
