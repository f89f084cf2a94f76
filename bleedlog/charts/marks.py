"""What the still picture draws with: numbers, paint, dashes, lines and marker shapes.

The shapes are plotly.js's own (its symbol definitions), so that a bleed looks the same when
plotly takes over.
"""

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bleedlog.charts.theme import CLEAR, ROLES

Points = NDArray[np.float64]

ONE_FOR_ALL = str | int | float

DENSE = 4
"""Points a px from which on a line is thinned to what can be seen."""


def number(value: float | Points) -> str:
    """A px figure to a tenth, as short as can be: "12", "12.3"."""
    text = f"{float(value):.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def numbers(values: Points) -> list[str]:
    """`number` of each, "0" for NaN. The same px come on every page, and writing takes time."""
    tenths = np.rint(10 * np.nan_to_num(values)).astype(np.int64)
    return [_tenths(one) for one in tenths.tolist()]


@functools.lru_cache(maxsize=2**15)
def _tenths(tenths: int) -> str:
    return number(tenths / 10)


def fine(value: float) -> str:
    """A px figure to a hundredth, for marks so small that a tenth would show."""
    return _hundredths(round(100 * value))


@functools.lru_cache(maxsize=2**16)
def _hundredths(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def paint(fill: str | None, stroke: str | None = None, width: float = 0) -> str:
    """Presentation attributes for a fill and a stroke, with classes that name their meaning."""
    filled = fill is not None and fill != CLEAR
    stroked = stroke is not None and width > 0
    names = []
    text = f' fill="{fill if filled else "none"}"'
    if filled and fill is not None:
        names.append(f"chart-fill-{ROLES[fill]}")
    if stroked and stroke is not None:
        names.append(f"chart-line-{ROLES[stroke]}")
        text += f' stroke="{stroke}" stroke-width="{number(width)}"'
    return text + (f' class="{" ".join(names)}"' if names else "")


def dash_attribute(line: Mapping[str, Any]) -> str:
    """Dashes as plotly spaces them: dots by the line's width, three px at least; else as given."""
    unit = max(float(line["width"]), 3)
    dash = line.get("dash", "solid")
    if dash == "solid":
        return ""
    spaces = f"{number(unit)} {number(unit)}" if dash == "dot" else dash.replace("px", "")
    return f' stroke-dasharray="{spaces}"'


def told_apart(xs: Points, ys: Points, width: float) -> tuple[Points, Points]:
    """A line's points without those that nobody could see in a picture of so many px.

    Only a line that is far denser than the picture is touched, as thousands of ticks are: its
    points go to half px, and what is drawn over itself, up and down, is drawn once.
    """
    if len(xs) < DENSE * width or _are_bars(xs, ys):
        return xs, ys
    points = np.column_stack((np.round(2 * xs) / 2, ys))
    points = points[np.append(True, ~_same(points[1:], points[:-1]))]
    again = _same(points[2:-1], points[:-3]) & _same(points[3:], points[1:-2])
    points = points[~np.concatenate(([False, False], again, [False]))]
    return points[:, 0], points[:, 1]


def _same(some: Points, others: Points) -> NDArray[np.bool_]:
    """Which points are the same; NaN is never."""
    same: NDArray[np.bool_] = (some == others).all(axis=1)
    return same


def line_path(xs: Points, ys: Points, shape: str | None) -> str:
    """A line through the points, broken at NaN; shape "hv" goes across, then up."""
    if shape is None and _are_bars(xs, ys):
        return _bars_path(xs[0::3], xs[1::3], ys[0::3])
    parts = []
    before_x = before_y = ""
    gaps = (np.isnan(xs) | np.isnan(ys)).tolist()
    for x, y, gap in zip(numbers(xs), numbers(ys), gaps, strict=True):
        if gap:
            before_x = before_y = ""
            continue
        if not before_x:
            parts.append(f"M{x} {y}")
        elif shape == "hv":
            parts.append(f"H{x}V{y}")
        elif before_x == x:
            parts.append(f"V{y}")
        else:
            parts.append(f"H{x}" if before_y == y else f"L{x} {y}")
        before_x, before_y = x, y
    return "".join(parts)


def _are_bars(xs: Points, ys: Points) -> bool:
    """Whether a line is nothing but level stretches, each followed by a gap."""
    return bool(
        len(xs)
        and len(xs) % 3 == 0
        and np.isnan(xs[2::3]).all()
        and np.isfinite(xs[0::3] + xs[1::3]).all()
        and (ys[0::3] == ys[1::3]).all()
    )


def _bars_path(starts: Points, ends: Points, ys: Points) -> str:
    """Level stretches; those that touch or overlap at a tenth of a px are drawn as one.

    Two together reach from the first's start to the second's end only if both go on to the right.
    """
    first, last = np.rint(10 * starts), np.rint(10 * ends)
    goes_on = (first[:-1] <= first[1:]) & (first[1:] <= last[:-1]) & (last[:-1] <= last[1:])
    apart = ~goes_on | (ys[1:] != ys[:-1])
    begins = np.append(True, apart)
    stretches = zip(
        numbers(first[begins] / 10),
        numbers(ys[begins]),
        numbers(last[np.append(apart, True)] / 10),
        strict=True,
    )
    return "".join([f"M{x} {y}H{end}" for x, y, end in stretches])


def polygon_path(xs: Points, ys: Points) -> str:
    """Closed areas, one after each NaN."""
    return "".join(
        f"{part}Z" for part in line_path(xs, ys, None).replace("M", "|M").split("|") if part
    )


def markers(xs: Points, ys: Points, marker: Mapping[str, Any]) -> str:
    """Markers in order; neighbours of one look share a group.

    Args:
        xs: px from the left.
        ys: px from the top.
        marker: plotly's: symbol, size, color, and a line's color, width and dash, each for all or
            one a marker.
    """
    line = marker.get("line", {"width": 0, "color": ""})
    told = (
        marker["symbol"], marker["size"], marker["color"],
        line["color"], line["width"], line.get("dash", "solid"),
    )  # fmt: skip
    if all(isinstance(one, ONE_FOR_ALL) for one in told):
        return _group(told) + _outlines(told, xs, ys) + "</g>" if len(xs) else ""
    looks = list(zip(*(_each(one, len(xs)) for one in told), strict=True))
    parts: list[str] = []
    first = 0
    while first < len(looks):
        look, end = looks[first], first + 1
        while end < len(looks) and looks[end][2:] == look[2:]:
            end += 1
        parts.append(_group(look))
        parts += [_outlines(looks[at], xs[[at]], ys[[at]]) for at in range(first, end)]
        parts.append("</g>")
        first = end
    return "".join(parts)


def _each(value: Any, count: int) -> Sequence[Any]:
    """One value a marker, whether the figure gives one for all or an array."""
    return [value] * count if isinstance(value, ONE_FOR_ALL) else value


def _group(look: Sequence[Any]) -> str:
    _symbol, _size, fill, stroke, width, dash = look
    return f"<g{paint(fill, stroke, width)}{dash_attribute({'dash': dash, 'width': width})}>"


def _outlines(look: Sequence[Any], xs: Points, ys: Points) -> str:
    """The paths of markers of one symbol and size around their middles."""
    dx, dy, outline = _outline(look[0], look[1] / 2)
    places = zip(_fines(xs + dx), _fines(ys + dy), strict=True)
    return "".join([f'<path d="M{x} {y}{outline}"/>' for x, y in places])


def _fines(values: Points) -> list[str]:
    """`fine` of each."""
    hundredths = np.rint(100 * values).astype(np.int64)
    return [_hundredths(one) for one in hundredths.tolist()]


@functools.lru_cache(maxsize=64)
def _outline(symbol: str, radius: float) -> tuple[float, float, str]:
    """Where a marker's outline begins, from its middle, and how it goes on from there."""
    if symbol == "circle":
        r, d = fine(radius), fine(2 * radius)
        return -radius, 0, f"a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z"
    corners = [(dx * radius, dy * radius) for dx, dy in MARKERS[symbol]]
    steps = " ".join(
        f"{fine(to_x - from_x)} {fine(to_y - from_y)}"
        for (from_x, from_y), (to_x, to_y) in itertools.pairwise(corners)
    )
    return *corners[0], f"l{steps}z"


STAR_OUTER, STAR_INNER = 1.4, 1.4 * 0.382

MARKERS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "square": ((1, 1), (1, -1), (-1, -1), (-1, 1)),
    "diamond": ((1.3, 0), (0, 1.3), (-1.3, 0), (0, -1.3)),
    "triangle-up": ((-1.1547, 0.5), (1.1547, 0.5), (0, -1)),
    "triangle-down": ((-1.1547, -0.5), (1.1547, -0.5), (0, 1)),
    "triangle-right": ((-0.5, -1.1547), (-0.5, 1.1547), (1, 0)),
    "cross": (
        (1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4),
        (-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4),
    ),
    "star": tuple(
        (
            (STAR_INNER if point % 2 else STAR_OUTER) * math.sin(point * math.pi / 5),
            -(STAR_INNER if point % 2 else STAR_OUTER) * math.cos(point * math.pi / 5),
        )
        for point in range(10)
    ),
    "line-ew": ((-1.4, 0), (1.4, 0)),
    "line-ns": ((0, -1.4), (0, 1.4)),
}  # fmt: skip
"""plotly's symbol name -> its corners around the middle, in radii; circles apart."""
