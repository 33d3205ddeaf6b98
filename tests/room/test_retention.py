"""Retention: what was kept long enough goes by itself, what a kept record stands on stays, and an administrator says how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

pytestmark = pytest.mark.usefixtures("room")


def aged(document, months):
    from recoupe.room.evidence import models as ev

    ev.Document.objects.filter(pk=document).update(received=timezone.now() - timedelta(days=30.5 * months))


@pytest.fixture
def loose():
    """A document that no record stands on."""
    from recoupe.room import retention
    from recoupe.room.evidence import models as ev

    return ev.Document.objects.exclude(pk__in=retention.held()).order_by("id").first().pk


def test_a_document_that_is_old_goes_with_all_that_was_read_out_of_it(loose):
    from recoupe.room import retention
    from recoupe.room.evidence import models as ev

    ev.Note.objects.create(document_id=loose, start=0, end=1, text="x", by=1, who="x")
    aged(loose, 58)
    assert retention.apply() == {}
    aged(loose, 62)
    assert retention.apply() == {"documents": 1}
    for table in (ev.Passage, ev.Entity, ev.Event, ev.Support, ev.Excerpt, ev.Note, ev.Pseudonym):
        assert not table.objects.filter(document=loose).exists(), table


def test_a_document_that_a_decision_stands_on_stays_as_long_as_the_decision():
    from recoupe.room import retention
    from recoupe.room.evidence import models as ev
    from recoupe.room.taskforce import models as tf

    cited = {one["document"] for one in tf.Decision.objects.first().citations.first().body["supports"]}
    for one in cited:
        aged(one, 500)
    retention.apply()
    assert ev.Document.objects.filter(pk__in=cited).count() == len(cited)


def test_a_meeting_goes_with_its_decisions_but_not_while_an_action_is_open():
    from recoupe.room import retention
    from recoupe.room.practices.models import Stage
    from recoupe.room.taskforce import models as tf

    adopting = tf.Meeting.objects.filter(decisions__in=Stage.objects.values("decision"))
    followed = adopting.first()
    meeting = tf.Meeting.objects.filter(decisions__actions__state="open").exclude(pk__in=adopting.values("pk")).first()
    tf.Meeting.objects.filter(pk=followed.pk).update(begins=timezone.now() - timedelta(days=31 * 130), state="held")
    tf.Action.objects.filter(decision__meeting=followed).update(state="done")
    tf.Meeting.objects.filter(pk=meeting.pk).update(begins=timezone.now() - timedelta(days=31 * 130), state="held")
    retention.apply()
    assert tf.Meeting.objects.filter(pk=meeting.pk).exists()
    tf.Action.objects.filter(decision__meeting=meeting).update(state="done")
    tf.Commitment.objects.filter(meeting=meeting).update(state="kept")
    assert retention.apply()["meetings"] == 1
    assert not tf.Decision.objects.filter(meeting=meeting.pk).exists()
    assert tf.Meeting.objects.filter(pk=followed.pk).exists()  # a practice was adopted by a decision of it


def test_a_closed_account_loses_name_and_address_and_an_open_one_does_not(person):
    from recoupe.room import retention
    from recoupe.room.people.models import Entry, Person

    who = person("reader")
    later = timezone.now() + timedelta(days=31 * 13)
    assert "accounts" not in retention.apply(later)
    Person.objects.filter(pk=who.pk).update(is_active=False)
    assert retention.apply(later)["accounts"] == 1
    assert Person.objects.get(pk=who.pk).email == f"{who.pk}@closed.invalid"
    assert Entry.objects.filter(action="expired", subject="accounts").exists()


def test_only_an_administrator_says_how_long(as_):
    from recoupe.room import retention

    for role in ("analyst", "secretary", "auditor", "practitioner"):
        assert as_(role).post("/retention", {"kind": "uploads", "months": "1"}).status_code == 403
    admin = as_("administrator")
    assert admin.post("/retention", {"kind": "uploads", "months": "1"}).status_code == 302
    assert retention.months_of("uploads") == 1
    for months in ("0", "-1", "601", "x", ""):
        assert admin.post("/retention", {"kind": "uploads", "months": months}).status_code == 400
    assert as_("reader").get("/retention").status_code == 200


def test_it_is_applied_once_a_day_without_being_asked():
    from recoupe.room.evidence import models as ev
    from recoupe.room.work import is_daily, work

    ev.Job.objects.filter(kind="expire").delete()
    assert is_daily()
    work(once=True)
    assert ev.Job.objects.get(kind="expire").state == "done"
    assert not is_daily()


def test_a_document_is_erased_for_good_with_a_reason_and_never_under_a_record_that_stands_on_it(as_, loose):
    from recoupe.room import retention
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Entry

    secretary = as_("secretary")
    ev.Document.objects.filter(pk=loose).update(label=ev.Label.objects.filter(tlp="CLEAR").first())
    assert secretary.post(f"/documents/{loose}/erase", {"why": " "}).status_code == 400
    stays = ev.Document.objects.filter(pk__in=retention.held(), label__tlp="CLEAR").first().pk
    assert secretary.post(f"/documents/{stays}/erase", {"why": "somebody asked"}).status_code == 400
    assert as_("analyst").post(f"/documents/{loose}/erase", {"why": "somebody asked"}).status_code == 403
    assert secretary.post(f"/documents/{loose}/erase", {"why": "somebody asked"}).status_code == 302
    assert list(ev.Document.objects.filter(pk__in=[loose, stays]).values_list("pk", flat=True)) == [stays]
    assert Entry.objects.filter(action="erased", subject=f"document {loose}").exists()


def test_operations_and_hypotheses_go_when_nothing_was_written_there_for_long():
    from recoupe.room import retention
    from recoupe.room.operations import models as op

    assert op.Operation.objects.count() > 1
    long_ago = timezone.now() - timedelta(days=31 * 130)
    one = op.Operation.objects.filter(steps__isnull=False).first()
    for table in (op.Operation, op.Step, op.Count, op.Hypothesis):
        table.objects.all().update(changed=long_ago)
    op.Step.objects.filter(pk=one.steps.first().pk).update(changed=timezone.now())
    gone = retention.apply()
    assert list(op.Operation.objects.values_list("pk", flat=True)) == [one.pk]
    assert gone["operations"] >= 1
    assert not op.Hypothesis.objects.exists()


def test_a_document_that_a_line_of_a_practice_quotes_is_held():
    from recoupe.room import retention
    from recoupe.room.practices import models as pr

    quoted = set(pr.Quote.objects.values_list("document", flat=True))
    assert quoted
    assert quoted <= retention.held()
