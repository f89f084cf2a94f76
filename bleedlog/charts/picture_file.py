"""A chart as a picture file: the still, its title above, what is counted below, on white."""

import html

from bleedlog.charts.chart import Chart
from bleedlog.charts.still import still_svg
from bleedlog.charts.theme import BOLD, FONT, SMALL, colour, text_width

TITLE, LINE, EDGE = 16, 21, 12
"""Size of the title's type, from one of its lines to the next, and room around it, px."""


def picture_file(chart: Chart, counted: str = "") -> str:
    """An SVG document that stands alone: title, picture, summary as its description.

    Nothing in it names the person. `counted`: a sentence of what is counted otherwise than usual,
    since the page that would say so is not there.

    Raises:
        ValueError: the chart has no drawing.
    """
    if chart.drawing is None:
        raise ValueError("a chart without a drawing is no picture")
    layout = chart.drawing["layout"]
    width, height = layout["width"] + 2 * EDGE, layout["height"]
    lines = _lines(chart.title, width - 2 * EDGE, TITLE, bold=True)
    top = EDGE + LINE * len(lines)
    title = _text(lines, EDGE + TITLE)
    still = still_svg(chart.drawing, at=(EDGE, top))
    below = _lines(counted, width - 2 * EDGE, SMALL) if counted else []
    note = _text(below, top + height + TITLE)
    whole = height + top + LINE * len(below) + EDGE
    summary = f"{chart.summary} {counted}".strip()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {whole}" '
        f'width="{width}" height="{whole}">'
        f"<title>{html.escape(chart.title)}</title><desc>{html.escape(summary)}</desc>"
        f'<rect width="{width}" height="{whole}" fill="{colour("card")}"/>'
        f'<g font-family="{html.escape(FONT)}"><g font-size="{TITLE}" font-weight="{BOLD}" '
        f'fill="{colour("ink")}">{title}</g>'
        f'<g font-size="{SMALL}" fill="{colour("soft")}">{note}</g></g>{still}</svg>\n'
    )


def _text(lines: list[str], first: int) -> str:
    """One below the other, the first on that line, px from the top."""
    return "".join(
        f'<text x="{EDGE}" y="{first + LINE * number}">{html.escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The words in as many lines as fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
