"""Spans of days as horizontal bars: one line with gaps, however many spans there are."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from bleedlog.charts.scales import ms_of_dates
from bleedlog.charts.theme import colour


def bars(spans: Iterable[tuple[date, date, float]], role: str, width: float) -> dict[str, Any]:
    """One trace of bars from first day to end at a height in the y axis's units."""
    told = list(spans)
    first = ms_of_dates(first for first, _, _ in told)
    end = ms_of_dates(end for _, end, _ in told)
    height = np.array([y for _, _, y in told], dtype=float)
    gaps = np.full(len(told), np.nan)
    return {
        "x": np.column_stack((first, end, gaps)).ravel(),
        "y": np.column_stack((height, height, gaps)).ravel(),
        "mode": "lines",
        "line": {"color": colour(role), "width": width},
        "hoverinfo": "skip",
    }
