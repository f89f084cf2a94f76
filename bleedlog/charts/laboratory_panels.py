"""The timeline's lower panels: factor IX on bands of severity, ALT against its limit, steroids.

Both are laid out in px below the rows, so that all share one axis of time. Factor IX stands on a
square-root scale: on a plain one the bands below 5 IU/dL would be too thin to be read, and a
logarithm has no place for 0. An ALT stands in multiples of its own upper limit.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from bleedlog.charts.bars import bars
from bleedlog.charts.key import Item
from bleedlog.charts.scales import ms, ms_of_dates, step_of
from bleedlog.charts.theme import DASH, SMALL, Frame, colour
from bleedlog.models.number_words import number_words
from bleedlog.statistics.laboratory import FactorLevel, Laboratory, LiverValue

HEAD, GAP = 24, 8
"""Room above a panel for its name, and below it, px."""
FACTOR, LIVER = 130, 84
"""Heights of the panels themselves, px."""
STEROIDS = 16
"""Room for the courses of steroids above ALT, px."""
HIGHEST, ALL_BANDS = 100.0, 45.0
"""IU/dL: where the axis ends at most, and at least. A higher result is an arrow at the edge."""
MOST_LIMITS, LEAST_LIMITS = 10.0, 2.0


class Band(NamedTuple):
    """Factor IX from one activity up to another, IU/dL."""

    role: str
    label: str
    low: float
    high: float


BANDS = (
    Band("severe", "severe <1", 0, 1),
    Band("moderate", "moderate 1-5", 1, 5),
    Band("mild", "mild 5-40", 5, 40),
    Band("card", "40 and over", 40, math.inf),
)
"""Source: NICE TA989, 3.1."""


class Assay(NamedTuple):
    """How results of one assay are drawn."""

    label: str
    symbol: str
    dash: str


ASSAYS: dict[str | None, Assay] = {
    "one_stage": Assay("one-stage", "circle", "solid"),
    "chromogenic": Assay("chromogenic", "square", DASH),
    None: Assay("assay not said", "triangle-down", "dot"),
}


@dataclass(frozen=True, slots=True)
class Panels:
    """Where the panels begin, px from the plot's top; None for one that is not there."""

    laboratory: Laboratory
    factor_y: float | None
    liver_y: float | None
    end: float
    """Where the last of them ends."""
    factor_limit: float
    """IU/dL at the upper edge."""
    liver_limit: float
    """Upper limits of normal at the upper edge."""

    def factor_px(self, value: float) -> float:
        """Px of an activity from the plot's top."""
        share = math.sqrt(min(value, self.factor_limit) / self.factor_limit)
        return (self.factor_y or 0) + FACTOR * (1 - share)

    def liver_px(self, times: float) -> float:
        """Px of a multiple of the upper limit from the plot's top."""
        share = min(times, self.liver_limit) / self.liver_limit
        return (self.liver_y or 0) + LIVER * (1 - share)

    @property
    def steroids_px(self) -> float:
        """Px of the courses of steroids from the plot's top."""
        return (self.liver_y or 0) - STEROIDS / 2


def lay_panels(laboratory: Laboratory, top: float) -> Panels:
    """The panels that there is something for, from `top` px below the plot's top."""
    factor_y = liver_y = None
    if laboratory.factor_levels:
        factor_y = top + HEAD
        top = factor_y + FACTOR + GAP
    if any(one.times_limit is not None for one in laboratory.alt) or laboratory.steroids:
        liver_y = top + HEAD + STEROIDS * bool(laboratory.steroids)
        top = liver_y + LIVER + GAP
    level = max((one.value for one in laboratory.factor_levels), default=0)
    known = (one.times_limit for one in laboratory.alt)
    times = max((one for one in known if one is not None), default=0)
    return Panels(
        laboratory,
        factor_y,
        liver_y,
        top,
        factor_limit=min(max(ALL_BANDS, level * 1.1), HIGHEST),
        liver_limit=min(max(LEAST_LIMITS, times * 1.1), MOST_LIMITS),
    )


def panel_key(laboratory: Laboratory) -> Iterator[Item]:
    """Only what is in the picture."""
    levels = laboratory.factor_levels
    for assay, look in ASSAYS.items():
        if any(one.assay == assay for one in levels):
            yield Item(f"FIX, {look.label}", look.symbol, "factor", "factor", size=9)
    if any(one.may_include_infused for one in levels):
        yield Item("hollow: may include infused factor", "circle", "card", "factor", size=9)
    if any(one.times_limit is not None for one in laboratory.alt):
        yield Item("ALT", "square", "liver", "liver", size=9)
    if laboratory.steroids:
        yield Item("steroids", "line-ew", "liver", "liver", stroke_width=8, size=10)


def panel_shapes(panels: Panels, frame: Frame) -> list[dict[str, Any]]:
    """Bands of severity with lines between them, and the line of ALT's upper limit."""
    first, last = frame.x_domain()
    across: dict[str, Any] = {"xref": "paper", "yref": "y", "x0": first, "x1": last}
    shapes: list[dict[str, Any]] = []
    if panels.factor_y is not None:
        for band in BANDS[:-1]:
            edge = panels.factor_px(band.high)
            shapes += [
                {
                    **across,
                    "type": "rect",
                    "layer": "below",
                    "y0": edge,
                    "y1": panels.factor_px(band.low),
                    "fillcolor": colour(band.role),
                    "line": {"width": 0},
                },
                _across(across, edge, "below", {"color": colour("axis"), "width": 1}),
            ]
    if panels.liver_y is not None:
        limit = {"color": colour("soft"), "width": 1, "dash": DASH}
        floor = {"color": colour("grid"), "width": 1}
        shapes.append(_across(across, panels.liver_px(1), "above", limit))
        shapes.append(_across(across, panels.liver_px(0), "below", floor))
    return shapes


