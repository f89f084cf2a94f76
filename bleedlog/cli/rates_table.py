"""Figures as tables for people: the same results as the charts and the JSON.

One line a window and kind of bleed; a narrow terminal folds a cell and never cuts a figure.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.rates import FileFigures
from bleedlog.statistics.results import (
    CATEGORIES,
    CohortModel,
    CohortWindow,
    Comparison,
    PersonFigures,
    Window,
)
from bleedlog.statistics.rule import Rule

PIPED_WIDTH: Final = 100
"""Columns where the output is no terminal."""

_OF = {
    "all": "All bleeds",
    "spontaneous": "On their own",
    "joint": "Joint",
    "treated": "Treated",
}
_WINDOWS = {
    "lead_in": "Before treatment",
    "last_12_months_before": "Last 12 months before",
    "establishment": "First 6 months",
    "after_6m": "From month 7 on",
}


def print_figures(figures: FileFigures) -> None:
    """Print everybody's tables, then the cohort's if there are several people."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    if not figures.people:
        console.print("There is nobody in this file.")
    for name, person in figures.people:
        _print_person(console, name, person, figures)
    if len(figures.people) > 1:
        _print_cohort(console, figures)
    console.print(rule_words(figures.rule))
    if any(person.comparisons for _, person in figures.people):
        console.print(
            "Ratios assume that bleeds come independently; clusters make the truth less sure."
        )
    if figures.without:
        console.print(f"Left out by source: {', '.join(sorted(figures.without))}.")
    if not figures.says_sources and any(person.window("lead_in") for _, person in figures.people):
        console.print("No row says in its source whether it was noted at the time or afterwards.")


def rule_words(rule: Rule) -> str:
    """The counting rule as it stands beside every figure."""
    words = [
        f"Counting rule {rule.version}.",
        f"At one place, a bleed within {rule.merge_hours:g} hours of the last is the same bleed.",
        f"A rate needs {rule.min_days} known days.",
        f"Intervals are {rule.confidence * 100:g}%.",
        "Bleeds after surgery are counted."
        if rule.include_surgical
        else "Bleeds after surgery are left out.",
    ]
    if rule.exclude_unsure:
        words.append("Unsure bleeds are left out.")
    if rule.mid_p:
        words.append("A person's ratios have mid-P intervals, and the p of the exact ones.")
    return " ".join(words)


def window_words(name: str) -> str:
    """A window's name for people."""
    if name in _WINDOWS:
        return _WINDOWS[name]
    kind, _, numbers = name.partition("_")
    return f"{kind.capitalize()} {numbers.replace('_', ' to ')}"


def _print_person(console: Console, name: str, person: PersonFigures, figures: FileFigures) -> None:
    treated = "no gene therapy" if person.treated_on is None else f"treated {person.treated_on}"
    console.print(Text(f"{printable(name)}: {treated}" if name else treated.capitalize(), "bold"))
    if not person.windows:
        console.print("No day is known: nobody said whether there were bleeds.\n")
        return
    console.print(_rates_table(person, told_afterwards=name in figures.told_afterwards))
    for line in _remarks(person, figures.rule):
        console.print(line)
    if person.comparisons:
        console.print(_comparisons_table(person, figures.rule))
    for joint in person.target_joints:
        until = "still one" if joint.resolved is None else f"resolved {joint.resolved}"
        place = " ".join(filter(None, (side_of(joint.side), site_of(joint.site))))
        console.print(f"Target joint: {place} since {joint.since}, {until}.")
    if person.without_factor_cover:
        console.print("As if the data ended on the day before the return to prophylaxis:")
        console.print(_windows_table((window, ()) for window in person.without_factor_cover))
    if any(use.infusions for use in person.factor_use):
        console.print(_factor_table(person))
    spared = round(person.infusions_not_needed or 0)
    if spared:
        doses = "dose was" if spared == 1 else "doses were"
        console.print(
            f"About {spared:,} {doses} not needed since treatment, at the rate before it."
        )
    console.print()


def printable(name: str) -> str:
    """A name without what a terminal would obey."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name)


def _table(*heads: str) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for number, head in enumerate(heads):
        table.add_column(head, overflow="fold", justify="left" if number < 2 else "right")
    return table


def _add(table: Table, about: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Add the lines of one window with what is said about it down the first column."""
    for first, line in zip_longest(about, lines):
        table.add_row(first, *(line or ()))
    table.add_section()


def _rates_table(person: PersonFigures, *, told_afterwards: bool) -> Table:
    windows = list(person.windows)
    if person.last_12_months_before is not None:
        windows.insert(1, person.last_12_months_before)
    return _windows_table(
        (window, _labels(person, window, told_afterwards=told_afterwards)) for window in windows
    )


def _labels(person: PersonFigures, window: Window, *, told_afterwards: bool) -> Iterator[str]:
    if told_afterwards and window.name == "lead_in":
        yield "noted afterwards"
    since = person.back_on_prophylaxis
    if since is not None and since < window.end:
        yield from ("back on prophylaxis", f"since {since}")


