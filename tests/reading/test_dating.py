"""Dating: when a document was published, from what it says of itself or from what it tells, and why."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recoupe
from recoupe.model import Apart, ApartKind, Passage, Published
from recoupe.reading.dating import published
from recoupe.reading.received import Dated

DAY = date(2014, 2, 12)


def dated(text: str, language: str = "fr") -> Published:
    """The publication of a text that carries nothing but its words."""
    return recoupe.read_text(text, language=language).published


def worked_out(
    text: str = "Le comité se réunit.",
    metadata: tuple[Dated, ...] = (),
    apart: tuple[Apart, ...] = (),
    url: str | None = None,
) -> Published:
    return published(text, (Passage(0, len(text), language="fr"),), "fr", metadata, apart, url)


def line(text: str, kind: ApartKind = ApartKind.DATELINE) -> Apart:
    return Apart(kind, text, (0, len(text)), "")


def bounds(found: Published) -> tuple[date | None, date | None]:
    return found.earliest, found.latest


# --- what says it ------------------------------------------------------------------------------------------------


def test_metadata_comes_before_lines_and_address() -> None:
    found = worked_out(
        metadata=(Dated(DAY, "the page says so"),), apart=(line("Publié le 3 mars 2014"),), url="/2014/05/07/"
    )
    assert (found.day, found.reason) == (DAY, "the page says so")


def test_the_making_of_a_file_dates_nothing() -> None:
    assert not worked_out(metadata=(Dated(DAY, "the PDF was made", is_creation=True),)).is_known


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Publié le 12 février 2014 à 10h\nLe comité se réunit.", "fr", DAY),
        ("Publié le 12/02/2014\nLe comité se réunit.", "fr", DAY),
        ("TUNIS, 12 février 2014 – Le comité s'est réuni.", "fr", DAY),
        ("Published on 12 February 2014\nThe committee met.", "en", DAY),
        ("TUNIS, February 12, 2014 - The committee met behind closed doors.", "en", DAY),
    ],
)
def test_a_line_or_dateline_dates_a_text(text: str, language: str, day: date) -> None:
    found = dated(text, language)
    assert found.day == day
    assert "the line" in found.reason


def test_a_text_is_dated_by_its_publication_and_not_by_its_revision() -> None:
    assert dated("Mis à jour le 14/02/2014\nPublié le 12/02/2014\nLe comité se réunit.").day == DAY


def test_a_dateline_without_a_day_dates_nothing() -> None:
    assert not dated("TUNIS (Transmed) – Le comité se réunit.").is_known


@pytest.mark.parametrize(
    ("url", "interval"),
    [
        ("https://example.org/2014/02/12/comite.html", (DAY, DAY)),
        ("https://example.org/2014-02-12-comite.html", (DAY, DAY)),
        ("https://example.org/a/20140212/comite", (DAY, DAY)),
        ("https://example.org/2014/02/comite.html", (date(2014, 2, 1), date(2014, 2, 28))),
        ("https://example.org/2014/02/31/comite.html", (date(2014, 2, 1), date(2014, 2, 28))),
        ("https://example.org/article1402120145.html", (None, None)),
        ("https://example.org/id/2014021299", (None, None)),
    ],
)
def test_an_address_gives_a_day_or_a_month(url: str, interval: tuple[date | None, date | None]) -> None:
    assert bounds(worked_out(url=url)) == interval


def test_a_date_that_the_text_overtakes_stands_and_says_so() -> None:
    found = worked_out("Le comité s'est réuni le 3 mars 2015.", metadata=(Dated(DAY, "the page says so"),))
    assert found.day == DAY
    assert "the page says so; yet 'le 3 mars 2015' is past" in found.reason


def test_a_date_that_the_text_agrees_with_has_its_reason_alone() -> None:
    found = worked_out("Le comité s'est réuni le 3 janvier 2014.", metadata=(Dated(DAY, "the page says so"),))
    assert found.reason == "the page says so"


# --- what tells it -----------------------------------------------------------------------------------------------


def test_a_month_told_after_others_is_past_and_a_day_to_come_is_not() -> None:
    found = dated(
        "La mission s'est rendue à Oran en mai et août 2015, puis en novembre. Un bilan sera publié le 6 avril prochain."
    )
    assert bounds(found) == (date(2015, 12, 1), date(2016, 4, 5))
    assert (
        found.reason == "'en novembre' follows 'mai et août 2015' and is past; 'le 6 avril prochain' is still to come"
    )


def test_a_month_told_after_others_is_past_in_english() -> None:
    found = dated(
        "The panel met in May and August 2015, then again in November. A review will be held on 6 April.", "en"
    )
    assert bounds(found) == (date(2015, 12, 1), date(2016, 4, 5))


def test_the_latest_of_what_is_past_is_the_earliest_day() -> None:
    assert dated("Il a été arrêté le 4 juin 2012. Il avait été jugé en mars 2009.").earliest == date(2012, 6, 4)


def test_a_full_date_to_come_is_the_latest_day() -> None:
    assert bounds(dated("Le sommet se tiendra le 3 juin 2014.")) == (None, date(2014, 6, 2))


def test_a_day_to_come_without_any_year_dates_nothing() -> None:
    assert not dated("Le sommet se tiendra le 3 juin prochain.").is_known


def test_a_year_bounds_only_where_nothing_finer_does() -> None:
    assert dated("Le traité, qui expirait en 2030, a été signé le 4 mai 2012.").earliest == date(2012, 5, 4)
    assert dated("Le réseau a été démantelé en 2011.").earliest == date(2011, 1, 1)


@pytest.mark.parametrize(
    "text", ["", "Le comité s'est réuni hier.", "Il a été arrêté lundi soir.", "Le comité compte 2014 membres."]
)
def test_what_nothing_dates_is_unknown(text: str) -> None:
    found = dated(text) if text else worked_out(text)
    assert bounds(found) == (None, None)
    assert found.reason == "nothing in the document dates it"


def test_the_time_of_a_file_is_never_asked(tmp_path: Path) -> None:
    path = tmp_path / "2014-02-12.txt"
    path.write_text("Le comité se réunit. Les participants sont attendus.", encoding="utf-8")
    (document,) = recoupe.read(path)
    assert not document.published.is_known


def test_the_article_is_dated_from_its_content(shared: Path) -> None:
    (document,) = recoupe.read(shared / "articles" / "brussels-2014.txt")
    assert bounds(document.published) == (date(2014, 1, 1), date(2014, 5, 7))


PARTS = [
    "le 3 mars 2014",
    "en juin",
    "fin 2012",
    "le 8 mai prochain",
    "a été signé",
    "sera signé",
    "puis",
    "et",
    ",",
    ".",
    "en 2099",
    "31/12/99",
]


@given(
    words=st.lists(st.sampled_from(PARTS), max_size=14),
    url=st.none() | st.from_regex(r"/\d{4}/\d\d/\d\d/", fullmatch=True),
)
def test_no_text_is_published_before_its_earliest_day(words: list[str], url: str | None) -> None:
    found = worked_out(" ".join(words), url=url)
    assert not (found.earliest and found.latest) or found.earliest <= found.latest
    assert found.reason
