"""Practices side by side: what is known, what is not, what differs, in words; and as DOCX, PDF and CSV that run nothing."""

import csv
import io
import zipfile

import pytest
from django.utils import translation

pytestmark = pytest.mark.usefixtures("room")
COUNTRIES = ("MA", "JO", "BE")


def compared(person, language="en"):
    from recoupe.room.access import Clearance
    from recoupe.room.practices.comparing import side_by_side
    from recoupe.room.practices.models import Practice
    from recoupe.room.practices.telling import practices_told

    rows = [Practice.objects.get(country=country) for country in COUNTRIES]
    with translation.override(language):
        return {row.code: row for row in side_by_side(practices_told(rows, Clearance.of(person("secretary"))))}


def address(more=""):
    from recoupe.room.practices.models import Practice

    numbers = [Practice.objects.get(country=country).pk for country in COUNTRIES]
    return "/practices/compare?" + "&".join(f"practice={pk}" for pk in numbers) + more


def test_three_stand_side_by_side_row_by_row_and_no_cell_is_blank(as_):
    import re

    page = as_("secretary").get(address()).content.decode()
    cells = re.findall(r"<td>(.*?)</td>", page, re.DOTALL)
    assert len(cells) == 11 * 3
    for cell in cells:
        said = re.sub(r'<span class="in-column">.*?</span>', "", cell)
        assert re.sub(r"<.*?>", "", said).strip(), cell
    assert page.count('class="unknown"') == sum(not told.lines for row in compared_rows(as_) for _p, told in row.cells)


def compared_rows(as_):
    from recoupe.room.people.models import Person

    return compared(lambda who: Person.objects.get(email="secretaire@room.example")).values()


def test_differences_are_told_by_values(person):
    rows = compared(person)
    by = {(row, d.of, d.how): d.text for row, one in rows.items() for d in one.differences}
    assert by["duration", "how long", "differs"] == "Morocco: 8–14 months · Jordan: 6 months"
    assert by["duration", "", "gap"] == "of Belgium"
    assert by["for whom", "voluntary", "differs"] == "Morocco: no · Jordan: yes"
    assert by["for whom", "voluntary", "gap"] == "of Belgium"
    assert by["for whom", "in prison", "differs"] == "Morocco: no · Jordan: yes · Belgium: no"
    assert by["cost", "", "gap"] == "of Morocco and Belgium"
    assert by["actors", "who acts", "differs"].startswith("Morocco and Belgium: police")


def test_what_all_share_is_said_to_be_the_same():
    from types import SimpleNamespace

    from recoupe.room.practices.comparing import differences
    from recoupe.room.practices.telling import RowTold

    def cell(country, **says):
        line = SimpleNamespace(line=SimpleNamespace(says=says))
        practice = SimpleNamespace(country=country)
        return SimpleNamespace(practice=practice), RowTold("actors", "", [line])

    cells = [cell("MA", actors=["police", "justice"]), cell("BE", actors=["police", "cities"])]
    assert [d.how for d in differences("actors", cells)] == ["same", "differs"]
    both = [cell("MA", months=[6.0, 6.0]), cell("BE", months=[6.0, 6.0])]
    assert [d.how for d in differences("duration", both)] == ["same"]
    assert list(differences("duration", both[:1])) == []


def test_a_comparison_leaves_as_docx_pdf_and_csv_under_its_marking(as_):
    browser = as_("secretary")
    docx = browser.get(address("&format=docx"))
    inside = zipfile.ZipFile(io.BytesIO(docx.content)).read("word/document.xml").decode()
    assert "AMBER+STRICT" in inside
    assert "De huit à quatorze mois" in inside
    assert browser.get(address("&format=pdf")).content.startswith(b"%PDF")
    rows = list(csv.reader(io.StringIO(browser.get(address("&format=csv")).content.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {8}
    assert {row[0] for row in rows[1:]} == {"TLP:AMBER+STRICT"}
    from recoupe.room.people.models import Entry

    assert Entry.objects.filter(action="took the comparison of").count() == 3


def test_a_comparison_prints_in_arabic_from_right_to_left(as_):
    browser = as_("secretary")
    browser.post("/account", {"language": "ar"})
    inside = (
        zipfile.ZipFile(io.BytesIO(browser.get(address("&format=docx")).content)).read("word/document.xml").decode()
    )
    assert "bidiVisual" in inside
    assert browser.get(address("&format=pdf")).content.startswith(b"%PDF")
    assert 'dir="rtl"' in browser.get(address()).content.decode()


def test_a_reader_compares_and_takes_nothing_out(as_):
    from recoupe.room.practices.models import Practice
    from recoupe.room.taskforce.models import Member

    reader = as_("reader")
    Member.objects.create(group=Practice.objects.first().group, person_id=reader.session["_auth_user_id"])
    assert reader.get(address()).status_code == 200
    for form in ("docx", "pdf", "csv"):
        assert reader.get(address(f"&format={form}")).status_code == 403


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_of_the_csv_is_taken_for_a_formula(as_, person, text):
    from recoupe.room.practices.actions.writing import rename
    from recoupe.room.practices.models import Line, Practice

    row = Practice.objects.get(country="MA")
    rename(person("secretary"), row, row.version, f"{text}")
    Line.objects.filter(practice=row, row="aim").update(text=text)
    rows = list(csv.reader(io.StringIO(as_("secretary").get(address("&format=csv")).content.decode("utf-8-sig"))))
    cells = [cell for line in rows for cell in line if cell]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "＝"))] == []
    assert any(text.strip() in cell for cell in cells)


def test_what_cannot_be_compared_is_refused_or_left_out(as_):
    from recoupe.room.practices.models import Practice

    browser, first = as_("secretary"), Practice.objects.first()
    for query in ("", "?practice=99999", "?practice=%27", "?practice=-1", "?practice=99999999999999999999"):
        assert browser.get(f"/practices/compare{query}").status_code == 200, query
    for n in range(5):
        Practice.objects.create(group=first.group, country="JO", name=f"{n}")
    every = "&".join(f"practice={row.pk}" for row in Practice.objects.all())
    assert browser.get(f"/practices/compare?{every}").status_code == 400
    twice = browser.get(f"/practices/compare?practice={first.pk}&practice={first.pk}")
    assert twice.content.decode().count('<th scope="col">') == 2


def test_markup_in_a_line_is_shown_and_never_run(as_):
    from recoupe.room.practices.models import Line

    Line.objects.filter(row="aim").update(text="<script>alert(1)</script>\x01")
    browser = as_("secretary")
    for page in (address(), f"/practices/{Line.objects.first().practice_id}"):
        assert "<script>alert(1)" not in browser.get(page).content.decode()
    for form in ("docx", "pdf"):
        assert browser.get(address(f"&format={form}")).status_code == 200
