"""Sharing in the browser: cards are compared, what leaves is seen before, a second person approves just that, and it is recalled."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


@pytest.fixture(autouse=True)
def contexts(monkeypatch):
    """Answers tell what their pages were made of."""
    from django.template import Template
    from django.test.utils import instrumented_test_render

    monkeypatch.setattr(Template, "_render", instrumented_test_render)


def card_of(name="Rabat", country="MA", **said):
    """The keys and the card of a partner that runs nowhere."""
    from datetime import UTC, datetime

    from recoupe.exchange.bundles.card import Card, Service, signed
    from recoupe.exchange.bundles.keys import Keys

    keys = Keys.made()
    card = Card(
        name=name,
        country=country,
        services=(Service(short="DGST", name="Sûreté"),),
        sign=keys.public.sign,
        seal=keys.public.seal,
        made=datetime.now(UTC).replace(microsecond=0),
        **said,
    )
    return keys, signed(card, keys)


def upload(data, name="card.json"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


@pytest.fixture
def liaison(as_):
    return as_("liaison")


@pytest.fixture
def rabat(liaison):
    """A confirmed partner in Morocco, and its keys."""
    from recoupe.room.sharing.models import Partner

    keys, card = card_of()
    assert liaison.post("/partners/take", {"file": upload(card)}).status_code == 302
    row = Partner.objects.get(name="Rabat")
    row.secrets = keys
    said = {"do": "confirm", "heard": keys.public.fingerprint.replace(" ", "")}
    assert liaison.post(f"/partners/{row.pk}/change", said).status_code == 302
    row.refresh_from_db()
    assert row.state == "confirmed"
    return row


def marked(tlp="AMBER", to=("MA",), most=3, rows=None, is_default=False):
    """Documents of the story that carry findings, our own, marked so."""
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence import models as ev
    from recoupe.room.people.models import Service

    host = Service.objects.get(is_host=True)
    carrying = ev.Document.objects.filter(label__tlp="CLEAR", carries__isnull=False).distinct().order_by("id")
    rows = rows or list(carrying[:most])
    for row in ev.Document.objects.filter(pk__in=[row.pk for row in rows]):
        relabel(row, label_of(Marking(Tlp(tlp), host.short, tuple(to), is_default)))
    return rows


def form(partner, documents, **said):
    return {
        "partner": [partner.pk],
        "document": [one.pk for one in documents],
        "title": "Boussole",
        "purpose": "prevention",
        **said,
    }


def given(liaison, partner, documents, **said):
    """The bundle that somebody gives, having looked at it."""
    from recoupe.room.sharing.models import Bundle

    seen = liaison.post("/bundles/new", form(partner, documents, do="look", **said)).context["seen"]
    answer = liaison.post("/bundles/new", form(partner, documents, do="give", seen=seen, **said))
    assert answer.status_code == 302, answer.content.decode()
    return Bundle.objects.get(pk=answer.headers["Location"].rsplit("/", 1)[1])


# --- partners ----------------------------------------------------------------------------------------------------


def test_our_own_card_stands_with_its_fingerprint(liaison):
    from recoupe.room.sharing import own

    page = liaison.get("/partners").content.decode()
    for group in own.card().keys.fingerprint.split():
        assert f"<span>{group}</span>" in page


def test_a_partner_is_confirmed_by_what_was_heard_alone(liaison):
    from recoupe.room.sharing.models import Partner

    keys, card = card_of()
    liaison.post("/partners/take", {"file": upload(card)})
    row = Partner.objects.get(name="Rabat")
    page = liaison.get(f"/partners/{row.pk}").content.decode()
    assert keys.public.fingerprint.split()[0] not in page, "it has to be heard, not read off the page"
    assert liaison.post(f"/partners/{row.pk}/change", {"do": "confirm", "heard": "1234 5678"}).status_code == 400
    row.refresh_from_db()
    assert row.state == "new"


def test_a_partner_is_suspended_for_a_reason_and_let_in_again(liaison, rabat):
    address = f"/partners/{rabat.pk}/change"
    assert liaison.post(address, {"do": "suspend", "why": " "}).status_code == 400
    assert liaison.post(address, {"do": "suspend", "why": "lost keys"}).status_code == 302
    rabat.refresh_from_db()
    assert rabat.state == "suspended"
    assert "lost keys" in liaison.get(f"/partners/{rabat.pk}").content.decode()
    assert liaison.post(address, {"do": "resume"}).status_code == 302
    rabat.refresh_from_db()
    assert rabat.state == "confirmed"


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"x" * (65 << 10), b"\xff\xfe", b"[" * 60_000], ids=["empty", "none", "large", "bytes", "deep"]
)
def test_what_is_no_card_is_refused(liaison, data):
    from recoupe.room.sharing.models import Partner

    assert liaison.post("/partners/take", {"file": upload(data)}).status_code == 400
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org", "file:///etc/passwd", "https://", "https://u:p@example.org", "https://example.org/admin",
        "https://example.org?x=1", "ftp://example.org", "https://[::1", "https://example.org:99999", "gopher://x",
    ],
)  # fmt: skip
def test_an_address_that_is_no_room_is_not_asked(liaison, address, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: pytest.fail("it was looked up"))
    assert liaison.post("/partners/take", {"address": address}).status_code == 400


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fe80::1",
     "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "224.0.0.1", "::"],
)  # fmt: skip
def test_a_card_is_never_fetched_from_inside_a_network(liaison, ip, monkeypatch):
    import httpx

    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (ip, 443))]
    )
    monkeypatch.setattr(httpx.Client, "stream", lambda *_a, **_k: pytest.fail("it was asked"))
    answer = liaison.post("/partners/take", {"address": "https://room.example.org"})
    assert answer.status_code == 400


def fetched_from(monkeypatch, answer):
    """What is asked of an address on the public network that answers so."""
    import httpx

    asked = []

    def reply(request):
        asked.append(request)
        return answer

    real = httpx.Client
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("93.184.216.34", 443))])
    monkeypatch.setattr(httpx, "Client", lambda **said: real(**said, transport=httpx.MockTransport(reply)))
    return asked


def test_a_card_is_fetched_from_the_machine_that_was_looked_at(liaison, monkeypatch):
    import httpx

    from recoupe.room.sharing.models import Partner

    asked = fetched_from(monkeypatch, httpx.Response(200, stream=httpx.ByteStream(card_of()[1])))
    assert liaison.post("/partners/take", {"address": "https://room.example.org"}).status_code == 302
    assert Partner.objects.get().name == "Rabat"
    (request,) = asked
    assert str(request.url) == "https://93.184.216.34/exchange/v1/card"
    assert request.headers["Host"] == "room.example.org"
    assert request.extensions["sni_hostname"] == "room.example.org"


def test_a_card_is_fetched_from_nowhere_else_and_is_not_endless(liaison, monkeypatch):
    import httpx

    away = httpx.Response(302, headers={"Location": "https://127.0.0.1/exchange/v1/card"})
    for answer in (away, httpx.Response(200, stream=httpx.ByteStream(b"x" * (70 << 10))), httpx.Response(404)):
        with monkeypatch.context() as patched:
            asked = fetched_from(patched, answer)
            assert liaison.post("/partners/take", {"address": "https://room.example.org"}).status_code == 400
            assert len(asked) == 1


def test_keys_are_changed_by_who_is_sure(liaison, rabat):
    from recoupe.room.sharing import own
    from recoupe.room.sharing.models import Post

    before = own.current().key
    assert liaison.post("/partners/keys").status_code == 400
    assert own.current().key == before
    assert liaison.post("/partners/keys", {"sure": "yes"}).status_code == 302
    assert own.current().key != before
    assert Post.objects.get(kind="card").partner == rabat


# --- bundles -----------------------------------------------------------------------------------------------------


def test_a_preview_shows_every_sentence_that_leaves_and_why_the_rest_stays(liaison, rabat):
    from django.utils.html import escape

    from recoupe.room.evidence import models as ev

    leaving = marked(most=1)
    documents = [*leaving, *marked(to=(), most=1, is_default=True)]
    answer = liaison.post("/bundles/new", form(rabat, documents, do="look"))
    (told,) = answer.context["previews"]
    assert [one.label.pk for one in told.documents] == [ev.Document.objects.get(pk=leaving[0].pk).label_id]
    page = answer.content.decode()
    for sentence in told.documents[0].sentences:
        assert escape(sentence) in page
    (stays,) = told.refusals
    assert stays.document == documents[1].pk
    assert escape(stays.why) in page
    assert "TLP:AMBER" in page
    assert 'value="give"' in page


def test_nothing_is_given_unseen_or_once_it_changed(liaison, rabat):
    from recoupe.room.sharing.models import Bundle, Post

    documents = marked(most=2)
    for seen in ("", "0" * 64):
        answer = liaison.post("/bundles/new", form(rabat, documents, do="give", seen=seen))
        assert answer.status_code == 400
        assert "Boussole" in answer.content.decode(), "what was written is not lost"
    seen = liaison.post("/bundles/new", form(rabat, documents, do="look")).context["seen"]
    marked("AMBER", ("FR",), rows=documents[:1])
    assert liaison.post("/bundles/new", form(rabat, documents, do="give", seen=seen)).status_code == 400
    assert not Bundle.objects.exists()
    assert not Post.objects.exists()


def test_a_bundle_leaves_at_once_or_waits_for_a_second_person(liaison, as_, rabat):
    from recoupe.room.sharing.models import Post

    assert given(liaison, rabat, marked("AMBER", most=1)).state == "sent"
    assert Post.objects.filter(kind="bundle").count() == 1
    waits = given(liaison, rabat, marked("AMBER+STRICT", most=1))
    assert waits.state == "waiting"
    assert Post.objects.filter(kind="bundle").count() == 1
    assert liaison.post(f"/bundles/{waits.pk}/decide", {"do": "approve"}).status_code == 400, "it is one's own"
    secretary = as_("secretary")
    page = secretary.get(f"/bundles/{waits.pk}")
    (told,) = page.context["previews"]
    assert told.documents[0].sentences[0]
    assert f"/bundles/{waits.pk}" in secretary.get("/sharing").content.decode()
    assert secretary.post(f"/bundles/{waits.pk}/decide", {"do": "approve"}).status_code == 302
    waits.refresh_from_db()
    assert (waits.state, waits.bodies) == ("sent", {})
    assert Post.objects.filter(kind="bundle").count() == 2


def test_a_second_person_may_say_no_with_a_reason(liaison, as_, rabat):
    waits = given(liaison, rabat, marked("AMBER+STRICT", most=1))
    secretary = as_("secretary")
    assert secretary.post(f"/bundles/{waits.pk}/decide", {"do": "refuse"}).status_code == 400
    assert secretary.post(f"/bundles/{waits.pk}/decide", {"do": "refuse", "why": "too much"}).status_code == 302
    waits.refresh_from_db()
    assert waits.state == "refused"
    assert "too much" in liaison.get(f"/bundles/{waits.pk}").content.decode()


def test_who_did_not_confirm_a_recall_is_named(liaison, rabat):
    row = given(liaison, rabat, marked(most=2))
    address = f"/bundles/{row.pk}/recall"
    one = row.sent.get().given.first().document
    assert liaison.post(address, {"do": "some", "why": "x"}).status_code == 400
    assert liaison.post(address, {"do": "some", "why": "wrong", "document": one}).status_code == 302
    assert row.sent.get().given.filter(is_recalled=True).count() == 1
    assert liaison.post(address, {"do": "all", "why": ""}).status_code == 400
    assert liaison.post(address, {"do": "all", "why": "all wrong"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "recalled"
    page = liaison.get(f"/bundles/{row.pk}")
    assert [(one.sent.partner.name, one.state) for one in page.context["recalls"]] == [("Rabat", "waiting")] * 2


def test_a_form_is_filled_by_where_one_comes_from(liaison, rabat):
    from recoupe.room.evidence import models as ev

    finding = ev.Finding.objects.filter(is_standing=True).order_by("-weight").first()
    document = marked(most=1)[0]
    claim = ev.Claim.objects.filter(document=document).first()
    page = liaison.get(
        "/bundles/new", {"finding": finding.key[:16], "document": document.pk, "partner": rabat.pk}
    ).content.decode()
    for value in (finding.key, document.pk, rabat.pk):
        assert f'value="{value}" checked' in page
    if claim:
        assert f'value="{claim.pk}" checked' in liaison.get("/bundles/new", {"claim": claim.pk}).content.decode()
    assert liaison.get("/bundles/new", {"finding": "0" * 16}).status_code == 404
    assert liaison.get("/bundles/new", {"inquiry": "9"}).status_code == 404
    assert f"/bundles/new?document={document.pk}" in liaison.get(f"/documents/{document.pk}").content.decode()


def test_a_search_keeps_what_was_ticked(liaison, rabat):
    documents = marked(most=1)
    page = liaison.post("/bundles/new", form(rabat, documents, do="find", q="zzzz")).content.decode()
    assert f'value="{documents[0].pk}" checked' in page
    assert f'value="{rabat.pk}" checked' in page


# --- the desk ----------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_here_is_recalled_from_the_desk(liaison, as_, rabat):
    from recoupe.room.sharing.models import Recall

    (document,) = marked(most=1)
    given(liaison, rabat, [document])
    as_("secretary").post(f"/documents/{document.pk}/withdraw", {"why": "a hoax"})
    page = liaison.get("/sharing")
    assert [one["document"] for one in page.context["to_take_back"]] == [document.pk]
    assert liaison.post("/sharing/take-back", {"document": document.pk, "why": ""}).status_code == 400
    assert liaison.post("/sharing/take-back", {"document": document.pk, "why": "a hoax"}).status_code == 302
    assert Recall.objects.get().why == "a hoax"
    assert liaison.get("/sharing").context["to_take_back"] == []


def test_a_correction_of_what_was_given_is_sent_once(liaison, person, rabat):
    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.actions import ruling
    from recoupe.room.sharing.models import Recall

    documents = marked(most=3)
    given(liaison, rabat, documents)
    event = ev.Event.objects.filter(document__in=documents).first()
    ruling.correct(person("analyst"), event, "not held", {"status": "cancelled"})
    (waits,) = liaison.get("/sharing").context["to_correct"]
    assert waits["piece"] == event.pk
    assert liaison.post("/sharing/correct", {"piece": "0" * 64, "why": "x"}).status_code == 404
    assert liaison.post("/sharing/correct", {"piece": event.pk, "why": "not held"}).status_code == 302
    assert Recall.objects.get(kind="correction").why == "not held"
    assert liaison.get("/sharing").context["to_correct"] == []
    assert liaison.post("/sharing/correct", {"piece": event.pk, "why": "again"}).status_code == 404


def test_a_message_is_carried_as_a_file(liaison, rabat):
    from recoupe.room.sharing.models import Post

    given(liaison, rabat, marked(most=1))
    row = Post.objects.get(kind="bundle")
    assert f"/posts/{row.pk}/file" in liaison.get("/sharing").content.decode()
    answer = liaison.get(f"/posts/{row.pk}/file")
    assert answer.content == bytes(row.data)
    assert answer.content.startswith(b"age-encryption.org/v1\n")
    assert liaison.post(f"/posts/{row.pk}/change", {"do": "delivered"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, bytes(row.data)) == ("delivered", b"")
    assert liaison.get(f"/posts/{row.pk}/file").status_code == 400


def test_a_message_of_a_partner_is_taken_in_as_a_file(liaison, rabat):
    import hashlib
    import secrets
    from datetime import UTC, datetime

    from recoupe.exchange.bundles.bodies import RequestBody
    from recoupe.exchange.bundles.keys import PublicKeys
    from recoupe.exchange.bundles.messages import Kind, Manifest, sealed
    from recoupe.model import Marking, Tlp
    from recoupe.room.sharing import own
    from recoupe.room.sharing.models import Inquiry

    data = RequestBody(title="Who?", question="Who came?", legal_basis="art. 1").canonical()
    us = PublicKeys(own.current().sign, own.current().seal)
    manifest = Manifest(
        kind=Kind.REQUEST, nonce=secrets.token_hex(16), sender=rabat.secrets.public.id, recipients=(us.id,),
        made=datetime.now(UTC).replace(microsecond=0), marking=Marking(Tlp.GREEN, "Rabat", (), False), purpose="x",
        body=hashlib.sha256(data).hexdigest(), size=len(data),
    )  # fmt: skip
    _uid, message = sealed(manifest, data, rabat.secrets, [us])
    for wrong in (b"", b"nonsense", message[:-5]):
        assert liaison.post("/sharing/take-in", {"file": upload(wrong)}).status_code == 400
    assert liaison.post("/sharing/take-in").status_code == 400
    assert liaison.post("/sharing/take-in", {"file": upload(message)}).status_code == 302
    inquiry = Inquiry.objects.get()
    page = liaison.get(f"/bundles/new?inquiry={inquiry.pk}").content.decode()
    assert 'value="Who?"' in page
    assert [one.pk for one in liaison.get("/sharing").context["inquiries"]] == [inquiry.pk]


def test_the_desk_says_what_to_do_where_there_is_nothing(liaison):
    page = liaison.get("/sharing")
    assert page.context["total"] == 0
    assert b'href="/partners"' in page.content


def test_a_secretary_sees_and_approves_but_does_not_give(as_, rabat, liaison):
    row = given(liaison, rabat, marked(most=1))
    secretary = as_("secretary")
    for address in ("/sharing", "/partners", f"/partners/{rabat.pk}", "/bundles", f"/bundles/{row.pk}"):
        page = secretary.get(address)
        assert page.status_code == 200, address
        assert b"/recall" not in page.content
        assert b"/bundles/new" not in page.content
    assert secretary.get("/bundles/new").status_code == 403
    assert secretary.post(f"/bundles/{row.pk}/recall", {"do": "all", "why": "x"}).status_code == 403
    assert as_("reader").get("/sharing").status_code == 403
