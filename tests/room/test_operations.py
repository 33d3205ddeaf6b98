"""Operations: followed from a finding to the end of the case; who sees them; what becomes of them when a source is withdrawn."""

import csv
import io

import pytest

pytestmark = pytest.mark.usefixtures("room", "contexts")


def nador():
    from recoupe.room.operations.models import Operation

    return Operation.objects.get(title="Cellule de Nador")


def genoa():
    from recoupe.room.operations.models import Operation

    return Operation.objects.get(title="Arrestations de Gênes")


def a_finding(type_, place):
    from recoupe.room.evidence import models as ev

    return ev.Finding.objects.filter(type=type_, place_name=place).order_by("-weight").first()


def boussole():
    from recoupe.room.taskforce.models import Group

    return Group.objects.get(name="Task force Boussole")


def case(person, row):
    from recoupe.room.access import Clearance
    from recoupe.room.operations.case import case_of

    return case_of(Clearance.of(person), row)


def test_the_story_goes_from_the_announcement_to_convictions_acquittals_and_an_appeal(person):
    found = case(person("analyst"), nador())
    assert {"announced", "arrests", "released", "charged", "trial", "verdict", "appeal"} <= {
        s.kind for s in found.steps
    }
    assert found.stage == "appeal"
    told = {name: (known.range.low, known.range.high) for name, known in found.known.items()}
    assert told["arrested"] == (14, 17)
    assert told["convicted"] == (6, 6)
    assert told["acquitted"] == (3, 3)
    assert found.is_disputed
    assert not found.has_final_conviction
    assert all(one.citations.all() for one in found.counts if one.outcome != "bailed"), (
        "each number stands on a sentence"
    )


def test_a_finding_on_arrests_is_followed_in_one_click(as_, person):
    from recoupe.room.operations.models import Operation

    finding = a_finding("coerce/arrest", "Gand")
    browser = as_("analyst")
    assert "/operations/follow" in browser.get(f"/findings/{finding.key[:16]}").content.decode()
    before = Operation.objects.count()
    answer = browser.post("/operations/follow", {"finding": finding.key, "group": boussole().pk})
    assert answer.status_code == 302
    assert Operation.objects.count() == before + 1
    row = Operation.objects.latest("id")
    assert (row.country, row.place, str(row.begins), row.kind) == ("BE", "Gand", "2026-09-18", "arrests")
    assert row.citations.get().key == finding.key
    assert row.steps.get().kind == "arrests"
    assert "personnes" not in row.about, "how many is no name of a cell"
    page = browser.get(f"/findings/{finding.key[:16]}").content.decode()
    assert f"/operations/{row.pk}" in page


def test_what_is_no_dismantling_and_no_arrest_is_not_followed_as_one(as_):
    finding = a_finding("consult/meeting", "Lyon")
    answer = as_("analyst").post("/operations/follow", {"finding": finding.key, "group": boussole().pk})
    assert answer.status_code == 400


def test_a_number_of_the_same_documents_is_taken_over_with_its_sentence(as_, person):
    from recoupe.room.operations.models import Operation

    browser = as_("analyst")
    browser.post("/operations/follow", {"finding": a_finding("coerce/arrest", "Gand").key, "group": boussole().pk})
    row = Operation.objects.latest("id")
    offered = browser.get(f"/operations/{row.pk}").context["proposed"]
    seven = next(one for one in offered if one["low"] == 7 and one["outcome"] == "arrested")
    form = {"cite": seven["finding"].key, "outcome": seven["outcome"], "low": seven["low"], "high": seven["high"],
            "speaker": seven["speaker"], "day": str(seven["day"])}  # fmt: skip
    assert browser.post(f"/operations/{row.pk}/counts", form).status_code == 302
    assert row.counts.get().citations.get().key == seven["finding"].key
    assert seven["finding"].key not in {
        one["finding"].key for one in browser.get(f"/operations/{row.pk}").context["proposed"]
    }


def test_a_number_without_a_finding_is_marked_as_a_members_word(as_, person):
    row = genoa()
    form = {"outcome": "released", "low": "3", "high": "", "speaker": "un greffier"}
    assert as_("analyst").post(f"/operations/{row.pk}/counts", form).status_code == 302
    count = row.counts.get(outcome="released")
    assert (count.low, count.high, count.by) == (3, None, person("analyst"))
    page = as_("reader").get(f"/operations/{row.pk}")
    (group,) = page.context["charts"]
    bar = next(b for c in group["charts"] for b in c["bars"] if b["row"].pk == count.pk)
    assert bar["citations"] == []
    assert bar["member"] == person("analyst")
    assert 'class="no-source"' in page.content.decode()


