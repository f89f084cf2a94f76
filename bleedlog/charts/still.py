"""The still picture: the very figure that plotly gets, drawn as SVG without a browser.

It draws what the theme's figures are made of and refuses anything else, so that a figure
cannot have a part that only plotly shows. No inline styles, no ids: presentation attributes
hold the light colours, classes let static/css/charts.css recolour them.
"""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bleedlog.charts.marks import (
    dash_attribute,
    line_path,
    markers,
    number,
    paint,
    polygon_path,
    told_apart,
)
from bleedlog.charts.theme import Drawing

MIDDLE = 0.35
"""Half the height of capitals, in ems: from the middle of a text to its baseline."""
ASCENT, DESCENT = 0.905, 0.212
"""Of a system font, in ems: from the baseline to the top and bottom of a text's box."""
GROWTH = 1.2
"""A still may grow this much where it has more room than it was laid out for."""
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
BASELINES = {"middle": (ASCENT - DESCENT) / 2, "top": ASCENT, "bottom": -DESCENT}

LAYOUT = {"template", "width", "height", "dragmode", "shapes", "annotations"}
AXIS = {
    "anchor", "domain", "range", "fixedrange", "gridcolor", "linecolor", "linewidth",
    "showgrid", "showline", "showticklabels", "tickcolor", "tickfont", "tickformatstops",
    "ticklen", "tickmode", "ticks", "ticktext", "tickvals", "type", "zeroline",
}  # fmt: skip
TRACE = {
    "cliponaxis", "fill", "fillcolor", "hoverinfo", "hovertemplate", "hovertext", "line", "marker",
    "mode", "text", "textfont", "type", "x", "xaxis", "y", "yaxis",
}  # fmt: skip
SHAPE = {"type", "layer", "x0", "x1", "y0", "y1", "xref", "yref", "line", "fillcolor"}
ANNOTATION = {"text", "x", "xref", "xshift", "y", "yref", "xanchor", "yanchor", "font"}


@dataclass(frozen=True, slots=True)
class Axis:
    """From data to px, along one axis."""

    start: float
    end: float
    first: float
    last: float

    def px(self, value: Any) -> NDArray[np.float64]:
        """Px of one value or an array of them; NaN stays NaN."""
        share = (np.asarray(value, dtype=float) - self.first) / (self.last - self.first)
        return np.asarray(self.start + share * (self.end - self.start))


def still_svg(drawing: Drawing, at: tuple[float, float] | None = None) -> str:
    """The figure as one `<svg>` element.

    Args:
        drawing: the figure.
        at: where its top left is inside another picture, px; it keeps its size there.

    Raises:
        ValueError: the figure has a part that the renderer does not draw.
    """
    layout, traces = drawing["layout"], drawing["data"]
    font = layout["template"]["layout"]["font"]
    width, height = layout["width"], layout["height"]
    settings = {name: axis for name, axis in layout.items() if name[1:5] == "axis"}
    _known(layout, LAYOUT | set(settings), "layout")
    axes = {
        name.replace("axis", ""): _axis(name, axis, width, height)
        for name, axis in settings.items()
    }
    shapes = layout.get("shapes", ())
    page = _Page(width, height, axes)
    growth = GROWTH if at is None else 1
    place = "" if at is None else f'x="{number(at[0])}" y="{number(at[1])}" '
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-still" {place}'
        f'viewBox="0 0 {width} {height}" width="{growth * width:.0f}" '
        f'height="{growth * height:.0f}" '
        f'font-family="{html.escape(font["family"])}" font-size="{font["size"]}" '
        f'stroke-miterlimit="2" aria-hidden="true" focusable="false">'
    )
    parts = [
        head,
        *(page.shape(one) for one in shapes if one.get("layer") == "below"),
        *(page.axis(name.replace("axis", ""), axis) for name, axis in settings.items()),
        *(page.trace(one, font) for one in traces),
        *(page.shape(one) for one in shapes if one.get("layer") != "below"),
        *(page.annotation(one) for one in layout.get("annotations", ())),
        "</svg>",
    ]
    return "".join(parts)


