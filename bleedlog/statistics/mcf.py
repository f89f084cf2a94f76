"""Mean cumulative function: bleeds per person by day since the infusion, and before it.

For people under observation off and on. No table of people by days is made: what a person
adds to the variance changes only at the days of episodes, at the person's own episodes, and
where the person's observed time begins or ends, so sorted columns and sums are enough.
"""

import numpy as np
from numpy.typing import NDArray

from bleedlog.statistics.codes import NO_DAY, Span
from bleedlog.statistics.columns import Days, Diaries, Ints
from bleedlog.statistics.counts import WindowCounts
from bleedlog.statistics.episodes import EpisodeColumns
from bleedlog.statistics.observed import ObservedTime
from bleedlog.statistics.rule import Rule

Floats = NDArray[np.float64]
Spans = tuple[Ints, Ints, Ints]
"""Person, first day, day after the last; disjoint, sorted by person, then day."""
Points = tuple[tuple[int, float, float], ...]

_NEVER = np.iinfo(np.int32).max

_ROUNDING = 1e-13
"""A variance below this share of the terms that it was added up from is rounding, so 0."""


def cohort_mcf(
    diaries: Diaries,
    rule: Rule,
    episodes: EpisodeColumns,
    observed: ObservedTime,
    counts: WindowCounts,
) -> dict[str, Points]:
    """Bleeds per person since the infusion day (`after`, day 0) and before it (`lead_in`).

    Episodes are those of `all`. People without a treatment date take no part. Somebody who
    gave only a number of bleeds for a span is not at risk during it.

    Returns:
        "lead_in" and "after", each as (day, mean, standard error), one point per day with an
        episode. Days of the lead-in are negative and within its window.

    Source: Nelson 1995; Lawless and Nadeau 1995 (robust variance).
    """
    treated = _as_ints(diaries.treated_day)
    has_date = diaries.treated_day != NO_DAY
    counted = has_date[episodes.person] & (rule.include_surgical | ~episodes.surgical)
    events = episodes.person[counted], _as_ints(episodes.onset_day[counted])
    at_risk = _without_bleed_counts(observed, diaries)
    windows = {
        "lead_in": _window(counts, "lead_in"),
        "after": (treated, np.where(has_date, _NEVER, NO_DAY)),
    }
    return {
        name: _points(events, _clip(at_risk, *window), treated) for name, window in windows.items()
    }


def mean_cumulative(events: tuple[Ints, Ints], at_risk: Spans) -> tuple[Ints, Floats, Floats]:
    """Nelson's estimate and its robust standard error.

    dM = d/n over those at risk on a day; variance sum_i [sum_t (dN_i - d/n)/n]^2 over the
    days on which i is at risk.

    Args:
        events: Person and day, one row per event, in any order. An event of somebody not at
            risk on its day is left out.
        at_risk: Half-open spans of days, disjoint, sorted by person, then first day.

    Returns:
        Days with an event, the mean there, its standard error; in order of days.
    """
    person, day = events
    risk_person, first, end = at_risk
    every_day = np.concatenate((day, first, end))
    low = every_day.min(initial=0)
    width = every_day.max(initial=0) - low + 1
    first_key = risk_person * width + (first - low)
    end_key = risk_person * width + (end - low)
    # One row per person and day with an event while at risk.
    key, number = np.unique(person * width + (day - low), return_counts=True)
    span = np.searchsorted(first_key, key, side="right") - 1
    # The added 0 is for -1: before everybody's first span nobody is at risk.
    seen = key < np.append(end_key, 0)[span]
    key, number, span = key[seen], number[seen], span[seen]
    if len(key) == 0:
        return np.empty(0, np.int64), np.empty(0), np.empty(0)

    days, which = np.unique(key % width + low, return_inverse=True)
    together = np.bincount(which, weights=number, minlength=len(days))
    one = np.ones(len(first))
    people = _sum_until(first, one, days) - _sum_until(end, one, days)
    rise = together / people

    # Each day with an event takes `pull` from everybody at risk and gives `push` to its own.
    pull = rise / people
    push = number / people[which]
    pulled = np.concatenate(([0.0], np.cumsum(pull)))
    pushed = np.concatenate(([0.0], np.cumsum(push)))
    before_first = pulled[np.searchsorted(days, first)]
    before_end = pulled[np.searchsorted(days, end)]
    earlier = np.cumsum(before_end - before_first) - (before_end - before_first)
    opening = np.searchsorted(risk_person, risk_person)
    # What was pulled before the person's first span, and up to it, cancels out by person.
    taken = earlier - earlier[opening]
    given = pushed[np.searchsorted(key, first_key[opening])]
    at_first = pushed[np.searchsorted(key, first_key)] - given - taken
    at_end = pushed[np.searchsorted(key, end_key)] - given - taken - (before_end - before_first)
    at_event = pushed[: len(key)] - given[span] - taken[span] - (pulled[which] - before_first[span])

    standing = _sum_until(first, at_first, days) - _sum_until(end, at_end, days)
    own = np.bincount(which, weights=2 * at_event * push + push**2, minlength=len(days))
    change = own - 2 * pull * standing - people * pull**2
    owned = np.bincount(which, weights=2 * abs(at_event) * push + push**2, minlength=len(days))
    size = owned + 2 * pull * abs(standing) + people * pull**2
    variance = np.cumsum(change)
    variance[variance <= _ROUNDING * np.cumsum(size)] = 0.0
    return days, np.cumsum(rise), np.sqrt(variance)


