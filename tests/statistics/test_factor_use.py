"""Infusions and units by window, and infusions that were not needed."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bleedlog.statistics.counts import count_windows
from bleedlog.statistics.factor_use import factor_use, infusions_not_needed
from bleedlog.statistics.results import FactorUse
from bleedlog.statistics.rule import Rule
from tests.statistics.diary_columns import Recorded, day_number, diaries_of

# 28 days before, 35 days after.
FOUR_WEEKS_AND_FIVE = [("2024-01-01", "2024-03-04")]
TREATED = "2024-01-29"
WEEKLY = [("2024-01-02", 4000.0), ("2024-01-09", 4000.0), ("2024-01-16", 4000.0)]


def use_of(*people: Recorded, who: int = 0) -> dict[str, FactorUse]:
    diaries = diaries_of(*people)
    rows = factor_use(diaries, count_windows(diaries, Rule()), who)
    return {row.window: row for row in rows}


def not_needed_of(*people: Recorded, who: int = 0) -> float | None:
    diaries = diaries_of(*people)
    return infusions_not_needed(diaries, count_windows(diaries, Rule()), who)


def test_infusions_and_units_are_per_week_of_the_window() -> None:
    person = Recorded(
        FOUR_WEEKS_AND_FIVE,
        treated_on=TREATED,
        infusions=[*WEEKLY, ("2024-01-29", 2000.0), ("2024-03-04", 9000.0)],
    )
    assert use_of(person) == {
        "lead_in": FactorUse("lead_in", 3, 12000, 0.75, 3000, 0),
        # The infusion day belongs to it; the end of data does not.
        "establishment": FactorUse("establishment", 1, 2000, 0.2, 400, 0),
    }


def test_weeks_are_of_elapsed_time_whether_or_not_bleeds_were_spoken_of() -> None:
    observed = [("2024-01-01", "2024-01-02"), ("2024-01-28", "2024-01-29")]
    lead_in = use_of(Recorded(observed, treated_on=TREATED, infusions=WEEKLY))["lead_in"]
    assert lead_in.infusions_per_week == 0.75


def test_a_dose_that_is_not_known_is_an_infusion_without_units() -> None:
    infusions = [*WEEKLY, ("2024-01-23", math.nan)]
    lead_in = use_of(Recorded(FOUR_WEEKS_AND_FIVE, (), TREATED, infusions=infusions))["lead_in"]
    assert (lead_in.infusions, lead_in.infusions_per_week) == (4, 1)
    assert (lead_in.units, lead_in.units_per_week, lead_in.unknown_doses) == (12000, 3000, 1)


def test_infusions_not_needed_are_expected_less_given() -> None:
    person = Recorded(
        FOUR_WEEKS_AND_FIVE,
        treated_on=TREATED,
        infusions=[*WEEKLY, ("2024-01-29", 4000.0), ("2024-03-04", 4000.0)],
    )
    # 3 in 4 weeks, so 3.75 in 5 weeks; one was given on the infusion day.
    assert not_needed_of(person) == pytest.approx(2.75, rel=1e-12)


def test_infusions_not_needed_are_never_below_0() -> None:
    more = [(f"2024-02-{day:02d}", 4000.0) for day in range(1, 11)]
    person = Recorded(FOUR_WEEKS_AND_FIVE, (), TREATED, infusions=[*WEEKLY, *more])
    assert not_needed_of(person) == 0


def test_nothing_is_spared_before_the_treatment() -> None:
    planned = Recorded(FOUR_WEEKS_AND_FIVE, (), "2024-06-01", infusions=WEEKLY)
    assert not_needed_of(planned) == 0


def test_without_treatment_or_lead_in_nothing_can_be_said() -> None:
    assert not_needed_of(Recorded(FOUR_WEEKS_AND_FIVE, infusions=WEEKLY)) is None
    assert not_needed_of(Recorded(FOUR_WEEKS_AND_FIVE, (), "2024-01-01", infusions=WEEKLY)) is None
    assert not_needed_of(Recorded(treated_on=TREATED, infusions=WEEKLY)) is None


def test_nothing_is_called_spared_once_somebody_is_back_on_prophylaxis() -> None:
    diaries = replace(
        diaries_of(Recorded(FOUR_WEEKS_AND_FIVE, (), TREATED, infusions=WEEKLY)),
        back_on_prophylaxis_day=np.array([day_number("2024-02-20")], dtype=np.int32),
    )
    assert infusions_not_needed(diaries, count_windows(diaries, Rule())) is None


def test_people_are_kept_apart() -> None:
    other = Recorded([("2024-01-01", "2024-06-01")], infusions=[("2024-01-05", 1.0)])
    person = Recorded(FOUR_WEEKS_AND_FIVE, (), TREATED, infusions=WEEKLY)
    assert use_of(other, person, who=1) == use_of(person)
    assert list(use_of(other, person)) == ["year_1"]
    assert not_needed_of(other, person, who=1) == pytest.approx(3.75, rel=1e-12)
