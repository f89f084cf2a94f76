"""All bleeds added up: a step for each, and where the old rate would have led.

Flat means no bleed was noted, not that there was none: the bar below shows the days noted.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from bleedlog.charts.chart import Chart
from bleedlog.charts.curves import Curves, lay_curves
from bleedlog.charts.finding import (
    comparable_ratio,
    finding,
    joined,
    may_speak_of_all,
    prophylaxis_sentence,
)
from bleedlog.charts.key import Item
from bleedlog.charts.scales import ms, ms_of_dates, time_px
from bleedlog.charts.theme import DASH, SMALL, Size, colour, text_width
from bleedlog.charts.words import count_words, day_words
from bleedlog.statistics.cumulative import CumulativeCurve
from bleedlog.statistics.results import PersonFigures
from bleedlog.statistics.windows import AFTER_6M

Steps = Sequence[tuple[date, float]]

ONE_DAY = timedelta(days=1)
OLD_RATE = "at the old rate"
MOST_DOTS: dict[Size, int] = {"phone": 40, "desk": 80}
"""Bleeds up to which each has its own dot."""
HOVER = {"hovertemplate": "%{x|%-d %B %Y}<br>%{y} so far<extra></extra>"}
COLUMNS = ("Day", "Time", "Bleeds so far")


def cumulative(
    figures: PersonFigures, curve: CumulativeCurve, size: Size, *, narrow: bool = False
) -> Chart:
    """Bleeds so far by day, with the lead-in's rate carried on from the treatment day.

    Args:
        figures: one person's figures.
        curve: that person's bleeds by day (`statistics.cumulative`).
        size: which screen.
        narrow: whether it is laid out for a narrow screen, too.
    """
    if "lead_in" in figures.divided:
        # Nobody knows the old rate.
        curve = replace(curve, expected=())
    some = bool(curve.before or curve.after)
    return Chart(
        drawing=_figure(figures, curve, size) if some else None,
        narrow=_figure(figures, curve, "phone") if some and narrow else None,
        title=_title(figures, curve, size),
        summary=_summary(figures, curve),
        columns=COLUMNS,
        rows=_table(curve),
    )


def _total(steps: Steps) -> float:
    return steps[-1][1] if steps else 0


def _title(figures: PersonFigures, curve: CumulativeCurve, size: Size) -> str:
    """A finding only where one is allowed and the curve, first months included, agrees."""
    found = finding(figures, AFTER_6M) if may_speak_of_all(figures) else None
    reached, expected = _total(curve.after), _total(curve.expected)
    if curve.expected and found == "fewer" and reached < expected:
        return "Fewer bleeds than at the old rate"
    if curve.expected and found == "more" and reached > expected:
        return "More bleeds than at the old rate"
    return "All your bleeds, added up" if size == "phone" else "All bleeds, added up"


def _summary(figures: PersonFigures, curve: CumulativeCurve) -> str:
    if not (curve.before or curve.after):
        return "No days are noted yet, so there are no bleeds to add up."
    before, total = _total(curve.before), _total(curve.after or curve.before)
    first, end = (curve.before or curve.after)[0][0], (curve.after or curve.before)[-1][0]
    spans = ((max(start, first), min(until, end)) for start, until in figures.observed)
    noted = sum(max(0, (until - start).days) for start, until in spans)
    last = end - ONE_DAY
    days = f"on {day_words(last)}"
    if first < last:
        days = f"from {day_words(first)} to {day_words(last)}"
    parts = [
        f"{count_words(int(total), 'bleed')} {days}.",
        f"{count_words(noted, 'day')} noted in all.",
    ]
    if figures.treated_on is not None and "lead_in" not in figures.divided:
        parts.append(_parted(figures, figures.treated_on, int(before), int(total - before)))
    if curve.expected and comparable_ratio(figures, AFTER_6M) is not None:
        parts.append(_old_rate(_total(curve.expected) - before))
    return joined(*parts, prophylaxis_sentence(figures))


def _old_rate(expected: float) -> str:
    """How many bleeds there would be since; "" without a bleed before, since none means no rate."""
    if not expected:
        return ""
    number = f"about {round(expected):,}" if expected >= 1 else "fewer than one"
    return f"At the old rate it would be {number} since."


def _parted(figures: PersonFigures, treated_on: date, before: int, since: int) -> str:
    """Bleeds on either side of the treatment; a side that nobody told about has no number."""
    treatment = f"the treatment on {day_words(treated_on)}"
    if all(start >= treated_on for start, _ in figures.observed):
        return f"{count_words(since, 'bleed')} since {treatment}, nothing noted before."
    said = f"{since:,}" if since else "none"
    if all(end <= treated_on for _, end in figures.observed):
        said = "nothing noted"
    return f"{count_words(before, 'bleed')} before {treatment}, {said} since."


def _table(curve: CumulativeCurve) -> tuple[tuple[str, ...], ...]:
    """Every day with a bleed, and each part's first and last day, the latest first."""
    days = {
        (day_words(day), time): f"{number:,}"
        for time, steps in (("before", curve.before), ("since", curve.after))
        for day, number in (*steps[:-1], *((end - ONE_DAY, total) for end, total in steps[-1:]))
    }
    return tuple((*day, number) for day, number in reversed(days.items()))


