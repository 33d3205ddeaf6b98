"""Records: two people at once, undo, a basis that changes and is reviewed, work that goes on after a crash, names for a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

pytestmark = pytest.mark.usefixtures("room")


def changed_one():
    from recoupe.room.taskforce.models import Decision

    return Decision.objects.get(basis="changed")


def test_the_second_of_two_who_change_one_thing_is_told_and_loses_nothing(as_):
    from recoupe.room.taskforce.models import Action

    action = Action.objects.filter(state="open").first()
    form = {"version": action.version, "state": "done"}
    assert as_("secretary").post(f"/actions/{action.pk}", form | {"said": "the first"}).status_code == 302
    answer = as_("secretary").post(f"/actions/{action.pk}", form | {"said": "the second"})
    assert answer.status_code == 400
    assert b"the second" in answer.content, "what was written is given back"
    action.refresh_from_db()
    assert action.said == "the first"


def test_an_action_is_changed_by_its_owner_and_the_secretary_alone(as_):
    from recoupe.room.taskforce.models import Action

    action = Action.objects.get(owner__email="police@room.example")
    form = {"version": action.version, "state": "done", "said": "faite"}
    assert as_("analyst").post(f"/actions/{action.pk}", form).status_code == 403
    assert as_("police@room.example").post(f"/actions/{action.pk}", form).status_code == 302
    action.refresh_from_db()
    assert action.state == "done"


def test_a_withdrawn_source_marks_the_decision_that_stood_on_it(as_):
    decision = changed_one()
    assert "Namur" in decision.text
    assert decision.text[:40].encode() in as_("secretary").get("/").content
    page = as_("secretary").get(f"/decisions/{decision.pk}").content.decode()
    assert "L&#x27;agence a annulé sa dépêche." in page


def test_a_review_says_what_becomes_of_it_and_takes_the_mark_away(as_):
    decision = changed_one()
    form = {"version": decision.version, "outcome": "amended", "text": "Attendre.", "why": "Une source reste."}
    assert as_("secretary").post(f"/decisions/{decision.pk}/review", form).status_code == 302
    decision.refresh_from_db()
    assert (decision.basis, decision.state, decision.text) == ("holds", "amended", "Attendre.")
    from recoupe.room.taskforce.basis import look_again

    assert look_again() == 0, "what was reviewed is no news any more"


def test_a_review_without_a_reason_is_refused(as_):
    decision = changed_one()
    answer = as_("secretary").post(f"/decisions/{decision.pk}/review", {"version": decision.version, "outcome": "kept"})
    assert answer.status_code == 400
    decision.refresh_from_db()
    assert decision.basis == "changed"


def test_taking_the_withdrawal_back_restores_what_stood_on_it(as_, person):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence.models import Document, Finding
    from recoupe.room.work import work

    document = Document.objects.get(name__startswith="22-")
    mine = Clearance.of(person("secretary"))
    before = visible(Finding, mine).filter(is_standing=True).count()
    as_("analyst").post(f"/documents/{document.pk}/withdraw", {"undo": "1", "why": "la dépêche est rétablie"})
    work(once=True)
    assert visible(Finding, Clearance.of(person("secretary"))).filter(is_standing=True).count() > before
    assert not visible(Finding, Clearance.of(person("secretary"))).filter(is_standing=False).exists()


def test_a_decision_can_be_put_back(as_):
    from recoupe.room.taskforce.models import Decision

    decision = changed_one()
    words = decision.text
    form = {"version": decision.version, "outcome": "amended", "text": "Autre chose.", "why": "pour voir"}
    as_("secretary").post(f"/decisions/{decision.pk}/review", form)
    as_("secretary").post(f"/decisions/{decision.pk}/undo", {"version": decision.version + 1})
    assert Decision.objects.get(pk=decision.pk).text == words


def test_work_goes_on_after_its_worker_died():
    from recoupe.room.evidence.models import Job, Upload
    from recoupe.room.work import wanted, work

    text = "LIÈGE, 3 octobre 2026 - Une réunion des maires se tiendra à Liège le 9 octobre 2026.".encode()
    label = Upload.objects.first().label
    row = Upload.objects.create(name="liege.txt", data=text, size=len(text), label=label, by=1, state="running")
    job = wanted("read", upload=row.pk)
    Job.objects.filter(pk=job.pk).update(state="running", tries=1, beat=timezone.now() - timedelta(minutes=5))
    work(once=True)
    row.refresh_from_db()
    assert row.state == "done"
    assert row.documents


def test_settling_again_changes_nothing():
    from recoupe.room.evidence.models import Change, Finding
    from recoupe.room.work import wanted, work

    def state():
        return sorted(Finding.objects.values_list("pk", "digest")), Change.objects.count()

    before = state()
    wanted("settle")
    work(once=True)
    assert state() == before


def test_a_private_person_is_a_role_until_a_reason_is_given(as_, person):
    from test_hostile import handed_in

    from recoupe.room.evidence.models import Pseudonym
    from recoupe.room.people.models import Entry

    text = (
        "NAMUR, 3 octobre 2026 - Karim Delvigne, un boulanger de 34 ans, a été arrêté à Namur vendredi. Karim Delvigne "
        "nie les faits. La ministre de l'Intérieur, Anne Lambrecht, a annoncé une réunion à Namur le 9 octobre 2026."
    )
    row = handed_in("namur.txt", text.encode())
    address = f"/documents/{row.documents[0]}"
    page = as_("analyst").get(address).content.decode()
    assert "Delvigne" not in page
    assert "Lambrecht" in page
    assert "Delvigne" not in as_("analyst").get("/search?q=boulanger").content.decode()
    assert "0 sentences" in as_("analyst").get("/search?q=Delvigne", headers={"accept-language": "en"}).content.decode()
    pseudonym = Pseudonym.objects.get(document=row.documents[0]).pseudonym
    refused = as_("analyst").post("/names", {"pseudonym": pseudonym, "why": "", "document": row.documents[0]})
    assert refused.status_code == 400
    assert as_("secretary").post("/names", {"pseudonym": pseudonym, "why": "a long reason"}).status_code == 403
    form = {"pseudonym": pseudonym, "why": "vérifier une identité avec le parquet", "document": row.documents[0]}
    as_("analyst").post("/names", form)
    assert "Delvigne" in as_("analyst").get(address).content.decode()
    assert "Delvigne" not in as_("secretary").get(address).content.decode()
    assert Entry.objects.filter(action="was given the name of", detail__why=form["why"]).exists()


def test_a_brief_is_frozen_with_its_hash(as_):
    import hashlib

    from recoupe.room.taskforce.models import Brief, Meeting

    meeting = Meeting.objects.filter(state="planned", group__name="Task force Boussole").get()
    assert as_("secretary").post(f"/meetings/{meeting.pk}/change", {"do": "brief"}).status_code == 302
    row = Brief.objects.get(meeting=meeting)
    answer = as_("secretary").get(f"/briefs/{row.pk}")
    assert hashlib.sha256(answer.content).hexdigest() == row.digest
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert as_("reader").get(f"/briefs/{row.pk}").status_code == 404, "it was made of what the reader may not read"


def test_the_calendar_is_icalendar(as_):
    from icalendar import Calendar

    from recoupe.room.taskforce.models import Group

    group = Group.objects.get(name="Task force Boussole")
    told = Calendar.from_ical(as_("secretary").get(f"/groups/{group.pk}/calendar.ics").content)
    assert len(told.walk("VEVENT")) == group.meetings.count()
    assert told.walk("VTIMEZONE")


def test_what_somebody_else_changed_in_between_is_neither_put_back_nor_reported_on(as_):
    from recoupe.room.taskforce.models import Commitment, Decision, Meeting

    decision = changed_one()
    browser = as_("secretary")
    form = {"version": decision.version, "outcome": "amended", "text": "Attendre.", "why": "Une source reste."}
    browser.post(f"/decisions/{decision.pk}/review", form)
    assert browser.post(f"/decisions/{decision.pk}/undo", {"version": decision.version}).status_code == 400
    assert Decision.objects.get(pk=decision.pk).text == "Attendre."
    promise = Commitment.objects.filter(reports=None).first()
    assert browser.post(f"/commitments/{promise.pk}/report", {"state": "kept"}).status_code == 400
    assert not promise.reports.exists()
    meeting = Meeting.objects.filter(state="planned").first()
    assert browser.post(f"/meetings/{meeting.pk}/change", {"do": "cancelled"}).status_code == 400


def test_who_founds_a_group_is_in_it_and_lets_others_in(as_, person):
    from recoupe.room.people.models import Entry
    from recoupe.room.taskforce.models import Group

    answer = as_("secretary").post("/groups/new", {"name": "Groupe de Gand", "kind": "informal"})
    group = Group.objects.get(name="Groupe de Gand")
    assert answer.status_code == 302
    assert [member.person.email for member in group.members.all()] == ["secretaire@room.example"]
    form = {"do": "admit", "person": person("liaison").pk, "version": group.version}
    assert as_("secretary").post(answer.url, form).status_code == 302
    assert group.members.filter(person=person("liaison")).exists()
    entry = Entry.objects.filter(action="admitted to").first()
    assert entry.detail == {"person": person("liaison").pk, "is_recipient": False}
