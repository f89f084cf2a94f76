"""The follow-up after gene therapy: dates in, what is due, overdue and done out.

It shows and never advises. Source: EU leaflet for Hemgenix 2023 (clinical rules, follow-up
schedule); the UK text is to be checked by a clinician.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Final

import numpy as np

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.columns import Days, Ints
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.windows import add_months

DAYS_PER_WEEK: Final = 7
THURSDAY: Final = 3
"""Weekday of day 0, 1 January 1970, from Monday on."""
AHEAD: Final = timedelta(weeks=2)
"""How long before its week a test that is not weekly counts as due."""
RAISED: Final = 2
"""ALT or AST is raised from this multiple of the person's baseline on."""
LAST_MONTH: Final = 600
"""Fifty years: the schedule of a life."""


class State(StrEnum):
    """How a test stands."""

    NOT_BEGUN = "not_begun"
    """There was no gene therapy yet."""
    NOT_NEEDED = "not_needed"
    """Only for those at risk."""
    LATER = "later"
    """Nothing done yet, and nothing due yet."""
    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Step:
    """From a month after the infusion on, every so many weeks or months."""

    from_month: int
    every: int
    months: bool
    """Whether `every` counts months; else weeks."""


BLOOD: Final = (Step(0, 1, False), Step(3, 3, True), Step(12, 6, True), Step(24, 12, True))
"""Weekly for three months, every three months to year 1, 6-monthly in year 2, then yearly."""
YEARLY: Final = (Step(0, 12, True),)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one test stands on a day."""

    state: State
    last: date | None
    """When it was done last since the infusion."""
    week: date | None
    """The Monday of the week in which it is due next, or was."""


@dataclass(frozen=True, slots=True)
class LiverResult:
    """One ALT or AST."""

    day: date
    value: float
    upper_limit: float | None


class Concern(StrEnum):
    """Why a schedule is set by the team and not by the calendar."""

    ABOVE_LIMIT = "above_limit"
    ABOVE_BASELINE = "above_baseline"
    NO_LIMIT = "no_limit"
    """Its limit is not noted, so nobody can say that it is normal."""
    STEROIDS = "steroids"


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(day.weekday())


@dataclass(frozen=True, slots=True)
class Standings:
    """How one test stands for many people. All are of shape (people,)."""

    state: tuple[State, ...]
    last: Days
    """When it was done last since the infusion, or `NO_DAY`."""
    week: Days
    """The Monday of the week in which it is due next, or was; or `NO_DAY`."""


def standings(treated: Ints, steps: Sequence[Step], done: Ints, today: Ints) -> Standings:
    """How a test stands for each of many people.

    A test counts for the planned day that it is nearest to: half the time since the planned day
    before it. Days before the infusion do not count. Planned days go by month after the infusion:
    each step holds up to the next one's month, its end included, and days only go forward.

    Args:
        treated: The infusion days, or `NO_DAY`. Shape (people,), as the next ones.
        steps: How often the test is wanted, of everybody.
        done: The last day up to today on which it was done, or `NO_DAY`.
        today: The day, where each of them lives.
    """
    states, last, week = [State.NOT_BEGUN] * treated.size, *_no_days(treated.size, 2)
    begun = np.flatnonzero((treated != NO_DAY) & (treated <= today))
    done, treated, today = (one[begun].astype(np.int64) for one in (done, treated, today))
    done[done < treated] = NO_DAY
    planned, since = _next_planned(treated, steps, done)
    monday = planned - (planned + THURSDAY) % DAYS_PER_WEEK
    ahead = np.where(since > 2 * DAYS_PER_WEEK, AHEAD.days, 0)
    is_planned, is_done = planned != NO_DAY, done != NO_DAY
    overdue = is_planned & (today >= monday + DAYS_PER_WEEK)
    due = is_planned & ~overdue & (today >= monday - ahead)
    for number, person in enumerate(begun.tolist()):
        otherwise = State.DONE if is_done[number] else State.LATER
        states[person] = (
            State.OVERDUE if overdue[number] else State.DUE if due[number] else otherwise
        )
    last[begun], week[begun] = done, np.where(is_planned, monday, NO_DAY)
    return Standings(tuple(states), last, week)


def _no_days(people: int, columns: int) -> list[Days]:
    return [np.full(people, NO_DAY, dtype=np.int32) for _ in range(columns)]


def _next_planned(treated: Ints, steps: Sequence[Step], done: Ints) -> tuple[Ints, Ints]:
    """The first planned day that no test stands for, or `NO_DAY`, and its distance in days.

    From the planned day before it. One planned day of everybody after the other: they are few,
    and people are many.
    """
    found, since = (np.full(treated.size, NO_DAY, dtype=np.int64) for _ in range(2))
    before, waiting = treated, np.ones(treated.size, dtype=np.bool_)
    ordered = sorted(steps, key=lambda step: step.from_month)
    ends = [*(one.from_month for one in ordered[1:]), LAST_MONTH]
    for step, end_month in zip(ordered, ends, strict=True):
        start, end = _after(treated, step.from_month), _after(treated, end_month)
        for number in count(step.every, step.every):
            # From the infusion day, not from the step's first: 28 February is no reason to stay
            # at the 28th.
            by_month = _after(treated, step.from_month + number)
            day = by_month if step.months else start + number * DAYS_PER_WEEK
            within = day <= end
            if not (waiting & within).any():
                break
            counts = within & (day > before)
            gap = day - before
            # Twice, since half a gap may be half a day.
            open_ = waiting & counts & ((done == NO_DAY) | (2 * (day - done) > gap))
            found[open_], since[open_] = day[open_], gap[open_]
            waiting = waiting & ~open_
            before = np.where(counts, day, before)
    return found, since


def _after(day: Ints, months: int) -> Ints:
    return add_months(day.astype(np.int32), months).astype(np.int64)


def standing_of(
    treated_on: date | None, steps: Sequence[Step], done: Sequence[date], today: date
) -> Standing:
    """How a test stands for one person, as `standings` has it for many.

    Args:
        treated_on: The infusion day; None where there was none.
        steps: How often the test is wanted.
        done: Days on which it was done, any order.
        today: The day.
    """
    until = max((day for day in done if day <= today), default=None)
    days = (NO_DAY if day is None else day_of(day) for day in (treated_on, until, today))
    treated, last, now = (np.array([day], dtype=np.int64) for day in days)
    found = standings(treated, steps, last, now)
    seen, week = (
        None if column[0] == NO_DAY else date_of(column[0]) for column in (found.last, found.week)
    )
    return Standing(found.state[0], seen, week)


def concern_of(treated_on: date | None, results: Sequence[LiverResult]) -> Concern | None:
    """Why the last of a person's ALT (or AST) results leaves the schedule to the team, or None.

    The baseline is the last result up to the infusion day. `results` are of one of the two, any
    order.
    """
    if not results:
        return None
    last = max(results, key=lambda one: one.day)
    if last.upper_limit is not None and last.value > last.upper_limit:
        return Concern.ABOVE_LIMIT
    before = [] if treated_on is None else [one for one in results if one.day <= treated_on]
    baseline = max(before, key=lambda one: one.day, default=None)
    if baseline is not None and baseline is not last and last.value >= RAISED * baseline.value:
        return Concern.ABOVE_BASELINE
    return Concern.NO_LIMIT if last.upper_limit is None else None


def steroids_run(courses: Sequence[tuple[date, date | None]], today: date) -> bool:
    """Whether a course runs: first day, last day (None while it runs)."""
    return any(first <= today and (last is None or last >= today) for first, last in courses)
