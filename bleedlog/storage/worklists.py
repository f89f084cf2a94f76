"""A clinic's worklist: who is on it, with the digests that are kept, and what was planned.

Whatever is read here is read for whoever may see the list, of the people who let a clinic look.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, select

from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.digest import DiaryDigest
from bleedlog.models.entry import Diary
from bleedlog.models.follow_up import ClinicStep, FollowUp
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.storage.sights import SHARES_WITH_VIEWER, Sight, seen

_clinic = Clinic.__table__  # type: ignore[attr-defined]
_consent = Consent.__table__  # type: ignore[attr-defined]
_diary = Diary.__table__  # type: ignore[attr-defined]
_digest = DiaryDigest.__table__  # type: ignore[attr-defined]
_follow_up = FollowUp.__table__  # type: ignore[attr-defined]
_membership = Membership.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_step = ClinicStep.__table__  # type: ignore[attr-defined]

PROFILE = (
    "id", "name", "born", "nhs_number", "hospital_number", "severity", "zone", "risk_flag",
)  # fmt: skip

_OF_CLINICS = (
    select(
        *(_patient.c[name] for name in PROFILE),
        _clinic.c.id.label("clinic_id"),
        _clinic.c.name.label("clinic_name"),
        _membership.c.role.label("staff_role"),
        _consent.c.granted_at.label("shared_since"),
        _diary.c.last_seq,
        _digest.c.last_seq.label("digest_seq"),
        _digest.c.edition,
        _digest.c.good_until,
        _digest.c.figures,
    )
    .select_from(
        _consent.join(_membership, SHARES_WITH_VIEWER)
        .join(_clinic, _clinic.c.id == _consent.c.clinic_id)
        .join(_patient, _patient.c.id == _consent.c.patient_id)
        .join(_diary, _diary.c.patient_id == _consent.c.patient_id)
        .outerjoin(_digest, _digest.c.patient_id == _consent.c.patient_id)
    )
    .order_by(_patient.c.name, _patient.c.id, _clinic.c.id)
)
# A clinic that may not look any more confirms nothing any more.
_FOLLOW_UPS = (
    select(_follow_up.c.patient_id, _follow_up.c.test, _follow_up.c.week, _follow_up.c.done_on)
    .join_from(
        _follow_up,
        _consent,
        and_(
            _consent.c.patient_id == _follow_up.c.patient_id,
            _consent.c.clinic_id == _follow_up.c.clinic_id,
            _consent.c.withdrawn_at.is_(None),
        ),
    )
    .where(_follow_up.c.ended_at.is_(None), seen(Sight.LIST, _follow_up.c.patient_id))
    .order_by(_follow_up.c.week, _follow_up.c.done_on, _follow_up.c.id)
)
_ONE_PATIENT: BindParameter[UUID] = bindparam("patient_id")
_ONE_OF_CLINICS = _OF_CLINICS.where(_patient.c.id == _ONE_PATIENT)
_FOLLOW_UPS_OF_ONE = _FOLLOW_UPS.where(_follow_up.c.patient_id == _ONE_PATIENT)
_STEPS = (
    select(_step)
    .where(_step.c.clinic_id.in_(bindparam("clinics", expanding=True)))
    .order_by(_step.c.test, _step.c.from_month)
)


def list_patients_of_clinics(
    connection: Connection, viewer: Viewer, patient_id: UUID | None = None
) -> Sequence[Any]:
    """The patients who let a clinic of the viewer look, by name, with the digests there are.

    With `patient_id` that one alone, if they do.

    A row for each such clinic: `PROFILE`, clinic_id, clinic_name, staff_role (of the viewer
    there), shared_since, last_seq of the diary, and of its digest digest_seq, edition, good_until,
    figures (or None).
    """
    keys = {"viewer_id": viewer.user_id}
    if patient_id is None:
        return connection.execute(_OF_CLINICS, keys).all()
    return connection.execute(_ONE_OF_CLINICS, keys | {"patient_id": patient_id}).all()


def list_follow_ups_of_clinics(
    connection: Connection, viewer: Viewer, patient_id: UUID | None = None
) -> Sequence[Row[Any]]:
    """Confirmed weeks and tests that were done, of those patients, or of that one: by week.

    patient_id, test, week, done_on.
    """
    keys = {"viewer_id": viewer.user_id}
    if patient_id is None:
        return connection.execute(_FOLLOW_UPS, keys).all()
    return connection.execute(_FOLLOW_UPS_OF_ONE, keys | {"patient_id": patient_id}).all()


def list_steps_of_clinics(connection: Connection, clinics: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Those centres' own intervals, by test and month: clinic_id, test, from_month, every, unit."""
    return connection.execute(_STEPS, {"clinics": clinics}).all()
