"""What comes from partners, on its pages: a bundle in quarantine, requests, releases; and never mixed silently with what is ours."""

import json
import re
from datetime import date, timedelta

import pytest
from partners import partner, settled

pytestmark = pytest.mark.usefixtures("room")


def said(answer):
    """A page as it is read: without its tags."""
    assert answer.status_code == 200, (answer.status_code, answer.content[:3000])
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def liaison(as_):
    browser = as_("liaison")
    browser.post("/account", {"language": "en"})
    return browser


@pytest.fixture
def rabat(room):
    return partner()


def taken_in(browser, rabat, *shared, **told):
    """A bundle that was accepted by its page."""
    from recoupe.room.taskforce.models import Group

    row = rabat.gives(*shared or (rabat.text(),), **told)
    group = Group.objects.get(name="Task force Boussole")
    assert browser.post(f"/received/{row.pk}/accept", {"groups": group.pk}).status_code == 302
    settled()
    row.refresh_from_db()
    return row


def its_documents(row):
    return list(row.taken.values_list("document", flat=True))


def its_findings(row):
    from recoupe.room.evidence.models import Finding

    return list(Finding.objects.filter(stands_on__document__in=its_documents(row)).distinct())


# --- a bundle ----------------------------------------------------------------------------------------------------


def test_a_bundle_waits_with_all_that_one_should_know_before_accepting_it(liaison, rabat):
    from recoupe.room.evidence.models import Document

    row = rabat.gives(
        rabat.text(), title="What we know of Namur", note="Handle with care", conditions="Not for the courts"
    )
    assert not Document.objects.filter(originator="Rabat").exists()
    assert "What we know of Namur" in said(liaison.get("/received?state=held"))
    assert "What we know of Namur" not in said(liaison.get("/received?state=accepted"))
    page = said(liaison.get(f"/received/{row.pk}"))
    for told in ("from Rabat", "in quarantine", "Not for the courts", "to compare what we know", "Handle with care",
                 "fingerprint confirmed by", rabat.keys.public.fingerprint, "may go to BE, MA alone", "according to Rabat", "C3",
                 "a arrêté trois hommes à Namur"):  # fmt: skip
        assert told in page, told


def test_what_is_here_already_is_shown_beside_it(liaison, rabat):
    from recoupe.room.evidence.models import Document
    from recoupe.room.evidence.store import WorkspaceStore

    ours = Document.objects.filter(label__tlp="CLEAR", carries__isnull=False).first()
    ((document, evidence),) = WorkspaceStore("default").pairs([ours.pk])
    row = rabat.gives(rabat.shares(document, evidence))
    page = liaison.get(f"/received/{row.pk}")
    assert "together they count as one source" in said(page)
    assert f'href="/documents/{ours.pk}"' in page.content.decode()
    liaison.post("/account", {"language": "nl"})
    assert "samen tellen ze als één bron" in said(liaison.get(f"/received/{row.pk}"))


def test_what_was_accepted_stands_in_findings_as_the_partners(liaison, rabat):
    row = taken_in(liaison, rabat)
    page = said(liaison.get(f"/received/{row.pk}"))
    assert "Accepted by" in page
    assert "Stands on this bundle alone" in page
    assert "from Rabat alone" in page
    assert liaison.post(f"/received/{row.pk}/accept").status_code == 400


def test_a_bundle_is_refused_with_a_reason_alone(liaison, rabat):
    from recoupe.room.sharing.models import Post, Received

    row = rabat.gives(rabat.text())
    assert liaison.post(f"/received/{row.pk}/refuse", {"why": " "}).status_code == 400
    assert liaison.post(f"/received/{row.pk}/refuse", {"why": "not asked for"}).status_code == 302
    assert Received.objects.get().state == "refused"
    assert Post.objects.filter(kind="receipt").count() == 1
    page = said(liaison.get(f"/received/{row.pk}"))
    assert "not asked for" in page
    assert "What was in it is not kept." in page


def test_a_bundle_of_a_suspended_partner_is_not_accepted(liaison, rabat, person):
    from recoupe.room.sharing.actions import partnering

    row = rabat.gives(rabat.text())
    partnering.suspend(person("liaison"), rabat.row, "their keys were stolen")
    assert "suspended" in said(liaison.get(f"/received/{row.pk}"))
    assert liaison.post(f"/received/{row.pk}/accept").status_code == 400


def test_whoever_may_not_share_sees_no_bundle(as_, rabat):
    row = rabat.gives(rabat.text())
    for role in ("reader", "analyst"):
        assert as_(role).get("/received").status_code == 403
        assert as_(role).get(f"/received/{row.pk}").status_code == 403
    secretary = as_("secretary")
    assert secretary.post(f"/received/{row.pk}/accept").status_code == 403