def test_only_members_of_the_group_see_it_or_its_number(as_, person):
    row = nador()  # of the group of Lyon
    for who, sees in (("analyst", True), ("liaison", True), ("reader", False), ("police@room.example", False)):
        browser = as_(who)
        assert (browser.get(f"/operations/{row.pk}").status_code == 200) == sees, who
        assert (row.title in browser.get("/operations").content.decode()) == sees, who
        statistics = browser.get("/operations/statistics")
        assert any(one["row"].country == "MA" for one in statistics.context["operations"]) == sees, who


def test_a_member_who_may_not_read_what_a_number_stands_on_is_told_no_sum_of_it(as_, person):
    from recoupe.model import Marking, Tlp
    from recoupe.room.access import Clearance, label_of, relabel
    from recoupe.room.evidence import models as ev
    from recoupe.room.operations.case import case_of

    row, document = nador(), ev.Document.objects.get(name__startswith="48-")
    relabel(document, label_of(Marking(Tlp.AMBER_STRICT, "CCG")))
    analyst, liaison = (case_of(Clearance.of(person(who)), row) for who in ("analyst", "liaison"))
    assert {"convicted", "acquitted"} <= set(analyst.known)
    assert not {"convicted", "acquitted", "tried"} & set(liaison.known)
    assert str(analyst.marking.tlp) == "AMBER+STRICT"
    assert str(liaison.marking.tlp) != "AMBER+STRICT"
    page = as_("liaison").get(f"/operations/{row.pk}").content.decode()
    assert 'class="account' in page
    statistics = as_("liaison").get("/operations/statistics").context
    (morocco,) = [one for one in statistics["operations"] if one["row"].country == "MA"]
    assert morocco["row"].totals["not final"].known == 0
    assert as_("liaison").get(f"/counts/{row.counts.get(outcome='convicted').pk}/past").status_code == 404


def test_a_withdrawn_source_changes_the_basis_until_someone_reviews_it(as_, person):
    from recoupe.room.evidence import models as ev
    from recoupe.room.evidence.actions.ruling import withdraw
    from recoupe.room.work import work

    row = nador()
    count = row.counts.get(outcome="convicted")
    assert count.basis == "holds"
    withdraw(person("analyst"), ev.Document.objects.get(name__startswith="48-").pk, "retirée par l'agence")
    work(once=True)
    count.refresh_from_db()
    assert count.basis == "changed"
    assert case(person("analyst"), row).is_changed
    browser = as_("analyst")
    assert row.title in browser.get("/").content.decode()
    assert count.pk in {one["row"].pk for one in browser.get(f"/operations/{row.pk}").context["changed"]}
    address = f"/counts/{count.pk}/review"
    assert browser.post(address, {"version": count.version, "outcome": "aside", "why": ""}).status_code == 400
    assert (
        browser.post(address, {"version": count.version, "outcome": "aside", "why": "sans source"}).status_code == 302
    )
    count.refresh_from_db()
    assert (count.basis, count.state) == ("holds", "aside")
    assert "convicted" not in case(person("analyst"), row).known, "what was set aside counts for nothing"
    browser.post(f"/counts/{count.pk}/put-back", {"version": count.version})
    count.refresh_from_db()
    assert (count.basis, count.state) == ("changed", "counted")


def test_the_second_of_two_sees_both_texts_and_loses_neither(as_):
    row = genoa()
    form = {"title": row.title, "kind": row.kind, "version": row.version, "country": "IT", "note": "Texte du premier."}
    first, second = as_("analyst"), as_("secretary")
    assert first.post(f"/operations/{row.pk}/change", form).status_code == 302
    answer = second.post(f"/operations/{row.pk}/change", form | {"note": "Texte du second."})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Texte du premier." in page
    assert "Texte du second." in page
    second.post(f"/operations/{row.pk}/change", form | {"note": "Les deux.", "version": row.version + 1})
    row.refresh_from_db()
    assert row.note == "Les deux."


def test_the_second_of_two_is_told_of_a_choice_that_would_be_taken_back(as_):
    count = nador().counts.get(outcome="charged")
    form = {
        "version": 1,
        "outcome": "charged",
        "low": "10",
        "high": "10",
        "speaker": count.speaker,
        "day": "2026-02-25",
    }
    assert as_("secretary").post(f"/counts/{count.pk}/change", form | {"outcome": "tried"}).status_code == 302
    answer = as_("analyst").post(f"/counts/{count.pk}/change", form | {"high": "11"})
    assert answer.status_code == 400
    assert 'data-chosen="outcome"' in answer.content.decode()
    assert 'data-chosen="day"' not in answer.content.decode()


def test_every_version_can_be_put_back_and_that_too_undone(as_):
    row = genoa()
    version, title = row.version, row.title
    form = {"title": "Autre titre", "kind": row.kind, "version": version, "with": ["FR", ""], "role": ["transit", ""]}
    browser = as_("analyst")
    browser.post(f"/operations/{row.pk}/change", form)
    row.refresh_from_db()
    assert (row.title, row.countries) == ("Autre titre", [["FR", "transit"]])
    assert browser.get(f"/operations/{row.pk}/past").status_code == 200
    browser.post(f"/operations/{row.pk}/put-back", {"version": row.version, "to": version})
    row.refresh_from_db()
    assert row.title == title
    browser.post(f"/operations/{row.pk}/put-back", {"version": row.version})
    row.refresh_from_db()
    assert row.title == "Autre titre"


