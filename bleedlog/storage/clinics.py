"""Clinics and who works there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select

from bleedlog.models.clinic import Clinic, Membership
from bleedlog.models.vocabulary import StaffRole

_clinic = Clinic.__table__  # type: ignore[attr-defined]
_membership = Membership.__table__  # type: ignore[attr-defined]

_BY_NAME = select(_clinic.c.id).where(_clinic.c.name == bindparam("of_name"))
_ZONE = select(_clinic.c.zone).where(_clinic.c.id == bindparam("of_clinic"))
_ALL = select(_clinic.c.id, _clinic.c.name).order_by(_clinic.c.name, _clinic.c.id)
_INSERT = insert(_clinic)
_INSERT_MEMBERSHIP = insert(_membership)


def find_clinic(connection: Connection, name: str) -> UUID | None:
    """The clinic of that name, or None."""
    found: UUID | None = connection.execute(_BY_NAME, {"of_name": name}).scalar()
    return found


def get_clinic_zone(connection: Connection, clinic_id: UUID) -> str:
    """The IANA zone of a clinic that there is."""
    return str(connection.execute(_ZONE, {"of_clinic": clinic_id}).scalar_one())


def list_all_clinics(connection: Connection) -> Sequence[Row[Any]]:
    """All clinics, by name: id, name."""
    return connection.execute(_ALL).all()


def add_clinic(connection: Connection, clinic: Clinic) -> UUID:
    """Store a clinic; gives its id."""
    connection.execute(_INSERT, clinic.model_dump())
    return clinic.id


def add_membership(
    connection: Connection, *, clinic_id: UUID, user_id: UUID, role: StaffRole, now: datetime
) -> None:
    """Let a user work at a clinic in that role."""
    connection.execute(
        _INSERT_MEMBERSHIP,
        {"clinic_id": clinic_id, "user_id": user_id, "role": role, "since": now},
    )