def test_a_recall_is_seen_on_the_bundle_its_documents_and_findings(liaison, rabat):
    from recoupe.exchange.bundles.bodies import RecallBody
    from recoupe.exchange.bundles.messages import Kind

    row = taken_in(liaison, rabat)
    finding = its_findings(row)[0]
    rabat.sends(Kind.RECALL, RecallBody(bundle=row.letter.uid, why="the source lied"))
    settled()
    page = said(liaison.get(f"/received/{row.pk}"))
    assert "Rabat recalled it: the source lied" in page
    assert "What was in it is not shown any more." in page
    assert "the source lied" in said(liaison.get(f"/documents/{its_documents(row)[0]}"))
    assert "recalled" in said(liaison.get(f"/findings/{finding.key[:16]}"))


# --- never mixed silently ----------------------------------------------------------------------------------------


def test_what_came_from_a_partner_says_so_wherever_it_is_shown(liaison, rabat):
    row = taken_in(liaison, rabat)
    finding, document = its_findings(row)[0], its_documents(row)[0]
    page = said(liaison.get(f"/findings/{finding.key[:16]}"))
    assert "from Rabat alone" in page
    assert "no source of ours bears it out" in page
    assert "from Rabat" in said(liaison.get(f"/documents/{document}"))
    assert "from Rabat" in said(liaison.get("/documents"))
    assert "from Rabat" in said(liaison.get("/search?q=homologue+belge"))
    assert "from Rabat alone" in said(liaison.get("/findings?order=changed"))
    told = json.loads(liaison.get("/citable", {"q": "Namur"}).content)["findings"]
    assert any("from Rabat alone" in one["text"] for one in told)


def test_whence_findings_came_is_one_question_a_page(liaison, rabat):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row = taken_in(liaison, rabat)
    for address in ("/findings", "/documents", "/search?q=police", f"/documents/{its_documents(row)[0]}"):
        with CaptureQueriesContext(connection) as asked:
            assert liaison.get(address).status_code == 200
        assert sum("sharing_taken" in one["sql"] for one in asked.captured_queries) <= 2, address


@pytest.mark.parametrize("language", ["fr", "en", "nl", "ar"])
def test_what_comes_is_shown_in_every_language(liaison, rabat, language):
    row = taken_in(liaison, rabat, expires=None)
    held = rabat.gives(rabat.text("Rabat, 12 mars 2014. La police a arrêté deux hommes à Mons le 9 mars 2014."))
    asks = rabat.asks()
    liaison.post("/requests/new", ASKED | {"partners": rabat.row.pk})
    liaison.post("/account", {"language": language})
    for address in ("/received", f"/received/{row.pk}", f"/received/{held.pk}", "/requests", "/requests/new", "/releases",
                    f"/inquiries/{asks.pk}", f"/documents/{its_documents(row)[0]}"):  # fmt: skip
        page = liaison.get(address).content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page, address
        if language != "en":
            assert "Purpose" not in page, address


def test_what_is_ours_is_not_said_to_come_from_anybody(liaison, room):
    for address in ("/documents", "/findings", "/search?q=police", "/citable?q=police"):
        assert "from-partner" not in liaison.get(address).content.decode()


def test_a_document_of_a_partner_tells_on_which_terms_it_came(as_, liaison, rabat):
    row = taken_in(liaison, rabat, conditions="Not for the courts")
    document = its_documents(row)[0]
    page = said(liaison.get(f"/documents/{document}"))
    assert "Not for the courts" in page
    assert "Ask the originator for a release" in page
    analyst = as_("analyst").get(f"/documents/{document}")
    if analyst.status_code == 200:
        assert "Not for the courts" in said(analyst)
        assert "ask-release" not in analyst.content.decode()


# --- requests ----------------------------------------------------------------------------------------------------

ASKED = {
    "title": "Namur",
    "question": "Who was there?",
    "purpose": "the inquiry",
    "legal_basis": "art. 5",
    "tlp": "AMBER",
}


def test_partners_are_asked_and_none_knows_whom_else(liaison, rabat):
    from recoupe.room.sharing.models import Asked, Request

    hague = partner("La Haye", "NL", "NCTV")
    form = ASKED | {"partners": [rabat.row.pk, hague.row.pk]}
    assert "Rabat" in said(liaison.get("/requests/new"))
    assert liaison.post("/requests/new", form).headers["Location"] == f"/requests/{Request.objects.get().pk}"
    assert not Request.objects.get().is_open
    row = Request.objects.get()
    page = said(liaison.get(f"/requests/{row.pk}"))
    assert "no answer yet" in page
    asked = Asked.objects.get(partner=rabat.row)
    assert liaison.post(f"/requests/{row.pk}/remind", {"asked": asked.pk}).status_code == 302
    assert "reminded on" in said(liaison.get(f"/requests/{row.pk}"))
    assert liaison.post(f"/requests/{row.pk}/remind", {"asked": 999999}).status_code == 400
    assert "Namur" in said(liaison.get("/requests"))


def test_a_request_without_its_legal_basis_is_not_sent(liaison, rabat):
    from recoupe.room.sharing.models import Request

    assert liaison.post("/requests/new", ASKED | {"partners": rabat.row.pk, "legal_basis": ""}).status_code == 400
    assert liaison.post("/requests/new", ASKED).status_code == 400
    assert not Request.objects.exists()


