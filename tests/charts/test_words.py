from datetime import date

import pytest

from bleedlog.charts.words import (
    count_words,
    day_words,
    interval_words,
    p_words,
    per_year,
    rate_words,
    ratio_words,
    window_words,
)
from bleedlog.statistics.results import Rate, Ratio


def test_a_day_is_written_in_full() -> None:
    assert day_words(date(2026, 8, 6)) == "6 August 2026"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "No bleeds"), (1, "1 bleed"), (2, "2 bleeds"), (1204, "1,204 bleeds")]
)
def test_a_count_has_its_noun(count: int, words: str) -> None:
    assert count_words(count, "bleed") == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lead_in", "Before"),
        ("establishment", "First 6 months"),
        ("after_6m", "Since month 7"),
        ("months_7_18", "Months 7 to 18"),
        ("months_31_42", "Months 31 to 42"),
        ("year_2", "Year 2"),
    ],
)
def test_windows_have_names_for_people(name: str, words: str) -> None:
    assert window_words(name) == words


def test_a_rate_stands_with_its_interval() -> None:
    # 137 events in 24.19893 units (R's cipoisson).
    rate = Rate(137, 5.661407, 4.753125, 6.692709)

    assert rate_words(rate) == "5.7 a year (4.8 to 6.7)"
    assert rate_words(rate, unit="") == "5.7 (4.8 to 6.7)"


@pytest.mark.parametrize("rate", [None, Rate(1, None, 3.1, 678.3)])
def test_a_rate_that_is_not_known_is_never_a_number(rate: Rate | None) -> None:
    assert rate_words(rate) == "not known"


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0.0"), (99.94, "99.9"), (99.96, "100"), (678.3, "678")]
)
def test_large_yearly_figures_are_whole(value: float, words: str) -> None:
    assert per_year(value) == words


def test_an_interval_that_is_not_known_says_so() -> None:
    assert interval_words(None, None) == "not known"
    assert interval_words(0, 3.69) == "0.0 to 3.7"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        # The clinical rules' worked examples and HOPE-B's published ratio.
        (Ratio(1.971488, 0.8584264, 4.2772659, False, 0.1, True), "2.0 (0.86 to 4.3)"),
        (Ratio(0.0, 0.0, 0.546, False, 0.0082, True), "0 (0 to 0.55)"),
        (Ratio(0.2, 0.004, 1.8, False, 0.2, True), "0.20 (0.004 to 1.8)"),
        (Ratio(0.36, 0.20, 0.64, False, 0.001, True), "0.36 (0.20 to 0.64)"),
        (Ratio(12.4, 9.97, 140.2, False, 0.001, True), "12 (10 to 140)"),
        (Ratio(0.0001, 0.00004, 0.5, False, 0.001, True), "<0.001 (<0.001 to 0.50)"),
        (Ratio(None, 2.0164, None, True, 0.0034, True), "above 2.0, no upper limit"),
        (Ratio(None, None, None, False, None, False), "not estimable"),
        (None, "not known"),
    ],
)
def test_ratios(ratio: Ratio | None, words: str) -> None:
    assert ratio_words(ratio) == words


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0082, "0.0082"),
        (0.0180, "0.018"),
        (0.5, "0.50"),
        (1.0, "1.00"),
        (1e-9, "<0.001"),
        (None, ""),
    ],
)
def test_p_values(p: float | None, words: str) -> None:
    assert p_words(p) == words
