"""What the before-and-after chart says in words: title, summary and tables."""

from collections.abc import Sequence

from bleedlog.charts.arms import Arm
from bleedlog.charts.finding import (
    Finding,
    also_back,
    back_words,
    comparable_ratio,
    finding,
    is_borne_out,
    joined,
    prophylaxis_sentence,
)
from bleedlog.charts.theme import Size
from bleedlog.charts.words import (
    INTERVAL,
    count_words,
    days_words,
    interval_words,
    p_words,
    per_year,
    rate_words,
    ratio_words,
    window_words,
)
from bleedlog.statistics.results import CATEGORIES, PersonFigures, Rate
from bleedlog.statistics.windows import AFTER_6M

KINDS = {"all": "All", "spontaneous": "Spontaneous", "joint": "Joint", "treated": "Treated"}
"""Kinds of bleed, as the desk names them."""

NOT_WORKED_OUT = "not worked out"
SPOKEN = 3
"""Windows that the summary speaks of: the last ones."""


def title(figures: PersonFigures, after: str, size: Size) -> str:
    """The finding where one is allowed, else what the chart shows."""
    if figures.treated_on is None:
        return "Bleeds a year, year by year"
    found: Finding | None = finding(figures, after)
    if found is None and size == "phone":
        return "Bleeds a year, and how sure we are"
    if found is None:
        window = figures.window(after)
        return f"Bleeds a year by kind{also_back(figures, window.end if window else None)}"
    return f"{found.capitalize()} bleeds a year {_when(after)} than before"


def summary(figures: PersonFigures, arms: Sequence[Arm], after: str, size: Size) -> str:
    """Each window's figure in a sentence, then what may be said of the difference."""
    if not any(arm.window.observed_days for arm in arms):
        return _nothing(figures, after)
    sentences = [_window_sentence(arm) for arm in arms[-SPOKEN:]]
    if len(arms) > SPOKEN:
        sentences.append(f"The table has all {len(arms)} years.")
    if arms[0].recalled:
        sentences.append("The time before was noted afterwards.")
    if figures.treated_on is not None:
        sentences += [_first_months(figures), _difference(figures, after, size)]
    return joined(*sentences, prophylaxis_sentence(figures))


def _nothing(figures: PersonFigures, after: str) -> str:
    if figures.treated_on is None or not figures.observed:
        return "No days are noted yet, so there is no yearly figure to show."
    return joined(
        f"No days are noted before treatment or {_when(after)}, so no yearly figure is shown.",
        _first_months(figures),
        prophylaxis_sentence(figures),
    )


def _when(after: str) -> str:
    """A window inside a sentence: "in months 7 to 18", "since month 7"."""
    window = window_words(after)
    when = window[0].lower() + window[1:]
    return when if when.startswith("since") else f"in {when}"


def _window_sentence(arm: Arm) -> str:
    rate = arm.rate("all")
    days = count_words(arm.window.observed_days, "day")
    if rate is None or arm.window.observed_days == 0:
        return f"{arm.label}: not known."
    bleeds = count_words(rate.episodes, "bleed")
    window = arm.window
    if arm.divided and not (window.too_short or window.sparse):
        return f"{arm.label}: not known, since a number of bleeds reaches beyond that time."
    if arm.doubt:
        return f"{arm.label}: {bleeds.lower()} in {days} noted, {arm.why} for a yearly figure."
    if rate.episodes == 0 and rate.high is not None:
        fits = f"{rate.high:.0f}" if rate.high >= 0.95 else per_year(rate.high)
        return f"{arm.label}: no bleeds noted in {days}. That fits with up to about {fits} a year."
    return f"{arm.label}: {rate_words(rate)}, from {bleeds} in {days} noted."


def _first_months(figures: PersonFigures) -> str:
    window = figures.window("establishment")
    rate = None if window is None else window.rates.get("all")
    if window is None or rate is None or window.observed_days == 0:
        return ""
    bleeds = count_words(rate.episodes, "bleed").lower()
    said = "not known" if "establishment" in figures.divided else bleeds
    return f"The first 6 months are counted apart: {said}."


