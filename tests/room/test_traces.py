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

    against = Against.objects.get(about="figure")
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
