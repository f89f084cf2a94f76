"""How many days of somebody's spans lie before a day."""

import numpy as np

from bleedlog.statistics.columns import Days, Ints


def days_before(first: Days, end: Days, day: Days | Ints) -> Ints:
    """Count the days of the spans that lie before each of `day`.

    So the days within [a, b) are those before b less those before a.

    Args:
        first: First days of one person's spans, disjoint and sorted. Shape (spans,).
        end: Days after the last. Shape (spans,).
        day: Any days, any shape.

    Returns:
        Whole days, in the shape of `day`.
    """
    starts, ends = first.astype(np.int64), end.astype(np.int64)
    whole = np.concatenate(([0], np.cumsum(ends - starts)))
    begun = np.searchsorted(starts, day, side="right")
    ahead = np.concatenate(([0], ends))[begun] - day
    counted: Ints = whole[begun] - np.where(begun > 0, np.maximum(ahead, 0), 0)
    return counted
