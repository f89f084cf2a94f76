"""A clinic's worklist: its patients, who needs it most first, each with the reason.

Seeing the list leaves no event in anybody's diary: it says that something waits, and opening a
diary to see what does leave one.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import numpy as np

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.moment import zone_of
from bleedlog.models.nhs_number import plain_nhs_number
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.clinic_schedule import steps_of
from bleedlog.services.digests import digests_of
from bleedlog.services.needs import Case, Reason, pressing, reasons_of
from bleedlog.services.record import Record
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.schedule import Step
from bleedlog.statistics.windows import ESTABLISHMENT_MONTHS, add_months
from bleedlog.storage.digests import (
    list_follow_ups_of_clinics,
    list_patients_of_clinics,
    list_steps_of_clinics,
)

ROWS: Final = 50
"""Of one page."""

_ROLES = tuple(StaffRole)


class Phase(StrEnum):
    """Where a patient stands on the way through gene therapy."""

    PREPARING = "preparing"
    """No infusion yet, and no day noted."""
    LEAD_IN = "lead-in"
    """No infusion yet; the diary has begun, or the infusion has its day."""
    FIRST_MONTHS = "months-0-6"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ListedPatient:
    """One row of the list."""

    profile: Any
    """id, name, born, nhs_number, hospital_number, severity, zone."""
    clinics: tuple[str, ...]
    """Those of the viewer's that may look, by name."""
    phase: Phase
    treated_on: date | None
    """The infusion day, which may lie ahead."""
    last_noted: date | None
    """The last day that the diary knows."""
    reasons: tuple[Reason, ...]
    """What presses most first; none where nothing waits."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of the list."""

    rows: tuple[ListedPatient, ...]
    first: int
    """How many stand before them."""
    found: int
    """How many there are on all pages."""
    waiting: int
    """How many of those need something."""
    sharing: int
    """How many let a clinic of the viewer look, whatever was asked for."""


@dataclass(frozen=True, slots=True)
class _Patient:
    """One patient, with the row of each clinic of the viewer that may look."""

    row: Any
    rows: Sequence[Any]

    @property
    def planning_clinic(self) -> UUID:
        """The one whose intervals hold, as on the page of the schedule."""
        first = min(self.rows, key=lambda one: (_ROLES.index(one.staff_role), str(one.clinic_id)))
        found: UUID = first.clinic_id
        return found


def get_worklist(
    record: Record,
    *,
    by: Viewer,
    now: datetime,
    clinic_id: UUID | None = None,
    phase: Phase | None = None,
    first: int = 0,
) -> Worklist:
    """The patients who let one of the viewer's clinics look, who needs it most first.

    Args:
        record: The open record.
        by: Who looks.
        now: Aware.
        clinic_id: Only those who let this clinic look.
        phase: Only those who stand there.
        first: How many rows to leave out at the beginning.
    """

    def belongs(patient: _Patient) -> bool:
        return clinic_id is None or any(one.clinic_id == clinic_id for one in patient.rows)

    everybody = _patients(record, by)
    found = _listed(record, by, list(filter(belongs, everybody)), now)
    return _page(
        [one for one in found if phase is None or one.phase is phase], first, len(everybody)
    )


def find_patients(record: Record, *, by: Viewer, now: datetime, search: str) -> Worklist:
    """Those of all patients whom a search fits, who needs it most first; one page of them.

    `search`: parts of a name in any order, without regard to capitals and accents; or a part of an
    NHS number, with spaces and dashes or without; or a part of a hospital number.
    """
    everybody = _patients(record, by)
    fits = _search(search)
    found = [one for one in everybody if fits(one.row)]
    return _page(_listed(record, by, found, now), 0, len(everybody))


def _page(found: list[ListedPatient], first: int, sharing: int) -> Worklist:
    # By name within the same need: so they come, and sorting leaves equals as they are.
    found.sort(key=lambda one: pressing(one.reasons))
    return Worklist(
        rows=tuple(found[first : first + ROWS]),
        first=first,
        found=len(found),
        waiting=sum(bool(one.reasons) for one in found),
        sharing=sharing,
    )


def _patients(record: Record, by: Viewer) -> list[_Patient]:
    """By name; who shares with two of the viewer's clinics is one patient."""
    found: dict[UUID, list[Any]] = {}
    with record.reading(by) as connection:
        for row in list_patients_of_clinics(connection, by):
            found.setdefault(row.id, []).append(row)
    return [_Patient(rows[0], rows) for rows in found.values()]


def _search(search: str) -> Callable[[Any], bool]:
    parts, number = _plain(search).split(), plain_nhs_number(_plain(search))

    def fits(row: Any) -> bool:
        name = _plain(row.name)
        return (
            all(part in name for part in parts)
            or (bool(number) and number in (row.nhs_number or ""))
            or (bool(number) and number in plain_nhs_number(_plain(row.hospital_number or "")))
        )

    return fits


def _plain(text: str) -> str:
    """Small letters without accents, apostrophes all alike."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def _listed(
    record: Record, by: Viewer, patients: Sequence[_Patient], now: datetime
) -> list[ListedPatient]:
    todays = {
        zone: now.astimezone(zone_of(zone)).date() for zone in {one.row.zone for one in patients}
    }
    digests = digests_of(record, by=by, rows=[one.row for one in patients], todays=todays)
    steps, follow_ups = _planned(record, by, {one.planning_clinic for one in patients})
    cases = [
        Case(
            profile=one.row,
            digest=digests[one.row.id],
            today=todays[one.row.zone],
            shared_since=min(row.shared_since for row in one.rows)
            .astimezone(zone_of(one.row.zone))
            .date(),
            steps=steps.get(one.planning_clinic, {}),
            follow_ups=follow_ups.get(one.row.id, ()),
        )
        for one in patients
    ]
    phases = _phases(cases)
    return [
        ListedPatient(
            profile=case.profile,
            clinics=tuple(row.clinic_name for row in one.rows),
            phase=phase,
            treated_on=None if case.digest.treated == NO_DAY else date_of(case.digest.treated),
            last_noted=case.last_noted,
            reasons=reasons,
        )
        for one, case, phase, reasons in zip(
            patients, cases, phases, reasons_of(cases), strict=True
        )
    ]


def _planned(
    record: Record, by: Viewer, clinics: set[UUID]
) -> tuple[Mapping[UUID, Mapping[FollowUpTest, tuple[Step, ...]]], Mapping[UUID, list[Any]]]:
    """Clinics' own intervals, and by person what was confirmed and done."""
    own, follow_ups = defaultdict(list), defaultdict(list)
    with record.reading(by) as connection:
        for step in list_steps_of_clinics(connection, sorted(clinics)):
            own[step.clinic_id].append(step)
        for one in list_follow_ups_of_clinics(connection, by):
            follow_ups[one.patient_id].append(one)
    return {clinic: steps_of(steps) for clinic, steps in own.items()}, follow_ups


def _phases(cases: Sequence[Case]) -> list[Phase]:
    treated = np.array([case.digest.treated for case in cases], dtype=np.int32)
    month_6 = add_months(np.where(treated == NO_DAY, 0, treated), ESTABLISHMENT_MONTHS)
    return [_phase(case, day) for case, day in zip(cases, month_6.tolist(), strict=True)]


def _phase(case: Case, month_6: int) -> Phase:
    if case.is_treated:
        return Phase.FIRST_MONTHS if day_of(case.today) < month_6 else Phase.AFTER
    has_begun = case.last_noted is not None or case.digest.treated != NO_DAY
    return Phase.LEAD_IN if has_begun else Phase.PREPARING
