"""A cohort's crude figures by window, descriptive, with the model and the mean function."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.cohort_model import cohort_model
from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.counts import WindowCounts, count_windows
from bleedlog.statistics.episodes import find_episodes
from bleedlog.statistics.mcf import cohort_mcf
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.rates import exact_interval, exact_share
from bleedlog.statistics.results import CATEGORIES, CohortFigures, CohortRate, CohortWindow
from bleedlog.statistics.rule import DAYS_PER_YEAR, Rule

_QUARTILES = (25, 50, 75)
_SPONTANEOUS = CATEGORIES.index("spontaneous")


def cohort_figures(diaries: Diaries, rule: Rule) -> CohortFigures:
    """Figures of a cohort: crude ones always, the model's where it can be fitted.

    Args:
        diaries: Columns of everybody.
        rule: Counting rule and options; `confidence` holds for every interval.

    Returns:
        Crude figures per window, the model, the mean function.
    """
    counts = count_windows(diaries, rule)
    return CohortFigures(
        rule=rule,
        people=int((counts.first_day != NO_DAY).sum()),
        windows=crude_windows(counts, rule),
        model=cohort_model(counts, rule),
        mcf=cohort_mcf(diaries, rule, find_episodes(diaries, rule), observed_time(diaries), counts),
    )


def crude_windows(counts: WindowCounts, rule: Rule) -> tuple[CohortWindow, ...]:
    """Pooled and personal rates of each window that somebody has, in printing order.

    A person whose rate of a kind is not known is left out of that kind.
    """
    windows = []
    for which, name in enumerate(counts.names):
        seen = counts.observed[:, which] > 0
        rates = {}
        for kind, category in enumerate(CATEGORIES):
            known = seen & counts.known[kind][:, which]
            rates[category] = _crude_rate(
                counts.episodes[kind][known, which], counts.observed[known, which], rule
            )
        unknown_cause = counts.unknown_cause[seen & counts.known[_SPONTANEOUS][:, which], which]
        rates["spontaneous"] = replace(
            rates["spontaneous"], unknown_cause=int(unknown_cause.sum(dtype=np.int64))
        )
        windows.append(
            CohortWindow(
                name=name,
                people=int(seen.sum()),
                years=_years(counts.observed[seen, which]),
                rates=rates,
            )
        )
    return tuple(windows)


def _years(days: NDArray[np.int32]) -> float:
    return int(days.sum(dtype=np.int64)) / DAYS_PER_YEAR


def _crude_rate(episodes: NDArray[np.int32], days: NDArray[np.int32], rule: Rule) -> CohortRate:
    """Crude figures of one kind; each array has one item per person, with observed days."""
    people, total = len(episodes), int(episodes.sum(dtype=np.int64))
    if not people:
        return CohortRate(0, None, None, None, 0, *[None] * 6)
    years = _years(days)
    without = int((episodes == 0).sum())
    low, high = exact_interval(total, years, rule.confidence)
    zero_low, zero_high = exact_share(without, people, rule.confidence)
    long = days >= rule.min_days
    personal = episodes[long] / (days[long] / DAYS_PER_YEAR)
    # numpy's quantiles are R's type 7 unless told otherwise.
    quartiles = np.percentile(personal, _QUARTILES).tolist() if len(personal) else [None] * 3
    return CohortRate(
        episodes=total,
        abr=total / years,
        low=float(low),
        high=float(high),
        zero_people=without,
        zero_share=without / people,
        zero_low=float(zero_low),
        zero_high=float(zero_high),
        q1=quartiles[0],
        median=quartiles[1],
        q3=quartiles[2],
    )
