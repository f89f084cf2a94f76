"""Bleeds a year over the trailing 365 days, with its 95% band; never across the treatment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bleedlog.charts.chart import Chart
from bleedlog.charts.curves import lay_curves
from bleedlog.charts.finding import finding, joined, prophylaxis_sentence
from bleedlog.charts.key import Item
from bleedlog.charts.scales import DAY_MS, ms
from bleedlog.charts.theme import Drawing, Size, colour
from bleedlog.charts.words import INTERVAL, day_words, interval_words, per_year
from bleedlog.statistics.results import PersonFigures, RollingRate
from bleedlog.statistics.windows import AFTER_6M

Floats = NDArray[np.float64]

MOST_POINTS: dict[Size, int] = {"phone": 400, "desk": 600}
"""Points drawn at most: about as many as the picture has px."""
HEADROOM, LEAST = 2.5, 15
"""The axis ends at this many times the highest rate, or here, where the interval of 90 quiet days
ends: a wider band is cut above."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The points before or since the treatment, blank ones as NaN."""

    role: str
    symbol: str
    x: Floats
    rate: Floats
    low: Floats
    high: Floats


def rolling(
    figures: PersonFigures, rates: RollingRate, size: Size, *, narrow: bool = False
) -> Chart:
    """The rolling rate as a line with its band, blank where it is blank.

    Args:
        figures: one person's figures.
        rates: that person's rolling rate (`statistics.rolling`), a point for each day.
        size: which screen.
        narrow: whether it is laid out for a narrow screen, too.
    """
    known = [at for at, rate in enumerate(rates.abr) if rate is not None]
    parts = _parts(figures.treated_on, rates) if known else ()
    return Chart(
        drawing=_figure(figures, rates, parts, size, INTERVAL[size]) if known else None,
        narrow=_figure(figures, rates, parts, "phone", INTERVAL[size])
        if known and narrow
        else None,
        title=_title(figures, rates, known),
        summary=_summary(figures, rates, known),
        columns=("Day", "Bleeds a year, 365 days back", INTERVAL[size].capitalize()),
        rows=_table(rates, known),
    )


def _title(figures: PersonFigures, rates: RollingRate, known: list[int]) -> str:
    """A finding only where one is allowed and the curve's last points bear it, too."""
    treated = figures.treated_on
    found = None if treated is None else finding(figures, AFTER_6M)
    before = [at for at in known if treated is not None and rates.days[at] < treated]
    if before and before[-1] != known[-1]:
        old, low, high = rates.abr[before[-1]], rates.low[known[-1]], rates.high[known[-1]]
        if old is not None and low is not None and high is not None:
            if found == "fewer" and high < old:
                return "Fewer bleeds a year at last count than before treatment"
            if found == "more" and low > old:
                return "More bleeds a year at last count than before treatment"
    return "Bleeds a year, looking back 365 days"


def _summary(figures: PersonFigures, rates: RollingRate, known: list[int]) -> str:
    if not known:
        return "Too few days are noted so far to work out bleeds a year."
    treated = figures.treated_on
    before = [at for at in known if treated is not None and rates.days[at] < treated]
    parts = [_point(rates, before[-1])] if before and before[-1] != known[-1] else []
    parts.append(_point(rates, known[-1]))
    parts.append("Each point looks back over 365 days at most, so the windows overlap.")
    return joined(*parts, prophylaxis_sentence(figures))


def _point(rates: RollingRate, at: int) -> str:
    figure, interval = _words(rates, at)
    return f"On {day_words(rates.days[at])}: {figure} a year ({interval})."


def _words(rates: RollingRate, at: int) -> tuple[str, str]:
    rate = rates.abr[at]
    figure = "not known" if rate is None else per_year(rate)
    return figure, interval_words(rates.low[at], rates.high[at])


def _table(rates: RollingRate, known: list[int]) -> tuple[tuple[str, ...], ...]:
    """The last day of each month that has a rate, the latest first."""
    if not known:
        return ()
    days = np.datetime64(rates.days[0], "D") + np.array(known)
    months = days.astype("datetime64[M]")
    is_last = np.append(months[1:] != months[:-1], True)
    last = np.array(known)[is_last].tolist()
    return tuple((day_words(rates.days[at]), *_words(rates, at)) for at in reversed(last))


