"""The matrix of things: every address and operation that names a thing is there for whoever may see it, and is not for others.

What is asked for is of every marking, of one's own group and of one that one is not in; and each address meets both.
"""

import re
from datetime import UTC, datetime

import addresses_practices
import pytest
from addresses_networks import a_network
from partners import came
from test_api import OPERATIONS, token
from test_matrix import GET, OURS, POST

pytestmark = pytest.mark.usefixtures("room")
TO_ALL = {"partners", "posts"}  # whoever shares sees every partner, and what is on its way to them
PEOPLE = ("reader", "analyst", "secretary", "liaison", "police@room.example")
KINDS = {
    "documents": "Document", "findings": "Finding", "rulings": "Ruling", "groups": "Group", "meetings": "Meeting", "items": "Item",
    "received": "Received", "requests": "Request", "inquiries": "Inquiry", "releases": "Release",
    "briefs": "Brief", "decisions": "Decision", "actions": "Action", "commitments": "Commitment", "uploads": "Upload",
    "bundles": "Bundle", "practices": "Practice", "lines": "Line", "comments": "Comment", "adoptions": "Adoption", "stages": "Stage",
    "operations": "Operation", "steps": "Step", "counts": "Count",
    "networks": "Network", "hypotheses": "Hypothesis",
}  # fmt: skip
BODIES = {
    "PUT /documents/{id}/marking": {"tlp": "RED", "why": ""},
    "POST /documents/{id}/withdraw": {"why": ""},
    "POST /findings/{key}/corrections": {"why": ""},
    "POST /rulings/{id}/take-back": {"why": ""},
    "POST /groups/{int:id}/meetings": {"title": "x", "begins": "2027-01-05T10:00:00"},
    "POST /meetings/{int:id}/items": {"title": "x"},
    "POST /meetings/{int:id}/decisions": {"text": "x"},
    "POST /meetings/{int:id}/commitments": {"by": "x", "text": "y"},
    "POST /decisions/{int:id}/reviews": {"version": 99, "outcome": "kept", "why": "x"},
    "POST /decisions/{int:id}/actions": {"text": "x", "owner": 1},
    "PATCH /actions/{int:id}": {"version": 99, "state": "open"},
    "POST /commitments/{int:id}/reports": {"version": 99, "state": "open"},
}


@pytest.fixture
def things(room, person):
    """Things of each kind: on a document of every marking in a group of the story, and of a group that nobody is in."""
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel, scope_of
    from recoupe.room.evidence import models as ev
    from recoupe.room.operations import models as op
    from recoupe.room.sharing import models as sh
    from recoupe.room.taskforce import models as tf

    there = tf.Group.objects.get(name="Task force Boussole")
    elsewhere = tf.Group.objects.create(name="Elsewhere")
    made = {kind: [] for kind in KINDS} | {"groups": list(tf.Group.objects.all())}
    documents = ev.Document.objects.filter(label__tlp="CLEAR", carries__isnull=False).distinct()
    of_liaison = tf.Group.objects.filter(members__person=person("liaison")).first()
    markings = [
        *((tlp, "CCG", there) for tlp in Tlp),
        (Tlp.AMBER, "CCG", of_liaison),
        (Tlp.RED, "Elsewhere", elsewhere),
    ]
    owner = person("secretary")
    for document, (tlp, originator, group) in zip(documents, markings, strict=False):
        label = label_of(Marking(tlp, originator, is_default=False), [group.pk])
        relabel(document, label)
        scope = scope_of([label.pk])
        meeting = tf.Meeting.objects.create(group=group, title="x", begins=datetime(2027, 1, 5, tzinfo=UTC))
        decision = tf.Decision.objects.create(meeting=meeting, text="x", scope=scope)
        made["documents"].append(document)
        made["findings"] += ev.Finding.objects.filter(stands_on__document=document)[:1]
        ruling = {"kind": "withdraw", "subject": document.pk, "why": "x", "by": "x", "at": "2026-01-01"}
        made["rulings"].append(ev.Ruling.objects.create(id=document.pk[::-1], **ruling))
        made["meetings"].append(meeting)
        made["items"].append(tf.Item.objects.create(meeting=meeting, title="x", scope=scope))
        made["briefs"].append(
            tf.Brief.objects.create(meeting=meeting, language="fr", html="x", documents=1, scope=scope)
        )
        made["decisions"].append(decision)
        for kind, one in addresses_practices.marked(group, scope, decision).items():
            made[kind].append(one)
        bundle = {"title": "x", "purpose": "x", "tlp": str(tlp), "by": owner, "scope": scope}
        for kind, one in zip(("networks", "hypotheses"), a_network(group, scope), strict=True):
            made[kind].append(one)
        made["bundles"].append(sh.Bundle.objects.create(**bundle))
        made["actions"].append(tf.Action.objects.create(decision=decision, text="x", owner=owner))
        for kind, one in came(label).items():
            made[next(name for name, called in KINDS.items() if called == kind.__name__)].append(one)
        operation = op.Operation.objects.create(group=group, title="x", scope=scope)
        made["operations"].append(operation)
        made["steps"].append(op.Step.objects.create(operation=operation, kind="charged"))
        made["counts"].append(op.Count.objects.create(operation=operation, outcome="charged", low=1, speaker="x"))
        made["commitments"].append(tf.Commitment.objects.create(group=group, meeting=meeting, by="x", text="x"))
    for who in (*PEOPLE, "administrator"):
        upload = {"name": "x.txt", "data": b"", "size": 0, "label": label, "by": person(who).pk}
        made["uploads"].append(ev.Upload.objects.create(**upload))
    assert len(made["documents"]) == len(markings)
    return made


