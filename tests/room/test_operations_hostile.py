"""Hostile input to operations: numbers, days, countries, names and scripts that are none, or are meant to do harm."""

import pytest

pytestmark = pytest.mark.usefixtures("room", "contexts")


@pytest.fixture
def row():
    from recoupe.room.operations.models import Operation

    return Operation.objects.get(title="Arrestations de Gênes")


NUMBER = {"outcome": "arrested", "low": "3", "high": "4", "speaker": "le parquet", "day": "2026-09-25"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": "-3"}, {"low": "9", "high": "4"}, {"low": "99999999999999999999"}, {"low": "1e3"}, {"low": "3.5"},
        {"low": "", "high": ""}, {"low": "1000001", "high": ""}, {"high": "=1+1"}, {"outcome": "guilty"}, {"outcome": ""},
        {"speaker": ""}, {"speaker": "   "}, {"day": "2026-13-40"}, {"day": "yesterday"}, {"day": "0001-01-01"},
        {"cite": "ffffffffffffffff"}, {"cite": "https://example.org/"}, {"cite": "%' OR 1=1 --"},
    ],
)  # fmt: skip
def test_a_number_that_is_none_is_refused_and_nothing_is_kept(as_, row, wrong):
    before = row.counts.count()
    answer = as_("analyst").post(f"/operations/{row.pk}/counts", NUMBER | wrong)
    assert answer.status_code == 400
    assert row.counts.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins": "2026-09-20", "ends": "2026-09-01"}, {"begins": "nonsense"}, {"kind": "executed"}, {"kind": ""},
        {"country": "XX"}, {"country": "<script>"}, {"begins": "9999-12-31"},
    ],
)  # fmt: skip
def test_a_step_that_is_none_is_refused(as_, row, wrong):
    before = row.steps.count()
    form = {"kind": "charged", "begins": "2026-09-20", "ends": "2026-09-21", "country": "IT"}
    assert as_("analyst").post(f"/operations/{row.pk}/steps", form | wrong).status_code == 400
    assert row.steps.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"country": "Narnia"}, {"with": ["QQ"], "role": ["lead"]}, {"with": ["FR"], "role": ["owner"]},
        {"begins": "2026-09-20", "ends": "2026-09-01"}, {"kind": "victory"}, {"meeting": "999999"}, {"decision": "999999"},
    ],
)  # fmt: skip
def test_an_operation_that_is_none_is_refused(as_, row, wrong):
    form = {"title": "x", "kind": "cell", "version": row.version}
    assert as_("analyst").post(f"/operations/{row.pk}/change", form | wrong).status_code in (400, 404)
    row.refresh_from_db()
    assert row.title == "Arrestations de Gênes"


def test_an_operation_is_tied_to_its_own_group_alone(as_, row):
    from recoupe.room.taskforce.models import Meeting

    other = Meeting.objects.exclude(group=row.group).filter(group__name="Groupe de Lyon").first()
    form = {"title": row.title, "kind": "cell", "version": row.version, "meeting": other.pk}
    assert as_("analyst").post(f"/operations/{row.pk}/change", form).status_code == 400


def test_nobody_opens_an_operation_for_a_group_that_is_not_theirs(as_):
    from recoupe.room.taskforce.models import Group

    foreign = Group.objects.exclude(members__person__email="police@room.example").first()
    form = {"title": "x", "kind": "cell", "group": foreign.pk}
    assert as_("police@room.example").post("/operations/new", form).status_code == 404


