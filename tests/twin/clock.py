"""Moments, instants and calendar months, as the rules speak of them.

Reading chosen where the text is silent: a local time that does not exist moves forward *by the
length of the gap* (01:30 on the night the clocks go from 1:00 to 2:00 is 02:30). The other reading
(it moves to the first time that exists, 02:00) was not chosen: it would join two different times.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

NOON = time(12, 0)


@dataclass(frozen=True)
class Moment:
    """A local date, and the local time if it is known, in a named zone."""

    day: date
    time: time | None
    zone: str


def read_moment(text: str, zone: str) -> Moment:
    """`YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, local to `zone`."""
    day, _, clock = text.partition("T")
    return Moment(date.fromisoformat(day), time.fromisoformat(clock) if clock else None, zone)


def instant(moment: Moment) -> datetime:
    """Instants are in UTC; a date without a time stands for noon.

    Of two local times the first is meant; one that does not exist moves forward. Python's
    `fold=0` is both: before the change's offset in a gap, the first pass in an overlap.
    """
    local = datetime.combine(moment.day, moment.time or NOON, ZoneInfo(moment.zone))
    return local.replace(fold=0).astimezone(UTC)


def later_by(start: datetime, hours: float) -> datetime:
    """The instant that many real hours later."""
    return start + timedelta(hours=hours)


def add_months(day: date, months: int) -> date:
    """Calendar-month arithmetic: 31 August + 6 months is the last day of February."""
    count = day.year * 12 + (day.month - 1) + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@lru_cache(maxsize=20_000)
def days_between(start: date, end: date) -> tuple[date, ...]:
    """Every day of the half-open span [start, end), one by one."""
    days = []
    day = start
    while day < end:
        days.append(day)
        day += timedelta(days=1)
    return tuple(days)


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
