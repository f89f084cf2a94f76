"""Bleeds a year with their intervals: before against after, or year by year.

On the phone one row per window, all bleeds; on the desk every kind of bleed, before above
after. A dot is a rate, the band its 95% interval.
"""

from collections.abc import Collection, Sequence

from bleedlog.charts.arms import YEARS, Arm, arms_of
from bleedlog.charts.before_after_words import (
    by_kind_table,
    by_window_columns,
    by_window_table,
    summary,
    title,
)
from bleedlog.charts.by_kind import WIDTH, by_kind
from bleedlog.charts.chart import Chart
from bleedlog.charts.forest import Bar, forest, has_band
from bleedlog.charts.theme import BOLD, SMALL, Drawing, Frame, Size
from bleedlog.charts.words import rate_words, window_words
from bleedlog.statistics.results import PRIMARY_AFTER, PersonFigures

ROW, BARE_ROW = 76, 54
"""Height of one window's row: label, band, count; and without a band."""


def before_after(
    figures: PersonFigures,
    size: Size,
    *,
    after: str = PRIMARY_AFTER,
    recalled: Collection[str] = frozenset(),
    narrow: bool = False,
) -> Chart:
    """Bleeds a year in the lead-in and in the window `after`, with exact intervals.

    Args:
        figures: one person's figures.
        size: phone (all bleeds) or desk (every kind of bleed).
        after: which window stands against the lead-in.
        recalled: names of the windows before that were noted afterwards, which is then said.
        narrow: whether the desk's figure is laid out for a narrow screen, too.
    """
    arms = arms_of(figures, after, recalled=recalled)
    columns = by_window_columns(size)
    rows = by_window_table(arms, size)
    kinds = size == "desk" and figures.treated_on is not None
    if kinds:
        columns, rows = by_kind_table(figures, arms, after)
    to_come = figures.treated_on is not None and figures.window(after) is None

    def drawn(width: Size) -> Drawing | None:
        if not any(arm.window.observed_days for arm in arms):
            return None
        if kinds:
            return by_kind(arms, width)
        later = window_words(after) if to_come else None
        return _by_window(arms[-YEARS:], size, WIDTH[width], later)

    return Chart(
        drawing=drawn(size),
        narrow=drawn("phone") if narrow else None,
        title=title(figures, after, size),
        summary=summary(figures, arms, after, size),
        columns=columns,
        rows=rows,
    )


def _by_window(arms: Sequence[Arm], size: Size, width: int, to_come: str | None) -> Drawing:
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
        rows.append((top, to_come, "", "Nothing is noted of this time yet"))
        top += BARE_ROW
    frame = Frame(width, top + (28 if bars else 0), left=14, right=14, top=2, bottom=28)
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
    return bar.arm.why if size == "phone" else f"{rate_words(rate)}, {bar.arm.doubt}"
