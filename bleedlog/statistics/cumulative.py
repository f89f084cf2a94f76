"""Cumulative bleeds of one person, and what the old rate would have come to by now."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from bleedlog.statistics.all_bleeds import AllBleeds, all_bleeds
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.columns import Days, Diaries
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.episodes import EpisodeColumns
from bleedlog.statistics.observed import ObservedTime
from bleedlog.statistics.results import Window
from bleedlog.statistics.rule import DAYS_PER_YEAR, Rule
from bleedlog.statistics.span_days import days_before


@dataclass(frozen=True, slots=True)
class CumulativeCurve:
    """Bleeds so far by day: steps before and after the treatment day, and the old rate's line.

    Each part is (day, number so far): the first point is where the part begins, then one per
    day with a bleed, and the last is where it ends. The number runs on through the treatment
    day. Somebody without a treatment day has everything in `before`.
    """

    before: tuple[tuple[date, int], ...]
    after: tuple[tuple[date, int], ...]
    expected: tuple[tuple[date, float], ...]
    """Corners of a line from the treatment day on; empty if the lead-in has no headline."""


def cumulative_curve(
    diaries: Diaries,
    episodes: EpisodeColumns,
    observed: ObservedTime,
    rule: Rule,
    lead_in: Window | None,
    *,
    who: int = 0,
) -> CumulativeCurve:
    """Count the episodes of `all` by day, and go on at the lead-in's rate after treatment.

    The expected number rises only on observed days, as the counted one can: silence neither
    saves bleeds nor adds any. Of a span with nothing but a number the bleeds are added on its
    last day, or on the last day before treatment if it began before.

    Args:
        diaries: Columns of many people.
        episodes: Of the same people.
        observed: Of the same people.
        rule: Says whether surgical episodes count.
        lead_in: That person's lead-in, where the curve begins and whose rate goes on; None
            without one.
        who: Whose.

    Returns:
        The curve; without parts for somebody with no observed day.
    """
    first, end = int(observed.first_day[who]), int(observed.end_of_data[who])
    if first == NO_DAY:
        return CumulativeCurve((), (), ())
    treated = int(diaries.treated_day[who])
    parting = end if treated == NO_DAY else min(treated, end)
    begins = first if treated == NO_DAY else parting
    if lead_in is not None:
        begins = day_of(lead_in.start)
    day = _days_of_bleeds(all_bleeds(diaries, episodes, rule, who), begins, treated)
    return CumulativeCurve(
        before=_steps(day, begins, parting),
        after=_steps(day, parting, end),
        expected=_expected(lead_in, int(np.searchsorted(day, parting)), parting, observed, who),
    )


def _days_of_bleeds(bleeds: AllBleeds, begins: int, treated: int) -> Days:
    """One day per bleed, sorted."""
    counted_on = bleeds.count_end - 1
    if treated != NO_DAY:
        lead_in = bleeds.count_first < treated
        counted_on = np.where(lead_in, np.minimum(counted_on, treated - 1), counted_on)
    curve = bleeds.count_first >= begins
    counted = np.repeat(counted_on[curve], bleeds.count[curve])
    onsets = bleeds.onset_day[bleeds.onset_day >= begins]
    return np.sort(np.concatenate((onsets, counted)))


def _steps(day: Days, first: int, end: int) -> tuple[tuple[date, int], ...]:
    """One part of the curve; none if it has no days."""
    if first >= end:
        return ()
    corner = np.unique(day[(day >= first) & (day < end)])
    so_far = np.searchsorted(day, corner, side="right")
    start, total = (int(number) for number in np.searchsorted(day, (first, end)))
    within = zip(corner.tolist(), so_far.tolist(), strict=True)
    return tuple((date_of(at), number) for at, number in ((first, start), *within, (end, total)))


def _expected(
    lead_in: Window | None, so_far: int, parting: int, observed: ObservedTime, who: int
) -> tuple[tuple[date, float], ...]:
    """The number so far at the parting, rising at the lead-in's rate on observed days."""
    rate = lead_in.rates["all"] if lead_in is not None and lead_in.headline else None
    if rate is None or rate.abr is None or parting >= observed.end_of_data[who]:
        return ()
    own = observed.person == who
    starts, ends = observed.first[own], observed.end[own]
    edges = np.concatenate((starts, ends))
    corner = np.unique(np.append(edges[edges > parting], parting))
    days = days_before(starts, ends, corner) - days_before(starts, ends, corner[:1])
    number = so_far + rate.abr * days / DAYS_PER_YEAR
    return tuple(zip(map(date_of, corner.tolist()), number.tolist(), strict=True))
