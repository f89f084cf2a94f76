"""Whether a window's days were told afterwards, from memory or from a file, not as they went."""

import numpy as np

from bleedlog.statistics.columns import Days, Diaries, Flags
from bleedlog.statistics.days import day_of
from bleedlog.statistics.entries import logged_bleeds
from bleedlog.statistics.observed import ObservedTime
from bleedlog.statistics.results import Window

AFTERWARDS_SHARE = 0.1
"""From which share of its observed days on a window is labelled as told afterwards."""


def told_afterwards(
    diaries: Diaries,
    observed: ObservedTime,
    window: Window | None,
    *,
    bleeds_then: Flags,
    spans_then: Flags,
) -> bool:
    """Whether more than a tenth of the window's observed days are known only afterwards.

    A day is known at the time if a bleed that was noted then began on it, or if a claim that
    was made then holds it. A check-in that bleeds were had is such a claim, even if the bleed
    itself was added later.

    Args:
        diaries: Columns of one person.
        observed: Of the same person.
        window: One of that person's, or None (which nobody told of).
        bleeds_then: Which rows of `diaries.bleeds` were noted at the time.
        spans_then: Which rows of `diaries.spans`.

    Source: clinical rules, observed time and windows; the tenth is this app's.
    """
    if window is None or not window.observed_days:
        return False
    bleeds, spans = diaries.bleeds, diaries.spans
    onset_day = bleeds.onset_day[bleeds_then & logged_bleeds(bleeds)]
    first = np.concatenate((onset_day, spans.first[spans_then]))
    end = np.concatenate((onset_day + 1, spans.end[spans_then]))
    then = _days_in(window, first, end) & _days_in(window, observed.first, observed.end)
    afterwards = window.observed_days - np.count_nonzero(then)
    return bool(afterwards > AFTERWARDS_SHARE * window.observed_days)


def _days_in(window: Window, first: Days, end: Days) -> Flags:
    """For each day of the window whether one of the spans [first, end) holds it."""
    start, length = day_of(window.start), (window.end - window.start).days
    begun, ended = (
        np.bincount(np.clip(days - start, 0, length), minlength=length + 1) for days in (first, end)
    )
    return np.asarray(np.cumsum(begun - ended)[:-1] > 0)
