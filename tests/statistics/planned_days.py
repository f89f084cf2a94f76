"""A follow-up schedule day by day, slow and obvious: the twin of `statistics.schedule`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bleedlog.statistics.days import day_of
from bleedlog.statistics.schedule import AHEAD, LAST_MONTH, State, Step, monday_of

WEEK = timedelta(weeks=1)


def after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the month's last."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    end = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), end - timedelta(1))


def planned_days(treated_on: date, steps: Sequence[Step]) -> Iterator[tuple[date, timedelta]]:
    """The days on which a test is planned, with the time since the one before, in order."""
    ordered = sorted(steps, key=lambda step: step.from_month)
    before = treated_on
    ends = [*(one.from_month for one in ordered[1:]), LAST_MONTH]
    for step, end_month in zip(ordered, ends, strict=True):
        end, start = after(treated_on, end_month), after(treated_on, step.from_month)
        for number in range(1, 3000):
            times = number * step.every
            month = step.from_month + times
            day = after(treated_on, month) if step.months else start + times * WEEK
            if day > end:
                break
            if day > before:
                yield day, day - before
                before = day


def standing(
    treated_on: date, steps: Sequence[Step], done: Sequence[date], today: date
) -> tuple[State, date | None, date | None]:
    """State, last day and week of a test, one planned day after the other."""
    last = max((day for day in done if treated_on <= day <= today), default=None)
    for day, since in planned_days(treated_on, steps):
        if last is None or 2 * (day_of(day) - day_of(last)) > since.days:
            monday = monday_of(day)
            otherwise = State.DONE if last else State.LATER
            ahead = AHEAD if since > 2 * WEEK else timedelta(0)
            if today >= monday + WEEK:
                return State.OVERDUE, last, monday
            return State.DUE if today >= monday - ahead else otherwise, last, monday
    return State.DONE if last else State.LATER, last, None