def _known(part: Mapping[str, Any], names: set[str], what: str) -> None:
    """Refuse what would be drawn by plotly and not by the still.

    Raises:
        ValueError: `part` has a name that the renderer does not know.
    """
    strange = set(part) - names
    if strange:
        raise ValueError(f"the still picture cannot draw {what}: {', '.join(sorted(strange))}")


def _axis(name: str, axis: Mapping[str, Any], width: int, height: int) -> Axis:
    _known(axis, AXIS, name)
    if name.startswith("x") and axis.get("showgrid"):
        raise ValueError(f"the still picture cannot draw {name}: showgrid")
    (low, high), (first, last) = axis["domain"], axis["range"]
    if name.startswith("x"):
        return Axis(low * width, high * width, first, last)
    return Axis((1 - low) * height, (1 - high) * height, first, last)


@dataclass(frozen=True, slots=True)
class _Page:
    """The SVG's size and axes; one method per kind of part."""

    width: int
    height: int
    axes: Mapping[str, Axis]

    def x(self, value: Any, ref: str) -> float:
        """Px from the left of a share of the paper or a value in data."""
        return float(value) * self.width if ref == "paper" else float(self.axes[ref].px(value))

    def y(self, value: Any, ref: str) -> float:
        """Px from the top of a share of the paper or of an axis, or of a value in data."""
        if ref == "paper":
            return (1 - float(value)) * self.height
        name, _, domain = ref.partition(" ")
        axis = self.axes[name]
        if domain:
            return axis.start + float(value) * (axis.end - axis.start)
        return float(axis.px(value))

    def axis(self, name: str, axis: Mapping[str, Any]) -> str:
        """An x axis's line, ticks and tick labels; a y axis's grid."""
        cross = self.axes[axis.get("anchor", name.replace("x", "y"))] if name[0] == "x" else None
        along = self.axes[name]
        if cross is None:
            return self._grid(axis, along)
        base = max(cross.start, cross.end)
        ticks = [float(along.px(one)) for one in axis.get("tickvals", ())]
        parts = []
        if axis.get("showline"):
            line = f"M{number(along.start)} {number(base)}H{number(along.end)}"
            if axis.get("ticks") == "outside":
                line += "".join(f"M{number(x)} {number(base)}v{axis['ticklen']}" for x in ticks)
            parts.append(f'<path d="{line}"{paint(None, axis["linecolor"], axis["linewidth"])}/>')
        if axis.get("showticklabels", True):
            font = axis["tickfont"]
            # As plotly sets them: below the tick by a fifth of the type, then one line.
            drop = axis["ticklen"] + 1.2 * font["size"] + axis["linewidth"] / 2
            parts.append(
                f'<g text-anchor="middle" font-size="{font["size"]}"{paint(font["color"])}>'
                + "".join(
                    f'<text x="{number(x)}" y="{number(base + drop)}">{_words(text)}</text>'
                    for x, text in zip(ticks, axis["ticktext"], strict=True)
                )
                + "</g>"
            )
        return "".join(parts)

    def _grid(self, axis: Mapping[str, Any], along: Axis) -> str:
        if not axis.get("showgrid"):
            return ""
        left, right = self.axes["x"].start, self.axes["x"].end
        lines = "".join(
            f"M{number(left)} {number(along.px(one))}H{number(right)}" for one in axis["tickvals"]
        )
        return f'<path d="{lines}"{paint(None, axis["gridcolor"], 1)}/>'

    def shape(self, shape: Mapping[str, Any]) -> str:
        """A straight line or a filled rectangle."""
        _known(shape, SHAPE, "shape")
        x0, x1 = (self.x(shape[one], shape["xref"]) for one in ("x0", "x1"))
        y0, y1 = (self.y(shape[one], shape["yref"]) for one in ("y0", "y1"))
        line = shape["line"]
        if shape["type"] == "line":
            stroke = paint(None, line["color"], line["width"]) + dash_attribute(line)
            return f'<path d="M{number(x0)} {number(y0)}L{number(x1)} {number(y1)}"{stroke}/>'
        x, y, wide, high = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
        return (
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" '
            f'height="{number(high)}"{paint(shape["fillcolor"])}/>'
        )

    def annotation(self, annotation: Mapping[str, Any]) -> str:
        """A text at a place."""
        _known(annotation, ANNOTATION, "annotation")
        font = annotation["font"]
        x = self.x(annotation["x"], annotation["xref"]) + annotation.get("xshift", 0)
        y = self.y(annotation["y"], annotation["yref"])
        y += BASELINES[annotation["yanchor"]] * font["size"]
        weight = f' font-weight="{font["weight"]}"' if "weight" in font else ""
        return (
            f'<text x="{number(x)}" y="{number(y)}" '
            f'text-anchor="{ANCHORS[annotation["xanchor"]]}" '
            f'font-size="{font["size"]}"{weight}{paint(font["color"])}>'
            f"{_words(annotation['text'])}</text>"
        )

    def trace(self, trace: Mapping[str, Any], base: Mapping[str, Any]) -> str:
        """A trace's area, line, markers and text, in plotly's order."""
        _known(trace, TRACE, "trace")
        across, up = self.axes[trace.get("xaxis", "x")], self.axes[trace.get("yaxis", "y")]
        xs, ys = across.px(trace["x"]), up.px(trace["y"])
        mode = trace["mode"]
        parts = []
        if trace.get("fill") == "toself":
            parts.append(f'<path d="{polygon_path(xs, ys)}"{paint(trace["fillcolor"])}/>')
        if "lines" in mode and trace["line"]["width"]:
            line = trace["line"]
            stroke = paint(None, line["color"], line["width"]) + dash_attribute(line)
            seen = told_apart(xs, ys, abs(across.end - across.start))
            parts.append(f'<path d="{line_path(*seen, line.get("shape"))}"{stroke}/>')
        if "markers" in mode:
            parts.append(markers(xs, ys, trace["marker"]))
        if "text" in mode:
            parts.append(_texts(xs, ys, trace["text"], {**base, **trace["textfont"]}))
        drawn = "".join(parts)
        if trace.get("cliponaxis", True):
            return _clipped(drawn, across, up)
        return drawn


