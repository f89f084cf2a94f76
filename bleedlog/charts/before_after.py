"""Bleeds a year with their intervals: before against after, or year by year.

On the phone one row per window, all bleeds; on the desk every kind of bleed, before above
after. A dot is a rate, the band its 95% interval.
"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from bleedlog.charts.arms import YEARS, Arm, arms_of
from bleedlog.charts.before_after_words import (
    KINDS,
    by_kind_table,
    by_window_columns,
    by_window_table,
    summary,
    title,
)
from bleedlog.charts.chart import Chart
from bleedlog.charts.forest import Bar, forest, has_band
from bleedlog.charts.key import Item, lay_key
from bleedlog.charts.theme import BOLD, SMALL, Frame, Size, colour
from bleedlog.charts.words import (
    count_words,
    days_words,
    interval_words,
    rate_words,
    window_words,
)
from bleedlog.statistics.results import CATEGORIES, PRIMARY_AFTER, PersonFigures

WIDTH: dict[Size, int] = {"phone": 340, "desk": 500}
ROW, BARE_ROW = 76, 54
"""Height of one window's row: label, band, count; and without a band."""
BLOCK = 50
"""Height of one kind of bleed on the desk: two bands."""
BAND_STEP = 18
"""From one band to the next below it, of one kind of bleed."""


def before_after(
    figures: PersonFigures,
    size: Size,
    *,
    after: str = PRIMARY_AFTER,
    recalled: bool = False,
) -> Chart:
    """Bleeds a year in the lead-in and in the window `after`, with exact intervals.

    Args:
        figures: one person's figures.
        size: phone (all bleeds) or desk (every kind of bleed).
        after: which window stands against the lead-in.
        recalled: whether the lead-in was filled in from memory, which is then said.
    """
    arms = arms_of(figures, after, recalled=recalled)
    columns = by_window_columns(size)
    rows = by_window_table(arms, size)
    kinds = size == "desk" and figures.treated_on is not None
    if kinds:
        columns, rows = by_kind_table(figures, arms, after)
    drawn = None
    if any(arm.window.observed_days for arm in arms):
        to_come = figures.treated_on is not None and figures.window(after) is None
        drawn = (
            _by_kind(arms)
            if kinds
            else _by_window(arms[-YEARS:], size, window_words(after) if to_come else None)
        )
    return Chart(
        figure=drawn,
        title=title(figures, after, size),
        summary=summary(figures, arms, after, size),
        columns=columns,
        rows=rows,
    )


def _by_window(arms: Sequence[Arm], size: Size, to_come: str | None) -> go.Figure:
    """One row per window, all bleeds; `to_come` names a window that has not begun."""
    bars: list[Bar] = []
    rows: list[tuple[float, str, str, str]] = []
    top = 2
    for arm in arms:
        bar = Bar(arm, "all", top + 34)
        banded = has_band(bar, strict=size == "phone")
        count = arm.noted() if arm.window.observed_days else "No days noted"
        rows.append((top, arm.label, _value(bar, size), count))
        bars += [bar] if banded else []
        top += ROW if banded else BARE_ROW
    if to_come is not None:
        rows.append((top, to_come, "", "This time has not come yet"))
        top += BARE_ROW
    frame = Frame(WIDTH[size], top + (28 if bars else 0), left=14, right=14, top=2, bottom=28)
    texts = []
    for y, label, value, count in rows:
        # Below the band if there is one.
        low = y + (58 if any(y < bar.y < y + ROW / 2 for bar in bars) else 36)
        texts += [
            frame.label(label, 4, y + 14, weight=BOLD, size=14),
            frame.label(count, 4, low, role="soft", size=SMALL),
        ]
        if value:
            right = frame.width - 4
            texts.append(frame.label(value, right, y + 14, role="soft", xanchor="right"))
    return forest(frame, bars, texts)


def _value(bar: Bar, size: Size) -> str:
    rate = bar.rate
    if rate is None or rate.low is None:
        return "not known"
    if not bar.arm.doubt:
        return rate_words(rate)
    if bar.arm.window.too_short:
        return "too few days"
    return "too many days not noted" if size == "phone" else f"{rate_words(rate)}, sparse"


def _by_kind(arms: Sequence[Arm]) -> go.Figure:
    """Every kind of bleed, its windows below each other, figures at the right."""
    key = lay_key([_key_item(arm) for arm in arms], WIDTH["desk"])
    lines = len(arms)
    block = BLOCK + BAND_STEP * max(0, lines - 2)
    top = key.height + 22
    height = top + block * len(CATEGORIES) + 30
    frame = Frame(WIDTH["desk"], height, left=150, right=160, top=top, bottom=28)
    bars = [
        Bar(arm, kind, block * row + block / 2 + BAND_STEP * (line - (lines - 1) / 2))
        for row, kind in enumerate(CATEGORIES)
        for line, arm in enumerate(arms)
    ]
    header = frame.label(
        "a year (95% interval)", frame.width - 4, top - 8, role="soft", size=SMALL, xanchor="right"
    )
    texts = [header, *key.labels(frame)]
    for row, kind in enumerate(CATEGORIES):
        texts += _kind_label(frame, arms, kind, top + block * row + block / 2)
    texts += [
        frame.label(_short_value(bar), frame.width - 4, top + bar.y, size=SMALL, xanchor="right")
        for bar in bars
    ]
    guides = [
        {
            "type": "line",
            "layer": "below",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": block * row,
            "y1": block * row,
            "line": {"color": colour("grid"), "width": 1},
        }
        for row in range(len(CATEGORIES))
    ]
    drawn = [bar for bar in bars if has_band(bar, strict=False)]
    return forest(frame, drawn, texts, key=key, shapes=guides)


def _key_item(arm: Arm) -> Item:
    hollow = bool(arm.doubt)
    memory = "from memory" if arm.recalled else ""
    about = ", ".join(part for part in (days_words(arm.window), memory, arm.doubt) if part)
    return Item(
        f"{arm.label} ({about})",
        arm.symbol,
        fill="card" if hollow else arm.role,
        stroke=arm.role,
    )


def _kind_label(frame: Frame, arms: Sequence[Arm], kind: str, middle: float) -> list[Any]:
    rates = [arm.rate(kind) for arm in arms]
    unknown = [str(one.unknown_cause) for one in rates if one and one.unknown_cause is not None]
    if not unknown:
        return [frame.label(KINDS[kind], 4, middle)]
    return [
        frame.label(KINDS[kind], 4, middle - 8),
        frame.label(f"unknown cause: {', '.join(unknown)}", 4, middle + 9, role="soft", size=SMALL),
    ]


def _short_value(bar: Bar) -> str:
    rate = bar.rate
    if rate is None or rate.low is None:
        return "not known"
    if rate.abr is None:
        return f"{count_words(rate.episodes, 'bleed')} ({interval_words(rate.low, rate.high)})"
    return rate_words(rate, unit="")