def test_an_answer_stands_with_the_request_and_a_late_one_is_marked(liaison, rabat):
    from recoupe.exchange.bundles.bodies import DeclinedBody
    from recoupe.exchange.bundles.messages import Kind
    from recoupe.room.sharing.models import Asked, Request

    liaison.post("/requests/new", ASKED | {"partners": rabat.row.pk})
    row, asked = Request.objects.get(), Asked.objects.get()
    Request.objects.update(deadline=date.today() - timedelta(days=2))
    assert "late" in said(liaison.get(f"/requests/{row.pk}"))
    assert "late" in said(liaison.get("/requests"))
    rabat.sends(Kind.DECLINED, DeclinedBody(why="we know nothing"), answers=asked.uid)
    assert "we know nothing" in said(liaison.get(f"/requests/{row.pk}"))
    bundle = rabat.gives(rabat.text(), title="An answer after all", answers=asked.uid)
    assert "An answer after all" in said(liaison.get(f"/requests/{row.pk}"))
    assert "answers our request" in said(liaison.get(f"/received/{bundle.pk}"))


def test_what_a_partner_asks_is_answered_with_a_bundle_or_declined(liaison, rabat):
    row = rabat.asks(deadline=date.today() - timedelta(days=1))
    assert "Verviers" in said(liaison.get("/requests"))
    page = liaison.get(f"/inquiries/{row.pk}")
    assert f"/bundles/new?inquiry={row.pk}" in page.content.decode()
    for told in ("from Rabat", "art. 7", "a trial", "late"):
        assert told in said(page), told
    assert liaison.post(f"/inquiries/{row.pk}/decline", {"why": ""}).status_code == 400
    assert liaison.post(f"/inquiries/{row.pk}/decline", {"why": "not ours to tell"}).status_code == 302
    assert "not ours to tell" in said(liaison.get(f"/inquiries/{row.pk}"))
    assert liaison.post(f"/inquiries/{row.pk}/decline", {"why": "again"}).status_code == 400


# --- releases ----------------------------------------------------------------------------------------------------


def test_a_release_is_asked_from_the_document_and_its_answer_is_shown(liaison, rabat):
    from recoupe.exchange.bundles.bodies import ReleaseBody
    from recoupe.exchange.bundles.messages import Kind
    from recoupe.room.sharing.models import Release

    row = taken_in(liaison, rabat)
    document = its_documents(row)[0]
    assert liaison.post(f"/documents/{document}/ask-release", {"to": "NL", "why": ""}).status_code == 400
    assert liaison.post(f"/documents/{document}/ask-release", {"to": "NL, FR", "why": "a trial"}).status_code == 302
    release = Release.objects.get()
    assert release.to == ["FR", "NL"]
    assert "to FR, NL" in said(liaison.get(f"/documents/{document}"))
    rabat.sends(Kind.RELEASE, ReleaseBody(why="not to them"), answers=release.uid)
    page = said(liaison.get("/releases"))
    assert "Rabat is asked to let it pass to FR, NL" in page
    assert "not to them" in page


def test_what_is_ours_needs_no_release_of_anybody(liaison, rabat):
    from recoupe.room.evidence.models import Document

    ours = Document.objects.filter(label__tlp="CLEAR").first()
    assert liaison.post(f"/documents/{ours.pk}/ask-release", {"to": "NL", "why": "x"}).status_code == 400


@pytest.mark.parametrize("answer", ["grant", "refuse"])
def test_a_release_asked_of_us_names_its_documents_and_is_answered(liaison, rabat, person, answer):
    from recoupe.exchange.bundles.bodies import ReleaseAskedBody
    from recoupe.exchange.bundles.messages import Kind
    from recoupe.room.evidence.models import Document
    from recoupe.room.sharing.actions import giving
    from recoupe.room.sharing.choosing import Chosen
    from recoupe.room.sharing.models import Release, Sent

    ours = Document.objects.filter(label__tlp="CLEAR", label__releasable_to=[], label__is_default=False).first()
    giving.give(person("liaison"), [rabat.row], Chosen(documents=(ours.pk,)), title="x", purpose="y")
    sent = Sent.objects.get()
    shared = sent.given.get().shared
    rabat.sends(Kind.RELEASE_ASKED, ReleaseAskedBody(documents=(shared,), to=("FR",), why="a trial"), answers=sent.uid)
    release = Release.objects.get()
    page = liaison.get("/releases")
    assert "Rabat would pass it on to FR" in said(page)
    assert f'href="/documents/{ours.pk}"' in page.content.decode()
    address = f"/releases/{release.pk}/answer"
    if answer == "refuse":
        assert liaison.post(address, {"answer": "refuse", "why": ""}).status_code == 400
    assert liaison.post(address, {"answer": answer, "why": "as agreed"}).status_code == 302
    assert Release.objects.get().state == {"grant": "granted", "refuse": "refused"}[answer]
    assert liaison.post(address, {"answer": answer, "why": "again"}).status_code == 400
    assert "as agreed" in said(liaison.get("/releases"))
