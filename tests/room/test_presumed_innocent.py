"""Presumed innocent: an arrest is not a conviction, and no page, table or number lets it look like one."""

import re

import pytest
from django.utils import translation

pytestmark = pytest.mark.usefixtures("room", "contexts")

GUILT = {  # words of guilt, by language
    "en": re.compile(r"convict|guilty|sentence[d]|success|terrorist", re.IGNORECASE),
    "fr": re.compile(r"condamn|coupable|succès|réussi", re.IGNORECASE),
}


def genoa():
    from recoupe.room.operations.models import Operation

    return Operation.objects.get(title="Arrestations de Gênes")


def outcomes_of(page):
    """What the page says of outcomes: the section, as text, without the banner above it."""
    found = re.search(r'<section id="outcomes">(.*?)<section id="steps">', page, re.DOTALL)[1]
    return re.sub(r"<[^>]+>", " ", found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_operation_of_arrests_alone_has_no_word_of_guilt_among_its_outcomes(as_, language):
    reader = as_("reader", headers={"Accept-Language": language})
    page = reader.get(f"/operations/{genoa().pk}").content.decode()
    told = outcomes_of(page)
    assert not GUILT[language].search(told), GUILT[language].search(told)
    assert not GUILT["en"].search(told)


def test_a_banner_presumes_innocence_until_there_is_a_final_judgment(as_, person):
    from recoupe.room.operations.actions.following import counted

    row, browser = genoa(), as_("reader")
    assert browser.get(f"/operations/{row.pk}").context["case"].has_final_conviction is False
    assert 'class="presumed"' in browser.get(f"/operations/{row.pk}").content.decode()
    for outcome, is_final in (("convicted", False), ("acquitted finally", False), ("convicted finally", True)):
        counted(person("analyst"), row, outcome=outcome, low=2, high=2, speaker="tribunal")
        assert browser.get(f"/operations/{row.pk}").context["case"].has_final_conviction is is_final, outcome
        assert 'class="presumed"' in browser.get(f"/operations/{row.pk}").content.decode(), (
            "the others stay presumed so"
        )


def test_suspects_and_those_finally_judged_never_stand_in_one_group():
    from recoupe.room.operations import outcomes as out
    from recoupe.room.operations.tables import GROUPS

    groups = {code: set(outcomes) for code, _label, outcomes in GROUPS}
    assert groups["final"] == {"convicted finally", "acquitted finally"}
    assert {out.ARRESTED, out.CHARGED, out.TRIED} <= groups["suspects"]
    assert groups["not-final"] == {"convicted", "acquitted", "appealed"}
    assert sum(map(len, groups.values())) == len(set().union(*groups.values())), "no outcome is in two groups"


def test_every_outcome_has_its_group_and_its_own_words():
    from recoupe.room.operations.models import Outcome
    from recoupe.room.operations.tables import GROUPS
    from recoupe.room.operations.telling import PEOPLE

    assert {one for _code, _label, some in GROUPS for one in some} == set(Outcome) == set(PEOPLE)
    with translation.override("en"):
        assert len({tell("7") for tell in PEOPLE.values()}) == len(Outcome)
        assert not any(GUILT["en"].search(PEOPLE[one]("7")) for one in ("arrested", "released", "charged", "tried"))


def test_groups_are_drawn_apart_by_their_shape_and_not_by_colour_alone():
    from pathlib import Path

    import recoupe.room.web

    css = (Path(recoupe.room.web.__file__).parent / "static" / "room" / "operations.css").read_text(encoding="utf-8")
    border = {
        code: re.search(rf"\.outcome-group\.{code} {{\s*border: ([^;]+);", css)[1].split()[1]
        for code in ("suspects", "not-final", "final")
    }
    assert len(set(border.values())) == 3, border


def test_outcome_columns_of_the_statistics_count_final_judgments_alone(as_, person):
    from recoupe.room.operations import reckoning
    from recoupe.room.operations.actions.following import counted

    assert set(reckoning.OUTCOMES) == {"convicted finally", "acquitted finally"}
    row = genoa()
    counted(person("analyst"), row, outcome="convicted", low=5, high=5, speaker="tribunal de Gênes")
    counted(person("analyst"), row, outcome="appealed", low=5, high=5, speaker="tribunal de Gênes")

    def italy():
        told = as_("reader").get("/operations/statistics").context["operations"]
        return next(one for one in told if one["row"].country == "IT")["row"].totals

    assert italy()["convicted finally"].known == 0, "what is under appeal is not final"
    assert (italy()["not final"].range.low, italy()["not final"].range.high) == (5, 5)
    counted(person("analyst"), row, outcome="convicted finally", low=4, high=4, speaker="cour de cassation")
    assert italy()["convicted finally"].range.low == 4
    assert italy()["not final"].range.low == 1


def test_arrests_never_stand_without_what_is_not_known_of_those_arrested(as_):
    from recoupe.room.operations import reckoning

    columns = list(reckoning.OF_OPERATIONS)
    assert columns[columns.index("arrested") + 1] == "nothing known"
    assert "arrested" not in reckoning.OF_JUDGMENTS
    for one in as_("analyst").get("/operations").context["rows"]:
        assert bool(one["arrested"]) == bool(one["rest"]), "on the list neither"


def test_the_year_of_the_judgment_is_not_that_of_the_operation(as_, person):
    from datetime import date

    from recoupe.room.operations.actions.following import counted, stepped

    row = genoa()
    stepped(person("analyst"), row, kind="final", begins=date(2028, 3, 1), ends=None, country="FR")
    counted(person("analyst"), row, outcome="convicted finally", low=1, high=1, speaker="cour de cassation")
    told = as_("reader").get("/operations/statistics").context
    assert {(one["row"].country, one["row"].year) for one in told["judgments"]} >= {("FR", 2028)}
    assert ("IT", 2026) in {(one["row"].country, one["row"].year) for one in told["operations"]}
    assert ("FR", 2028) not in {(one["row"].country, one["row"].year) for one in told["operations"]}


def test_gaps_are_told_in_the_statistics(as_):
    told = as_("reader").get("/operations/statistics").context["operations"]
    italy = next(one for one in told if one["row"].country == "IT")
    assert [case.operation.pk for case in italy["row"].silent] == [genoa().pk]
    assert "1" in italy["gaps"]
