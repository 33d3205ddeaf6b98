"""Times: what French and English press says about when, and what only looks like it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recoupe
from recoupe.extraction.times import times
from recoupe.extraction.view import View
from recoupe.languages import table
from recoupe.model import Time

DATA = Path(__file__).resolve().parents[1] / "data"
DAY = date(2014, 2, 12)  # a Wednesday


def found(text: str, language: str = "fr", published: date | None = DAY) -> tuple[Time, ...]:
    """The times of a text published on a day."""
    return times(View(recoupe.read_text(text, published=published, language=language)))


def values(text: str, language: str = "fr", published: date | None = DAY) -> list[str]:
    return [time.value for time in found(text, language, published)]


def news(language: str) -> list[dict[str, Any]]:
    """Our news expressions with the time that a reader gives them."""
    rows: list[dict[str, Any]] = json.loads((DATA / f"news-times-{language}.json").read_text(encoding="utf-8"))
    return rows


@pytest.mark.parametrize(
    ("language", "row"),
    [(code, row) for code in ("fr", "en") for row in news(code)],
    ids=lambda value: value if isinstance(value, str) else value["expression"],
)
def test_a_news_expression_means_what_a_reader_takes_it_to_mean(language: str, row: dict[str, Any]) -> None:
    at = row["text"].index(row["expression"])
    end = at + len(row["expression"])
    here = [
        time
        for time in found(row["text"], language, date.fromisoformat(row["published"]))
        if time.start < end and at < time.end
    ]
    assert [[time.value, time.begins, time.ends] for time in here] == row["times"]


def test_there_are_enough_news_expressions() -> None:
    assert len(news("fr")) >= 30
    assert len(news("en")) >= 20


@pytest.mark.parametrize(
    "text",
    [
        "L'homme a été arrêté près de la gare.",
        "Le ministre Jean Mars a reçu la journaliste Aïcha Mai.",
        "C'est le second procès de la cellule.",
        "Un homme de 72 ans a été blessé.",
        "Une femme âgée de 34 ans dirigeait le réseau.",
        "Paul Durand, 34 ans, dirigeait le réseau.",
        "Le suspect (27 ans) a été transféré.",
        "Le suspect (vingt-sept ans) a été transféré.",
        "Une dame d'environ quatre-vingts ans a été blessée.",
        "Les corps ont été tirés de la mer.",
        "Le convoi comptait 2014 véhicules.",
        "Il habite 12 rue de la Paix.",
        "La résolution 2178 a été adoptée.",
        "Le numéro 0612345678 ne répond plus.",
        "Le vol AF 1980 a été détourné.",
    ],
)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May and the March brothers may march.",
        "A 72-year-old man was wounded.",
        "This is the second trial of the cell.",
        "The convoy counted 2014 vehicles.",
        "Resolution 2178 was adopted.",
    ],
)
def test_what_only_looks_like_a_time_in_english_is_none(text: str) -> None:
    assert values(text, "en") == []


def test_a_range_of_months_is_one_interval() -> None:
    (time,) = found("Il a séjourné en Turquie de mars à mai 2013.")
    assert (time.value, time.begins, time.ends) == ("2013-03/2013-05", "2013-03-01", "2013-05-31")


def test_each_member_of_a_list_stands_on_the_whole_list() -> None:
    one, two = found("Deux réunions ont eu lieu en mars et juin 2013.")
    assert (one.value, two.value) == ("2013-03", "2013-06")
    assert (one.start, one.end) == (two.start, two.end)


def test_a_month_told_after_another_follows_it() -> None:
    assert values("Il est parti en novembre 2012, puis il est revenu en février.") == ["2012-11", "2013-02"]


def test_without_publication_a_month_alone_keeps_its_year_open() -> None:
    (time,) = found("Le sommet se tiendra le 8 mai prochain.", published=None)
    assert (time.value, time.begins, time.ends) == ("XXXX-05-08", None, None)


def test_typographic_apostrophes_and_spaces_are_read() -> None:
    assert values("Jusqu’au 30\u00a0juin\u202f2014, l’accès est fermé ; aujourd’hui aussi.") == [
        "../2014-06-30",
        "2014-02-12",
    ]


def test_a_publication_known_from_one_side_places_no_yesterday() -> None:
    document = recoupe.read_text("L'homme arrêté le 4 juin 2012 a été entendu hier.", language="fr")
    assert document.published.earliest == date(2012, 6, 4)
    assert [time.value for time in times(View(document))] == ["2012-06-04", "PAST_REF"]


def test_a_day_said_twice_in_a_sentence_is_one_day() -> None:
    assert values("La marche est prévue aujourd'hui (12 février).") == ["2014-02-12", "2014-02-12"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il a vécu entre mai 2010 et le 5 janvier 2013 à Beyrouth.", "2010-05/2013-01-05"),
        ("La session dure du lundi 10 au jeudi 13.", "2014-02-10/2014-02-13"),
        ("La ville fut fondée au XIXe siècle.", "18"),
        ("Il a purgé un an et trois mois de prison.", "P1Y3M"),
        ("La trêve a tenu trois ans et demi.", "P3.5Y"),
        ("Le rapport sera rendu le 20 du mois prochain.", "2014-03-20"),
        ("Le vote aura lieu le premier mardi de mars.", "2014-03-04"),
    ],
)
def test_what_is_said_in_several_words_is_one_time(text: str, value: str) -> None:
    assert values(text) == [value]


def test_the_reason_says_how_a_year_was_found() -> None:
    (time,) = found("Les ministres se retrouveront le 3 mars prochain.")
    assert time.begins == "2014-03-03"
    assert "next one after publication" in time.reason


def test_text_is_exactly_what_the_offsets_hold() -> None:
    text = "Le 3 mars 2013, puis hier, enfin d'ici juin."
    document = recoupe.read_text(text, published=DAY, language="fr")
    for time in times(View(document)):
        assert document.text[time.start : time.end] == time.text


# Published on 12 February 2014.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Réunion prévue le 22/4.", "2014-04-22"),
        ("Livraison jusqu'au 15/03, ensuite plus rien.", "../2014-03-15"),
        ("Né le 18 08 1978 à Lyon.", "1978-08-18"),
        ("Reçu le 23/sept./2013.", "2013-09-23"),
        ("Signé le 3-7-2013.", "2013-07-03"),
        ("Il est parti le mar. 14 janvier.", "2014-01-14"),
        ("Le 11 mardi, il est revenu.", "2014-02-11"),
        ("Il est né le quatorze juillet mille neuf cent soixante-douze.", "1972-07-14"),
        ("Il est mort deux semaines avant le 13 mai 1999.", "1999-04-29"),
        ("Il y a un mois et deux jours, il est parti.", "2014-01-10"),
        ("Rendez-vous le deuxième lundi du mois prochain.", "2014-03-10"),
        ("Il part vendredi de la semaine prochaine.", "2014-02-21"),
        ("Absent du 4 au 22 de ce mois.", "2014-02-04/2014-02-22"),
        ("Absent du 01/10/2013 au 07/10/2013.", "2013-10-01/2013-10-07"),
        ("Il a séjourné là du 3 mars 2013 au 9.", "2013-03-03/2013-03-09"),
        ("Fermé les 19-20 novembre 2013.", "2013-11-19/2013-11-20"),
        ("Il a travaillé là entre mai 2011 et 2013.", "2011-05/2013"),
        ("Absent de lundi à mercredi.", "2014-02-10/2014-02-12"),
        ("Il a vécu là entre mars 2013 et aujourd'hui.", "2013-03/2014-02-12"),
        ("Le mouvement est né au début des années 1990.", "199X"),
        ("La loi date des années soixante-dix.", "197X"),
        ("Valable pour 2012 et après.", "2012/.."),
        ("Une réunion de 3 heures a eu lieu.", "PT3H"),
        ("Ils se voient une semaine sur deux.", "RRULE:FREQ=WEEKLY;INTERVAL=2"),
        ("Ils se voient un vendredi sur deux.", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("Un bilan trimestriel est publié.", "RRULE:FREQ=MONTHLY;INTERVAL=3"),
    ],
)
def test_dates_of_mails_and_notes_are_read(text: str, value: str) -> None:
    assert [v for v in values(text) if not v.startswith("../2012")] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He left on Oct/2.", "2013-10-02"),
        ("He left on 4/22/2013.", "2013-04-22"),
        ("He left on 22/4/2013.", "2013-04-22"),
        ("Signed 23/Sep/2013 in Rome.", "2013-09-23"),
        ("He left on the twenty-second of June 2013.", "2013-06-22"),
        ("He was born on January first nineteen seventy-eight.", "1978-01-01"),
        ("It is due on Tue 18th.", "2014-02-18"),
        ("He died two weeks before May 13, 1999.", "1999-04-29"),
        ("He will leave two days from tomorrow.", "2014-02-15"),
        ("We met 1 month and 2 days ago.", "2014-01-10"),
        ("The talks open on the second Monday of next month.", "2014-03-10"),
        ("They meet next week on Wed.", "2014-02-19"),
        ("He was away from May 2012 to 5 June 2013.", "2012-05/2013-06-05"),
        ("He was away between 2011 and May 2013.", "2011/2013-05"),
        ("The period is 10/1/2013-10/7/2013.", "2013-10-01/2013-10-07"),
        ("It ran in Jan-Feb 2013.", "2013-01/2013-02"),
        ("He was away from 4 to 22 this month.", "2014-02-04/2014-02-22"),
        ("Sales fell in the third quarter of last year.", "2013-Q3"),
        ("Sales are up in the year to date.", "2014-01-01/2014-02-12"),
        ("The movement was born in the early 1990s.", "199X"),
        ("Police clashed with crowds over the weekend.", "2014-W06-WE"),
        ("They meet every other Friday.", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("They meet every other day.", "RRULE:FREQ=DAILY;INTERVAL=2"),
    ],
)
def test_english_dates_of_mails_and_notes_are_read(text: str, value: str) -> None:
    assert values(text, "en") == [value]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ils étaient entre 1500 et 2000 manifestants.", "fr"),
        ("Environ 2000 soldats ont fui.", "fr"),
        ("Ouvert 24/7, note 8/10, score 2-1, trois quarts (3/4) des voix.", "fr"),
        ("Between 1500 and 2000 people marched.", "en"),
        ("The number rose from 1200 to 1500 protesters.", "en"),
        ("Open 24/7, rated 8/10; they won by 3/4 of the votes, 2-1.", "en"),
        ("They may first consult; the second march on the capital failed by the 3rd attempt.", "en"),
        ("The sun sat on the wall; he is in his twenties.", "en"),
        ("The October war and the revolution.", "en"),
    ],
)
def test_counts_fractions_and_scores_are_no_dates(text: str, language: str) -> None:
    assert values(text, language) == []


def test_a_season_of_two_years_is_no_month() -> None:
    assert "2011-12" not in values("Le club a perdu en 2011-12.")


def test_later_than_a_date_wants_an_end_of_clause() -> None:
    assert values("In 2010 and later he led the party.", "en") == ["2010"]


def words_of(language: str) -> list[str]:
    """The words that times are made of in a language, with numbers and signs."""
    data = table(language, "times")
    words = [
        word
        for key in (
            "months",
            "weekdays",
            "units",
            "seasons",
            "parts",
            "numbers",
            "ordinals",
            "modifiers",
            "daywords",
            "decades",
        )
        for word in data[key]
    ]
    words += [word for key in ("bounds", "away", "onwards", "ranges") for row in data[key].values() for word in row]
    glue = [
        "le",
        "de",
        "du",
        "au",
        "et",
        "à",
        "en",
        "il y a",
        "dans",
        "the",
        "of",
        "in",
        "to",
        "and",
        "ago",
        "last",
        "next",
        "dernier",
        "prochaine",
    ]
    return [*words, *data["signs"], *glue, *"0 1 29 30 31 12 1999 2014 9999 31/12/99 2014-02-30 - , .".split()]


@pytest.mark.parametrize("language", ["fr", "en"])
@given(data=st.data(), published=st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_any_words_of_time_end_no_earlier_than_they_begin(
    language: str, data: st.DataObject, published: date | None
) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(words_of(language)), min_size=1, max_size=12)))
    for time in found(text, language, published):
        assert time.value
        assert not (time.begins and time.ends) or time.begins <= time.ends


@pytest.mark.parametrize("piece", ["le 3 mars 2013 et ", "du 3 ", "lundi et ", "2013", "mars, "])
def test_a_very_long_line_comes_to_an_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert all(time.end <= len(text) for time in found(text))


def test_a_weekday_told_with_the_one_before_it_comes_after_it() -> None:
    text = "Les ministres se donnent rendez-vous jeudi et vendredi à Vienne."
    document = recoupe.read_text(text, published="2026-06-25", language="fr")
    assert [(t.begins, t.ends) for t in recoupe.extract(document).times] == [("2026-06-25",) * 2, ("2026-06-26",) * 2]
