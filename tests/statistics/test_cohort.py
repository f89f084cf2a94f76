"""Crude figures of a cohort, worked out by hand for a handful of people."""

import math

import pytest

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.cohort import cohort_figures, crude_windows
from bleedlog.statistics.counts import count_windows
from bleedlog.statistics.results import CohortFigures, CohortWindow
from bleedlog.statistics.rule import Rule
from tests.statistics.diary_columns import Bleed, Recorded, diaries_of

# 2023 has 365 days before the infusion on 1 January 2024.
YEAR = ("2023-01-01", "2024-01-01")
TREATED = "2024-01-01"


def somebody(
    days: list[str],
    cause: Cause = Cause.SPONTANEOUS,
    observed: tuple[str, str] = YEAR,
    counts: tuple[tuple[str, str, int], ...] = (),
) -> Recorded:
    return Recorded([observed], [Bleed(day, cause) for day in days], TREATED, counts)


def figures_of(*people: Recorded, rule: Rule | None = None) -> CohortFigures:
    return cohort_figures(diaries_of(*people), rule or Rule())


def window_of(figures: CohortFigures, name: str) -> CohortWindow:
    return next(window for window in figures.windows if window.name == name)


FOUR = (
    somebody([]),
    somebody(["2023-02-01"]),
    somebody(["2023-02-01", "2023-06-01", "2023-07-01"]),
    # 59 days: in the pooled rate, too short for a personal one.
    somebody(["2023-01-05", "2023-01-20"], observed=("2023-01-01", "2023-03-01")),
)


def test_the_pooled_rate_is_all_bleeds_over_all_observed_years() -> None:
    lead_in = window_of(figures_of(*FOUR), "lead_in")
    assert lead_in.people == 4
    assert lead_in.years == pytest.approx((3 * 365 + 59) / 365.25, rel=1e-15)
    rate = lead_in.rates["all"]
    assert rate.episodes == 6
    assert rate.abr == pytest.approx(6 * 365.25 / 1154, rel=1e-15)
    # R: poisson.test(6, 1154/365.25).
    assert rate.low == pytest.approx(2.2018943 * 365.25 / 1154, rel=1e-7)
    assert rate.high == pytest.approx(13.0594740 * 365.25 / 1154, rel=1e-7)


def test_people_without_a_bleed_are_a_share_with_its_exact_interval() -> None:
    rate = window_of(figures_of(*FOUR), "lead_in").rates["all"]
    assert (rate.zero_people, rate.zero_share) == (1, 0.25)
    # R: binom.test(1, 4).
    assert rate.zero_low == pytest.approx(0.006309463, abs=5e-10)
    assert rate.zero_high == pytest.approx(0.8058796, abs=5e-8)


def test_median_and_quartiles_are_of_those_with_enough_observed_days() -> None:
    rate = window_of(figures_of(*FOUR), "lead_in").rates["all"]
    # Of 0, 1 and 3 in 365 days: type 7 takes the middle, and half way to either side.
    a_year = 365.25 / 365
    assert rate.median == pytest.approx(1 * a_year, rel=1e-12)
    assert rate.q1 == pytest.approx(0.5 * a_year, rel=1e-12)
    assert rate.q3 == pytest.approx(2 * a_year, rel=1e-12)


def test_where_nobody_has_enough_days_there_is_no_median() -> None:
    rate = window_of(figures_of(*FOUR, rule=Rule(min_days=366)), "lead_in").rates["all"]
    assert (rate.median, rate.q1, rate.q3) == (None, None, None)
    assert rate.abr is not None


def test_kinds_have_numerators_of_their_own_and_unknown_causes_are_told() -> None:
    rates = window_of(
        figures_of(
            somebody(["2023-02-01", "2023-03-01"], Cause.TRAUMATIC),
            somebody(["2023-02-01"], Cause.UNKNOWN),
            somebody(["2023-02-01"]),
        ),
        "lead_in",
    ).rates
    assert {kind: rate.episodes for kind, rate in rates.items()} == {
        "all": 4,
        "spontaneous": 1,
        "joint": 4,
        "treated": 0,
    }
    assert rates["spontaneous"].zero_people == 2
    assert rates["spontaneous"].unknown_cause == 1
    assert rates["all"].unknown_cause is None


def test_somebody_whose_kinds_are_not_known_is_left_out_of_the_kinds() -> None:
    counted = somebody([], counts=(("2023-02-01", "2023-05-01", 5),))
    rates = window_of(figures_of(counted, somebody(["2023-02-01"])), "lead_in").rates
    assert rates["all"].episodes == 6
    assert rates["all"].abr == pytest.approx(6 * 365.25 / 730, rel=1e-15)
    assert rates["joint"].episodes == 1
    assert rates["joint"].abr == pytest.approx(365.25 / 365, rel=1e-15)
    assert (rates["joint"].zero_people, rates["joint"].zero_share) == (0, 0)


def test_a_kind_known_of_nobody_has_no_figures() -> None:
    counted = somebody([], counts=(("2023-02-01", "2023-05-01", 5),))
    rate = window_of(figures_of(counted), "lead_in").rates["treated"]
    assert (rate.episodes, rate.zero_people) == (0, 0)
    assert (rate.abr, rate.low, rate.high) == (None, None, None)
    assert (rate.zero_share, rate.zero_low, rate.zero_high) == (None, None, None)
    assert (rate.median, rate.q1, rate.q3) == (None, None, None)


def test_a_window_that_passed_in_silence_has_nobody_and_no_rate() -> None:
    silent = Recorded([YEAR, ("2025-10-01", "2025-12-01")], [], TREATED)
    window = window_of(figures_of(silent), "establishment")
    assert (window.people, window.years) == (0, 0)
    assert window.rates["all"].abr is None


def test_windows_come_in_printing_order_and_only_where_somebody_has_them() -> None:
    long = Recorded([("2023-01-01", "2026-01-01")], [], TREATED)
    untreated = Recorded([("2023-01-01", "2024-06-01")])
    figures = figures_of(long, untreated)
    assert [window.name for window in figures.windows] == [
        "lead_in",
        "establishment",
        "months_7_18",
        "months_19_30",
        "after_6m",
        "year_1",
        "year_2",
    ]
    assert window_of(figures, "year_1").people == 1


def test_people_are_those_with_an_observed_day() -> None:
    assert figures_of(*FOUR, Recorded(treated_on=TREATED)).people == 4
    nobody = figures_of(Recorded())
    assert (nobody.people, nobody.windows) == (0, ())


def test_the_confidence_holds_for_every_interval() -> None:
    rate = window_of(figures_of(somebody([]), rule=Rule(confidence=0.8)), "lead_in").rates["all"]
    # None in a year, one person of one: -ln 0.1 bleeds a year at most, a share of 0.1 at least.
    assert rate.high == pytest.approx(-math.log(0.1) * 365.25 / 365, rel=1e-12)
    assert rate.zero_low == pytest.approx(0.1, rel=1e-12)


def test_the_windows_the_model_and_the_mean_function_stand_together() -> None:
    diaries = diaries_of(*FOUR)
    figures = cohort_figures(diaries, Rule())
    assert figures.mcf["lead_in"][0][0] == -361
    assert figures.mcf["after"] == ()
    assert figures.model.rates["all"].reason == "fewer than 10 people"
    assert figures.windows == crude_windows(count_windows(diaries, Rule()), Rule())
