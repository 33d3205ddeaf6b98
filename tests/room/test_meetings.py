"""Meetings: edited, cancelled, opened again; who comes, who presides, what is on the table; the agenda of what is new, on paper."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

pytestmark = pytest.mark.usefixtures("room")
HOME = ZoneInfo("Europe/Brussels")


def coming(name="Task force Boussole"):
    from recoupe.room.taskforce.models import Meeting

    return Meeting.objects.get(state="planned", group__name=name)


def held(name="Task force Boussole"):
    from recoupe.room.taskforce.models import Meeting

    return Meeting.objects.filter(state="held", group__name=name).order_by("-begins").first()


def change(browser, meeting, **form):
    return browser.post(f"/meetings/{meeting.pk}/change", form)


def test_a_brief_is_as_strictly_marked_as_the_strictest_document_in_it(as_):
    from recoupe.room.taskforce.models import Brief

    meeting = coming()
    assert change(as_("secretary"), meeting, do="brief").status_code == 302
    row = Brief.objects.get(meeting=meeting)
    assert "TLP:RED" in row.html
    assert "TLP:AMBER+STRICT</" not in row.html.partition("<section")[0]
    page = as_("secretary").get(f"/meetings/{meeting.pk}", headers={"accept-language": "en"}).content.decode()
    assert "TLP:RED" in page.partition("Briefs, as they stood")[2]


def test_the_meeting_counts_what_the_brief_counts(as_):
    from recoupe.room.taskforce.models import Brief

    change(as_("secretary"), coming(), do="brief")
    row = Brief.objects.get(meeting=coming())
    assert f"{row.documents} documents" in row.html


def test_a_brief_is_made_of_what_its_group_needs_to_know(as_):
    from recoupe.room.evidence.models import Label
    from recoupe.room.taskforce.models import Brief, Group

    meeting = coming("Groupe de Lyon")
    change(as_("secretary"), meeting, do="brief")
    (row,) = Brief.objects.filter(meeting=meeting)
    other = Group.objects.get(name="Task force Boussole").pk
    labels = Label.objects.filter(pk__in=row.scope.whole)
    assert not [label for label in labels if label.groups and meeting.group_id not in label.groups]
    assert [label for label in Label.objects.all() if label.groups == [other]], "there was something to leave out"


def test_a_meeting_is_edited_and_the_version_before_is_kept(as_):
    meeting = coming()
    form = {"title": "Réunion élargie", "begins": "2026-12-15T14:30", "place": "Liège", "aim": "Tout revoir.",
            "minutes_long": "120", "time_zone": "Africa/Tunis", "presides": "Police fédérale"}  # fmt: skip
    browser = as_("secretary")
    assert change(browser, meeting, do="edit", version=meeting.version, **form).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.place, meeting.minutes_long) == ("Réunion élargie", "Liège", 120)
    assert meeting.begins == datetime(2026, 12, 15, 14, 30, tzinfo=ZoneInfo("Africa/Tunis"))
    assert meeting.presides == "Police fédérale"
    past = browser.get(f"/meetings/{meeting.pk}/past").content.decode()
    assert "Réunion" in past
    assert "<del>" in past
    browser.post(f"/meetings/{meeting.pk}/put-back", {"version": meeting.version, "to": 1})
    meeting.refresh_from_db()
    assert meeting.title == "Task force Boussole"
    for wrong in ({"time_zone": "Mars/Olympus"}, {"minutes_long": "0"}, {"begins": "soon"}):
        assert change(browser, meeting, do="edit", version=meeting.version, **(form | wrong)).status_code == 400


def test_a_meeting_is_cancelled_for_a_reason_and_takes_place_after_all(as_):
    meeting, browser = coming(), as_("secretary")
    assert change(browser, meeting, do="cancelled", version=1).status_code == 400
    assert change(browser, meeting, do="cancelled", version=1, why="grève des trains").status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert "grève des trains" in browser.get(f"/meetings/{meeting.pk}").content.decode()
    assert change(browser, meeting, do="planned", version=2).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_a_meeting_that_was_held_cannot_be_planned_again_or_cancelled(as_):
    meeting, browser = held(), as_("secretary")
    for do in ("planned", "cancelled"):
        assert change(browser, meeting, do=do, version=meeting.version, why="x").status_code == 400
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_a_point_is_taken_out_in_the_version_that_was_seen(as_):
    from recoupe.room.taskforce.models import Revision

    meeting, browser = coming(), as_("secretary")
    item = meeting.items.first()
    assert change(browser, meeting, do="remove", item=item.pk, version=item.version + 1).status_code == 400
    assert change(browser, meeting, do="remove", item=item.pk, version=item.version).status_code == 302
    assert not meeting.items.filter(pk=item.pk).exists()
    assert Revision.objects.get(kind="item", record=item.pk).body["title"] == item.title


def test_a_closed_meeting_is_opened_again_without_losing_what_it_knew(as_):
    from recoupe.room.evidence.models import Turn

    meeting, browser = held(), as_("secretary")
    knew = meeting.turn
    assert Turn.objects.latest("id").pk > knew
    change(browser, meeting, do="open", version=meeting.version)
    change(browser, meeting, do="held", version=meeting.version + 1)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.turn) == ("held", knew)


def test_a_delegation_is_changed_and_removed_and_its_attendance_may_be_unknown(as_):
    meeting, browser = coming("Groupe de Lyon"), as_("secretary")
    one = meeting.delegations.get(name="Turquie")
    form = {"delegation": one.pk, "name": "Türkiye", "role": "observer", "people": "la douane"}
    assert change(browser, meeting, do="change delegation", version=one.version, **form).status_code == 302
    assert change(browser, meeting, do="change delegation", version=one.version, **form).status_code == 400
    one.refresh_from_db()
    assert (one.name, one.role, one.people) == ("Türkiye", "observer", "la douane")
    two, three = meeting.delegations.exclude(pk=one.pk)[:2]
    change(browser, meeting, do="attendance", present=one.pk, absent=two.pk)
    assert [meeting.delegations.get(pk=x.pk).was_there for x in (one, two, three)] == [True, False, None]
    one.refresh_from_db()
    change(browser, meeting, do="remove delegation", delegation=one.pk, version=one.version)
    assert not meeting.delegations.filter(pk=one.pk).exists()


def test_a_paper_is_seen_by_those_alone_who_may_read_it(as_):
    from recoupe.room.evidence.models import Document

    meeting = coming()
    red = Document.objects.get(label__tlp="RED")
    page = f"/meetings/{meeting.pk}"
    assert red.pk in as_("secretary").get(page).content.decode()
    for who in ("reader", "police@room.example"):
        answer = as_(who).get(page)
        assert answer.status_code == 200
        assert red.pk not in answer.content.decode()
        assert "RED" not in as_(who).get(f"{page}/agenda").content.decode()
    assert "TLP:RED" in as_("secretary").get(f"{page}/agenda").content.decode()
    clear = Document.objects.filter(label__tlp="CLEAR").first()
    change(as_("secretary"), meeting, do="attach", document=clear.pk)
    assert clear.pk in as_("reader").get(page).content.decode()
    paper = meeting.papers.get(document=clear)
    change(as_("secretary"), meeting, do="detach", paper=paper.pk)
    assert not meeting.papers.filter(document=clear).exists()
    assert change(as_("secretary"), meeting, do="attach", document="no such").status_code == 400


def test_the_agenda_leaves_as_docx_and_pdf(as_):
    from docx import Document

    meeting = coming()
    page = f"/meetings/{meeting.pk}/agenda"
    browser = as_("secretary")
    assert meeting.items.first().title.split(" – ")[0] in browser.get(page).content.decode()
    assert browser.get(f"{page}?format=pdf").content.startswith(b"%PDF")
    said = "\n".join(p.text for p in Document(io.BytesIO(browser.get(f"{page}?format=docx").content)).paragraphs)
    assert meeting.items.first().title in said
    assert as_("reader").get(f"{page}?format=pdf").status_code == 403


def test_the_minutes_are_as_strictly_marked_as_a_point_of_them(as_, person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, scope_of
    from recoupe.room.taskforce.models import Item

    meeting = held()
    secret = label_of(Marking(Tlp.RED, "CCG", is_default=False), [meeting.group_id])
    Item.objects.create(meeting=meeting, title="Un témoin", scope=scope_of([secret.pk]))
    assert "TLP:RED" in as_("secretary").get(f"/meetings/{meeting.pk}/minutes").content.decode()
    other = as_("reader").get(f"/meetings/{meeting.pk}/minutes").content.decode()
    assert "TLP:RED" not in other
    assert "Un témoin" not in other


def test_the_first_free_date_of_the_rhythm_is_offered():
    from recoupe.room.taskforce.actions.preparing import next_dates
    from recoupe.room.taskforce.models import Group, Meeting

    group = Group.objects.create(name="x", rhythm="FREQ=WEEKLY;BYDAY=TU", time_zone="Europe/Brussels")
    for day, state in ((17, "held"), (24, "held")):
        Meeting.objects.create(group=group, title="x", state=state, begins=datetime(2026, 11, day, 10, tzinfo=HOME))
    Meeting.objects.create(group=group, title="x", begins=datetime(2026, 12, 8, 10, tzinfo=HOME))
    now = datetime(2026, 11, 25, 9, tzinfo=HOME)
    assert [one.day for one in next_dates(group, now, 3)] == [1, 15, 22]
    called = Meeting.objects.create(group=group, title="x", begins=datetime(2026, 12, 1, 10, tzinfo=HOME))
    assert next_dates(group, now, 1)[0].day == 15
    Meeting.objects.filter(pk=called.pk).update(state="cancelled")
    assert next_dates(group, now, 1)[0].day == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "chaque semaine, le mardi"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "toutes les 2 semaines, le jeudi"),
        ("FREQ=MONTHLY;BYDAY=2WE", "chaque mois, le deuxième mercredi"),
        ("FREQ=YEARLY;BYMONTH=6", "FREQ=YEARLY;BYMONTH=6"),
        ("", ""),
    ],
)
def test_a_rhythm_is_told_in_words(rule, told):
    from django.utils import translation

    from recoupe.room.taskforce.rhythm import said

    with translation.override("fr"):
        assert said(rule) == told


def test_news_counts_from_the_last_meeting_before_though_nobody_closed_it():
    from recoupe.room.evidence.models import Turn
    from recoupe.room.taskforce.actions.preparing import known_since
    from recoupe.room.taskforce.models import Group, Meeting

    group, now = Group.objects.create(name="x"), timezone.now()
    turn = Turn.objects.exclude(basis="").order_by("id").first()
    Turn.objects.filter(pk=turn.pk).update(at=now - timedelta(days=9))
    Meeting.objects.create(group=group, title="x", begins=now - timedelta(days=8))  # nobody opened it, nor closed it
    Meeting.objects.create(group=group, title="x", begins=now + timedelta(days=1))
    meeting = Meeting.objects.create(group=group, title="x", begins=now + timedelta(days=8))
    assert known_since(meeting) == turn.pk


def test_an_agenda_of_news_is_for_the_group_and_says_what_became_of_what():
    from recoupe.room.access import Clearance, visible
    from recoupe.room.people.models import Person
    from recoupe.room.taskforce.models import Item

    meeting = coming("Groupe de Lyon")
    liaison = Person.objects.get(email="liaison@room.example")
    points = list(coming().items.all())
    assert points
    assert all(":" in point.title for point in points)
    assert any(point.origin == "weakened" and point.news for point in points)
    for name in ("Groupe de Lyon", "Task force Escaut", "Task force Boussole"):
        for item in Item.objects.filter(meeting__group__name=name, scope__isnull=False):
            groups = [g for pk in item.scope.whole for g in label_groups(pk)]
            assert not groups or item.meeting.group_id in groups
    assert visible(Item, Clearance.of(liaison)).filter(meeting=meeting).count() == meeting.items.count()


def label_groups(pk):
    from recoupe.room.evidence.models import Label

    return Label.objects.get(pk=pk).groups


def test_what_lost_a_source_is_not_called_withdrawn(as_):
    from recoupe.room.taskforce.models import Item

    meeting = coming()
    Item.objects.filter(meeting=meeting).update(origin="weakened")
    page = as_("secretary").get(f"/meetings/{meeting.pk}", headers={"accept-language": "en"}).content.decode()
    assert '<span class="status">lost a source</span>' in page
    assert '<span class="status">withdrawn</span>' not in page


def test_a_rotating_presidency_goes_round_and_can_be_changed_by_hand(as_):
    from recoupe.room.taskforce.actions.preparing import presiding
    from recoupe.room.taskforce.models import Group, Meeting

    group = Group.objects.get(name="Groupe de Lyon")
    meetings = Meeting.objects.filter(group=group).order_by("begins")
    assert [one.presides for one in meetings] == ["Belgique", "France", "Espagne"]
    assert presiding(group) == "Italie"
    form = {"begins": "2027-02-10T14:00", "presides": "Belgique"}
    as_("secretary").post(f"/groups/{group.pk}", form)
    assert group.meetings.last().presides == "Belgique"
    assert group.meetings.last().delegations.get(role="chair").name == "Belgique"
    assert presiding(group) == "France"
    shared = Group.objects.get(name="Task force Boussole")
    assert presiding(shared) == "Centre de crise, Police fédérale"


def test_noting_who_is_there_stays_at_the_point(as_):
    meeting = coming()
    item = meeting.items.last()
    answer = change(as_("secretary"), meeting, **{"do": "attendance", "from": "live", "at": item.pk})
    assert answer.url == f"/meetings/{meeting.pk}/live?item={item.pk}"
    page = as_("secretary").get(answer.url).content.decode()
    assert 'data-clock="Europe/Brussels"' in page


def test_a_decision_cites_from_the_list_where_there_are_no_scripts(as_):
    import re

    meeting = coming()
    meeting.items.all().delete()
    browser = as_("secretary")
    page = browser.get(f"/meetings/{meeting.pk}/live").content.decode()
    keys = re.findall(r'<option value="([0-9a-f]{16})">', page)
    assert keys
    browser.post(f"/meetings/{meeting.pk}/decide", {"text": "Écrire.", "cite": ["", keys[0]]})
    assert meeting.decisions.get().citations.get().key.startswith(keys[0])


def test_meetings_of_one_group_are_told_apart_by_their_day(as_):
    meeting = held()
    assert str(meeting) != str(coming())
    page = as_("secretary").get("/actions?state=all", headers={"accept-language": "en"}).content.decode()
    assert str(meeting.begins.year) in page


def test_a_meeting_may_begin_at_any_offset_from_utc_that_somebody_writes(person):
    from datetime import datetime

    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.actions.preparing import call

    begins = datetime.fromisoformat("2031-09-19T23:40:23-17:37")
    row = call(person("secretary"), tf.Group.objects.first(), title="x", begins=begins)
    row.refresh_from_db()
    assert row.begins == begins
