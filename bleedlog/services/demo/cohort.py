"""Ordinary invented lives, together like HOPE-B's people: spread as they are, not the same.

Each figure is spread over the people by its quantiles, so that sixty people come near the figures
with any seed. The shapes follow from the published intervals: a rate of 4.19 (3.22-5.45) from 54
people leaves a variation between people that a gamma distribution of shape 1.75 has; 1.51
(0.81-2.82), and bleeds in 20 of 54 people only, one of shape 0.22. It is like the trial's cohort;
it does not reproduce it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from bleedlog.services.demo.bleeding import JOINTS
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Joint, Span
from bleedlog.services.demo.person import YEAR

_BEFORE, _AFTER = (3.95, 1.75), (1.3, 0.22)
"""Mean bleeds a year, shape of their spread; the awkward lives and what begins as a bruise or a
pain bring the means up to the published ones."""
_LEVEL = (39.0, 4.3)
"""Factor IX activity, IU/dL, and the shape of its spread."""
_MOST_BEFORE, _MOST_AFTER, _MOST_LEVEL = 13.0, 7.0, 95.0
_ALIKE = 0.5
"""How far those who bled most before also bleed most after."""
_TROUBLED_FROM = 7.0
"""Bleeds a year from which one joint is worse than the others."""

_MONTH = YEAR / 12
_PREPARING = 3
"""How many have no infusion yet."""
_MONTHS_SINCE_INFUSION = ((2.5, 6, 0.05), (7, 17.5, 0.15), (18.5, 37, 0.6), (38, 62, 0.2))
"""From, to, share of people."""
_MONTHS_OF_LEAD_IN = ((6.2, 9, 0.8), (9, 15, 0.15), (26, 30, 0.05))
_ALT_RISES = 0.17
_SILENCES_A_YEAR = 0.8


def ordinary_lives(dice: Dice, people: int, today: date) -> list[dict[str, Any]]:
    """What the plans of so many ordinary lives hold, beside the person; the last are preparing.

    Returns:
        Keyword arguments of `Life`, one dict a person.
    """
    infused = people - _PREPARING
    before = dice.shuffled(_spread(*_BEFORE, infused, _MOST_BEFORE))
    columns = {
        "bleeds_before": before,
        "bleeds_after": _alike(dice, before, _spread(*_AFTER, infused, _MOST_AFTER)),
        "level": dice.shuffled(_spread(*_LEVEL, infused, _MOST_LEVEL)),
    }
    since = dice.shuffled(_banded(dice, _MONTHS_SINCE_INFUSION, infused))
    lead_ins = dice.shuffled(_banded(dice, _MONTHS_OF_LEAD_IN, infused))
    rises = dice.shuffled([number < round(_ALT_RISES * infused) for number in range(infused)])
    return [
        *(
            {name: column[number] for name, column in columns.items()}
            | _times(dice, today, since[number], lead_ins[number])
            | _habits(dice, before[number])
            | {"alt_rise": dice.whole(20, 75) if rises[number] else None}
            for number in range(infused)
        ),
        *(_preparing(dice, today) for _ in range(_PREPARING)),
    ]


def _times(dice: Dice, today: date, since: float, lead_in: float) -> dict[str, Any]:
    infused_on = weekday(today - timedelta(days=round(since * _MONTH)))
    first_day = infused_on - timedelta(days=round(lead_in * _MONTH))
    told_until = today - timedelta(days=dice.whole(0, 6))
    return {
        "today": today,
        "first_day": first_day,
        "told_until": told_until,
        "infused_on": infused_on,
        "silences": _silences(dice, first_day, infused_on, told_until),
    }


def _preparing(dice: Dice, today: date) -> dict[str, Any]:
    bleeds = dice.between(2, 8)
    return {
        "today": today,
        "first_day": today - timedelta(days=dice.whole(50, 420)),
        "told_until": today - timedelta(days=dice.whole(0, 6)),
        "bleeds_before": bleeds,
        **_habits(dice, bleeds),
    }


def _habits(dice: Dice, bleeds_before: float) -> dict[str, Any]:
    return {
        "favourite_joints": favourite_joints(dice),
        "troubled": bleeds_before >= _TROUBLED_FROM,
        "asked_every": dice.pick({7: 0.8, 14: 0.2}),
        "steroids_for": dice.whole(55, 100),
    }


def favourite_joints(dice: Dice) -> tuple[Joint, ...]:
    """One or two joints that bleed most."""
    return tuple(dict.fromkeys(dice.pick(JOINTS) for _ in range(dice.whole(1, 2))))


def weekday(day: date) -> date:
    """That day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _spread(mean: float, shape: float, people: int, most: float) -> list[float]:
    """A gamma distribution's quantiles in the middle of each of so many equal parts."""
    parts = (np.arange(people) + 0.5) / people
    found = np.minimum(gammaincinv(shape, parts) / shape * mean, most)
    return [float(one) for one in found]


def _alike(dice: Dice, before: Sequence[float], after: Sequence[float]) -> list[float]:
    """`after` (rising) in an order that goes with `before`, as far as `_ALIKE` says."""
    people = len(before)
    ranks = np.argsort(np.argsort(before)) / people - 0.5
    noise = [dice.between(-0.5, 0.5) for _ in range(people)]
    score = _ALIKE * ranks + (1 - _ALIKE) * np.array(noise)
    return [after[rank] for rank in np.argsort(np.argsort(score))]


def _banded(dice: Dice, bands: Sequence[tuple[float, float, float]], people: int) -> list[float]:
    """Numbers within bands that hold those shares of the people."""
    edges = np.cumsum([share for _, _, share in bands]) * people
    which = np.searchsorted(edges, np.arange(people) + 0.5)
    return [dice.between(*bands[min(band, len(bands) - 1)][:2]) for band in which.tolist()]


def _silences(dice: Dice, first: date, infused_on: date, end: date) -> tuple[Span, ...]:
    """Weeks in which nobody looked at the phone; not around the infusion, not now."""
    found = []
    for _ in range(dice.times(_SILENCES_A_YEAR * (end - first).days / YEAR)):
        begins = first + timedelta(days=dice.whole(20, (end - first).days - 20))
        ends = begins + timedelta(days=dice.whole(38, 80))
        near = begins - timedelta(days=14) < infused_on < ends + timedelta(days=14)
        if not near and ends < end - timedelta(days=14):
            found.append((begins, ends))
    return tuple(found)
