"""Bleeds by joint on one time axis, with factor doses, days noted, factor IX and ALT.

Shape says how a bleed began, filled that it was treated, hollow that it was not, dotted with
"?" that nobody is sure; plum is before treatment, teal after.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from bleedlog.charts.chart import Chart
from bleedlog.charts.finding import joined
from bleedlog.charts.key import lay_key
from bleedlog.charts.laboratory_panels import (
    lay_panels,
    panel_key,
    panel_shapes,
    panel_texts,
    panel_traces,
)
from bleedlog.charts.laboratory_words import laboratory_summary, laboratory_tables
from bleedlog.charts.scales import EPOCH, time_axis, time_range
from bleedlog.charts.theme import NARROW, SMALL, Frame, Size, colour, figure
from bleedlog.charts.timeline_marks import (
    ROW,
    STRIP_ROW,
    Plan,
    bleeds,
    key_items,
    strips,
    targets,
)
from bleedlog.charts.timeline_rows import Names, Row, rows_of
from bleedlog.charts.timeline_words import COLUMNS, summary, table, title
from bleedlog.charts.treatment import (
    strip_height,
    treatment_key,
    treatment_shapes,
    treatment_words,
)
from bleedlog.statistics.columns import Days
from bleedlog.statistics.laboratory import Laboratory
from bleedlog.statistics.results import PersonFigures

WIDTH: dict[Size, int] = {"phone": NARROW, "desk": 800}
LEFT: dict[Size, int] = {"phone": 108, "desk": 140}
NOTHING_FOUND = Laboratory()
HALF_A_MARK = 9
"""Room for a bleed's mark at both ends of the axis, px."""


def timeline(
    figures: PersonFigures,
    dose_days: Days,
    names: Names,
    size: Size = "desk",
    *,
    laboratory: Laboratory = NOTHING_FOUND,
    narrow: bool = False,
    most: int | None = None,
) -> Chart:
    """Every bleed on its joint's row, and what laboratories found, over all days with anything.

    Args:
        figures: one person's figures.
        dose_days: local days of the factor doses since 1970, any order (`Infusions.day`).
        names: words for the codes of a manifestation, a site and a side.
        size: which screen.
        laboratory: results and steroid courses, which get panels of their own.
        narrow: whether it is laid out for a narrow screen, too.
        most: joints that get a row of their own; as many as the screen has room for if None.
    """
    told = _Told(figures, np.unique(dose_days), laboratory)
    rows = rows_of(figures, names, size, most)
    few = rows_of(figures, names, "phone", most) if narrow else ()
    return Chart(
        drawing=_figure(told, rows, size),
        narrow=_figure(told, few, "phone") if narrow else None,
        title=title(figures, dose_days, laboratory),
        summary=joined(summary(figures, rows, dose_days), laboratory_summary(laboratory)),
        columns=COLUMNS,
        rows=table(figures, names),
        more=laboratory_tables(laboratory),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything that the picture shows of one person."""

    figures: PersonFigures
    doses: Days
    """Days with a dose, each once, in order."""
    laboratory: Laboratory


def _figure(told: _Told, rows: tuple[Row, ...], size: Size) -> Any:
    days = _days_shown(told)
    if days is None:
        return None
    figures = told.figures
    plan = _plan(told, rows, size, days)
    frame = plan.frame
    traces = [
        plan.key.trace(),
        *strips(figures, plan, told.doses),
        *targets(figures, plan),
        *bleeds(figures, plan),
        *panel_traces(plan.panels, figures.treated_on, plan.end),
    ]
    middles = [plan.middle(row) for row in range(len(rows))]
    labels = [row.label for row in rows]
    lower = [(plan.noted_y, "Days noted")]
    if plan.doses_y is not None:
        lower.insert(0, (plan.doses_y, "Factor IX doses" if size == "desk" else "Factor IX"))
    texts = [
        *plan.key.labels(frame),
        *treatment_words(figures, frame, (plan.start, plan.end), size, frame.top),
        *(
            frame.label(text, frame.left - 10, frame.top + y, xanchor="right")
            for y, text in zip(middles, labels, strict=True)
        ),
        *(
            frame.label(
                text, frame.left - 10, frame.top + y, role="soft", size=SMALL, xanchor="right"
            )
            for y, text in lower
        ),
        *panel_texts(plan.panels, frame),
    ]
    return figure(
        frame,
        traces,
        axes={
            "xaxis": time_axis(frame, plan.start, plan.end),
            "yaxis": frame.rows_axis(
                showgrid=True, gridcolor=colour("grid"), tickmode="array", tickvals=middles
            ),
            **plan.key.axes(frame),
        },
        shapes=[*treatment_shapes(figures, frame), *panel_shapes(plan.panels, frame)],
        annotations=texts,
        dragmode="zoom",
    )


def _days_shown(told: _Told) -> tuple[date, date] | None:
    """First and last day that hold anything; None for a diary with nothing in it."""
    figures, doses = told.figures, told.doses
    ends = [figures.end_of_data - timedelta(days=1)] if figures.end_of_data else []
    known = [figures.first_observed, *ends, figures.treated_on]
    known += [one.onset_day for one in figures.episodes[:1] + figures.episodes[-1:]]
    known += [_date(int(doses[at])) for at in ((0, -1) if len(doses) else ())]
    days = [*told.laboratory.days, *(one for one in known if one is not None)]
    return (min(days), max(days)) if days else None


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _plan(told: _Told, rows: tuple[Row, ...], size: Size, days: tuple[date, date]) -> Plan:
    figures = told.figures
    items = [*key_items(figures), *treatment_key(figures), *panel_key(told.laboratory)]
    key = lay_key(items, WIDTH[size])
    rows_y = strip_height(figures)
    below = rows_y + ROW * len(rows)
    doses_y = below + STRIP_ROW / 2 if len(told.doses) else None
    noted_y = below + STRIP_ROW * (1.5 if len(told.doses) else 0.5)
    panels = lay_panels(told.laboratory, noted_y + STRIP_ROW / 2)
    height = key.height + 6 + int(panels.end) + 28
    frame = Frame(WIDTH[size], height, LEFT[size], 12, key.height + 6, 28)
    shown = time_range(*days, room=HALF_A_MARK / frame.plot_width)
    return Plan(frame, key, rows, rows_y, doses_y, noted_y, panels, *shown)
