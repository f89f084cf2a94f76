"""How high the summary is on paper, and what is cut first where a diary has too much to tell.

The sizes are those of static/css/pages/sheet.css, in the widest of the usual fonts. That they are
right is tested by counting pages, of the PDF and of what a browser prints.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from bleedlog.charts.chart import Chart
from bleedlog.charts.theme import text_width
from bleedlog.web.clinic.joints import JointRow
from bleedlog.web.summary.sheet import Sheet, SheetRow

WIDTH, HEIGHT = 703, 1047
"""Of A4 within its margins, px."""
TEXT, SMALL, HEADING, NAME = 11.33, 9.97, 11.9, 18.1
"""Type, px."""
SPARE = 30
"""Left free, px: the fonts of a machine may be a little wider."""
LINE = 1.3
"""Height of a line in ems."""
GAP = 8
"""Above a section, px."""
BESIDE = 0.36
"""Which share of the width the picture beside the sentences has."""
QUESTION = 150
"""Letters that are kept of a question: two lines."""


class Cut(NamedTuple):
    """How many there are at most, of what there may be too many of."""

    windows: int
    joints: int
    timeline_rows: int
    """Joints with a row of their own in the picture."""
    questions: int


CUTS = (
    Cut(5, 6, 4, 5),
    Cut(5, 5, 3, 5),
    Cut(5, 4, 2, 4),
    Cut(4, 4, 2, 4),
    Cut(4, 3, 1, 3),
    Cut(3, 2, 1, 2),
)
"""From the first that fits."""


def fits(sheet: Sheet) -> bool:
    """Whether one side of A4 holds it."""
    return _height(sheet) <= HEIGHT - SPARE


def _height(sheet: Sheet) -> float:
    return sum(
        (
            _head(sheet),
            _found(sheet),
            _table(sheet.rows),
            _timeline(sheet.charts.get("timeline")),
            _questions(sheet),
            _foot(sheet),
        )
    )


def _set(text: str, size: float, width: float = WIDTH) -> float:
    """How high a text is, px."""
    return math.ceil(text_width(text, size) / width) * size * LINE


def _head(sheet: Sheet) -> float:
    name = max(2 * SMALL * LINE, _set(sheet.name, NAME, WIDTH - 120)) + 2
    who = _set(" · ".join(sheet.particulars), TEXT) + 4
    column = WIDTH / len(sheet.facts) - 14
    facts = (
        SMALL * LINE + _set(one.value, 1.1 * TEXT, column) + _set(one.note, SMALL, column)
        for one in sheet.facts
    )
    return name + who + GAP + max(facts)


def _found(sheet: Sheet) -> float:
    rates = sheet.charts.get("rates")
    width = WIDTH if rates is None else WIDTH * (1 - BESIDE) - 14
    text = _set(sheet.said.heading, HEADING, width) + _set(sheet.said.text, TEXT, width)
    text += GAP + HEADING * LINE + sum(_joint(one, width) for one in sheet.joints)
    text += TEXT * LINE * (1 + bool(sheet.more_joints))
    return GAP + max(text, _drawn(rates, WIDTH * BESIDE))


def _joint(joint: JointRow, width: float) -> float:
    return TEXT * LINE + 3 + _set("; ".join(joint.history), SMALL, width)


def _drawn(chart: Chart | None, width: float) -> float:
    if chart is None or chart.drawing is None:
        return 0
    layout = chart.drawing["layout"]
    return 4 + float(layout["height"] * width / layout["width"])


def _table(rows: Iterable[SheetRow]) -> float:
    heights = [_row(row) for row in rows]
    return GAP + HEADING * LINE + 4 + 3 * SMALL * LINE + 5 + sum(heights) if heights else 0


def _row(row: SheetRow) -> float:
    name = _set(row.name, 0.95 * TEXT, 0.15 * WIDTH) + 2 * SMALL * LINE
    return max(name, 0.95 * TEXT * LINE + 2 * SMALL * LINE) + 6 + _set(row.remark, SMALL, 560)


def _timeline(chart: Chart | None) -> float:
    if chart is None:
        return 0
    return GAP + _set(chart.title, HEADING) + _drawn(chart, WIDTH)


def _questions(sheet: Sheet) -> float:
    lines = sum(_set(one, TEXT, WIDTH - 16) + 3 for one in sheet.questions)
    return GAP + HEADING * LINE + max(lines, TEXT * LINE) + TEXT * LINE * bool(sheet.more_questions)


def _foot(sheet: Sheet) -> float:
    return 17 + _set(" ".join(sheet.counted), SMALL) + SMALL * LINE