def _clipped(drawn: str, across: Axis, up: Axis) -> str:
    """What is drawn, cut at the plot area: a nested svg cuts without needing an id."""
    x, y = min(across.start, across.end), min(up.start, up.end)
    box = " ".join(
        number(one) for one in (x, y, abs(across.end - across.start), abs(up.end - up.start))
    )
    left, top, wide, high = box.split()
    return (
        f'<svg x="{left}" y="{top}" width="{wide}" height="{high}" viewBox="{box}" '
        f'overflow="hidden">{drawn}</svg>'
    )


def _texts(
    xs: NDArray[np.float64], ys: NDArray[np.float64], texts: Sequence[str], font: Mapping[str, Any]
) -> str:
    """Texts centred on their points."""
    drop = MIDDLE * font["size"]
    inner = "".join(
        f'<text x="{number(x)}" y="{number(y + drop)}">{_words(text)}</text>'
        for x, y, text in zip(xs, ys, texts, strict=True)
        if text
    )
    look = f'text-anchor="middle" font-size="{font["size"]}"{paint(font["color"])}'
    return f"<g {look}>{inner}</g>" if inner else ""


def _words(text: str) -> str:
    """A figure's text, which is escaped for plotly, as SVG wants it."""
    return html.escape(html.unescape(text), quote=False)
