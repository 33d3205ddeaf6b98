"""Who sees what: by group, by marking, and of what is derived just as much as one may read."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


def clearance(person):
    from recoupe.room.access import Clearance

    return Clearance.of(person)


def label(tlp, originator="PF", releasable_to=(), groups=()):
    from recoupe.room.evidence.models import Label

    return Label(tlp=tlp, originator=originator, releasable_to=list(releasable_to), groups=list(groups))


def groups():
    from recoupe.room.taskforce.models import Group

    return {group.name: group.pk for group in Group.objects.all()}


@pytest.mark.parametrize(
    ("who", "tlp", "originator", "releasable_to", "group", "sees"),
    [
        ("reader", "CLEAR", "PF", (), None, True),
        ("reader", "GREEN", "PF", (), "Task force Boussole", True),
        ("liaison", "GREEN", "PF", (), "Task force Boussole", False),  # not of the group
        ("reader", "AMBER", "PF", (), "Task force Boussole", True),
        ("reader", "AMBER+STRICT", "PF", (), "Task force Boussole", False),
        ("reader", "AMBER+STRICT", "Namur", (), "Task force Boussole", True),
        ("reader", "AMBER+STRICT", "PF", ("Namur",), "Task force Boussole", True),
        ("reader", "RED", "PF", (), "Task force Boussole", False),
        ("analyst", "RED", "PF", (), "Task force Boussole", True),  # a named recipient
        ("analyst", "RED", "PF", (), "Groupe de Lyon", False),  # of the other group
        ("analyst", "RED", "PF", (), None, False),
        ("liaison", "CLEAR", "PF", ("BE",), None, False),
        ("liaison", "CLEAR", "PF", ("MA",), None, True),
        ("analyst", "AMBER+STRICT", "", (), None, True),  # unmarked: for the service that keeps the room
        ("liaison", "AMBER+STRICT", "", (), None, False),
        ("administrator", "CLEAR", "PF", (), None, False),
        ("auditor", "CLEAR", "PF", (), None, False),
    ],
)
def test_a_label_is_read_by_those_who_need_to_know_and_whom_its_marking_lets(
    person, who, tlp, originator, releasable_to, group, sees
):
    from recoupe.room.access import why_not

    of = [groups()[group]] if group else []
    assert (why_not(clearance(person(who)), label(tlp, originator, releasable_to, of)) is None) is sees


def test_an_account_that_was_closed_sees_nothing(person):
    from recoupe.room.access import visible
    from recoupe.room.evidence.models import Document

    closed = person("analyst")
    assert visible(Document, clearance(closed)).exists()
    closed.is_active = False
    assert not visible(Document, clearance(closed)).exists()


def test_nothing_of_a_document_that_one_may_not_read_is_told(person):
    """Of all that is derived, each reader sees what is made of documents that they may read, and no other trace of the rest."""
    from recoupe.room.access import visible
    from recoupe.room.evidence import models as ev

    everything = set(ev.Document.objects.values_list("id", flat=True))
    narrowed = 0
    for who in ("reader", "analyst", "secretary", "liaison", "police@room.example"):
        mine = clearance(person(who))
        hidden = everything - set(visible(ev.Document, mine).values_list("id", flat=True))
        for row in visible(ev.Finding, mine):
            told = str(row.body)
            assert not [id for id in hidden if id in told], (who, row.key)
            narrowed += row.scope.part != row.scope.whole
        for row in visible(ev.Against, mine):
            assert not [id for id in hidden if id in str(row.body)]
        for table in (ev.Support, ev.Excerpt, ev.Claim, ev.Copy, ev.Pseudonym, ev.Named):
            assert not visible(table, mine).filter(document__in=hidden).exists(), table
        keys = list(visible(ev.Finding, mine).values_list("key", flat=True))
        assert len(keys) == len(set(keys)), "a finding is told once to each reader"
    assert narrowed, "the story holds findings of several markings"


def test_the_grade_of_a_finding_is_that_of_the_sources_one_may_read(person):
    from recoupe.room.access import visible
    from recoupe.room.evidence.models import Finding

    seen = {
        who: visible(Finding, clearance(person(who))).get(
            type="consult/meeting", place_name="Lyon", begins="2026-10-14"
        )
        for who in ("secretary", "liaison")
    }
    assert seen["secretary"].key == seen["liaison"].key
    for row in seen.values():
        assert row.independent == len(row.body["independent_sources"])
        assert {s["document"] for s in row.body["supports"]} >= {
            id for one in row.body["independent_sources"] for id in one["documents"]
        }


def test_what_has_no_rule_nobody_sees(person):
    from recoupe.room.access import visible
    from recoupe.room.people.models import Entry

    with pytest.raises(KeyError):
        visible(Entry, clearance(person("administrator")))


def test_what_is_derived_carries_the_strictest_marking():
    from recoupe.room.access import strictest

    told = strictest([label("GREEN", "A", ("BE", "FR")), label("AMBER", "B"), label("CLEAR", "A", ("FR",))])
    assert (told.tlp, told.originator, told.releasable_to) == ("AMBER", "A, B", ("FR",))
    nobody = strictest([label("GREEN", "A", ("BE",)), label("GREEN", "A", ("FR",))])
    assert nobody.releasable_to, "released to no one in common is not released to everyone"


def test_pages_ask_the_one_door():
    """No view takes rows of evidence or of records by another way than `visible`."""
    import re
    from pathlib import Path

    from recoupe.room import access

    folder = Path(access.__file__).parent
    own = {
        "Turn",
        "Job",
        "Upload",
        "Note",
        "Person",
        "Service",
        "Entry",
        "Disclosed",
        "Delegation",
        "Revision",
        "Brief",
        "Token",
    }
    own |= {"Event", "Item", "Citation", "Report", "Document", "Meeting"}  # made or exchanged by those who were let in
    for path in [
        *folder.glob("*/views/*.py"),
        *folder.glob("*/views.py"),
        *folder.glob("*/filters.py"),
        *folder.glob("api/*.py"),
    ]:
        named = re.findall(r"(\w+)\.objects\.(?:all|filter|get|values|in_bulk)", path.read_text())
        if "programme" in path.parts:  # behind a door of its own; what is sealed is asked of its store alone
            assert not {"Record", "Past", "Tag", "Opened"} & set(named), path
            continue
        for name in named:
            assert name in own | {"kind"}, (path, name)
