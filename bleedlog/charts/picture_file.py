"""A chart as a picture file: the still with its title above, on white, in words for a reader."""

import html

from bleedlog.charts.chart import Chart
from bleedlog.charts.still import still_svg
from bleedlog.charts.theme import BOLD, FONT, colour, text_width

TITLE, LINE, EDGE = 16, 21, 12
"""Size of the title's type, from one of its lines to the next, and room around it, px."""


def picture_file(chart: Chart) -> str:
    """An SVG document that stands alone: title, picture, summary as its description.

    Nothing in it names the person.

    Raises:
        ValueError: the chart has no drawing.
    """
    if chart.drawing is None:
        raise ValueError("a chart without a drawing is no picture")
    layout = chart.drawing["layout"]
    width, height = layout["width"] + 2 * EDGE, layout["height"]
    lines = _lines(chart.title, width - 2 * EDGE)
    top = EDGE + LINE * len(lines)
    title = "".join(
        f'<text x="{EDGE}" y="{EDGE + TITLE + LINE * number}">{html.escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    still = still_svg(chart.drawing, at=(EDGE, top))
    whole = height + top + EDGE
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {whole}" '
        f'width="{width}" height="{whole}">'
        f"<title>{html.escape(chart.title)}</title><desc>{html.escape(chart.summary)}</desc>"
        f'<rect width="{width}" height="{whole}" fill="{colour("card")}"/>'
        f'<g font-family="{html.escape(FONT)}" font-size="{TITLE}" font-weight="{BOLD}" '
        f'fill="{colour("ink")}">{title}</g>{still}</svg>\n'
    )


def _lines(text: str, width: float) -> list[str]:
    """The words in as many lines as fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, TITLE, bold=True) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