def table(kind):
    from recoupe.room.evidence import models as ev
    from recoupe.room.operations import models as op
    from recoupe.room.practices import models as pr
    from recoupe.room.sharing import models as sh
    from recoupe.room.taskforce import models as tf

    return next(found for app in (ev, tf, sh, op, pr) if (found := getattr(app, KINDS[kind], None)))


def name_of(kind, row):
    return row.key if kind == "findings" else row.pk


def piece(clearance, row):
    """A piece of evidence of a finding, as its reader may see it; of one that they may not see, whichever."""
    from recoupe.room.access import visible
    from recoupe.room.evidence.models import Finding, Support

    told = visible(Finding, clearance).filter(key=row.key).first() or row
    return Support.objects.filter(finding=told).first().piece


def pages():
    """Every address that names a thing: method, route, the kind of thing, who may call it."""
    for method, allowed in (("get", GET), ("post", POST)):
        for name, roles in allowed.items():
            if "<" in OURS[name] and OURS[name].split("/")[0] not in TO_ALL:
                yield method, "/" + OURS[name], OURS[name].split("/")[0], roles


def operations():
    """Every operation that names a thing."""
    for name, roles in OPERATIONS.items():
        method, path = name.split(" ")
        if "{" in path:
            yield name, method, "/api/v1" + path, path.split("/")[1], roles


def is_there(kind, row, clearance):
    from recoupe.room.access import visible

    where = {"key": row.key} if kind == "findings" else {"pk": row.pk}
    return visible(table(kind), clearance).filter(**where).exists()


def test_every_address_is_there_for_those_alone_who_may_see_the_thing(as_, person, things):
    from recoupe.room.access import Clearance

    met = {}
    followed = [page for page in pages() if not page[1].startswith("/programme")]  # those: test_programme_closed.py
    for who in PEOPLE:
        browser, asker = as_(who), person(who)
        for method, route, kind, roles in followed:
            for row in things[kind] if asker.role in roles else ():
                expected = is_there(kind, row, Clearance.of(asker))
                form = {"piece": piece(Clearance.of(asker), row)} if kind == "findings" else {}
                code = getattr(browser, method)(re.sub("<.*?>", str(name_of(kind, row)), route), form).status_code
                assert (code != 404) is expected, (who, method, route, code, expected)
                met.setdefault((method, route), set()).add(expected)
    assert {route: seen for route, seen in met.items() if seen != {True, False}} == {}
    assert {(method, route) for method, route, _, _ in followed} == set(met)


def test_every_operation_is_there_for_those_alone_who_may_see_the_thing(person, things):
    from django.test import Client

    from recoupe.room.access import Clearance

    met = {}
    for who in PEOPLE:
        asker = person(who)
        browser = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token(asker)}"})
        for name, method, path, kind, roles in operations():
            for row in things[kind] if asker.role in roles else ():
                expected = is_there(kind, row, Clearance.of(asker))
                body = dict(BODIES.get(name, {}))
                if kind == "findings":
                    body |= {"piece": piece(Clearance.of(asker), row)}
                address = re.sub("{.*?}", str(name_of(kind, row)), path)
                code = getattr(browser, method.lower())(
                    address, *([body] if method != "GET" else []), content_type="application/json"
                ).status_code
                assert code != 422, (who, name)
                assert (code != 404) is expected, (who, name, code, expected)
                met.setdefault(name, set()).add(expected)
    assert {name: seen for name, seen in met.items() if seen != {True, False}} == {}
    assert {name for name, *_ in operations()} == set(met)
