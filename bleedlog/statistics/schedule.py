"""The follow-up after gene therapy: dates in, what is due, overdue and done out.

It shows and never advises. Source: EU leaflet for Hemgenix 2023 (clinical rules, follow-up
schedule); the UK text is to be checked by a clinician.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np

from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.windows import add_months

WEEK: Final = timedelta(weeks=1)
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


def planned_days(treated_on: date, steps: Sequence[Step]) -> Iterator[tuple[date, timedelta]]:
    """The days on which a test is planned, with the time since the one before, in order.

    Args:
        treated_on: The infusion day.
        steps: By month; each holds up to the next one's month, its end included.
    """
    ordered = sorted(steps, key=lambda step: step.from_month)
    before = treated_on
    ends = [*(one.from_month for one in ordered[1:]), LAST_MONTH]
    for step, end_month in zip(ordered, ends, strict=True):
        end = _after(treated_on, end_month)
        for day in _repeated(_after(treated_on, step.from_month), step):
            if day > end:
                break
            if day > before:
                yield day, day - before
                before = day


def _repeated(start: date, step: Step) -> Iterator[date]:
    number = step.every
    while True:
        yield _after(start, number) if step.months else start + number * WEEK
        number += step.every


def _after(day: date, months: int) -> date:
    return date_of(int(add_months(np.array([day_of(day)], dtype=np.int32), months)[0]))


def standing_of(
    treated_on: date | None, steps: Sequence[Step], done: Sequence[date], today: date
) -> Standing:
    """How a test stands.

    A test counts for the planned day that it is nearest to: half the time since the planned day
    before it. Days before the infusion do not count.

    Args:
        treated_on: The infusion day; None where there was none.
        steps: How often the test is wanted.
        done: Days on which it was done, any order.
        today: The day.
    """
    if treated_on is None or treated_on > today:
        return Standing(State.NOT_BEGUN, None, None)
    last = max((day for day in done if treated_on <= day <= today), default=None)
    for day, since in planned_days(treated_on, steps):
        if last is None or day > last + since / 2:
            monday = monday_of(day)
            return Standing(_state(monday, since, last, today), last, monday)
    return Standing(State.DONE if last else State.LATER, last, None)


def _state(monday: date, since: timedelta, last: date | None, today: date) -> State:
    if today >= monday + WEEK:
        return State.OVERDUE
    if today >= monday - (AHEAD if since > 2 * WEEK else timedelta(0)):
        return State.DUE
    return State.LATER if last is None else State.DONE


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