def test_a_number_set_aside_by_mistake_comes_back(as_, person):
    row = genoa()
    count, browser = row.counts.first(), as_("analyst")
    assert browser.post(f"/counts/{count.pk}/set-aside", {"version": 1, "why": "doublon"}).status_code == 302
    assert count.pk not in {one.pk for one in case(person("analyst"), row).counts}
    assert "doublon" in browser.get(f"/operations/{row.pk}").content.decode()
    browser.post(f"/counts/{count.pk}/put-back", {"version": 2})
    assert count.pk in {one.pk for one in case(person("analyst"), row).counts}


def test_the_trace_leads_from_the_operation_down_to_its_sentences(as_):
    answer = as_("analyst").get(f"/operations/{nador().pk}/trace")
    kinds = set()

    def walk(step):
        kinds.add(step.kind)
        for one in step.steps:
            walk(one)

    walk(answer.context["decision"])
    assert {"operation", "finding", "sentence"} <= kinds
    assert "Six personnes ont été condamnées" in answer.content.decode()


def test_what_stands_on_a_document_tells_the_operations_too(as_):
    from recoupe.room.evidence import models as ev

    document = ev.Document.objects.get(name__startswith="48-")
    assert f"/operations/{nador().pk}" in as_("analyst").get(f"/documents/{document.pk}/trace").content.decode()


def test_from_a_sentence_the_trace_leads_to_operations_and_hypotheses(as_, person):
    from recoupe.room.evidence.models import Support
    from recoupe.room.operations.models import Hypothesis

    analyst = as_("analyst")
    hypothesis = Hypothesis.objects.get(state="confirmed")
    on = (
        (f"/operations/{nador().pk}", nador(), "police@room.example"),
        (f"/hypotheses/{hypothesis.pk}", hypothesis, "liaison"),
    )
    for address, row, other in on:
        support = Support.objects.filter(piece__in=row.citations.first().pieces).first()
        where = f"/documents/{support.document_id}/trace"
        for page in (f"{where}?at={support.sentence_start}", where, f"/findings/{row.citations.first().key[:16]}"):
            assert address in analyst.get(page).content.decode(), (address, page)
            assert address not in as_(other).get(page).content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("country=ES", {"Cellule de Nador"}),
        ("country=IT", {"Arrestations de Gênes"}),
        ("state=appeal", {"Cellule de Nador"}),
        ("gap=silent", {"Arrestations de Gênes"}),
        ("gap=unfollowed", {"Arrestations de Gênes"}),
        ("year=2026", {"Cellule de Nador", "Arrestations de Gênes"}),
        ("year=1999", set()),
        ("gap=nonsense", {"Cellule de Nador", "Arrestations de Gênes"}),
    ],
)
def test_the_list_is_narrowed_by_country_year_stage_and_gap(as_, query, titles):
    rows = as_("analyst").get(f"/operations?{query}").context["rows"]
    assert {one["case"].operation.title for one in rows} == titles


def test_a_case_that_nobody_follows_is_told_on_the_first_page(as_):
    assert genoa().pk in {one.operation.pk for one in as_("analyst").get("/").context["unfollowed"]}


def test_statistics_go_along_as_csv_with_the_strictest_marking(as_):
    from recoupe.room.people.models import Entry

    answer = as_("analyst").get("/operations/statistics?format=csv")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all(row["marking"].startswith("TLP:") for row in rows)
    arrested = next(r for r in rows if r["country"] == "MA" and r["outcome"] == "arrested")
    assert (arrested["low"], arrested["high"], arrested["is_final_judgment"]) == ("14", "17", "no")
    assert {r["outcome"] for r in rows if r["is_final_judgment"] == "yes"} == {"convicted finally", "acquitted finally"}
    assert all(r["low"] == "" for r in rows if r["outcome"] == "convicted finally"), "nobody was finally convicted"
    assert Entry.objects.filter(action="took the statistics of").exists()
    assert as_("reader").get("/operations/statistics?format=csv").status_code == 403


def test_programs_read_operations_as_pages_do(person):
    from django.test import Client

    from recoupe.room.people.tokens import issued

    key = issued(person("analyst"), "t", ["evidence.see"], 1)
    client = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {key}"})
    listed = client.get("/api/v1/operations").json()
    assert listed["total"] == 2
    told = client.get(f"/api/v1/operations/{nador().pk}").json()
    assert told["stage"] == "appeal"
    assert told["is_finally_convicted_known"] is False
    assert {"outcome": "arrested", "low": 14, "high": 17, "is_disputed": True, "is_final": False} in told["outcomes"]
    assert told["marking"]
