"""Notes of a programme: for the team, or for nobody but their author; what is typed is never lost; what is not allowed is not kept."""

import base64
from datetime import timedelta

import pytest
from programme_at_work import browser, colleague, consent, founder, participant, session, withdrawn

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture
def inside(person):
    return founder(person)


@pytest.fixture
def other(inside):
    return colleague(inside)


@pytest.fixture
def saule(inside, other):
    owner = participant(inside, other)
    consent(inside, owner)
    return owner


def test_a_private_note_is_opened_by_its_author_alone_with_database_and_programme_key_in_hand(inside, other, saule):
    import pyrage

    from recoupe.errors import StoreError
    from recoupe.room.programme import models
    from recoupe.room.programme.actions.noting import noted, text_of
    from recoupe.room.programme.store import Store

    kept = noted(inside, saule, "il a peur de son frère", is_private=True)
    stolen = Store(
        inside.store.programme, inside.key
    )  # the key of the programme, the rows, the keys of the participants
    shape = stolen.get(kept.id).shape
    assert shape.text == ""
    assert "frère" not in shape.model_dump_json()
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(base64.b64decode(shape.own), [pyrage.x25519.Identity.from_str(other.secret.decode())])
    with pytest.raises(StoreError):
        text_of(other, shape)
    assert text_of(inside, shape) == "il a peur de son frère"
    blobs = b"".join(bytes(one.blob) for one in models.Record.objects.all())
    assert "frère".encode() not in blobs


def test_who_shares_the_team_sees_the_shared_note_and_not_that_there_is_a_private_one(inside, other, saule, as_):
    from recoupe.room.programme.actions.noting import noted

    noted(inside, saule, "pour l'équipe", is_private=False)
    private = noted(inside, saule, "pour moi", is_private=True)
    told = browser(as_, other).get(f"/programme/participants/{saule}/notes").content.decode()
    assert "pour l&#x27;équipe" in told
    assert private.id not in told
    assert browser(as_, other).get(f"/programme/notes/{private.id}").status_code == 400


def test_without_consent_to_it_nothing_is_shared_within_the_team(inside, other):
    from recoupe.room.programme.actions.noting import noted
    from recoupe.room.programme.consents import NoConsent
    from recoupe.room.programme.shapes import Purpose

    owner = participant(inside, other)
    consent(inside, owner, Purpose.TAKING_PART)
    with pytest.raises(NoConsent):
        noted(inside, owner, "pour l'équipe", is_private=False)
    assert noted(inside, owner, "pour moi", is_private=True).version == 1


def test_what_the_team_shared_is_its_authors_alone_once_that_is_withdrawn(inside, other, saule):
    from recoupe.room.programme.actions.noting import noted, readable
    from recoupe.room.programme.shapes import Note, Purpose

    kept = noted(inside, saule, "pour l'équipe", is_private=False)
    assert [one.id for one in readable(other, saule, other.store.tagged(Note.kind, saule))] == [kept.id]
    withdrawn(inside, saule, Purpose.TEAM_NOTES)
    assert readable(other, saule, other.store.tagged(Note.kind, saule)) == []
    assert [one.id for one in readable(inside, saule, inside.store.tagged(Note.kind, saule))] == [kept.id]


def test_an_amended_note_keeps_what_it_was_and_who_changed_it(inside, other, saule, as_):
    from recoupe.room.programme.actions.noting import amended, noted

    kept = noted(inside, saule, "il dort mal", is_private=False)
    amended(other, kept.id, "il dort mieux", kept.version)
    told = browser(as_, inside).get(f"/programme/notes/{kept.id}").content.decode()
    assert "il dort mieux" in told
    assert "il dort mal" in told
    assert inside.store.get(kept.id).shape.amended_by == other.row.pk


