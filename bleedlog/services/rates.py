"""Figures of a diary file: read, count, shape. No account, no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from bleedlog.exchange.diary_file import diary_rows
from bleedlog.exchange.diary_file_faults import DiaryFault, DiaryFileError, shown
from bleedlog.exchange.rates_json import rates_json
from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.vocabulary import BLEED_KINDS, Source
from bleedlog.services.column_codes import side_of, site_of
from bleedlog.services.column_table import Reading
from bleedlog.services.columns import READ, SPAN_KINDS, diaries_of, reading_of
from bleedlog.services.sources import noted_then, without_sources
from bleedlog.statistics.cohort import cohort_figures
from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import CohortFigures, PersonFigures
from bleedlog.statistics.rule import Rule
from bleedlog.statistics.told_afterwards import told_afterwards

Progress = Callable[[str, float], None]
"""Told now and then what is being done and which share of it is."""

_TOLD_EVERY = 20
_KIND = READ.index("kind")


@dataclass(frozen=True, slots=True)
class FileFigures:
    """What a diary file says of everybody in it."""

    rule: Rule
    people: tuple[tuple[str, PersonFigures], ...]
    """By name; the name is empty where the file names nobody."""
    cohort: CohortFigures
    told_afterwards: frozenset[str]
    """Names of those whose lead-in was told from memory or brought in."""
    says_sources: bool
    """Whether any row says how it came to be known. Where none does, nobody can tell."""
    without: frozenset[Source]
    """Sources left out."""


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
    without: frozenset[Source] = frozenset(),
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
        without: Sources to leave out of what is counted (`without_sources`); a row that says
            none is imported.
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
    readings, says_sources = _readings(text, zone, tell, one_person=treated is not None)
    names = sorted(readings)
    counted = {name: without_sources(readings[name], without) for name in names}
    people = []
    afterwards = set()
    for number, name in enumerate(names):
        if number % _TOLD_EVERY == 0:
            tell("Counting", number / len(names))
        # A person is a cohort of one: everybody's columns at once for each would be quadratic.
        diary = diaries_of(counted[name], [name], treated_on=treated)
        figures = person_figures(diary, rule)
        people.append((name, figures))
        if says_sources and _lead_in_told_afterwards(counted[name], diary, figures):
            afterwards.add(name)
    tell("Counting", 1)
    everybody = diaries_of(chain.from_iterable(counted.values()), names, treated_on=treated)
    return FileFigures(
        rule=rule,
        people=tuple(people),
        cohort=cohort_figures(everybody, rule),
        told_afterwards=frozenset(afterwards),
        says_sources=says_sources,
        without=without,
    )


def rates_of_figures(figures: FileFigures) -> dict[str, Any]:
    """The `bleedlog.rates/1` object of those figures."""
    return rates_json(
        figures.people,
        figures.cohort,
        figures.rule,
        site_of=site_of,
        side_of=side_of,
        without=figures.without,
    )


def _tell_nobody(_what: str, _share: float) -> None:
    pass


def _lead_in_told_afterwards(
    readings: Sequence[Reading], diary: Diaries, figures: PersonFigures
) -> bool:
    then = {
        kinds: noted_then(row for row in readings if row[_KIND] in kinds)
        for kinds in (BLEED_KINDS, SPAN_KINDS)
    }
    return told_afterwards(
        diary,
        observed_time(diary),
        figures.window("lead_in"),
        bleeds_then=then[BLEED_KINDS],
        spans_then=then[SPAN_KINDS],
    )


def _readings(
    text: str, zone: str, tell: Progress, *, one_person: bool
) -> tuple[dict[str, list[Reading]], bool]:
    """What statistics read with the source behind it, by person, in the order of the file.

    And whether any row says its source.
    """
    readings: dict[str, list[Reading]] = {}
    says_sources = False
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
        says_sources |= row.says_source
        own += (
            (*reading_of(row.patient, entry, order), entry.source)
            for entry in (row.entry, row.adjudication)
            if entry is not None
        )
    if second is not None:
        raise DiaryFileError([second])
    return readings, says_sources
