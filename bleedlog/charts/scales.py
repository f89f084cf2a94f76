"""Axes of figures and of time, with ticks chosen here so that still and plotly agree."""

import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bleedlog.charts.theme import SMALL, Frame, colour, text_width

DAY_MS = 86_400_000
EPOCH = date(1970, 1, 1)
_EPOCH = EPOCH.toordinal()
SHORTEST = 92
"""Days that a time axis shows at least, so that three days do not look like a life."""
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def day_number(day: date) -> int:
    """A day as the statistics' columns count: days since 1970."""
    return day.toordinal() - _EPOCH


def ms(day: date) -> int:
    """A day as plotly's date axes count: milliseconds since 1970."""
    return day_number(day) * DAY_MS


def ms_of_dates(days: Iterable[date]) -> NDArray[np.float64]:
    """`ms` of each."""
    ordinals = np.fromiter(map(date.toordinal, days), dtype=np.float64)
    return (ordinals - _EPOCH) * DAY_MS


def ms_of_days(days: Any) -> Any:
    """Days since 1970 (a number or an array) in milliseconds."""
    return days * float(DAY_MS)


def step_of(limit: float, most: int = 5) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) that needs `most` at most."""
    power = 10.0 ** math.floor(math.log10(limit / most))
    return next(one * power for one in (1, 2, 5, 10) if limit / (one * power) <= most + 1e-9)


def figures_axis(limit: float, most: int = 5) -> tuple[float, list[float], list[str]]:
    """An axis from 0 to `limit` or a little more: its end, ticks and their words."""
    step = step_of(limit, most)
    count = math.ceil(limit / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    ticks = [one * step for one in range(count + 1)]
    return ticks[-1], ticks, [f"{one:,.{decimals}f}" for one in ticks]


def x_axis(frame: Frame, first: float, last: float, **more: Any) -> dict[str, Any]:
    """A horizontal axis with a line, ticks and words below it."""
    return {
        "domain": frame.x_domain(),
        "range": [first, last],
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": colour("axis"),
        "linewidth": 1,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": colour("axis"),
        "tickfont": {"size": SMALL, "color": colour("soft")},
        "tickmode": "array",
    } | more


def time_range(first: date, last: date, room: float = 0.015) -> tuple[date, date]:
    """The days a time axis shows: all of [first, last], with that share more at both ends."""
    days = (last - first).days
    more = timedelta(days=max(1, math.ceil(max(days, SHORTEST) * room)))
    start = first if days >= SHORTEST else last - timedelta(days=SHORTEST)
    return start - more, last + more


def time_axis(frame: Frame, start: date, end: date) -> dict[str, Any]:
    """A time axis: years as "2024", months between them where there is room."""
    ticks = _time_ticks(frame, start, end)
    return x_axis(
        frame,
        ms(start),
        ms(end),
        type="date",
        tickvals=[ms(day) for day, _ in ticks],
        ticktext=[words for _, words in ticks],
        # Only when zoomed in, where plotly chooses the ticks.
        tickformatstops=[
            {"dtickrange": [None, 86_400_000 * 27], "value": "%-d %b %Y"},
            {"dtickrange": [86_400_000 * 27, "M11"], "value": "%b %Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
    )


def time_px(frame: Frame, start: date, end: date, day: date) -> float:
    """Px of a day from the figure's left."""
    return frame.left + frame.plot_width * (day - start).days / (end - start).days


def _time_ticks(frame: Frame, start: date, end: date) -> list[tuple[date, str]]:
    months = (end - start).days / 30.44
    room = {True: text_width("Sep 2024", SMALL) + 6, False: text_width("2024", SMALL) + 14}
    step = next(
        (one for one in MONTH_STEPS if one * frame.plot_width / months >= room[one < 12]),
        MONTH_STEPS[-1],
    )
    ticks: list[tuple[date, str]] = []
    # Months since year 0, from the first multiple of the step on.
    month = -(-(start.year * 12 + start.month - 1) // step) * step
    while (day := date(month // 12, month % 12 + 1, 1)) <= end:
        month += step
        if day < start:
            continue
        words = f"{day.year}" if day.month == 1 else f"{day:%b}" if ticks else f"{day:%b %Y}"
        half = text_width(words, SMALL) / 2
        if half <= time_px(frame, start, end, day) <= frame.width - half:
            ticks.append((day, words))
    return ticks
