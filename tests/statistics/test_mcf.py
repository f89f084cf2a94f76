"""The mean cumulative function, against R's printed valve seats, by hand, and a slow twin."""

from datetime import date, timedelta
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.counts import count_windows
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.mcf import Points, cohort_mcf, mean_cumulative
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.rule import Rule
from tests.statistics.diary_columns import Bleed, Recorded, diaries_of
from tests.statistics.valve_seats import ENGINES

Spans = list[tuple[int, int, int]]
Events = list[tuple[int, int]]


def mcf_of(diaries: Diaries, rule: Rule | None = None) -> dict[str, Points]:
    rule = rule or Rule()
    return cohort_mcf(
        diaries,
        rule,
        find_episodes(diaries, rule),
        observed_time(diaries),
        count_windows(diaries, rule),
    )


def function_of(events: Events, at_risk: Spans) -> list[tuple[int, float, float]]:
    whose, day = np.array(events, dtype=np.int64).reshape(-1, 2).T
    person, first, end = np.array(at_risk, dtype=np.int64).reshape(-1, 3).T
    days, mean, error = mean_cumulative((whose, day), (person, first, end))
    return list(zip(days.tolist(), mean.tolist(), error.tolist(), strict=True))


def slow_function_of(events: Events, at_risk: Spans) -> list[tuple[int, float, float]]:
    """People by days, in fractions: the definition and nothing else."""

    def watched(person: int, day: int) -> bool:
        return any(who == person and first <= day < end for who, first, end in at_risk)

    seen = [(person, day) for person, day in events if watched(person, day)]
    people = {person for person, _, _ in at_risk}
    mean = Fraction(0)
    own = dict.fromkeys(people, Fraction(0))
    points = []
    for day in sorted({day for _, day in seen}):
        there = [person for person in people if watched(person, day)]
        rise = Fraction(sum(1 for _, at in seen if at == day), len(there))
        mean += rise
        for person in there:
            own[person] += (seen.count((person, day)) - rise) / len(there)
        points.append((day, float(mean), sqrt(sum(part**2 for part in own.values()))))
    return points


def test_valve_seats_have_the_values_and_errors_that_r_prints() -> None:
    assert len(ENGINES) == 41
    assert sum(len(days) for _, days in ENGINES) == 48
    installed = date(2020, 1, 1)

    def on(day: int) -> str:
        return (installed + timedelta(days=day)).isoformat()

    engines = diaries_of(
        *(
            Recorded([(on(0), on(last + 1))], [Bleed(on(day)) for day in days], treated_on=on(0))
            for last, days in ENGINES
        )
    )
    points = {day: (mean, error) for day, mean, error in mcf_of(engines)["after"]}
    assert [round(value, 3) for value in points[139]] == [0.220, 0.073]
    assert [round(value, 3) for value in points[653]] == [1.543, 0.312]
    assert len(points) == len({day for _, days in ENGINES for day in days})


def test_somebody_without_a_bleed_is_at_risk_all_the_same() -> None:
    # SurPyval leaves such people out once it is told from when to when they were watched.
    ((day, mean, error),) = function_of([(0, 5)], [(0, 0, 10), (1, 0, 10), (2, 0, 10), (3, 0, 10)])
    assert (day, mean) == (5, 0.25)
    # By hand: (3/4)/4 for one, (1/4)/4 for three.
    assert error == pytest.approx(sqrt(9 + 3) / 16, abs=1e-15)


def test_the_error_counts_people_not_bleeds() -> None:
    # One of two has all four bleeds. Nelson-Aalen's error, which takes every bleed for a
    # stranger's, would be sqrt(4)/2 = 1; between people it is sqrt(2).
    points = function_of([(0, 1), (0, 2), (0, 3), (0, 4)], [(0, 0, 9), (1, 0, 9)])
    day, mean, error = points[-1]
    assert (day, mean) == (4, 2.0)
    assert error == pytest.approx(sqrt(2), abs=1e-14)


def test_where_all_bleed_alike_the_error_is_0() -> None:
    points = function_of([(0, 1), (1, 2), (2, 1), (1, 1), (0, 2), (2, 2)],
                         [(0, 0, 3), (1, 0, 3), (2, 0, 3)])  # fmt: skip
    assert points == [(1, 1.0, 0.0), (2, 2.0, 0.0)]


def test_gaps_are_honoured() -> None:
    # Day 5: both watched. Day 15: only the second. Day 25: both again.
    at_risk = [(0, 0, 10), (0, 20, 30), (1, 0, 30)]
    points = function_of([(0, 5), (1, 15), (0, 25)], at_risk)
    assert [(day, mean) for day, mean, _ in points] == [(5, 0.5), (15, 1.5), (25, 2.0)]
    # By hand: +-1/4 each; the lone person adds (1 - 1)/1 = 0; then +-1/2.
    assert [error for _, _, error in points] == pytest.approx(
        [sqrt(2) / 4, sqrt(2) / 4, sqrt(2) / 2], abs=1e-15
    )


