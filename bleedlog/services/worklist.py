"""A clinic's worklist: its patients, who needs it most first, each with the reason.

Seeing the list leaves no event in anybody's diary: it says that something waits, and opening a
diary to see what does leave one.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import numpy as np

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.moment import zone_of
from bleedlog.models.name_letters import is_part_of_name, plain_letters
from bleedlog.models.nhs_number import plain_nhs_number
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.clinic_schedule import steps_of
from bleedlog.services.digests import digests_of, todays_of
from bleedlog.services.needs import Case, Reason, pressing, reasons_of
from bleedlog.services.record import Record
from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of, day_of
from bleedlog.statistics.schedule import Step
from bleedlog.statistics.windows import ESTABLISHMENT_MONTHS, add_months
from bleedlog.storage.worklists import (
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
    phase: Phase | None
    """None where nothing of the diary is worked out yet."""
    treated_on: date | None
    """The infusion day, which may lie ahead."""
    last_noted: date | None
    """The last day that the diary knows."""
    reasons: tuple[Reason, ...]
    """What presses most first; none where nothing waits."""
    is_behind: bool
    """Whether this was before the last change of the diary, which is being worked out."""


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
    behind: int
    """How many diaries of those that were asked for are still being worked out."""


@dataclass(frozen=True, slots=True)
class _Patient:
    """One patient, with the row of each clinic of the viewer that may look."""

    row: Any
    rows: Sequence[Any]

    @property
    def clinics(self) -> tuple[str, ...]:
        """The names of those clinics."""
        return tuple(row.clinic_name for row in self.rows)

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
    patience: timedelta | None = None,
) -> Worklist:
    """The patients who let one of the viewer's clinics look, who needs it most first.

    Args:
        record: The open record.
        by: Who looks.
        now: Aware.
        clinic_id: Only those who let this clinic look.
        phase: Only those who stand there.
        first: How many rows to leave out at the beginning.
        patience: How long changed diaries are worked out here; who is left is shown as they were
            before, and `freshening.freshen_list` sees to them. None: as long as it takes.
    """

    def belongs(patient: _Patient) -> bool:
        return clinic_id is None or any(one.clinic_id == clinic_id for one in patient.rows)

    everybody = _patients(record, by)
    found = _listed(record, by, list(filter(belongs, everybody)), now, patience)
    there = [one for one in found if phase is None or one.phase is phase]
    behind = sum(one.is_behind for one in found)
    return _page(there, first, sharing=len(everybody), behind=behind)


def find_patients(
    record: Record,
    *,
    by: Viewer,
    now: datetime,
    search: str,
    patience: timedelta | None = None,
) -> Worklist:
    """Those of all patients whom a search fits, who needs it most first; one page of them.

    `search`: parts of a name in any order, without regard to capitals, accents and apostrophes; or
    a part of an NHS number, with spaces and dashes or without; or a part of a hospital number.
    `patience`: as above.
    """
    everybody = _patients(record, by)
    fits = _search(search)
    found = _listed(record, by, [one for one in everybody if fits(one.row)], now, patience)
    behind = sum(one.is_behind for one in found)
    return _page(found, 0, sharing=len(everybody), behind=behind)


def list_reasons(
    record: Record, *, by: Viewer, patient_id: UUID, now: datetime
) -> tuple[Reason, ...] | None:
    """What one patient needs, as on the list; None for who is not on it. `now` is aware."""
    those = _patients(record, by, patient_id)
    found = _listed(record, by, those, now, None, patient_id=patient_id)
    return found[0].reasons if found else None


def _page(found: list[ListedPatient], first: int, *, sharing: int, behind: int) -> Worklist:
    # By name within the same need: so they come, and sorting leaves equals as they are. Of whom
    # nothing is known something may press, so they stand before those who need nothing.
    found.sort(key=lambda one: (pressing(one.reasons), one.phase is not None))
    return Worklist(
        rows=tuple(found[first : first + ROWS]),
        first=first,
        found=len(found),
        waiting=sum(bool(one.reasons) for one in found),
        sharing=sharing,
        behind=behind,
    )


def _patients(record: Record, by: Viewer, patient_id: UUID | None = None) -> list[_Patient]:
    """By name; who shares with two of the viewer's clinics is one patient."""
    found: dict[UUID, list[Any]] = {}
    with record.reading(by) as connection:
        for row in list_patients_of_clinics(connection, by, patient_id):
            found.setdefault(row.id, []).append(row)
    return [_Patient(rows[0], rows) for rows in found.values()]


def _search(search: str) -> Callable[[Any], bool]:
    # With commas, too: letters of a hospital write "Family name, First name".
    parts = plain_letters(search).replace(",", " ").split()
    number = plain_nhs_number(plain_letters(search))

    def hospital_number(row: Any) -> str:
        return plain_nhs_number(plain_letters(row.hospital_number or ""))

    def fits(row: Any) -> bool:
        name = plain_letters(row.name)
        return (
            all(is_part_of_name(part, name) for part in parts)
            or (bool(number) and number in (row.nhs_number or ""))
            or (bool(number) and number in hospital_number(row))
        )

    return fits


def _listed(
    record: Record,
    by: Viewer,
    patients: Sequence[_Patient],
    now: datetime,
    patience: timedelta | None,
    *,
    patient_id: UUID | None = None,
) -> list[ListedPatient]:
    todays = todays_of((one.row.zone for one in patients), now)
    rows = [one.row for one in patients]
    digests = digests_of(record, by=by, rows=rows, todays=todays, patience=patience)
    clinics = {one.planning_clinic for one in patients}
    steps, follow_ups = _planned(record, by, clinics, patient_id)
    known = [one for one in patients if one.row.id in digests.known]
    cases = [
        Case(
            profile=one.row,
            digest=digests.known[one.row.id],
            today=todays[one.row.zone],
            shared_since=min(row.shared_since for row in one.rows)
            .astimezone(zone_of(one.row.zone))
            .date(),
            steps=steps.get(one.planning_clinic, {}),
            follow_ups=follow_ups.get(one.row.id, ()),
        )
        for one in known
    ]
    listed = {
        one.row.id: ListedPatient(
            profile=case.profile,
            clinics=one.clinics,
            phase=phase,
            treated_on=None if case.digest.treated == NO_DAY else date_of(case.digest.treated),
            last_noted=case.last_noted,
            reasons=reasons,
            is_behind=one.row.id in digests.behind,
        )
        for one, case, phase, reasons in zip(
            known, cases, _phases(cases), reasons_of(cases), strict=True
        )
    }
    return [listed.get(one.row.id) or _unread(one) for one in patients]


def _unread(one: _Patient) -> ListedPatient:
    return ListedPatient(
        profile=one.row,
        clinics=one.clinics,
        phase=None,
        treated_on=None,
        last_noted=None,
        reasons=(),
        is_behind=True,
    )


def _planned(
    record: Record, by: Viewer, clinics: set[UUID], patient_id: UUID | None
) -> tuple[Mapping[UUID, Mapping[FollowUpTest, tuple[Step, ...]]], Mapping[UUID, list[Any]]]:
    """Clinics' own intervals, and by person what was confirmed and done."""
    own, follow_ups = defaultdict(list), defaultdict(list)
    with record.reading(by) as connection:
        for step in list_steps_of_clinics(connection, sorted(clinics)):
            own[step.clinic_id].append(step)
        for one in list_follow_ups_of_clinics(connection, by, patient_id):
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
