"""Records as a file: they leave as one person sees them, and come into a room once; what is there already stays as it is."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from databases import rows

from recoupe.errors import UsageError

pytestmark = pytest.mark.usefixtures("room")

SECRETARY = "secretaire@room.example"
BESIDE = {"people.Entry", "people.Head", "evidence.Job"}


def exported(who, groups=()):
    """The file as JSON, without the moment that it was made."""
    from recoupe.room.taskforce.records.telling import told

    return json.loads(told(who, groups).model_dump_json(exclude={"made"}))


def imported(who, said):
    from recoupe.room.taskforce.records.shapes import Records
    from recoupe.room.taskforce.records.taking import taken

    return taken(who, Records.model_validate_json(json.dumps(said | {"made": "2026-10-01T08:00:00Z"})))


def state():
    return {name: found for name, found in rows().items() if name not in BESIDE}


def forget_records():
    """Make the room one that has the same people and evidence, and no records."""
    from recoupe.room.operations import models as op
    from recoupe.room.practices import models as pr
    from recoupe.room.taskforce import models as tf

    for table in (pr.Stage, pr.Line, pr.Adoption, pr.Practice, op.Operation, op.Hypothesis, op.Network):
        table.objects.all().delete()
    tables = (
        "Action Review Citation Decision Report Commitment Item Brief Delegation Meeting Seat Member Group Revision"
    )
    for name in tables.split():
        getattr(tf, name).objects.all().delete()


@pytest.fixture
def secretary(person):
    return person("secretary")


@pytest.fixture
def eventful(secretary):
    """The story goes on: a review, a report, minutes, a restricted decision."""
    from recoupe.room.evidence import models as ev
    from recoupe.room.taskforce import models as tf
    from recoupe.room.taskforce.actions.changing import changed
    from recoupe.room.taskforce.actions.deciding import decide, review

    decision = tf.Decision.objects.get(basis="changed")
    review(secretary, decision, decision.version, "amended", "une source reste", "Attendre.")
    promise = tf.Commitment.objects.first()
    tf.Report.objects.create(commitment=promise, state="partly", said="à moitié")
    item = tf.Item.objects.first()
    changed(secretary, "meeting.manage", item, item.version, minutes="x" * 30_000)
    strict = ev.Finding.objects.filter(stands_on__document__label__tlp="AMBER+STRICT").first()
    meeting = tf.Meeting.objects.filter(group__name="Task force Boussole").first()
    decide(secretary, meeting, "Secret.", findings=[strict])


@pytest.mark.usefixtures("eventful")
def test_what_left_comes_back_as_it_was(secretary):
    before = exported(secretary)
    forget_records()
    added = imported(secretary, before)
    assert exported(secretary) == before
    assert {"group", "seat", "member", "meeting", "delegation", "item", "decision", "action", "review"} < set(added)


@pytest.mark.usefixtures("eventful")
def test_to_import_twice_changes_nothing(secretary):
    said = exported(secretary)
    before = state()
    assert not imported(secretary, said)
    assert state() == before
    forget_records()
    imported(secretary, said)
    before = state()
    assert not imported(secretary, said)
    assert state() == before


def test_what_was_changed_here_since_is_known_again_and_stays(secretary):
    from recoupe.room.taskforce.actions.changing import changed
    from recoupe.room.taskforce.models import Decision, Meeting

    said = exported(secretary)
    meeting, decision = Meeting.objects.first(), Decision.objects.first()
    changed(
        secretary, "meeting.manage", meeting, meeting.version, begins=meeting.begins + timedelta(days=1), title="New"
    )
    changed(secretary, "decision.record", decision, decision.version, text="Otherwise.")
    before = state()
    assert not imported(secretary, said)
    assert state() == before


def test_two_that_say_the_same_are_two(secretary):
    from recoupe.room.taskforce.models import Item, Meeting

    meeting = Meeting.objects.first()
    for position in (8, 9):
        Item.objects.create(meeting=meeting, title="Divers", position=position)
    said = exported(secretary)
    forget_records()
    imported(secretary, said)
    assert not imported(secretary, said)
    assert Item.objects.filter(title="Divers").count() == 2


@pytest.mark.usefixtures("eventful")
def test_each_exports_what_they_may_see(secretary, person):
    from recoupe.room.people.models import Entry

    assert {group["name"] for group in exported(person("liaison"))["groups"]} == {"Groupe de Lyon"}
    assert "Secret." in json.dumps(exported(secretary))
    seen = exported(person("police@room.example"), ["Task force Boussole"])
    assert Entry.objects.first().action == "exported records"
    assert "Secret." not in json.dumps(seen), "it cites what is for the service that it comes from"
    with pytest.raises(UsageError, match="no group of this name"):
        exported(person("liaison"), ["Task force Boussole"])


@pytest.mark.usefixtures("eventful")
def test_what_was_restricted_there_is_restricted_here(secretary, person):
    from recoupe.room.access import Clearance, visible
    from recoupe.room.taskforce.models import Decision

    said = exported(secretary)
    forget_records()
    imported(secretary, said)
    assert visible(Decision, Clearance.of(secretary)).filter(text="Secret.").exists()
    assert not visible(Decision, Clearance.of(person("police@room.example"))).filter(text="Secret.").exists()


@pytest.mark.parametrize("who", ["reader", "analyst", "liaison", "administrator", "auditor"])
def test_only_who_may_make_records_imports_them(secretary, person, who):
    from django.core.exceptions import PermissionDenied

    said, before = exported(secretary), state()
    with pytest.raises(PermissionDenied):
        imported(person(who), said)
    assert state() == before


def test_a_citation_stands_on_the_same_evidence_or_waits_for_it(secretary, as_):
    from recoupe.room.evidence.models import Finding
    from recoupe.room.taskforce.basis import changes, look_again
    from recoupe.room.taskforce.models import Citation, Decision

    said = exported(secretary)
    forget_records()
    imported(secretary, said)
    assert all(one.state["is_standing"] for one in Citation.objects.filter(decision__basis="holds"))
    forget_records()
    Finding.objects.all().delete()
    imported(secretary, said)
    waiting = Citation.objects.exclude(decision=None).first()
    assert waiting.state["status"] == "gone"
    assert look_again() == 0, "what was never here was not withdrawn"
    assert list(changes(waiting)) == []
    for decision in Decision.objects.all():
        assert as_("secretary").get(f"/decisions/{decision.pk}").status_code == 200


def test_whoever_has_no_account_here_is_named_and_nothing_is_kept(secretary):
    said = exported(secretary)
    said["groups"][0]["members"].append({"email": "nobody@else.example", "is_recipient": False})
    forget_records()
    before = state()
    with pytest.raises(UsageError, match=r"nobody@else\.example: they have no account here"):
        imported(secretary, said)
    assert state() == before


def test_a_group_that_one_is_not_in_is_not_added_to(secretary):
    from recoupe.room.taskforce.models import Member

    said = exported(secretary)
    Member.objects.filter(person=secretary).delete()
    with pytest.raises(UsageError, match="a group of this name that they are not in"):
        imported(secretary, said)


def test_what_is_no_finding_is_not_cited(secretary):
    said = exported(secretary)
    one = next(d for group in said["groups"] for meeting in group["meetings"] for d in meeting["decisions"])
    one["cites"][0]["said"] = {"kind": "event"}
    forget_records()
    with pytest.raises(UsageError, match="is no finding"):
        imported(secretary, said)


def test_a_private_person_of_another_room_has_no_number_here():
    from recoupe.room.taskforce.records.taking import unnumbered

    assert unnumbered({"a": ["P-07 et P-112", {"b": "P-7 SP-07 1"}], "c": 7}) == {
        "a": ["P-… et P-…", {"b": "P-7 SP-07 1"}],
        "c": 7,
    }


def test_from_the_command_line(story, tmp_path):
    from django.db import connections

    from recoupe.room.taskforce.records.shapes import Records

    settings = connections.databases["default"]
    address = settings["NAME"]
    if story == "postgresql":
        address = f"postgres://{settings['USER']}@/{settings['NAME']}?host={settings['OPTIONS']['host']}"

    def recoupe(*arguments, given=b""):
        command = [sys.executable, "-m", "recoupe.cli", "records", *map(str, arguments), "--database", str(address)]
        done = subprocess.run(command, input=given, capture_output=True, env=os.environ)
        return done.returncode, done.stdout, done.stderr.decode()

    refused = [
        ("export", "--as", "nobody@else.example"),
        ("export", "--as", "audit@room.example"),
        ("export",),
        ("import", tmp_path / "nothing.json", "--as", SECRETARY),
        ("import", __file__, "--as", SECRETARY),
    ]
    assert [recoupe(*arguments)[0] for arguments in refused] == [2, 1, 2, 2, 2]
    code, data, _ = recoupe("schema")
    assert (code, json.loads(data)) == (0, Records.model_json_schema())