def test_an_event_while_not_at_risk_is_left_out() -> None:
    assert function_of([(0, 12), (0, 10), (1, -1)], [(0, 0, 10), (1, 0, 30)]) == []
    assert function_of([(0, 12)], []) == []
    assert function_of([], [(0, 0, 10)]) == []


people = st.integers(0, 4)
days = st.integers(-15, 25)
spans_of_one = st.lists(days, max_size=6, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(st.lists(spans_of_one, max_size=5), st.lists(st.tuples(people, days), max_size=20))
def test_sums_over_sorted_columns_are_the_definition(
    spans: list[list[tuple[int, int]]], events: Events
) -> None:
    at_risk = [(who, *span) for who, own in enumerate(spans) for span in own]
    found, expected = function_of(events, at_risk), slow_function_of(events, at_risk)
    assert [day for day, _, _ in found] == [day for day, _, _ in expected]
    for (_, mean, error), (_, slow_mean, slow_error) in zip(found, expected, strict=True):
        assert mean == pytest.approx(slow_mean, abs=1e-12)
        assert error == pytest.approx(slow_error, abs=1e-12)


def test_days_count_from_each_persons_infusion_and_the_lead_ins_are_negative() -> None:
    points = mcf_of(
        diaries_of(
            Recorded(
                [("2024-01-01", "2024-12-31")],
                [Bleed("2024-02-20"), Bleed("2024-03-01"), Bleed("2024-03-11")],
                treated_on="2024-03-01",
            ),
            Recorded(
                [("2023-01-01", "2024-12-31")],
                [Bleed("2024-05-22"), Bleed("2024-06-11")],
                treated_on="2024-06-01",
            ),
        )
    )
    # Both were watched ten days before; the second bled on its day 10 too.
    assert points["lead_in"] == ((-10, 1.0, 0.0),)
    assert [(day, mean) for day, mean, _ in points["after"]] == [(0, 0.5), (10, 1.5)]
    assert [error for _, _, error in points["after"]] == pytest.approx([sqrt(2) / 4] * 2)


def test_the_lead_in_is_no_longer_than_its_window() -> None:
    diaries = diaries_of(
        Recorded(
            [("2023-01-01", "2024-12-31")],
            [Bleed("2023-02-01"), Bleed("2024-02-20")],
            treated_on="2024-03-01",
        )
    )
    whole = mcf_of(diaries)["lead_in"]
    assert [(day, mean) for day, mean, _ in whole] == [(-394, 1.0), (-10, 2.0)]
    assert [day for day, _, _ in mcf_of(diaries, Rule(lead_in_months=6))["lead_in"]] == [-10]


def test_nobody_is_at_risk_while_only_a_number_is_known() -> None:
    watched = Recorded([("2024-01-01", "2024-12-31")], [Bleed("2024-02-10")], "2024-01-01")
    counted = Recorded(
        [("2024-01-01", "2024-12-31")],
        [Bleed("2024-02-12"), Bleed("2024-03-10")],
        "2024-01-01",
        # Two numbers for overlapping spans are one gap; a number for no day at all is no gap.
        counts=[
            ("2024-02-01", "2024-02-20", 7),
            ("2024-02-15", "2024-03-01", 2),
            ("2024-03-12", "2024-03-08", 2),
        ],
    )
    points = mcf_of(diaries_of(watched, counted))["after"]
    # 10 February: one at risk. 12 February: inside the span, so no event. 10 March: two.
    assert [(day, mean) for day, mean, _ in points] == [(40, 1.0), (69, 1.5)]


def test_surgery_counts_only_when_asked_for() -> None:
    diaries = diaries_of(
        Recorded(
            [("2024-01-01", "2024-12-31")],
            [Bleed("2024-01-11", Cause.SURGICAL), Bleed("2024-01-21")],
            treated_on="2024-01-01",
        )
    )
    assert [day for day, _, _ in mcf_of(diaries)["after"]] == [20]
    with_surgery = mcf_of(diaries, Rule(include_surgical=True))["after"]
    assert [day for day, _, _ in with_surgery] == [10, 20]


def test_somebody_without_a_treatment_day_takes_no_part() -> None:
    nobody = Recorded([("2024-01-01", "2024-12-31")], [Bleed("2024-02-10")])
    assert mcf_of(diaries_of(nobody)) == {"lead_in": (), "after": ()}
    treated = Recorded([("2024-01-01", "2024-12-31")], [Bleed("2024-02-10")], "2024-01-31")
    assert mcf_of(diaries_of(nobody, treated))["after"] == ((10, 1.0, 0.0),)
    assert mcf_of(diaries_of()) == {"lead_in": (), "after": ()}
