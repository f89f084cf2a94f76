"""Spans of which only the number of bleeds is known (rule 1, point 5)."""

import numpy as np

from bleedlog.statistics.codes import Span
from bleedlog.statistics.counts import count_in_windows
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.observed import gather_claims
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    Entry,
    Said,
    day_number,
    diaries_of,
)
from tests.statistics.window_tally import TREATED, YEARS, count_of, in_window


def count(number: int, first: str, end: str) -> Said:
    return Said(Span.BLEED_COUNT, first, end, count=number)


def test_a_number_of_bleeds_is_whole_in_the_window_of_its_first_day() -> None:
    counts = count_of(
        [Entry("2022-10-01"), Entry("2022-12-10"), Entry("2023-01-10"), Entry("2023-02-10")],
        [*YEARS, count(5, "2022-12-01", "2023-02-01")],
    )
    # Bleeds logged inside the span are not counted again; the kinds of the five are not known.
    assert in_window(counts, "lead_in") == {
        "all": 6,
        "spontaneous": None,
        "joint": None,
        "treated": None,
    }
    assert in_window(counts, "establishment") == {
        "all": 1,
        "spontaneous": None,
        "joint": None,
        "treated": None,
    }
    assert in_window(counts, "months_7_18")["joint"] == 0


def test_a_number_of_bleeds_belongs_to_all_windows_that_hold_its_first_day() -> None:
    counts = count_of([], [*YEARS, count(2, "2024-06-30", "2024-07-02")])
    held = {name: in_window(counts, name) for name in counts.names}
    not_known = {"spontaneous": None, "joint": None, "treated": None}
    assert held["months_7_18"] == {"all": 2, **not_known}
    assert held["months_19_30"] == {"all": 0, **not_known}
    assert held["after_6m"] == {"all": 2, **not_known}
    assert held["establishment"]["joint"] == 0


def test_a_span_that_ends_where_a_window_begins_does_not_touch_it() -> None:
    counts = count_of([], [*YEARS, count(3, "2022-12-01", "2023-01-01")])
    assert in_window(counts, "lead_in")["joint"] is None
    assert in_window(counts, "establishment")["joint"] == 0


def test_a_number_before_a_fixed_lead_in_is_in_no_window() -> None:
    counts = count_of([], [*YEARS, count(3, "2022-06-01", "2022-08-01")], Rule(lead_in_months=6))
    assert in_window(counts, "lead_in") == {
        "all": 0,
        "spontaneous": None,
        "joint": None,
        "treated": None,
    }


def test_several_numbers_add_up_and_their_spans_are_observed() -> None:
    said = [count(3, "2022-01-01", "2022-02-01"), count(0, "2022-01-15", "2022-03-01")]
    counts = count_of([Entry("2022-01-20")], said)
    assert in_window(counts, "lead_in")["all"] == 3
    assert counts.observed.tolist() == [[59]]
    assert counts.bleed_only.tolist() == [[0]]


def test_a_bleed_that_began_before_the_span_is_counted_beside_its_number() -> None:
    entries = [Entry("2022-01-31"), Entry("2022-02-02")]
    counts = count_of(entries, [*YEARS, count(4, "2022-02-01", "2022-03-01")])
    assert in_window(counts, "lead_in")["all"] == 5


def test_what_is_left_out_from_a_day_on() -> None:
    diaries = diaries_of(
        [Entry("2023-02-01"), Entry("2023-05-01")],
        [*YEARS, count(2, "2023-02-20", "2023-03-10"), count(1, "2023-03-01", "2023-03-05")],
        treated_on=[TREATED],
    )
    until = np.array([day_number("2023-03-01")], dtype=np.int32)
    episodes = find_episodes(diaries, Rule())
    counts = count_in_windows(diaries, Rule(), episodes, gather_claims(diaries), until=until)
    assert counts.names == ("lead_in", "establishment")
    assert counts.elapsed.tolist() == [[365, 59]]
    assert counts.observed.tolist() == [[365, 59]]
    # How many of the two bleeds were before 1 March, nobody knows.
    assert in_window(counts, "establishment")["all"] is None
    assert in_window(counts, "lead_in")["all"] == 0