def test_two_who_write_one_note_at_once_see_both_texts_and_lose_nothing(inside, other, saule, as_):
    from recoupe.room.programme.actions.noting import amended, noted

    kept = noted(inside, saule, "il dort mal", is_private=False)
    amended(other, kept.id, "il dort mieux, dit-il", kept.version)
    opened = browser(as_, inside)
    answer = opened.post(f"/programme/notes/{kept.id}", {"text": "il ne dort plus", "version": "1"})
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "il dort mieux, dit-il" in told
    assert "il ne dort plus" in told
    opened.post(f"/programme/notes/{kept.id}", {"text": "l'un dit mieux, l'autre plus du tout", "version": "2"})
    now = inside.store.get(kept.id)
    assert now.shape.text == "l'un dit mieux, l'autre plus du tout"
    assert [one.shape.text for one in inside.store.past(now)] == ["il dort mieux, dit-il", "il dort mal"]


def test_consent_withdrawn_in_the_middle_of_a_session_keeps_the_words_before_their_author_and_nowhere_else(
    inside, saule, as_
):
    from django.utils import timezone

    from recoupe.room.programme import models

    kept = session(inside, saule, timezone.now() - timedelta(minutes=20))
    opened = browser(as_, inside)
    assert opened.get(f"/programme/sessions/{kept.id}").status_code == 200  # the form is open on the screen
    withdrawn(inside, saule)
    before = models.Record.objects.count()
    form = {"attendance": "held", "version": "1", "text": "il parle de sa mère", "for": "me", "because": ""}
    answer = opened.post(f"/programme/sessions/{kept.id}/attend", form)
    assert answer.status_code == 403
    assert "il parle de sa mère" in answer.content.decode()
    assert 'name="for" value="me"' not in answer.content.decode()
    assert models.Record.objects.count() == before
    assert inside.store.get(kept.id).shape.attendance == "stopped"


def test_when_sharing_alone_is_withdrawn_a_note_can_still_be_kept_for_oneself(inside, saule, as_):
    from django.utils import timezone

    from recoupe.room.programme.shapes import Note, Purpose

    kept = session(inside, saule, timezone.now() - timedelta(minutes=20))
    withdrawn(inside, saule, Purpose.TEAM_NOTES)
    opened = browser(as_, inside)
    form = {"attendance": "held", "version": "1", "text": "il parle de sa mère", "for": "team", "because": ""}
    answer = opened.post(f"/programme/sessions/{kept.id}/attend", form)
    assert answer.status_code == 403
    assert 'name="for" value="me"' in answer.content.decode()
    assert inside.store.tagged(Note.kind, saule) == []
    assert opened.post(f"/programme/sessions/{kept.id}/attend", {**form, "for": "me"}).status_code == 302
    assert [bool(one.shape.own) for one in inside.store.tagged(Note.kind, saule)] == [True]


def test_supervisors_read_what_was_put_before_them_and_not_of_whom_it_is(inside, saule, as_):
    from recoupe.room.programme.actions.noting import noted, put_before_supervisors
    from recoupe.room.programme.shapes import Purpose

    supervisor = colleague(inside, "supervisor@room.example", "supervision")
    kept = noted(inside, saule, "Saule me met en colère", is_private=True)
    assert "colère" not in browser(as_, supervisor).get("/programme/supervision").content.decode()
    put_before_supervisors(inside, kept.id, "un participant me met en colère", kept.version)
    told = browser(as_, supervisor).get("/programme/supervision").content.decode()
    assert "un participant me met en colère" in told
    assert "Saule" not in told
    assert browser(as_, supervisor).get(f"/programme/notes/{kept.id}").status_code == 400
    assert browser(as_, inside).get("/programme/supervision").status_code == 403
    withdrawn(inside, saule, Purpose.TEAM_NOTES)
    assert "colère" not in browser(as_, supervisor).get("/programme/supervision").content.decode()


def test_who_leaves_the_programme_makes_a_new_key_and_opens_old_private_notes_no_more(inside, saule):
    from recoupe.room.programme.actions.founding import admitted, new_keys
    from recoupe.room.programme.actions.noting import noted, opened
    from recoupe.room.programme.door import opened as entered

    one = colleague(inside, "one@room.example")
    owner = participant(inside, one)
    consent(inside, owner)
    kept = noted(one, owner, "pour moi", is_private=True)
    admitted(inside, new_keys(one.person, "un autre secret bien long"), "psychology")
    again = entered(one.person, "un autre secret bien long")
    assert opened(again, again.store.get(kept.id).shape) is None
