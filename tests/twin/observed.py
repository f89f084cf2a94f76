"""Observed time and windows: days are elements of sets.

Readings chosen where the text is silent:

* `exclude_unsure` takes bleeds out of the count, not their onset days out of the observed time
  ("sure or not").
* Somebody without an observed day has no end of data and so no windows.
* "last 12 months before" belongs to the pages and is no window of the JSON object.
"""

from dataclasses import dataclass
from datetime import date

from tests.twin.clock import add_months, days_between, next_day
from tests.twin.diary_rows import Diary
from tests.twin.episodes import said_to_be_a_bleed

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Window:
    """A named, half-open span of days."""

    name: str
    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Whether that day is in it."""
        return self.start <= day < self.end

    @property
    def elapsed(self) -> set[date]:
        """All its days."""
        return set(days_between(self.start, self.end))


@dataclass(frozen=True)
class ObservedDays:
    """The days of which somebody said whether there was a bleed, by how they are known."""

    said: set[date]
    counted: set[date]
    onsets: set[date]

    @property
    def all(self) -> set[date]:
        """The union; each day once."""
        return self.said | self.counted | self.onsets

    @property
    def bleed_only(self) -> set[date]:
        """Days known from nothing but a bleed's onset."""
        return self.onsets - self.said - self.counted

    @property
    def of_joints(self) -> set[date]:
        """Days that say something about joints: a bleed count knows none."""
        return self.said | self.onsets


def observed_days(diary: Diary) -> ObservedDays:
    """Union of check-ins, declared observations, count spans and onset days of logged bleeds."""
    said = {day for span in diary.observed_spans for day in days_between(*span)}
    counted = {day for count in diary.counts for day in days_between(count.start, count.end)}
    onsets = {entry.onset.day for entry in diary.entries if said_to_be_a_bleed(entry)}
    return ObservedDays(said, counted, onsets)


def years(days: int) -> float:
    """Years = days / 365.25."""
    return days / DAYS_A_YEAR


def windows_of(
    observed: ObservedDays, treated_on: date | None, lead_in_months: int | None
) -> list[Window]:
    """The person's windows: by start, `after_6m` last, none without elapsed time."""
    days = observed.all
    if not days:
        return []
    first, end = min(days), next_day(max(days))
    if treated_on is None:
        return untreated_windows(first, end)
    return treated_windows(first, end, treated_on, lead_in_months)


def cut(name: str, start: date, stop: date, end: date) -> list[Window]:
    """All windows are cut at the end of data; one with no elapsed time is left out."""
    stop = min(stop, end)
    return [Window(name, start, stop)] if start < stop else []


def untreated_windows(first: date, end: date) -> list[Window]:
    """`year_1`, `year_2`, ... of 12 calendar months from the first observed day."""
    windows: list[Window] = []
    number = 1
    while add_months(first, 12 * (number - 1)) < end:
        start, stop = add_months(first, 12 * (number - 1)), add_months(first, 12 * number)
        windows += cut(f"year_{number}", start, stop, end)
        number += 1
    return windows


def treated_windows(
    first: date, end: date, treated_on: date, lead_in_months: int | None
) -> list[Window]:
    """Lead-in, establishment, months 7 to 18, then yearly, and everything from 6 months on."""
    lead_in_start = first if lead_in_months is None else add_months(treated_on, -lead_in_months)
    month_6 = add_months(treated_on, 6)
    windows = cut("lead_in", lead_in_start, treated_on, end)
    windows += cut("establishment", treated_on, month_6, end)
    month = 6
    while add_months(treated_on, month) < end:
        start, stop = add_months(treated_on, month), add_months(treated_on, month + 12)
        windows += cut(f"months_{month + 1}_{month + 12}", start, stop, end)
        month += 12
    return windows + cut("after_6m", month_6, end, end)


def is_too_short(days: int, min_days: int) -> bool:
    """Fewer than the least number of days: no ABR is printed."""
    return days < min_days


def is_sparse(window: Window, observed: ObservedDays) -> bool:
    """Under half of the days observed, or over 10% of those known only from a bleed's onset."""
    elapsed = len(window.elapsed)
    seen = len(window.elapsed & observed.all)
    bleed_only = len(window.elapsed & observed.bleed_only)
    return 2 * seen < elapsed or 10 * bleed_only > seen