def _sum_until(day: Ints, value: Floats, days: Ints) -> Floats:
    """Sum of the values whose day is not after each of `days`."""
    low = int(day.min())
    total = np.concatenate(([0.0], np.cumsum(np.bincount(day - low, weights=value))))
    until: Floats = total[np.clip(days - low + 1, 0, len(total) - 1)]
    return until


def _points(events: tuple[Ints, Ints], at_risk: Spans, origin: Ints) -> Points:
    """The function with each person's days counted from their own day 0."""
    person, first, end = at_risk
    whose, day = events
    days, mean, error = mean_cumulative(
        (whose, day - origin[whose]), (person, first - origin[person], end - origin[person])
    )
    return tuple(zip(days.tolist(), mean.tolist(), error.tolist(), strict=True))


def _window(counts: WindowCounts, name: str) -> tuple[Ints, Ints]:
    """First day and day after the last of a window, per person."""
    if name not in counts.names:
        nobody = np.full(len(counts.first_day), NO_DAY, dtype=np.int64)
        return nobody, nobody
    which = counts.names.index(name)
    return _as_ints(counts.start[:, which]), _as_ints(counts.end[:, which])


def _as_ints(days: Days) -> Ints:
    """Wide enough for a person and a day in one number."""
    return days.astype(np.int64)


def _clip(spans: Spans, low: Ints, high: Ints) -> Spans:
    """The part of each span in [low, high) of its person."""
    person, first, end = spans
    first, end = np.maximum(first, low[person]), np.minimum(end, high[person])
    left = first < end
    return person[left], first[left], end[left]


def _without_bleed_counts(observed: ObservedTime, diaries: Diaries) -> Spans:
    """Observed spans less the days of which only a number of bleeds is known."""
    person, first, end = (observed.person, *map(_as_ints, (observed.first, observed.end)))
    spans = diaries.spans
    only_number = (spans.kind == Span.BLEED_COUNT) & (spans.first < spans.end)
    if not only_number.any():
        return person, first, end
    whose = spans.person[only_number]
    days = np.concatenate((first, end, spans.first[only_number], spans.end[only_number]))
    opens = np.repeat((1, -1, 0, 0), (len(first), len(end), len(whose), len(whose)))
    cuts = np.repeat((0, 0, 1, -1), (len(first), len(end), len(whose), len(whose)))
    person = np.concatenate((person, person, whose, whose))
    order = np.lexsort((days, person))
    days, person = days[order], person[order]
    inside = (np.cumsum(opens[order]) > 0) & (np.cumsum(cuts[order]) == 0)
    # Everything closes by a person's last day, so no piece reaches into the next person.
    piece = inside[:-1] & (days[:-1] < days[1:])
    return person[:-1][piece], days[:-1][piece], days[1:][piece]
