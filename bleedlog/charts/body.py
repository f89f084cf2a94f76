"""Where it bled: two bodies side by side, before and since the treatment.

A mark's area is the number of bleeds there, which stands in it; a circle is before, a diamond
since. The times are not equally long: each body says how many days were noted.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bleedlog.charts.body_outline import HEIGHT, WIDTH, body_outline, spot_of
from bleedlog.charts.body_words import Spot, Time, summary, table, title
from bleedlog.charts.chart import Chart
from bleedlog.charts.finding import known_only_as_numbers
from bleedlog.charts.theme import BOLD, NARROW, SMALL, Drawing, Frame, colour, figure, plain
from bleedlog.charts.timeline_rows import Names
from bleedlog.charts.words import count_words
from bleedlog.models.vocabulary import Side, Site
from bleedlog.statistics.results import Episode, PersonFigures

Where = Callable[[int, int], tuple[Site | None, Side | None]]
"""Codes of a site and a side -> their words in the vocabulary."""

SCALE = 0.7
HEAD, FOOT = 64, 26
"""Room above a body for its words, and below it, px."""
SMALLEST, LARGEST = 17.0, 36.0
"""Of a mark, px."""
ROOM = 20.0, 15.0
"""For the figure in a mark, across and down, px."""
FRONT = {"circle": 1.0, "diamond": 0.86}
"""A diamond's corners reach further than a circle of that size."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Places that share a mark: where it is, and each one's bleeds."""

    spot: Spot
    places: dict[str, int]

    @property
    def total(self) -> int:
        """All bleeds there."""
        return sum(self.places.values())

    def words(self) -> str:
        """Each place with its number, a line each."""
        return "<br>".join(
            f"{plain(label)}: {count_words(count, 'bleed').lower()}"
            for label, count in self.places.items()
        )


def body(figures: PersonFigures, names: Names, where: Where) -> Chart:
    """Bleeds by place before and since the treatment, or of the whole diary without one.

    Counted as the rates count, surgical bleeds as the rule has it. One picture for every screen.

    Args:
        figures: one person's figures.
        names: words for the codes of a manifestation, a site and a side.
        where: the vocabulary's words for the codes of a site and a side.
    """
    counted = [one for one in figures.episodes if figures.rule.include_surgical or not one.surgical]
    times = _times(figures, counted, names, where)
    return Chart(
        drawing=_drawn(times, "shown" if known_only_as_numbers(figures) else "noted")
        if counted
        else None,
        title=title(figures, times),
        summary=summary(figures, times, len(figures.episodes) - len(counted)),
        columns=("Where", *(time.label for time in times)),
        rows=table(times),
    )


def _times(
    figures: PersonFigures, episodes: Sequence[Episode], names: Names, where: Where
) -> tuple[Time, ...]:
    if figures.treated_on is None:
        days = sum((end - first).days for first, end in figures.observed)
        return (Time("Bleeds", "before", "circle", _places(episodes, names, where), days),)
    before, since = figures.parted(episodes)
    noted = {one.name: one.observed_days for one in figures.windows}
    days_since = noted.get("establishment", 0) + noted.get("after_6m", 0)
    return (
        Time("Before", "before", "circle", _places(before, names, where), noted.get("lead_in", 0)),
        Time("Since", "after", "diamond", _places(since, names, where), days_since),
    )


def _places(
    episodes: Sequence[Episode], names: Names, where: Where
) -> Counter[tuple[str, Spot | None]]:
    found: Counter[tuple[str, Spot | None]] = Counter()
    codes = Counter((one.manifestation, one.site, one.side) for one in episodes)
    for (manifestation, site, side), count in codes.items():
        found[names(manifestation, site, side), spot_of(*where(site, side))] += count
    return Counter(dict(found.most_common()))


def _drawn(times: Sequence[Time], counted: str) -> Drawing:
    frame = Frame(NARROW, int(HEAD + HEIGHT * SCALE + FOOT), 0, 0, HEAD, FOOT)
    room = NARROW / len(times)
    most = max((one.total for time in times for one in _groups(time)), default=1)
    traces: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for number, time in enumerate(times):
        left = room * number + (room - WIDTH * SCALE) / 2
        traces += [_outline(left), *_marks(time, left, most)]
        texts += _words(frame, time, (room * (number + 0.5), left), counted)
    across = {"domain": [0, 1], "range": [0, NARROW], "fixedrange": True}
    hidden = {"showticklabels": False, "showgrid": False, "zeroline": False}
    return figure(
        frame, traces, axes={"xaxis": {**across, **hidden}, "yaxis": frame.rows_axis()},
        annotations=texts,
    )  # fmt: skip


def _outline(left: float) -> dict[str, Any]:
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([part for area in body_outline() for part in (area, gap)])
    return {
        "x": left + points[:, 0] * SCALE,
        "y": points[:, 1] * SCALE,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": colour("body"),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _groups(time: Time) -> list[_Group]:
    """The places on the body, the most bleeds first; neighbours share the mark of the larger."""
    groups: list[_Group] = []
    for (label, spot), count in time.places.most_common():
        if spot is None:
            continue
        near = next((one for one in groups if _touch(one.spot, spot)), None)
        if near is None:
            groups.append(_Group(spot, {label: count}))
        else:
            near.places[label] = count
    return sorted(groups, key=lambda one: -one.total)


def _touch(one: Spot, other: Spot) -> bool:
    """Whether the figures of two marks would run into each other."""
    across, down = (SCALE * abs(this - that) for this, that in zip(one, other, strict=True))
    return across < ROOM[0] and down < ROOM[1]


def _marks(time: Time, left: float, most: int) -> list[dict[str, Any]]:
    """A mark for each group of places; the largest are drawn first."""
    groups = _groups(time)
    if not groups:
        return []
    return [
        {
            "x": [left + one.spot[0] * SCALE for one in groups],
            "y": [one.spot[1] * SCALE for one in groups],
            "mode": "markers+text",
            "cliponaxis": False,
            "marker": {
                "symbol": time.symbol,
                "size": [
                    FRONT[time.symbol] * max(SMALLEST, LARGEST * (one.total / most) ** 0.5)
                    for one in groups
                ],
                "opacity": 1,
                "color": colour("card"),
                "line": {"color": colour(time.role), "width": 2.5},
            },
            "text": [f"{one.total}" for one in groups],
            "textfont": {"size": SMALL, "color": colour("ink")},
            "hovertext": [f"{time.label}<br>{one.words()}" for one in groups],
            "hoverinfo": "text",
        }
    ]


def _words(
    frame: Frame, time: Time, place: tuple[float, float], counted: str
) -> list[dict[str, Any]]:
    """What stands around a body; `place`: its middle and its left edge, px from the left."""
    middle, left = place
    bleeds, noted = "Nothing noted", ""
    if not time.untold:
        bleeds = count_words(time.total, "bleed") + (" shown" if counted == "shown" else "")
        noted = f"in {count_words(time.days, 'day').lower()} noted"
    elsewhere = sum(count for (_, spot), count in time.places.items() if spot is None)
    right = left + WIDTH * SCALE - 6
    texts = [
        frame.label(time.label, middle, 12, weight=BOLD, xanchor="center"),
        frame.label(bleeds, middle, 30, xanchor="center"),
        frame.label("right", left + 6, HEAD + 10, role="soft", size=SMALL),
        frame.label("left", right, HEAD + 10, role="soft", size=SMALL, xanchor="right"),
    ]
    if noted:
        texts.append(frame.label(noted, middle, 47, role="soft", size=SMALL, xanchor="center"))
    if elsewhere:
        below = frame.height - FOOT / 2 + 2
        said = f"elsewhere: {elsewhere:,}"
        texts.append(frame.label(said, middle, below, role="soft", size=SMALL, xanchor="center"))
    return texts
