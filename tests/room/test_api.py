"""The API: every operation as every role, by what its token allows, and with whatever Schemathesis thinks of."""

import json

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

pytestmark = pytest.mark.usefixtures("room")

WORKING = {"reader", "analyst", "secretary", "liaison"}
ADDING = WORKING - {"reader"}
EVERYONE = {*WORKING, "administrator", "auditor"}
RULING = {"analyst", "secretary"}

# Who may call each operation; one that is not here fails the first test.
OPERATIONS = {
    "GET /documents": WORKING, "POST /documents": ADDING, "GET /uploads/{int:id}": WORKING, "GET /documents/{id}": WORKING,
    "PUT /documents/{id}/marking": {"liaison", "secretary"}, "POST /documents/{id}/withdraw": RULING,
    "GET /findings": WORKING, "GET /findings/{key}": WORKING, "POST /findings/{key}/corrections": RULING,
    "GET /identities": WORKING, "GET /search": WORKING, "GET /rulings": WORKING, "POST /rulings": RULING,
    "POST /rulings/{id}/take-back": RULING, "GET /me": EVERYONE, "GET /audit": {"administrator", "auditor"},
    "GET /groups": WORKING, "GET /meetings": WORKING, "POST /groups/{int:id}/meetings": {"secretary"},
    "GET /meetings/{int:id}/items": WORKING, "POST /meetings/{int:id}/items": {"secretary"}, "GET /decisions": WORKING,
    "GET /decisions/{int:id}": WORKING, "POST /meetings/{int:id}/decisions": {"secretary"},
    "POST /decisions/{int:id}/reviews": {"secretary"}, "GET /actions": WORKING,
    "POST /decisions/{int:id}/actions": {"secretary"}, "PATCH /actions/{int:id}": WORKING, "GET /commitments": WORKING,
    "POST /meetings/{int:id}/commitments": {"secretary", "liaison"},
    "POST /commitments/{int:id}/reports": {"secretary", "liaison"}, "GET /operations": WORKING,
    "GET /operations/{int:id}": WORKING,
}  # fmt: skip


def operations():
    """Every operation of the API: its method and path, and the action that its door asks for."""
    from recoupe.room.api.operations import api

    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"{method} {prefix}{path}", operation.auth_callbacks[0].action


def token(person, *scopes):
    """A token of a person for these actions, or for all that their role allows."""
    from recoupe.room.people.roles import ACTIONS, may
    from recoupe.room.people.tokens import issued

    return issued(person, "test", list(scopes) or [action for action in ACTIONS if may(person, action)], 1)


def called(name, ids, key=None):
    """Call an operation on something that there is."""
    from django.test import Client

    method, path = name.split(" ", 1)
    path = (
        path.replace("{int:id}", str(ids["number"])).replace("{id}", ids["document"]).replace("{key}", ids["finding"])
    )
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {key}"} if key else {})
    return client.generic(method, f"/api/v1{path}", "{}", content_type="application/json")


@pytest.fixture(params=["CLEAR", "AMBER", "AMBER+STRICT", "RED"])
def ids(request, room):
    """A document of each marking and a finding on it, and the number of some record."""
    from recoupe.room.evidence import models as ev

    document = ev.Document.objects.filter(label__tlp=request.param).first()
    finding = ev.Finding.objects.filter(stands_on__document=document).first()
    return {"document": document.pk, "finding": finding.key if finding else "0" * 16, "number": 1}


def test_every_operation_is_in_the_matrix():
    assert {name for name, _ in operations()} == set(OPERATIONS)


@pytest.mark.parametrize("role", [*sorted(EVERYONE), "nobody"])
def test_only_those_whose_role_allows_it_get_through(role, ids, person):
    key = None if role == "nobody" else token(person(role))
    for name, allowed in OPERATIONS.items():
        code = called(name, ids, key).status_code
        if role == "nobody":
            assert code == 401, name
        elif role in allowed:
            assert code in (200, 201, 202, 400, 403, 404, 422), (role, name, code)
            assert code != 403 or name == "PATCH /actions/{int:id}", (
                role,
                name,
            )  # of somebody else: see test_records.py
        else:
            assert code == 403, (role, name, code)


def test_a_token_allows_what_it_names_and_no_more(person, ids):
    for name, action in operations():
        for scope in ("account.own", "evidence.see"):
            if scope != action:
                assert called(name, ids, token(person("secretary"), scope)).status_code == 403, (name, scope)


def test_a_token_without_sight_of_evidence_sees_none(person):
    from django.test import Client

    key = token(person("secretary"), "account.own")
    told = Client(SERVER_NAME="localhost").get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).json()
    assert told["actions"] == ["account.own"]
    assert told["groups"] == []


def test_nobody_makes_a_token_for_more_than_they_may(person):
    from recoupe.errors import UsageError

    with pytest.raises(UsageError):
        token(person("reader"), "ruling.make")


