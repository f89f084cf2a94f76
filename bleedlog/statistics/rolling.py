"""Rolling rate of one person: all bleeds over the trailing 365 days, day by day."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from bleedlog.statistics.all_bleeds import all_bleeds
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.days import EPOCH
from bleedlog.statistics.episodes import EpisodeColumns
from bleedlog.statistics.observed import ObservedTime
from bleedlog.statistics.rates import exact_interval
from bleedlog.statistics.results import RollingRate
from bleedlog.statistics.rule import DAYS_PER_YEAR, Rule
from bleedlog.statistics.span_days import days_before
from bleedlog.statistics.windows import is_sparse

TRAILING_DAYS = 365


def rolling_rate(
    diaries: Diaries,
    episodes: EpisodeColumns,
    observed: ObservedTime,
    rule: Rule,
    who: int = 0,
) -> RollingRate:
    """Rate of all bleeds over the observed days of the trailing 365, with the exact interval.

    The point of a day is made from the 365 days that end with it. Like a window, they begin at
    the first observed day at the earliest, and from the treatment day D on at D: a point mixes
    no time before with time after. A point is blank with fewer than `rule.min_days` observed
    days, where its days would make a sparse window, and where they hold only a part of a span
    of which nothing but the number of bleeds is known.

    Returns:
        One point a day from the first observed day to the last; no points without any.

    Source: clinical rules, statistics for one person.
    """
    first, end = int(observed.first_day[who]), int(observed.end_of_data[who])
    if first == NO_DAY:
        return RollingRate((), (), (), ())
    treated = int(diaries.treated_day[who])
    closes = np.arange(first, end, dtype=np.int64) + 1
    earliest = np.where((treated != NO_DAY) & (closes > treated), treated, first)
    opens = np.maximum(closes - TRAILING_DAYS, earliest)

    own = observed.person == who
    starts, ends = observed.first[own], observed.end[own]
    days = days_before(starts, ends, closes) - days_before(starts, ends, opens)
    bleed_only = observed.bleed_only_day[observed.bleed_only_person == who]
    only = np.searchsorted(bleed_only, closes) - np.searchsorted(bleed_only, opens)

    bleeds = all_bleeds(diaries, episodes, rule, who)
    count = np.searchsorted(bleeds.onset_day, closes) - np.searchsorted(bleeds.onset_day, opens)
    cut = np.zeros(len(closes), dtype=bool)
    spans = zip(bleeds.count_first, bleeds.count_end, bleeds.count, strict=True)
    for count_first, count_end, number in spans:
        touches = (count_first < closes) & (count_end > opens)
        whole = (count_first >= opens) & (count_end <= closes)
        count += np.where(whole, number, 0)
        cut |= touches & ~whole

    shown = (days >= rule.min_days) & ~is_sparse(closes - opens, days, only) & ~cut
    low, high = exact_interval(count, days / DAYS_PER_YEAR, rule.confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = count / (days / DAYS_PER_YEAR)
    return RollingRate(
        days=tuple(map(date.fromordinal, range(EPOCH + first, EPOCH + end))),
        abr=_shown(rate, shown),
        low=_shown(low, shown),
        high=_shown(high, shown),
    )


def _shown(values: NDArray[np.float64], shown: NDArray[np.bool_]) -> tuple[float | None, ...]:
    told = values.astype(object)
    told[~shown] = None
    return tuple(told.tolist())
