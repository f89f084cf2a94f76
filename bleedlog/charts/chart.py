"""A chart as a page needs it: figure, title, summary and the table behind it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import plotly.graph_objects as go

from bleedlog.charts.still import still_svg
from bleedlog.charts.theme import DARK


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with everything that says the same in words.

    `figure` is None when there is nothing to draw; then `summary` says why.
    """

    figure: go.Figure | None
    title: str
    """States the finding only where the clinical rules allow one."""
    summary: str
    """One to four plain sentences: the accessible name of the picture."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The table behind the picture; every row has one cell per column."""
    narrow: go.Figure | None = None
    """The same for a narrow screen, if the page is for both; plotly never draws it."""

    def still(self) -> str:
        """The figure as an SVG element without inline styles, or "" without a figure."""
        return "" if self.figure is None else still_svg(self.figure)

    def narrow_still(self) -> str:
        """The narrow figure in the same way."""
        return "" if self.narrow is None else still_svg(self.narrow)


def charts_json(charts: Mapping[str, Chart]) -> str:
    """What static/js/charts.js fetches: figures by name, and each colour's dark form.

    Charts without a figure are left out.
    """
    figures = ",".join(
        f"{json.dumps(name)}:{chart.figure.to_json(validate=False)}"
        for name, chart in charts.items()
        if chart.figure is not None
    )
    return f'{{"dark":{json.dumps(dict(DARK))},"charts":{{{figures}}}}}'