NAMES = (
    "Katrien Delvoye arrêtée", "KATRIEN DELVOYE", "la cellule de Delvoye", "katrien   delvoye", "P-01 et d'autres",
    "Katrien-Delvoye", "(Katrien Delvoye)",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_private_person_or_a_pseudonym_is_refused_in_every_field(as_, row, name):
    browser = as_("analyst")
    for field in ("title", "about", "services", "place", "note"):
        form = {"title": "x", "kind": "cell", "version": row.version} | {field: name}
        assert browser.post(f"/operations/{row.pk}/change", form).status_code == 400, field
    for field in ("said", "speaker", "authority"):
        form = {"kind": "charged", field: name}
        assert browser.post(f"/operations/{row.pk}/steps", form).status_code == 400, field
    assert browser.post(f"/operations/{row.pk}/counts", NUMBER | {"speaker": name}).status_code == 400


@pytest.mark.parametrize("form", ["خالد المنصوري", "Éva Ünal", "Ёлкин Пётр"])
def test_a_name_in_any_script_is_refused(as_, row, form):
    from recoupe.room.evidence import models as ev

    document = ev.Document.objects.filter(label__tlp="CLEAR", label__groups=[]).first()
    ev.Pseudonym.objects.create(document=document, entity="e9", pseudonym="P-90", forms=[form])
    answer = as_("analyst").post(f"/operations/{row.pk}/steps", {"kind": "charged", "said": f"… {form} …"})
    assert answer.status_code == 400


def test_a_name_is_not_hidden_among_a_thousand_words(as_, row):
    letters = "abcdefghijklmnopqrst"
    many = " ".join(a + b + c + "zz" for a in letters for b in letters for c in "abc")
    for text in (f"{many} Katrien Delvoye", "a " * 20_000):
        form = {"title": "x", "kind": "cell", "version": row.version, "note": text}
        assert as_("analyst").post(f"/operations/{row.pk}/change", form).status_code == 400


def test_towns_services_and_roles_are_no_names_of_persons(as_, row):
    form = {
        "kind": "charged",
        "said": "Un recruteur de Namur, selon la police fédérale belge.",
        "authority": "Tribunal d'Anvers",
    }
    assert as_("analyst").post(f"/operations/{row.pk}/steps", form).status_code == 302


def test_a_name_is_refused_only_of_what_its_author_may_read(person):
    """Who may not read a text is not told by a refusal whom it names."""
    from recoupe.room.access import Clearance
    from recoupe.room.operations.names import private_in

    assert private_in("Katrien Delvoye", Clearance.of(person("analyst")))
    assert not private_in("Katrien Delvoye", Clearance.of(person("liaison")))


def test_what_was_written_cannot_become_markup_or_a_formula(as_, row):
    bad = '=HYPERLINK("http://x")<script>alert(1)</script>'
    browser = as_("analyst")
    form = {"title": bad, "about": bad, "kind": "cell", "version": row.version, "country": "IT", "begins": "2026-09-21"}
    assert browser.post(f"/operations/{row.pk}/change", form).status_code == 302
    browser.post(f"/operations/{row.pk}/counts", NUMBER | {"speaker": bad})
    browser.post(f"/operations/{row.pk}/steps", {"kind": "charged", "said": bad, "authority": bad})
    for address in (f"/operations/{row.pk}", "/operations", "/operations/statistics", f"/operations/{row.pk}/past"):
        assert "<script>alert" not in browser.get(address).content.decode(), address
    text = browser.get("/operations/statistics?format=csv").content.decode("utf-8-sig")
    assert not any(
        cell.strip('"').startswith(("=", "+", "@")) for line in text.splitlines() for cell in line.split(",")
    )


def test_a_version_that_is_none_changes_nothing(as_, row):
    for version in ("", "0", "-1", "99999999999", "x"):
        form = {"title": "y", "kind": "cell", "version": version}
        assert as_("analyst").post(f"/operations/{row.pk}/change", form).status_code == 400
    row.refresh_from_db()
    assert row.title == "Arrestations de Gênes"


def test_numbers_and_days_that_cannot_be_so_are_kept_and_flagged(as_, row, person):
    """A source may say what cannot be; that is recorded, and said."""
    browser = as_("analyst")
    browser.post(f"/operations/{row.pk}/counts", NUMBER | {"outcome": "tried", "low": "2", "high": "2"})
    browser.post(f"/operations/{row.pk}/counts", NUMBER | {"outcome": "convicted", "low": "5", "high": "5"})
    browser.post(f"/operations/{row.pk}/steps", {"kind": "verdict", "begins": "2020-01-01"})
    told = browser.get(f"/operations/{row.pk}").context
    assert told["faults"]
    assert [one.kind for one in told["misdated"]] == ["verdict"]
