"""What every chart over time shows of the treatment: its day, and the months 0 to 6."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bleedlog.charts.key import Item
from bleedlog.charts.scales import ms, time_px
from bleedlog.charts.theme import BOLD, DASH, SMALL, Frame, Size, colour, text_width
from bleedlog.charts.words import day_words
from bleedlog.statistics.results import PersonFigures

STRIP = 36
"""Height of the two lines of words above the rows or the curve, px."""


def strip_height(figures: PersonFigures) -> int:
    """Room above the rows or the curve, px: for the words about the treatment, if any."""
    return 6 if figures.treated_on is None else STRIP


def treatment_shapes(figures: PersonFigures, frame: Frame) -> list[dict[str, Any]]:
    """A line on the treatment day and, beneath everything, the months 0 to 6 shaded to a line.

    The other lines end below the words about the treatment, which they would strike through.
    """
    if figures.treated_on is None:
        return []
    day = ms(figures.treated_on)
    upright = {"xref": "x", "yref": "y domain", "y0": 0, "y1": 1}
    line = {"color": colour("ink"), "width": 2}
    shapes: list[dict[str, Any]] = [
        {**upright, "type": "line", "layer": "above", "x0": day, "x1": day, "line": line}
    ]
    if figures.back_on_prophylaxis is not None:
        back = ms(figures.back_on_prophylaxis)
        shapes.append(
            {
                **upright,
                "type": "line",
                "layer": "above",
                "x0": back,
                "x1": back,
                "y1": 1 - STRIP / frame.plot_height,
                "line": {"color": colour("factor"), "width": 2, "dash": DASH},
            }
        )
    months = figures.window("establishment")
    if months is not None:
        shapes.append(
            {
                **upright,
                "type": "rect",
                "layer": "below",
                "x0": day,
                "x1": ms(months.end),
                "fillcolor": colour("shade"),
                "line": {"width": 0},
            }
        )
        if months.end != figures.end_of_data:
            shapes.append(
                {
                    **upright,
                    "type": "line",
                    "layer": "above",
                    "x0": ms(months.end),
                    "x1": ms(months.end),
                    "y1": 1 - STRIP / frame.plot_height,
                    "line": {"color": colour("axis"), "width": 1, "dash": "dot"},
                }
            )
    return shapes


def treatment_key(figures: PersonFigures) -> Iterator[Item]:
    """What the key says of the other upright line, if there is one."""
    if figures.back_on_prophylaxis is not None:
        yield Item("back on prophylaxis", "line-ns", "factor", "factor", dash=DASH)


def treatment_words(
    figures: PersonFigures, frame: Frame, shown: tuple[date, date], size: Size, top: float
) -> list[dict[str, Any]]:
    """Two lines beside the treatment line, on the side where there is room.

    `shown` are the first and last day of the axis, `top` is the upper edge of the two lines, px
    from the figure's top.
    """
    if figures.treated_on is None:
        return []
    day = figures.treated_on
    start, end = shown
    x = time_px(frame, start, end, day)
    right, left = frame.width - x, x
    head, type_size = f"Infusion {day_words(day)}", 13
    if size == "phone":
        head = f"Treatment, {day.day} {day:%b %Y}"
        if max(right, left) < 6 + text_width(head, type_size, bold=True):
            # The line stands near the middle, and neither half has room for more.
            head, type_size = f"Treated {day.day} {day:%b %Y}", SMALL
    lines = [head]
    if figures.window("establishment") is not None:
        lines.append("first 6 months shaded" if size == "phone" else "months 0 to 6 shaded")
    widest = max(
        text_width(head, type_size, bold=True), *(text_width(one, SMALL) for one in lines[1:]), 0
    )
    # Right of the line if that fits; else where there is more room.
    anchor, shift = ("left", 5) if right >= min(6 + widest, left) else ("right", -5)
    return [
        frame.label(
            text,
            shift,
            top + 8 + 17 * number,
            role="soft" if number else "ink",
            size=SMALL if number else type_size,
            weight=None if number else BOLD,
            xanchor=anchor,
            at=ms(figures.treated_on),
        )
        for number, text in enumerate(lines)
    ]
