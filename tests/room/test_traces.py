"""Traces: what one may not read shows in nothing that one may: neither in what contradicts it, nor in what fell with it."""

import pytest

pytestmark = pytest.mark.usefixtures("room")
WORKING = ("reader", "analyst", "secretary", "liaison", "police@room.example")


def seen_by(table, person):
    from recoupe.room.access import Clearance, visible

    return visible(table, Clearance.of(person))


def hide(document, person, group="Task force Boussole"):
    """Mark a document RED, for the recipients of a group."""
    from recoupe.room.evidence.actions.marking import marked
    from recoupe.room.taskforce.models import Group

    return marked(person("secretary"), document, "RED", [], [Group.objects.get(name=group).pk], "it names a witness")


def the_two_of_genes():
    """The two papers that count otherwise, each with its finding."""
    from recoupe.room.evidence.models import Against, Document, Finding

    against = Against.objects.filter(about="figure", findings__stands_on__document__name__startswith="27-genes").first()
    for key in against.body["findings"]:
        finding = Finding.objects.filter(key=key).first()
        yield Document.objects.get(pk=finding.body["supports"][0]["document"]), key


def test_a_finding_is_not_contradicted_by_what_its_reader_may_not_read(person):
    from recoupe.room.evidence.models import Finding
    from recoupe.room.work import work

    (hidden, _), (_, key) = the_two_of_genes()
    assert seen_by(Finding, person("reader")).get(key=key).is_contradicted
    hide(hidden, person)
    work(once=True)
    row = seen_by(Finding, person("reader")).get(key=key)
    assert not row.is_contradicted
    assert row.body["contradicts"] == []
    assert row.body["grade"]["differing"] == 0
    assert seen_by(Finding, person("secretary")).get(key=key).is_contradicted
    for who in WORKING:
        keys = set(seen_by(Finding, person(who)).values_list("key", flat=True))
        assert all(set(row.body["contradicts"]) <= keys for row in seen_by(Finding, person(who))), who


def test_a_copy_falls_without_telling_of_an_original_that_its_reader_may_not_read(as_, person):
    from recoupe.room.evidence.actions.ruling import withdraw
    from recoupe.room.evidence.models import Copy, Finding
    from recoupe.room.work import work

    copy = Copy.objects.filter(document__name__startswith="20-gand").select_related("original").get()
    hide(copy.original, person)
    withdraw(person("secretary"), copy.original.pk, "the informant was found out")
    work(once=True)
    told = list(seen_by(Finding, person("reader")).filter(stands_on__document=copy.document))
    assert not all(row.is_standing for row in told)
    for row in told:
        assert copy.original.pk not in str(row.body)
        assert b"the informant" not in as_("reader").get(f"/findings/{row.key[:16]}").content
    assert any(copy.original.pk in str(row.body) for row in seen_by(Finding, person("secretary")))


def test_what_was_told_and_decided_on_a_document_is_hidden_with_it_at_once(as_, person):
    from recoupe.room.evidence.models import Finding, Identity
    from recoupe.room.taskforce.models import Brief, Decision, Meeting

    (hidden, key), _ = the_two_of_genes()
    decision = Decision.objects.get(text__contains="Gênes")
    assert hidden.pk in str(decision.citations.get().body)
    meeting = Meeting.objects.filter(state="planned", group=decision.meeting.group).get()
    as_("secretary").post(f"/meetings/{meeting.pk}/change", {"do": "brief"})
    brief = Brief.objects.get(meeting=meeting)
    police = as_("police@room.example")
    Brief.objects.filter(pk=brief.pk).update(scope=decision.scope)  # as if of what everyone could read
    for page in (f"/decisions/{decision.pk}", f"/findings/{key[:16]}", f"/briefs/{brief.pk}"):
        assert police.get(page).status_code == 200, page
    before = seen_by(Identity, person("police@room.example")).count()
    hide(hidden, person)
    for page in (f"/decisions/{decision.pk}", f"/findings/{key[:16]}", f"/briefs/{brief.pk}"):
        assert police.get(page).status_code == 404, page
    assert not [row.key for row in seen_by(Finding, person("police@room.example")) if hidden.pk in str(row.body)]
    assert seen_by(Identity, person("police@room.example")).count() < before
    assert as_("secretary").get(f"/decisions/{decision.pk}").status_code == 200


def test_what_was_hidden_stays_hidden_when_a_decision_is_put_back(as_, person):
    from recoupe.room.taskforce.models import Decision

    (hidden, _), _ = the_two_of_genes()
    decision = Decision.objects.get(text__contains="Gênes")
    form = {"version": decision.version, "outcome": "amended", "text": "Attendre.", "why": "Pour voir."}
    as_("secretary").post(f"/decisions/{decision.pk}/review", form)
    hide(hidden, person)
    as_("secretary").post(f"/decisions/{decision.pk}/undo", {"version": decision.version + 1})
    assert Decision.objects.get(pk=decision.pk).text == decision.text
    assert as_("police@room.example").get(f"/decisions/{decision.pk}").status_code == 404