def _figure(figures: PersonFigures, curve: CumulativeCurve, size: Size) -> Any:
    days = ((curve.before or curve.after)[0][0], (curve.after or curve.before)[-1][0])
    limit = max(_total(curve.before), _total(curve.after), _total(curve.expected), 4)
    items = [
        Item(label, symbol, role, role)
        for label, symbol, role, steps in (
            ("before", "circle", "before", curve.before if figures.treated_on else ()),
            ("since", "diamond", "after", curve.after),
        )
        if steps
    ]
    curves = lay_curves(figures, items, days, limit, size)
    beside = _old_rate_words(curves, curve)
    if curve.expected and not beside:
        old = Item(OLD_RATE, "line-ew", "before", "before", dash=DASH, size=14)
        curves = lay_curves(figures, [*items, old], days, limit, size)
    dots = _bleeds(curve) <= MOST_DOTS[size]
    return curves.draw(
        [
            *_expected(curve.expected),
            *_steps(curve.before, "before", "circle", dots=dots),
            *_steps(curve.after, "after", "diamond", dots=dots),
        ],
        beside,
    )


def _bleeds(curve: CumulativeCurve) -> int:
    return len(curve.before) + len(curve.after)


def _expected(steps: Steps) -> list[dict[str, Any]]:
    if not steps:
        return []
    return [
        {
            **_points(steps),
            "mode": "lines",
            "line": {"color": colour("before"), "width": 2, "dash": DASH},
            "hoverinfo": "skip",
        }
    ]


def _steps(steps: Steps, role: str, symbol: str, *, dots: bool) -> list[dict[str, Any]]:
    """The stepped line of one part and a dot on each of its bleeds."""
    if not steps:
        return []
    line = {
        **_points(steps),
        "mode": "lines",
        "line": {"color": colour(role), "width": 3, "shape": "hv"},
        **({"hoverinfo": "skip"} if dots else HOVER),
    }
    bleeds = steps[1:-1]
    if not (dots and bleeds):
        return [line]
    marks = {
        **_points(bleeds),
        "mode": "markers",
        "marker": {
            "symbol": symbol,
            "size": 8,
            "color": colour(role),
        },
        **HOVER,
    }
    return [line, marks]


def _points(steps: Steps) -> dict[str, Any]:
    return {
        "x": ms_of_dates(day for day, _ in steps),
        "y": np.array([number for _, number in steps], dtype=float),
    }


def _old_rate_words(curves: Curves, curve: CumulativeCurve) -> list[dict[str, Any]]:
    """Words beside the old rate's line, on the side away from the other curve; or none.

    They stand over the line's last stretch where the line cannot run through them, above its
    end or below its start; with no room the key says it.
    """
    if not curve.expected:
        return []
    wide = text_width(OLD_RATE, SMALL)
    right = time_px(curves.frame, curves.start, curves.end, curve.expected[-1][0])
    left = right - wide
    if left < time_px(curves.frame, curves.start, curves.end, curve.expected[0][0]):
        return []
    from_day = curves.start + (curves.end - curves.start) * (
        (left - curves.frame.left) / curves.frame.plot_width
    )
    line, other = _at(curve.expected, from_day), _at(curve.after, from_day)
    if _total(curve.after) <= _total(curve.expected):
        y, anchor = _clear(curves, curves.y_px(_total(curve.expected)) - 5), "bottom"
    elif other > line and curves.y_px(0) - curves.y_px(line) > SMALL + 12:
        y, anchor = curves.y_px(line) + 5, "top"
    else:
        return []
    end = ms(curve.expected[-1][0])
    return [
        curves.frame.label(
            OLD_RATE, 0, y, role="before", size=SMALL, xanchor="right", yanchor=anchor, at=end
        )
    ]


def _clear(curves: Curves, bottom: float) -> float:
    """The bottom of a line of words, moved up where a line of the grid would run through it."""
    grid = (curves.y_px(tick) for tick in curves.ticks)
    return next((y - 3 for y in grid if bottom - SMALL - 3 < y < bottom + 1), bottom)


def _at(steps: Steps, day: date) -> float:
    """The number at the last corner on or before that day: never above the curve there."""
    return max((number for corner, number in steps if corner <= day), default=0)
