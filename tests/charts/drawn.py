"""All charts of a life at both sizes, and what a picture holds, read back from its SVG."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from typing import Any, Literal

from bleedlog.charts.before_after import before_after
from bleedlog.charts.body import body
from bleedlog.charts.chart import Chart
from bleedlog.charts.cumulative import cumulative
from bleedlog.charts.rolling import rolling
from bleedlog.charts.timeline import timeline
from tests.charts.hard_lives import LIVES
from tests.charts.lives import names, where

Shown = Literal["phone", "desk", "narrow"]
"""On a phone, on a desk, and a desk's page on a narrow screen."""

SIZES: tuple[Shown, ...] = ("phone", "desk", "narrow")


@cache
def charts_of(life: str, size: Shown) -> dict[str, Chart]:
    """The charts of that life by name, as the pages show them."""
    known = LIVES[life]
    if size == "narrow":
        charts = {
            "before-after": before_after(known.figures, "desk", narrow=True),
            "cumulative": cumulative(known.figures, known.curve, "desk", narrow=True),
            "rolling": rolling(known.figures, known.rolling, "desk", narrow=True),
            "timeline": timeline(
                known.figures, known.doses, names, laboratory=known.laboratory, narrow=True
            ),
        }
        return {name: replace(chart, drawing=chart.narrow) for name, chart in charts.items()}
    after = "after_6m" if size == "phone" else "months_7_18"
    desk_only = {} if size == "phone" else {"body": body(known.figures, names, where)}
    return desk_only | {
        "before-after": before_after(known.figures, size, after=after),
        "cumulative": cumulative(known.figures, known.curve, size),
        "rolling": rolling(known.figures, known.rolling, size),
        "timeline": timeline(known.figures, known.doses, names, size, laboratory=known.laboratory),
    }


def svg_of(chart: Chart) -> ET.Element:
    """The still, parsed."""
    return ET.fromstring(chart.still())  # noqa: S314 - it is ours


def words_in(svg: ET.Element) -> list[str]:
    """All words in the picture."""
    return [one.text or "" for one in svg.iter("{http://www.w3.org/2000/svg}text")]


def parts_of(chart: Chart) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The figure's traces and layout as plain values."""
    figure = chart.figure
    assert figure is not None
    return [one.to_plotly_json() for one in figure.data], figure.layout.to_plotly_json()
