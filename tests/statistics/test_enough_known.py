"""Whether enough is known of a window: too short, sparse, or nothing observed at all."""

import pytest

from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    Entry,
    observed,
)
from tests.statistics.example_person import (
    EXAMPLE,
    abr,
    figures_of,
    window_of,
)


def test_fewer_than_90_observed_days_print_no_rate_but_its_interval() -> None:
    figures = figures_of([Entry("2024-01-05")], [observed("2024-01-03", "2024-01-06")])
    lead_in = window_of(figures, "lead_in")
    assert lead_in.too_short
    rate = lead_in.rates["all"]
    assert rate is not None
    assert (rate.episodes, rate.abr) == (1, None)
    # A worked example of the rules: 1 bleed in 3 days, interval 3.1-678.
    assert rate.low == pytest.approx(3.1, abs=0.05)
    assert rate.high == pytest.approx(678, abs=0.5)


def test_90_observed_days_are_enough_and_the_number_can_be_chosen() -> None:
    days = [observed("2023-12-02", "2024-03-01")]
    assert not window_of(figures_of([], days), "lead_in").too_short
    fewer = [observed("2023-12-03", "2024-03-01")]
    assert window_of(figures_of([], fewer), "lead_in").too_short
    assert not window_of(figures_of([], fewer, rule=Rule(min_days=89)), "lead_in").too_short


def test_silence_counts_by_its_own_days_whether_it_is_too_short() -> None:
    # 30 observed days at either end of a year.
    said = [observed("2023-03-01", "2023-03-16"), observed("2024-02-15", "2024-03-01")]
    lead_in = window_of(figures_of([], said), "lead_in")
    assert lead_in.observed_days == 30
    rate, silent = lead_in.rates["all"], lead_in.if_silence_meant_none["all"]
    assert rate is not None
    assert silent is not None
    # A worked example of the rules: 0 bleeds in 30 days, upper limit 44.9; 0 in 1 year: 3.69.
    assert (rate.abr, rate.low) == (None, 0)
    assert rate.high == pytest.approx(44.9, abs=0.05)
    assert (silent.abr, silent.low) == (0, 0)
    assert silent.high == pytest.approx(3.688879454 * 365.25 / 366, rel=1e-9)


def test_half_of_the_elapsed_days_are_enough_not_to_be_sparse() -> None:
    # 181 days from 2 September to 29 February; the last one is observed in both.
    half = [observed("2023-09-02", "2023-12-01"), observed("2024-02-29", "2024-03-01")]
    lead_in = window_of(figures_of([], half), "lead_in")
    assert (lead_in.elapsed_days, lead_in.observed_days, lead_in.sparse) == (181, 91, False)
    less = [observed("2023-09-02", "2023-11-30"), observed("2024-02-29", "2024-03-01")]
    lead_in = window_of(figures_of([], less), "lead_in")
    assert (lead_in.elapsed_days, lead_in.observed_days, lead_in.sparse) == (181, 90, True)
    assert not lead_in.too_short
    assert not lead_in.headline
    assert abr(lead_in) == 0


def test_over_a_tenth_of_days_known_only_from_bleeds_is_sparse() -> None:
    bleeds = [Entry(f"2023-11-{day:02}") for day in range(1, 11)]
    tenth = [observed("2023-08-03", "2023-11-01")]
    lead_in = window_of(figures_of(bleeds, tenth, treated="2023-11-11"), "lead_in")
    assert (lead_in.observed_days, lead_in.bleed_only_days, lead_in.sparse) == (100, 10, False)
    assert lead_in.headline
    more = [observed("2023-08-04", "2023-11-01")]
    lead_in = window_of(figures_of(bleeds, more, treated="2023-11-11"), "lead_in")
    assert (lead_in.observed_days, lead_in.bleed_only_days, lead_in.sparse) == (99, 10, True)
    # Their days follow each other within 72 hours: one bleed. The rate stays.
    assert abr(lead_in) == 1 / (99 / 365.25)


def test_a_sparse_or_short_window_is_compared_but_not_comparable() -> None:
    said = [observed("2023-03-01", "2024-03-01"), observed("2024-09-01", "2024-10-01")]
    figures = figures_of(EXAMPLE[:1], said)
    comparison = figures.comparison("months_7_18")
    assert comparison is not None
    assert not comparison.comparable
    ratio = comparison.rates["all"]
    assert ratio is not None
    assert ratio.ratio == 0
    other_way = figures_of([], [observed("2024-02-01", "2025-09-01")]).comparison("months_7_18")
    assert other_way is not None
    assert not other_way.comparable


def test_a_window_without_observed_days_has_no_rate_and_no_comparison() -> None:
    figures = figures_of(
        [], [observed("2023-03-01", "2024-03-01"), observed("2026-01-01", "2026-02-01")]
    )
    silent = window_of(figures, "months_7_18")
    assert (silent.elapsed_days, silent.observed_days) == (365, 0)
    assert silent.too_short
    assert silent.sparse
    for category in ("all", "spontaneous", "joint", "treated"):
        rate = silent.rates[category]
        assert rate is not None
        assert (rate.episodes, rate.abr, rate.low, rate.high) == (0, None, None, None)
    assumed = silent.if_silence_meant_none["all"]
    assert assumed is not None
    assert assumed.abr == 0
    assert [one.after for one in figures.comparisons] == ["months_19_30", "after_6m"]


def test_a_lead_in_without_observed_days_is_compared_with_nothing() -> None:
    said = [observed("2024-03-01", "2026-01-01")]
    assert figures_of([], said).comparisons == ()
    fixed = figures_of([], said, rule=Rule(lead_in_months=6))
    assert window_of(fixed, "lead_in").observed_days == 0
    assert fixed.comparisons == ()
