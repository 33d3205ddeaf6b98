"""Rulings: a merge of names can be taken back by whoever sees it, is refused for a name that nobody knows, and is told in words."""

import pytest

pytestmark = pytest.mark.usefixtures("room")


def two_organisations(person, who="analyst"):
    """Two that a person may see."""
    from recoupe.room.access import Clearance, visible
    from recoupe.room.evidence.models import Identity

    rows = visible(Identity, Clearance.of(person(who))).filter(kind="organisation").order_by("name")
    return rows[0], rows.exclude(key=rows[0].key)[1]


def merged(as_, one, other, who="analyst"):
    from recoupe.room.evidence.models import Ruling
    from recoupe.room.work import work

    answer = as_(who).post("/rulings", {"one": one, "other": other, "why": "the same house"})
    work(once=True)
    assert answer.status_code == 302, answer.content
    return Ruling.objects.get(kind="same", subject=one, other=other)


def test_a_merge_is_still_there_to_be_taken_back_once_it_was_worked_out(as_, person):
    from recoupe.room.evidence.models import Identity
    from recoupe.room.work import work

    one, other = two_organisations(person)
    ruling = merged(as_, one.name, other.name)
    assert not Identity.objects.filter(key=other.key).exists() or not Identity.objects.filter(key=one.key).exists()
    address = f"/rulings/{ruling.pk}/take-back"
    for who in ("analyst", "secretary"):
        assert address in as_(who).get("/rulings").content.decode(), who
    assert as_("secretary").post(address, {"why": "two houses"}).status_code == 302
    work(once=True)
    assert Identity.objects.filter(key=other.key).exists()
    assert Identity.objects.filter(key=one.key).exists()
    page = as_("analyst").get("/rulings").content.decode()
    assert "two houses" in page, "that it was taken back is seen too"


def test_a_merge_of_names_of_which_one_reads_nothing_is_not_shown(as_, person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of, relabel
    from recoupe.room.evidence.models import Document, Named
    from recoupe.room.work import wanted, work

    one, other = two_organisations(person)
    ruling = merged(as_, one.name, other.name)
    assert ruling.why in as_("reader").get("/rulings").content.decode()
    label = label_of(Marking(Tlp.RED, "Elsewhere", is_default=False), [])
    for pk in Named.objects.filter(identity__in=[one.key, other.key]).values_list("document", flat=True):
        relabel(Document.objects.get(pk=pk), label)
    wanted("settle")
    work(once=True)
    assert ruling.why not in as_("reader").get("/rulings").content.decode()
    assert ruling.why not in as_("secretary").get("/rulings").content.decode()
    assert ruling.why in as_("analyst").get("/rulings").content.decode(), "who made it knows both names"


def test_a_merge_with_a_name_that_nobody_is_called_is_refused_with_names_like_it(as_, person):
    from recoupe.room.evidence.models import Ruling

    one, other = two_organisations(person)
    typed = f"{other.name}x"
    answer = as_("analyst").post("/rulings", {"one": one.name, "other": typed, "why": "the same house"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert typed in page.replace("&#x27;", "'")
    assert other.name in page.replace("&#x27;", "'").replace(typed, "")
    assert not Ruling.objects.filter(kind="same").exists()


def test_whether_a_private_person_is_called_so_is_not_told_by_a_refusal(as_, person):
    from test_hostile import handed_in

    text = "NAMUR, 3 octobre 2026 - Karim Delvigne, un boulanger de 34 ans, a été arrêté à Namur vendredi."
    handed_in("namur.txt", text.encode())
    one, _ = two_organisations(person)
    for name in ("Karim Delvigne", "Karim Delvogne"):
        answer = as_("analyst").post("/rulings", {"one": one.name, "other": name, "why": "a guess"})
        assert answer.status_code == 400
        assert "Delvigne" not in answer.content.decode().replace("<strong>Karim Delvigne</strong>", "")


def test_a_correction_is_told_in_words_with_its_document_and_finding_and_a_take_back_leads_to_it(as_):
    from recoupe.room.evidence.models import Event, Finding, Ruling

    finding = Finding.objects.filter(kind="event", is_standing=True, stands_on__document__label__tlp="CLEAR").first()
    piece = Event.objects.filter(pk__in=finding.stands_on.values("piece")).first()
    form = {"piece": piece.pk, "begins": "2026-09-01", "why": "a slip of the pen"}
    browser = as_("analyst", headers={"accept-language": "en"})
    assert browser.post(f"/findings/{finding.key[:16]}/correct", form).status_code == 302
    row = Ruling.objects.get(kind="correct")
    page = browser.get("/rulings").content.decode()
    assert "begins: 1 September 2026" in page
    assert "{&quot;" not in page
    assert f"/documents/{piece.document_id}" in page
    assert f"/findings/{finding.key[:16]}" in page
    browser.post(f"/rulings/{row.pk}/take-back", {"why": "no slip"})
    page = browser.get("/rulings").content.decode()
    assert f"/rulings?at={row.pk}#r-{row.pk}" in page
    assert page.count("begins: 1 September 2026") == 2
    assert row.pk[:12] not in page.replace(f"{row.pk}", "")
