"""iCalendar: dated findings as events, whole days, under the class that their mark allows."""

from datetime import UTC, date, datetime

import pytest
from contents import content, marking
from icalendar import Calendar

from recoupe.exchange import ical
from recoupe.model import Marking, Tlp

MADE = datetime(2026, 10, 1, 8, tzinfo=UTC)


def events(mark: Marking | None = None) -> list:
    return Calendar.from_ical(ical.calendar(content(mark), MADE)).walk("VEVENT")


def test_each_dated_event_that_stands_is_there_once() -> None:
    wanted = {f"{f.id}@recoupe" for f in content().findings if f.kind == "event" and f.begins}
    assert {str(event["uid"]) for event in events()} == wanted
    assert len(events()) == len(wanted) > 0


def test_days_are_whole_and_the_last_is_in() -> None:
    findings = {f"{f.id}@recoupe": f for f in content().findings}
    for event in events():
        finding = findings[str(event["uid"])]
        assert event["dtstart"].dt == date.fromisoformat(finding.begins)
        assert (event["dtend"].dt - date.fromisoformat(finding.ends)).days == 1


@pytest.mark.parametrize(
    ("level", "to", "wanted"),
    [
        (Tlp.CLEAR, (), "PUBLIC"),
        (Tlp.CLEAR, ("BE",), "CONFIDENTIAL"),
        (Tlp.GREEN, (), "PRIVATE"),
        (Tlp.AMBER, (), "CONFIDENTIAL"),
        (Tlp.AMBER_STRICT, (), "CONFIDENTIAL"),
        (Tlp.RED, (), "CONFIDENTIAL"),
    ],
)
def test_the_class_is_what_the_mark_allows(level: Tlp, to: tuple[str, ...], wanted: str) -> None:
    assert {str(event["class"]) for event in events(marking(level, to))} == {wanted}
    assert {str(event["x-tlp"]) for event in events(marking(level, to))} == {str(level)}


def test_what_is_planned_is_tentative_and_says_where() -> None:
    (lyon,) = [event for event in events() if str(event["location"]) == "Lyon"]
    assert lyon["status"] == "TENTATIVE"
    assert "se réuniront" in lyon["description"]


def test_the_same_content_gives_the_same_calendar() -> None:
    assert ical.calendar(content(), MADE) == ical.calendar(content(), MADE)
