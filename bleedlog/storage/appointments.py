"""Appointments that clinics set, read for a viewer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bleedlog.models.appointment import Appointment
from bleedlog.models.clinic import Clinic
from bleedlog.models.entry_input import new_id
from bleedlog.models.viewer import Viewer
from bleedlog.storage.consents import by_clinics_that_may_look
from bleedlog.storage.standing import Scoped

_appointment = Appointment.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]

# A clinic that may not look any more sees nobody any more.
_COMING = Scoped(
    select(*_appointment.c, _clinic.c.name.label("clinic_name"))
    .select_from(by_clinics_that_may_look(_appointment))
    .where(
        _appointment.c.patient_id == bindparam("patient_id"),
        _appointment.c.ended_at.is_(None),
        _appointment.c.start_day >= bindparam("today"),
    )
    .order_by(_appointment.c.start, _appointment.c.id),
    bindparam("patient_id"),
)
_EVERY = Scoped(
    select(*_appointment.c, _clinic.c.name.label("clinic_name"))
    .select_from(_appointment.join(_clinic, _clinic.c.id == _appointment.c.clinic_id))
    .where(_appointment.c.patient_id == bindparam("patient_id"))
    .order_by(_appointment.c.set_at, _appointment.c.id),
    bindparam("patient_id"),
)
_INSERT = insert(_appointment)
_END = (
    update(_appointment)
    .where(
        _appointment.c.patient_id == bindparam("of_patient"),
        _appointment.c.clinic_id == bindparam("of_clinic"),
        _appointment.c.start_day >= bindparam("today"),
        _appointment.c.ended_at.is_(None),
    )
    .values(ended_at=bindparam("now"))
)


def list_coming_appointments(
    connection: Connection, viewer: Viewer, patient_id: UUID, today: date
) -> Sequence[Row[Any]]:
    """Those from `today` on of clinics that may look, soonest first, with `clinic_name`."""
    return _COMING.run(connection, viewer, patient_id=patient_id, today=today).all()


def list_every_appointment(
    connection: Connection, viewer: Viewer, patient_id: UUID
) -> Sequence[Row[Any]]:
    """All that were ever set, in that order, with `clinic_name`."""
    return _EVERY.run(connection, viewer, patient_id=patient_id).all()


def add_appointment(
    connection: Connection,
    *,
    patient_id: UUID,
    clinic_id: UUID,
    start: str,
    start_day: date,
    by_user: UUID,
    now: datetime,
) -> None:
    """Store a date that a clinic sets."""
    connection.execute(
        _INSERT,
        {
            "patient_id": patient_id,
            "id": new_id(),
            "clinic_id": clinic_id,
            "start": start,
            "start_day": start_day,
            "set_by": by_user,
            "set_at": now,
        },
    )


def end_appointments(
    connection: Connection, *, patient_id: UUID, clinic_id: UUID, today: date, now: datetime
) -> int:
    """Let a clinic's dates from `today` on hold no more; gives how many. They stay on record."""
    keys = {"of_patient": patient_id, "of_clinic": clinic_id, "today": today, "now": now}
    return connection.execute(_END, keys).rowcount
