"""What stands on the timeline's rows: bleeds, target joints, factor doses, days noted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from bleedlog.charts.bars import bars
from bleedlog.charts.key import Item, Key
from bleedlog.charts.laboratory_panels import Panels
from bleedlog.charts.scales import ms_of_dates, ms_of_days
from bleedlog.charts.theme import Frame, colour, plain
from bleedlog.charts.timeline_rows import Row
from bleedlog.charts.timeline_words import CAUSES, bleed_words, cause_of
from bleedlog.statistics.codes import Cause
from bleedlog.statistics.columns import Days
from bleedlog.statistics.results import Episode, PersonFigures

ROW = 30
STRIP_ROW = 24
"""Height of the rows of factor doses and of days noted, px."""

RUN_DAYS = 14
"""Doses no further apart than this share a foot line: regular factor, not single doses."""

SYMBOLS = {
    Cause.SPONTANEOUS: "circle",
    Cause.TRAUMATIC: "triangle-up",
    Cause.ACTIVITY: "star",
    Cause.SURGICAL: "cross",
    Cause.UNKNOWN: "square",
}
"""How a bleed began -> its shape."""
WEIGHT = {"triangle-up": 1.3, "star": 1.15, "square": 0.9}
"""Shapes whose area differs from a circle's of that size are drawn larger or smaller."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands: the rows, what is below them, the days shown."""

    frame: Frame
    key: Key
    rows: tuple[Row, ...]
    rows_y: float
    """Where the first row begins, px from the plot's top."""
    doses_y: float | None
    noted_y: float
    panels: Panels
    start: date
    end: date

    def middle(self, row: int) -> float:
        """A row's middle, px from the plot's top."""
        return self.rows_y + ROW * (row + 0.5)


def key_items(figures: PersonFigures) -> Iterator[Item]:
    """Only what is in the picture, in grey: the colour does not say how a bleed began."""
    found = {cause_of(one) for one in figures.episodes}
    for cause, symbol in SYMBOLS.items():
        if cause in found:
            size = 11 * WEIGHT.get(symbol, 1)
            yield Item(CAUSES[cause], symbol, "soft", "soft", stroke_width=1, size=size)
    treated = {one.treated for one in figures.episodes}
    if True in treated:
        yield Item("filled: treated", "circle", "soft", "soft")
    if False in treated:
        yield Item("hollow: no factor noted", "circle", "card", "soft")
    if any(one.unsure for one in figures.episodes):
        yield Item("not sure", "circle", "card", "soft", dash="dot", letter="?", size=15)
    if figures.target_joints:
        yield Item("target joint", "line-ew", "target", "target", stroke_width=8, size=10)


def strips(figures: PersonFigures, plan: Plan, doses: Days) -> Iterator[dict[str, Any]]:
    """Days noted as bars and factor doses as ticks, each one line with gaps."""
    if figures.observed:
        spans = ((first, end, plan.noted_y) for first, end in figures.observed)
        yield bars(spans, "noted", 8)
    if plan.doses_y is not None:
        foot, tip = plan.doses_y + 7, plan.doses_y - 7
        # A tick is drawn from its foot and back, and the next one from there: one stroke for a
        # run of doses is many times faster in a browser than one for each of thousands.
        breaks = 3 * (np.flatnonzero(np.diff(doses) > RUN_DAYS) + 1)
        across, up = np.repeat(ms_of_days(doses), 3), np.tile([foot, tip, foot], len(doses))
        yield {
            "x": np.insert(across, breaks, np.nan),
            "y": np.insert(up, breaks, np.nan).astype(np.float32),
            "mode": "lines",
            "line": {"color": colour("factor"), "width": 1.5},
            "hovertemplate": "Factor IX, %{x|%-d %B %Y}<extra></extra>",
        }


def targets(figures: PersonFigures, plan: Plan) -> Iterator[dict[str, Any]]:
    """On a joint's row, the time in which it was a target joint."""
    at = {row.place: plan.middle(number) for number, row in enumerate(plan.rows)}
    spans = [
        (one.since, one.resolved or figures.end_of_data or plan.end, at[one.site, one.side])
        for one in figures.target_joints
        if (one.site, one.side) in at
    ]
    if spans:
        yield bars(spans, "target", 10)


def bleeds(figures: PersonFigures, plan: Plan) -> Iterator[dict[str, Any]]:
    """One trace for each look that occurs: how it began, treated or not, sure or not, when."""
    looks: dict[_Look, list[tuple[date, float, str]]] = {}
    for number, row in enumerate(plan.rows):
        middle, label = plan.middle(number), plain(row.label)
        for one in row.episodes:
            mark = (one.onset_day, middle, label)
            looks.setdefault(_look(one, figures), []).append(mark)
    size = _marker_size(sum(len(marks) for marks in looks.values()) / plan.frame.plot_width)
    # Those that stand out least are drawn first: filled ones before hollow ones before unsure.
    for look in sorted(looks, key=lambda one: (one.unsure, not one.treated, one.cause, one.role)):
        yield _marks(look, looks[look], size)


class _Look(NamedTuple):
    """What a bleed looks like."""

    cause: Cause
    treated: bool
    unsure: bool
    role: str

    def paint(self) -> tuple[str, str, float]:
        """Fill, outline and its width: filled if treated, pale if treated but unsure."""
        if not self.treated:
            return "card", self.role, 2
        return (f"{self.role}-tint", self.role, 2) if self.unsure else (self.role, "card", 1)


def _look(episode: Episode, figures: PersonFigures) -> _Look:
    after = figures.treated_on is not None and episode.onset_day >= figures.treated_on
    role = "after" if after else "before"
    return _Look(cause_of(episode), episode.treated, episode.unsure, role)


def _marks(look: _Look, marks: list[tuple[date, float, str]], size: float) -> dict[str, Any]:
    symbol = SYMBOLS[look.cause]
    fill, stroke, width = look.paint()
    line = {"color": colour(stroke), "width": width}
    trace = {
        "x": ms_of_dates(day for day, _, _ in marks),
        "y": np.array([y for _, y, _ in marks], dtype=np.float32),
        "mode": "markers",
        "marker": {
            "symbol": symbol,
            "size": size * (1.4 if look.unsure else 1) * WEIGHT.get(symbol, 1),
            "color": colour(fill),
            "line": line,
        },
        "hovertext": [label for _, _, label in marks],
        "hovertemplate": (
            f"%{{hovertext}}<br>%{{x|%-d %B %Y}}<br>"
            f"{bleed_words(look.cause, treated=look.treated, unsure=look.unsure)}<extra></extra>"
        ),
    }
    if look.unsure:
        line["dash"] = "dot"
        trace |= {
            "mode": "markers+text",
            "text": ["?"] * len(marks),
            "textfont": {"size": size - 2, "color": colour("ink")},
        }
    return trace


def _marker_size(a_px: float) -> int:
    """Smaller marks for hundreds of bleeds, so that they stay apart; by their number a px."""
    return 12 if a_px <= 0.2 else 9 if a_px <= 0.65 else 7
