"""Windows: the named spans of days before and after treatment that bleeds are counted in."""

from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.columns import Days, Flags, Ints
from bleedlog.statistics.rule import Rule

LEAD_IN = "lead_in"
ESTABLISHMENT = "establishment"
AFTER_6M = "after_6m"
LAST_12_MONTHS_BEFORE = "last_12_months_before"

YEAR = 12
ESTABLISHMENT_MONTHS = 6
LONG_LEAD_IN_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Windows:
    """Bounds of everybody's windows, as edges that neighbours share.

    Window w of person p is the half-open span of local days from `edges[opens[w], p]` to
    `edges[closes[w], p]`, if `present[w, p]`. All edges are cut at the end of data.
    """

    names: tuple[str, ...]
    """In printing order. Only windows that somebody has."""
    edges: Days
    """Shape (edges, people). Meaningless where no window uses them."""
    opens: NDArray[np.intp]
    """Shape (windows,)."""
    closes: NDArray[np.intp]
    """Shape (windows,)."""
    present: Flags
    """Shape (windows, people). Whether the person has the window: time elapsed in it."""


@overload
def is_sparse(elapsed: int, observed: int, bleed_only: int) -> bool: ...


@overload
def is_sparse(elapsed: Ints, observed: Ints, bleed_only: Ints) -> Flags: ...


def is_sparse(elapsed: Any, observed: Any, bleed_only: Any) -> Any:
    """Whether so much of a window is not known that its rate says little (clinical rules).

    Under half of the elapsed days observed, or over a tenth of the observed days known from
    nothing but a bleed's onset. Of one window, or of many at once (shape (n,)).
    """
    return (2 * observed < elapsed) | (10 * bleed_only > observed)


def printing_order(name: str) -> tuple[int, int]:
    """Sort key of a window's name: by start, `after_6m` after the others, then the years."""
    kind, _, number = name.partition("_")
    if kind == "months":
        return 3, int(number.split("_")[0])
    if kind == "year":
        return 5, int(number)
    return {LEAD_IN: 0, LAST_12_MONTHS_BEFORE: 1, ESTABLISHMENT: 2, AFTER_6M: 4}[name], 0


def add_months(days: Days, months: int) -> Days:
    """Move days by whole calendar months; a month too short gives its last day.

    31 August + 6 months is 28 (or 29) February, 29 February + 12 months is 28 February.
    """
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    first = (month + months).astype("datetime64[D]")
    last = (month + (months + 1)).astype("datetime64[D]") - 1
    moved: Days = np.minimum(first + (dates - month), last).astype(np.int64).astype(np.int32)
    return moved


def lay_windows(
    treated_day: Days, first_day: Days, end_of_data: Days, rule: Rule, *, beside: bool = False
) -> Windows:
    """Lay everybody's windows (clinical rules, observed time and windows).

    With a treatment day D: `lead_in` [first observed day, D), or [D - N months, D) with
    `rule.lead_in_months`; `establishment` [D, D + 6 months); `months_7_18`, `months_19_30`,
    ... of twelve months each; `after_6m` from D + 6 months to the end of data. Without one:
    `year_1`, `year_2`, ... of twelve months each from the first observed day. All are cut at
    the end of data. Who has no observed day has no window.

    Args:
        treated_day: Day of the gene therapy, or `NO_DAY`. Shape (people,), as the next two.
        first_day: First observed day, or `NO_DAY`.
        end_of_data: Day after the last observed day, or `NO_DAY`.
        rule: For `lead_in_months`.
        beside: Also lay `last_12_months_before`, [D - 12 months, D), for those whose lead-in
            is longer than 24 months.
    """
    treated = (first_day != NO_DAY) & (treated_day != NO_DAY)
    untreated = (first_day != NO_DAY) & (treated_day == NO_DAY)
    edges: list[Days] = []
    windows: list[tuple[str, int, int, Flags]] = []
    if treated.any():
        day = np.where(treated, treated_day, 0).astype(np.int32)
        begins = first_day
        if rule.lead_in_months is not None:
            begins = add_months(day, -rule.lead_in_months)
        edges += [begins, day, *_yearly(day, ESTABLISHMENT_MONTHS, end_of_data, treated)]
        last = len(edges) - 1
        windows += [(LEAD_IN, 0, 1, treated), (ESTABLISHMENT, 1, 2, treated)]
        for edge in range(2, last):
            month = ESTABLISHMENT_MONTHS + YEAR * (edge - 2)
            windows.append((f"months_{month + 1}_{month + YEAR}", edge, edge + 1, treated))
        windows.append((AFTER_6M, 2, last, treated))
        if beside:
            ends = np.minimum(day, end_of_data)
            is_long = treated & (begins < add_months(ends, -LONG_LEAD_IN_MONTHS))
            windows.append((LAST_12_MONTHS_BEFORE, len(edges), 1, is_long))
            edges.append(add_months(day, -YEAR))
    if untreated.any():
        first_edge = len(edges)
        edges += _yearly(first_day, 0, end_of_data, untreated)
        windows += [
            (f"year_{edge - first_edge + 1}", edge, edge + 1, untreated)
            for edge in range(first_edge, len(edges) - 1)
        ]
    return _present(edges, windows, end_of_data)


def _yearly(start: Days, months: int, end_of_data: Days, who: Flags) -> list[Days]:
    """Edges at start + months, then every twelve, until one is past everybody's data."""
    edges = [add_months(start, months)]
    while (who & (edges[-1] < end_of_data)).any():
        months += YEAR
        edges.append(add_months(start, months))
    return edges


def _present(
    edges: list[Days], windows: list[tuple[str, int, int, Flags]], end_of_data: Days
) -> Windows:
    """Cut the edges at the end of data, and leave out windows without elapsed time."""
    cut = np.empty((len(edges), end_of_data.size), dtype=np.int32)
    for number, days in enumerate(edges):
        np.minimum(days, end_of_data, out=cut[number])
    kept = []
    for name, opens, closes, who in sorted(windows, key=lambda window: printing_order(window[0])):
        present = who & (cut[opens] < cut[closes])
        if present.any():
            kept.append((name, opens, closes, present))
    return Windows(
        names=tuple(name for name, _, _, _ in kept),
        edges=cut,
        opens=np.array([opens for _, opens, _, _ in kept], dtype=np.intp),
        closes=np.array([closes for _, _, closes, _ in kept], dtype=np.intp),
        present=np.array([present for _, _, _, present in kept], dtype=np.bool_).reshape(
            len(kept), end_of_data.size
        ),
    )
