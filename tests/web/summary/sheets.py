"""What the summary's table says of a window, from the figures of the program interface."""

from datetime import date, timedelta
from typing import Any

from bleedlog.charts.words import p_words, ratio_words
from bleedlog.statistics.results import CATEGORIES, Ratio

CLINICAL = {"lead_in": "Lead-in", "establishment": "Months 0 to 6", "after_6m": "From month 7 on"}
OWN = {"lead_in": "Before", "establishment": "First 6 months", "after_6m": "Since month 7"}


def row_words(
    window: dict[str, Any],
    comparisons: list[dict[str, Any]],
    names: dict[str, str],
    *,
    with_p: bool,
) -> str:
    """One row of the table, spaces made one: name, span, completeness, rates, silence, ratio."""
    first, end = (date.fromisoformat(window[day]) for day in ("start", "end"))
    name = names.get(window["name"]) or " to ".join(
        window["name"].capitalize().replace("_", " ", 1).split("_")
    )
    observed, elapsed = window["observed_days"], window["elapsed_days"]
    parts = [
        name,
        f"{_day(first)} to {_day(end - timedelta(1))}",
        f"{observed / elapsed:.0%} {observed:,} of {elapsed:,} days",
        *(_rate(window["rates"][kind]) for kind in CATEGORIES),
        _rate(window["if_silence_meant_none"]["all"]),
    ]
    against = next((one for one in comparisons if one["after"] == window["name"]), None)
    if against is not None:
        parts.append(_ratio(against, with_p=with_p))
    return " ".join(parts)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _rate(rate: dict[str, Any] | None) -> str:
    if rate is None:
        return "not known"
    if rate["low"] is None:
        return "nothing noted"
    count = f"{rate['episodes'] or 'No'} bleed{'s' * (rate['episodes'] != 1)}"
    between = f"{_a_year(rate['low'])} to {_a_year(rate['high'])}"
    unknown = rate.get("unknown_cause")
    said = [f"{_a_year(rate['abr'])} {count} {between}" if rate["abr"] is not None else ""]
    if rate["abr"] is None:
        said = [f"{count} interval {between}"]
    return " ".join([*said, *([] if unknown is None else [f"{unknown} of unknown cause"])])


def _a_year(value: float) -> str:
    return f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def _ratio(against: dict[str, Any], *, with_p: bool) -> str:
    said = against["rates"]["all"]
    ratio = None if said is None else Ratio(**said)
    words = ratio_words(ratio).replace("(", "").replace(")", "")
    if not against["comparable"]:
        return f"{words} not comparable"
    p = p_words(ratio.p_central) if ratio and with_p else ""
    return f"{words} p {p}" if p else words
