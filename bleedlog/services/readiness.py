"""Getting ready for gene therapy: what is there before the infusion, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Kind
from bleedlog.services.columns import READ, SPAN_KINDS, diaries_of
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.record import Record
from bleedlog.statistics.days import date_of
from bleedlog.statistics.observed import observed_time
from bleedlog.statistics.readiness import Bearing, LeadIn, bearing_of, lead_in_weeks
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import read_entries
from bleedlog.storage.patients import find_profile
from bleedlog.storage.records import list_records

WANTED = (Kind.INHIBITOR, Kind.ANTIBODY, Kind.ALT, Kind.AST, Kind.JOINT_SCORE)
"""What is looked at before an infusion, in the order of the list."""

_OBSERVING = SPAN_KINDS | BLEED_KINDS | {Kind.ADJUDICATION}
_RECORDS = frozenset({*WANTED, Kind.GENE_THERAPY})


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a checklist page shows."""

    profile: Any
    today: date
    treated_on: date | None
    """The infusion day, if it is not ahead: then the weeks before it are looked at."""
    planned_on: date | None
    """The infusion day, if it is ahead."""
    begun_on: date | None
    """The first day that the diary knows."""
    lead_in: LeadIn
    bearing: Bearing
    """Whether those days bear a comparison."""
    results: Mapping[Kind, Any]
    """The last record of each kind up to the infusion day; kinds without one are left out."""
    may_record: bool


def get_readiness(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> Readiness:
    """What there is before somebody's infusion. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    with looking(record, by=by, patient_id=patient_id, page="ready") as opened:
        profile = find_profile(opened.connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        today = now.astimezone(zone_of(profile.zone)).date()
        spans, bleed_only = _observed(opened.connection, by, patient_id)
        rows = [
            row
            for row in list_records(opened.connection, by, patient_id, _RECORDS)
            if not row.withdrawn
        ]
        may_record = any(
            one.access is None and one.may(Permission.RECORD) for one in opened.standings
        )
    infusion = min((row.start_day for row in rows if row.kind is Kind.GENE_THERAPY), default=None)
    treated_on = infusion if infusion is not None and infusion <= today else None
    end = treated_on or today
    lead_in = lead_in_weeks(spans, end)
    return Readiness(
        profile=profile,
        today=today,
        treated_on=treated_on,
        planned_on=None if infusion == treated_on else infusion,
        begun_on=min((first for first, _ in spans), default=None),
        lead_in=lead_in,
        bearing=bearing_of(spans, bleed_only, end, Rule().min_days),
        results=_last(rows, end if treated_on else None),
        may_record=may_record,
    )


def _observed(
    connection: Connection, by: Viewer, patient_id: UUID
) -> tuple[list[tuple[date, date]], list[date]]:
    """Observed time, and which of its days are known only from a bleed's onset."""
    rows = read_entries(connection, by, patient_id, READ, _OBSERVING)
    if not rows:
        return [], []
    observed = observed_time(diaries_of(rows, [rows[0].patient_id]))
    spans = zip(map(date_of, observed.first), map(date_of, observed.end), strict=True)
    return list(spans), [date_of(day) for day in observed.bleed_only_day]


def _last(rows: Sequence[Any], until: date | None) -> dict[Kind, Any]:
    """The newest of each kind; `rows` come newest first."""
    found: dict[Kind, Any] = {}
    for row in rows:
        if row.kind in WANTED and (until is None or row.start_day <= until):
            found.setdefault(row.kind, row)
    return found
