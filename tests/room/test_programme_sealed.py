"""What a programme keeps is sealed: nothing can be read in the database, moved, or opened without a passphrase and the keys."""

import pytest
from inside import PASSPHRASE, consenting, inside_browser, participant

pytestmark = pytest.mark.usefixtures("room")


def test_what_is_written_comes_back(programme):
    kept = participant(programme)
    assert programme.store.get(kept.id) == kept
    assert [one.shape.pseudonym for one in programme.store.tagged("participant")] == ["Saule"]
    assert programme.about.name == "Rive de Meuse"


def test_no_word_of_it_stands_in_the_tables(programme):
    from recoupe.room.programme import models

    kept = participant(programme)
    rows = [
        *models.Record.objects.values_list(),
        *models.Tag.objects.values_list(),
        *models.Programme.objects.values_list(),
    ]
    told = b"".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for row in rows for v in row)
    assert kept.id.encode() in told
    for word in (b"Saule", b"Andenne", b"Rive de Meuse", b"participant", b"2026-06"):
        assert word not in told


def test_a_record_that_was_moved_or_changed_is_not_read(programme):
    from recoupe.errors import StoreError
    from recoupe.room.programme import models

    one, other = participant(programme), participant(programme, pseudonym="Orme")
    blob = bytes(models.Record.objects.get(pk=one.id).blob)
    models.Record.objects.filter(pk=other.id).update(blob=blob)
    with pytest.raises(StoreError):
        programme.store.get(other.id)
    models.Record.objects.filter(pk=one.id).update(blob=blob[:-1] + bytes([blob[-1] ^ 1]))
    with pytest.raises(StoreError):
        programme.store.get(one.id)


def test_who_wrote_over_what_they_had_not_seen_is_told(programme):
    from recoupe.room.programme.store import Overtaken

    kept = participant(programme)
    changed = kept.shape.model_copy(update={"facility": "Huy"})
    later = programme.store.put(changed, kept.owner, kept.id, kept.version)
    assert later.version == 2
    with pytest.raises(Overtaken) as told:
        programme.store.put(kept.shape, kept.owner, kept.id, kept.version)
    assert told.value.now.shape.facility == "Huy"
    assert [one.shape.facility for one in programme.store.past(later)] == ["Andenne"]


def test_one_who_was_erased_is_read_by_nobody_though_the_rows_come_back(programme):
    from recoupe.room.programme import models
    from recoupe.room.programme.store import Store

    kept = participant(programme)
    row = models.Record.objects.get(pk=kept.id)
    programme.store.erase(kept.owner)
    row.save(force_insert=True)  # as from a backup
    again = Store(programme.store.programme, programme.key)
    assert again.of(kept.owner) == []
    assert again.tagged("participant") == []


def test_another_passphrase_opens_nothing(programme):
    from django.core.exceptions import PermissionDenied

    from recoupe.room.programme.door import opened

    assert opened(programme.person, PASSPHRASE).key == programme.key
    with pytest.raises(PermissionDenied):
        opened(programme.person, PASSPHRASE + "x")


def test_a_browser_opens_it_and_another_of_the_same_person_does_not(programme, as_):
    browser = as_("founder@room.example")
    assert browser.get("/programme").headers["Location"] == "/programme/open"
    browser.post("/programme/open", {"passphrase": PASSPHRASE})
    assert browser.get("/programme").status_code == 200
    other = as_("founder@room.example")
    other.cookies["programme"] = browser.cookies["programme"].value
    assert other.get("/programme").status_code == 302
    browser.post("/programme/close")
    assert browser.get("/programme").status_code == 302


def test_who_was_let_out_opens_nothing_any_more(programme, person):
    from django.core.exceptions import PermissionDenied

    from recoupe.room.programme.actions.founding import admitted, let_out, new_keys
    from recoupe.room.programme.door import opened

    row = new_keys(person("practitioner"), PASSPHRASE)
    admitted(programme, row, "psychology")
    assert opened(person("practitioner"), PASSPHRASE).me.discipline == "psychology"
    row.refresh_from_db()
    let_out(programme, row)
    with pytest.raises(PermissionDenied):
        opened(person("practitioner"), PASSPHRASE)


def test_what_was_written_while_the_programme_closed_is_not_lost(programme, as_):
    from recoupe.room.programme.shapes import Note

    owner = consenting(programme).owner
    browser = inside_browser(as_)
    browser.post("/programme/close")
    address = f"/programme/participants/{owner}/notes"
    late = browser.post(address, {"text": "Écrit pendant une demi-heure.", "for": "me"})
    assert late.status_code == 403
    assert "Écrit pendant une demi-heure." in late.text
    assert not programme.store.of(owner, Note)
    carried = {"kept_at": address, "kept text": "Écrit pendant une demi-heure.", "kept for": "me"}
    wrong = browser.post("/programme/open", carried | {"passphrase": "une autre phrase de passe"})
    assert "Écrit pendant une demi-heure." in wrong.text, "a wrong passphrase loses nothing"
    again = browser.post("/programme/open", carried | {"passphrase": PASSPHRASE})
    assert again.status_code == 200
    assert f'action="{address}"' in again.text
    assert browser.post(address, {"text": "Écrit pendant une demi-heure.", "for": "me"}).status_code == 302
    assert len(programme.store.of(owner, Note)) == 1
    elsewhere = browser.post(
        "/programme/open", carried | {"kept_at": "https://elsewhere.example/", "passphrase": PASSPHRASE}
    )
    assert elsewhere.status_code == 302, "it goes to the programme, and nowhere else"
