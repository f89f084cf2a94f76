"""What is asked of a clinic's record before it is stored: what cannot be, what seldom is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.number_words import number_words
from bleedlog.models.plausible import (
    BLEEDS_A_YEAR,
    FALL,
    HOURS_SINCE_FACTOR,
    LOW_FIX,
    SPAN_DAYS,
    STEROID_DAYS,
    UPPER_LIMITS,
    VALUES,
    WEIGHT_KG,
    YEARS_AGO,
    Usual,
)
from bleedlog.models.vocabulary import Kind
from bleedlog.services.entry_faults import Fault, faults_of_future
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.rule import DAYS_PER_YEAR
from bleedlog.statistics.schedule import LAST_MONTH
from bleedlog.statistics.windows import ESTABLISHMENT_MONTHS, YEAR, add_months

CHECK = "Check it, then save again if it is right."


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that seldom is; it is asked about once."""

    field: str
    message: str
    about: str
    """What was typed there: with another value it is another doubt."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say about one record."""

    faults: tuple[Fault, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def mark(self) -> str:
        """The doubts as a form carries them back, so that the same are not asked again."""
        return " ".join(f"{doubt.field}={doubt.about}" for doubt in self.doubts)

    def stands(self, sure: str) -> bool:
        """Whether it can be stored for somebody who answered the doubts marked `sure`."""
        return not self.faults and (not self.doubts or sure == self.mark)


def check_record(
    entry: EntryInput, *, born: date | None, now: datetime, known: Sequence[Any]
) -> Checked:
    """What there is to say about a record that a clinic is about to store.

    Args:
        entry: The record.
        born: The person's date of birth, if it is noted.
        now: Aware.
        known: The person's other records that are not withdrawn, rows or inputs, any order.
    """
    others = [one for one in known if one.id != entry.id]
    faults = [*_faults_of_birth(entry, born), *faults_of_future(entry, now)]
    faults += _faults_of_therapies(entry, others)
    doubts: list[Doubt] = []
    if not faults:
        doubts += _doubts_of_days(entry, now)
        doubts += _doubts_of_values(entry)
        doubts += _doubts_beside(entry, others)
        doubts += _doubts_of_counts(entry, others)
        doubts += _doubts_of_divided_counts(entry, others)
        doubts += _doubts_of_return(entry, others)
    return Checked(tuple(faults), tuple(doubts))


def _faults_of_birth(entry: EntryInput, born: date | None) -> Iterator[Fault]:
    if born is not None and parse_moment(entry.start).day < born:
        yield Fault("start", f"This is before the person was born ({_said(born)}). Check the date.")


def _faults_of_therapies(entry: EntryInput, others: Iterable[Any]) -> Iterator[Fault]:
    given = [one for one in others if one.kind is Kind.GENE_THERAPY]
    if entry.kind is Kind.GENE_THERAPY and given:
        day = _said(parse_moment(given[0].start).day)
        yield Fault(
            "start",
            f"A gene therapy is recorded already, on {day}. It is given once."
            " Correct that record, or take it out.",
            given[0].id,
        )


def _doubts_of_days(entry: EntryInput, now: datetime) -> Iterator[Doubt]:
    start = parse_moment(entry.start).day
    if start < now.date() - timedelta(YEARS_AGO * DAYS_PER_YEAR):
        yield Doubt("start", f"This is more than {YEARS_AGO} years ago. {CHECK}", entry.start)
    end = getattr(entry, "end", None)
    if end is None:
        return
    days = (parse_moment(end).day - start).days
    longest = {
        Kind.STEROID_COURSE: STEROID_DAYS,
        Kind.OBSERVED: SPAN_DAYS,
        Kind.BLEED_COUNT: SPAN_DAYS,
    }.get(entry.kind)
    if longest is not None and days > longest:
        yield Doubt("end", f"These are {days:,} days, which is long. {CHECK}", end)
    value = getattr(entry, "value", None)
    if entry.kind is Kind.BLEED_COUNT and value and value / days * DAYS_PER_YEAR > BLEEDS_A_YEAR:
        yield Doubt(
            "value",
            f"{number_words(value)} in {days} {'day' if days == 1 else 'days'} is more than usual."
            f" {CHECK}",
            number_words(value),
        )


def _doubts_of_values(entry: EntryInput) -> Iterator[Doubt]:
    asked = (
        ("value", VALUES.get(entry.kind), getattr(entry, "unit", None) or ""),
        ("upper_limit", UPPER_LIMITS.get(entry.kind), getattr(entry, "unit", None) or ""),
        ("weight_kg", WEIGHT_KG, "kg"),
        ("hours_since_factor", HOURS_SINCE_FACTOR, "hours"),
    )
    for field, usual, unit in asked:
        value = getattr(entry, field, None)
        if value is None or usual is None or usual.low <= value <= usual.high:
            continue
        yield Doubt(field, _unusual(value, unit, usual), number_words(value))


def _unusual(value: float, unit: str, usual: Usual) -> str:
    said = f"{number_words(value)} {unit}".rstrip()
    return f"{said} is {'more' if value > usual.high else 'less'} than usual. {CHECK}"


def _doubts_beside(entry: EntryInput, others: Iterable[Any]) -> Iterator[Doubt]:
    value = getattr(entry, "value", None)
    same = [one for one in others if one.kind is entry.kind]
    day = parse_moment(entry.start).day
    for one in same:
        alike = getattr(one, "assay", None) == getattr(entry, "assay", None)
        if alike and getattr(one, "value", None) == value and parse_moment(one.start).day == day:
            yield Doubt("start", f"The same is recorded for {_said(day)} already. {CHECK}", "twice")
            break
    if entry.kind is Kind.FIX_ACTIVITY and value is not None and value < LOW_FIX:
        before = [one for one in same if parse_moment(one.start).day < day]
        last = max(before, key=lambda one: parse_moment(one.start).day, default=None)
        if last is not None and last.value > FALL * value:
            message = (
                f"The level before it was {number_words(last.value)}."
                " If the laboratory wrote IU/mL,"
                f" choose that unit. {CHECK}"
            )
            yield Doubt("unit", message, number_words(value))


def _doubts_of_counts(entry: EntryInput, others: Iterable[Any]) -> Iterator[Doubt]:
    """Each number counts whole, so that days of two numbers would be counted twice."""
    if entry.kind is not Kind.BLEED_COUNT:
        return
    start, end = _days(entry)
    for one in (one for one in others if one.kind is Kind.BLEED_COUNT):
        first, after = _days(one)
        if start < after and first < end:
            last = _said(after - timedelta(1))
            message = (
                f"A number is recorded for {_said(first)} to {last} already."
                f" Bleeds of the same days would be counted twice. {CHECK}"
            )
            yield Doubt("start", message, f"{entry.start} {one.start}")
            return


def _doubts_of_divided_counts(entry: EntryInput, others: Iterable[Any]) -> Iterator[Doubt]:
    """A number counts whole where its span begins, and in the next window its days are quiet."""
    both = [*others, entry]
    days = [parse_moment(one.start).day for one in both if one.kind is Kind.GENE_THERAPY]
    if not days or entry.kind not in {Kind.BLEED_COUNT, Kind.GENE_THERAPY}:
        return
    # Of no bleeds none can be in the wrong window.
    for one in (one for one in both if one.kind is Kind.BLEED_COUNT and one.value):
        start, end = _days(one)
        parted = next((day for day in _windows_begin(days[-1], end) if start < day < end), None)
        if parted is not None and (one is entry or entry.kind is Kind.GENE_THERAPY):
            span = f"{_said(start)} to {_said(end - timedelta(1))}"
            message = (
                f"A new window begins on {_said(parted)}."
                f" {_all_bleeds(one.value)} of {span} would count before it, and none after."
                f" Enter two numbers if you can. {CHECK}"
            )
            yield Doubt("start", message, f"{start} {parted}")
            return


def _all_bleeds(value: float) -> str:
    return "The one bleed" if value == 1 else f"All {number_words(value)} bleeds"


def _windows_begin(treated: date, until: date) -> Iterator[date]:
    """The infusion day, the first of month 7, and of each year after it."""
    day = np.array([day_of(treated)], dtype=np.int32)
    for months in (0, *range(ESTABLISHMENT_MONTHS, LAST_MONTH, YEAR)):
        begins = date_of(int(add_months(day, months)[0]))
        if begins >= until:
            return
        yield begins


def _days(span: Any) -> tuple[date, date]:
    return parse_moment(span.start).day, parse_moment(span.end).day


def _doubts_of_return(entry: EntryInput, others: Iterable[Any]) -> Iterator[Doubt]:
    """Before the infusion everybody was on prophylaxis; no figure takes that for a return."""
    given = [one for one in others if one.kind is Kind.GENE_THERAPY]
    if entry.kind is not Kind.BACK_ON_PROPHYLAXIS or not given:
        return
    day = parse_moment(given[0].start).day
    if parse_moment(entry.start).day < day:
        message = f"This is before the gene therapy on {_said(day)}, so it is no return. {CHECK}"
        yield Doubt("start", message, entry.start)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
