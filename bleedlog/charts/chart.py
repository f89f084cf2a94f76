"""A chart as a page needs it: figure, title, summary and the table behind it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import plotly.graph_objects as go

from bleedlog.charts.still import still_svg
from bleedlog.charts.theme import DARK, Drawing


@dataclass(frozen=True, slots=True)
class Behind:
    """A further table behind a picture."""

    name: str
    """In addresses and file names."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with everything that says the same in words.

    `drawing` is None when there is nothing to draw; then `summary` says why.
    """

    drawing: Drawing | None
    title: str
    """States the finding only where the clinical rules allow one."""
    summary: str
    """One to four plain sentences: the accessible name of the picture."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The table behind the picture; every row has one cell per column."""
    narrow: Drawing | None = None
    """The same for a narrow screen, if the page is for both; plotly never draws it."""
    more: tuple[Behind, ...] = ()
    """Further tables, for what does not fit into the first one's columns."""

    @property
    def figure(self) -> go.Figure | None:
        """The drawing as plotly's own object, unchecked."""
        return None if self.drawing is None else go.Figure(self.drawing, _validate=False)

    def still(self) -> str:
        """The drawing as an SVG element without inline styles, or "" without one."""
        return "" if self.drawing is None else still_svg(self.drawing)

    def narrow_still(self) -> str:
        """The narrow drawing in the same way."""
        return "" if self.narrow is None else still_svg(self.narrow)


def charts_json(charts: Mapping[str, Chart]) -> str:
    """What static/js/charts.js fetches: figures by name, and each colour's dark form.

    Charts without a figure are left out.
    """
    figures = ",".join(
        f"{json.dumps(name)}:{figure.to_json(validate=False)}"
        for name, figure in ((name, chart.figure) for name, chart in charts.items())
        if figure is not None
    )
    return f'{{"dark":{json.dumps(dict(DARK))},"charts":{{{figures}}}}}'