def test_tokens_that_ran_out_were_revoked_or_belong_to_a_closed_account_do_not_stand(person, ids):
    from django.utils import timezone

    from recoupe.room.people.models import Token
    from recoupe.room.people.tokens import revoked

    who = person("reader")
    keys = [token(who) for _ in range(3)]
    rows = list(Token.objects.filter(person=who).order_by("pk"))
    assert keys[0] not in (rows[0].digest, rows[0].name)
    Token.objects.filter(pk=rows[0].pk).update(until=timezone.now())
    revoked(person("analyst"), rows[1].pk)
    assert called("GET /me", ids, keys[1]).status_code == 200  # it is not the analyst's
    revoked(who, rows[1].pk)
    assert [called("GET /me", ids, key).status_code for key in keys] == [401, 401, 200]
    who.is_active = False
    who.save()
    assert called("GET /me", ids, keys[2]).status_code == 401


@pytest.mark.parametrize("who", ["reader", "analyst", "liaison", "police@room.example"])
def test_the_api_shows_what_the_door_lets_through_and_nothing_else(who, person):
    from django.test import Client

    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence import models as ev
    from recoupe.room.taskforce import models as tf

    asked, mine = person(who), Clearance.of(person(who))
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token(asked)}"})
    for path, table, name in (("documents", ev.Document, "pk"), ("findings?state=", ev.Finding, "key"),
                              ("meetings", tf.Meeting, "pk"), ("decisions", tf.Decision, "pk"), ("actions", tf.Action, "pk"),
                              ("commitments", tf.Commitment, "pk"), ("identities", ev.Identity, "key")):  # fmt: skip
        rows = visible(table, mine)
        if table is ev.Finding:
            rows = rows.filter(is_standing=True)
        told = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}limit=200").json()
        assert told["total"] == rows.count(), path
        assert {one["id"] for one in told["items"]} == set(rows.values_list(name, flat=True)[:1000]), path
    for document in ev.Document.objects.all():
        expected = 200 if visible(ev.Document, mine).filter(pk=document.pk).exists() else 404
        assert client.get(f"/api/v1/documents/{document.pk}").status_code == expected


def test_a_name_of_a_private_person_is_nowhere_in_it(person):
    from django.test import Client

    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.actions.marking import handed_in
    from recoupe.room.work import work

    text = "Karim Belhadj-Testu, 19 ans, a été arrêté à Namur le 6 mai 2026, a dit le parquet.".encode()
    handed_in(person("analyst"), [SimpleUploadedFile("belhadj-testu.txt", text)], "GREEN", [], [])
    work(once=True)
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token(person('analyst'))}"})
    assert ev.Pseudonym.objects.filter(forms__icontains="Belhadj").exists()
    said = (
        client.get("/api/v1/findings?limit=200").content.decode()
        + client.get("/api/v1/search?q=Testu").content.decode()
    )
    for id in ev.Document.objects.values_list("pk", flat=True):
        said += json.dumps(client.get(f"/api/v1/documents/{id}").json(), ensure_ascii=False)
    assert "arrêté à Namur" in said
    assert "belhadj" not in said.lower()


def test_what_it_changes_somebody_else_changed_is_said_with_409(person):
    from django.test import Client

    from recoupe.room.taskforce.models import Action

    action = Action.objects.first()
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token(person('secretary'))}"})
    said = {"version": action.version, "state": "done", "said": "x"}
    address = f"/api/v1/actions/{action.pk}"
    assert client.patch(address, said, content_type="application/json").status_code == 200
    assert client.patch(address, said, content_type="application/json").status_code == 409


def test_only_the_service_that_a_document_comes_from_makes_its_marking_wider(person):
    from recoupe.errors import UsageError
    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.actions.marking import marked

    row = next(
        row
        for row in ev.Document.objects.filter(label__tlp="AMBER").select_related("label")
        if row.label.originator not in ("", person("liaison").service.short)
    )
    with pytest.raises(UsageError):
        marked(person("liaison"), row, "CLEAR", [], [], "everyone may know")
    assert (
        marked(person("liaison"), row, "RED", row.label.releasable_to, row.label.groups, "it names a witness").tlp
        == "RED"
    )


@pytest.fixture
def described(room, person):
    """The API as Schemathesis reads it, with a token of somebody who may do most; it keeps the connection of the test."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    from recoupe.room.wsgi import application

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.config.headers = {"Authorization": f"Bearer {token(person('secretary'))}", "Host": "localhost"}
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


ASKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


def test_nothing_that_schemathesis_sends_makes_it_fall_over(described):
    """Each operation is called with what comes out of its description, and with that on something which is there."""
    from recoupe.room.evidence import models as ev

    there = {"id": 1, "key": ev.Finding.objects.filter(is_standing=True).first().key}
    document = ev.Document.objects.first().pk
    checks = [CHECKS.get_one(name) for name in ASKED]
    count = 0
    for result in described.get_all_operations():
        operation = result.ok()
        there["id"] = document if operation.path.startswith("/api/v1/documents") else 1
        count += 1

        @given(case=operation.as_strategy())
        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def answers(case):
            case.call_and_validate(checks=checks)
            for name in set(case.path_parameters or ()) & set(there):
                case.path_parameters[name] = there[name]
                case.call_and_validate(checks=checks)

        answers()
    assert count == len(OPERATIONS)
