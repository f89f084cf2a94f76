"""The key above a chart: what each mark means, laid out in lines that fit the width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bleedlog.charts.theme import SMALL, Frame, colour, text_width

LINE = 20
"""Height of one line of the key, px."""
GLYPH = 20
"""Room for a mark before its words, px."""
GAP = 12
EDGE = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One mark and its words. `fill` and `stroke` are colours by meaning."""

    label: str
    symbol: str
    fill: str
    stroke: str
    stroke_width: float = 2
    dash: str = "solid"
    letter: str = ""
    size: float = 11
    """Of the mark, px."""


@dataclass(frozen=True, slots=True)
class Key:
    """Items with the px of each one's left edge and middle."""

    items: tuple[Item, ...]
    places: tuple[tuple[float, float], ...]
    width: int
    """Of the figure, px."""

    @property
    def height(self) -> int:
        """Height of all lines, px."""
        return int(max((y for _, _, y in self._words()), default=-LINE / 2) + LINE / 2)

    def _words(self) -> Iterator[tuple[str, float, float]]:
        """Each line of words, with the px of its left edge and its middle."""
        for item, (x, y) in zip(self.items, self.places, strict=True):
            for number, line in enumerate(_lines(item.label, self.width)):
                yield line, x + GLYPH + 2, y + LINE * number

    def trace(self) -> dict[str, Any]:
        """The marks, on axes of their own that count px from the figure's top left."""
        return {
            "x": [x + GLYPH / 2 for x, _ in self.places],
            "y": [y for _, y in self.places],
            "xaxis": "x2",
            "yaxis": "y2",
            "mode": "markers+text",
            "marker": {
                "symbol": [one.symbol for one in self.items],
                "size": [one.size for one in self.items],
                "color": [colour(one.fill) for one in self.items],
                "opacity": 1,
                "line": {
                    "color": [colour(one.stroke) for one in self.items],
                    "width": [one.stroke_width for one in self.items],
                    "dash": [one.dash for one in self.items],
                },
            },
            "text": [one.letter for one in self.items],
            "textfont": {"size": 9, "color": colour("ink")},
            "hoverinfo": "skip",
        }

    def axes(self, frame: Frame) -> dict[str, dict[str, Any]]:
        """The axes that `trace` stands on."""
        hidden = {
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        }
        top = {"domain": [1 - self.height / frame.height, 1], "range": [self.height, 0]}
        across = {"domain": [0, 1], "range": [0, frame.width]}
        return {
            "xaxis2": {**across, **hidden, "anchor": "y2"},
            "yaxis2": {**top, **hidden, "anchor": "x2"},
        }

    def labels(self, frame: Frame) -> list[dict[str, Any]]:
        """The words."""
        return [frame.label(line, x, y, role="soft", size=SMALL) for line, x, y in self._words()]


def lay_key(items: Sequence[Item], width: int) -> Key:
    """The items from left to right, in as many lines as `width` px need."""
    places = []
    x, y = float(EDGE), LINE / 2
    for item in items:
        lines = _lines(item.label, width)
        wide = GLYPH + 2 + max(text_width(line, SMALL) for line in lines)
        if x > EDGE and x + wide > width:
            x, y = float(EDGE), y + LINE
        places.append((x, y))
        x += wide + GAP
        if len(lines) > 1:
            x, y = float(width), y + LINE
    return Key(tuple(items), tuple(places), width)


def _lines(label: str, width: int) -> list[str]:
    """The words in one line, or what stands in brackets in a second where they are too long."""
    about = label.find(" (")
    if about < 0 or EDGE + GLYPH + 2 + text_width(label, SMALL) <= width:
        return [label]
    return [label[:about], label[about + 1 :]]
