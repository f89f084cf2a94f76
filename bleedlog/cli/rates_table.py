"""Figures as tables for people: the same results as the charts and the JSON."""

from collections.abc import Iterator
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.rates import FileFigures
from bleedlog.statistics.results import (
    CATEGORIES,
    CohortFigures,
    CohortRate,
    CohortWindow,
    Comparison,
    ModelRatio,
    PersonFigures,
    Rate,
    Ratio,
    Window,
)
from bleedlog.statistics.rule import Rule

PIPED_WIDTH: Final = 110
"""Columns where the output is no terminal."""

_HEADS = ("All bleeds", "On their own", "Joint", "Treated")
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
        _print_person(console, name, person, figures.rule)
    if len(figures.people) > 1:
        _print_cohort(console, figures.cohort)
    console.print(rule_words(figures.rule))


def rule_words(rule: Rule) -> str:
    """The counting rule as it stands beside every figure."""
    words = [
        f"Counting rule {rule.version}.",
        f"At one place, a bleed within {rule.merge_hours:g} hours of the last is the same bleed.",
        f"A rate needs {rule.min_days} known days.",
        f"In brackets: {rule.confidence * 100:g}% intervals.",
        "Bleeds after surgery are counted."
        if rule.include_surgical
        else "Bleeds after surgery are left out.",
    ]
    if rule.exclude_unsure:
        words.append("Unsure bleeds are left out.")
    return " ".join(words)


def window_words(name: str) -> str:
    """A window's name for people."""
    if name in _WINDOWS:
        return _WINDOWS[name]
    kind, _, numbers = name.partition("_")
    return f"{kind.capitalize()} {numbers.replace('_', ' to ')}"


def _print_person(console: Console, name: str, person: PersonFigures, rule: Rule) -> None:
    treated = "no gene therapy" if person.treated_on is None else f"treated {person.treated_on}"
    console.print(Text(f"{printable(name)}: {treated}" if name else treated.capitalize(), "bold"))
    if not person.windows:
        console.print("No day is known: nobody said whether there were bleeds.\n")
        return
    console.print(_rates_table(person))
    for line in _remarks(person, rule):
        console.print(line)
    if person.comparisons:
        console.print(_comparisons_table(person))
    for joint in person.target_joints:
        until = "still one" if joint.resolved is None else f"resolved {joint.resolved}"
        place = " ".join(filter(None, (side_of(joint.side), site_of(joint.site))))
        console.print(f"Target joint: {place} since {joint.since}, {until}.")
    console.print()


def printable(name: str) -> str:
    """A name without what a terminal would obey."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name)


def _rates_table(person: PersonFigures) -> Table:
    table = Table("", "Days", "Known days", *_HEADS, box=SIMPLE_HEAD)
    windows = list(person.windows)
    if person.last_12_months_before is not None:
        windows.insert(1, person.last_12_months_before)
    for window in windows:
        known = window.observed_days / window.elapsed_days
        table.add_row(
            window_words(window.name) + _back_on_prophylaxis(window, person),
            f"{window.start} to\n{window.end}",
            f"{window.observed_days} of {window.elapsed_days}\n{known:.0%}",
            *(_rate_cell(window.rates[category]) for category in CATEGORIES),
        )
    return table


def _back_on_prophylaxis(window: Window, person: PersonFigures) -> str:
    since = person.back_on_prophylaxis
    return "" if since is None or window.end <= since else f", back on prophylaxis since {since}"


def _rate_cell(rate: Rate | None) -> str:
    if rate is None:
        return "not known"
    count = f"{rate.episodes} bleed{'' if rate.episodes == 1 else 's'}"
    if rate.unknown_cause:
        count += f"\n{rate.unknown_cause} of unknown cause"
    if rate.low is None or rate.high is None:
        return count
    abr = "no rate" if rate.abr is None else f"{rate.abr:.2f} a year"
    return f"{abr}\n({rate.low:.2f}-{rate.high:.2f})\n{count}"


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


def _comparisons_table(person: PersonFigures) -> Table:
    table = Table("After / before", *_HEADS, "", box=SIMPLE_HEAD)
    for comparison in person.comparisons:
        table.add_row(
            window_words(comparison.after),
            *(_ratio_cell(comparison.rates[category]) for category in CATEGORIES),
            _verdict(comparison),
        )
    return table


def _verdict(comparison: Comparison) -> str:
    return "" if comparison.comparable else "not comparable"


def _ratio_cell(ratio: Ratio | None) -> str:
    if ratio is None:
        return "not known"
    if not ratio.estimable or ratio.low is None:
        return "no bleed in either"
    value = "before: none" if ratio.ratio is None else f"{ratio.ratio:.2f}"
    high = "no limit" if ratio.high is None else f"{ratio.high:.2f}"
    p = "" if ratio.p_central is None else f"\np {ratio.p_central:.2g}"
    return f"{value}\n({ratio.low:.2f}-{high}){p}"


def _print_cohort(console: Console, cohort: CohortFigures) -> None:
    console.print(Text(f"All together: {cohort.people} people with known days", "bold"))
    table = Table("Pooled, descriptive", "People", "Years", *_HEADS, box=SIMPLE_HEAD)
    for window in cohort.windows:
        table.add_row(
            window_words(window.name),
            str(window.people),
            f"{window.years:.1f}",
            *(_cohort_cell(window, window.rates[category]) for category in CATEGORIES),
        )
    console.print(table)
    if cohort.model is not None:
        title = f"Model: {window_words(cohort.model.after)} / {window_words(cohort.model.before)}"
        model = Table(title, *_HEADS, box=SIMPLE_HEAD)
        model.add_row(
            "Rate ratio", *(_model_cell(cohort.model.rates[category]) for category in CATEGORIES)
        )
        console.print(model)


def _cohort_cell(window: CohortWindow, rate: CohortRate) -> str:
    lines = [f"{rate.episodes} bleeds"]
    if rate.abr is not None and window.people:
        lines = [f"{rate.abr:.2f} a year", f"({rate.low:.2f}-{rate.high:.2f})", *lines]
        lines.append(f"none: {rate.zero_people} of {window.people}")
    if rate.median is not None:
        lines.append(f"median {rate.median:.2f}")
        lines.append(f"({rate.q1:.2f}-{rate.q3:.2f})")
    return "\n".join(lines)


def _model_cell(model: ModelRatio) -> str:
    if not model.estimable:
        return f"not estimable:\n{model.reason}"
    return (
        f"{model.ratio:.2f}\n({model.low:.2f}-{model.high:.2f})\np {model.p:.2g}"
        f"\n{model.people} people"
    )
