"""The one theme: colours by what they mean, type, and the frame that a figure is laid out in.

Every colour has a light and a dark form. A figure carries the light ones; the browser swaps
them by `DARK`, and the still SVG names them as classes that static/css/charts.css colours.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Drawing = Mapping[str, Any]
"""A figure as plotly describes one: "data", a list of traces, and "layout"."""

Size = Literal["phone", "desk"]
"""Which screen a figure is laid out for: the narrowest phone, or its place on the desk."""

NARROW = 312
"""Width of a phone's figure, px: on a screen of 320 px its smallest type is still 11 px high."""

COLOURS: Mapping[str, tuple[str, str]] = {
    "before": ("#801650", "#e58bbf"),
    "before-tint": ("#e3ccd8", "#5c3a50"),
    "after": ("#28a197", "#5fd3c8"),
    "after-tint": ("#c6e7e4", "#24524f"),
    "factor": ("#12436d", "#8fbbe8"),
    "liver": ("#f46a25", "#f79a6b"),
    "target": ("#f3d3b3", "#6b4a26"),
    "severe": ("#f0d2d6", "#4a2a33"),
    "moderate": ("#f7e6dc", "#41352a"),
    "mild": ("#e8f1f1", "#22363a"),
    "ink": ("#1d2433", "#f2efe9"),
    "soft": ("#5a6374", "#a9b1c0"),
    "axis": ("#7f8796", "#7d879b"),
    "grid": ("#e4e0d9", "#353c4c"),
    "noted": ("#a7aebb", "#667086"),
    "shade": ("#f0ede7", "#272d3b"),
    "body": ("#ddd6ca", "#3c4457"),
    "card": ("#ffffff", "#1e2330"),
}
"""What a colour means -> (on a white card, on a dark card). No two meanings share a colour."""

DARK: Mapping[str, str] = dict(COLOURS.values())
"""Light colour -> dark colour, for plotly.js."""

ROLES: Mapping[str, str] = {light: role for role, (light, _) in COLOURS.items()}
"""Light colour -> what it means, for the still SVG's classes."""

CLEAR = "rgba(0,0,0,0)"
FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
"""The pages' own; where a page chose another, its stylesheet and charts.js set that one."""
TEXT = 13
SMALL = 12
BOLD = 600
DASH = "6px,4px"

TEMPLATE: Mapping[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": TEXT, "color": COLOURS["ink"][0]},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": COLOURS["card"][0],
            "bordercolor": COLOURS["axis"][0],
            "font": {"family": FONT, "size": TEXT, "color": COLOURS["ink"][0]},
            "align": "left",
        },
        "annotationdefaults": {"showarrow": False, "borderpad": 0, "borderwidth": 0},
    }
}


def colour(role: str) -> str:
    """The colour of that meaning on a white card."""
    return COLOURS[role][0]


def plain(text: str) -> str:
    """`text` as plotly must be given it: plotly reads `<` and `&` as marks of its own."""
    return html.escape(text, quote=False)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide `text` is in px in the widest of the usual system fonts."""
    narrow, wide = "ijltfrI.,:;'|()[] ", "mwMW%@"
    ems = sum(0.37 if one in narrow else 0.95 if one in wide else 0.64 for one in text)
    return ems * size * (1.13 if bold else 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A figure's size and the plot area inside it, all in px from its edges."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def plot_width(self) -> int:
        """Width of the plot area."""
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        """Height of the plot area."""
        return self.height - self.top - self.bottom

    def x_domain(self) -> list[float]:
        """The plot area across, as shares of the figure's width."""
        return [self.left / self.width, 1 - self.right / self.width]

    def y_domain(self) -> list[float]:
        """The plot area upwards, as shares of the figure's height."""
        return [self.bottom / self.height, 1 - self.top / self.height]

    def rows_axis(self, **more: Any) -> dict[str, Any]:
        """A y axis that counts px downwards from the plot's top, for charts made of rows."""
        return {
            "domain": self.y_domain(),
            "range": [self.plot_height, 0],
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        } | more

    def label(
        self,
        text: str,
        x: float,
        y: float,
        *,
        role: str = "ink",
        size: int = TEXT,
        weight: int | None = None,
        xanchor: str = "left",
        yanchor: str = "middle",
        at: float | None = None,
    ) -> dict[str, Any]:
        """Text at `x`, `y` px from the figure's top left; with `at`, `x` px from that instant."""
        font: dict[str, Any] = {"size": size, "color": colour(role)}
        if weight is not None:
            font["weight"] = weight
        place: dict[str, Any] = {"x": x / self.width, "xref": "paper"}
        if at is not None:
            place = {"x": at, "xref": "x", "xshift": x}
        return {
            "text": plain(text),
            **place,
            "y": 1 - y / self.height,
            "yref": "paper",
            "xanchor": xanchor,
            "yanchor": yanchor,
            "font": font,
        }


def figure(
    frame: Frame,
    traces: Iterable[Mapping[str, Any]],
    *,
    axes: Mapping[str, Mapping[str, Any]],
    shapes: Iterable[Mapping[str, Any]] = (),
    annotations: Iterable[Mapping[str, Any]] = (),
    dragmode: str | Literal[False] = False,
) -> Drawing:
    """A plotly figure in the theme, as plain values.

    plotly's own objects and their checks cost more than the statistics: the page draws its still
    from these values, and the tests put every builder's figure through the checks.
    """
    layout = {
        "template": TEMPLATE,
        "width": frame.width,
        "height": frame.height,
        "dragmode": dragmode,
        **{
            name: parts
            for name, parts in (("shapes", list(shapes)), ("annotations", list(annotations)))
            if parts
        },
        **axes,
    }
    data = [{"type": "scatter", **trace} for trace in traces]
    return {"data": data, "layout": layout}
