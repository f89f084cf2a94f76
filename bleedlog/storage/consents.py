"""Which clinics may look at a diary: granted, withdrawn, granted again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Join, Row, Table, and_, bindparam, insert, select, update

from bleedlog.models.clinic import Clinic, Consent
from bleedlog.models.person import Patient

_clinic = Clinic.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_consent = Consent.__table__  # type: ignore[attr-defined]
# By another name than in the condition of who may look, which would take it for its own.
_given = _consent.alias("given")

_THIS = and_(
    _consent.c.patient_id == bindparam("of_patient"), _consent.c.clinic_id == bindparam("of_clinic")
)
_holds = _consent.c.withdrawn_at.is_(None)
_EVER = (
    select(
        _clinic.c.id,
        _clinic.c.name,
        _clinic.c.phone,
        *(one for one in _consent.c if one.name not in {"patient_id", "clinic_id"}),
    )
    .join_from(_consent, _clinic, _clinic.c.id == _consent.c.clinic_id)
    .where(_consent.c.patient_id == bindparam("of_patient"))
    .order_by(_clinic.c.name, _clinic.c.id)
)
_OF_PATIENT = _EVER.where(_holds)
_OTHERS = (
    select(_clinic.c.id, _clinic.c.name)
    .where(
        _clinic.c.id.not_in(
            select(_consent.c.clinic_id).where(
                _consent.c.patient_id == bindparam("of_patient"), _holds
            )
        )
    )
    .order_by(_clinic.c.name, _clinic.c.id)
)
_CLINIC = select(_clinic.c.id).where(_clinic.c.id == bindparam("of_clinic"))
_AGAIN = (
    update(_consent)
    .where(_THIS, _consent.c.withdrawn_at.is_not(None))
    .values(
        granted_at=bindparam("now"),
        granted_by=bindparam("by_user"),
        withdrawn_at=None,
        kept_name=None,
        kept_born=None,
        kept_nhs_number=None,
        kept_hospital_number=None,
    )
)
_FOUND = select(_consent.c.withdrawn_at).where(_THIS)
_INSERT = insert(_consent)
_KNOWN_AS = {
    f"kept_{name}": select(_patient.c[name])
    .where(_patient.c.id == bindparam("of_patient"))
    .scalar_subquery()
    for name in ("name", "born", "nhs_number", "hospital_number")
}
_WITHDRAW = update(_consent).where(_THIS, _holds).values(withdrawn_at=bindparam("now"), **_KNOWN_AS)


def by_clinics_that_may_look(table: Table) -> Join:
    """Rows of a diary's table that a clinic set, with that clinic, as long as it may look.

    `table` has patient_id and clinic_id. A clinic that may not look any more sets nothing any more.
    """
    given = and_(
        _given.c.patient_id == table.c.patient_id,
        _given.c.clinic_id == table.c.clinic_id,
        _given.c.withdrawn_at.is_(None),
    )
    joined: Join = table.join(_clinic, _clinic.c.id == table.c.clinic_id).join(_given, given)
    return joined


def list_consents(connection: Connection, patient_id: UUID) -> Sequence[Row[Any]]:
    """The clinics that may look now, by name: id, name, phone, granted_at."""
    return connection.execute(_OF_PATIENT, {"of_patient": patient_id}).all()


def list_all_consents(connection: Connection, patient_id: UUID) -> Sequence[Row[Any]]:
    """The clinics that may look or once could: as above, with what else the consent says."""
    return connection.execute(_EVER, {"of_patient": patient_id}).all()


def list_other_clinics(connection: Connection, patient_id: UUID) -> Sequence[Row[Any]]:
    """The clinics that may not look now, by name: id, name."""
    return connection.execute(_OTHERS, {"of_patient": patient_id}).all()


def is_clinic(connection: Connection, clinic_id: UUID) -> bool:
    """Whether there is such a clinic."""
    return connection.execute(_CLINIC, {"of_clinic": clinic_id}).first() is not None


def give_consent(
    connection: Connection,
    *,
    patient_id: UUID,
    clinic_id: UUID,
    by_user: UUID | None,
    now: datetime,
) -> bool:
    """Let a clinic look from now on; whether it could not before."""
    keys = {"of_patient": patient_id, "of_clinic": clinic_id}
    if connection.execute(_AGAIN, {**keys, "by_user": by_user, "now": now}).rowcount:
        return True
    if connection.execute(_FOUND, keys).first() is not None:
        return False
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "clinic_id": clinic_id,
            "granted_at": now,
            "granted_by": by_user,
        },
    )
    return True


def withdraw_consent(
    connection: Connection, *, patient_id: UUID, clinic_id: UUID, now: datetime
) -> bool:
    """Let a clinic look no more; whether it could before.

    It keeps how it knew the patient on this day.
    """
    keys = {"of_patient": patient_id, "of_clinic": clinic_id, "now": now}
    return bool(connection.execute(_WITHDRAW, keys).rowcount)
