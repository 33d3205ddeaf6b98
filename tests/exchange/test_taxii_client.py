"""The TAXII client: it fetches page by page, sends, and follows no server elsewhere or without end."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from recoupe.errors import DamagedInput, ReadingError, RefusedInput, UsageError
from recoupe.exchange.stix import read
from recoupe.exchange.taxii import Client, Collection, Limits, Status

URL = "https://taxii.example/taxii2/"
ROOT = "https://taxii.example/api/"
ID = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
HERE = Collection(ROOT, ID, "Dépêches", can_read=True, can_write=True)
MEDIA_TYPE = "application/taxii+json;version=2.1"
WHEN = "2020-01-01T00:00:00.000Z"


def note(number: int) -> dict[str, Any]:
    id = f"note--00000000-0000-4000-8000-{number:012d}"
    return {
        "type": "note",
        "id": id,
        "spec_version": "2.1",
        "created": WHEN,
        "modified": WHEN,
        "content": f"Note {number}.",
    }


def answer(said: Any, status: int = 200, **headers: str) -> httpx.Response:
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    return httpx.Response(status, content=data, headers={"Content-Type": MEDIA_TYPE} | headers)


def client(reply: Callable[[httpx.Request], httpx.Response], **more: Any) -> Client:
    return Client(URL, transport=httpx.MockTransport(reply), **more)


def server(request: httpx.Request) -> httpx.Response:
    assert request.headers["Accept"] == MEDIA_TYPE
    assert request.headers["Authorization"] == "Bearer secret"
    path = request.url.path
    if path == "/taxii2/":
        roots = ["/api/", ROOT, "https://elsewhere.example/api/", "http://169.254.169.254/", 7]
        return answer({"title": "Partner", "api_roots": roots, "default": ROOT})
    if path == "/api/":
        return answer({"title": "Root", "versions": [MEDIA_TYPE], "max_content_length": 1000})
    if path == "/api/collections/":
        return answer({"collections": [{"id": ID, "title": "Dépêches", "can_read": True, "can_write": True}, 7, {}]})
    if path == f"/api/status/{ID}/":
        return answer({"id": ID, "status": "pending", "pending_count": 2, "success_count": -4})
    assert path == f"/api/collections/{ID}/objects/"
    if request.method == "POST":
        assert request.headers["Content-Type"] == MEDIA_TYPE
        sent = json.loads(request.content)["objects"]
        failed = [{"id": one["id"], "message": "no"} for one in sent[1:]]
        return answer({"id": ID, "status": "complete", "success_count": 1, "failure_count": 1, "failures": failed}, 202)
    assert request.url.params["added_after"] == WHEN
    at = int(request.url.params.get("next", "0"))
    more = {"more": True, "next": str(at + 1)} if at < 2 else {"more": False}
    return answer({"objects": [note(at)], **more}, **{"X-TAXII-Date-Added-Last": f"2020-01-0{at + 1}"})


def test_a_server_is_found_and_read_page_by_page() -> None:
    with client(server, token="secret") as session:
        assert session.discovery().api_roots == (ROOT, ROOT)
        assert session.discovery().default == ROOT
        assert session.root(ROOT).most == 1000
        assert session.collections(ROOT) == [HERE]
        pages = list(session.objects(HERE, added_after=WHEN))
    assert [page.added_last for page in pages] == ["2020-01-01", "2020-01-02", "2020-01-03"]
    texts = [shared.document.text for page in pages for shared in read(page.envelope).documents]
    assert texts == ["Note 0.", "Note 1.", "Note 2."]


def test_what_is_sent_has_a_status() -> None:
    with client(server, token="secret") as session:
        assert session.send(HERE, [note(1), note(2)]) == Status(ID, "complete", 1, 1, 0, ("no",))
        assert session.status(ROOT, ID) == Status(ID, "pending", 0, 0, 2)
        with pytest.raises(RefusedInput, match="send less"):
            session.send(HERE, [note(1)], most=10)


def test_an_empty_collection_has_no_page() -> None:
    with client(lambda request: answer({})) as session:
        assert list(session.objects(HERE)) == []


def test_nothing_passes_in_the_clear() -> None:
    with pytest.raises(UsageError, match="HTTPS"):
        Client("http://taxii.example/")
    Client("http://localhost:8000/")


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/api/", "http://taxii.example/api/", "https://taxii.example:444/", "file:///etc/passwd"],
)
def test_no_address_leads_elsewhere(url: str) -> None:
    with client(server) as session, pytest.raises(RefusedInput):
        session.collections(url)


def test_no_redirect_is_followed() -> None:
    def leading_away(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "taxii.example"
        return httpx.Response(302, headers={"Location": "https://elsewhere.example/"})

    with client(leading_away) as session, pytest.raises(ReadingError, match="leads elsewhere"):
        session.discovery()


@pytest.mark.parametrize("id", ["", "../../admin", "a/b", "a?b", "..", "é"])
def test_no_identifier_leads_elsewhere(id: str) -> None:
    with client(server) as session, pytest.raises(DamagedInput):
        next(session.objects(Collection(ROOT, id, "")))


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (answer(b"{"), DamagedInput),
        (answer(b"[" * 100_000), DamagedInput),
        (answer([]), DamagedInput),
        (httpx.Response(200, text="<html>"), DamagedInput),
        (answer({}, 401), ReadingError),
        (answer({}, 500), ReadingError),
        (answer({}, 429, **{"Retry-After": "120"}), ReadingError),
        (answer({"x": "y" * 300_000}), RefusedInput),
    ],
)
def test_what_a_server_says_wrongly_is_told_in_words(reply: httpx.Response, error: type[ReadingError]) -> None:
    with client(lambda request: reply, limits=Limits(answer=200_000)) as session, pytest.raises(error) as caught:
        session.discovery()
    assert caught.value.what.startswith(URL)


def test_a_server_that_cannot_be_reached_is_told_in_words() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    with client(silent) as session, pytest.raises(ReadingError, match="ReadTimeout"):
        session.discovery()


def test_a_server_that_leads_in_a_circle_is_left() -> None:
    again = {"objects": [note(1)], "more": True, "next": "x"}
    with client(lambda request: answer(again)) as session, pytest.raises(RefusedInput, match="circle"):
        list(session.objects(HERE))


def test_a_server_without_end_is_left() -> None:
    def endless(request: httpx.Request) -> httpx.Response:
        at = int(request.url.params.get("next", "0"))
        return answer({"objects": [note(n) for n in range(3)], "more": True, "next": str(at + 1)})

    for limits in (Limits(pages=5), Limits(objects=10)):
        with client(endless, limits=limits) as session, pytest.raises(RefusedInput, match="more than"):
            list(session.objects(HERE))


@pytest.mark.parametrize(
    "said", [{"api_roots": 7, "title": []}, {"api_roots": [[]]}, {"collections": {}, "objects": 7, "more": 1}]
)
def test_properties_of_a_wrong_type_count_as_none(said: dict[str, Any]) -> None:
    with client(lambda request: answer(said)) as session:
        assert session.discovery().api_roots == ()
        assert session.collections(ROOT) == []
        assert list(session.objects(HERE)) == []
