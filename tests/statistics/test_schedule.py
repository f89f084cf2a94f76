"""The follow-up schedule: planned days by hand from the leaflet, and what a day says of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.schedule import (
    BLOOD,
    YEARLY,
    Concern,
    LiverResult,
    State,
    Step,
    concern_of,
    monday_of,
    standing_of,
    standings,
    steroids_run,
)
from tests.statistics.planned_days import planned_days, standing

D = date(2025, 3, 3)
"""A Monday."""


def days(steps: Sequence[Step], count: int, treated_on: date = D) -> list[date]:
    return [day for day, _ in islice(planned_days(treated_on, steps), count)]


def test_blood_tests_are_weekly_then_rarer_and_rarer() -> None:
    """13 weeks are the 2nd of June; 3 months are the 3rd, after which every 3, 6, 12 months."""
    found = days(BLOOD, 21)
    assert found[:13] == [D + timedelta(weeks=n) for n in range(1, 14)]
    assert found[13:] == [
        date(2025, 9, 3), date(2025, 12, 3), date(2026, 3, 3),
        date(2026, 9, 3), date(2027, 3, 3),
        date(2028, 3, 3), date(2029, 3, 3), date(2030, 3, 3),
    ]  # fmt: skip


def test_short_months_end_on_their_last_day() -> None:
    assert days(YEARLY, 2, date(2024, 2, 29)) == [date(2025, 2, 28), date(2026, 2, 28)]
    assert days((Step(0, 6, months=True),), 1, date(2025, 8, 31)) == [date(2026, 2, 28)]


def test_a_short_month_on_the_way_moves_no_later_day() -> None:
    """Month 3 is 28 February. The tests of months 6, 9 and 12 are on the 30th, a week later."""
    rarer = [day for day in days(BLOOD, 16, date(2025, 11, 30)) if day > date(2026, 2, 28)]
    assert rarer[:3] == [date(2026, 5, 30), date(2026, 8, 30), date(2026, 11, 30)]
    found = standing_of(date(2025, 11, 30), BLOOD, [date(2026, 8, 30)], date(2026, 11, 23))
    assert (found.state, found.week) == (State.DUE, date(2026, 11, 30))


def test_the_schedule_of_a_life_ends() -> None:
    assert len(list(planned_days(D, BLOOD))) == 13 + 3 + 2 + 48


@pytest.mark.parametrize(
    ("today", "done", "state", "week"),
    [
        # The first week: due from its Monday on, overdue from the next.
        (date(2025, 3, 9), [], State.LATER, date(2025, 3, 10)),
        (date(2025, 3, 10), [], State.DUE, date(2025, 3, 10)),
        (date(2025, 3, 16), [], State.DUE, date(2025, 3, 10)),
        (date(2025, 3, 17), [], State.OVERDUE, date(2025, 3, 10)),
        (date(2025, 3, 12), [date(2025, 3, 11)], State.DONE, date(2025, 3, 17)),
        # Before the infusion does not count, nor does what lies ahead.
        (date(2025, 3, 12), [date(2025, 2, 28), date(2025, 3, 13)], State.DUE, date(2025, 3, 10)),
        # Month 9 is 3 December, a Wednesday; month 12 is 3 March 2026, a Tuesday.
        (date(2025, 12, 20), [date(2025, 11, 28)], State.DONE, date(2026, 3, 2)),
        (date(2026, 2, 15), [date(2025, 11, 28)], State.DONE, date(2026, 3, 2)),
        (date(2026, 2, 16), [date(2025, 11, 28)], State.DUE, date(2026, 3, 2)),
        (date(2026, 3, 9), [date(2025, 11, 28)], State.OVERDUE, date(2026, 3, 2)),
        # Nearer to month 18 than to month 12: it stands for month 18.
        (date(2026, 7, 1), [date(2026, 6, 20)], State.DONE, date(2027, 3, 1)),
        (date(2026, 7, 1), [date(2026, 5, 20)], State.DONE, date(2026, 8, 31)),
    ],
)
def test_a_day_says_how_a_test_stands(
    today: date, done: list[date], state: State, week: date
) -> None:
    standing = standing_of(D, BLOOD, done, today)
    assert (standing.state, standing.week) == (state, week)
    assert standing.last == max((day for day in done if D <= day <= today), default=None)


DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
STEPS = st.lists(
    st.builds(Step, st.integers(0, 40), st.integers(1, 14), st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda step: step.from_month,
)


@given(
    people=st.lists(st.tuples(st.none() | DAYS, st.none() | DAYS, DAYS), max_size=8), steps=STEPS
)
def test_many_people_stand_as_each_of_them_does(
    people: list[tuple[date | None, date | None, date]], steps: list[Step]
) -> None:
    """Infusion, last test, today; beside the schedule walked day by day."""
    told = [(treated, done, max(today, done or today)) for treated, done, today in people]
    columns = (
        np.array([NO_DAY if day is None else day_of(day) for day in column], dtype=np.int64)
        for column in (list(zip(*told, strict=True)) or [(), (), ()])
    )
    treated, done, today = columns
    found = standings(treated, steps, done, today)
    for number, (treated_on, last, now) in enumerate(told):
        if treated_on is None or treated_on > now:
            expected: tuple[State, date | None, date | None] = (State.NOT_BEGUN, None, None)
        else:
            expected = standing(treated_on, steps, [] if last is None else [last], now)
        days = (column[number] for column in (found.last, found.week))
        shown = (None if day == NO_DAY else date_of(day) for day in days)
        assert (found.state[number], *shown) == expected


def test_without_an_infusion_nothing_begins() -> None:
    for treated_on in (None, date(2025, 3, 4)):
        assert standing_of(treated_on, BLOOD, [D], D).state is State.NOT_BEGUN


def test_weeks_begin_on_monday() -> None:
    assert [monday_of(D + timedelta(n)) for n in (0, 6, 7)] == [D, D, D + timedelta(7)]


def alt(day: date, value: float, limit: float | None = 45) -> LiverResult:
    return LiverResult(day, value, limit)


@pytest.mark.parametrize(
    ("results", "concern"),
    [
        ([], None),
        ([alt(date(2025, 4, 1), 45)], None),
        ([alt(date(2025, 4, 1), 45.1)], Concern.ABOVE_LIMIT),
        # Twice the baseline of 15, within the limit.
        ([alt(date(2025, 3, 1), 15), alt(date(2025, 4, 1), 30)], Concern.ABOVE_BASELINE),
        ([alt(date(2025, 3, 1), 15), alt(date(2025, 4, 1), 29.9)], None),
        # The last before the infusion is the baseline, on its day too.
        ([alt(date(2025, 2, 1), 15), alt(D, 20), alt(date(2025, 4, 1), 39)], None),
        # The last result says; an older one does not.
        ([alt(date(2025, 5, 1), 20), alt(date(2025, 4, 1), 200)], None),
        ([alt(date(2025, 4, 1), 20, None)], Concern.NO_LIMIT),
        ([alt(date(2025, 3, 1), 15), alt(date(2025, 4, 1), 30, None)], Concern.ABOVE_BASELINE),
        ([alt(date(2025, 3, 1), 90, 100)], None),
    ],
)
def test_the_liver_leaves_the_dates_to_the_team(
    results: list[LiverResult], concern: Concern | None
) -> None:
    assert concern_of(D, results) is concern
    assert concern_of(D, results[::-1]) is concern


def test_steroids_run_from_their_first_day_to_their_last() -> None:
    assert steroids_run([(D, None)], D)
    assert steroids_run([(D, D)], D)
    assert not steroids_run([(D, D)], D + timedelta(1))
    assert not steroids_run([(D, None)], D - timedelta(1))
    assert not steroids_run([], D)
