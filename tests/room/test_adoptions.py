"""Adoptions: no state without the decision of a meeting; what shakes the decision shakes the adoption; a trace to the sentences."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


def practice(country):
    from recoupe.room.practices.models import Practice

    return Practice.objects.get(country=country)


def adoption(country, of):
    from recoupe.room.practices.models import Adoption

    return Adoption.objects.get(country=country, practice__country=of)


def a_decision(text=""):
    from recoupe.room.taskforce.models import Decision

    return Decision.objects.filter(meeting__group__name="Groupe de Lyon", text__contains=text).first()


def test_a_state_without_a_decision_is_refused(as_, person):
    from django.db import IntegrityError, transaction

    from recoupe.errors import UsageError
    from recoupe.room.practices.actions.adopting import adopt
    from recoupe.room.practices.models import Adoption, Stage
    from recoupe.room.taskforce.models import Decision

    row, browser = practice("MA"), as_("secretary")
    elsewhere = Decision.objects.exclude(meeting__group=row.group).first()
    before = Stage.objects.count(), Adoption.objects.count()
    for decision in ("", "0", str(elsewhere.pk), "99999", "'"):
        form = {"country": "ES", "state": "tries", "decision": decision}
        assert browser.post(f"/practices/{row.pk}/adopt", form).status_code == 400, decision
    with pytest.raises(UsageError):
        adopt(person("secretary"), row, "ES", "tries", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.create(adoption=adoption("BE", "MA"), state="tries", decision=None)
    assert (Stage.objects.count(), Adoption.objects.count()) == before


def test_only_the_secretary_records_an_adoption(as_):
    form = {"country": "ES", "state": "wants", "decision": a_decision().pk}
    for who in ("reader", "analyst", "liaison", "administrator"):
        assert as_(who).post(f"/practices/{practice('MA').pk}/adopt", form).status_code == 403, who


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "loves"},
        {"country": "MA"},
        {"country": "Espagne"},
        {"country": ""},
        {"state": "gave up", "country": "ES"},
    ],
)
def test_an_adoption_that_makes_no_sense_is_refused(as_, wrong):
    form = {"country": "ES", "state": "wants", "decision": a_decision().pk} | wrong
    assert as_("secretary").post(f"/practices/{practice('MA').pk}/adopt", form).status_code == 400


def test_the_states_of_an_adoption_stand_one_after_the_other_with_their_decisions(as_):
    row, browser = adoption("ES", "BE"), as_("secretary")
    page = browser.get(f"/adoptions/{row.pk}").content.decode()
    first, second = row.stages.all()
    assert (first.state, second.state) == ("wants", "gave up")
    assert page.index(f"/decisions/{first.decision_id}") < page.index(f"/decisions/{second.decision_id}")
    form = {"country": "ES", "state": "tries", "decision": a_decision("essaie").pk, "version": row.version}
    assert browser.post(f"/practices/{row.practice_id}/adopt", form).status_code == 302
    assert browser.post(f"/practices/{row.practice_id}/adopt", form).status_code == 400, "somebody was quicker"
    row.refresh_from_db()
    again = form | {"version": row.version}
    assert browser.post(f"/practices/{row.practice_id}/adopt", again).status_code == 400, "it is recorded already"
    assert row.stages.count() == 3


def test_an_adoption_is_recorded_from_the_page_of_the_decision(as_):
    decision, browser, row = a_decision("Maintenir"), as_("secretary"), practice("JO")
    assert f'action="/decisions/{decision.pk}/adopt"' in browser.get(f"/decisions/{decision.pk}").content.decode()
    form = {"practice": row.pk, "country": "MA", "state": "wants"}
    assert browser.post(f"/decisions/{decision.pk}/adopt", form).status_code == 302
    made = adoption("MA", "JO")
    assert made.stages.get().decision == decision
    page = browser.get(f"/decisions/{decision.pk}").content.decode()
    assert f"/adoptions/{made.pk}" in page
    assert f"/adoptions/{made.pk}" in browser.get("/adoptions").content.decode()
    assert browser.post(f"/decisions/{decision.pk}/adopt", form | {"practice": "0"}).status_code == 400


def test_an_adoption_says_so_when_its_decision_is_revoked(as_):
    row, browser = adoption("BE", "MA"), as_("secretary")
    stage = row.stages.get()
    calm = [browser.get(page).content.decode().count("status alarm") for page in ("/adoptions", f"/adoptions/{row.pk}")]
    assert calm == [0, 0]
    form = {"version": stage.decision.version, "why": "jamais décidé"}
    assert browser.post(f"/decisions/{stage.decision_id}/take-out", form).status_code == 302
    stage.refresh_from_db()
    assert stage.is_shaken
    for page in ("/adoptions", f"/adoptions/{row.pk}", f"/practices/{row.practice_id}"):
        assert "status alarm" in browser.get(page).content.decode(), page
    again = {"country": "ES", "state": "wants", "decision": stage.decision_id}
    assert browser.post(f"/practices/{row.practice_id}/adopt", again).status_code == 400, "revoked decides nothing"


def test_an_adoption_says_so_when_the_basis_of_its_decision_changes(as_):
    from recoupe.room.taskforce.models import Decision

    row = adoption("BE", "JO")
    Decision.objects.filter(pk=row.stages.get().decision_id).update(basis="changed")
    assert "status alarm" in as_("liaison").get(f"/adoptions/{row.pk}").content.decode()


def test_whoever_may_not_see_the_decision_sees_no_adoption(as_):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, scope_of
    from recoupe.room.taskforce.models import Decision

    row = adoption("BE", "MA")
    assert as_("liaison").get(f"/adoptions/{row.pk}").status_code == 200
    label = label_of(Marking(Tlp.AMBER_STRICT, "CCG", is_default=False), [row.practice.group_id])
    Decision.objects.filter(pk=row.stages.get().decision_id).update(scope=scope_of([label.pk]))
    liaison = as_("liaison")
    for page in (f"/adoptions/{row.pk}", f"/stages/{row.stages.get().pk}/trace"):
        assert liaison.get(page).status_code == 404
    for page in ("/adoptions", f"/practices/{row.practice_id}", "/practices"):
        assert f"/adoptions/{row.pk}" not in liaison.get(page).content.decode(), page
    assert as_("secretary").get(f"/adoptions/{row.pk}").status_code == 200


def test_a_trace_leads_from_an_adoption_by_its_decision_to_the_sentence(as_):
    row, browser = adoption("BE", "MA"), as_("secretary")
    stage = row.stages.get()
    page = browser.get(f"/stages/{stage.pk}/trace").content.decode()
    citation = stage.decision.citations.get()
    for step in (f"/decisions/{stage.decision_id}", f"/findings/{citation.key[:16]}", f"/adoptions/{row.pk}", "à Fès"):
        assert step in page, step
    support = citation.body["supports"][0]
    back = browser.get(f"/documents/{support['document']}/trace?at={support['start']}").content.decode()
    assert f"/adoptions/{row.pk}" in back, "and from the sentence to what was adopted on it"


def test_what_an_adoption_changed_is_written_by_the_country_that_adopts(as_):
    row = adoption("BE", "JO")
    form = {"row": "changed", "text": "Dix places au lieu de douze."}
    assert as_("liaison").post(f"/adoptions/{row.pk}/write", form).status_code == 403
    assert as_("analyst").post(f"/adoptions/{row.pk}/write", form).status_code == 302
    assert "Dix places" in as_("liaison").get(f"/adoptions/{row.pk}").content.decode()
    assert "Dix places" not in as_("liaison").get(f"/practices/{row.practice_id}").content.decode()
    assert as_("analyst").post(f"/adoptions/{row.pk}/write", form | {"row": "aim"}).status_code == 400


def test_the_audit_tells_that_an_adoption_was_recorded_and_not_what_was_decided(as_):
    from recoupe.room.people.models import Entry

    form = {"country": "FR", "state": "adopted", "decision": adoption("BE", "MA").stages.get().decision_id}
    as_("secretary").post(f"/practices/{practice('MA').pk}/adopt", form)
    entry = Entry.objects.filter(action="adopted by").latest("pk")
    assert "FR" not in str(entry.detail)
    assert "adopted" not in str(entry.detail)


@pytest.mark.parametrize("page", ["/adoptions", "/practices/{}"])
def test_what_shows_an_adoption_carries_the_marking_of_the_decision_behind_it(as_, page):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, scope_of

    page = page.format(practice("MA").pk)
    assert "AMBER+STRICT" not in as_("secretary").get(page).content.decode()
    decision = adoption("BE", "MA").stages.get().decision
    decision.scope = scope_of([label_of(Marking(Tlp.AMBER_STRICT, "CCG", is_default=False)).pk])
    decision.save()
    assert "AMBER+STRICT" in as_("secretary").get(page).content.decode()
