"""Who works at which clinic, and as what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from bleedlog.models.clinic import Clinic, Membership
from bleedlog.models.person import User
from bleedlog.models.vocabulary import StaffRole

_membership = Membership.__table__  # type: ignore[attr-defined]
_clinic = Clinic.__table__  # type: ignore[attr-defined]
_user = User.__table__  # type: ignore[attr-defined]

_works = _membership.c.ended_at.is_(None)
_THIS = and_(
    _membership.c.clinic_id == bindparam("of_clinic"), _membership.c.user_id == bindparam("of_user")
)
_ROLE = select(_membership.c.role).where(_THIS, _works)
_EVER = select(_membership.c.clinic_id).where(_membership.c.user_id == bindparam("of_user"))
_ALL = (
    select(
        _membership.c.user_id, _membership.c.role, _membership.c.since, _user.c.name, _user.c.email
    )
    .join_from(_membership, _user, _user.c.id == _membership.c.user_id)
    .where(_membership.c.clinic_id == bindparam("of_clinic"), _works)
    .order_by(_user.c.name, _user.c.id)
)
_ADMINS = select(func.count()).where(
    _membership.c.clinic_id == bindparam("of_clinic"),
    _membership.c.role == StaffRole.ADMIN,
    _works,
)
_LOCK = select(_clinic.c.id).where(_clinic.c.id == bindparam("of_clinic")).with_for_update()
_AGAIN = (
    update(_membership)
    .where(_THIS, _membership.c.ended_at.is_not(None))
    .values(role=bindparam("new_role"), since=bindparam("now"), ended_at=None)
)
_INSERT = insert(_membership)
_SET_ROLE = update(_membership).where(_THIS, _works).values(role=bindparam("new_role"))
_END = update(_membership).where(_THIS, _works).values(ended_at=bindparam("now"))


def find_role(connection: Connection, *, clinic_id: UUID, user_id: UUID) -> StaffRole | None:
    """What the user does at the clinic now, or None."""
    found: StaffRole | None = connection.execute(
        _ROLE, {"of_clinic": clinic_id, "of_user": user_id}
    ).scalar()
    return found


def has_worked(connection: Connection, user_id: UUID) -> bool:
    """Whether the user works at a clinic, or did."""
    return connection.execute(_EVER, {"of_user": user_id}).first() is not None


def list_members(connection: Connection, clinic_id: UUID) -> Sequence[Any]:
    """Who works at the clinic now, by name: user_id, role, since, name, email."""
    return connection.execute(_ALL, {"of_clinic": clinic_id}).all()


def lock_clinic(connection: Connection, clinic_id: UUID) -> None:
    """Let nobody else change who works there until this transaction ends."""
    connection.execute(_LOCK, {"of_clinic": clinic_id})


def count_admins(connection: Connection, clinic_id: UUID) -> int:
    """How many admins the clinic has now."""
    return connection.execute(_ADMINS, {"of_clinic": clinic_id}).scalar_one()


def begin_work(
    connection: Connection, *, clinic_id: UUID, user_id: UUID, role: StaffRole, now: datetime
) -> None:
    """Let a user who does not work at the clinic (any more) work there."""
    values = {"of_clinic": clinic_id, "of_user": user_id, "new_role": role, "now": now}
    if not connection.execute(_AGAIN, values).rowcount:
        connection.execute(
            _INSERT, {"clinic_id": clinic_id, "user_id": user_id, "role": role, "since": now}
        )


def set_role(connection: Connection, *, clinic_id: UUID, user_id: UUID, role: StaffRole) -> None:
    """Change what a user does at the clinic."""
    connection.execute(_SET_ROLE, {"of_clinic": clinic_id, "of_user": user_id, "new_role": role})


def end_work(connection: Connection, *, clinic_id: UUID, user_id: UUID, now: datetime) -> None:
    """End a user's work at the clinic."""
    connection.execute(_END, {"of_clinic": clinic_id, "of_user": user_id, "now": now})
