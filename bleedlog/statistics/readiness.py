"""Getting ready: how much of the months before an infusion the diary knows, week by week."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bleedlog.statistics.windows import is_sparse

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


class Bearing(StrEnum):
    """Whether the days before an infusion bear a comparison (clinical rules, windows)."""

    FULL = "full"
    LAST_MONTHS = "last_months"
    """The weeks looked at do; with all that was noted before them the window is sparse."""
    EARLIER = "earlier"
    """The weeks looked at do not; with what was noted before them the window does."""
    TOO_LITTLE = "too_little"
    """Too few days, or under half of them."""
    QUIET_UNKNOWN = "quiet_unknown"
    """Over a tenth of the noted days is known from nothing but a bleed."""


def bearing_of(
    spans: Sequence[tuple[date, date]],
    bleed_only: Collection[date],
    end: date,
    min_days: int,
    weeks: int = WEEKS,
) -> Bearing:
    """What the observed time before a day bears.

    Args:
        spans: Observed time, half-open, neither overlapping nor touching.
        bleed_only: Those of its days that are known from nothing but a bleed's onset.
        end: The day after the last, as for `lead_in_weeks`.
        min_days: Under so many days there is no rate.
        weeks: How many weeks are looked at.
    """

    def noted(start: date) -> tuple[int, int]:
        days = sum(max(0, (min(after, end) - max(first, start)).days) for first, after in spans)
        return days, sum(start <= day < end for day in bleed_only)

    start = end - timedelta(weeks=weeks)
    begun = min((first for first, _ in spans), default=end)
    days, only = noted(begun)
    bears = days >= min_days and not is_sparse((end - begun).days, days, only)
    days, only = noted(start)
    if days >= min_days and not is_sparse(weeks * DAYS_OF_WEEK, days, only):
        return Bearing.FULL if bears else Bearing.LAST_MONTHS
    if bears and begun < start:
        return Bearing.EARLIER
    if days < min_days or is_sparse(weeks * DAYS_OF_WEEK, days, 0):
        return Bearing.TOO_LITTLE
    return Bearing.QUIET_UNKNOWN


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
