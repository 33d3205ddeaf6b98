"""Decisions: put back, taken out, with actions added later; commitments followed up; two texts side by side; traces drawn."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


def changed_one():
    from recoupe.room.taskforce.models import Decision

    return Decision.objects.get(basis="changed")


def test_putting_back_what_was_reviewed_brings_the_changed_basis_back(as_):
    from recoupe.room.taskforce.basis import changes, look_again

    decision, browser = changed_one(), as_("secretary")
    form = {"version": decision.version, "outcome": "kept", "why": "Une source reste."}
    browser.post(f"/decisions/{decision.pk}/review", form)
    decision.refresh_from_db()
    assert decision.basis == "holds"
    browser.post(f"/decisions/{decision.pk}/undo", {"version": decision.version})
    decision.refresh_from_db()
    assert decision.basis == "changed"
    assert any(list(changes(one)) for one in decision.citations.all())
    browser.post(f"/decisions/{decision.pk}/undo", {"version": decision.version})
    decision.refresh_from_db()
    assert decision.basis == "holds", "to put back is a version too, and can be put back"
    assert look_again() == 0


def test_a_decision_recorded_by_mistake_is_taken_out_and_nothing_is_lost(as_):
    from recoupe.room.taskforce.models import Decision

    decision = Decision.objects.get(text__contains="Gênes")
    browser, action = as_("secretary"), decision.actions.get()
    assert browser.post(f"/decisions/{decision.pk}/take-out", {"version": decision.version}).status_code == 400
    form = {"version": decision.version, "why": "jamais décidé"}
    assert browser.post(f"/decisions/{decision.pk}/take-out", form).status_code == 302
    decision.refresh_from_db()
    action.refresh_from_db()
    assert (decision.state, action.state) == ("revoked", "dropped")
    assert action.text not in browser.get("/actions").content.decode()
    assert "jamais décidé" in browser.get(f"/decisions/{decision.pk}").content.decode()
    browser.post(f"/decisions/{decision.pk}/undo", {"version": decision.version})
    decision.refresh_from_db()
    action.refresh_from_db()
    assert (decision.state, action.state) == ("in force", "open")


def test_an_action_is_added_later_and_opened_again(as_, person):
    from recoupe.room.taskforce.models import Decision

    decision, browser = Decision.objects.get(text__contains="Gênes"), as_("secretary")
    form = {"action": "Relancer", "action_owner": person("police@room.example").pk, "due": "2026-12-20"}
    assert browser.post(f"/decisions/{decision.pk}/act", form).status_code == 302
    action = decision.actions.get(text="Relancer")
    assert action.owner == person("police@room.example")
    assert browser.post(f"/decisions/{decision.pk}/act", {"action": ""}).status_code == 400
    for state in ("done", "open"):
        browser.post(f"/actions/{action.pk}", {"version": action.version, "state": state})
        action.refresh_from_db()
        assert action.state == state
    browser.post(f"/actions/{action.pk}/put-back", {"version": action.version, "to": action.version - 1})
    action.refresh_from_db()
    assert action.state == "done"
    assert action.text == "Relancer"


def test_what_was_decided_afterwards_is_not_still_open_from_before(as_):
    from recoupe.room.taskforce.models import Meeting

    first, second = Meeting.objects.filter(group__name="Task force Boussole", state="held")
    text = second.decisions.get().actions.get().text
    assert text not in as_("secretary").get(f"/meetings/{first.pk}").content.decode()
    coming = Meeting.objects.get(group__name="Task force Boussole", state="planned")
    assert text in as_("secretary").get(f"/meetings/{coming.pk}").content.decode().replace("&#x27;", "'")


def test_the_second_of_two_sees_both_texts_and_merges_them(as_):
    from recoupe.room.taskforce.models import Item

    item = Item.objects.filter(meeting__group__name="Task force Boussole").first()
    address = f"/items/{item.pk}/minutes"
    first, second = as_("secretary"), as_("secretary")
    first.post(address, {"version": item.version, "minutes": "Texte du premier."})
    answer = second.post(address, {"version": item.version, "minutes": "Texte du second."})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Texte du premier." in page
    assert "Texte du second." in page
    assert f'action="{address}"' in page
    assert f'name="version" value="{item.version + 1}"' in page
    second.post(address, {"version": item.version + 1, "minutes": "Les deux."})
    item.refresh_from_db()
    assert item.minutes == "Les deux."
    past = second.get(f"/items/{item.pk}/past").content.decode()
    assert "premier" in past
    second.post(f"/items/{item.pk}/put-back", {"version": item.version, "to": item.version - 1})
    item.refresh_from_db()
    assert item.minutes == "Texte du premier."


def test_a_point_is_changed_by_its_version(as_):
    from recoupe.room.taskforce.models import Item

    item = Item.objects.filter(meeting__state="planned").first()
    form = {"version": item.version, "title": "Autre titre", "note": "à voir"}
    assert as_("secretary").post(f"/items/{item.pk}/change", form).status_code == 302
    assert as_("secretary").post(f"/items/{item.pk}/change", form).status_code == 400
    item.refresh_from_db()
    assert (item.title, item.note) == ("Autre titre", "à voir")


def test_what_a_past_version_says_cannot_become_markup(as_):
    from recoupe.room.taskforce.models import Item

    item = Item.objects.filter(meeting__state="planned").first()
    for text in ("<script>alert(1)</script>", "<b>deux</b>"):
        item.refresh_from_db()
        as_("secretary").post(f"/items/{item.pk}/minutes", {"version": item.version, "minutes": text})
    page = as_("secretary").get(f"/items/{item.pk}/past").content.decode()
    assert "<script>alert" not in page
    assert "<b>deux" not in page


def test_a_commitment_is_followed_up_from_meeting_to_meeting(as_):
    from recoupe.room.taskforce.models import Commitment, Meeting

    promise = Commitment.objects.get(by="Maroc")
    meeting = Meeting.objects.filter(group=promise.group, state="held").last()
    browser = as_("liaison")
    page = browser.get(f"/groups/{promise.group_id}", headers={"accept-language": "en"}).content.decode()
    assert f'action="/commitments/{promise.pk}/report"' in page
    assert f"{meeting}: partly kept" in " ".join(page.split())
    assert f'action="/meetings/{meeting.pk}/commit"' in browser.get(f"/meetings/{meeting.pk}").content.decode()
    for state in ("partly", "kept"):
        promise.refresh_from_db()
        form = {"version": promise.version, "state": state, "said": "lu", "meeting": meeting.pk}
        assert browser.post(f"/commitments/{promise.pk}/report", form).status_code == 302
    assert [one.state for one in promise.reports.all()][-2:] == ["partly", "kept"]
    assert promise.reports.last().meeting == meeting
    assert promise.reports.last().by.email == "liaison@room.example"


def test_a_trace_leads_from_an_action_to_the_sentences(as_):
    decision = changed_one()
    browser = as_("secretary")
    for page in (f"/decisions/{decision.pk}/trace", f"/actions/{decision.actions.first().pk}/trace"):
        said = browser.get(page).content.decode()
        for kind in ("sentence", "finding", "decision", "action"):
            assert f'class="step {kind}' in said, (page, kind)
        assert "/documents/" in said
        assert "style=" not in said.partition("<main")[2]


def test_a_trace_leads_from_a_sentence_to_what_stands_on_it(as_):
    from recoupe.room.evidence.models import Support

    decision = changed_one()
    piece = decision.citations.get().pieces[0]
    support = Support.objects.filter(piece=piece, document__label__tlp="CLEAR").first()
    said = as_("secretary").get(f"/documents/{support.document_id}/trace?at={support.start}").content.decode()
    assert f'href="/decisions/{decision.pk}"' in said
    assert f'href="/actions/{decision.actions.first().pk}/trace"' in said
    assert 'class="step line' in said
    assert as_("secretary").get(f"/documents/{support.document_id}/trace?at=99999999").status_code == 404


def test_a_trace_through_the_brief_shows_the_line_that_told_it(as_):
    from recoupe.room.taskforce.models import Decision

    shown = [
        as_("secretary").get(f"/decisions/{row.pk}/trace").content.decode()
        for row in Decision.objects.filter(meeting__group__name="Task force Boussole")
    ]
    assert any('class="step line' in page and "/briefs/" in page for page in shown)


def test_the_story_tells_of_each_thing_there_is():
    from recoupe.room.evidence.models import Pseudonym
    from recoupe.room.taskforce.models import Brief, Delegation, Group, Paper, Report

    assert Group.objects.filter(kind="task force").count() == 2
    assert Group.objects.filter(kind="informal").count() == 1
    assert Pseudonym.objects.filter(document__name__startswith="30-").exists()
    assert Report.objects.exclude(meeting=None).count() >= 2
    assert Brief.objects.exists()
    assert Paper.objects.exists()
    assert {"host", "transit", "observer", "invited", "chair"} <= set(Delegation.objects.values_list("role", flat=True))
    for brief in Brief.objects.all():
        assert brief.at < brief.meeting.begins


def test_a_finding_lists_the_decisions_that_cite_any_of_its_pieces(as_):
    from recoupe.room.evidence.models import Finding
    from recoupe.room.taskforce.models import Citation

    citation = next(one for one in Citation.objects.exclude(decision=None) if len(one.pieces) > 1)
    address = f"/decisions/{citation.decision_id}".encode()
    finding = Finding.objects.filter(key=citation.key).first()
    for support in finding.body["supports"]:
        Citation.objects.filter(pk=citation.pk).update(pieces=[support["piece"]])
        assert address in as_("secretary").get(f"/findings/{finding.key[:16]}").content
    Citation.objects.filter(pk=citation.pk).update(pieces=["of another finding"])
    assert address not in as_("secretary").get(f"/findings/{finding.key[:16]}").content
