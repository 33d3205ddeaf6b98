"""TAXII: a client of others reads a collection, and sees only what the person whose token it has may see."""

import io
import json
from typing import Any

import pytest
import requests
from stix2validator import ValidationOptions, validate_string
from taxii2client.common import _HTTPConnection
from taxii2client.v21 import ApiRoot, Server, as_pages

from recoupe.room.access import Clearance, visible
from recoupe.room.evidence import models as ev
from recoupe.room.people.tokens import issued
from recoupe.room.sharing.choosing import Chosen, for_reader

ADDRESS = "https://localhost/taxii2/"
pytestmark = pytest.mark.usefixtures("room")


class Inside(requests.adapters.BaseAdapter):
    """Requests that go to the room in this process."""

    def send(self, request: Any, **_options: Any) -> requests.Response:
        from django.test import Client

        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
        said = Client(raise_request_exception=False, SERVER_NAME="localhost").get(
            request.path_url, secure=True, **headers
        )
        made = requests.Response()
        made.status_code, made.url, made.request = said.status_code, request.url, request
        made.headers.update(said.headers)
        made.raw = io.BytesIO(said.content)
        return made

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def inside(monkeypatch):
    """Each connection that the client makes comes to the room in this process."""
    make = _HTTPConnection.__init__

    def made(self: Any, *args: Any, **options: Any) -> None:
        make(self, *args, **options)
        self.session.mount("https://", Inside())

    monkeypatch.setattr(_HTTPConnection, "__init__", made)


@pytest.fixture
def client(person):
    """What a client of others sees with the token of somebody."""

    def of(who: str, scopes: tuple[str, ...] = ("export.make", "evidence.see")) -> Server:
        return Server(ADDRESS, user="anybody", password=issued(person(who), "siem", list(scopes), 30))

    return of


def objects(collection) -> list[dict[str, Any]]:
    return [row for page in as_pages(collection.get_objects, per_request=200) for row in page.get("objects", [])]


def test_a_client_of_others_reads_all_that_its_person_may_see_and_the_judge_accepts_it(client, person):
    server = client("analyst")
    collections = server.default.collections
    assert len(collections) > 1
    found = objects(collections[0])
    assert found
    standing = visible(ev.Finding, Clearance.of(person("analyst"))).filter(is_standing=True)
    # What leaves is worked out anew from what stands alone, so that two findings may be one there: see docs/sharing.md.
    keys = tuple(standing.values_list("key", flat=True))
    told = for_reader(Clearance.of(person("analyst")), Chosen(findings=keys), "reader")
    assert sum(row["type"] == "grouping" for row in found) == len(told.findings)
    assert standing.count() - 3 <= len(told.findings) <= standing.count()
    assert all(
        row.get("object_marking_refs") for row in found if row["type"] in ("report", "grouping", "note", "relationship")
    )
    judged = validate_string(
        json.dumps({"type": "bundle", "id": "bundle--6f0c1f8e-3b1c-4a7e-9a53-0a8c4e0f7d11", "objects": found}),
        ValidationOptions(version="2.1", strict=False),
    )
    assert judged.is_valid, judged.errors


def test_a_marked_secret_is_not_in_what_another_reads(client, person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel

    before = json.dumps(objects(client("liaison").default.collections[0]))
    row = next(row for row in ev.Document.objects.select_related("label") if row.pk in before)
    relabel(row, label_of(Marking(Tlp.AMBER_STRICT, "Somebody else", ("XX",), False)))
    from recoupe.room.work import work

    work(once=True)
    after = json.dumps(objects(client("liaison").default.collections[0]))
    assert row.pk not in after  # a text is told by its origin


def test_nobody_reads_without_a_token_nor_with_one_that_does_not_allow_it(client):
    with pytest.raises(requests.HTTPError) as refused:
        Server(ADDRESS, user="anybody", password="rcp_nonsense").refresh()
    assert refused.value.response.status_code == 401
    with pytest.raises(requests.HTTPError) as refused:
        client("analyst", ("evidence.see",)).refresh()
    assert refused.value.response.status_code == 403


def test_a_collection_goes_on_where_the_last_page_ended_and_tells_what_came_after(client):
    root: ApiRoot = client("analyst").default
    collection = root.collections[0]
    whole = objects(collection)
    first = collection.get_objects(limit=5)
    assert first["more"] is True
    assert [row["id"] for row in first["objects"]] == [row["id"] for row in whole[:5]]
    rest = collection.get_objects(limit=5, next=first["next"])
    assert [row["id"] for row in rest["objects"]] == [row["id"] for row in whole[5:10]]
    last = collection.get_manifest(limit=1000)["objects"][-1]["date_added"]
    assert "objects" not in collection.get_objects(added_after=last)
    one = whole[0]["id"]
    assert [row["id"] for row in collection.get_object(one)["objects"]] == [one]
    assert collection.get_objects(type="grouping")["objects"][0]["type"] == "grouping"