def _windows_table(windows: Iterable[tuple[Window, Iterable[str]]]) -> Table:
    """The rates of windows, with what else is said of each."""
    table = _table("Window, known days", "", "Bleeds", "A year", "Interval")
    for window, labels in windows:
        known = window.observed_days / window.elapsed_days
        about = [
            window_words(window.name),
            f"from {window.start}",
            f"to {window.end}",
            f"{window.observed_days} of {window.elapsed_days}, {known:.0%}",
            *labels,
        ]
        _add(table, about, [*_rate_lines(window)])
    return table


def _rate_lines(window: Window) -> Iterator[tuple[str, ...]]:
    for category in CATEGORIES:
        rate = window.rates[category]
        if rate is None:
            yield _OF[category], "not known"
            continue
        abr = "no rate" if rate.abr is None else f"{rate.abr:.2f}"
        yield _OF[category], str(rate.episodes), abr, _interval(rate.low, rate.high)
        if rate.unknown_cause is not None:
            yield "  unknown cause", str(rate.unknown_cause)


def _interval(low: float | None, high: float | None) -> str:
    if low is None:
        return ""
    return f"{low:.2f} to {'no limit' if high is None else f'{high:.2f}'}"


def _remarks(person: PersonFigures, rule: Rule) -> Iterator[str]:
    for window in person.windows:
        if window.too_short:
            yield f"{window_words(window.name)}: too short, under {rule.min_days} known days."
        if window.sparse:
            yield f"{window_words(window.name)}: too little is known of days without a bleed."
        if window.sparse or window.too_short:
            yield from _if_silence_meant_none(window)


def _if_silence_meant_none(window: Window) -> Iterator[str]:
    quiet, said = window.if_silence_meant_none["all"], window.rates["all"]
    if quiet is not None and quiet.abr is not None and said is not None and said.abr is not None:
        yield f"  If silence meant no bleeds: {quiet.abr:.2f} instead of {said.abr:.2f} a year."


def _comparisons_table(person: PersonFigures, rule: Rule) -> Table:
    interval = "Mid-P interval" if rule.mid_p else "Interval"
    table = _table("After / before", "", "Ratio", interval, "p")
    for comparison in person.comparisons:
        about = [window_words(comparison.after), "" if comparison.comparable else "not comparable"]
        _add(table, about, [_ratio_line(comparison, category) for category in CATEGORIES])
    return table


def _ratio_line(comparison: Comparison, category: str) -> tuple[str, ...]:
    ratio = comparison.rates[category]
    if ratio is None:
        return _OF[category], "not known"
    if not ratio.estimable:
        return _OF[category], "none in either"
    value = "none before" if ratio.ratio is None else f"{ratio.ratio:.2f}"
    p = "" if ratio.p_central is None else f"{ratio.p_central:.2g}"
    return _OF[category], value, _interval(ratio.low, ratio.high), p


def _factor_table(person: PersonFigures) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("Factor IX a week", overflow="fold")
    for head in ("Doses", "IU", "Unknown size"):
        table.add_column(head, overflow="fold", justify="right")
    for use in person.factor_use:
        table.add_row(
            window_words(use.window),
            f"{use.infusions_per_week:.2f}",
            f"{use.units_per_week:,.0f}",
            str(use.unknown_doses),
        )
    return table


def _print_cohort(console: Console, figures: FileFigures) -> None:
    cohort = figures.cohort
    console.print(Text(f"All together: {_people(cohort.people)} with known days", "bold"))
    table = _table("Window, descriptive", "", "Bleeds", "A year", "Interval")
    for window in cohort.windows:
        about = [window_words(window.name), _people(window.people), f"{window.years:.1f} years"]
        if figures.told_afterwards and window.name == "lead_in":
            about.append(f"{len(figures.told_afterwards)} noted afterwards")
        _add(table, about, [line for one in CATEGORIES for line in _cohort_lines(window, one)])
    console.print(table)
    after, before = window_words(cohort.model.after), window_words(cohort.model.before)
    console.print(f"Model: {after} / {before}")
    model = _table("Rate ratio of", "Ratio", "Interval", "p", "People")
    for category in CATEGORIES:
        model.add_row(*_model_line(cohort.model, category))
    console.print(model)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _cohort_lines(window: CohortWindow, category: str) -> Iterator[tuple[str, ...]]:
    rate = window.rates[category]
    abr = "" if rate.abr is None else f"{rate.abr:.2f}"
    pooled = _interval(rate.low, rate.high)
    yield _OF[category], str(rate.episodes), abr, pooled
    if rate.unknown_cause is not None:
        yield "  unknown cause", str(rate.unknown_cause)
    if rate.zero_share is not None:
        sure = f"{rate.zero_low:.0%} to {rate.zero_high:.0%}"
        yield f"  {rate.zero_people} bleed-free", "", f"{rate.zero_share:.0%}", sure
    if rate.median is not None:
        yield "  median, quartiles", "", f"{rate.median:.2f}", _interval(rate.q1, rate.q3)


def _model_line(fitted: CohortModel, category: str) -> tuple[str, ...]:
    model = fitted.rates[category]
    if not model.estimable:
        return _OF[category], "none:", str(model.reason)
    return (
        _OF[category],
        f"{model.ratio:.2f}",
        _interval(model.low, model.high),
        f"{model.p:.2g}",
        str(model.people),
    )
