"""The tables of windows: rates, ratios to the lead-in, rates if silence meant no bleeds."""

from dataclasses import dataclass
from datetime import date

from bleedlog.charts.before_after_words import unknown_cause
from bleedlog.charts.finding import back_words
from bleedlog.charts.words import (
    count_words,
    days_words,
    interval_words,
    p_words,
    per_year,
    ratio_words,
    window_words,
)
from bleedlog.services.figures import DiaryFigures
from bleedlog.statistics.results import CATEGORIES, PersonFigures, Rate, Window
from bleedlog.web.words import short_date

NAMES = {"lead_in": "Lead-in", "establishment": "Months 0 to 6", "after_6m": "From month 7 on"}


@dataclass(frozen=True, slots=True)
class RateCell:
    """One rate of the table: the figure, and what must be said below it."""

    figure: str
    interval: str = ""
    count: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One window of the table: its rates by kind, and against the lead-in."""

    name: str
    span: str
    side: str
    """Before, after, or neither: which colour and mark stand beside it."""
    days: str
    share: str
    rates: tuple[RateCell, ...]
    silent: RateCell
    """All bleeds if silence had meant no bleeds."""
    ratio: RateCell
    p: str
    remark: str


def window_rows(figures: DiaryFigures) -> list[WindowRow]:
    """One row a window, in the order of `windows_listed`."""
    return [window_row(figures, window) for window in windows_listed(figures.person)]


def windows_listed(person: PersonFigures) -> list[Window]:
    """The windows of the table; the last 12 months before stand below a long lead-in."""
    beside = [person.last_12_months_before] if person.last_12_months_before is not None else []
    return [
        one
        for window in person.windows
        for one in (window, *(beside if window.name == "lead_in" else ()))
    ]


def rows_without_cover(figures: DiaryFigures) -> list[WindowRow]:
    """The windows as if the data ended before the return to prophylaxis; none without one."""
    return [window_row(figures, window) for window in figures.person.without_factor_cover]


def window_row(figures: DiaryFigures, window: Window) -> WindowRow:
    """What the table says of one window."""
    person = figures.person
    comparison = person.comparison(window.name)
    ratio = comparison.rates["all"] if comparison else None
    figure, _, interval = (ratio_words(ratio) if comparison else "").partition(" (")
    comparable = comparison is None or comparison.comparable
    return WindowRow(
        name=window_name(window.name),
        span=f"{short_date(window.start)} to {short_date(_last(window))}",
        side=_side(person, window),
        days=days_words(window),
        share=f"{window.observed_days / window.elapsed_days:.0%}",
        rates=tuple(_cell(window.rates[kind]) for kind in CATEGORIES),
        silent=_cell(window.if_silence_meant_none["all"]),
        ratio=RateCell(figure, interval.rstrip(")"), remark="" if comparable else "not comparable"),
        p=p_words(ratio.p_central) if ratio and comparable else "",
        remark=_remark(figures, window),
    )


@dataclass(frozen=True, slots=True)
class KindRow:
    """One window, every kind of bleed: ratios to the lead-in, or rates if silence were quiet."""

    name: str
    side: str
    cells: tuple[RateCell, ...]
    remark: str


def ratio_rows(figures: DiaryFigures) -> list[KindRow]:
    """Each window after the first six months against the lead-in, by kind of bleed."""
    person = figures.person
    rows = []
    for comparison in person.comparisons:
        cells = []
        for kind in CATEGORIES:
            ratio = comparison.rates[kind]
            figure, _, interval = ratio_words(ratio).partition(" (")
            p = p_words(ratio.p_central) if ratio and comparison.comparable else ""
            remark = "" if comparison.comparable else "not comparable"
            cells.append(RateCell(figure, interval.rstrip(")"), f"p {p}" if p else "", remark))
        back = back_words(person, person.window(comparison.after))
        rows.append(KindRow(window_name(comparison.after), "after", tuple(cells), back))
    return rows


def silent_rows(figures: DiaryFigures) -> list[KindRow]:
    """Each window by kind of bleed, as if nothing had bled on the days that are not noted."""
    return [
        KindRow(
            window_name(window.name),
            _side(figures.person, window),
            tuple(_cell(window.if_silence_meant_none[kind]) for kind in CATEGORIES),
            back_words(figures.person, window),
        )
        for window in figures.person.windows
    ]


def window_name(name: str) -> str:
    """A window's name as a clinic says it."""
    if name == "last_12_months_before":
        return "Last 12 months before"
    return NAMES.get(name) or window_words(name)


def _last(window: Window) -> date:
    return date.fromordinal(window.end.toordinal() - 1)


def _side(person: PersonFigures, window: Window) -> str:
    if person.treated_on is None or window.name == "establishment":
        return ""
    return "before" if window.start < person.treated_on else "after"


def _cell(rate: Rate | None) -> RateCell:
    if rate is None:
        return RateCell("not known")
    if rate.low is None:
        return RateCell("nothing noted")
    interval = interval_words(rate.low, rate.high)
    unknown = unknown_cause(rate)
    if rate.abr is None:
        return RateCell(count_words(rate.episodes, "bleed"), f"interval {interval}", remark=unknown)
    return RateCell(per_year(rate.abr), interval, count_words(rate.episodes, "bleed"), unknown)


def _remark(figures: DiaryFigures, window: Window) -> str:
    remarks = []
    if window.too_short:
        remarks.append("too short: bleeds, no rate")
    if window.sparse:
        remarks.append(f"sparse: not comparable{_range_of_silence(window)}")
    if window.name in figures.person.divided:
        remarks.append("a number of bleeds reaches beyond it")
    if window.name in figures.afterwards:
        remarks.append("noted afterwards")
    back = back_words(figures.person, window)
    return "; ".join([*remarks, back] if back else remarks)


def _range_of_silence(window: Window) -> str:
    """Between which rates the truth lies, by what the days not noted were like."""
    silent, rate = window.if_silence_meant_none["all"], window.rates["all"]
    if silent is None or rate is None or silent.abr is None or rate.abr is None:
        return ""
    least, most = per_year(silent.abr), per_year(rate.abr)
    return "" if least == most else f", {least} if silence meant no bleeds, to {most}"