def _figure(
    figures: PersonFigures, rates: RollingRate, parts: Sequence[_Part], size: Size, interval: str
) -> Drawing:
    peak = max(np.nanmax(part.rate) for part in parts)
    top = max(np.nanmax(part.high) for part in parts)
    # The band is never cut at a part's last point, which is the one that is spoken of.
    ends = max(part.high[np.isfinite(part.high)][-1] for part in parts)
    limit = float(min(top, max(HEADROOM * peak, ends, LEAST)))
    items = [
        Item("before" if part.role == "before" else "since", part.symbol, part.role, part.role)
        for part in parts
        if figures.treated_on is not None
    ]
    band = Item(interval, "square", f"{parts[0].role}-tint", f"{parts[0].role}-tint")
    curves = lay_curves(figures, [*items, band], (rates.days[0], rates.days[-1]), limit, size)
    ceiling = curves.top + 2 * curves.per_px
    thin = -(-len(rates.days) // MOST_POINTS[size])
    return curves.draw([trace for part in parts for trace in _traces(part, thin, ceiling)])


def _column(values: Sequence[float | None]) -> Floats:
    """Blanks as NaN."""
    return np.array(values, dtype=np.float64)


def _parts(treated: date | None, rates: RollingRate) -> tuple[_Part, ...]:
    """The time before and the time since, whichever has a rate at all."""
    days: NDArray[Any] = ms(rates.days[0]) + np.arange(len(rates.days)) * float(DAY_MS)
    rate, low, high = (_column(values) for values in (rates.abr, rates.low, rates.high))
    since = days >= (np.inf if treated is None else ms(treated))
    return tuple(
        _Part(role, symbol, days[own], rate[own], low[own], high[own])
        for role, symbol, own in (("before", "circle", ~since), ("after", "diamond", since))
        if np.isfinite(rate[own]).any()
    )


def _traces(part: _Part, thin: int, ceiling: float) -> Iterator[dict[str, Any]]:
    """Band, line, and a mark on the last point."""
    xs, ys = _band(part, thin, ceiling)
    yield {
        "x": xs,
        "y": ys,
        "mode": "lines",
        "fill": "toself",
        "fillcolor": colour(f"{part.role}-tint"),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    keep = _kept(part.rate, thin)
    yield {
        "x": part.x[keep],
        "y": part.rate[keep],
        "mode": "lines",
        "line": {"color": colour(part.role), "width": 2.5},
        "hovertemplate": "%{x|%-d %B %Y}: %{y:.1f} a year<extra></extra>",
    }
    last = np.flatnonzero(np.isfinite(part.rate))[-1]
    yield {
        "x": part.x[[last]],
        "y": part.rate[[last]],
        "mode": "markers",
        "marker": {
            "symbol": part.symbol,
            "size": 10,
            "color": colour(part.role),
            "line": {"color": colour("card"), "width": 1.5},
        },
        "hoverinfo": "skip",
    }


def _kept(rate: Floats, thin: int) -> NDArray[np.bool_]:
    """Every `thin`-th point, and both sides of every gap."""
    known = np.isfinite(rate)
    keep: NDArray[np.bool_] = np.arange(len(rate)) % thin == 0
    turn = known[1:] != known[:-1]
    keep[1:] |= turn
    keep[:-1] |= turn
    keep[-1] = True
    return keep


def _band(part: _Part, thin: int, ceiling: float) -> tuple[Floats, Floats]:
    """The band's outline, one closed part after each gap, cut at the `ceiling`."""
    keep = _kept(part.rate, thin)
    x, low, high = part.x[keep], part.low[keep], np.minimum(part.high[keep], ceiling)
    runs = np.flatnonzero(np.diff(np.isfinite(low).astype(int), prepend=0, append=0))
    xs: list[Floats] = []
    ys: list[Floats] = []
    gap = np.array([np.nan])
    for first, end in runs.reshape(-1, 2):
        xs += [x[first:end], x[first:end][::-1], gap]
        ys += [np.minimum(low[first:end], ceiling), high[first:end][::-1], gap]
    return np.concatenate(xs), np.concatenate(ys)