def _across(across: dict[str, Any], y: float, layer: str, line: dict[str, Any]) -> dict[str, Any]:
    return {**across, "type": "line", "layer": layer, "y0": y, "y1": y, "line": line}


def panel_texts(panels: Panels, frame: Frame) -> Iterator[dict[str, Any]]:
    """The panels' names, the bands', and ALT's multiples at the left."""

    def name(text: str, remark: str, y: float) -> tuple[dict[str, Any], dict[str, Any]]:
        right = frame.width - frame.right
        y += frame.top
        return (
            frame.label(text, frame.left - 10, y, xanchor="right"),
            frame.label(remark, right, y, role="soft", size=SMALL, xanchor="right"),
        )

    def left(text: str, y: float, role: str = "soft") -> dict[str, Any]:
        x = frame.left - 10
        return frame.label(text, x, frame.top + y, role=role, size=SMALL, xanchor="right")

    if panels.factor_y is not None:
        yield from name("FIX, IU/dL", "square-root scale", panels.factor_y - 11)
        for band in BANDS:
            low, high = panels.factor_px(band.low), panels.factor_px(band.high)
            if low - high > SMALL - 2:
                yield left(band.label, (low + high) / 2)
    if panels.liver_y is not None:
        head = panels.liver_y - 11 - STEROIDS * bool(panels.laboratory.steroids)
        yield from name("ALT", "each against its own upper limit", head)
        yield left("upper limit", panels.liver_px(1), "ink")
        step = max(1, int(step_of(panels.liver_limit, 3)))
        for times in range(step, int(panels.liver_limit) + 1, step):
            # The panel's name stands above.
            if times > 1 and panels.liver_px(times) - head > SMALL + 3:
                yield left(f"{times} times", panels.liver_px(times))


def panel_traces(panels: Panels, treated_on: date | None, end: date) -> Iterator[dict[str, Any]]:
    """Results and courses of steroids; `end` is where a course that still runs is cut."""
    levels = panels.laboratory.factor_levels
    for assay in ASSAYS:
        own = [one for one in levels if one.assay == assay]
        if own:
            yield from _levels(panels, own, assay, treated_on)
    known = [one for one in panels.laboratory.alt if one.times_limit is not None]
    if known:
        yield _liver(panels, known)
    if panels.laboratory.steroids:
        courses = panels.laboratory.steroids
        y = panels.steroids_px
        yield bars(((one.first, one.last or end, y) for one in courses), "liver", 8)


def _levels(
    panels: Panels, levels: Sequence[FactorLevel], assay: str | None, treated_on: date | None
) -> Iterator[dict[str, Any]]:
    """One assay's own line, broken where infused factor is measured and at the treatment."""
    look = ASSAYS[assay]
    xs = ms_of_dates(one.day for one in levels)
    ys = np.array([panels.factor_px(one.value) for one in levels])
    line_x, line_y = xs.copy(), ys.copy()
    line_y[[one.may_include_infused for one in levels]] = np.nan
    if treated_on is not None:
        since = int(np.searchsorted(xs, ms(treated_on)))
        line_x, line_y = np.insert(line_x, since, np.nan), np.insert(line_y, since, np.nan)
    if np.isfinite(line_y).sum() > 1:
        yield {
            "x": line_x,
            "y": line_y,
            "mode": "lines",
            "line": {"color": colour("factor"), "width": 2, "dash": look.dash},
            "hoverinfo": "skip",
        }
    yield {
        "x": xs,
        "y": ys,
        "mode": "markers",
        "cliponaxis": False,
        "marker": {
            "symbol": [
                "triangle-up" if one.value > panels.factor_limit else look.symbol for one in levels
            ],
            "size": [7] * len(levels),
            "opacity": 1,
            "color": [colour("card" if one.may_include_infused else "factor") for one in levels],
            "line": {"color": colour("factor"), "width": 1.5},
        },
        "hovertext": [
            f"{number_words(one.value)} {one.unit}, {look.label}"
            + (", may include infused factor" if one.may_include_infused else "")
            for one in levels
        ],
        "hovertemplate": "%{hovertext}<br>%{x|%-d %B %Y}<extra></extra>",
    }


def _liver(panels: Panels, values: Sequence[LiverValue]) -> dict[str, Any]:
    return {
        "x": ms_of_dates(one.day for one in values),
        "y": np.array([panels.liver_px(one.times_limit or 0) for one in values]),
        "mode": "lines+markers",
        "cliponaxis": False,
        "line": {"color": colour("liver"), "width": 2},
        "marker": {
            "symbol": [
                "triangle-up" if (one.times_limit or 0) > panels.liver_limit else "square"
                for one in values
            ],
            "size": [7] * len(values),
            "opacity": 1,
            "color": colour("liver"),
            "line": {"color": colour("card"), "width": 1},
        },
        "hovertext": [
            f"ALT {number_words(one.value)} {one.unit},"
            f" upper limit {number_words(one.upper_limit or 0)}"
            for one in values
        ],
        "hovertemplate": "%{hovertext}<br>%{x|%-d %B %Y}<extra></extra>",
    }
