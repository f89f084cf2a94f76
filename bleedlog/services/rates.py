"""Figures of a diary file: read, count, shape. No account, no database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from bleedlog.exchange.diary_file import diary_rows
from bleedlog.exchange.diary_file_faults import DiaryFault, DiaryFileError, shown
from bleedlog.exchange.rates_json import rates_json
from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.columns import EntryReading, diaries_of, reading_of
from bleedlog.statistics.cohort import cohort_figures
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import CohortFigures, PersonFigures
from bleedlog.statistics.rule import Rule

Progress = Callable[[str, float], None]
"""Told now and then what is being done and which share of it is."""

_TOLD_EVERY = 20


@dataclass(frozen=True, slots=True)
class FileFigures:
    """What a diary file says of everybody in it."""

    rule: Rule
    people: tuple[tuple[str, PersonFigures], ...]
    """By name; the name is empty where the file names nobody."""
    cohort: CohortFigures


def figures_of_text(
    text: str,
    *,
    treated: date | None = None,
    lead_in_months: int | None = None,
    zone: str = DEFAULT_ZONE,
    merge_hours: float = 72,
    min_days: int = 90,
    confidence: float = 0.95,
    exclude_unsure: bool = False,
    include_surgical: bool = False,
    mid_p: bool = False,
    progress: Progress | None = None,
) -> FileFigures:
    """Figures of a diary file, version 1.

    Args:
        text: Of the file.
        treated: Day of the gene therapy, instead of the file's; for one person's file only.
        lead_in_months: Months of the lead-in; all observed time before treatment if None.
        zone: IANA zone of rows that name none.
        merge_hours: Within which a new onset at the same place is the same bleed.
        min_days: Observed days under which no rate is given.
        confidence: Of every interval, between 0 and 1.
        exclude_unsure: Leave out bleeds that nobody is sure of.
        include_surgical: Count surgical bleeds.
        mid_p: Give the ratios of a person mid-P intervals.
        progress: Told how far it is.

    Raises:
        DiaryFileError: with every fault of the file, nothing counted.
    """
    rule = Rule(
        merge_hours=merge_hours,
        min_days=min_days,
        confidence=confidence,
        exclude_unsure=exclude_unsure,
        include_surgical=include_surgical,
        lead_in_months=lead_in_months,
        mid_p=mid_p,
    )
    tell = progress or _tell_nobody
    readings = _readings(text, zone, tell, one_person=treated is not None)
    names = sorted(readings)
    people = []
    for number, name in enumerate(names):
        if number % _TOLD_EVERY == 0:
            tell("Counting", number / len(names))
        # A person is a cohort of one: everybody's columns at once for each would be quadratic.
        own = diaries_of(readings[name], [name], treated_on=treated)
        people.append((name, person_figures(own, rule)))
    tell("Counting", 1)
    everybody = diaries_of(chain.from_iterable(readings.values()), names, treated_on=treated)
    return FileFigures(rule, tuple(people), cohort_figures(everybody, rule))


def rates_of_text(text: str, **options: Any) -> dict[str, Any]:
    """The `bleedlog.rates/1` object of a diary file; arguments and errors of `figures_of_text`."""
    return rates_of_figures(figures_of_text(text, **options))


def rates_of_figures(figures: FileFigures) -> dict[str, Any]:
    """The `bleedlog.rates/1` object of those figures."""
    return rates_json(
        figures.people, figures.cohort, figures.rule, site_of=site_of, side_of=side_of
    )


def _tell_nobody(_what: str, _share: float) -> None:
    pass


def _readings(
    text: str, zone: str, tell: Progress, *, one_person: bool
) -> dict[str, list[EntryReading]]:
    """What statistics read, by person, in the order of the file."""
    readings: dict[str, list[EntryReading]] = {}
    second: DiaryFault | None = None
    rows = diary_rows(text, zone=zone, progress=lambda share: tell("Reading", share))
    for order, row in enumerate(rows):
        if row.patient not in readings:
            readings[row.patient] = []
            if one_person and len(readings) == 2 and second is None:
                found = f"{shown(row.patient)}, a second person"
                expected = "one person's file with --treated"
                second = DiaryFault(row.line, "patient", found, expected)
        own = readings[row.patient]
        own.append(reading_of(row.patient, row.entry, order))
        if row.adjudication is not None:
            own.append(reading_of(row.patient, row.adjudication, order))
    if second is not None:
        raise DiaryFileError([second])
    return readings
