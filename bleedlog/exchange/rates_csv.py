"""One person's rates as CSV: a row for each window and kind of bleed, figures in full."""

from collections.abc import Iterator
from typing import Final

from bleedlog.exchange.table_csv import table_csv
from bleedlog.statistics.results import CATEGORIES, PersonFigures, Rate, Ratio, Window

COLUMNS: Final = (
    "window", "start", "end", "elapsed_days", "observed_days", "too_short", "sparse",
    "back_on_prophylaxis", "kind", "episodes", "unknown_cause", "abr", "low", "high",
    "silence_abr", "silence_low", "silence_high",
    "comparable", "ratio", "ratio_low", "ratio_high", "ratio_high_infinite", "p_central",
)  # fmt: skip
"""Named as in `bleedlog.rates/1`; a cell is empty where that is null or not there."""

Cell = str | float | bool | None


def rates_csv(person: PersonFigures) -> str:
    """Rates, rates if silence meant no bleeds, and ratios to the lead-in, at full precision.

    Windows are half-open: `end` is the day after the last. `back_on_prophylaxis` is the day of
    the return in every window that reaches it.
    """
    return table_csv(COLUMNS, ([_text(cell) for cell in row] for row in _rows(person)))


def _rows(person: PersonFigures) -> Iterator[list[Cell]]:
    for window in person.windows:
        back = person.back_on_prophylaxis
        reached = back is not None and back < window.end
        comparison = person.comparison(window.name)
        for kind in CATEGORIES:
            rate = window.rates[kind]
            ratio = comparison.rates[kind] if comparison else None
            yield [
                *_window(window),
                back.isoformat() if back is not None and reached else None,
                kind,
                *_counted(rate),
                *_rate(rate),
                *_rate(window.if_silence_meant_none[kind]),
                comparison.comparable if comparison else None,
                *_ratio(ratio),
            ]


def _window(window: Window) -> list[Cell]:
    return [
        window.name,
        window.start.isoformat(),
        window.end.isoformat(),
        window.elapsed_days,
        window.observed_days,
        window.too_short,
        window.sparse,
    ]


def _counted(rate: Rate | None) -> list[Cell]:
    return [None] * 2 if rate is None else [rate.episodes, rate.unknown_cause]


def _rate(rate: Rate | None) -> list[Cell]:
    return [None] * 3 if rate is None else [rate.abr, rate.low, rate.high]


def _ratio(ratio: Ratio | None) -> list[Cell]:
    if ratio is None:
        return [None] * 5
    return [ratio.ratio, ratio.low, ratio.high, ratio.high_infinite, ratio.p_central]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell if isinstance(cell, str) else repr(cell)
