"""Getting ready: how much of the months before an infusion the diary knows, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKS: Final = 26
"""The six months that a lead-in has at least (HOPE-B)."""
DAYS_OF_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class WeekNoted:
    """Seven days."""

    first: date
    noted: tuple[bool, ...]
    """Of each day whether it is noted. Shape (7,)."""

    @property
    def count(self) -> int:
        """How many of the days are noted."""
        return sum(self.noted)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The weeks before a day, oldest first, and what they lack."""

    weeks: tuple[WeekNoted, ...]
    gaps: tuple[tuple[date, date], ...]
    """Half-open spans of days not noted, newest first."""

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.weeks) * DAYS_OF_WEEK

    @property
    def noted(self) -> int:
        """How many of them are noted."""
        return sum(week.count for week in self.weeks)


def lead_in_weeks(spans: Sequence[tuple[date, date]], end: date, weeks: int = WEEKS) -> LeadIn:
    """The weeks before a day.

    Args:
        spans: Observed time, half-open, in any order; spans may overlap.
        end: The day after the last: the infusion day, or today, which is only half lived.
        weeks: How many weeks to look at.
    """
    start = end - timedelta(weeks=weeks)
    noted = [False] * (weeks * DAYS_OF_WEEK)
    for first, after in spans:
        low, high = max(first, start), min(after, end)
        for number in range((low - start).days, (high - start).days):
            noted[number] = True
    found = [
        WeekNoted(
            start + timedelta(weeks=week),
            tuple(noted[week * DAYS_OF_WEEK : (week + 1) * DAYS_OF_WEEK]),
        )
        for week in range(weeks)
    ]
    return LeadIn(tuple(found), tuple(_gaps(noted, start)))


def _gaps(noted: Sequence[bool], start: date) -> list[tuple[date, date]]:
    gaps: list[tuple[date, date]] = []
    for number, one in enumerate(noted):
        day = start + timedelta(number)
        if one:
            continue
        if gaps and gaps[-1][1] == day:
            gaps[-1] = (gaps[-1][0], day + timedelta(1))
        else:
            gaps.append((day, day + timedelta(1)))
    return gaps[::-1]
