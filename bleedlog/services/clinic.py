"""The clinic's pages: its patients, and one patient before and after treatment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from bleedlog.models.moment import local_today, zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.products import PRODUCTS, UNKNOWN_PRODUCT_DAYS, find_product
from bleedlog.models.viewer import Emergency, Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Certainty, Kind, Source, Verdict
from bleedlog.services.days import verdicts_of
from bleedlog.services.figures import DiaryFigures, figures_of_diary
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking
from bleedlog.services.record import Record
from bleedlog.statistics.rule import Rule
from bleedlog.storage.clinics import get_clinic_zone
from bleedlog.storage.entries import EntryRow, list_doses_between, list_to_settle
from bleedlog.storage.patients import find_profile, list_patients_of_clinics

HALF_LIVES = 5
"""For how many half-lives after a dose a factor IX result may include infused factor."""

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
LONGEST_HALF_LIFE = timedelta(hours=max(product.half_life_hours or 0 for product in PRODUCTS))
LONGEST_MEASURABLE = max(HALF_LIVES * LONGEST_HALF_LIFE, timedelta(UNKNOWN_PRODUCT_DAYS))

GOING_FOR = timedelta(days=14)
"""How long a bleed without an end is shown as still going on."""

FIRST_MONTHS = timedelta(days=183)


class Phase(StrEnum):
    """Where a patient stands on the way through gene therapy."""

    LEAD_IN = "lead_in"
    FIRST_MONTHS = "first_months"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ListedPatient:
    """One row of the clinic's list."""

    profile: Any
    treated_on: date | None
    last_noted: date | None
    phase: Phase


def list_patients(record: Record, *, by: Viewer, search: str = "") -> list[ListedPatient]:
    """The patients who let one of the viewer's clinics look, by name.

    Args:
        record: The open record.
        by: Who looks.
        search: Part of a name, of an NHS number or of a hospital number; all without one.
    """
    wanted = search.strip().lower()
    number = wanted.replace(" ", "")
    with record.reading(by) as connection:
        rows = list_patients_of_clinics(connection, by)
    listed: dict[UUID, ListedPatient] = {}
    for row in rows:
        if wanted and not (
            wanted in row.name.lower()
            or (number and number in (row.nhs_number or ""))
            or (number and number in (row.hospital_number or "").lower())
        ):
            continue
        # Somebody who shares with two of the viewer's clinics is one patient.
        listed.setdefault(row.id, _listed(row))
    return list(listed.values())


def _listed(row: Any) -> ListedPatient:
    today = local_today(row.zone)
    phase = Phase.LEAD_IN
    if row.treated_on is not None and row.treated_on <= today:
        recent = today < row.treated_on + FIRST_MONTHS
        phase = Phase.FIRST_MONTHS if recent else Phase.AFTER
    told = [] if row.told_until is None else [row.told_until - timedelta(1)]
    told += [] if row.last_bleed is None else [row.last_bleed]
    return ListedPatient(row, row.treated_on, max(told, default=None), phase)


@dataclass(frozen=True, slots=True)
class FactorLevel:
    """The last factor IX activity, as far as it is known."""

    value: float
    unit: str
    day: date
    assay: str | None
    may_include_infused: bool


@dataclass(frozen=True, slots=True)
class PatientPage:
    """What a haematologist needs of one patient."""

    profile: Any
    today: date
    figures: DiaryFigures
    factor_level: FactorLevel | None
    going: tuple[EntryRow, ...]
    """Bleeds without an end, of the last two weeks."""
    unsure: tuple[EntryRow, ...]
    """Bleeds that nobody is sure of and nobody settled."""
    emergency: Emergency | None
    """By which it is open, if the person does not share it with the viewer's clinic."""
    emergency_zone: str | None
    """IANA zone of the clinic for which that is."""
    may_correct: bool
    """Whether the viewer may correct the profile."""


def get_patient_page(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    rule: Rule,
    without: frozenset[Source] = frozenset(),
    now: datetime,
) -> PatientPage:
    """One patient's page; the look is noted for the patient to see. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="patient") as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        figures = figures_of_diary(connection, by, patient_id, rule, without=without)
        today = now.astimezone(zone_of(profile.zone)).date()
        rows = list_to_settle(connection, by, patient_id, today - GOING_FOR)
        factor_level = _factor_level(opened, rows)
        emergency, clinic_id = opened.standing.emergency, opened.standing.clinic_id
        zone = get_clinic_zone(connection, clinic_id) if emergency and clinic_id else None
    return PatientPage(
        profile=profile,
        today=today,
        figures=figures,
        factor_level=factor_level,
        going=tuple(_going(rows, today)),
        unsure=tuple(_unsure(rows)),
        emergency=emergency,
        emergency_zone=zone,
        may_correct=any(one.may(Permission.EDIT_PROFILE) for one in opened.standings),
    )


def _factor_level(opened: OpenedDiary, rows: Sequence[EntryRow]) -> FactorLevel | None:
    results = [row for row in rows if row.kind is Kind.FIX_ACTIVITY]
    if not results:
        return None
    last = results[-1]
    # Noted in two zones, one instant may have days up to two apart; the minutes decide below.
    days = timedelta(LONGEST_MEASURABLE.days + 3)
    doses = list_doses_between(
        opened.connection,
        opened.by,
        opened.patient_id,
        last.start_day - days,
        last.start_day + timedelta(3),
    )
    infused = any(
        0 <= last.start_minute - dose.start_minute <= _measurable_minutes(dose.product)
        for dose in doses
    )
    return FactorLevel(last.value, last.unit, last.start_day, last.assay, infused)


def _measurable_minutes(product: str | None) -> float:
    known = find_product(product) if product else None
    if known is None or known.half_life_hours is None:
        return UNKNOWN_PRODUCT_DAYS * MINUTES_PER_DAY
    return HALF_LIVES * known.half_life_hours * MINUTES_PER_HOUR


def _going(rows: Sequence[EntryRow], today: date) -> list[EntryRow]:
    return [
        row
        for row in rows
        if row.kind is Kind.BLEED
        and row.end is None
        and row.source is Source.PROSPECTIVE
        and row.start_day >= today - GOING_FOR
    ]


def _unsure(rows: Sequence[EntryRow]) -> list[EntryRow]:
    verdicts = verdicts_of(rows)
    settled = {Verdict.BLEED, Verdict.NOT_A_BLEED}
    return [
        row
        for row in rows
        if row.kind in BLEED_KINDS
        and row.certainty is Certainty.UNSURE
        and verdicts.get(row.id) not in settled
    ]