def test_a_decision_is_put_back_though_its_point_is_gone(as_):
    from recoupe.room.taskforce.models import Decision, Item

    decision = Decision.objects.get(basis="changed")
    form = {"version": decision.version, "outcome": "amended", "text": "Attendre.", "why": "Pour voir."}
    as_("secretary").post(f"/decisions/{decision.pk}/review", form)
    Item.objects.filter(pk=decision.item_id).delete()
    answer = as_("secretary").post(f"/decisions/{decision.pk}/undo", {"version": decision.version + 1})
    assert answer.status_code == 302
    assert Decision.objects.get(pk=decision.pk).text == decision.text


def test_of_two_who_mark_one_document_the_second_is_told(person):
    from recoupe.errors import UsageError
    from recoupe.room.evidence.actions.marking import marked
    from recoupe.room.evidence.models import Document

    document = Document.objects.filter(label__tlp="CLEAR").select_related("label").first()
    stale = Document.objects.select_related("label").get(pk=document.pk)
    hide(document, person)
    with pytest.raises(UsageError):
        marked(person("secretary"), stale, "AMBER", [], [], "nothing in it")
    assert Document.objects.get(pk=document.pk).label.tlp == "RED"


def test_a_document_that_two_services_hand_in_is_read_by_both_and_the_audit_says_so(person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import label_of
    from recoupe.room.evidence.models import Document, Upload
    from recoupe.room.people.models import Entry
    from recoupe.room.work import wanted, work

    text = "LIÈGE, 3 octobre 2026 - Une réunion des maires se tiendra à Liège le 9 octobre 2026.".encode()
    for who in ("police@room.example", "liaison"):
        of = person(who)
        label = label_of(Marking(Tlp.AMBER_STRICT, of.service.short, is_default=False))
        upload = Upload.objects.create(name="liege.txt", data=text, size=len(text), label=label, by=of.pk)
        wanted("read", upload=upload.pk)
        work(once=True)
    upload.refresh_from_db()
    seen = {who: seen_by(Document, person(who)).filter(pk=upload.documents[0]).exists() for who in WORKING}
    assert seen == {"police@room.example": True, "liaison": True, "reader": False, "analyst": False, "secretary": False}
    assert Entry.objects.filter(action="marked", subject=f"document {upload.documents[0]}").count() == 1


def test_a_copy_of_what_one_may_not_read_is_listed_as_what_it_is_to_oneself(as_, person):
    from recoupe.room.evidence.models import Copy
    from recoupe.room.work import work

    copy = Copy.objects.filter(document__name__startswith="20-gand").select_related("original").get()
    listed = "/documents?copies=no&q=20-gand"
    assert copy.document_id.encode() not in as_("reader").get(listed).content
    hide(copy.original, person)
    work(once=True)
    assert copy.document_id.encode() in as_("reader").get(listed).content


def test_a_decision_tells_its_reader_of_no_change_by_what_they_may_not_read(as_, person):
    from recoupe.room.access import Clearance
    from recoupe.room.evidence.models import Finding
    from recoupe.room.taskforce.actions.deciding import decide
    from recoupe.room.taskforce.basis import changes, seen_changes
    from recoupe.room.taskforce.models import Meeting
    from recoupe.room.work import work

    (hidden, _), (_, key) = the_two_of_genes()
    hide(hidden, person)
    work(once=True)
    meeting = Meeting.objects.filter(state="planned", group__name="Task force Boussole").get()
    cited = seen_by(Finding, person("reader")).select_related("scope").get(key=key)
    decision = decide(person("secretary"), meeting, "Citer douze arrestations.", findings=[cited])
    citation = decision.citations.get()
    citation.state |= {"against": [], "grade": "A1"}  # as it was before the other paper came in
    citation.save()
    assert {"contradicted", "grade"} <= set(changes(citation))
    assert "contradicted" in seen_changes(citation, Clearance.of(person("secretary")))
    assert "contradicted" not in seen_changes(citation, Clearance.of(person("reader")))
    assert as_("reader").get(f"/decisions/{decision.pk}").status_code == 200
    shown = [
        f"{row.reliability}{row.credibility}"
        for row in (cited, Finding.objects.filter(key=key).exclude(pk=cited.pk).first())
    ]
    assert shown[0] != shown[1]
    assert shown[0] in as_("reader").get(f"/meetings/{meeting.pk}/minutes").content.decode()
