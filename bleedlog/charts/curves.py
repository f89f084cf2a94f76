"""What the two charts of curves over time share: frame, axes, treatment, days noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bleedlog.charts.bars import bars
from bleedlog.charts.key import Item, Key, lay_key
from bleedlog.charts.scales import figures_axis, time_axis, time_range
from bleedlog.charts.theme import NARROW, SMALL, Drawing, Frame, Size, colour, figure, text_width
from bleedlog.charts.treatment import strip_height, treatment_key, treatment_shapes, treatment_words
from bleedlog.statistics.results import PersonFigures

WIDTH: dict[Size, int] = {"phone": NARROW, "desk": 560}
CURVES: dict[Size, int] = {"phone": 150, "desk": 180}
"""Height of the curves themselves, px."""
ROOM = 20
"""Above the highest point, for words beside a curve, px."""
FOOT = 16
"""Below zero, for the bar of days noted, px."""
LEFT, RIGHT, BOTTOM = 32, 14, 28
NOTED = Item("days noted", "line-ew", "noted", "noted", stroke_width=6, size=10)


@dataclass(frozen=True, slots=True)
class Curves:
    """A frame for curves: px of days and of numbers, the ticks of numbers."""

    figures: PersonFigures
    size: Size
    frame: Frame
    key: Key
    start: date
    end: date
    top: float
    """The number at the highest tick."""
    ticks: tuple[float, ...]
    words: tuple[str, ...]

    @property
    def per_px(self) -> float:
        """How much of the number one px is."""
        return self.top / CURVES[self.size]

    def y_px(self, number: float) -> float:
        """Px of a number from the figure's top."""
        headroom = strip_height(self.figures) + ROOM
        return self.frame.top + headroom + (self.top - number) / self.per_px

    def draw(
        self,
        traces: Sequence[dict[str, Any]],
        labels: Sequence[dict[str, Any]] = (),
    ) -> Drawing:
        """The figure: days noted and the treatment below the curves, words around them."""
        frame = self.frame
        bottom = -FOOT * self.per_px
        above = self.top + (strip_height(self.figures) + ROOM) * self.per_px
        noted = ((first, end, bottom / 2) for first, end in self.figures.observed)
        y_axis = {
            "domain": frame.y_domain(),
            "range": [bottom, above],
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": True,
            "gridcolor": colour("grid"),
            "zeroline": False,
            "tickmode": "array",
            "tickvals": list(self.ticks),
        }
        numbers = [
            frame.label(
                text, frame.left - 6, self.y_px(tick), role="soft", size=SMALL, xanchor="right"
            )
            for tick, text in zip(self.ticks, self.words, strict=True)
        ]
        return figure(
            frame,
            [self.key.trace(), bars(noted, "noted", 6), *traces],
            axes={
                "xaxis": time_axis(frame, self.start, self.end),
                "yaxis": y_axis,
                **self.key.axes(frame),
            },
            shapes=treatment_shapes(self.figures, frame),
            annotations=[
                *self.key.labels(frame),
                *numbers,
                *treatment_words(self.figures, frame, (self.start, self.end), self.size, frame.top),
                *labels,
            ],
            dragmode="zoom",
        )


def lay_curves(
    figures: PersonFigures, items: Sequence[Item], days: tuple[date, date], limit: float, size: Size
) -> Curves:
    """A frame for curves over `days` (first, last) that reach `limit`."""
    key = lay_key([*items, NOTED, *treatment_key(figures)], WIDTH[size])
    top = key.height + 6
    height = top + strip_height(figures) + ROOM + CURVES[size] + FOOT + BOTTOM
    end, ticks, words = figures_axis(limit)
    left = 12 + int(max(text_width(one, SMALL) for one in words))
    frame = Frame(WIDTH[size], height, max(LEFT, left), RIGHT, top, BOTTOM)
    return Curves(figures, size, frame, key, *time_range(*days), end, tuple(ticks), tuple(words))
