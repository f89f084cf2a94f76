"""Dates and figures as people read them, the same on every chart and in every table."""

import math
from datetime import date

from bleedlog.statistics.results import Rate, Ratio, Window

WINDOWS = {
    "lead_in": "Before",
    "establishment": "First 6 months",
    "after_6m": "Since month 7",
}
"""Windows that have a name of their own; the others are named by their numbers."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Tables of a long diary name thousands of days, and strftime is five times slower."""

INTERVAL = {"phone": "likely range", "desk": "95% interval"}
"""What an interval is called, by screen."""


def day_words(day: date) -> str:
    """A day in full: "6 August 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def count_words(count: int, noun: str) -> str:
    """A count with its noun: "No bleeds", "1 bleed", "1,204 days"."""
    if count == 0:
        return f"No {noun}s"
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def window_words(name: str) -> str:
    """A window's name: "Before", "Since month 7", "Months 7 to 18", "Year 2"."""
    if name in WINDOWS:
        return WINDOWS[name]
    kind, *numbers = name.split("_")
    return f"{kind.capitalize()} {' to '.join(numbers)}"


def per_year(value: float) -> str:
    """A yearly figure to one decimal, whole from 100 on: "10.7", "678"."""
    return f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def interval_words(low: float | None, high: float | None) -> str:
    """An interval of yearly figures: "5.1 to 19.6"; "not known" without one."""
    if low is None or high is None:
        return "not known"
    return f"{per_year(low)} to {per_year(high)}"


def rate_words(rate: Rate | None, unit: str = " a year") -> str:
    """A rate with its interval: "10.7 a year (5.1 to 19.6)"; "not known" without a rate."""
    if rate is None or rate.abr is None:
        return "not known"
    return f"{per_year(rate.abr)}{unit} ({interval_words(rate.low, rate.high)})"


def days_words(window: Window) -> str:
    """How much of a window was observed: "343 of 365 days"."""
    days = "day" if window.elapsed_days == 1 else "days"
    return f"{window.observed_days:,} of {window.elapsed_days:,} {days}"


def ratio_words(ratio: Ratio | None) -> str:
    """A ratio with its interval: "0.11 (0.003 to 0.78)", "no upper limit" where infinite."""
    if ratio is None:
        return "not known"
    if not ratio.estimable or ratio.low is None:
        return "not estimable"
    if ratio.ratio is None or ratio.high is None:
        return f"above {_ratio_figure(ratio.low)}, no upper limit"
    return f"{_ratio_figure(ratio.ratio)} ({_between(ratio.low, ratio.high)})"


def p_words(p: float | None) -> str:
    """A p-value for a table: "0.0082", "<0.001"; nothing where there is none."""
    if p is None:
        return ""
    if p < 0.001:
        return "<0.001"
    return f"{p:.4f}" if p < 0.00995 else f"{p:.3f}" if p < 0.0995 else f"{p:.2f}"


def _between(low: float, high: float) -> str:
    return f"{_ratio_figure(low)} to {_ratio_figure(high)}"


def _ratio_figure(value: float) -> str:
    if value == 0 or value >= 9.95:
        return f"{value:.0f}"
    if value >= 0.995:
        return f"{value:.1f}"
    # Two figures, but "0.003" and not "0.0034": beyond three decimals nobody reads on.
    decimals = min(3, 1 - math.floor(math.log10(value)))
    return f"{value:.{decimals}f}" if value >= 0.0005 else "<0.001"
