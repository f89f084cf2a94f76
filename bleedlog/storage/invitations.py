"""Invitations: kept under the hash of their code until accepted, taken back or over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, String, bindparam, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from bleedlog.models.clinic import Clinic
from bleedlog.models.invitation import Invitation, InvitedAs
from bleedlog.models.person import Patient, User
from bleedlog.storage.engine import show_code

_invitation = Invitation.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_patient = Patient.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]

_open: ColumnElement[bool] = (
    _invitation.c.accepted_at.is_(None)
    & _invitation.c.revoked_at.is_(None)
    & (_invitation.c.expires_at > bindparam("now"))
)
_WITH_NAMES = select(
    _invitation,
    _clinic.c.name.label("clinic_name"),
    _patient.c.name.label("patient_name"),
    _user.c.name.label("inviter_name"),
).select_from(
    _invitation.outerjoin(_clinic, _clinic.c.id == _invitation.c.clinic_id)
    .outerjoin(_patient, _patient.c.id == _invitation.c.patient_id)
    .outerjoin(_user, _user.c.id == _invitation.c.invited_by)
)
_BY_CODE = _WITH_NAMES.where(_invitation.c.code_hash == bindparam("of_code"), _open)
_newest_first = (_invitation.c.created_at.desc(), _invitation.c.id.desc())
_OF_CLINIC = _WITH_NAMES.where(_invitation.c.clinic_id == bindparam("of_clinic"), _open).order_by(
    *_newest_first
)
_OF_PATIENT = _WITH_NAMES.where(
    _invitation.c.patient_id == bindparam("of_patient"), _open
).order_by(*_newest_first)
_CLINIC_THAT_INVITED = (
    select(_invitation.c.clinic_id)
    .where(
        _invitation.c.accepted_by == bindparam("of_user"),
        _invitation.c.invited_as == InvitedAs.PATIENT,
    )
    .order_by(_invitation.c.accepted_at.desc())
    .limit(1)
)
_INSERT = insert(_invitation)
_TAKE = (
    update(_invitation)
    .where(_invitation.c.code_hash == bindparam("of_code"), _open)
    .values(accepted_at=bindparam("at"), accepted_by=bindparam("by_user"))
)
_REVOKE_MADE_BY = (
    update(_invitation)
    .where(
        _invitation.c.patient_id == bindparam("of_patient"),
        _invitation.c.invited_by == bindparam("of_user"),
        _open,
    )
    .values(revoked_at=bindparam("at"))
)
_REVOKE_ALL_MADE_BY = (
    update(_invitation)
    .where(_invitation.c.invited_by == bindparam("of_user"), _open)
    .values(revoked_at=bindparam("at"))
)
_REVOKE_STAFF_INVITED_BY = (
    update(_invitation)
    .where(
        _invitation.c.clinic_id == bindparam("of_clinic"),
        _invitation.c.invited_by == bindparam("of_user"),
        _invitation.c.invited_as == InvitedAs.STAFF,
        _open,
    )
    .values(revoked_at=bindparam("at"))
)
_BY_ID = _WITH_NAMES.where(_invitation.c.id == bindparam("of_invitation"), _open)
_REVOKE = (
    update(_invitation)
    .where(_invitation.c.id == bindparam("of_invitation"), _open)
    .values(revoked_at=bindparam("at"))
)
_LOCK_TARGET = select(
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("target", type_=String()), 0))
)


def add_invitation(connection: Connection, invitation: Invitation) -> None:
    """Store an invitation."""
    connection.execute(_INSERT, invitation.model_dump())


def lock_target(connection: Connection, target: UUID) -> None:
    """Let nobody else take what leads to that clinic or diary until this transaction ends.

    On PostgreSQL by a lock of its own: whoever is invited may not lock a row of what they do not
    see yet. SQLite writes one transaction after the other.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK_TARGET, {"target": str(target)})


def find_by_code(connection: Connection, *, code_hash: str, now: datetime) -> Row[Any] | None:
    """The invitation with clinic_name, patient_name and inviter_name, or None."""
    show_code(connection, code_hash)
    return connection.execute(_BY_CODE, {"of_code": code_hash, "now": now}).first()


def find_by_id(connection: Connection, *, invitation_id: UUID, now: datetime) -> Row[Any] | None:
    """The invitation if it is open, or None."""
    return connection.execute(_BY_ID, {"of_invitation": invitation_id, "now": now}).first()


def list_of_clinic(connection: Connection, *, clinic_id: UUID, now: datetime) -> Sequence[Row[Any]]:
    """What the clinic invites to and nobody accepted yet, newest first, with names as above."""
    return connection.execute(_OF_CLINIC, {"of_clinic": clinic_id, "now": now}).all()


def list_of_patient(
    connection: Connection, *, patient_id: UUID, now: datetime
) -> Sequence[Row[Any]]:
    """Invitations to the diary that nobody accepted yet, newest first, with names as above."""
    return connection.execute(_OF_PATIENT, {"of_patient": patient_id, "now": now}).all()


def take(connection: Connection, *, code_hash: str, user_id: UUID, now: datetime) -> bool:
    """Use an open invitation up for a user; whether it was still open."""
    show_code(connection, code_hash)
    taken = connection.execute(
        _TAKE, {"of_code": code_hash, "by_user": user_id, "now": now, "at": now}
    )
    return bool(taken.rowcount)


def revoke(connection: Connection, *, invitation_id: UUID, now: datetime) -> None:
    """Let nobody accept the invitation any more."""
    connection.execute(_REVOKE, {"of_invitation": invitation_id, "now": now, "at": now})


def revoke_made_by(
    connection: Connection, *, patient_id: UUID, user_id: UUID, now: datetime
) -> None:
    """Let nobody accept any more what that user invited to the diary."""
    connection.execute(
        _REVOKE_MADE_BY, {"of_patient": patient_id, "of_user": user_id, "now": now, "at": now}
    )


def revoke_all_made_by(connection: Connection, *, user_id: UUID, now: datetime) -> None:
    """Let nobody accept any more what that user invited to, wherever it was."""
    connection.execute(_REVOKE_ALL_MADE_BY, {"of_user": user_id, "now": now, "at": now})


def revoke_staff_invited_by(
    connection: Connection, *, clinic_id: UUID, user_id: UUID, now: datetime
) -> None:
    """Let nobody accept any more what that user invited staff to at the clinic."""
    connection.execute(
        _REVOKE_STAFF_INVITED_BY,
        {"of_clinic": clinic_id, "of_user": user_id, "now": now, "at": now},
    )


def find_clinic_that_invited(connection: Connection, user_id: UUID) -> UUID | None:
    """The clinic whose invitation to begin a diary the user accepted last, or None."""
    found: UUID | None = connection.execute(_CLINIC_THAT_INVITED, {"of_user": user_id}).scalar()
    return found
