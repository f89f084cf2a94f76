"""Clotting factor: how much in each window, and how much was not needed since treatment."""

import numpy as np

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.counts import WindowCounts
from bleedlog.statistics.results import FactorUse
from bleedlog.statistics.windows import LEAD_IN

DAYS_PER_WEEK = 7


def factor_use(diaries: Diaries, counts: WindowCounts, who: int = 0) -> tuple[FactorUse, ...]:
    """Infusions and IU of one person in each window, and per week of its elapsed time.

    Elapsed, not observed: an infusion is noted when it is given, whether or not somebody says
    anything of bleeds. A dose that is not known counts as an infusion, not in the units.

    Args:
        diaries: Columns of many people.
        counts: Of the same people.
        who: Whose.

    Returns:
        One row per window with elapsed time, in printing order.
    """
    mine = diaries.infusions.person == who
    day, units = diaries.infusions.day[mine], diaries.infusions.units[mine]
    rows = []
    for which, name in enumerate(counts.names):
        weeks = int(counts.elapsed[who, which]) / DAYS_PER_WEEK
        if not weeks:
            continue
        inside = (day >= counts.start[who, which]) & (day < counts.end[who, which])
        doses = units[inside]
        total = float(np.nansum(doses))
        rows.append(
            FactorUse(
                window=name,
                infusions=len(doses),
                units=total,
                infusions_per_week=len(doses) / weeks,
                units_per_week=total / weeks,
                unknown_doses=int(np.isnan(doses).sum()),
            )
        )
    return tuple(rows)


def infusions_not_needed(diaries: Diaries, counts: WindowCounts, who: int = 0) -> float | None:
    """Infusions spared since the treatment day, at the lead-in's weekly rate.

    Expected from the treatment day to the end of data, less those given in that time, never
    below 0. None without a treatment day or a lead-in, and after a return to prophylaxis.
    """
    treated, end = int(diaries.treated_day[who]), int(counts.end_of_data[who])
    before = next((use for use in factor_use(diaries, counts, who) if use.window == LEAD_IN), None)
    if treated == NO_DAY or before is None or diaries.back_on_prophylaxis_day[who] != NO_DAY:
        return None
    day = diaries.infusions.day[diaries.infusions.person == who]
    given = int(((day >= treated) & (day < end)).sum())
    expected = before.infusions_per_week * max(end - treated, 0) / DAYS_PER_WEEK
    return max(expected - given, 0.0)
