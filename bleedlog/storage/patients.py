"""Patients: whose diaries there are, found and listed for a viewer."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bleedlog.models.clinic import Clinic, Consent, Membership
from bleedlog.models.entry import Diary, Entry
from bleedlog.models.person import Access, Patient, User
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.storage.standing import Scoped

_patient = Patient.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_diary = Diary.__table__  # type: ignore[attr-defined]
_access = Access.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_consent = Consent.__table__  # type: ignore[attr-defined]
_membership = Membership.__table__  # type: ignore[attr-defined]

_PROFILE = Scoped(
    select(
        *_patient.c,
        _clinic.c.name.label("centre_name"),
        _clinic.c.phone.label("centre_phone"),
    )
    .select_from(_patient.outerjoin(_clinic, _patient.c.centre_id == _clinic.c.id))
    .where(_patient.c.id == bindparam("patient_id")),
    bindparam("patient_id"),
)

_SET_BORN = (
    update(_patient)
    .where(_patient.c.id == bindparam("of_patient"))
    .values(born=bindparam("new_born"))
)
_SET_WISH = (
    update(_patient)
    .where(_patient.c.id == bindparam("of_patient"))
    .values(check_in_days=bindparam("days"), check_in_chosen_on=bindparam("new_chosen_on"))
)
_SET_RISK = (
    update(_patient)
    .where(_patient.c.id == bindparam("of_patient"))
    .values(risk_flag=bindparam("at_risk"))
)
_BY_EMAIL = (
    select(_access.c.patient_id)
    .join(_user, _user.c.id == _access.c.user_id)
    .where(
        _user.c.email == bindparam("email"),
        _access.c.role == AccessRole.PATIENT,
        _access.c.revoked_at.is_(None),
    )
)


def find_profile(connection: Connection, viewer: Viewer, patient_id: UUID) -> Row[Any] | None:
    """The patient's profile with the centre's name and phone, or None."""
    return _PROFILE.run(connection, viewer, patient_id=patient_id).first()


def find_patient_by_email(connection: Connection, email: str) -> UUID | None:
    """The patient whose own sign-in has that email (for the console), or None."""
    return connection.execute(_BY_EMAIL, {"email": email.strip().lower()}).scalar()


def add_patient(connection: Connection, patient: Patient) -> UUID:
    """Store a patient and an empty diary; gives the patient's id."""
    values = patient.model_dump()
    connection.execute(insert(_patient), values)
    connection.execute(insert(_diary), {"patient_id": patient.id, "last_seq": 0})
    return patient.id


def set_born(connection: Connection, *, patient_id: UUID, born: date) -> None:
    """Note when the patient was born."""
    connection.execute(_SET_BORN, {"of_patient": patient_id, "new_born": born})


def set_check_in_wish(
    connection: Connection, *, patient_id: UUID, days: int, chosen_on: date
) -> None:
    """Note how often the person wants to be asked about bleeds, and when they chose it."""
    connection.execute(
        _SET_WISH, {"of_patient": patient_id, "days": days, "new_chosen_on": chosen_on}
    )


def set_risk_flag(connection: Connection, *, patient_id: UUID, at_risk: bool) -> None:
    """Note whether the patient is at risk of liver cancer."""
    connection.execute(_SET_RISK, {"of_patient": patient_id, "at_risk": at_risk})


def grant_access(
    connection: Connection, *, patient_id: UUID, user_id: UUID, role: AccessRole
) -> None:
    """Let a user work with a patient's diary in that role."""
    connection.execute(
        insert(_access),
        {
            "patient_id": patient_id,
            "user_id": user_id,
            "role": role,
            "granted_at": datetime.now(UTC),
        },
    )


def grant_consent(connection: Connection, *, patient_id: UUID, clinic_id: UUID) -> None:
    """Let a clinic look at a patient's diary."""
    connection.execute(
        insert(_consent),
        {"patient_id": patient_id, "clinic_id": clinic_id, "granted_at": datetime.now(UTC)},
    )
