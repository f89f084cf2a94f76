"""Rates as dots on their intervals (a forest plot): one row each, on one axis from zero."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bleedlog.charts.arms import Arm
from bleedlog.charts.before_after_words import KINDS
from bleedlog.charts.key import Key
from bleedlog.charts.scales import figures_axis, x_axis
from bleedlog.charts.theme import Drawing, Frame, colour, figure
from bleedlog.charts.words import count_words, days_words, rate_words
from bleedlog.statistics.results import Rate

Reach = tuple[float, float, float]
"""From, to, and how far down."""

BAND, DOT = 10, 13
"""Height of an interval's band and of a dot, px."""
WIDEST = 4
"""Where every window is in doubt, the axis ends at this many times the largest rate."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One rate at its height in the plot, px."""

    arm: Arm
    kind: str
    y: float

    @property
    def rate(self) -> Rate | None:
        """The rate, None if not known."""
        return self.arm.rate(self.kind)


def has_band(bar: Bar, *, strict: bool) -> bool:
    """Whether a band is drawn: never without an interval; `strict`: nor of a doubtful window."""
    rate = bar.rate
    known = rate is not None and rate.low is not None and rate.high is not None
    return known and not (strict and bar.arm.doubt)


def _limit(bars: Sequence[Bar]) -> float:
    """Where the axis ends: by the sound intervals, so that a doubtful one cannot flatten them."""
    sound = [bar for bar in bars if not bar.arm.doubt]
    rates = [bar.rate for bar in sound or bars]
    highs = [one.high for one in rates if one and one.high is not None]
    figures = [one.abr for one in rates if one and one.abr is not None]
    if not highs:
        return 5
    if sound:
        return max(highs)
    return min(max(highs), max(20, WIDEST * max(figures, default=0)))


def forest(
    frame: Frame,
    bars: Sequence[Bar],
    texts: Sequence[Mapping[str, Any]],
    *,
    key: Key | None = None,
    shapes: Sequence[Mapping[str, Any]] = (),
) -> Drawing:
    """The figure: bands with dots, the words around them, an axis if there is any band."""
    end, ticks, words = figures_axis(max(_limit(bars), 1))
    traces = [] if key is None else [key.trace()]
    for role in ("before", "after"):
        own = [bar for bar in bars if bar.arm.role == role]
        traces += _bands(own, role, end) if own else []
    return figure(
        frame,
        traces,
        axes={
            "xaxis": (
                x_axis(frame, 0, end, fixedrange=True, tickvals=ticks, ticktext=words)
                if bars
                else frame.rows_axis(domain=frame.x_domain(), range=[0, end])
            ),
            "yaxis": frame.rows_axis(),
            **({} if key is None else key.axes(frame)),
        },
        shapes=shapes,
        annotations=texts,
    )


def _bands(bars: Sequence[Bar], role: str, end: float) -> list[dict[str, Any]]:
    """Bands, lines through them, arrows where cut, and dots on top, of one role."""
    tint: list[Reach] = []
    core: list[Reach] = []
    dots: list[tuple[float, Bar]] = []
    arrows: list[Bar] = []
    for bar in bars:
        rate = bar.rate
        if rate is None or rate.low is None or rate.high is None:
            continue
        reach = (min(rate.low, end), min(rate.high, end), bar.y)
        core.append(reach)
        if not bar.arm.doubt:
            tint.append(reach)
        if rate.high > end:
            arrows.append(bar)
        if rate.abr is not None and rate.abr <= end:
            dots.append((rate.abr, bar))
    still = {"cliponaxis": False, "hoverinfo": "skip"}
    lines = [
        {
            **_segments(reaches),
            **still,
            "mode": "lines",
            "line": {"color": colour(paint), "width": width},
        }
        for reaches, paint, width in ((tint, f"{role}-tint", BAND), (core, role, 2))
        if reaches
    ]
    marks = [
        {
            "x": [x for x, _ in dots],
            "y": [bar.y for _, bar in dots],
            "mode": "markers",
            "cliponaxis": False,
            "marker": {
                "symbol": [bar.arm.symbol for _, bar in dots],
                "size": [DOT] * len(dots),
                "opacity": 1,
                "color": [colour("card" if bar.arm.doubt else role) for _, bar in dots],
                "line": {
                    "color": [colour(role if bar.arm.doubt else "card") for _, bar in dots],
                    "width": [2 if bar.arm.doubt else 1.5 for _, bar in dots],
                },
            },
            "hoverinfo": "text",
            "hovertext": [_hover(bar) for _, bar in dots],
        },
        {
            "x": [end] * len(arrows),
            "y": [bar.y for bar in arrows],
            **still,
            "mode": "markers",
            "marker": {"symbol": "triangle-right", "size": 9, "color": colour(role)},
        },
    ]
    return lines + [one for one in marks if one["x"]]


def _segments(reaches: Sequence[Reach]) -> dict[str, list[float]]:
    """Horizontal lines as one trace, broken by NaN."""
    xs = [one for low, high, _ in reaches for one in (low, high, math.nan)]
    ys = [one for _, _, y in reaches for one in (y, y, math.nan)]
    return {"x": xs, "y": ys}


def _hover(bar: Bar) -> str:
    rate = bar.rate
    if rate is None or rate.abr is None:
        return ""
    return (
        f"{bar.arm.label}, {KINDS[bar.kind].lower()}<br>{rate_words(rate)}<br>"
        f"{count_words(rate.episodes, 'bleed')}, {days_words(bar.arm.window)} noted"
    )
