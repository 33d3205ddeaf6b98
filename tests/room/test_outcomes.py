"""Outcomes: ranges by speaker, what follows from them, what cannot be so; nothing averaged, nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.room.operations.outcomes import (
    NONE,
    Range,
    Said,
    Total,
    accounts,
    impossible,
    not_final,
    nothing_known,
    over,
)


def said(outcome, low, high, speaker="the prosecutor", day=1):
    return Said(outcome, Range(low, high), speaker, date(2026, 2, day))


def test_two_speakers_make_a_range_and_a_dispute_never_an_average():
    known = over([said("arrested", 12, 12, "a paper"), said("arrested", 16, 16, "another")])["arrested"]
    assert known.range == Range(12, 16)
    assert known.is_disputed


def test_ranges_that_meet_are_no_dispute():
    assert not over([said("arrested", 10, 14, "a"), said("arrested", 12, 20, "b")])["arrested"].is_disputed


def test_of_each_speaker_the_last_word_counts():
    words = [said("arrested", 12, 12, "The Ministry", 1), said("arrested", 15, 15, "the ministry ", 3)]
    assert over(words)["arrested"].range == Range(15, 15)
    assert not over(words)["arrested"].is_disputed


def test_what_is_left_of_those_arrested_is_worked_out_by_intervals():
    known = over(
        [said("arrested", 12, 12, "a"), said("arrested", 16, 16, "b"), said("released", 4, 4)]
    )  # "12 or 16 arrested; 4 released; so 8 to 12"
    (account,) = accounts(known)
    assert account.rest == Range(8, 12)
    assert nothing_known(known) == Range(8, 12)


def test_released_convicted_and_acquitted_leave_one_to_three_unknown():
    known = over([said("arrested", 9, 9), said("released", 3, 5), said("convicted", 2, 2), said("acquitted", 1, 1)])
    assert accounts(known)[0].rest == Range(1, 3)


def test_what_nobody_said_is_unknown_and_not_none():
    known = over([said("arrested", 9, 9)])
    assert nothing_known(known) == Range(9, 9)
    assert not_final(known) is None
    assert "released" not in known


def test_those_charged_are_followed_apart_from_those_arrested():
    known = over([said("arrested", 14, 17), said("released", 4, 4), said("charged", 10, 10),
                  said("convicted", 6, 6), said("acquitted", 3, 3)])  # fmt: skip
    arrested, charged, judged = accounts(known)
    assert (arrested.rest, charged.rest, judged.rest) == (Range(0, 3), Range(1, 1), Range(9, 9))
    assert not_final(known) == Range(9, 9)


def test_a_judgment_on_appeal_is_not_final_and_a_final_one_takes_it_out():
    known = over([said("convicted", 6, 6), said("acquitted", 3, 3), said("appealed", 5, 5)])
    assert not_final(known) == Range(9, 9)
    known = over([said("convicted", 6, 6), said("acquitted", 3, 3), said("convicted finally", 4, 4)])
    assert not_final(known) == Range(5, 5)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([said("tried", 5, 5), said("convicted", 7, 7)], ("convicted",)),
        ([said("tried", 5, 5), said("convicted", 3, 3), said("acquitted", 3, 3)], ("convicted", "acquitted")),
        ([said("arrested", 5, 8), said("charged", 9, None)], ("charged",)),
        ([said("charged", 5, 5), said("convicted", 6, 6)], ("convicted",)),
        ([said("arrested", 5, 5), said("convicted finally", 6, 6)], ("convicted finally",)),
    ],
)
def test_what_cannot_be_so_is_flagged(words, parts):
    assert parts in {fault.parts for fault in impossible(over(words))}


def test_what_can_be_so_is_not_flagged():
    assert impossible(over([said("tried", 5, 9), said("convicted", 7, 7), said("acquitted", 2, 2)])) == []
    assert impossible(over([said("tried", 5, None), said("convicted", 700, 700)])) == []


def test_a_sum_over_cases_keeps_its_gaps():
    total = Total()
    total.add(1, Range(2, 3))
    total.add(2, None)
    total.add(3, Range(4, None))
    assert (total.range, total.known, total.missing) == (Range(6, None), 2, 1)


numbers = st.integers(0, 60)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4), numbers)
def test_the_remainder_holds_every_number_that_is_possible(parts, extra):
    """Whoever knew the true numbers, each within its range, would find the true remainder within ours."""
    ranges = [Range(min(pair), max(pair)) for pair in parts]
    true = [pair[0] for pair in parts]
    whole = Range(sum(true), sum(true) + extra)
    for of in (whole.low, whole.high):
        rest = whole - sum(ranges, NONE)
        if of - sum(true) >= 0:
            assert rest.low <= of - sum(true) <= rest.high


@given(st.lists(st.tuples(numbers, numbers, st.sampled_from("abc"), st.integers(1, 28)), min_size=1, max_size=8))
def test_the_order_in_which_things_were_written_down_changes_nothing(rows):
    words = [
        Said("arrested", Range(min(a, b), max(a, b)), who, date(2026, 2, day), n)
        for n, (a, b, who, day) in enumerate(rows)
    ]
    assert over(words)["arrested"].range == over(reversed(words))["arrested"].range