def _difference(figures: PersonFigures, after: str, size: Size) -> str:
    if figures.window("lead_in") is None:
        return "There is no time before treatment to compare with."
    if figures.window(after) is None:
        whole = figures.window("after_6m") is None
        when = "of the time after the first 6 months" if whole else _when(after)
        return f"Nothing is noted yet {when}."
    ratio = comparable_ratio(figures, after)
    if ratio is None:
        return "Before and after cannot be compared yet."
    if not ratio.estimable:
        return "No bleeds before or after, so no change can be measured."
    found = finding(figures, after)
    if found is None:
        return "" if figures.back_on_prophylaxis else "It is too early to tell if that is a change."
    tell = " Tell your team." if found == "more" and size == "phone" else ""
    return joined(f"That is {found} than before.{tell}", _since_then(figures, after))


def _since_then(figures: PersonFigures, after: str) -> str:
    """That all the time since month 7 does not bear it out, where that is so."""
    if is_borne_out(figures, after):
        return ""
    found = finding(figures, AFTER_6M)
    said = f"it is {found}" if found else "that does not show"
    return f"Over all the time since month 7 {said}."


def by_window_table(arms: Sequence[Arm], size: Size) -> tuple[tuple[str, ...], ...]:
    """One row per window, all bleeds."""
    return tuple(
        (arm.label, _bleeds(arm), days_words(arm.window), *_figure(arm, size)) for arm in arms
    )


def by_window_columns(size: Size) -> tuple[str, ...]:
    """The columns of that table."""
    return ("When", "Bleeds", "Days noted", "Bleeds a year", INTERVAL[size].capitalize())


def _bleeds(arm: Arm) -> str:
    rate = arm.rate("all")
    return "not known" if rate is None else f"{rate.episodes:,}"


def _figure(arm: Arm, size: Size) -> tuple[str, str]:
    rate = arm.rate("all")
    if rate is None or rate.low is None:
        return "not known", "not known"
    if arm.doubt and size == "phone":
        return NOT_WORKED_OUT, NOT_WORKED_OUT
    yearly = NOT_WORKED_OUT if rate.abr is None else per_year(rate.abr)
    doubt = f" ({arm.doubt})" if arm.doubt else ""
    return f"{yearly}{doubt}", interval_words(rate.low, rate.high)


def by_kind_table(
    figures: PersonFigures, arms: Sequence[Arm], after: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Columns and one row per kind of bleed: each window, the ratio, its central p."""
    columns = ("Kind of bleed", *(_heading(figures, arm) for arm in arms))
    comparison = figures.comparison(after)
    rows = [(KINDS[kind], *(_cell(arm, kind) for arm in arms)) for kind in CATEGORIES]
    if comparison is None:
        return columns, tuple(rows)
    doubt = "" if comparison.comparable else ", not comparable"
    ratios = [comparison.rates.get(kind) for kind in CATEGORIES]
    return (
        (*columns, "Ratio, after to before", "p (central)"),
        tuple(
            (*row, f"{ratio_words(ratio)}{doubt}", p_words(ratio.p_central if ratio else None))
            for row, ratio in zip(rows, ratios, strict=True)
        ),
    )


def _heading(figures: PersonFigures, arm: Arm) -> str:
    back = back_words(figures, arm.window)
    return ", ".join(part for part in (arm.label, "a year", back) if part)


def _cell(arm: Arm, kind: str) -> str:
    rate = arm.rate(kind)
    if rate is None or rate.low is None:
        return "not known"
    bleeds = count_words(rate.episodes, "bleed").lower()
    counted = f"{bleeds} in {count_words(arm.window.observed_days, 'day')}"
    if rate.abr is None:
        figure = f"{NOT_WORKED_OUT} ({interval_words(rate.low, rate.high)})"
    else:
        figure = rate_words(rate, unit="")
    parts = [figure, counted, unknown_cause(rate), arm.doubt]
    return ", ".join(part for part in parts if part)


def unknown_cause(rate: Rate | None) -> str:
    """What stands beside every spontaneous rate: "2 of unknown cause"."""
    if rate is None or rate.unknown_cause is None:
        return ""
    return f"{rate.unknown_cause:,} of unknown cause"
